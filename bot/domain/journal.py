"""The record that cannot be changed quietly: canonical bytes of an entry, the hash chain, and its verification.

An entry's bytes are one JSON object in UTF-8: keys sorted, no white space, characters outside ASCII written as they
are. Its hash is the SHA-256 of those bytes, and each entry carries the hash of the one before it. Instants are
RFC 3339 in UTC with microseconds, days ``2026-11-20``, durations whole seconds, fractions ``"n/d"`` or ``"n"`` in
lowest terms.
Each entry has a salt: chance, so that nobody who has its hash can find out by trials what it holds. Entries have few
possible contents: one of three ballots, one of some hundred accounts.

Changing, dropping or moving any entry breaks every hash after it. Only a cut tail leaves a whole chain; checkpoints
posted elsewhere show that.
"""

import hashlib
import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import cast

from bot.domain.addresses import Account, Channel
from bot.domain.events import VERSION, Event
from bot.domain.ids import AllianceCode
from bot.domain.instants import written

GENESIS = ""
"""What the first entry carries as the hash before it."""
SALT = 16
"""Bytes of chance in an entry; those of version 6 and before have none."""

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


@dataclass(kw_only=True, eq=False)
class UnwritableValue(TypeError):
    """A value of a type that the record does not know: a defect of an event's definition."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of the chain. ``body`` is the canonical text whose UTF-8 bytes are hashed."""

    alliance: AllianceCode
    seq: int
    previous: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What verification found wrong, and at which entry."""

    seq: int
    message_id: str


def plain(value: object) -> Plain:
    """Reduce a value of an event to JSON's own kinds; raise UnwritableValue for any other."""
    kind: type = type(value)
    return _reducer(kind)(value)


@cache
def _reducer(kind: type) -> Callable[[object], Plain]:
    """Choose how the values of a type are reduced: once for each type, since this is on the path of every vote."""
    if issubclass(kind, Enum):
        return lambda value: str(cast("Enum", value).value)
    if issubclass(kind, (types.NoneType, int, str)):
        return lambda value: cast("Plain", value)
    if issubclass(kind, datetime):
        return lambda value: written(cast("datetime", value))
    if issubclass(kind, date):
        return lambda value: cast("date", value).isoformat()
    if issubclass(kind, timedelta):
        return lambda value: _whole_seconds(cast("timedelta", value))
    if issubclass(kind, Fraction):
        return str
    if issubclass(kind, (Account, Channel)):
        return lambda value: cast("Account | Channel", value).text
    if issubclass(kind, Mapping):
        return lambda value: {str(key): plain(item) for key, item in cast("Mapping[object, object]", value).items()}
    if issubclass(kind, (tuple, list)):
        return lambda value: [plain(item) for item in cast("Iterable[object]", value)]
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    return _unwritable


def _unwritable(value: object) -> Plain:
    raise UnwritableValue(value=value)


def _whole_seconds(value: timedelta) -> int:
    if value % timedelta(seconds=1):
        raise UnwritableValue(value=value)
    return value // timedelta(seconds=1)


def canonical(value: object) -> str:
    """Write a value in the record's one form."""
    return _ENCODER.encode(plain(value))


def digest(body: str) -> str:
    """Give the SHA-256 of a body's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def chained(
    event: Event, *, alliance: AllianceCode, seq: int, previous: str, at: datetime, by: str, salt: str
) -> Entry:
    """Make the entry that records ``event`` as number ``seq`` behind the entry whose hash is ``previous``.

    ``salt`` is ``SALT`` bytes of chance in lower-case hexadecimal.
    """
    body = canonical(
        {
            "alliance": alliance,
            "at": at,
            "by": by,
            "event": type(event).__name__,
            "facts": event,
            "previous": previous,
            "salt": salt,
            "seq": seq,
            "version": VERSION,
        }
    )
    return Entry(alliance=alliance, seq=seq, previous=previous, body=body, hash=digest(body))


def verify(entries: Iterable[Entry], *, alliance: AllianceCode, head_seq: int, head_hash: str) -> Fault | None:
    """Check a chain from its first entry to its head; give the first fault, or None where it is whole.

    ``head_seq`` and ``head_hash`` are what the deployment keeps of the last entry.
    """
    expected, previous = 1, GENESIS
    for entry in entries:
        fault = _fault(entry, alliance=alliance, expected=expected, previous=previous)
        if fault is not None:
            return Fault(seq=expected, message_id=fault)
        expected, previous = expected + 1, entry.hash
    if (head_seq, head_hash) != (expected - 1, previous):
        return Fault(seq=expected, message_id="journal.head_differs")
    return None


def _fault(entry: Entry, *, alliance: AllianceCode, expected: int, previous: str) -> str | None:
    if entry.seq != expected:
        return "journal.entry_missing"
    if digest(entry.body) != entry.hash:
        return "journal.entry_changed"
    try:
        body = cast("dict[str, Plain]", json.loads(entry.body))
    except ValueError:
        return "journal.entry_changed"
    told = (body.get("alliance"), body.get("seq"), body.get("previous"))
    if told != (alliance, expected, previous) or entry.previous != previous or entry.alliance != alliance:
        return "journal.entry_moved"
    return None
