"""The clock on the wall."""

from datetime import UTC, datetime


class SystemClock:
    """Gives the present instant in UTC; fills the port ``Clock``."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        return datetime.now(UTC)
