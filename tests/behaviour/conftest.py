"""Worlds for the scenarios: every front on both databases, or the console on SQLite.

At the end of each scenario the journal is verified, and the state rebuilt from it alone must be what the tables hold.
"""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.behaviour.fronts import FRONTS, Opener, open_console
from tests.behaviour.world import World, open_world


@pytest.fixture(params=sorted(FRONTS))
def opener(request: pytest.FixtureRequest) -> Opener:
    """Give each front in turn."""
    return FRONTS[request.param]


@pytest.fixture
async def world(database: Database, opener: Opener) -> AsyncIterator[World]:
    """Give a house on each database behind each front."""
    async with open_world(database) as opened, opener(opened):
        yield opened
        assert opened.changed_by_hand or await opened.sound()


@pytest.fixture
async def house(sqlite_database: Database) -> AsyncIterator[World]:
    """Give a house on SQLite behind the console."""
    async with open_world(sqlite_database) as opened, open_console(opened):
        yield opened
        assert opened.changed_by_hand or await opened.sound()
