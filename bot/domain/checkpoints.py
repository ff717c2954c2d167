"""Checkpoints: what the record was at an instant, signed, and told where the house cannot take it back.

The chain shows that nothing in it was changed, dropped or moved. It cannot show that its tail was cut, nor that the
whole of it was written anew: for that, how long it was and the hash of its last entry are signed each day and posted.
Whoever kept a post can hold the record against it.

The entry whose hash is signed is a seal, a random number: the hash of a ballot could be found by trying what it may be.
A record that was restored from a copy has lost what came after it: checkpoints that were posted in that time fit no
more, and the restore is told beside them.

What is signed are the UTF-8 bytes of five lines, each with a line feed: ``plenary checkpoint 1``, the code of the
alliance, the length, the hash, and the instant as the record writes instants. The signature is Ed25519 (RFC 8032).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.errors import Refusal
from bot.domain.events import (
    AllianceFounded,
    CheckpointMade,
    Event,
    RecordRestored,
    RecordSealed,
    SigningKeySet,
)
from bot.domain.ids import AllianceCode
from bot.domain.instants import written

HEADING: Final = "plenary checkpoint 1"

Check = Callable[[str, bytes, str], bool]
"""Tells whether a public key made the signature of some bytes; key and signature are in hexadecimal."""

_POSTED: Final = re.compile(r"(?P<length>[1-9][0-9]{0,17}):(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint on record; ``entry`` is its own."""

    entry: int
    length: int
    hash: str
    at: datetime
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A checkpoint as somebody kept it: so long the record was, and so its last hash."""

    length: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What a checkpoint shows to be wrong; ``message_id`` names it, ``entry`` is the checkpoint's own or its length.

    ``checkpoint.restored`` is no fault, but what may explain those before it: ``entry`` says that the record was
    restored at ``restored_at`` from a copy made at ``copied_at``, and checkpoints of the time between are lost.
    """

    entry: int
    message_id: str
    copied_at: datetime | None = None
    restored_at: datetime | None = None

    @property
    def facts(self) -> dict[str, int | datetime]:
        """What its message names."""
        told = {"copied_at": self.copied_at, "restored_at": self.restored_at}
        return {"entry": self.entry, **{name: at for name, at in told.items() if at is not None}}


@dataclass(kw_only=True, eq=False)
class PostedCheckpointUnreadable(Refusal):
    """A checkpoint given by hand that is no length and hash."""

    value: str


def read_posted(text: str) -> Posted:
    """Read ``LENGTH:HASH``, as a post has it; raise PostedCheckpointUnreadable."""
    found = _POSTED.fullmatch(text.strip().lower())
    if found is None:
        raise PostedCheckpointUnreadable(value=text)
    return Posted(length=int(found["length"]), hash=found["hash"])


def statement(alliance: AllianceCode, *, length: int, hash: str, at: datetime) -> bytes:  # noqa: A002 - its name
    """Give the bytes that a checkpoint signs."""
    return "".join(f"{line}\n" for line in (HEADING, alliance, length, hash, written(at))).encode()


BEARING: Final = tuple(
    kind.__name__ for kind in (AllianceFounded, SigningKeySet, RecordSealed, RecordRestored, CheckpointMade)
)
"""The classes of events that bear on checkpoints, by name."""


def is_due(last: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether it is another day in the alliance's zone than at the last checkpoint, or the founding.

    A clock that was ahead once does not keep the next ones from being made.
    """
    return _day(now, zone) != _day(last, zone)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def breaches(
    alliance: AllianceCode, acts: Iterable[tuple[int, str, Event | None]], check: Check, posted: Iterable[Posted] = ()
) -> list[Breach]:
    """Hold every checkpoint against the record, given as number, hash and event of each entry.

    The event may be None where its class is not in ``BEARING``. ``posted`` are checkpoints that were kept elsewhere.
    """
    found: list[Breach] = []
    hashes: dict[int, str] = {}
    seals: set[int] = set()
    restored: list[Breach] = []
    key = ""
    for entry, digest, event in acts:
        hashes[entry] = digest
        match event:
            case AllianceFounded() | SigningKeySet():
                key = event.public_key
            case RecordSealed():
                seals.add(entry)
            case RecordRestored():
                restored.append(_restored(entry, event))
            case CheckpointMade():
                if event.length >= entry or hashes.get(event.length) != event.hash:
                    found.append(Breach(entry=entry, message_id="checkpoint.differs"))
                elif event.length not in seals:
                    found.append(Breach(entry=entry, message_id="checkpoint.unsealed"))
                elif not _signed(alliance, event, key, check):
                    found.append(Breach(entry=entry, message_id="checkpoint.not_signed"))
            case _:
                continue
    broken = [each.length for each in posted if hashes.get(each.length) != each.hash]
    found += [
        Breach(entry=length, message_id="checkpoint.rewritten" if length in hashes else "checkpoint.cut")
        for length in broken
    ]
    return [*found, *(each for each in restored if each.entry <= max(broken, default=0))]


def _restored(entry: int, event: RecordRestored) -> Breach:
    return Breach(
        entry=entry, message_id="checkpoint.restored", copied_at=event.copied_at, restored_at=event.restored_at
    )


def _signed(alliance: AllianceCode, event: CheckpointMade, key: str, check: Check) -> bool:
    told = statement(alliance, length=event.length, hash=event.hash, at=event.at)
    return check(key, told, event.signature)
