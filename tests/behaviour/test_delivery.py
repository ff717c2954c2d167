"""Delivery and redelivery: an act once, a post once, whatever is repeated, lost or refused."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from math import inf
from typing import TypeVar

import pytest

from bot.cards.card import Card, Tone
from bot.commands.administration import link_channel
from bot.dispatch import Dispatcher, Invocation, Typed
from bot.domain.addresses import Account, Platform, Purpose
from bot.domain.phases import Phase
from bot.jobs.relay import ENOUGH, LEASE, LONGEST_PAUSE, PATIENCE
from bot.jobs.tick import tick
from bot.locales.phrase import words
from bot.ports import Address, NotRecorded, Postponed, Uncertain, Undeliverable, UnitOfWork
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, SECRETARY
from tests.behaviour.world import World

T = TypeVar("T")

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'


class Wall:
    """A notifier that posts on a list, and fails as it is told to."""

    platform = Platform.CONSOLE

    def __init__(self) -> None:
        self.posts: dict[str, tuple[str, str, Card]] = {}
        self.faults: list[Exception] = []
        self.after: list[Exception] = []
        self.threads: dict[str, tuple[str, str]] = {}
        self.looked_in: list[str | None] = []
        self.edits = 0
        self._number = count(1)

    def keys(self) -> list[str]:
        """Give what has been posted, in order, by the last part of its key."""
        return [key.rpartition("/")[2] for _, key, _ in self.posts.values()]

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Post, failing before it or after it where told to."""
        if self.faults:
            raise self.faults.pop(0)
        message = f"p{next(self._number)}"
        self.posts[message] = (to.text, key, card)
        if thread is not None:
            self.threads[message] = (thread, thread_name)
        if self.after:
            raise self.after.pop(0)
        return message

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows."""
        self.edits += 1
        self.posts[message] = (to.text, self.posts[message][1], card)

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Find a post by its key."""
        self.looked_in.append(thread)
        return next((m for m, (at, mark, _) in self.posts.items() if at == to.text and mark == key), None)


@pytest.fixture
async def wall(house: World) -> Wall:
    """Give the house a wall to post on."""
    made = Wall()
    house.house.notifiers[Platform.CONSOLE] = made
    return made


def vote(world: World, key: str, line: str, account: Account) -> Invocation:
    """Make an act with a key of its own choice."""
    return Invocation(
        key=key,
        account=account,
        channel=world.front.channel,
        received_at=world.clock.now(),
        request=Typed(line=line),
    )


async def test_redelivered_act_gets_the_first_answer_and_no_second_effect(house: World) -> None:
    """The platform's id of an act is kept with its effect: a repeat changes nothing, even after other acts."""
    await house.front.say(SECRETARY, RESOLUTION)
    account = house.front.account(EST_DELEGATE)
    first = await house.house.dispatcher(vote(house, "same", "/vote M-1 yes", account))
    await house.front.say(EST_DELEGATE, "/vote M-1 no")
    before = await house.entries()
    again = await house.house.dispatcher(vote(house, "same", "/vote M-1 yes", account))
    assert again == first
    assert await house.ballots() == {"EST": "no"}
    assert await house.entries() == before


async def test_redelivered_refusal_is_not_judged_a_second_time(house: World) -> None:
    """A click refused once stays refused, even where it would be let through by now."""
    await house.front.say(SECRETARY, '/motion open sanctions "Measures" "1. Freeze." impact:"None."')
    account = house.front.account(EST_HEAD)
    first = await house.house.dispatcher(vote(house, "early", "/vote M-1 yes", account))
    assert isinstance(first, Card)
    assert first.tone is Tone.REFUSAL
    house.clock.advance(timedelta(hours=73))
    assert await house.house.dispatcher(vote(house, "early", "/vote M-1 yes", account)) == first
    assert await house.ballots() == {}


async def test_two_delegates_at_the_same_instant_give_one_ballot(house: World) -> None:
    """One seat has one ballot: of two at once one is recorded and the other is told, or is one recorded change."""
    await house.front.say(SECRETARY, RESOLUTION)
    acts = [
        vote(house, f"at-once-{number}", f"/vote M-1 {ballot}", house.front.account(person))
        for number, (person, ballot) in enumerate(((EST_HEAD, "yes"), (EST_DELEGATE, "no")))
    ]
    replies = await asyncio.gather(*(house.house.dispatcher(act) for act in acts))
    tones = sorted(reply.tone.value for reply in replies if isinstance(reply, Card))
    assert (tones, await house.ballots()) in (
        (["refusal", "success"], {"EST": "yes"}),
        (["success", "success"], {"EST": "yes"}),
    )
    assert await house.sound()


async def test_thirty_changes_are_a_few_edits(house: World, wall: Wall) -> None:
    """A live card is edited once for all that changed since it was last shown."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    for _ in range(15):
        await house.front.say(EST_DELEGATE, "/vote M-1 yes")
        await house.front.say(EST_DELEGATE, "/vote M-1 no")
        await house.house.round()
    await house.settle()
    assert wall.edits <= 2
    card = next(card for _, key, card in wall.posts.values() if key.endswith("card:1"))
    assert any(field.name == "Against (1)" for field in card.fields)


async def test_post_whose_answer_was_lost_is_found_and_not_doubled(house: World, wall: Wall) -> None:
    """The answer was lost after the post: it is looked for before it is written again."""
    await house.front.say(SECRETARY, RESOLUTION)
    wall.after.append(Uncertain(reason="cut"))
    await house.house.round()
    assert len(wall.posts) == 1
    await house.pass_time(LEASE - timedelta(seconds=1))
    assert len(wall.posts) == 1
    await house.pass_time(timedelta(seconds=2))
    assert len(wall.posts) == 1
    assert await house.house.writer.read(lambda uow: uow.outbox.waiting()) == 0


async def test_post_that_never_arrived_is_written_after_the_lease(house: World, wall: Wall) -> None:
    """The answer was lost before the post: after the lease it is not found, and is written once."""
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Uncertain(reason="cut"))
    await house.house.round()
    assert wall.posts == {}
    await house.pass_time(LEASE + timedelta(seconds=1))
    assert len(wall.posts) == 1


async def test_platform_that_asks_for_a_pause_gets_it(house: World, wall: Wall) -> None:
    """Proof that nothing was posted gives the post back, due after the pause."""
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Postponed(pause=timedelta(seconds=30), reason="rate"))
    await house.house.round()
    await house.pass_time(timedelta(seconds=29))
    assert wall.posts == {}
    await house.pass_time(timedelta(seconds=2))
    assert len(wall.posts) == 1


async def test_post_put_off_for_days_and_post_refused_are_dead_letters(house: World, wall: Wall) -> None:
    """What cannot be delivered is named for the operator, and holds up nothing else."""
    await house.front.say(SECRETARY, RESOLUTION)
    for attempt in range(ENOUGH):
        wall.faults[:] = [Postponed(pause=timedelta(0), reason="busy")]
        await house.pass_time(PATIENCE if attempt == 1 else LONGEST_PAUSE)
    dead = await house.house.writer.read(lambda uow: uow.outbox.dead())
    assert [letter.reason for letter in dead] == ["busy"]
    wall.faults.append(Undeliverable(reason="gone"))
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    dead = await house.house.writer.read(lambda uow: uow.outbox.dead())
    assert sorted(letter.reason for letter in dead) == ["busy", "gone"]
    assert sorted(wall.keys()) == ["card:3", "dead:1", "dead:3"]


async def test_bot_that_was_stopped_for_days_has_not_tried_for_days(house: World, wall: Wall) -> None:
    """A post claimed before a long stop is tried as patiently as a new one."""
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Postponed(pause=timedelta(0), reason="busy"))
    await house.house.round()
    wall.faults.append(Postponed(pause=timedelta(0), reason="still busy"))
    await house.pass_time(PATIENCE + timedelta(days=1))
    assert await house.house.writer.read(lambda uow: uow.outbox.dead()) == ()
    await house.pass_time(LONGEST_PAUSE)
    assert wall.keys() == ["card:1", "result:1"]


async def test_outage_of_an_hour_loses_no_post(house: World, wall: Wall) -> None:
    """A platform that puts posts off for an hour gets them all afterwards."""
    await house.front.say(SECRETARY, RESOLUTION)
    for _ in range(60):
        wall.faults[:] = [Postponed(pause=timedelta(0), reason="down")]
        await house.pass_time(timedelta(minutes=1))
    wall.faults.clear()
    await house.pass_time(timedelta(minutes=20))
    assert len(wall.posts) == 1


async def test_dead_letters_are_tried_again_when_their_channel_is_linked_again(house: World, wall: Wall) -> None:
    """An operator who has mended a channel links it again, and what was given up is posted."""
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults.append(Undeliverable(reason="gone"))
    await house.house.round()
    assert wall.keys() == ["dead:1"]
    channel = house.front.channel
    await house.house.writer.write(
        lambda uow: link_channel(uow, house.code, channel=channel, purpose=Purpose.MOTIONS, now=house.clock.now())
    )
    await house.house.round()
    assert sorted(wall.keys()) == ["card:1", "dead:1"]


async def test_late_doubled_and_concurrent_ticks_add_nothing(house: World) -> None:
    """Whoever comes second finds nothing due."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(timedelta(days=30))
    moved = await asyncio.gather(*(tick(house.house.writer, house.clock) for _ in range(4)))
    assert sum(moved) == 2
    before = await house.entries()
    assert await tick(house.house.writer, house.clock) == 0
    assert await house.entries() == before
    assert (await house.motion()).result is not None
    assert (await house.motion()).result.decided_at == (await house.motion()).closes_at  # type: ignore[union-attr]


async def test_vote_is_closed_no_earlier_than_a_second_after_its_deadline(house: World) -> None:
    """Ballots in flight at the deadline are committed first."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.pass_time(timedelta(hours=72))
    assert (await house.motion()).phase(house.clock.now()) is Phase.VOTING
    await house.pass_time(timedelta(milliseconds=999))
    assert (await house.motion()).phase(house.clock.now()) is Phase.COUNTING
    await house.pass_time(timedelta(milliseconds=1))
    assert (await house.motion()).phase(house.clock.now()) is Phase.NOT_ADOPTED


class FullDisk:
    """A writer whose database cannot commit."""

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Fail as a full disk does."""
        raise NotRecorded(reason="disk full")

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Fail likewise."""
        raise NotRecorded(reason="disk full")


async def test_database_that_cannot_commit_gives_no_receipt(house: World) -> None:
    """A delegate is told that nothing was recorded, and never given a receipt; the next act works."""
    await house.front.say(SECRETARY, RESOLUTION)
    act = vote(house, "lost", "/vote M-1 yes", house.front.account(LVA))
    reply = await Dispatcher(FullDisk())(act)
    assert isinstance(reply, Card)
    assert reply.title == "Not recorded"
    assert await house.ballots() == {}
    recorded = await house.house.dispatcher(act)
    assert isinstance(recorded, Card)
    assert recorded.tone is Tone.SUCCESS


class Defect:
    """A writer with a defect in it."""

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Fail as a defect does."""
        raise ZeroDivisionError

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Fail likewise."""
        raise ZeroDivisionError


async def test_defect_gives_a_reference_and_no_traceback(house: World, caplog: pytest.LogCaptureFixture) -> None:
    """A person sees one sentence with a reference that the operator finds in the log."""
    reply = await Dispatcher(Defect())(vote(house, "x", "/vote M-1 yes", house.front.account(LVA)))
    assert isinstance(reply, Card)
    reference = words(reply.paragraphs[0]).split()[-1].rstrip(".")
    assert any(getattr(record, "reference", "") == reference for record in caplog.records)
    assert "ZeroDivisionError" not in words(reply.paragraphs[0])
