"""What every notice has that the house may owe someone."""


class Owed:
    """What holds of a notice unless it says otherwise: it stands by itself."""

    __slots__ = ()

    @property
    def thread_of(self) -> str | None:
        """The key of the post, in the same channel, in whose thread it is written; None for one that stands by itself.

        Direct messages have no threads.
        """
        return None
