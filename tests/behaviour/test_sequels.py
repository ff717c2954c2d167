"""After a decision: numbers, effect, forwarding, reconsideration, rescission, withdrawn texts taken over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from tests.behaviour.cast import (
    BRA,
    EST_HEAD,
    FIN,
    HUN,
    LVA,
    POL,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.charter import CHARTER, changed
from tests.behaviour.world import World

VOTING, SECOND = timedelta(hours=72), timedelta(seconds=1)
ORDER = 'adopt = "more for than against"\nquorum = "at least 1/2 of entitled members voted"\n'
DECLARATION = '/motion open declaration "Open skies" "1. Open."'


async def test_adopted_texts_are_numbered_by_kind_and_year(house: World) -> None:
    """Resolution 1 (2026), then 2; another kind counts by itself; a new year, in the alliance's zone, begins at 1."""
    for number, kind in enumerate(("declaration", "declaration", "order"), start=1):
        await house.front.say(SECRETARY, f'/motion open {kind} "Text" "1. Text."')
        await house.decide(number, est="yes", lva="yes", fin="yes")
    serials = [
        ((await house.motion(number)).course.serial, (await house.motion(number)).course.year) for number in (1, 2, 3)
    ]
    assert serials == [(1, 2026), (2, 2026), (1, 2026)]
    assert "Declaration 2 (2026)" in await house.front.say(STRANGER, "/motion show M-2")
    turn = datetime(2026, 12, 31, 21, 59, 59, tzinfo=UTC)  # a second before midnight in Tallinn is 21:59:59 in UTC
    await house.pass_time(turn - VOTING - house.clock.now())
    await house.front.say(SECRETARY, DECLARATION)
    await house.pass_time(SECOND)
    await house.front.say(SECRETARY, DECLARATION)
    for number in (4, 5):
        for person in (EST_HEAD, LVA):
            await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time(VOTING + SECOND)
    old, new = (await house.motion(4)).course, (await house.motion(5)).course
    assert (old.serial, old.year) == (3, 2026)
    assert (new.serial, new.year) == (1, 2027)


async def test_text_takes_effect_by_the_clock_alone(house: World) -> None:
    """A day after its adoption, whether or not any job has run."""
    await house.front.say(SECRETARY, '/motion open binding "Dues" "1. Dues."')
    await house.decide(1, est="yes")
    assert await house.phase() is Phase.ADOPTED
    await house.settle()
    assert "takes effect" in "\n".join(await house.front.posts())
    decided = (await house.motion()).closes_at
    house.clock.advance(decided + timedelta(hours=24) - house.clock.now())
    assert await house.phase() is Phase.IN_EFFECT


async def test_text_is_forwarded_to_another_body_with_the_link_both_ways(world: World) -> None:
    """On every front: the council's text before the assembly."""
    await world.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await world.decide(1, est="yes", lva="yes", fin="yes")
    assert "Voting opens" in await world.front.say(SECRETARY, "/motion forward M-1 declaration")
    assert "M-2 (forwarded" in await world.front.say(LVA, "/motion show M-1")
    assert "M-1 (forwarded" in await world.front.say(LVA, "/motion show M-2")
    assert (await world.motion(2)).body == "assembly"


async def test_decision_is_rescinded_by_its_own_rule_and_two_thirds(house: World) -> None:
    """Two of three is enough, one of two is not; once in six months."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes", lva="yes")
    assert "two thirds" in await house.front.say(POL, '/motion rescind M-1 "It was a mistake."')
    rules = (await house.motion(2)).rules
    assert rules is not None
    assert rules.adopt == "more for than against and at least 2/3 of members present and voting"
    await house.decide(2, est="yes", lva="no")
    assert await house.phase() is Phase.ADOPTED
    assert "taken up lately, as M-2" in await house.front.say(POL, '/motion rescind M-1 "Again."')
    await house.pass_time(timedelta(days=184))
    await house.front.say(POL, '/motion rescind M-1 "Again."')
    await house.decide(3, est="yes", lva="yes", fin="no")
    assert await house.phase() is Phase.RESCINDED


async def test_decision_is_taken_up_by_the_rule_that_took_it(house: World) -> None:
    """The charter asks for less by now, and the decision's own rule is applied all the same; quorum and all."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await house.decide(1, est="yes", lva="yes", fin="yes")
    easier = 'adopt = "at least 1 of members present and voting"\nquorum = "at least 1 of entitled members voted"\n'
    await house.apply(changed((ORDER, easier)))
    await house.front.say(POL, '/motion rescind M-1 "It was a mistake."')
    rules = (await house.motion(2)).rules
    assert rules is not None
    assert rules.adopt == "more for than against and at least 2/3 of members present and voting"
    assert rules.quorum == "at least 1/2 of entitled members voted"


async def test_rule_that_no_longer_fits_its_body_gives_way_to_that_of_the_kind(house: World) -> None:
    """Three of five seats means nothing in a council of seven."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await house.decide(1, est="yes", lva="yes", fin="yes")
    text = CHARTER.replace("seats = 5", "seats = 7").replace("3 of 5 seats", "4 of 7 seats")
    await house.apply(text)
    await house.front.say(LVA, '/motion rescind M-1 "It was a mistake."')
    rules = (await house.motion(2)).rules
    assert rules is not None
    assert rules.adopt == "at least 4 of 7 seats and at least 2/3 of members present and voting"
    await house.decide(2, est="yes", lva="yes", fin="yes", bra="yes")
    assert await house.phase() is Phase.RESCINDED


async def test_decision_of_a_kind_that_the_charter_dropped_is_not_taken_up(house: World) -> None:
    """There is no procedure for it any more; the answer says which kinds there are, and nothing is tabled."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes", lva="yes")
    await house.front.say(LVA, '/motion propose proposal "Open seas" "1. Open."')
    await house.front.say(LVA, "/motion withdraw M-2")
    await house.apply(
        CHARTER.replace("[kinds.declaration]", "[kinds.pronouncement]").replace("[kinds.proposal]", "[kinds.plan]")
    )
    before = await house.entries()
    for line in ('/motion rescind M-1 "A mistake."', '/motion reconsider M-1 "A mistake."', "/motion take-over M-2"):
        assert "is not a kind of motion in the charter" in await house.front.say(POL, line)
    assert await house.entries() == before


async def test_questions_bear_no_number_and_leave_no_gap(house: World) -> None:
    """Neither an amendment, an appeal nor a motion of procedure; the text itself is the first of the year."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Wide open."')
    await house.front.say(EST_HEAD, '/chair rule "No more speakers." motion:M-1')
    await house.front.say(LVA, "/chair appeal 1")
    await house.front.say(SECRETARY, '/motion open procedure "Closure" "1. The debate is closed."')
    for number in (3, 4):
        for person in (LVA, FIN):
            await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time((await house.motion()).opens_at + SECOND - house.clock.now())
    await house.decide(2, est="yes", lva="yes", fin="yes")
    await house.pass_time(SECOND)
    await house.decide(1, est="yes", lva="yes", fin="yes")
    motions = [await house.motion(number) for number in (1, 2, 3, 4)]
    assert [motion.result is not None for motion in motions] == [True] * 4
    assert all(motion.result.outcome is Outcome.ADOPTED for motion in motions if motion.result)
    assert [motion.course.serial for motion in motions] == [1, None, None, None]
    assert "Debated text 1 (2026) · Open skies" in await house.front.say(STRANGER, "/motion list")


async def test_decision_taken_again_replaces_the_first(house: World) -> None:
    """The reconsideration is carried, the text is put to the vote at once, and the new result stands."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes", lva="yes")
    await house.front.say(LVA, '/motion reconsider M-1 "We were misled."')
    await house.decide(2, est="yes", lva="yes")
    assert await house.phase(3) is Phase.VOTING
    assert await house.phase() is Phase.ADOPTED
    await house.decide(3, est="no", lva="no")
    assert await house.phase(3) is Phase.NOT_ADOPTED
    assert await house.phase() is Phase.RESCINDED


async def test_decision_taken_again_is_taken_up_itself_from_then_on(house: World) -> None:
    """The first is history, however much time has passed; the one that took its place may be taken up."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes")
    await house.front.say(LVA, '/motion reconsider M-1 "We were misled."')
    await house.decide(2, est="yes")
    await house.decide(3, est="yes")
    assert [(await house.motion(number)).course.serial for number in (1, 3)] == [1, 2]
    await house.pass_time(timedelta(days=184))
    before = await house.entries()
    assert "cannot be used on M-1" in await house.front.say(LVA, '/motion reconsider M-1 "Again."')
    assert await house.entries() == before
    assert "Voting opens" in await house.front.say(LVA, '/motion reconsider M-3 "Again."')


async def test_lost_decision_that_was_taken_again_is_not_taken_up(house: World) -> None:
    """Its place has been taken, though it stays on the record as it was."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="no")
    await house.front.say(LVA, '/motion reconsider M-1 "We were misled."')
    await house.decide(2, est="yes")
    await house.decide(3, est="yes")
    await house.pass_time(timedelta(days=184))
    before = await house.entries()
    assert "put to the vote again, as M-3" in await house.front.say(LVA, '/motion reconsider M-1 "Again."')
    assert await house.entries() == before


async def test_lost_motion_is_reconsidered_and_adopted(house: World) -> None:
    """What was not adopted stays so on the record; the new motion is adopted."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="no")
    await house.front.say(LVA, '/motion reconsider M-1 "New facts."')
    await house.decide(2, est="yes", lva="yes")
    await house.decide(3, est="yes", lva="yes")
    assert await house.phase(3) is Phase.ADOPTED
    assert await house.phase() is Phase.NOT_ADOPTED


async def test_withdrawn_text_is_taken_over_by_another_member(house: World) -> None:
    """It needs its seconds again; its first mover proposes it anew instead."""
    await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Open."')
    await house.front.say(LVA, "/motion withdraw M-1")
    assert "withdrew M-1 itself" in await house.front.say(LVA, "/motion take-over M-1")
    assert "needs 2 more seconds" in await house.front.say(BRA, "/motion take-over M-1")
    taken = await house.motion(2)
    assert (taken.mover, taken.text) == ("BRA", "1. Open.")


async def test_withdrawn_text_is_taken_over_once(house: World) -> None:
    """A second member joins the first, and proposes nothing of its own."""
    await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Open."')
    await house.front.say(LVA, "/motion withdraw M-1")
    await house.front.say(BRA, "/motion take-over M-1")
    before = await house.entries()
    assert "taken over already, as M-2" in await house.front.say(FIN, "/motion take-over M-1")
    assert await house.entries() == before
    await house.front.say(BRA, "/motion withdraw M-2")
    assert "needs 2 more seconds" in await house.front.say(FIN, "/motion take-over M-1")


async def test_what_bears_on_a_motion_is_not_forwarded(house: World) -> None:
    """A rescission is decided, and is no text for another body."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await house.decide(1, est="yes", lva="yes", fin="yes")
    await house.front.say(LVA, '/motion rescind M-1 "A mistake."')
    await house.decide(2, est="no")
    before = await house.entries()
    assert "is no text of its own" in await house.front.say(SECRETARY, "/motion forward M-2 declaration")
    assert "is not taken up again" in await house.front.say(LVA, '/motion reconsider M-2 "Again."')
    assert await house.entries() == before


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (SECRETARY, "/motion forward M-1 declaration", "as “declaration” already"),
        (SECRETARY, "/motion forward M-1 support", "must name the member"),
        (LVA, "/motion forward M-1 order", "is for the secretariat"),
        (LVA, '/motion rescind M-2 "So."', "was not adopted"),
        (HUN, '/motion rescind M-1 "So."', "does not have the right to propose"),
        (SECRETARY, '/motion reconsider M-1 "So."', "is for delegations"),
        (LVA, '/motion reconsider M-3 "So."', "cannot be used on M-3"),
        (LVA, "/motion take-over M-1", "cannot be used on M-1"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_sequels_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    for _ in range(2):
        await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.pass_time(VOTING + SECOND)
    await house.front.say(SECRETARY, DECLARATION)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before
