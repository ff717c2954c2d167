"""The installations of a platform's app, and those under way: of the running house, never of the record."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from bot.ports import Installation
from storage.rows import InstallationBegunRow, InstallationRow, table
from storage.statements import all_rows, one_row, upserting
from storage.writes import Writes

MOST_BEGUN: Final = 1000
"""Installations under way that are kept: anybody may begin one, so the oldest give way to new ones."""

_INSTALLED, _BEGUN = table(InstallationRow), table(InstallationBegunRow)
_OWN: Final = select(_INSTALLED).where(_INSTALLED.c.holder == "")


class StoredInstallations:
    """The installations. Nothing waits for their commits, but a change is a write like any other."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def keep(self, installation: Installation) -> None:
        """Keep an installation in place of what was known of the same place and holder."""
        kept = upserting(_INSTALLED, self._connection.dialect.name).values(
            place=installation.place,
            holder=installation.holder,
            organisation=installation.organisation,
            installed_at=installation.installed_at,
            facts=installation.facts,
        )
        new = {name: kept.excluded[name] for name in ("organisation", "installed_at", "facts")}
        self._connection.execute(kept.on_conflict_do_update(index_elements=[*_INSTALLED.primary_key], set_=new))
        self._writes.happened()

    def find(self, place: str, *, holder: str = "") -> Installation | None:
        """Give the installation of a place and holder."""
        wanted = select(_INSTALLED).where(_INSTALLED.c.place == place, _INSTALLED.c.holder == holder)
        found = one_row(self._connection, InstallationRow, wanted)
        return None if found is None else _installation(found)

    def newest(self, place: str) -> Installation | None:
        """Give what the last person gave who installed the app in a place."""
        given = select(_INSTALLED).where(_INSTALLED.c.place == place, _INSTALLED.c.holder != "")
        found = one_row(self._connection, InstallationRow, given.order_by(_INSTALLED.c.installed_at.desc()))
        return None if found is None else _installation(found)

    def of_organisation(self, organisation: str) -> tuple[Installation, ...]:
        """Give the app's own installations in the workspaces of an organisation, newest first."""
        wanted = _OWN.where(_INSTALLED.c.organisation == organisation).order_by(
            _INSTALLED.c.installed_at.desc(), _INSTALLED.c.place
        )
        return tuple(_installation(row) for row in all_rows(self._connection, InstallationRow, wanted))

    def every(self) -> tuple[Installation, ...]:
        """Give all of the app's own installations, by place."""
        found = all_rows(self._connection, InstallationRow, _OWN.order_by(_INSTALLED.c.place))
        return tuple(_installation(row) for row in found)

    def drop(self, place: str, *, holder: str = "") -> None:
        """Forget an installation."""
        self._connection.execute(delete(_INSTALLED).where(_INSTALLED.c.place == place, _INSTALLED.c.holder == holder))
        self._writes.happened()

    def drop_people(self, place: str) -> None:
        """Forget what anyone gave in a place; the app's own installation stays."""
        self._connection.execute(delete(_INSTALLED).where(_INSTALLED.c.place == place, _INSTALLED.c.holder != ""))
        self._writes.happened()

    def begin(self, state: str, *, now: datetime, until: datetime) -> None:
        """Note that somebody begins to install, and until when it may be finished; what is overdue is forgotten."""
        self._connection.execute(delete(_BEGUN).where(_BEGUN.c.until <= now))
        kept = select(_BEGUN.c.state).order_by(_BEGUN.c.until.desc(), _BEGUN.c.state).limit(MOST_BEGUN - 1)
        self._connection.execute(delete(_BEGUN).where(_BEGUN.c.state.not_in(kept)))
        self._connection.execute(insert(_BEGUN), {"state": state, "until": until})
        self._writes.happened()

    def finish(self, state: str, *, now: datetime) -> bool:
        """Tell whether an installation was begun by this state, and may still be finished; it may be once."""
        ended = delete(_BEGUN).where(_BEGUN.c.state == state).returning(_BEGUN.c.until)
        until = self._connection.scalars(ended).first()
        self._writes.happened()
        return until is not None and until > now


def _installation(row: InstallationRow) -> Installation:
    return Installation(
        place=row.place,
        organisation=row.organisation,
        holder=row.holder,
        installed_at=row.installed_at,
        facts=row.facts,
    )
