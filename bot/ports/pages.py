"""Where the record is read on the web, as far as anybody may be told."""

from typing import Protocol

from bot.domain.ids import AllianceCode, MotionNumber


class Pages(Protocol):
    """The addresses of the record's pages."""

    def motion(self, alliance: AllianceCode, number: MotionNumber, *, known: bool) -> str:
        """Give the address of a motion's page; empty where it has none for this reader.

        ``known`` says that the reader holds a credential of the alliance: where the record is read by link, the address
        is for nobody else.
        """
        ...


class NoPages:
    """The pages of a house that serves none."""

    def motion(self, alliance: AllianceCode, number: MotionNumber, *, known: bool) -> str:  # noqa: ARG002 - the port's
        """Give no address."""
        return ""
