"""The console's posts: one in a thread stands behind a hooked arrow, under the name of its channel."""

from datetime import UTC, datetime

import pytest

from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Card, Tone
from bot.domain.addresses import Channel

HALL = Channel("console:main")
CARD = Card(title="M-1 · Debate · Open skies")
NOTICE = Card(title="Voting is open on M-1", tone=Tone.RUNNING, paragraphs=(("Vote.",),))


@pytest.fixture
def lines() -> list[str]:
    return []


async def test_post_in_a_thread_is_marked_when_written_and_when_changed(lines: list[str]) -> None:
    """The arrow says that it belongs to a post above; what follows is indented alike."""
    notifier = ConsoleNotifier(lines.append)
    card = await notifier.post(HALL, CARD, key="card:1")
    notice = await notifier.post(HALL, NOTICE, key="open:1", thread=card, thread_name="M-1 · Open skies")
    await notifier.edit(HALL, notice, Card(title="Voting was open on M-1"))
    assert [each.splitlines()[1][:4].rstrip() for each in lines] == ["  •", "  ↳", "  ↳"]
    assert all(line.startswith("    ") for line in lines[1].splitlines()[2:])


async def test_thread_is_what_was_written_under_a_post(lines: list[str]) -> None:
    """The posts of a channel are given with those in threads, those of a thread alone."""
    notifier = ConsoleNotifier(lines.append)
    card = await notifier.post(HALL, CARD, key="card:1")
    await notifier.post(HALL, NOTICE, key="open:1", thread=card)
    await notifier.post(HALL, Card(title="Adopted: M-1"), key="result:1")
    assert len(notifier.shown(HALL)) == 3
    assert ["Voting is open" in each for each in notifier.thread(HALL, "Open skies")] == [True]
    assert notifier.thread(HALL, "no such post") == []
    found = await notifier.find(HALL, key="open:1", since=datetime(2026, 1, 1, tzinfo=UTC), thread=card)
    assert found == "post-2"
