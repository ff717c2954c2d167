"""Worlds for the scenarios: every front and both databases, or the console on SQLite.

At the end of each scenario the journal is verified, and the state rebuilt from it alone must be what the tables hold.
"""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.behaviour.fronts import FRONTS, Opener, open_console
from tests.behaviour.world import World, open_world

SLACK_OVER_HTTP = "slack-http"
"""The other way in which Slack reaches its front, which the front's own tests try both."""
EACH = sorted(FRONTS.keys() - {SLACK_OVER_HTTP})
"""Every front, by one way."""
EVERYWHERE = ("tests.behaviour.test_core", "tests.behaviour.test_one_tally")
"""The core scenarios, which run behind every front on both databases; the others on each front and on each database."""


@pytest.fixture(params=EACH)
def opener(request: pytest.FixtureRequest) -> Opener:
    """Give each front in turn."""
    return FRONTS[request.param]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a scenario its places: a front and a database each."""
    if "place" in metafunc.fixturenames:
        core = metafunc.module.__name__ in EVERYWHERE
        fronts = sorted(FRONTS) if core else EACH
        places = [(front, "sqlite") for front in fronts]
        places += [(front, "postgres") for front in (fronts if core else ("console",))]
        metafunc.parametrize("place", places, ids=["-".join(place) for place in places])


@pytest.fixture
async def world(request: pytest.FixtureRequest, place: tuple[str, str]) -> AsyncIterator[World]:
    """Give a house on a database behind a front."""
    front, engine = place
    database = request.getfixturevalue(f"{engine}_database")
    async with open_world(database) as opened, FRONTS[front](opened):
        yield opened
        assert opened.changed_by_hand or await opened.sound()


@pytest.fixture
async def house(sqlite_database: Database) -> AsyncIterator[World]:
    """Give a house on SQLite behind the console."""
    async with open_world(sqlite_database) as opened, open_console(opened):
        yield opened
        assert opened.changed_by_hand or await opened.sound()
