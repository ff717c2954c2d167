"""A roster of forty real democracies, for the demo and for a first try."""
