"""The gallery: every card that the house can show, made by the house itself, at the ordinary and the hardest size."""
