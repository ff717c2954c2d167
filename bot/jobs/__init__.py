"""What the clock does: move motions that are due, and post what is owed."""
