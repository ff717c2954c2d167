"""Scenarios that play a whole course on a temporary database, through the real dispatcher."""
