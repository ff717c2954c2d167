"""A short run of the crash harness on each engine, and a control run that no bot can pass."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.checking import Wrong
from tests.crash.climate import BLIND
from tests.crash.engine import Engine, PostgresEngine, SqliteEngine
from tests.crash.report import report
from tests.crash.run import Plan, run
from tests.servers.postgres import running_postgres

KILLS = 5
"""On each engine: ten in all."""

PACE = 2
"""Votes of eight seconds at the most, as the last of them is waited for."""


@asynccontextmanager
async def opened(engine: str, folder: Path) -> AsyncIterator[Engine]:
    """Give an empty database; that of a server is on one of its own, as it is killed and restarted."""
    if engine == "sqlite":
        yield SqliteEngine(path=folder / "plenary.db")
        return
    with running_postgres() as server:
        yield PostgresEngine(server=server, database=server.create_database())


@pytest.mark.parametrize(("name", "seed"), [("sqlite", 54), ("postgresql", 101)])
async def test_killed_bot_loses_nothing_and_doubles_nothing(name: str, seed: int, tmp_path: Path) -> None:
    """Every receipt is in the journal once, every announcement in its channels once, and the record is whole."""
    async with opened(name, tmp_path) as engine:
        outcome = await run(engine, Plan(kills=KILLS, seed=seed, pace=PACE), tmp_path)
    assert outcome.findings == (), report([outcome])
    assert outcome.kills >= KILLS
    assert any(act.acknowledged for act in outcome.evidence.acts)


async def test_harness_finds_posts_that_are_doubled(tmp_path: Path) -> None:
    """Where histories show nothing and nonces are ignored, lost answers must double posts, and these are found."""
    async with opened("sqlite", tmp_path) as engine:
        outcome = await run(engine, Plan(kills=1, seed=3, pace=PACE, climate=replace(BLIND, cuts=0.5)), tmp_path)
    assert Wrong.REPEATED in {finding.wrong for finding in outcome.findings}
