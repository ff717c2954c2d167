"""The charters that ship, and the reading of a charter file: every fault at once, each with its line."""
