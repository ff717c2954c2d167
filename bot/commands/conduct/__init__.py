"""The conduct of business: what people and the clock do to a motion alike, so that nothing is done in two ways."""
