"""What happens to members over time: statuses that come of themselves, terms, reviews and the way back."""
