"""Hostile and broken input by the thousand: whatever comes in, a card or a form that every front can show goes out."""
