"""Measurements, never tests: each prints a ratio against a floor that is measured beside it in the same run."""
