"""The journal in the tables: reading the chain, and putting the next link on it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, insert, or_, select, union, update

from bot.domain.events import Event
from bot.domain.ids import AllianceCode
from bot.domain.journal import GENESIS, Entry
from bot.domain.motion import Motion
from bot.ports import Act, Head
from storage.decoding import read_entry
from storage.motion_of_entry import MOTION_OF_ENTRY
from storage.rows import HeadRow, JournalRow, table
from storage.statements import all_rows, one_row, touch_one

SALTED = '"salt":"'
"""What a body holds that has a salt; what people type has its marks escaped."""
PAGE_ENTRIES = 500
"""Entries held at once where a whole journal is read."""

_HEADS, _ENTRIES = table(HeadRow), table(JournalRow)
_HEAD = select(_HEADS).where(_HEADS.c.alliance == bindparam("of"))
_LOCKED_HEAD = _HEAD.with_for_update()
_BEGIN = insert(_HEADS)
_PAGE = (
    select(_ENTRIES)
    .where(_ENTRIES.c.alliance == bindparam("of"), _ENTRIES.c.seq > bindparam("after"))
    .order_by(_ENTRIES.c.seq)
    .limit(PAGE_ENTRIES)
)
_ON_MOTION = (
    select(_ENTRIES.c.body)
    .where(_ENTRIES.c.alliance == bindparam("of"), bindparam("on", type_=BigInteger) == MOTION_OF_ENTRY)
    .order_by(_ENTRIES.c.seq)
)
_APPEND = insert(_ENTRIES)
_MOVE_ON = (
    update(_HEADS)
    .where(
        _HEADS.c.alliance == bindparam("of"),
        _HEADS.c.seq == bindparam("from_seq"),
        _HEADS.c.hash == bindparam("from_hash"),
    )
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
)


class StoredJournal:
    """The hash-chained record."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def alliances(self) -> tuple[AllianceCode, ...]:
        """Give the codes of all alliances that have a journal, in order, whatever else is left of them."""
        codes = union(select(_ENTRIES.c.alliance), select(table(HeadRow).c.alliance)).order_by("alliance")
        return tuple(AllianceCode(code) for code in self._connection.scalars(codes))

    def entries(self, alliance: AllianceCode, *, after: int = 0) -> Iterator[Entry]:
        """Give every entry behind one, in order, read in pages: only while the transaction lasts."""
        while page := all_rows(self._connection, JournalRow, _PAGE, of=alliance, after=after):
            yield from (_entry(row) for row in page)
            after = page[-1].seq

    def hashes(self, alliance: AllianceCode, entries: Iterable[int]) -> Mapping[int, str]:
        """Give the hashes of those of some entries that have a salt, by their numbers."""
        named = (_ENTRIES.c.alliance == alliance, _ENTRIES.c.seq.in_(sorted(entries)), _ENTRIES.c.body.contains(SALTED))
        found = self._connection.execute(select(_ENTRIES.c.seq, _ENTRIES.c.hash).where(*named))
        return {row.seq: row.hash for row in found}

    def head(self, alliance: AllianceCode) -> Head:
        """Give what is kept of the last entry."""
        found = one_row(self._connection, HeadRow, _HEAD, of=alliance)
        return Head(seq=0, hash=GENESIS) if found is None else Head(seq=found.seq, hash=found.hash)

    def last_instant(self, alliance: AllianceCode) -> datetime | None:
        """Give when the last entry was recorded, by the clock of then; None where there is none."""
        body = self._body(alliance, self.head(alliance).seq)
        return None if body is None else read_entry(body).at

    def event(self, alliance: AllianceCode, seq: int) -> Event | None:
        """Give the event that an entry records."""
        body = self._body(alliance, seq)
        return None if body is None else read_entry(body).event

    def acts(self, alliance: AllianceCode, *, after: int = 0) -> Iterator[Act]:
        """Give every act behind an entry, in order, read in pages: only while the transaction lasts."""
        while page := all_rows(self._connection, JournalRow, _PAGE, of=alliance, after=after):
            for row in page:
                each = read_entry(row.body)
                yield Act(entry=each.seq, at=each.at, by=each.by, event=each.event)
            after = page[-1].seq

    def acts_of(self, alliance: AllianceCode, events: Iterable[str], *, after: int) -> tuple[Act, ...]:
        """Give the acts of some classes of events, by name, behind an entry, in order."""
        named = frozenset(events)
        wanted = (
            select(_ENTRIES.c.body)
            .where(_ENTRIES.c.alliance == alliance, _ENTRIES.c.seq > after)
            .where(or_(*(_ENTRIES.c.body.contains(f'"event":"{name}"') for name in sorted(named))))
            .order_by(_ENTRIES.c.seq)
        )
        read = (read_entry(body) for body in self._connection.scalars(wanted))
        return tuple(
            Act(entry=each.seq, at=each.at, by=each.by, event=each.event)
            for each in read
            if type(each.event).__name__ in named
        )

    def acts_on(self, alliance: AllianceCode, motion: Motion) -> tuple[Act, ...]:
        """Give every act on a motion, in order.

        They are found by an index on the motion that an entry names.
        """
        read = (
            read_entry(body) for body in self._connection.scalars(_ON_MOTION, {"of": alliance, "on": motion.number})
        )
        return tuple(
            Act(entry=each.seq, at=each.at, by=each.by, event=each.event)
            for each in read
            if getattr(each.event, "motion", None) == motion.number
        )

    def _body(self, alliance: AllianceCode, seq: int) -> str | None:
        wanted = select(_ENTRIES.c.body).where(_ENTRIES.c.alliance == alliance, _ENTRIES.c.seq == seq)
        return self._connection.scalar(wanted)


def _entry(row: JournalRow) -> Entry:
    return Entry(alliance=AllianceCode(row.alliance), seq=row.seq, previous=row.previous, body=row.body, hash=row.hash)


def locked_head(connection: Connection, alliance: AllianceCode) -> Head | None:
    """Lock an alliance for this transaction; give its head, or None where it has none yet.

    On SQLite the transaction holds the whole database already.
    """
    found = one_row(connection, HeadRow, _LOCKED_HEAD, of=alliance)
    return None if found is None else Head(seq=found.seq, hash=found.hash)


def begin_chain(connection: Connection, alliance: AllianceCode) -> Head:
    """Give an alliance the head of an empty chain."""
    connection.execute(_BEGIN, {"alliance": alliance, "seq": 0, "hash": GENESIS})
    return Head(seq=0, hash=GENESIS)


def append(connection: Connection, entry: Entry) -> Head:
    """Put an entry behind the head of its chain and move the head to it."""
    values = {
        "alliance": entry.alliance,
        "seq": entry.seq,
        "previous": entry.previous,
        "body": entry.body,
        "hash": entry.hash,
    }
    connection.execute(_APPEND, values)
    touch_one(
        connection,
        _MOVE_ON,
        _HEADS,
        of=entry.alliance,
        from_seq=entry.seq - 1,
        from_hash=entry.previous,
        to_seq=entry.seq,
        to_hash=entry.hash,
    )
    return Head(seq=entry.seq, hash=entry.hash)
