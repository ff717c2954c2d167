"""Amendments and separate votes: accepted, declined, voted first, fallen; the final text is what is voted."""

from datetime import timedelta

import pytest

from bot.domain.course import EndedAs
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, REVIEWER, SECRETARY, Person
from tests.behaviour.world import World

DEBATE, VOTING = timedelta(hours=48), timedelta(hours=72)
SECOND = timedelta(seconds=1)


async def proposed(house: World) -> None:
    """Latvia's proposal, seconded, in debate for two days, before the assembly."""
    await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Skies open."')
    for person in (FIN, BRA):
        await house.front.say(person, "/motion second M-1")


async def test_mover_accepts_an_amendment_and_the_new_text_is_voted(world: World) -> None:
    """On every front: the difference is shown, the text changes, the earlier one stays on the record."""
    await proposed(world)
    assert "is tabled" in await world.front.say(EST_HEAD, '/motion amend M-1 "1. Skies and seas open."')
    await world.settle()
    card = next(text for text in await world.front.posts() if "Amendment to M-1" in text)
    assert "−" in card
    assert "Skies and seas open." in card
    assert "taken into the text" in await world.front.press(LVA, "Amendment to M-1", "Accept")
    motion = await world.motion()
    assert motion.text == "1. Skies and seas open."
    assert [each.text for each in motion.course.earlier_texts] == ["1. Skies open."]
    assert await world.phase(2) is Phase.ADOPTED_WITHOUT_VOTE
    await world.pass_time(DEBATE)
    assert await world.phase() is Phase.VOTING


async def test_amendment_is_voted_right_before_the_motion_and_changes_what_is_voted(house: World) -> None:
    """The motion waits although its debate is over; adopted, the amendment's text is the one put to the vote."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies and seas open."')
    assert "goes to the vote" in await house.front.say(LVA, "/motion decline M-2")
    await house.pass_time(DEBATE)
    assert await house.phase() is Phase.DEBATE
    assert await house.phase(2) is Phase.VOTING
    assert "be put to the vote yet" in await house.front.say(SECRETARY, "/motion vote M-1")
    await house.vote(2, est="yes", fin="yes", lva="no")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase(2) is Phase.ADOPTED
    assert await house.phase() is Phase.VOTING
    motion = await house.motion()
    assert motion.text == "1. Skies and seas open."
    assert motion.closes_at - motion.opens_at == VOTING
    await house.vote(1, est="yes", lva="yes")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.ADOPTED


async def test_rejected_amendment_leaves_the_text(house: World) -> None:
    """What is not adopted changes nothing."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Nothing opens."')
    await house.pass_time(DEBATE)
    await house.vote(2, est="yes", lva="no", bra="no")
    await house.pass_time(VOTING + SECOND)
    assert (await house.motion()).text == "1. Skies open."
    assert await house.phase() is Phase.VOTING


async def test_furthest_amendment_comes_first_and_an_excluded_one_falls(house: World) -> None:
    """Of two that change the same line the one further from the original is voted first; adopted, the other falls."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(FIN, '/motion amend M-1 "1. No sky, no sea, no road is closed to anyone at any time."')
    assert (await house.motion()).course.held_by == (3, 2)
    await house.pass_time(DEBATE)
    assert await house.phase(3) is Phase.VOTING
    assert await house.phase(2) is Phase.DEBATE
    await house.vote(3, fin="yes", bra="yes")
    await house.pass_time(VOTING + SECOND)
    fallen = await house.motion(2)
    assert fallen.course.ending is not None
    assert fallen.course.ending.how is EndedAs.VOID
    assert await house.phase() is Phase.VOTING


async def test_chair_gives_another_order(house: World) -> None:
    """The order the chair gives goes before the measured one; it must name each that waits."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Skies open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(FIN, '/motion amend M-1 "1. No sky is closed to anyone at any time of the year."')
    assert (await house.motion()).course.held_by == (3, 2)
    assert "Name each amendment" in await house.front.say(EST_HEAD, '/motion order M-1 "M-2"')
    assert "is for the chair" in await house.front.say(LVA, '/motion order M-1 "M-2 M-3"')
    assert "in the order you gave" in await house.front.say(EST_HEAD, '/motion order M-1 "M-2 M-3"')
    assert (await house.motion()).course.held_by == (2, 3)


async def test_amendment_withdrawn_by_its_mover_frees_the_motion(house: World) -> None:
    """Nothing holds the motion any more, and its vote opens when it would have."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(EST_HEAD, "/motion withdraw M-2")
    assert (await house.motion()).course.held_by == ()
    await house.pass_time(DEBATE)
    assert await house.phase() is Phase.VOTING


async def test_withdrawn_motion_takes_its_amendments_with_it(house: World) -> None:
    """What bears on a motion that is gone has no object; an amended one is no longer its mover's to withdraw."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(LVA, "/motion withdraw M-1")
    assert await house.phase(2) is Phase.VOID
    await house.front.say(LVA, '/motion propose proposal "Again" "1. Skies open."')
    for person in (FIN, BRA):
        await house.front.say(person, "/motion second M-3")
    await house.front.say(EST_HEAD, '/motion amend M-3 "1. Skies wide open."')
    await house.front.say(LVA, "/motion accept M-4")
    assert "has been amended" in await house.front.say(LVA, "/motion withdraw M-3")


async def test_three_motions_at_once_do_not_mix(house: World) -> None:
    """Each has its own amendments, ballots and result, though the votes on them are interleaved."""
    for title in ("One", "Two", "Three"):
        await house.front.say(SECRETARY, f'/motion open debated "{title}" "1. {title}."')
    await house.front.say(LVA, '/motion amend M-1 "1. One and a half."')
    await house.front.say(FIN, '/motion amend M-2 "1. Two and a half."')
    await house.front.say(BRA, '/motion amend M-1 "1. One and no more than that, at no time and in no place."')
    await house.pass_time(DEBATE)
    held = [await house.phase(number) for number in (1, 2, 3, 4, 5, 6)]
    assert held == [Phase.DEBATE, Phase.DEBATE, Phase.VOTING, Phase.DEBATE, Phase.VOTING, Phase.VOTING]
    for state in ("est", "lva", "fin"):
        await house.vote(6, **{state: "no"})
        await house.vote(3, **{state: "yes"})
        await house.vote(5, **{state: "no"})
    await house.pass_time(VOTING + SECOND)
    assert [await house.phase(number) for number in (1, 2, 3)] == [Phase.DEBATE, Phase.VOTING, Phase.ADOPTED]
    for state in ("est", "lva", "fin"):
        await house.vote(2, **{state: "no"})
        await house.vote(4, **{state: "yes"})
    await house.pass_time(VOTING + SECOND)
    assert [await house.phase(number) for number in (1, 2, 4)] == [Phase.VOTING, Phase.NOT_ADOPTED, Phase.ADOPTED]
    assert [(await house.motion(number)).text for number in (1, 2, 3)] == ["1. One and a half.", "1. Two.", "1. Three."]


async def test_secretariat_accepts_and_declines_for_its_own_motions(house: World) -> None:
    """Declined with its reason, which everyone is told, an amendment can still be taken in."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Skies open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    assert "goes to the vote" in await house.front.say(SECRETARY, '/motion decline M-2 reason:"Too wide for us."')
    await house.settle()
    assert any("Too wide for us." in post for post in await house.front.posts())
    assert "left to the vote already" in await house.front.say(SECRETARY, "/motion decline M-2")
    assert "taken into the text" in await house.front.say(SECRETARY, "/motion accept M-2")
    assert (await house.motion()).text == "1. Skies wide open."


async def test_every_version_of_the_text_stays_on_the_record(house: World) -> None:
    """The card counts them, the history says them; a rejected amendment shows what it would have changed."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Skies open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Skies may be open or closed at the will of each of us."')
    await house.front.say(FIN, '/motion amend M-1 "1. Skies wide open."')
    await house.pass_time(DEBATE)
    await house.pass_time(VOTING + SECOND)
    await house.vote(3, est="yes", lva="yes", fin="yes")
    await house.pass_time(VOTING + SECOND)
    assert "1, in the history" in await house.front.say(LVA, "/motion show M-1")
    told = await house.front.say(LVA, "/motion history M-1")
    assert told.index("1. Skies open.") < told.index("1. Skies wide open.")
    rejected = await house.front.say(LVA, "/motion show M-2")
    assert "−  1. Skies open." in rejected
    assert "Skies wide open" not in rejected


@pytest.mark.parametrize(
    ("person", "text", "told"),
    [
        (EST_HEAD, '/motion amend M-1 "1. Skies open."', "word for word"),
        (EST_HEAD, '/motion amend M-1 "1. Skies wide open."', "M-2 is that amendment"),
        (EST_HEAD, '/motion amend M-2 "1. Other."', "is itself part of"),
        (HUN, '/motion amend M-1 "1. Other."', "does not have the right to propose"),
        (SECRETARY, '/motion amend M-1 "1. Other."', "is for delegations"),
        (EST_HEAD, "/motion accept M-2", "is for the mover of M-1"),
        (SECRETARY, "/motion decline M-2", "is for the mover of M-1"),
        (LVA, "/motion accept M-1", "is not an amendment"),
        (REVIEWER, "/motion separate M-1 1", "is for delegations"),
        (EST_HEAD, "/motion separate M-1 0", "is not a number"),
        (EST_HEAD, "/motion separate M-1 3", "no paragraph 3"),
        (EST_HEAD, "/motion separate M-2 1", "is itself part of"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_amendments_that_are_refused(house: World, person: Person, text: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies wide open."')
    before = await house.entries()
    assert told in await house.front.say(person, text)
    assert await house.entries() == before


async def test_amendment_after_the_opening_is_refused_and_under_vote_is_not_accepted(house: World) -> None:
    """The mover accepts before voting opens; a text in the vote is not amended."""
    await proposed(house)
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies wide open."')
    await house.pass_time(DEBATE)
    assert "cannot be used on M-2" in await house.front.say(LVA, "/motion accept M-2")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.VOTING
    assert "cannot be used on M-1" in await house.front.say(FIN, '/motion amend M-1 "1. Other."')
