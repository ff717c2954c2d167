"""The pages of the record in a real browser: a reader's paths, phone, dark mode, French, accessibility."""
