"""Adoption by consensus: the chair asks, and nobody objects in the time shown; or somebody does."""

from datetime import timedelta

import pytest

from bot.domain.addresses import Platform
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, Person
from tests.behaviour.charter import CHARTER
from tests.behaviour.silence import ROUTINE, SECOND, elect, flat, pass_until, revoke
from tests.behaviour.world import World

DEBATED = '/motion open debated "Open skies" "1. The skies are open."'
MINUTES = timedelta(minutes=10)
ASKED_FOR_LONG = "/motion consensus M-1 within:2h"


async def asked(house: World, line: str = "/motion consensus M-1") -> str:
    """Table a motion with a debate, and have the chair of the council ask for consensus."""
    await house.front.say(SECRETARY, DEBATED)
    return await house.front.say(EST_HEAD, line)


async def test_nobody_objects_and_it_is_adopted_without_a_vote(world: World) -> None:
    """On every front: the question stands for ten minutes, and is answered by their passing."""
    assert "The question is put" in await asked(world)
    await world.pass_time(MINUTES)
    assert await world.phase() is Phase.DEBATE
    await world.pass_time(timedelta(seconds=1))
    await world.settle()
    assert await world.phase() is Phase.ADOPTED_WITHOUT_VOTE
    assert "by consensus, without a vote" in "\n".join(await world.front.posts())


async def test_one_objection_sends_it_its_ordinary_way(world: World) -> None:
    """On every front: it stays in debate, and voting opens when it would have."""
    await asked(world)
    opens = (await world.motion()).opens_at
    assert "goes its ordinary way" in await world.front.say(BRA, '/motion object M-1 "We want a vote."')
    await world.pass_time(timedelta(hours=1))
    assert await world.phase() is Phase.DEBATE
    await world.pass_time(opens - world.clock.now())
    assert await world.phase() is Phase.VOTING


async def test_objection_after_the_time_is_late_though_no_job_has_run(house: World) -> None:
    """The instant is inclusive, and no job needs to have run."""
    await asked(house)
    house.clock.advance(MINUTES + timedelta(microseconds=1))
    assert await house.phase() is Phase.COUNTING
    assert "cannot be used on M-1" in await house.front.say(BRA, '/motion object M-1 "Late."')


async def test_vote_that_falls_due_meanwhile_waits_for_the_answer(house: World) -> None:
    """A question put shortly before the vote is answered first."""
    await house.front.say(SECRETARY, DEBATED)
    opens = (await house.motion()).opens_at
    await house.pass_time(opens - timedelta(minutes=2) - house.clock.now())
    await house.front.say(EST_HEAD, "/motion consensus M-1")
    await house.pass_time(timedelta(minutes=3))
    assert await house.phase() is Phase.DEBATE
    await house.front.say(BRA, '/motion object M-1 "A vote, please."')
    await house.pass_time(timedelta(minutes=1))
    assert await house.phase() is Phase.VOTING


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, "/motion consensus M-1", "is for the chair"),
        (SECRETARY, "/motion consensus M-1", "is for delegations"),
        (EST_HEAD, "/motion consensus M-1 within:2m", "at least 10 minutes"),
        (BRA, '/motion object M-1 "No."', "has not asked for consensus"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_questions_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """The chair alone asks, and gives members their time."""
    await house.front.say(SECRETARY, DEBATED)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_chair_does_not_ask_twice(house: World) -> None:
    """Neither while the question stands nor after a member has objected."""
    await asked(house)
    assert "stands already" in await house.front.say(EST_HEAD, "/motion consensus M-1")
    await house.front.say(FIN, '/motion object M-1 "No."')
    assert "has objected to consensus" in await house.front.say(EST_HEAD, "/motion consensus M-1")


@pytest.mark.parametrize(("person", "told"), [(HUN, "does not have the right to object"), (POL, "no place")])
async def test_who_has_no_vote_objects_to_no_consensus(house: World, person: Person, told: str) -> None:
    """A suspended member, or one without a seat, is not asked."""
    await asked(house)
    assert told in await house.front.say(person, '/motion object M-1 "No."')


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (SECRETARY, "/motion vote M-1"),
        (SECRETARY, '/motion postpone M-1 "Later."'),
        (SECRETARY, '/motion correct M-1 "1. The skies are wide open." "Left out."'),
        (BRA, '/motion amend M-1 "1. The skies are closed."'),
        (BRA, '/motion recuse M-1 "We own the airline."'),
        (BRA, '/motion challenge M-1 sanctions reason:"It costs."'),
    ],
    ids=lambda value: value.partition(" M-1")[0] if isinstance(value, str) else "",
)
async def test_nothing_else_is_done_to_the_motion_while_the_question_stands(
    house: World, person: Person, line: str
) -> None:
    """What everyone was asked about stays as it was asked; who wants it otherwise objects."""
    await asked(house)
    before = await house.entries()
    assert "The chair has asked for consensus on M-1" in flat(await house.front.say(person, line))
    assert await house.entries() == before
    await house.front.say(FIN, '/motion object M-1 "We want that."')
    assert "The chair has asked" not in await house.front.say(person, line)


async def test_mover_may_withdraw_while_the_question_stands(house: World) -> None:
    """What is withdrawn is not adopted, and the question is no longer shown as standing."""
    await asked(house)
    assert "This was not done" not in await house.front.say(SECRETARY, "/motion withdraw M-1")
    await house.pass_time(MINUTES + SECOND)
    assert await house.phase() is Phase.WITHDRAWN
    assert not any("[Object" in post for post in await house.front.posts())


async def test_motion_held_by_an_amendment_is_not_put_to_consensus(house: World) -> None:
    """Its text is not settled yet."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(BRA, '/motion amend M-1 "1. The skies are closed."')
    assert "other motions come first" in flat(await house.front.say(EST_HEAD, "/motion consensus M-1"))


async def test_amendment_is_not_put_to_consensus(house: World) -> None:
    """It is voted right before its motion, or accepted by the mover."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(BRA, '/motion amend M-1 "1. The skies are closed."')
    assert "other motions come first" in flat(await house.front.say(EST_HEAD, "/motion consensus M-2"))


async def test_consensus_is_no_way_round_a_silence_that_waits(house: World) -> None:
    """A text that waits for a member's credential cannot be adopted in ten minutes instead."""
    elect(house, "EST")
    revoke(house, house.front.account(POL))
    await house.front.say(SECRETARY, ROUTINE)
    assert "never consensus" in flat(await house.front.say(EST_HEAD, "/motion consensus M-1"))


async def test_longer_time_may_be_given(house: World) -> None:
    """The charter's is the least."""
    await asked(house, ASKED_FOR_LONG)
    await house.pass_time(timedelta(hours=2))
    assert await house.phase() is Phase.DEBATE
    await house.pass_time(SECOND)
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def test_each_delegation_that_may_object_is_asked_and_a_button_asks_for_its_words(world: World) -> None:
    """On every front: ten minutes are short, so the question comes to each delegation itself."""
    await asked(world)
    await world.settle()
    for person in (BRA, LVA, FIN):
        assert any("asked for consensus until" in text for text in await world.front.direct(person))
    for person in (HUN, POL):
        assert not any("asked for consensus" in text for text in await world.front.direct(person))
    assert "text" in (await world.front.press(BRA, "asked for consensus", "Object")).casefold()
    motion = await world.motion()
    assert motion.course.consensus is not None
    assert motion.course.consensus.stands


async def test_posts_of_the_question_lose_their_button_with_its_answer(house: World) -> None:
    """An objection answers it at once."""
    await asked(house)
    await house.settle()
    await house.front.say(FIN, '/motion object M-1 "No."')
    await house.settle()
    assert not any("[Object" in post for post in (*await house.front.posts(), *await house.front.direct(BRA)))


async def test_objection_with_another_text_is_told_with_it(house: World) -> None:
    """Whoever objects may say what it would adopt instead."""
    await asked(house)
    await house.front.say(BRA, '/motion object M-1 "Too wide." amendment:"1. Some skies are open."')
    await house.settle()
    told = flat("\n".join(await house.front.posts()))
    assert "Too wide." in told
    assert "The text that it would adopt instead:" in told
    assert "1. Some skies are open." in told


async def test_vote_that_was_due_meanwhile_gets_its_whole_period(house: World) -> None:
    """An objection takes nothing from the time to vote, and the roll is of the instant it opens."""
    await house.front.say(SECRETARY, DEBATED)
    first = await house.motion()
    await pass_until(house, first.opens_at - timedelta(hours=1))
    await house.front.say(EST_HEAD, ASKED_FOR_LONG)
    await house.pass_time(timedelta(minutes=90))
    await house.front.say(BRA, '/motion object M-1 "A vote, please."')
    broken = house.clock.now()
    await house.pass_time(SECOND)
    motion = await house.motion()
    assert motion.rules is not None
    assert (motion.opens_at, motion.closes_at) == (broken, broken + (first.closes_at - first.opens_at))
    assert motion.extended_for is None


async def test_member_concerned_neither_asks_nor_objects(house: World) -> None:
    """The chair steps aside for the vice-chair; where the kind excludes it, it has no part in the question."""
    await house.apply(
        CHARTER.replace('debate = "48h"\n\n[kinds.second', 'debate = "48h"\nconcerned = "excluded"\n\n[kinds.second'),
    )
    await house.front.say(SECRETARY, f"{DEBATED} concerns:EST")
    assert "Finland" in await house.front.say(EST_HEAD, "/motion consensus M-1")
    assert "The question is put" in await house.front.say(FIN, "/motion consensus M-1")
    assert "is the member that M-1 is about" in flat(await house.front.say(EST_HEAD, '/motion object M-1 "No."'))


async def test_recused_member_objects_to_no_consensus(house: World) -> None:
    """It has left the electorate before the question."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(BRA, '/motion recuse M-1 "We own the airline."')
    await house.front.say(EST_HEAD, "/motion consensus M-1")
    assert "recused" in await house.front.say(BRA, '/motion object M-1 "No."')


async def test_objection_to_consensus_is_not_taken_back(house: World) -> None:
    """It has been acted on."""
    await asked(house)
    await house.front.say(BRA, '/motion object M-1 "No."')
    assert "cannot be used on M-1" in await house.front.say(BRA, "/motion unobject M-1")
    assert "has not asked for consensus" in flat(await house.front.say(FIN, '/motion object M-1 "No."'))


async def test_outage_in_the_time_of_a_question_has_it_put_again(house: World) -> None:
    """An outage decides nothing: everyone gets the whole of the time from the return, whoever comes first then."""
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.beat()
    await asked(house)
    await house.settle()
    house.clock.advance(timedelta(minutes=30))
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.beat()
    back = house.clock.now()
    await house.house.round()
    assert await house.phase() is Phase.DEBATE
    consensus = (await house.motion()).course.consensus
    assert consensus is not None
    assert consensus.until == back + MINUTES
    assert "objected" in await house.front.say(BRA, '/motion object M-1 "No."')


async def test_short_outage_in_a_longer_question_changes_nothing(house: World) -> None:
    """Members had their ten minutes and more after it."""
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.beat()
    await asked(house, ASKED_FOR_LONG)
    house.clock.advance(timedelta(minutes=60))
    await house.house.beat()
    for _ in range(31):
        house.clock.advance(timedelta(minutes=2))
        await house.house.beat()
    await house.house.round()
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def in_reach() -> str | None:
    """Say that the platform is in reach."""
    return None
