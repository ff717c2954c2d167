"""The heartbeat: each minute it is noted which platforms are in reach, since an outage decides nothing.

The notes are judged by rule 6 of the decision rules (``bot.domain.outages``). They are settled at the start before any
ballot or tick, and whenever a platform comes back.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.commands.conduct.deadlines import settle_outages
from bot.domain.addresses import Platform
from bot.domain.ids import AllianceCode
from bot.domain.outages import Outage
from bot.jobs.relay import LEASE, LONGEST_PAUSE
from bot.ports import Clock, NotRecorded, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

BEAT: Final = timedelta(minutes=1)
"""How often it is noted that a platform is in reach (spec: rules, deciding 6)."""

SILENCE: Final = timedelta(minutes=10)
"""A start after a longer silence does not trust the outbox: the record may be an older copy of itself."""


async def begin(writer: Writer, clock: Clock, platforms: frozenset[Platform], *, only: bool) -> None:
    """Note what is served here, and settle what happened while nothing ran; before any ballot or tick."""
    now = clock.now()
    await settle_every_alliance(writer, now)
    doubted = await _again_where_crossed(writer, partial(_begin, platforms=platforms, only=only, now=now))
    if doubted:
        log.warning("posts_doubted_after_silence", extra={"posts": doubted})


async def beat(
    writer: Writer, clock: Clock, reached: Mapping[Platform, str | None], *, lease: timedelta = LEASE
) -> None:
    """Note which platforms are in reach; ``reached`` gives for the others what keeps them away."""
    now = clock.now()
    for outage in await writer.write(partial(_beat, reached=reached, now=now, lease=lease)):
        log.warning("platform_came_back", extra={"platform": outage.platform, "since": outage.since.isoformat()})
        await settle_every_alliance(writer, now)


async def settle_every_alliance(writer: Writer, now: datetime) -> None:
    """Move what deadlines the outages so far move, alliance by alliance."""
    for code in await writer.read(lambda uow: uow.alliances.codes()):
        try:
            moved = await writer.write(partial(_settle, code=code, now=now))
        except NotRecorded:
            raise
        except Exception:  # one alliance whose record cannot be read does not keep the others from their votes
            log.exception("outages_not_settled", extra={"alliance": code})
            continue
        if moved:
            log.warning("deadlines_moved_by_outage", extra={"alliance": code, "motions": moved})


async def _again_where_crossed(writer: Writer, use_case: Callable[[UnitOfWork], int]) -> int:
    """Try once more what may cross the writes of other bots on the same rows."""
    try:
        return await writer.write(use_case)
    except NotRecorded:
        log.warning("start_tried_again")
        return await writer.write(use_case)


def _begin(uow: UnitOfWork, platforms: frozenset[Platform], now: datetime, *, only: bool) -> int:
    heard = max((each.seen_at for each in uow.liveness.reach().values() if each.seen_at is not None), default=None)
    uow.liveness.serve(platforms, only=only)
    if heard is None or now - heard <= SILENCE:
        return 0
    return uow.outbox.doubt(since=heard)


def _beat(uow: UnitOfWork, reached: Mapping[Platform, str | None], now: datetime, lease: timedelta) -> list[Outage]:
    known = uow.liveness.reach()
    ended = []
    for platform, trouble in sorted(reached.items()):
        seen_at = known[platform].seen_at if platform in known else None
        _check_clock(seen_at, now)
        if trouble is not None:
            if seen_at is None or now - seen_at >= BEAT:  # else another replica has it in reach
                uow.liveness.ail(platform, trouble)
        elif (outage := uow.liveness.beat(platform, now)) is not None:
            ended.append(outage)
    pulled = uow.outbox.pull_in(now + BEAT, latest=now + max(LONGEST_PAUSE, lease) + BEAT)
    if pulled:
        log.warning("posts_pulled_in_after_clock_went_back", extra={"posts": pulled})
    return ended


def _check_clock(seen_at: datetime | None, now: datetime) -> None:
    if seen_at is not None and seen_at - now > BEAT:
        log.error("clock_went_back", extra={"seconds": int((seen_at - now).total_seconds())})


def _settle(uow: UnitOfWork, code: AllianceCode, now: datetime) -> int:
    uow.lock(code)
    alliance = uow.alliances.get(code)
    return 0 if alliance is None else settle_outages(uow, alliance, now=now)
