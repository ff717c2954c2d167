"""Where a platform's app is installed, and by which keys it acts there.

This is of the running house and no part of any alliance's record: it is not in the journal, and no backup holds it.
What an adapter writes of an installation holds tokens, so it is never shown, logged or told.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installation, or what one person gave the app there.

    ``place`` is the workspace, or the organisation that has the app in all of its workspaces; ``organisation`` is the
    one that a workspace belongs to, where it belongs to any. ``holder`` is the person, and empty for the app's own.
    ``facts`` is what the adapter wants back, as it wrote it.
    """

    place: str
    organisation: str = ""
    holder: str = ""
    installed_at: datetime
    facts: str = field(repr=False)


class Installations(Protocol):
    """The installations, and the installations under way."""

    def keep(self, installation: Installation) -> None:
        """Keep an installation in place of what was known of the same place and holder."""
        ...

    def find(self, place: str, *, holder: str = "") -> Installation | None:
        """Give the installation of a place and holder."""
        ...

    def newest(self, place: str) -> Installation | None:
        """Give what the last person gave who installed the app in a place."""
        ...

    def of_organisation(self, organisation: str) -> tuple[Installation, ...]:
        """Give the app's own installations in the workspaces of an organisation, newest first."""
        ...

    def every(self) -> tuple[Installation, ...]:
        """Give all of the app's own installations, by place."""
        ...

    def drop(self, place: str, *, holder: str = "") -> None:
        """Forget an installation."""
        ...

    def drop_people(self, place: str) -> None:
        """Forget what anyone gave in a place; the app's own installation stays."""
        ...

    def begin(self, state: str, *, now: datetime, until: datetime) -> None:
        """Note that somebody begins to install, and until when it may be finished; what is overdue is forgotten."""
        ...

    def finish(self, state: str, *, now: datetime) -> bool:
        """Tell whether an installation was begun by this state, and may still be finished; it may be once."""
        ...
