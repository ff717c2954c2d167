"""The council: seats on any date, who stands for them, a fixed order, vacancies, and what is refused."""

from datetime import datetime, timedelta

import pytest

from bot.domain.membership import Status
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, REVIEWER, SECRETARY, STRANGER, Person
from tests.behaviour.chamber import (
    DAY,
    ELECTED,
    ORDERED,
    ROTATES,
    SECOND,
    VOTING,
    change,
    elect,
    posted,
    rank,
    seats,
)
from tests.behaviour.world import World


async def test_seats_tell_holder_tenure_and_end_on_any_date(house: World) -> None:
    """Past and future; seats at large that came with the roster end with the rotation, once there is one."""
    before = await seats(house)
    assert "4 are held, 0 in abeyance, 1 vacant" in before
    assert "20 Dec" not in before
    await house.apply(ELECTED)
    now = await seats(house)
    assert now.count("Sun 20 Dec 2026, 00:00 EET") == 3, "two seats and the rotation itself"
    assert "Brazil" in await seats(house, "2026-12-19 23:59")
    later = await seats(house, "2026-12-20")
    assert "2 are held, 0 in abeyance, 3 vacant" in later
    assert "Brazil" not in later
    assert "0 are held" in await seats(house, "2020-01-01")


async def test_body_without_a_rotation_shows_its_seats_all_the_same(house: World) -> None:
    """And one without seats has none to show."""
    assert "Council: seats" in await seats(house)
    assert "has no seats" in await house.front.say(STRANGER, "/council show body:assembly")


async def test_suspended_holder_keeps_its_seat_in_abeyance(house: World) -> None:
    """It counts among the five, is not filled, and resumes on reinstatement; one at large ends with its term."""
    await house.apply(ELECTED)
    await change(house, "LVA", Status.SUSPENDED)
    await change(house, "FIN", Status.SUSPENDED)
    shown = await seats(house)
    assert "2 are held, 2 in abeyance, 1 vacant" in shown
    assert "core, in abeyance" in shown
    assert "at-large, in abeyance" in shown
    assert "1 is held, 1 in abeyance, 3 vacant" in await seats(house, "2026-12-20")
    await change(house, "LVA", Status.ACTIVE)
    assert "3 are held, 1 in abeyance, 1 vacant" in await seats(house)


@pytest.mark.parametrize("member", ["LVA", "BRA"])
async def test_seat_of_a_former_member_is_vacant(house: World, member: str) -> None:
    """Core or at large: it ends with the membership, and the council and the secretariat hear of it."""
    await house.apply(ELECTED)
    await house.pass_time(DAY)
    await change(house, member, Status.EXPIRED)
    assert "3 are held, 0 in abeyance, 2 vacant" in await seats(house)
    assert "left its seat of Council" in await posted(house)
    assert "left its seat of Council" in "\n".join(await house.front.direct(SECRETARY))
    assert "4 are held" in await seats(house, "2026-11-23 12:00")


async def test_former_member_does_not_take_the_seat_it_was_elected_to(house: World) -> None:
    """A seat that begins later goes with the membership too."""
    await house.apply(ELECTED)
    await elect(house, POL)
    await house.pass_time(VOTING + SECOND)
    assert "3 are held" in await seats(house, "2026-12-20")
    await change(house, "POL", Status.EXPIRED)
    assert "2 are held" in await seats(house, "2026-12-20")


async def test_nomination_is_told_to_everyone_and_shown_with_the_seats(world: World) -> None:
    """On every front; the secretariat may record one for a member that asks it to."""
    await world.apply(ELECTED)
    assert "Poland stands for a seat of Council" in await world.front.say(POL, "/council nominate")
    assert "stands for a seat of Council" in await posted(world)
    assert "Nominated" in await seats(world)


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (HUN, "/council nominate", "Hungary is suspended"),
        (EST_HEAD, "/council nominate", "Estonia has a core seat"),
        (BRA, "/council nominate", "Mon 20 Dec 2027"),
        (POL, "/council nominate LVA", "nominates its own state only, here Poland"),
        (SECRETARY, "/council nominate", "Name the member that stands"),
        (SECRETARY, "/council nominate XXX", "not a state on the roster"),
        (REVIEWER, "/council nominate", "is for delegations"),
        (POL, "/council nominate body:assembly", "has no seats"),
        (SECRETARY, "/council rotate", "Nobody stands"),
        (SECRETARY, "/council rotate assembly", "has no seats"),
        (POL, "/council rotate", "is for the secretariat"),
        (POL, "/council fill M-1", "is for the secretariat"),
        (SECRETARY, "/council fill M-9", "M-9"),
        (STRANGER, "/council show 2026-13-45", "2026-13-45"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_on_seats_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await house.apply(ELECTED)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_nobody_stands_twice(house: World) -> None:
    """Nominated already, by itself."""
    await house.apply(ELECTED)
    await house.front.say(POL, "/council nominate")
    assert "stands for a seat of Council already" in await house.front.say(SECRETARY, "/council nominate POL")


async def test_short_rest_does_not_bar_from_reelection(house: World) -> None:
    """Poland fills a vacant seat for less than four weeks, and is elected for the year after it."""
    await house.apply(ELECTED)
    await elect(house, POL, vacant=True)
    await house.pass_time(VOTING + SECOND)
    assert "Poland" in await seats(house)
    assert "stands for" in await house.front.say(POL, "/council nominate")


@pytest.mark.parametrize(
    ("line", "told"),
    [("/council nominate POL", "does not say how the seats of Council rotate"), ("/council rotate", "at_large")],
)
async def test_charter_that_does_not_say_how_seats_rotate_has_no_elections(house: World, line: str, told: str) -> None:
    """The refusal says what to add."""
    assert told in await house.front.say(SECRETARY, line)


async def test_fixed_order_gives_the_seats_to_the_next_at_once(house: World) -> None:
    """Poland first; Hungary is suspended, Latvia has a core seat, Brazil and Finland retire: two seats stay vacant."""
    await house.apply(ORDERED)
    assert "go round in a fixed order" in await house.front.say(POL, "/council nominate")
    given = await house.front.say(SECRETARY, "/council rotate")
    assert "It is the turn of" in given
    assert "Poland" in given
    assert "2 seats stay vacant" in given
    assert "has a seat of Council from Sun 20 Dec 2026" in await posted(house)
    assert "Poland" not in await seats(house)
    assert "Poland" in await seats(house, "2026-12-20")
    assert "Nobody stands" in await house.front.say(SECRETARY, "/council rotate")


async def test_fixed_order_leaves_no_seat_to_give_where_all_are_given(house: World) -> None:
    """A second rotation before the day finds nothing to do."""
    charter = ORDERED.replace("seats = 5", "seats = 3").replace("at least 3 of 5 seats", "at least 2 of 3 seats")
    await change(house, "BRA", Status.EXPIRED)
    await house.apply(charter)
    await house.front.say(SECRETARY, "/council rotate")
    assert "are given for the time after the rotation" in await house.front.say(SECRETARY, "/council rotate")
    assert "No seat of Council is vacant" in await house.front.say(SECRETARY, "/council rotate vacant:yes")


async def vacancy(house: World, member: str, *, adopted: bool = True, number: int = 1) -> None:
    """Have the assembly vote on a member for the vacant seat."""
    line = f'/motion open vacancy "A seat for {member}" "1. The seat." concerns:{member}'
    assert f"M-{number}" in await house.front.say(SECRETARY, line)
    await house.vote(number, est="yes" if adopted else "no", lva="yes" if adopted else "no")
    await house.pass_time(VOTING + SECOND)


async def test_adopted_election_is_recorded_for_the_rest_of_the_term(house: World) -> None:
    """From the record on until the rotation; once only, and told to everyone."""
    await house.apply(ELECTED)
    await vacancy(house, "POL")
    assert "Poland has a seat of Council from now on, until Sun 20 Dec 2026" in await house.front.say(
        SECRETARY, "/council fill M-1"
    )
    assert "5 are held" in await seats(house)
    assert "Poland has a seat of Council" in await posted(house)
    assert "on record already" in await house.front.say(SECRETARY, "/council fill M-1")
    assert "Poland" not in await seats(house, "2026-12-20")


async def test_election_that_gives_no_seat_is_not_recorded(house: World) -> None:
    """Not adopted, of another member, of one that has a seat, of a kind that fills none, with no seat left."""
    await house.apply(ELECTED)
    await vacancy(house, "POL", adopted=False)
    await vacancy(house, "POL", number=2)
    await vacancy(house, "BRA", number=3)
    await house.front.say(SECRETARY, '/motion open declaration "Open skies" "1. Open."')
    await change(house, "HUN", Status.ACTIVE)
    await vacancy(house, "HUN", number=5)
    before = await house.entries()
    for line, told in (
        ("M-1", "M-1 was not adopted"),
        ("M-2 member:LVA", "M-2 elected"),
        ("M-3", "has a seat of Council at that time already"),
        ("M-4", "of the kind declaration, which elects to no seat. Kinds that do: vacancy"),
    ):
        assert told in await house.front.say(SECRETARY, f"/council fill {line}")
    assert await house.entries() == before
    await house.front.say(SECRETARY, "/council fill M-2 member:POL")
    assert "No seat of Council is vacant" in await house.front.say(SECRETARY, "/council fill M-5")


async def test_charter_without_a_kind_that_fills_seats_says_so(house: World) -> None:
    """The refusal names both ways out."""
    await house.front.say(SECRETARY, '/motion open declaration "Open skies" "1. Open."')
    assert "the charter has no kind that does" in await house.front.say(SECRETARY, "/council fill M-1")


async def test_election_that_would_close_after_the_rotation_waits_for_it(house: World) -> None:
    """The seats are vacant then, and elected to for the rest of the term."""
    await house.apply(ELECTED)
    await house.front.say(POL, "/council nominate")
    await house.pass_time(ROTATES - house.clock.now() - DAY)
    assert "after the rotation of Sun 20 Dec 2026" in await house.front.say(SECRETARY, "/council rotate")
    await house.pass_time(2 * DAY)
    assert "3 vacant seats of Council" in await house.front.say(SECRETARY, "/council rotate vacant:yes")
    await rank(house, 1, {LVA: "POL"})
    await house.pass_time(VOTING + SECOND)
    shown = await seats(house)
    assert "Poland" in shown
    assert "Mon 20 Dec 2027" in shown


async def test_rotated_council_votes_with_those_who_sit_in_it(house: World) -> None:
    """A vote that opens at the very midnight has the new roll."""
    await house.apply(ELECTED)
    await elect(house, POL)
    await house.pass_time(VOTING + SECOND)
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open." opens:2026-12-20')
    await house.pass_time(ROTATES - house.clock.now() + timedelta(minutes=1))
    assert "Ballot recorded" in await house.front.say(POL, "/vote M-2 yes")
    assert "no place" in await house.front.say(FIN, "/vote M-2 yes")


def test_rotation_of_the_suite_is_midnight_in_tallinn() -> None:
    assert datetime.fromisoformat("2026-12-20T00:00:00+02:00") == ROTATES
