"""What a process that was stopped for longer than its claim on a post still had in hand is not sent any more."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

import pytest

from adapters.clock import SystemClock
from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Card
from bot.dispatch import Dispatcher
from bot.domain.addresses import Channel
from bot.ports import Notifier, Postponed
from tests.integration.discord_world import DiscordWorld
from tests.integration.slack_world import SlackWorld

CARD, LATER = Card(title="M-1 · Voting"), Card(title="M-1 · Adopted")


class Front(Protocol):
    """A front with its channel and what posts on it."""

    @property
    def channel(self) -> Channel:
        """Where it posts."""
        ...

    @property
    def notifier(self) -> Notifier:
        """What posts on it."""
        ...


class Terminal:
    """The console, which is there without a server."""

    channel = Channel.parse("console:main")

    def __init__(self) -> None:
        self.notifier: Notifier = ConsoleNotifier(lambda _: None)


@pytest.fixture(params=["slack", "discord", "console"])
async def front(request: pytest.FixtureRequest) -> AsyncIterator[Front]:
    """Give each front in turn; nobody acts on any."""
    door = Dispatcher(writer=None)  # type: ignore[arg-type]  # nobody acts, so nothing is read or written
    match request.param:
        case "slack":
            async with SlackWorld(door, SystemClock()) as slack:
                yield slack
        case "discord":
            async with DiscordWorld(door, SystemClock()) as discord:
                yield discord
        case _:
            yield Terminal()


async def test_late_post_is_not_written(front: Front) -> None:
    """Another process may have written it meanwhile; the claim is given back as if nothing had been tried."""
    start = datetime.now(UTC)
    with pytest.raises(Postponed):
        await front.notifier.post(front.channel, CARD, key="card:1", until=monotonic() - 1)
    assert await front.notifier.find(front.channel, key="card:1", since=start) is None
    await front.notifier.post(front.channel, CARD, key="card:1", until=monotonic() + 60)
    assert await front.notifier.find(front.channel, key="card:1", since=start) is not None


async def test_late_edit_changes_nothing(front: Front) -> None:
    """What another process shows by now may be newer than what this one still had in hand."""
    message = await front.notifier.post(front.channel, CARD, key="card:1")
    with pytest.raises(Postponed):
        await front.notifier.edit(front.channel, message, LATER, until=monotonic() - 1)
    await front.notifier.edit(front.channel, message, LATER, until=monotonic() + 60)
