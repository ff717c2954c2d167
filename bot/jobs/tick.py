"""The tick: find by query what is due, and do for each the same thing a person's command would.

The deadlines of an alliance are met some at a time, under its lock, in one transaction. A tick that comes late, twice,
or on two replicas at once adds nothing: whoever holds the alliance first acts, and the other finds nothing due. One
deadline that cannot be met does not hold up the others: where it spoils a transaction, each is met in one of its own.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from bot.commands.clock import meet
from bot.domain.deadlines import Deadline
from bot.domain.ids import AllianceCode
from bot.ports import Clock, NotRecorded, Observer, RecordRefused, UnitOfWork, Unobserved, Writer

log: Final = logging.getLogger(__name__)

BATCH: Final = 50
"""Deadlines met in one transaction: ballots that come meanwhile wait no longer than these take."""


async def tick(writer: Writer, clock: Clock, observer: Observer | None = None) -> int:
    """Meet every deadline that is due now; give how many were met."""
    now, watching = clock.now(), observer or Unobserved()
    return sum(
        [
            await _meet_alliance(writer, code, now, watching)
            for code in await writer.read(lambda uow: uow.deadlines.alliances(now))
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What one transaction looked at, and what of it was met; the rest had been overtaken or cannot be met yet."""

    at: tuple[Deadline, ...]
    met: tuple[Deadline, ...]


async def _meet_alliance(writer: Writer, code: AllianceCode, now: datetime, observer: Observer) -> int:
    """Meet what is due in one alliance, and what becomes due by that."""
    met = 0
    try:
        while more := await _meet_each(writer, code, now, observer):
            met += more
    except NotRecorded:
        log.exception("deadlines_not_met", extra={"alliance": code})
    return met


async def _meet_each(writer: Writer, code: AllianceCode, now: datetime, observer: Observer) -> int:
    """Look at each deadline once, in order; give how many were met."""
    met, last = 0, None
    while (looked := await _meet_some(writer, code, now, last)).at:
        for deadline in looked.met:
            observer.met(deadline.what, now - deadline.at)
        met += len(looked.met)
        last = looked.at[-1]
    return met


async def _meet_some(writer: Writer, code: AllianceCode, now: datetime, last: Deadline | None) -> _Looked:
    """Meet the next deadlines together; one by one where one of them spoils the transaction."""
    due = partial(_due, code=code, now=now, last=last)
    try:
        return await writer.write(partial(_meet_due, code=code, now=now, last=last))
    except RecordRefused:
        log.exception("deadlines_met_one_by_one", extra={"alliance": code})
    except NotRecorded:
        raise
    except Exception:
        log.exception("deadlines_met_one_by_one", extra={"alliance": code})
    at = await writer.read(due)
    met = [deadline for deadline in at if await _met_alone(writer, code, deadline, now)]
    return _Looked(at=at, met=tuple(met))


async def _met_alone(writer: Writer, code: AllianceCode, deadline: Deadline, now: datetime) -> bool:
    """Meet one deadline; one that cannot be met is logged."""
    try:
        return bool((await writer.write(lambda uow: _meet(uow, code, (deadline,), now))).met)
    except NotRecorded as lost:
        if not isinstance(lost, RecordRefused):
            raise
        log.exception("deadline_refused", extra={"alliance": code, "what": deadline.what, "subject": deadline.subject})
        return False
    except Exception:
        log.exception("deadline_failed", extra={"alliance": code, "what": deadline.what, "subject": deadline.subject})
        return False


def _due(uow: UnitOfWork, code: AllianceCode, now: datetime, last: Deadline | None) -> tuple[Deadline, ...]:
    return uow.deadlines.due(code, now, limit=BATCH, after=last)


def _meet_due(uow: UnitOfWork, code: AllianceCode, now: datetime, last: Deadline | None) -> _Looked:
    """Meet the next deadlines, looked up under the alliance's lock: no other bot is at them."""
    uow.lock(code)
    return _meet(uow, code, _due(uow, code, now, last), now)


def _meet(uow: UnitOfWork, code: AllianceCode, deadlines: Sequence[Deadline], now: datetime) -> _Looked:
    """Meet deadlines in one transaction, as far as the clock has come."""
    uow.lock(code)
    alliance = uow.alliances.get(code)
    met = [each for each in deadlines if alliance is not None and meet(uow, alliance, each, now=now)]
    return _Looked(at=tuple(deadlines), met=tuple(met))
