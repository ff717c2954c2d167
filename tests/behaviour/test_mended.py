"""What was once wrong and is mended: each fault that a review proved has a test that finds it again."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from adapters.console.render import render
from bot.cards.card import Card, Tone
from bot.commands.administration import SeatsOverfilled, enrol_members, give_credential, revoke_credential
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller
from bot.commands.text import LINE_LIMIT
from bot.dispatch import Dispatcher, Invocation, Typed
from bot.domain.addresses import Platform
from bot.domain.ballot import Ballot, Choice
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.phases import Phase
from bot.jobs.relay import DEFECTS, LEASE
from bot.ports import UnitOfWork, Writer
from storage.database import Database, open_database
from storage.writer import WriterThread
from tests.behaviour.cast import (
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    EST_OTHER,
    FIN,
    LVA,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.fronts import open_console
from tests.behaviour.test_delivery import Wall
from tests.behaviour.world import START, World, enrolled, open_world

T = TypeVar("T")

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
QUIET = '/motion open quiet "Choice" "1. This one."'
SANCTIONS = '/motion open sanctions "Measures" "1. Freeze." impact:"None."'
DEBATE = timedelta(hours=72)
VOTING = timedelta(hours=72)

LTU_HEAD = Person(name="ltu.head", number=70, role=Role.HEAD, member=MemberCode("LTU"))
LTU_DELEGATE = Person(name="ltu.delegate", number=71, role=Role.DELEGATE, member=MemberCode("LTU"))


def state(code: str, *, seat: bool = False, since: datetime = START) -> MemberEnrolled:
    """Make the enrolment of a state that is not of the suite's roster."""
    return enrolled((code, code.title(), code.title(), "", "active", 1_000, "core" if seat else ""), since)


async def enrol(house: World, *states: MemberEnrolled) -> int:
    """Import states, as an operator does now."""
    return await house.house.writer.write(lambda uow: enrol_members(uow, house.code, states, now=house.clock.now()))


async def credential(house: World, person: Person) -> None:
    """Give a person's account its credential, as an operator does now."""
    role = person.role
    assert role is not None

    def give(uow: UnitOfWork) -> None:
        account = house.front.account(person)
        give_credential(
            uow, house.code, account=account, role=role, member=person.member, until=None, now=house.clock.now()
        )

    await house.house.writer.write(give)


async def revoke(house: World, person: Person) -> None:
    """Take a person's credential, as an operator does now."""
    account = house.front.account(person)
    await house.house.writer.write(
        lambda uow: revoke_credential(uow, house.code, account=account, now=house.clock.now())
    )


def received(house: World, person: Person, line: str, *, at: datetime, key: str = "") -> Invocation:
    """Make an act that a front received at an instant of the test's choice."""
    return Invocation(
        key=key or f"{at} {line[:100]}",
        account=house.front.account(person),
        channel=house.front.channel,
        received_at=at,
        request=Typed(line=line),
    )


async def answer(house: World, act: Invocation) -> Card:
    """Have an act handled; give its card."""
    reply = await house.house.dispatcher(act)
    assert isinstance(reply, Card)
    return reply


def text_of(card: Card) -> str:
    """Give a card as plain text on one line."""
    return re.sub(r"\s*\n(│ )?\s*", " ", "\n".join(render(card)))


async def ballot_of(house: World, member: str) -> Ballot:
    """Give a state's ballot on the first motion as it stands."""
    found = await house.house.writer.read(
        lambda uow: uow.ballots.of_member(house.code, MotionNumber(1), MemberCode(member))
    )
    assert found is not None
    return found


async def roll(house: World) -> set[str]:
    """Give the frozen roll of the first motion."""
    electors = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, MotionNumber(1)))
    return {str(elector.member) for elector in electors}


# what a quiet vote keeps to itself


LOOKS = (
    "/motion show M-1",
    "/motion list",
    "/motion needs M-1",
    "/motion history M-1",
    "/vote status M-1",
    "/chair show",
    "/delegate list",
    "/council show",
    "/member list",
    "/member show EST",
    "/member roster",
    "/review show EST",
    "/review criteria EST",
    "/term list",
    "/term show EST",
    "/commitment list",
    "/coalition show M-1",
    "/contribution list",
    "/authorisation status M-1",
    "/session show S-1",
    "/session agenda-list S-1",
    "/session quorum S-1",
    "/record minutes S-1",
    "/record decision M-1",
    "/record verify",
    "/alliance info",
    "/alliance calendar",
    "/alliance next",
    "/alliance requests",
    "/alliance charter",
    "/alliance help",
)
"""Every command that is open to anyone, as typed."""

TELLTALES = (
    "For (",
    "Against (",
    "Abstained (",
    "For 0",
    "For 1",
    "against 1",
    "So far",
    "Reached",
    "Needed",
    "Our first",
    "Our second",
    "Our third",
)
"""What would give away how a vote stands."""


async def looks(house: World) -> dict[str, str]:
    """Give all that a stranger can see, by how it is asked for, and what the channel shows."""
    seen = {line: await house.front.say(STRANGER, line) for line in LOOKS}
    return {**seen, "channel": "\n".join(await house.front.posts())}


def test_every_command_that_is_open_to_anyone_is_looked_at() -> None:
    """The looks below are the commands open to anyone, each of them: a new one must be added there."""
    open_to_anyone = {command.name for command in REGISTRY.commands if Caller.ANYONE in command.callers}
    assert {" ".join(line.split()[:2]) for line in LOOKS} == open_to_anyone


async def test_needs_of_a_quiet_vote_tells_no_count_before_the_result(house: World) -> None:
    """``live_tally = false``: what it would take is the rule alone until the result, and the count after it."""
    await house.front.say(SECRETARY, QUIET)
    empty = await house.front.say(STRANGER, "/motion needs M-1")
    assert "keeps the count of this vote closed" in empty
    for choice in ("yes", "no", "abstain"):
        await house.front.say(EST_HEAD, f"/vote M-1 {choice}")
        await house.front.say(LVA, f"/vote M-1 {choice}")
        for person in (STRANGER, EST_HEAD, SECRETARY, REVIEWER):
            assert await house.front.say(person, "/motion needs M-1") == empty
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(VOTING)
    assert await house.front.say(STRANGER, "/motion needs M-1") == empty
    await house.pass_time(timedelta(seconds=1))
    told = await house.front.say(STRANGER, "/motion needs M-1")
    assert "keeps the count" not in told
    assert "Needed 1, had 2" in told


async def test_no_one_can_tell_from_outside_how_a_quiet_vote_stands(house: World) -> None:
    """Whatever a state votes and says, all that a stranger can ask for reads the same until the result."""
    await house.front.say(SECRETARY, QUIET)
    await house.front.say(EST_HEAD, '/vote M-1 yes explanation:"Our first reasons."')
    await house.settle()
    under_yes = await looks(house)
    await house.front.say(EST_HEAD, '/vote M-1 no explanation:"Our second reasons."')
    await house.settle()
    assert await looks(house) == under_yes
    await house.front.say(EST_HEAD, '/vote M-1 abstain explanation:"Our third reasons."')
    await house.settle()
    assert await looks(house) == under_yes
    assert "1 ballot cast" in under_yes["/vote status M-1"]
    await house.pass_time((await house.motion()).closes_at + timedelta(milliseconds=999) - house.clock.now())
    assert (await house.motion()).phase(house.clock.now()) is Phase.COUNTING
    counting = await looks(house)
    for seen in (under_yes, counting):
        assert [(line, sign) for line in seen for sign in TELLTALES if sign in seen[line]] == []
    await house.pass_time(timedelta(milliseconds=1))
    assert "Abstained (1)" in (await looks(house))["/vote status M-1"]


# who is on a roll


async def test_two_imports_together_cannot_overfill_a_body(house: World) -> None:
    """Seats held already count: the import that would pass the number of seats is refused whole."""
    assert await enrol(house, state("LTU", seat=True)) == 1
    before = await house.entries()
    with pytest.raises(SeatsOverfilled) as raised:
        await enrol(house, state("AUT"), state("SVN", seat=True))
    assert (raised.value.body, raised.value.seats, raised.value.held) == ("council", 5, 6)
    assert await house.entries() == before
    roster = await house.house.writer.read(lambda uow: uow.roster.on(house.code, house.clock.now()))
    assert {"AUT", "SVN"}.isdisjoint(member.code for member in roster)
    assert await enrol(house, state("AUT"), state("SVN")) == 2
    assert await house.sound()


async def test_one_import_cannot_overfill_a_body(house: World) -> None:
    """One seat is vacant: two holders for it in one import are refused, both of them."""
    before = await house.entries()
    with pytest.raises(SeatsOverfilled) as raised:
        await enrol(house, state("LTU", seat=True), state("SVN", seat=True))
    assert raised.value.held == 6
    assert await house.entries() == before


async def test_seat_that_begins_later_counts_as_held(house: World) -> None:
    """A holder entered ahead of its term has its seat all the same: it cannot be given twice."""
    await enrol(house, replace(state("LTU", seat=True), since=START + timedelta(days=90)))
    with pytest.raises(SeatsOverfilled):
        await enrol(house, state("SVN", seat=True))


async def test_member_enrolled_during_debate_votes_and_its_delegation_is_told(house: World) -> None:
    """The roll is frozen at the opening, not at tabling: a state enrolled in between votes, with a receipt."""
    await house.front.say(SECRETARY, SANCTIONS)
    await house.pass_time(timedelta(hours=24))
    await enrol(house, replace(state("LTU"), since=house.clock.now()))
    for person in (LTU_HEAD, LTU_DELEGATE):
        await credential(house, person)
    await house.pass_time(DEBATE - timedelta(hours=24))
    assert "LTU" in await roll(house)
    assert "Ltu: yes, on “Measures”" in await house.front.say(LTU_DELEGATE, "/vote M-1 yes")
    await house.settle()
    assert any("Ltu: yes, on “Measures”" in told for told in await house.front.direct(LTU_HEAD))
    assert await house.front.direct(LTU_DELEGATE) == []
    assert await house.house.writer.read(lambda uow: uow.outbox.dead()) == ()
    assert await house.ballots() == {"LTU": "yes"}
    assert await house.sound()


@pytest.mark.parametrize("late", [timedelta(minutes=1), timedelta(hours=8)])
async def test_state_enrolled_after_a_missed_opening_is_not_on_the_roll(house: World, late: timedelta) -> None:
    """No tick came at the opening: the roll is that instant's, whatever date a later enrolment is given."""
    await house.front.say(SECRETARY, SANCTIONS)
    house.clock.advance(DEBATE + late)
    await enrol(house, replace(state("LTU"), since=START - timedelta(days=365)))
    await credential(house, LTU_HEAD)
    assert await roll(house) == {"EST", "LVA", "FIN", "BRA", "HUN", "POL"}
    assert "had no place" in await house.front.say(LTU_HEAD, "/vote M-1 yes")
    await house.settle()
    assert "LTU" not in await roll(house)
    assert await house.ballots() == {}
    assert await house.sound()


# which ballot stands


async def test_ballot_received_earlier_does_not_replace_a_later_one(house: World) -> None:
    """Of two ballots the one received later stands, though the earlier one is handled last."""
    await house.front.say(SECRETARY, RESOLUTION)
    early, late = house.clock.now(), house.clock.now() + timedelta(seconds=5)
    house.clock.advance(timedelta(seconds=10))
    first = await answer(house, received(house, EST_DELEGATE, "/vote M-1 no", at=late))
    before = await house.entries()
    second = await answer(house, received(house, EST_OTHER, '/vote M-1 yes explanation:"Ours."', at=early))
    assert (first.tone, second.tone) == (Tone.SUCCESS, Tone.REFUSAL)
    assert "A later ballot on M-1 has been recorded already: Estonia, no" in text_of(second)
    assert await house.ballots() == {"EST": "no"}
    assert await house.entries() == before
    ballot = await ballot_of(house, "EST")
    assert (ballot.cast_at, ballot.explanation) == (late, "")


async def test_head_too_is_bound_by_the_order_of_receipt(house: World) -> None:
    """The head's earlier ballot does not replace its delegate's later one."""
    await house.front.say(SECRETARY, RESOLUTION)
    early, late = house.clock.now(), house.clock.now() + timedelta(seconds=5)
    house.clock.advance(timedelta(seconds=10))
    await answer(house, received(house, EST_DELEGATE, "/vote M-1 no", at=late))
    refused = await answer(house, received(house, EST_HEAD, "/vote M-1 yes", at=early))
    assert "This earlier one was not recorded" in text_of(refused)
    assert await house.ballots() == {"EST": "no"}


async def test_ballot_in_time_that_is_handled_after_the_result_changes_nothing(house: World) -> None:
    """Received at the deadline, handled after the result: answered "not recorded", never with a receipt."""
    await house.front.say(SECRETARY, RESOLUTION)
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-1 yes")
    deadline = (await house.motion()).closes_at
    await house.pass_time(VOTING + timedelta(seconds=1))
    decided, before = await house.motion(), await house.entries()
    assert decided.phase(house.clock.now()) is Phase.NOT_ADOPTED
    told = await answer(house, received(house, FIN, "/vote M-1 yes", at=deadline))
    assert told.tone is Tone.REFUSAL
    assert "M-1 is decided (Not adopted), so this was not recorded" in text_of(told)
    assert await house.ballots() == {"EST": "yes", "LVA": "yes"}
    assert await house.motion() == decided
    assert await house.entries() == before
    await house.settle()
    assert await house.motion() == decided


async def test_explanation_belongs_to_the_ballot_it_was_given_with(house: World) -> None:
    """A changed ballot does not inherit what was said of the old one; the same ballot may be explained anew."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(EST_DELEGATE, '/vote M-1 yes explanation:"We like it."')
    changed = await house.front.say(EST_DELEGATE, "/vote M-1 no")
    assert "We like it." not in changed
    assert (await ballot_of(house, "EST")).explanation == ""
    explained = await house.front.say(EST_DELEGATE, '/vote M-1 no explanation:"We fear it."')
    assert "We fear it." in explained
    assert "no longer" not in explained
    assert (await ballot_of(house, "EST")).explanation == "We fear it."
    before = await house.entries()
    for same in ("/vote M-1 no", '/vote M-1 no explanation:"We fear it."'):
        assert "has already voted no" in await house.front.say(EST_DELEGATE, same)
    assert await house.entries() == before
    assert (await ballot_of(house, "EST")).explanation == "We fear it."
    await house.front.say(EST_DELEGATE, '/vote M-1 no explanation:"We fear it still."')
    ballot = await ballot_of(house, "EST")
    assert (ballot.choice, ballot.explanation) == (Choice.NO, "We fear it still.")
    assert await house.sound()


# what is posted, and to whom


async def test_post_that_fails_by_a_defect_is_given_up_and_lets_the_next_pass(house: World) -> None:
    """A defect of ours holds an address up for so many attempts and no longer; the operator finds it by name."""
    wall = Wall()
    house.house.notifiers[Platform.CONSOLE] = wall
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(SECRETARY, RESOLUTION)
    wall.faults[:] = [ZeroDivisionError() for _ in range(DEFECTS)]
    await house.house.round()
    for attempt in range(1, DEFECTS):
        assert len(wall.faults) == DEFECTS - attempt
        assert await house.house.writer.read(lambda uow: uow.outbox.dead()) == ()
        assert wall.keys() == []
        await house.pass_time(LEASE + timedelta(seconds=1))
    assert wall.faults == []
    (dead,) = await house.house.writer.read(lambda uow: uow.outbox.dead())
    assert (dead.to, dead.key, dead.reason) == (house.front.channel, "card:1", "defect: ZeroDivisionError")
    assert sorted(wall.keys()) == ["card:2", "dead:1"]


async def test_receipt_is_kept_from_whoever_has_left_before_it_is_delivered(house: World) -> None:
    """A credential revoked between the ballot and the post: the receipt is not delivered, to others it is."""
    await house.front.say(SECRETARY, QUIET)
    await house.front.say(EST_DELEGATE, "/vote M-1 yes")
    await revoke(house, EST_HEAD)
    await house.settle()
    assert await house.front.direct(EST_HEAD) == []
    assert any(": yes, on “Choice”" in told for told in await house.front.direct(EST_OTHER))
    assert await house.house.writer.read(lambda uow: (uow.outbox.dead(), uow.outbox.waiting())) == ((), 0)


async def test_receipt_is_kept_from_whoever_acts_for_another_state_by_then(house: World) -> None:
    """An account that has changed delegations meanwhile is not told how its former state has voted."""
    await house.front.say(SECRETARY, QUIET)
    await house.front.say(EST_DELEGATE, "/vote M-1 yes")
    await revoke(house, EST_HEAD)
    await credential(house, replace(EST_HEAD, member=MemberCode("LVA")))
    await house.settle()
    assert await house.front.direct(EST_HEAD) == []


# one act, two processes


class Overtaken:
    """A writer during whose first refusal another process comes in between."""

    def __init__(self, writer: Writer, between: Callable[[], Awaitable[None]]) -> None:
        self._writer, self._between = writer, [between]

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run a use case; where it is refused, let the other process act before that is told."""
        try:
            return await self._writer.write(use_case)
        except Exception:
            while self._between:
                await self._between.pop()()
            raise

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run a query."""
        return await self._writer.read(query)


@asynccontextmanager
async def second_process(database: Database) -> AsyncIterator[WriterThread]:
    """Open the database once more, as another process would."""
    opened = open_database(database.url)
    writer = WriterThread(opened)
    try:
        yield writer
    finally:
        await writer.close()
        opened.close()


async def two_deliveries(house: World) -> tuple[Invocation, Invocation]:
    """Table a motion; give one act as two fronts received it: in time, and after the deadline."""
    await house.front.say(SECRETARY, RESOLUTION)
    deadline = (await house.motion()).closes_at
    in_time, late = (
        received(house, EST_HEAD, "/vote M-1 yes", at=at, key="one act")
        for at in (deadline, deadline + timedelta(milliseconds=1))
    )
    return in_time, late


async def test_act_that_another_process_recorded_meanwhile_has_its_answer(database: Database) -> None:
    """One process refuses an act, another records it before the refusal is kept: the record is the answer of both."""
    async with open_world(database) as house, open_console(house), second_process(database) as writer:
        in_time, late = await two_deliveries(house)
        recorded: list[object] = []

        async def between() -> None:
            recorded.append(await Dispatcher(writer)(in_time))

        told = await Dispatcher(Overtaken(house.house.writer, between))(late)
        assert [told] == recorded
        assert isinstance(told, Card)
        assert told.tone is Tone.SUCCESS
        assert await house.ballots() == {"EST": "yes"}
        assert await Dispatcher(writer)(late) == told
        assert await house.sound()


async def test_first_answer_of_two_processes_is_the_answer(database: Database) -> None:
    """Whichever process answers an act first, the other gives the same answer and adds nothing."""
    async with open_world(database) as house, open_console(house), second_process(database) as writer:
        in_time, late = await two_deliveries(house)
        here, there = house.house.dispatcher, Dispatcher(writer)
        refused = await there(late)
        assert isinstance(refused, Card)
        assert refused.tone is Tone.REFUSAL
        assert await here(in_time) == refused
        assert await house.ballots() == {}
        first, second = (replace(act, key="another act") for act in (in_time, late))
        recorded = await here(first)
        before = await house.entries()
        assert isinstance(recorded, Card)
        assert recorded.tone is Tone.SUCCESS
        assert await there(second) == recorded
        assert await house.ballots() == {"EST": "yes"}
        assert await house.entries() == before


# what is read at all


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\u0085", "\v"])
async def test_title_of_several_lines_is_refused(house: World, line_end: str) -> None:
    """A title is one line on every card: whatever breaks a line is refused, and nothing is tabled."""
    before = await house.entries()
    told = await answer(
        house,
        received(
            house,
            SECRETARY,
            f'/motion open resolution "Open{line_end}skies" "1. The skies are open."',
            at=house.clock.now(),
        ),
    )
    assert told.tone is Tone.REFUSAL
    assert "The title has characters that cannot be seen there, such as line breaks" in text_of(told)
    assert await house.entries() == before


async def test_text_of_several_lines_is_taken(house: World) -> None:
    """The text of a motion may have as many lines as its paragraphs."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open.\n2. Closed."')
    assert (await house.motion()).text == "1. Open.\n2. Closed."


async def test_line_beyond_the_longest_is_refused_unread(house: World) -> None:
    """A line of more than 8,000 characters is not read; one of exactly as many is."""
    await house.front.say(SECRETARY, RESOLUTION)
    at = house.clock.now()
    start = "/vote M-1 yes"
    longest = start.ljust(LINE_LIMIT - 1) + " "
    assert (LINE_LIMIT, len(longest)) == (8000, 8000)
    refused = await answer(house, received(house, EST_HEAD, f"{longest} ", at=at, key="too long"))
    assert refused.tone is Tone.REFUSAL
    assert "The line has 8001 characters; at most 8000 are taken" in text_of(refused)
    assert await house.ballots() == {}
    assert (await answer(house, received(house, EST_HEAD, longest, at=at))).tone is Tone.SUCCESS


# what the house tells of itself


ANYONE = {"/alliance info", "/alliance help", "/motion show", "/motion list", "/motion needs", "/vote status"}
OFFICE = {"/motion open", "/motion close", "/vote pending"}
DELEGATION = {"/vote cast", "/motion propose", "/motion second"}


@pytest.mark.parametrize(
    ("person", "usable", "hidden"),
    [
        (STRANGER, ANYONE, OFFICE | DELEGATION),
        (EST_OBSERVER, ANYONE, OFFICE | DELEGATION),
        (REVIEWER, ANYONE, OFFICE | DELEGATION),
        (EST_HEAD, ANYONE | DELEGATION, OFFICE),
        (EST_OTHER, ANYONE | DELEGATION, OFFICE),
        (SECRETARY, ANYONE | OFFICE, DELEGATION),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_help_lists_what_the_caller_may_use_and_no_more(
    house: World, person: Person, usable: set[str], hidden: set[str]
) -> None:
    """Each reader is told of the commands that would not be refused to it, each once, with what it does."""
    card = await answer(house, received(house, person, "/alliance help", at=house.clock.now()))
    assert card.table is not None
    listed = [" ".join(usage.split()[:2]) for usage, _ in card.table.rows]
    assert usable <= set(listed)
    assert not hidden & set(listed)
    assert len(listed) == len(set(listed))
    assert all(what for _, what in card.table.rows)


async def test_help_on_a_command_explains_its_options(house: World) -> None:
    """One command is explained option by option, by its name with or without the slash; others are named."""
    at = house.clock.now()
    for number, asked in enumerate(("vote cast", "/vote cast", "VOTE  Cast")):
        line = f'/alliance help command:"{asked}"'
        card = await answer(house, received(house, EST_HEAD, line, at=at, key=f"help {number}"))
        assert card.title == "/vote cast motion ballot [explanation] [confirm]"
        assert "cast your state’s ballot" in text_of(card)
        assert card.table is not None
        assert [name for name, _ in card.table.rows] == ["motion", "ballot", "explanation", "confirm"]
        assert ("ballot", "yes, no or abstain") in card.table.rows
    unknown = await answer(house, received(house, EST_HEAD, '/alliance help command:"vote steal"', at=at))
    assert unknown.tone is Tone.REFUSAL
    assert "/vote cast" in text_of(unknown)


async def test_info_names_alliance_charter_and_members(house: World) -> None:
    """Whoever asks is told which alliance this is, under which charter, how many belong, and who the reader is."""
    at = house.clock.now()
    card = await answer(house, received(house, EST_HEAD, "/alliance info", at=at))
    told = text_of(card)
    assert card.title == "Test alliance"
    assert "Charter of the test alliance" in told
    assert "6 members, 5 with the right to vote" in told
    assert "Council (5)" in told
    assert "Estonia" in told
    stranger = text_of(await answer(house, received(house, STRANGER, "/alliance info", at=at)))
    assert "6 members, 5 with the right to vote" in stranger
    assert "You hold no credential here" in stranger
