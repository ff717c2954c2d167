"""Whether a transaction has written anything."""


class Writes:
    """Notes that a transaction wrote, so that its commit wakes those who wait for work."""

    def __init__(self) -> None:
        self.any = False

    def happened(self) -> None:
        """Note a write."""
        self.any = True
