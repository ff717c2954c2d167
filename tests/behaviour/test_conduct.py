"""How the secretariat and the chair conduct a motion: adjourn, start, close, extend; votes and rotations of seats."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import CharterApplied
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import START, World

DAY, HOUR, SECOND = timedelta(hours=24), timedelta(hours=1), timedelta(seconds=1)
DEBATE, VOTING = timedelta(hours=48), timedelta(hours=72)
DEBATED = '/motion open debated "Open skies" "1. Open."'
RESOLUTION = '/motion open resolution "Open skies" "1. Open."'
COUNCIL = "seats = 5"
"""The council's line in the charter; its seats rotate at 0:00 in Tallinn, two hours before that in UTC."""


async def rotating_seats(house: World, day: str) -> None:
    """Have the council's seats rotate on a day of each year."""
    text = CHARTER.replace(COUNCIL, f'{COUNCIL}\nrotation = "{day}"')
    assert text != CHARTER
    now = house.clock.now()
    await house.house.writer.write(lambda uow: uow.record(house.code, CharterApplied(text=text), at=now, by="test"))


def midnight(day: int, month: int = 11) -> datetime:
    """Give the beginning of a day in Tallinn, in winter."""
    return datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=2)


async def test_vote_is_not_set_across_a_rotation_of_seats(house: World) -> None:
    """By instants that were asked for it is refused, with the day; before and after it is not."""
    await rotating_seats(house, "11-28")
    before = await house.entries()
    for asked in ("opens:2d", "closes:2026-11-28", 'opens:"2026-11-27 23:59"'):
        refused = await house.front.say(SECRETARY, f"{RESOLUTION} {asked}")
        assert "no vote may run across" in refused, asked
        assert "Sat 28 Nov 2026, 00:00" in refused
    assert await house.entries() == before
    await house.front.say(SECRETARY, f"{RESOLUTION} closes:2026-11-27")
    await house.front.say(SECRETARY, f"{RESOLUTION} opens:2026-11-28")
    assert (await house.motion(1)).closes_at < midnight(28)
    assert (await house.motion(2)).opens_at == midnight(28)


async def test_vote_that_closes_as_the_seats_rotate_does_not_cross_that(house: World) -> None:
    """The deadline is inclusive: it is over at that instant."""
    await rotating_seats(house, "11-28")
    answer = await house.front.say(SECRETARY, f'{RESOLUTION} opens:"2026-11-25" closes:"2026-11-28 00:00"')
    assert "not done" not in answer
    assert (await house.motion()).closes_at == midnight(28)


async def test_vote_set_by_the_clock_opens_after_the_rotation(house: World) -> None:
    """The debate ends two days before; the vote takes its whole time from the day on, by the roll of that day."""
    await rotating_seats(house, "11-27")
    await house.front.say(SECRETARY, DEBATED)
    await house.pass_time(DEBATE)
    motion = await house.motion()
    assert (motion.opens_at, motion.closes_at) == (midnight(27), midnight(27) + VOTING)
    assert await house.phase() is Phase.DEBATE
    assert "opens after that" not in await house.front.say(POL, "/motion show M-1")
    await house.pass_time(midnight(27) - house.clock.now())
    assert await house.phase() is Phase.VOTING


async def test_vote_started_by_hand_opens_after_the_rotation_too(house: World) -> None:
    """Whoever starts it is told so."""
    await rotating_seats(house, "11-28")
    await house.front.say(SECRETARY, f"{DEBATED} opens:2026-11-29")
    await house.pass_time(DEBATE + HOUR)
    assert "opens after that" in await house.front.say(SECRETARY, "/motion vote M-1")
    motion = await house.motion()
    assert (motion.opens_at, motion.closes_at) == (midnight(28), midnight(28) + VOTING)


async def test_vote_opened_late_gets_its_time_after_the_rotation(house: World) -> None:
    """The bot was down at the opening; the whole period from now on would cross the rotation."""
    await rotating_seats(house, "11-29")
    await house.front.say(SECRETARY, DEBATED)
    await house.pass_time(DEBATE + timedelta(hours=72))
    motion = await house.motion()
    assert motion.opens_at == midnight(29)
    await house.pass_time(midnight(29) - house.clock.now())
    motion = await house.motion()
    assert await house.phase() is Phase.VOTING
    assert motion.closes_at == midnight(29) + VOTING


async def test_vote_that_should_have_opened_before_a_rotation_is_opened_after_it(house: World) -> None:
    """The bot was down over both instants: the roll is that of the new seats, and the vote has its whole time."""
    await rotating_seats(house, "11-29")
    await house.front.say(SECRETARY, DEBATED)
    house.clock.advance(timedelta(days=8))
    for _ in range(2):
        await house.house.round()
    motion = await house.motion()
    assert (motion.opens_at, motion.closes_at) == (midnight(29), house.clock.now() + VOTING)


async def test_chair_does_not_extend_a_vote_across_a_rotation(house: World) -> None:
    """Up to it is allowed."""
    await rotating_seats(house, "11-28")
    await house.front.say(SECRETARY, RESOLUTION)
    assert "no vote may run across" in await house.front.say(EST_HEAD, '/motion extend M-1 "2026-11-28 10:00" "More."')
    assert "now closes" in await house.front.say(EST_HEAD, '/motion extend M-1 "2026-11-28 00:00" "More."')


async def test_time_of_an_adjournment_is_no_debate(house: World) -> None:
    """An hour of debate, five days of pause: the secretariat may start the vote after 47 more hours."""
    await house.front.say(SECRETARY, f"{DEBATED} opens:20d")
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, '/motion postpone M-1 "Later." until:2d')
    await house.pass_time(timedelta(days=2, hours=1))
    await house.front.say(SECRETARY, '/motion postpone M-1 "Later still."')
    await house.pass_time(timedelta(days=3))
    await house.front.say(SECRETARY, "/motion resume M-1")
    await house.pass_time(DEBATE - 3 * HOUR)
    assert "can begin" in await house.front.say(SECRETARY, "/motion vote M-1")
    await house.pass_time(HOUR)
    assert "is open for voting" in await house.front.say(SECRETARY, "/motion vote M-1")


@pytest.mark.parametrize(("until", "left"), [("until:4d", timedelta(days=1)), ("", timedelta(0))])
async def test_held_motion_keeps_its_whole_time_to_vote_through_an_adjournment(
    house: World, until: str, left: timedelta
) -> None:
    """Its opening had passed when the debate was adjourned; the amendment is decided during the pause."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, '/motion amend M-1 "1. Skies and seas open."')
    await house.pass_time(DEBATE)
    await house.pass_time(12 * HOUR)
    assert await house.phase(2) is Phase.VOTING
    await house.front.say(SECRETARY, f'/motion postpone M-1 "Later." {until}')
    await house.pass_time(timedelta(days=3))
    assert await house.phase(2) is Phase.NOT_ADOPTED
    assert await house.phase() is Phase.POSTPONED
    await house.pass_time(left)
    if not until:
        await house.front.say(SECRETARY, "/motion resume M-1")
    motion = await house.motion()
    assert await house.phase() is Phase.VOTING
    assert (motion.opens_at, motion.closes_at) == (house.clock.now(), house.clock.now() + VOTING)


async def test_adjourned_debate_can_be_resumed_before_its_instant(house: World) -> None:
    """What was left of the time runs from then on, not from the instant named."""
    await house.front.say(SECRETARY, DEBATED)
    await house.pass_time(12 * HOUR)
    await house.front.say(SECRETARY, '/motion postpone M-1 "Later." until:10d')
    await house.pass_time(DAY)
    await house.front.say(SECRETARY, "/motion resume M-1")
    motion = await house.motion()
    assert motion.opens_at - house.clock.now() == DEBATE - 12 * HOUR
    assert motion.closes_at - motion.opens_at == VOTING


async def test_close_waits_for_what_the_charter_says(house: World) -> None:
    """At the deadline only where ballots may change; in silence at the expiry; with the grace of a second."""
    await house.front.say(SECRETARY, RESOLUTION)
    for person in (EST_HEAD, LVA, FIN, BRA):
        await house.front.say(person, "/vote M-1 yes")
    assert "not done" in await house.front.say(SECRETARY, "/motion close M-1")
    house.clock.advance(VOTING)
    assert await house.phase() is Phase.VOTING
    assert "not done" in await house.front.say(SECRETARY, "/motion close M-1")
    house.clock.advance(SECOND)
    assert "Adopted" in await house.front.say(SECRETARY, "/motion close M-1")
    assert "cannot be used on M-1" in await house.front.say(SECRETARY, "/motion close M-1")


async def test_decided_vote_is_closed_early_after_its_least_time(world: World) -> None:
    """On every front: final ballots make it certain, but not before an hour has run."""
    await world.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    for person in (EST_HEAD, LVA):
        await world.front.say(person, "/vote cast M-1 yes confirm:yes")
    await world.pass_time(HOUR)
    assert "not done" in await world.front.say(SECRETARY, "/motion close M-1")
    await world.front.say(FIN, "/vote cast M-1 yes confirm:yes")
    assert await world.phase() is Phase.VOTING
    assert "Adopted" in await world.front.say(SECRETARY, "/motion close M-1")
    assert (await world.motion()).result is not None


async def test_decided_vote_stays_open_for_its_least_time(house: World) -> None:
    """A certain result is not declared before it."""
    await house.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    for person in (EST_HEAD, LVA, FIN):
        await house.front.say(person, "/vote cast M-1 yes confirm:yes")
    await house.pass_time(HOUR - SECOND)
    assert "not done" in await house.front.say(SECRETARY, "/motion close M-1")
    await house.pass_time(SECOND)
    assert "Adopted" in await house.front.say(SECRETARY, "/motion close M-1")


async def test_end_of_a_motion_is_told(house: World) -> None:
    """By the chair with its reason, and by the mover: the news stands beside the card."""
    await house.front.say(SECRETARY, DEBATED)
    await house.front.say(LVA, '/motion propose proposal "Second" "1. X."')
    await house.settle()
    await house.front.say(EST_HEAD, '/motion void M-1 "Not ours."')
    await house.front.say(LVA, "/motion withdraw M-2")
    await house.settle()
    told = "\n".join(await house.front.posts())
    assert "It ended: void." in told
    assert "Not ours." in told
    assert "It ended: withdrawn." in told


async def test_draft_keeps_the_later_opening_that_it_was_given(house: World) -> None:
    """Tabled in time it opens then; tabled late it has its whole debate."""
    await house.front.say(SECRETARY, f"{DEBATED} draft:yes opens:10d")
    await house.front.say(SECRETARY, f"{DEBATED} draft:yes opens:3d")
    await house.pass_time(timedelta(days=2))
    for number in (1, 2):
        await house.front.say(SECRETARY, f"/motion table M-{number}")
    assert (await house.motion(1)).opens_at == START + timedelta(days=10)
    assert (await house.motion(2)).opens_at == house.clock.now() + DEBATE


async def test_rules_in_force_are_told(world: World) -> None:
    """On every front, to anyone: bodies with their chairs, kinds with rule, quorum, periods and seconds."""
    told = re.sub(r"\s*\n(│ )?\s*", " ", await world.front.say(STRANGER, "/alliance charter"))
    for words in (
        "Estonia (named in the charter)",
        "nobody (by election)",
        "at least 3 of 5 seats",
        "at least 1/2 of entitled members voted",
        "needs 2 seconds within 3 days",
        "asked for by the chair or 2 members: at once, voting takes 12 hours",
        "A tie is settled by the chair.",
        "Adopted in silence, unless a member objects.",
        "Voting opens 3 days after tabling and takes 3 days.",
    ):
        assert words in told, words


async def test_rules_in_force_name_the_rotation_of_seats(house: World) -> None:
    """The next one, of the body whose seats rotate."""
    await rotating_seats(house, "11-28")
    told = re.sub(r"\s*\n(│ )?\s*", " ", await house.front.say(HUN, "/alliance charter"))
    assert "5 seats. Its seats rotate next Sat 28 Nov 2026, 00:00" in told
