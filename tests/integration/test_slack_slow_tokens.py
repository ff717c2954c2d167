"""A database or a Slack that is slow with a workspace's token: Slack hears within its three seconds all the same."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.ports import UnitOfWork
from tests.e2e.scene import CODE
from tests.integration.installing_world import InstallingWorld, open_installing

SLOW = 2.5
"""Seconds: longer than an act waits for its token, and than a form for its answer."""


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[InstallingWorld]:
    """Give a house on SQLite that is reached over HTTP, with the app in T1."""
    async with open_installing(sqlite_url) as opened:
        await opened.install("T1")
        yield opened


def slow_down(monkeypatch: pytest.MonkeyPatch, world: InstallingWorld) -> None:
    """Have every read and write of the database take long, and be done all the same."""

    def slow(act: Callable[[Callable[[UnitOfWork], object]], Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def later(work: Callable[[UnitOfWork], object]) -> object:
            await asyncio.sleep(SLOW)
            return await act(work)

        return later

    writer = world.house.writer
    for name in ("read", "write"):
        monkeypatch.setattr(writer, name, slow(getattr(writer, name)))


async def test_form_is_acknowledged_in_time_though_its_token_comes_late(
    world: InstallingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else Slack shows a failure, the person sends the form again, and two motions are tabled."""
    await world.type("T1", "UEST", "/motion propose")
    await world.slack.wait_for(lambda slack: slack.views("UEST"))
    view = world.slack.views("UEST")[-1]
    offered = await world.slack.block_suggestion("UEST", view, action_id="kind", value="")
    kind = offered.options[0]["value"]
    with monkeypatch.context() as slowed:
        slow_down(slowed, world)
        began = time.monotonic()
        sent = await world.slack.submit_view("UEST", view, {"kind": kind, "title": "Open skies", "text": "1. Open."})
        assert sent.acknowledged
        assert time.monotonic() - began < SLOW
        assert "⏳" in str(sent.ack_body)
    await world.until(lambda uow: len(uow.motions.every(CODE)) == 1)


async def test_search_is_answered_in_time_though_its_token_comes_late(
    world: InstallingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty list in time; the next letter typed asks again."""
    await world.type("T1", "UEST", "/motion propose")
    await world.slack.wait_for(lambda slack: slack.views("UEST"))
    with monkeypatch.context() as slowed:
        slow_down(slowed, world)
        began = time.monotonic()
        view = world.slack.views("UEST")[-1]
        searched = await world.slack.block_suggestion("UEST", view, action_id="kind", value="")
        assert searched.acknowledged
        assert time.monotonic() - began < SLOW


async def test_news_of_an_end_is_acknowledged_in_time_though_slack_is_slow(world: InstallingWorld) -> None:
    """Slack sends again what was not; a token that it does not tell of is kept, and shows at the next post."""
    held = asyncio.Event()
    world.slack.fail_next("auth.test", held, times=2)
    try:
        began = time.monotonic()
        heard = await world.slack.event({"type": "app_uninstalled"}, team="T1")
        assert heard.acknowledged
        assert time.monotonic() - began < SLOW
    finally:
        held.set()
    assert await world.places() == ["T1"]
