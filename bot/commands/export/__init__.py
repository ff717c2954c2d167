"""The record as sheets that other programs read: what is in each, and how it is written."""
