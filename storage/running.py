"""The running house: when each platform was in reach, and who leads."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from bot.domain.addresses import Platform
from bot.domain.outages import Outage
from bot.ports import Reach
from storage.rows import LeaseRow, LivenessRow, OutageRow, table
from storage.statements import all_rows, one_row, upserting
from storage.writes import Writes

QUIET = timedelta(minutes=2)
"""Two beats: a platform heard of again within this time was not away."""

_TOUCH = "touch"

SLOW_CLOCK = timedelta(minutes=10)
"""How far another bot's clock may be behind; one further behind is a clock that was set back for everyone."""

_LIVENESS, _OUTAGES, _LEASES = table(LivenessRow), table(OutageRow), table(LeaseRow)
_REACH = select(_LIVENESS)
_ENDED = (
    select(_OUTAGES)
    .where(
        _OUTAGES.c.until > bindparam("since", type_=_OUTAGES.c.until.type),
        _OUTAGES.c.platform.in_(select(_LIVENESS.c.platform).where(_LIVENESS.c.served)),
    )
    .order_by(_OUTAGES.c.until, _OUTAGES.c.platform)
)


class StoredLiveness:
    """When each platform was in reach."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def reach(self) -> Mapping[Platform, Reach]:
        """Give what is known of every platform."""
        return {
            row.platform: Reach(platform=row.platform, served=row.served, seen_at=row.seen_at, trouble=row.trouble)
            for row in all_rows(self._connection, LivenessRow, _REACH)
        }

    def serve(self, platforms: frozenset[Platform], *, only: bool) -> None:
        """Note that these platforms are served here from now on; with ``only``, that no other one is.

        A platform that was not served until now has not been out of reach either.
        """
        if only:
            others = update(_LIVENESS).where(_LIVENESS.c.platform.not_in(platforms))
            self._connection.execute(others.values(served=False, trouble=None))
        again = update(_LIVENESS).where(_LIVENESS.c.platform.in_(platforms), _LIVENESS.c.served.is_(False))
        self._connection.execute(again.values(seen_at=None))
        for platform in sorted(platforms):
            self._note(platform, served=True)
        self._writes.happened()

    def beat(self, platform: Platform, now: datetime) -> Outage | None:
        """Note that a platform is in reach; give the outage that has ended with this, where there was one."""
        row = _LIVENESS
        before = one_row(self._connection, LivenessRow, select(row).where(row.c.platform == platform).with_for_update())
        known = None if before is None or not before.served else before.seen_at
        behind = known is not None and known - SLOW_CLOCK <= now < known
        self._note(platform, served=True, seen_at=known if behind else now, trouble=None)
        if known is None or now - known <= QUIET:
            return None
        ended = Outage(platform=platform, since=known, until=now)
        values = {"platform": platform, "since": ended.since, "until": ended.until}
        self._connection.execute(insert(_OUTAGES), values)
        return ended

    def ail(self, platform: Platform, trouble: str) -> None:
        """Note what keeps a platform out of reach."""
        self._note(platform, served=True, trouble=trouble)

    def outages(self, *, since: datetime, now: datetime) -> tuple[Outage, ...]:
        """Give the outages of served platforms that lasted beyond ``since``, those that still last up to ``now``."""
        found = all_rows(self._connection, OutageRow, _ENDED, since=since)
        ended = (Outage(platform=row.platform, since=row.since, until=row.until) for row in found)
        lasting = (
            Outage(platform=each.platform, since=each.seen_at, until=now, lasting=True)
            for each in self.reach().values()
            if each.served and each.seen_at is not None and now - each.seen_at > QUIET
        )
        return (*ended, *lasting)

    def _note(self, platform: Platform, **values: object) -> None:
        """Write down what is new of a platform; what is not named stays."""
        told = {"platform": platform, "served": True, **values}
        noted = upserting(_LIVENESS, self._connection.dialect.name).values(**told)
        noted = noted.on_conflict_do_update(index_elements=[_LIVENESS.c.platform], set_=values)
        self._connection.execute(noted)


class StoredLeases:
    """Who leads. On SQLite one process alone has the file, so it leads in everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, name: str, *, owner: str, term: timedelta) -> bool:
        """Take or keep the lead for ``term``; tell whether ``owner`` has it."""
        if self._connection.dialect.name == "sqlite":
            return True
        now = self._connection.scalars(text("SELECT clock_timestamp()")).one()
        taking = upserting(_LEASES, self._connection.dialect.name).values(name=name, owner=owner, until=now + term)
        taking = taking.on_conflict_do_update(
            index_elements=[_LEASES.c.name],
            set_={"owner": taking.excluded.owner, "until": taking.excluded.until},
            where=(_LEASES.c.owner == owner) | (_LEASES.c.until <= now),
        )
        return self._connection.scalars(taking.returning(_LEASES.c.owner)).first() is not None

    def give_up(self, name: str, *, owner: str) -> None:
        """Let the next one lead at once, where ``owner`` leads."""
        self._connection.execute(delete(_LEASES).where(_LEASES.c.name == name, _LEASES.c.owner == owner))

    def holder(self, name: str) -> str | None:
        """Give who leads; None where nobody does, or on SQLite, where there is nobody else."""
        if self._connection.dialect.name == "sqlite":
            return None
        wanted = select(_LEASES.c.owner).where(_LEASES.c.name == name, _LEASES.c.until > func.clock_timestamp())
        return self._connection.scalars(wanted).first()

    def touch(self) -> None:
        """Take a lead of no meaning and give it up: where the database cannot be written, the commit fails."""
        self._connection.execute(insert(_LEASES), {"name": _TOUCH, "owner": _TOUCH, "until": datetime.now(UTC)})
        self._connection.execute(delete(_LEASES).where(_LEASES.c.name == _TOUCH))
