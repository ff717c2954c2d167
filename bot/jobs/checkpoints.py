"""The daily checkpoint: sign how long the record is and its last hash, record that, and owe it to the announcements.

A seal, which is chance, stands right before what is signed: a posted hash must not let anyone find out by trials how a
member voted while a vote hides its choices. A day on which nothing was recorded has none. The key must be the one on
record: a house that finds another says so in its log and signs nothing, since two keys would make the record worth less
than one. An older record, founded without a key, is given the house's own with its first checkpoint.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex
from typing import Final

from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import channels_for
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.checkpoints import is_due, statement
from bot.domain.events import CheckpointMade, RecordSealed, SigningKeySet
from bot.domain.ids import AllianceCode
from bot.domain.notices import CheckpointNotice
from bot.ports import Clock, NotRecorded, Signer, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

SEAL: Final = 32
"""Bytes of chance in a seal."""


async def checkpoint(writer: Writer, clock: Clock, signer: Signer, *, draw: Callable[[int], str] = token_hex) -> int:
    """Make the checkpoints that are due now; give how many were made. ``draw`` gives so many bytes of chance."""
    now, made = clock.now(), 0
    for code in await writer.read(lambda uow: _due(uow, now)):
        try:
            made += await writer.write(lambda uow, code=code: _make(uow, code, signer, draw(SEAL), now))  # type: ignore[misc]  # a loop's own
        except NotRecorded:
            log.exception("checkpoint_not_recorded", extra={"alliance": code})
    return made


def _due(uow: UnitOfWork, now: datetime) -> tuple[AllianceCode, ...]:
    """Give the alliances in which a day has begun since the last checkpoint, and something was recorded since."""
    return tuple(code for code in uow.alliances.codes() if _is_due(uow, uow.alliances.get(code), now))


def _is_due(uow: UnitOfWork, alliance: Alliance | None, now: datetime) -> bool:
    if alliance is None:
        return False
    last, head = uow.checkpoints.last(alliance.code), uow.journal.head(alliance.code)
    if last is None:
        first = next(iter(uow.journal.acts(alliance.code)), None)
        return first is not None and is_due(first.at, now, alliance.time_zone)
    return head.seq > last.entry and is_due(last.at, now, alliance.time_zone)


def _make(uow: UnitOfWork, code: AllianceCode, signer: Signer, seal: str, now: datetime) -> int:
    """Make one checkpoint; give 0 where another process was first, or where the key is not the one on record."""
    uow.lock(code)
    alliance = uow.alliances.get(code)
    if alliance is None or not _is_due(uow, alliance, now):
        return 0
    known = uow.checkpoints.public_key(code)
    if known not in {"", signer.public_key}:
        log.error("signing_key_of_another_found", extra={"alliance": code, "on_record": known})
        return 0
    if not known:
        uow.record(code, SigningKeySet(public_key=signer.public_key), at=now, by=CLOCK)
    uow.record(code, RecordSealed(seal=seal), at=now, by=CLOCK)
    head = uow.journal.head(code)
    signature = signer.sign(statement(code, length=head.seq, hash=head.hash, at=now))
    made = CheckpointMade(length=head.seq, hash=head.hash, at=now, signature=signature)
    notice = CheckpointNotice(entry=uow.record(code, made, at=now, by=CLOCK))
    for channel in channels_for(uow, alliance, {Purpose.ANNOUNCEMENTS}):
        uow.outbox.owe(code, notice, channel, due=now)
    return 1
