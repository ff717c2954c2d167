"""Requests for support: made, sent, answered by the chair or left to the clock, and what they let be urgent."""

from datetime import timedelta

import pytest

from bot.domain.consultation import RequestState
from bot.domain.deadlines import Due
from bot.domain.ids import RequestNumber
from bot.domain.membership import Status
from bot.domain.phases import Phase
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    FIN,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.chamber import change
from tests.behaviour.charter import changed
from tests.behaviour.world import World

HOUR = timedelta(hours=1)

WITHOUT = changed(
    ('"hold a seat", "join", "speak"', '"hold a seat", "join", "request support", "speak"'),
    ('concerned = "votes"\nnames_member = true\n\n[kinds.routine]',
     'concerned = "votes"\nnames_member = true\nurgent = { voting = "12h", requested_by = 3 }\n\n[kinds.routine]'),
)  # fmt: skip
"""The suite's charter, with the right to request support and an urgent kind for it, and nothing on what follows."""

WITH = f'{WITHOUT}\n[consultation]\nkind = "support"\n'

ASK = '/alliance consult "A blockade of our port." confirm:yes'


async def requested(world: World, person: Person = POL, line: str = ASK, charter: str = WITH) -> str:
    """Have support requested under a charter that knows it; give the answer."""
    await world.apply(charter)
    answer = await say(world, person, line)
    await world.settle()
    return answer


async def state(world: World, number: int = 1) -> RequestState:
    """Tell where a request stands."""
    found = await world.house.writer.read(lambda uow: uow.requests.get(world.code, RequestNumber(number)))
    assert found is not None
    return found.state


def flat(*texts: str) -> str:
    """Give texts as one line, however a front breaks them."""
    return " ".join(" ".join(texts).replace("│", " ").split())


async def posted(world: World) -> str:
    """Give everything that the channel shows now."""
    return flat(*await world.front.posts())


async def told(world: World, person: Person) -> str:
    """Give the direct messages of a person."""
    return flat(*await world.front.direct(person))


async def say(world: World, person: Person, line: str) -> str:
    """Type a line; give the answer on one line."""
    return flat(await world.front.say(person, line))


async def test_request_is_sent_and_the_chair_convenes(world: World) -> None:
    """On every front: named and confirmed, sent to delegations and channel, convened by the chair with a button."""
    asked = await requested(world, line='/alliance consult "A blockade of our port."')
    assert "Poland" in asked
    assert "request the support of the alliance" in asked
    assert "in these words: “A blockade of our port.”" in asked
    assert "Q-1" not in await posted(world)
    answer = await say(world, POL, ASK)
    assert "Request for support Q-1" in answer
    await world.settle()
    card = flat(next(text for text in await world.front.posts() if "Q-1" in text))
    for said in ("Poland", "A blockade of our port.", "Council", "Estonia", "Convene"):
        assert said in card
    for person in (EST_HEAD, EST_DELEGATE, EST_OBSERVER, LVA, FIN, BRA, POL):
        assert "A blockade of our port." in await told(world, person)
    assert "blockade" not in await told(world, HUN)
    assert "presided over by" in flat(await world.front.press(LVA, "Q-1", "Convene"))
    convened = flat(await world.front.press(EST_DELEGATE, "Q-1", "Convene"))
    assert "convenes on the request for support Q-1" in convened
    assert await state(world) is RequestState.CONVENED
    await world.settle()
    news = await posted(world)
    assert "convenes on the request for support Q-1" in news
    card = next(text for text in await world.front.posts() if "Request for support Q-1" in text)
    assert "Convened by the chair" in card
    assert "[Convene" not in card
    assert "convenes on the request" in await told(world, POL)
    await world.pass_time(30 * HOUR)
    await world.settle()
    assert "M-1" not in await posted(world)


async def test_draft_opens_by_itself_where_nobody_convenes(world: World) -> None:
    """On every front: the chair is reminded half-way and an hour before; then the draft opens, and is tabled urgent."""
    await requested(world)
    for waited, times in ((12 * HOUR, 1), (11 * HOUR, 2)):
        await world.pass_time(waited)
        await world.settle()
        assert (await told(world, EST_HEAD)).count("waits for the chair. Convene with") == times
    assert "waits for the chair. Convene" not in await told(world, LVA)
    await world.pass_time(HOUR)
    await world.settle()
    assert await state(world) is RequestState.UNANSWERED
    motion = await world.motion()
    assert (motion.kind, motion.concerned, motion.urgent, motion.text) == (
        "support",
        "POL",
        True,
        "A blockade of our port.",
    )
    assert motion.title == "Support to Poland (Q-1)"
    assert await world.phase() is Phase.DRAFT
    assert "The draft of an urgent motion, M-1, has opened" in await posted(world)
    assert "M-1" in await told(world, LVA)
    late = await say(world, EST_HEAD, "/alliance convene Q-1")
    assert "M-1, the urgent motion, takes its place: a draft" in late
    await say(world, SECRETARY, "/motion table M-1")
    assert await world.phase() is Phase.VOTING
    assert (await world.motion()).closes_at - (await world.motion()).opens_at == 12 * HOUR
    await world.vote(1, est="yes")


@pytest.mark.parametrize(
    ("person", "line", "refused"),
    [
        (EST_DELEGATE, ASK, "full powers"),
        (EST_OBSERVER, ASK, "does not cast ballots"),
        (HUN, ASK, "Hungary is suspended and does not have the right to request support"),
        (SECRETARY, ASK, "delegation"),
        (REVIEWER, ASK, "delegation"),
        (STRANGER, ASK, "credential"),
        (POL, '/alliance consult "Help." member:XYZ confirm:yes', "XYZ"),
        (POL, '/alliance consult "Help." member:HUN confirm:yes', "Hungary is suspended"),
        (POL, '/alliance consult "   " confirm:yes', "empty"),
        (POL, f'/alliance consult "{"x" * 3001}" confirm:yes', "at most 3000"),
        (POL, '/alliance consult "Help." confirm:no', "Nothing was done in the name of Poland"),
        (EST_HEAD, "/alliance convene Q-1", "There is no request for support Q-1"),
        (EST_HEAD, "/alliance convene R-1", "“R-1” is not the number of a request"),
        (POL, "/alliance stand-down Q-1 confirm:yes", "There is no request for support Q-1"),
        (POL, "/alliance requests Q-7", "There is no request for support Q-7"),
    ],
)
async def test_request_that_cannot_be_made_is_refused_and_leaves_nothing(
    house: World, person: Person, line: str, refused: str
) -> None:
    """Each with a sentence of its own."""
    await house.apply(WITH)
    before = await house.entries()
    answer = await say(house, person, line)
    assert refused in answer, answer
    assert await house.entries() == before


async def test_charter_that_knows_no_requests_says_so(house: World) -> None:
    """Nothing is recorded where nobody could follow it up."""
    answer = await requested(house, charter=WITHOUT)
    assert "The charter does not say what follows a request for support" in answer


async def test_second_request_waits_for_the_first(house: World) -> None:
    """One at a time for a member, whoever makes it; another member has its own."""
    await requested(house)
    again = await say(house, POL, ASK)
    assert "Q-1" in again
    assert "waits for the chair" in again
    assert "Q-1" in await say(house, LVA, '/alliance consult "For them." member:POL confirm:yes')
    assert "Q-2" in await say(house, LVA, ASK)
    await say(house, EST_HEAD, "/alliance convene 1")
    assert "Q-3" in await say(house, POL, ASK)


async def test_member_that_cannot_act_is_spoken_for_and_may_take_it_back(house: World) -> None:
    """The request names both; either takes it back, nobody else."""
    answer = await requested(house, LVA, '/alliance consult "They are cut off." member:Poland confirm:yes')
    assert "Latvia calls on the alliance for" in answer
    assert "They are cut off." in await told(house, POL)
    assert "Only they take it back" in await say(house, BRA, "/alliance stand-down Q-1 confirm:yes")
    assert "full powers" in await say(house, EST_DELEGATE, "/alliance stand-down Q-1 confirm:yes")
    asked = await say(house, POL, "/alliance stand-down Q-1")
    assert "Poland" in asked
    assert "take back the request for support Q-1" in asked
    assert await state(house) is RequestState.OPEN
    assert "took back" in await say(house, POL, "/alliance stand-down Q-1 confirm:yes")
    await house.settle()
    assert "took back the request for support Q-1" in await posted(house)
    assert "Q-1 was taken back by" in await say(house, EST_HEAD, "/alliance convene Q-1")
    assert "Q-1 was taken back by" in await say(house, LVA, "/alliance stand-down Q-1 confirm:yes")
    await house.pass_time(48 * HOUR)
    await house.settle()
    assert "has opened" not in await posted(house)


async def test_chair_convenes_once_and_steps_aside_for_its_own_state(house: World) -> None:
    """The vice-chair convenes where the chair's own state calls; a second time is refused."""
    await requested(house, EST_HEAD)
    assert "presided over by" in await say(house, EST_HEAD, "/alliance convene Q-1")
    said = await say(house, FIN, '/alliance convene Q-1 "At noon, by video."')
    assert "At noon, by video." in said
    assert "Q-1 (" in await say(house, FIN, "/alliance convene Q-1")
    assert "At noon, by video." in await say(house, POL, "/alliance requests Q-1")
    assert "convened" in await say(house, POL, "/alliance requests")


async def test_chair_that_comes_too_late_is_told_so_before_the_clock_has_run(house: World) -> None:
    """The time is judged by when the act was received."""
    await requested(house)
    house.clock.advance(24 * HOUR + timedelta(minutes=1))
    assert "The time to convene on Q-1 was over" in await say(house, EST_HEAD, "/alliance convene Q-1")


async def test_outage_leaves_one_draft_marked_late(house: World) -> None:
    """Nothing is posted twice, and what was missed meanwhile is not made up for."""
    await requested(house)
    await house.pass_time(timedelta(days=4))
    await house.settle()
    await house.house.round()
    assert (await posted(house)).count("This comes late. The chair did not convene") == 1
    assert "Convene with" not in await told(house, EST_HEAD)
    assert await house.phase() is Phase.DRAFT


async def test_motion_on_the_table_takes_the_place_of_the_draft(house: World) -> None:
    """Who tabled the urgent motion without waiting for the chair leaves nothing to draft."""
    await requested(house)
    opened = await say(house, LVA, '/motion propose support "Help Poland" "1. Ships." concerns:POL urgent:yes')
    assert "M-1" in opened
    assert await house.phase() is Phase.VOTING
    await house.pass_time(25 * HOUR)
    await house.settle()
    assert "M-1 on" in await posted(house)
    assert "no draft opens" in await posted(house)
    assert len(await house.house.writer.read(lambda uow: uow.motions.every(house.code))) == 1


async def test_draft_of_the_secretariat_serves_too(house: World) -> None:
    """No second one opens beside it."""
    await requested(house)
    await say(house, SECRETARY, '/motion open support "Help Poland" "1. Ships." concerns:POL urgent:yes draft:yes')
    await house.pass_time(25 * HOUR)
    await house.settle()
    assert "The draft of an urgent motion, M-1, has opened" in await posted(house)
    assert len(await house.house.writer.read(lambda uow: uow.motions.every(house.code))) == 1


async def test_request_lets_a_motion_be_urgent(house: World) -> None:
    """Urgent needs the chair, three members, or a request for support (decision rules)."""
    await house.apply(WITH)
    propose = '/motion propose support "Help Poland" "1. Ships." concerns:POL urgent:yes'
    await say(house, LVA, propose)
    assert await house.phase(1) is Phase.PROPOSED
    open_it = '/motion open support "Help Poland" "1. Ships." concerns:POL urgent:yes'
    assert "urgent" in await say(house, SECRETARY, open_it)
    await say(house, POL, ASK)
    await say(house, LVA, propose)
    assert await house.phase(2) is Phase.VOTING
    await say(house, SECRETARY, open_it)
    assert await house.phase(3) is Phase.VOTING
    await say(house, LVA, '/motion propose support "Other" "1. Ships." concerns:BRA urgent:yes')
    assert await house.phase(4) is Phase.PROPOSED
    await say(house, EST_HEAD, "/alliance convene Q-1")
    await house.pass_time(timedelta(days=8))
    await say(house, LVA, propose)
    assert await house.phase(5) is Phase.PROPOSED


async def test_member_concerned_votes_as_the_kind_says(house: World) -> None:
    """It keeps its voice; whether it votes is the kind's rule."""
    await requested(house, LVA)
    await house.pass_time(25 * HOUR)
    await say(house, SECRETARY, "/motion table M-1")
    await house.vote(1, lva="yes")
    assert await house.ballots() == {"LVA": "yes"}


async def test_deadline_is_in_the_calendar_while_the_request_waits(house: World) -> None:
    """`/alliance calendar` tells until when the chair convenes."""
    await requested(house)
    assert "The chair convenes on the request of" in await say(house, BRA, "/alliance calendar")
    due = await house.house.writer.read(lambda uow: uow.deadlines.of_kind(house.code, Due.REQUEST))
    assert [each.subject for each in due] == ["Q-1"] * 3
    await say(house, EST_HEAD, "/alliance convene Q-1")
    assert "The chair convenes" not in await say(house, BRA, "/alliance calendar")
    assert not await house.house.writer.read(lambda uow: uow.deadlines.of_kind(house.code, Due.REQUEST))


async def test_charter_that_knows_the_kind_no_more_has_the_secretariat_told(house: World) -> None:
    """The clock does not stumble over what a later charter left out."""
    await requested(house)
    await house.apply(
        WITHOUT.replace('urgent = { voting = "12h", requested_by = 3 }\n\n[kinds.routine]', "\n[kinds.routine]")
    )
    await house.pass_time(25 * HOUR)
    await house.settle()
    assert "the charter knows no motion for it any more" in await posted(house)
    assert await state(house) is RequestState.UNANSWERED


async def test_member_that_is_suspended_meanwhile_still_has_its_draft(house: World) -> None:
    """What was asked for in time is put to the body."""
    await requested(house)
    await change(house, "POL", Status.SUSPENDED)
    await house.pass_time(25 * HOUR)
    assert await house.phase() is Phase.DRAFT


async def test_list_of_requests_is_empty_at_first(house: World) -> None:
    """And says how one is made."""
    assert "Nobody has requested support" in await say(house, BRA, "/alliance requests")


async def test_request_makes_nothing_urgent_against_its_member_nor_another_text_alone(house: World) -> None:
    """Not what is against the state; what is its own only once the chair has convened."""
    await requested(house)
    against = '/motion propose sanctions "Measures" "1. Measures." concerns:POL impact:"None." urgent:yes'
    await say(house, LVA, against)
    assert await house.phase(1) is Phase.PROPOSED
    own = '/motion propose sanctions "Measures" "1. Measures." impact:"None." urgent:yes'
    await say(house, POL, own)
    assert await house.phase(2) is Phase.PROPOSED
    await say(house, EST_HEAD, "/alliance convene Q-1")
    await say(house, LVA, against)
    assert await house.phase(3) is Phase.PROPOSED
    await say(house, POL, own)
    assert await house.phase(4) is Phase.VOTING
