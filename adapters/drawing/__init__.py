"""Pictures and documents of cards as bytes, for every front that shows any."""
