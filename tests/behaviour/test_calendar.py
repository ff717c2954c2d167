"""Days of the calendar: reminders before a rotation and before the summit, each once and in order; what is due."""

import re
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.charters.load import parse_charter
from bot.commands.administration import found_alliance
from bot.commands.clock import meet
from bot.domain.deadlines import Due
from bot.domain.events import DayAnnounced, DayScheduled
from bot.ports import UnitOfWork
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, POL, SECRETARY, STRANGER
from tests.behaviour.chamber import DAY, ELECTED, ORDERED, ROTATES, SUMMIT, VOTING, elect, posted
from tests.behaviour.charter import CHARTER, changed
from tests.behaviour.world import START, World

ROTATING = changed(("seats = 5\n", 'seats = 5\nrotation = "12-20"\n'))


async def told(house: World) -> list[DayAnnounced]:
    """Give the announcements on record, in order."""

    def look(uow: UnitOfWork) -> list[DayAnnounced]:
        events = (uow.journal.event(house.code, entry.seq) for entry in uow.journal.entries(house.code))
        return [event for event in events if isinstance(event, DayAnnounced)]

    return await house.house.writer.read(look)


async def until(house: World, days: int) -> None:
    """Let the time pass to so many days before the rotation, and a minute."""
    await house.pass_time(ROTATES - timedelta(days=days) + timedelta(minutes=1) - house.clock.now())


async def test_rotation_is_announced_to_the_council_and_to_the_secretariat(world: World) -> None:
    """On every front: seven days before, the day before, and on the day; what there is to do is said with it."""
    await world.apply(ELECTED)
    await until(world, 7)
    posts = await posted(world)
    assert "The seats at large of Council rotate" in posts
    assert "3 seats are still to be given" in posts
    assert "Nobody has been nominated yet" in posts
    assert "/council rotate" in posts
    assert "rotate" in "\n".join(await world.front.direct(SECRETARY))
    assert "rotate" not in "\n".join(await world.front.direct(EST_HEAD))
    await world.front.say(POL, "/council nominate")
    await until(world, 1)
    assert "Nominated so far" in await posted(world)
    await until(world, 0)
    assert "have rotated" in await posted(world)


async def test_reminder_tells_of_the_election_that_runs_and_of_seats_that_are_given(house: World) -> None:
    """Nobody is asked to do what has been done."""
    await house.apply(ELECTED.replace('kind = "seats"', 'kind = "seats", reminders = [25, 20, 1]'))
    await elect(house, POL)
    await until(house, 25)
    assert "An election to these seats is under way" in await posted(house)
    await house.pass_time(VOTING)
    await until(house, 20)
    assert "2 seats are still to be given" in await posted(house)


async def test_fixed_order_is_reminded_of_in_its_own_words(house: World) -> None:
    """There is nobody to nominate."""
    await house.apply(ORDERED)
    await until(house, 7)
    assert "They go to the next in order" in await posted(house)


async def test_bot_that_slept_tells_each_reminder_once_and_in_order(house: World) -> None:
    """Late ones say so; what is to be done is told on the day alone; the next year is on record."""
    await house.apply(ELECTED)
    await house.pass_time(timedelta(days=40))
    missed = await told(house)
    assert [each.at - each.due_at for each in missed] == [7 * DAY, DAY, timedelta(0)]
    assert all(each.late for each in missed)
    posts = await posted(house)
    assert posts.count("This comes late") == 3
    assert posts.count("are vacant") == 1
    assert "still to be given" not in posts
    await house.pass_time(timedelta(days=300))
    assert [each.at.year for each in await told(house)][3:] == [2027]


async def test_summit_is_announced_and_stands_in_the_calendar(house: World) -> None:
    """Seven days before, the day before and on the day, as the charter says."""
    await house.apply(CHARTER + SUMMIT)
    assert "The yearly summit begins" in await house.front.say(STRANGER, "/alliance calendar")
    await house.pass_time(DAY)
    assert "The yearly summit begins Tue 1 Dec 2026" in await posted(house)
    await house.pass_time(timedelta(days=7))
    assert "begins today" in await posted(house)
    assert "2027" in await house.front.say(STRANGER, "/alliance calendar")


async def test_calendar_lists_what_is_due_in_order(house: World) -> None:
    """Votes that open and close, silences, proposals, rotations; drafts are nobody's business."""
    await house.apply(ELECTED + SUMMIT)
    assert "M-" not in await house.front.say(STRANGER, "/alliance calendar")
    for line in (
        '/motion open declaration "Open skies" "1. Open."',
        '/motion open sanctions "Sanctions" "1. Freeze." impact:"Some."',
        '/motion open routine "Minutes" "1. Noted."',
    ):
        await house.front.say(SECRETARY, line)
    await house.front.say(POL, '/motion propose proposal "A proposal" "1. It."')
    await house.settle()
    calendar = await house.front.say(STRANGER, "/alliance calendar")
    for due in (
        "The vote on M-1 closes",
        "The vote on M-2 opens",
        "M-4 lapses unless it is seconded",
        "The seats of Council rotate",
        "The yearly summit begins",
    ):
        assert due in calendar
    days = [int(day) for day in re.findall(r"\w{3} (\d+) (?:Nov|Dec) 2026, \d\d:\d\d EET", calendar)]
    assert len(days) >= 5
    assert [day + 30 * (day < 23) for day in days] == sorted(day + 30 * (day < 23) for day in days)


async def test_calendar_of_an_alliance_without_anything_due_says_so(house: World) -> None:
    assert "Nothing is due" in await house.front.say(STRANGER, "/alliance calendar")


async def pending(house: World) -> list[str]:
    """Give what the clock waits for of the calendar, as subject and day."""

    def look(uow: UnitOfWork) -> list[str]:
        return [f"{each.subject} {each.at:%m-%d}" for each in uow.deadlines.of_kind(house.code, Due.ROTATION)]

    return await house.house.writer.read(look)


async def test_charter_that_changes_changes_the_days(house: World) -> None:
    """Another day, other reminders, a day that is gone: what the clock waits for is what the charter says."""
    await house.apply(ELECTED)
    assert await pending(house) == ["council 12-12", "council 12-18", "council 12-19"]
    await house.apply(ELECTED)
    assert len(await pending(house)) == 3
    await house.apply(ELECTED.replace("12-20", "12-10") + SUMMIT)
    assert await pending(house) == [
        "(summit) 11-23",
        "(summit) 11-29",
        "(summit) 11-30",
        "council 12-02",
        "council 12-08",
        "council 12-09",
    ]
    await house.apply(CHARTER)
    assert await pending(house) == []


async def test_day_that_the_charter_does_not_know_any_more_is_not_announced(house: World) -> None:
    """Also where the change came with a deadline still to be met, or past the house's own ways."""
    await house.apply(ELECTED)
    house.clock.advance(timedelta(days=20))
    await house.apply(CHARTER)
    await house.house.round()
    assert await told(house) == []
    assert await pending(house) == []


@pytest.mark.parametrize(("charter", "ends"), [(ELECTED, True), (ORDERED, True), (ROTATING, False)])
async def test_seats_of_a_roster_end_with_the_rotation_once_others_can_follow(
    house: World, charter: str, *, ends: bool
) -> None:
    """Where the charter does not say how seats are given, nobody loses one by the calendar alone."""
    await house.apply(charter)

    def look(uow: UnitOfWork) -> set[str]:
        found = uow.council.seats(house.code)
        return {f"{seat.member} {'' if seat.until is None else seat.until.isoformat()}" for seat in found}

    day = ROTATES.isoformat() if ends else ""
    assert await house.house.writer.read(look) == {"EST ", "LVA ", f"BRA {day}", f"FIN {day}"}


NAMES = count()
ZONES = ("UTC", "Europe/Tallinn", "Pacific/Auckland", "America/Sao_Paulo")


@given(
    day=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    before=st.sets(st.integers(1, 365), min_size=1, max_size=5),
    sleeps=st.lists(st.integers(1, 300), min_size=1, max_size=6),
    zone=st.sampled_from(ZONES),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_reminder_is_told_once_and_in_order_whatever_the_bot_slept_through(
    sqlite_database: Database, day: date, before: set[int], sleeps: list[int], zone: str
) -> None:
    """Over random calendars and sleeps: of each day that was scheduled, every reminder and the day itself."""
    calendar = f'\n[calendar]\nsummit = "{day:%m-%d}"\nreminders = {sorted(before)}\n'
    charter, now = parse_charter(CHARTER + calendar), START
    with sqlite_database.transaction() as uow:
        name = f"Alliance {next(NAMES)}"
        code = found_alliance(uow, name=name, time_zone=zone, language="en", charter=charter, now=now)
    for sleep in sleeps:
        now += timedelta(days=sleep)
        with sqlite_database.transaction() as uow:
            alliance = uow.alliances.get(code)
            assert alliance is not None
            while due := uow.deadlines.due(code, now, limit=1):
                assert meet(uow, alliance, due[0], now=now)
    with sqlite_database.snapshot() as uow:
        events = [uow.journal.event(code, entry.seq) for entry in uow.journal.entries(code)]
    scheduled = [event for event in events if isinstance(event, DayScheduled)]
    expected = [due for event in scheduled for due in (*event.reminders, event.at) if due <= now]
    assert [event.due_at for event in events if isinstance(event, DayAnnounced)] == expected
    assert scheduled[-1].at > now
    assert [event.at for event in scheduled] == sorted({event.at for event in scheduled})
