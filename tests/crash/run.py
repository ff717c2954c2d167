"""One run from its founding to its evidence."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

from storage.database import Database, open_database
from tests.crash.chance import stream
from tests.crash.checking import Finding, check
from tests.crash.climate import FAIR, STORMY, Climate, set_climate
from tests.crash.delegates import Crowd
from tests.crash.engine import Engine
from tests.crash.evidence import Evidence
from tests.crash.fleet import Fleet
from tests.crash.gathering import gather
from tests.crash.killing import Killer
from tests.crash.process import Bot
from tests.crash.scene import CODE, DELEGATIONS, SECRETARIES, found, open_platforms
from tests.crash.sightings import Sightings

SHORTEST_LEASE = 5.0
"""Seconds: more than the time-out of a post, the slowest accept and the lag of a history together."""

DRAINING = 90.0
"""Seconds in which something must become less when everything owed is waited for."""

ACKNOWLEDGED = 1.0
"""Seconds that Slack waits here for an acknowledgement: of a process that was killed none comes."""

LOOK_AGAIN = 0.5
"""Seconds after which the database is asked again where no platform has changed: it says nothing by itself."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run does; a vote takes up to four times its ``pace`` in seconds."""

    kills: int
    seed: int
    pace: int = 5
    climate: Climate = STORMY
    lease: float = SHORTEST_LEASE


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a run."""

    plan: Plan
    engine: str
    evidence: Evidence
    findings: tuple[Finding, ...]
    kills: int
    ended: int
    done: Counter[str]
    seconds: float


async def run(engine: Engine, plan: Plan, folder: Path) -> Outcome:
    """Found the alliance, let people act while the bot is killed, let everything drain, and check what is left."""
    began = monotonic()
    await asyncio.to_thread(found, engine.url, plan.pace)
    async with open_platforms() as platforms, AsyncExitStack() as stack:
        settings = {**platforms.settings(engine.url), "PLENARY_DELIVERY_LEASE": f"{plan.lease:g}"}
        fleet = Fleet(settings=settings, folder=folder, platforms=platforms)
        stack.push_async_callback(fleet.away)
        sightings = Sightings(platforms)
        killer = Killer(
            fleet=fleet, engine=engine, sightings=sightings, random=stream(plan.seed, "kills"), lease=plan.lease
        )
        platforms.slack.ack_seconds = ACKNOWLEDGED
        set_climate(platforms, plan.climate, plan.seed)
        crowd = Crowd(fleet=fleet, sightings=sightings, pace=plan.pace)
        last = await _live(crowd, killer, plan)
        set_climate(platforms, FAIR, plan.seed)
        await drain(engine.url, sightings)
        status = await fleet.stop(last)
        evidence = await gather(fleet, crowd.acts(), status=status)
    return Outcome(
        plan=plan,
        engine=engine.name,
        evidence=evidence,
        findings=check(evidence),
        kills=fleet.lost,
        ended=len(fleet.ended),
        done=killer.done,
        seconds=monotonic() - began,
    )


async def _live(crowd: Crowd, killer: Killer, plan: Plan) -> Bot:
    """Let everybody act while the bot is killed; give the process that is not killed any more."""
    async with asyncio.TaskGroup() as people:
        for account in SECRETARIES:
            people.create_task(crowd.govern(account, stream(plan.seed, account.text)))
        for delegation in DELEGATIONS:
            people.create_task(crowd.represent(delegation, stream(plan.seed, delegation.member)))
        last = await killer.kill(plan.kills)
        crowd.stop.set()
    return last


async def drain(url: str, sightings: Sightings) -> None:
    """Wait until every motion is decided and nothing is owed, or until that stands still, which the evidence shows."""
    database = open_database(url)
    try:
        left, since = await asyncio.to_thread(_left, database), monotonic()
        while any(left) and monotonic() - since < DRAINING:
            before, messages = left, sightings.total()
            await sightings.until(partial(_more, sightings, messages), LOOK_AGAIN)
            left = await asyncio.to_thread(_left, database)
            since = since if left == before else monotonic()
    finally:
        database.close()


def _more(sightings: Sightings, messages: int) -> bool:
    return sightings.total() > messages


def _left(database: Database) -> tuple[int, int]:
    """Count the motions without a result and the posts owed."""
    with database.snapshot() as uow:
        return sum(motion.result is None for motion in uow.motions.every(CODE)), uow.outbox.waiting()
