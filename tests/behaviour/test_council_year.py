"""A year of the Alliance of Democracies: fifteen seats, a suspension, a seat that falls vacant, and a rotation."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from adapters.bootstrap import House
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.domain.addresses import Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import BodyName, MemberCode, MotionNumber, WeightName
from bot.domain.membership import Status, Tenure
from storage.database import Database
from tests.behaviour.cast import SECRETARY, STRANGER, Person
from tests.behaviour.chamber import change, elect, posted, seats
from tests.behaviour.fronts import ConsoleUnderTest
from tests.behaviour.world import MovedClock, World

FOUNDED = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
COUNCIL = BodyName("council")
CORE = ("USA", "DEU", "FRA", "GBR", "JPN", "IND", "BRA", "ZAF")
AT_LARGE = ("EST", "CAN", "KOR", "CHL", "NLD", "AUS", "GHA")
OTHERS = ("FIN", "LVA", "POL", "SWE", "NOR", "CRI", "URY", "NZL", "BWA", "MNG")
PERSONS = {
    code: Person(name=f"{code.lower()}.head", number=100 + number, role=Role.HEAD, member=MemberCode(code))
    for number, code in enumerate((*CORE, *AT_LARGE, *OTHERS))
}


def state(code: str) -> MemberEnrolled:
    """Enter a state on the roster as the alliance is founded."""
    tenure = Tenure.CORE if code in CORE else Tenure.AT_LARGE if code in AT_LARGE else None
    return MemberEnrolled(
        member=MemberCode(code),
        name=code.title(),
        name_fr=code.title(),
        flag="",
        status=Status.ACTIVE,
        since=FOUNDED,
        weights={WeightName("population"): Fraction(1_000_000)},
        term_start=None,
        term_end=None,
        seats={} if tenure is None else {COUNCIL: tenure},
    )


@pytest.fixture
async def alliance(sqlite_database: Database) -> AsyncIterator[World]:
    """Give the alliance under its own charter behind the console, with a head of delegation for each state."""
    clock = MovedClock(FOUNDED)
    charter = parse_charter(shipped_charter("alliance-of-democracies"))
    with sqlite_database.transaction() as uow:
        code = found_alliance(
            uow, name="Alliance", time_zone="Europe/Brussels", language="en", charter=charter, now=FOUNDED
        )
        enrol_members(uow, code, [state(code) for code in PERSONS], now=FOUNDED)
    house = House(sqlite_database, clock)
    opened = World(sqlite_database, clock, house, code)
    front = ConsoleUnderTest(opened)
    with sqlite_database.transaction() as uow:
        link_channel(uow, code, channel=front.channel, purpose=Purpose.COUNCIL, now=FOUNDED)
        for person in (SECRETARY, *PERSONS.values()):
            role = person.role or Role.SECRETARIAT
            account = front.account(person)
            give_credential(uow, code, account=account, role=role, member=person.member, until=None, now=FOUNDED)
    house.notifiers[Platform.CONSOLE] = front.notifier
    opened.fronts.append(front)
    try:
        yield opened
        assert await opened.sound()
    finally:
        await house.writer.close()


async def go_to(house: World, day: str, *, minutes: int = 1) -> None:
    """Let the time pass to a day, at noon in UTC where no minutes are given."""
    there = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minutes)
    await house.pass_time(there - house.clock.now())


async def vote_by_ranking(house: World, number: int, ballots: dict[str, str]) -> None:
    """Have states rank, and the debate and the vote run."""
    await house.pass_time(timedelta(hours=72, minutes=1))
    for code, names in ballots.items():
        answer = await house.front.say(PERSONS[code], f"/vote rank M-{number} {names}")
        assert "Ballot recorded" in answer, answer
    await house.pass_time(timedelta(hours=73))


async def test_year_of_the_council(alliance: World) -> None:
    """From the founding to the second council: the count of seats is right on every day of it."""
    house = alliance
    assert "15 are held, 0 in abeyance, 0 vacant" in await seats(house)
    assert "8 are held, 0 in abeyance, 7 vacant" in await seats(house, "2028-01-01")

    await go_to(house, "2027-04-10")
    await change(house, "GBR", Status.SUSPENDED)
    assert "14 are held, 1 in abeyance, 0 vacant" in await seats(house)
    assert "No seat of Council is vacant" in await house.front.say(SECRETARY, "/council rotate vacant:yes")
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await house.pass_time(timedelta(hours=73))
    motion = await house.motion(1)
    assert motion.rules is not None
    assert motion.rules.seats == 15
    assert "abeyance" in await house.front.say(STRANGER, "/motion show M-1")

    await go_to(house, "2027-06-15")
    assert "begins today" in await posted(house)
    await change(house, "KOR", Status.WITHDRAWN)
    assert "13 are held, 1 in abeyance, 1 vacant" in await seats(house)
    called = await elect(house, PERSONS["FIN"], PERSONS["POL"], vacant=True)
    assert "1 vacant seat of Council, from the result until Sat 1 Jan 2028" in called
    ballots = {"FIN": "FIN", "LVA": "POL FIN", "SWE": "POL", "DEU": "FIN POL", "USA": "FIN", "EST": "FIN"}
    await vote_by_ranking(house, 2, ballots)
    assert "14 are held, 1 in abeyance, 0 vacant" in await seats(house)
    assert "Fin " in await seats(house)

    await go_to(house, "2027-11-03")
    assert "7 seats are still to be given" in await posted(house)
    for code in ("LVA", "SWE", "NOR", "CRI", "URY", "NZL", "BWA", "MNG"):
        await house.front.say(PERSONS[code], "/council nominate")
    for code in ("EST", "FIN"):
        barred = await house.front.say(PERSONS[code], "/council nominate")
        assert "Mon 1 Jan 2029" in barred, "Finland since June: more than six months by January"
    assert "core seat" in await house.front.say(PERSONS["BRA"], "/council nominate")
    await change(house, "GBR", Status.ACTIVE)
    assert "7 seats of Council, from Sat 1 Jan 2028" in await house.front.say(SECRETARY, "/council rotate")
    order = ["LVA", "SWE", "NOR", "CRI", "URY", "NZL", "BWA", "MNG"]
    turned = {
        voter: " ".join(order[n % 8 :] + order[: n % 8]) for n, voter in enumerate((*CORE, *AT_LARGE[:2], *order))
    }
    await vote_by_ranking(house, 3, turned)
    posts = await posted(house)
    assert "Elected · M-3" in posts
    election = await house.house.writer.read(lambda uow: uow.council.election(house.code, MotionNumber(3)))
    assert election is not None
    assert election.count is not None
    assert (len(election.count.elected), election.count.unfilled) == (7, 0)

    assert "15 are held" in await seats(house)
    await go_to(house, "2028-01-01")
    after = await seats(house)
    assert "15 are held, 0 in abeyance, 0 vacant" in after
    for code in election.count.elected:
        assert code.title() in after
    for code in AT_LARGE:
        assert f" {code.title()} " not in after
    assert "have rotated" in await posted(house)
    assert "8 are held" in await seats(house, "2029-01-01")
