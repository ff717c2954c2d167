"""The weekly digest of a delegation: what it tells, to whom, when, and that each comes once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from adapters.bootstrap import House
from bot.commands.administration import revoke_credential
from bot.domain.deadlines import Due
from bot.domain.events import DigestSent
from bot.domain.membership import Status
from storage.database import Database
from storage.decoding import read_entry
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    EST_OTHER,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.chamber import change
from tests.behaviour.charter import CHARTER
from tests.behaviour.fronts import open_console
from tests.behaviour.test_delegations import NEW
from tests.behaviour.test_support_requests import WITH, flat, say
from tests.behaviour.world import World, open_world

DIGEST = f"{CHARTER}\n[digest]\n"
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


async def until(world: World, at: str) -> None:
    """Let the time pass up to an instant in UTC, and post what is owed then."""
    await world.pass_time(datetime.fromisoformat(f"{at}+00:00") - world.clock.now())
    await world.house.round()


async def digests(world: World, person: Person) -> list[str]:
    """Give the digests that a person has been sent, each on one line."""
    direct = [flat(text) for text in await world.front.direct(person)]
    return [text for text in direct if "Weekly digest" in text or "Bulletin hebdomadaire" in text]


async def sent(world: World) -> list[DigestSent]:
    """Give the digests that were sent, in order."""
    entries = await world.house.writer.read(lambda uow: tuple(uow.journal.entries(world.code)))
    events = (read_entry(entry.body).event for entry in entries)
    return [event for event in events if isinstance(event, DigestSent)]


async def due(world: World, member: str = "EST") -> datetime:
    """Give when the next digest of a delegation is due."""
    found = await world.house.writer.read(lambda uow: uow.deadlines.of_kind(world.code, Due.DIGEST))
    (at,) = [each.at for each in found if each.subject.endswith(member)]
    return at


async def test_digest_comes_on_monday_morning_to_everyone_of_the_delegation(world: World) -> None:
    """On every front: what waits for each, what was decided, what is coming."""
    await world.apply(DIGEST)
    await say(world, SECRETARY, '/motion open order "Ice" "1. Melt."')
    await world.vote(1, est="yes", lva="yes", fin="yes")
    await world.pass_time(73 * HOUR)
    await world.settle()
    await say(world, SECRETARY, '/motion open order "Open skies" "1. Open." closes:6d')
    await say(world, LVA, "/vote M-2 yes")
    await until(world, "2026-11-30T06:59")
    assert await digests(world, EST_HEAD) == []
    await until(world, "2026-11-30T07:00")
    for person in (EST_HEAD, EST_DELEGATE, EST_OTHER, EST_OBSERVER, LVA, HUN):
        (told,) = await digests(world, person)
        assert "M-1 Adopted (Assembly): Ice" in told
        assert "The vote on M-2 closes: Open skies" in told
        assert ("Your state has not voted on M-2" in told) is (person in {EST_HEAD, EST_DELEGATE, EST_OTHER})
    for person in (SECRETARY, REVIEWER, STRANGER):
        assert await digests(world, person) == []
    assert "Weekly digest" not in flat(*await world.front.posts())
    await world.pass_time(HOUR)
    await world.house.round()
    assert len(await digests(world, EST_HEAD)) == 1


async def test_next_one_tells_what_was_decided_since_the_last(house: World) -> None:
    """Nothing is told twice."""
    await house.apply(DIGEST)
    await say(house, SECRETARY, '/motion open order "Ice" "1. Melt."')
    await house.vote(1, est="yes", lva="yes", fin="yes")
    await until(house, "2026-11-30T07:00")
    await until(house, "2026-12-07T07:00")
    first, second = await digests(house, EST_HEAD)
    assert "M-1 Adopted (Assembly): Ice" in first
    assert "M-1" not in second
    assert "Nothing was decided." in second
    assert [event.week.isoformat() for event in await sent(house) if event.member == "EST"] == [
        "2026-11-30",
        "2026-12-07",
    ]


async def test_each_reads_its_own_language_and_all_come_by_the_zone_of_the_head(house: World) -> None:
    """The delegation's zone is its head's, else the alliance's; the words are each reader's own."""
    await house.apply(DIGEST)
    await say(house, EST_HEAD, "/delegate settings zone:Asia/Tokyo")
    await say(house, EST_DELEGATE, "/delegate settings language:fr zone:America/Sao_Paulo")
    assert await due(house, "EST") == datetime.fromisoformat("2026-11-30T00:00+00:00")
    assert await due(house, "LVA") == datetime.fromisoformat("2026-11-30T07:00+00:00")
    await until(house, "2026-11-30T00:00")
    assert "Nothing waits for you." in (await digests(house, EST_HEAD))[0]
    assert "Rien ne vous attend." in (await digests(house, EST_DELEGATE))[0]
    assert await digests(house, LVA) == []


async def test_change_of_zone_gives_no_second_digest_in_a_week(house: World) -> None:
    """From Tokyo to Los Angeles right after it came: the next is on the next Monday there."""
    await house.apply(DIGEST)
    await say(house, EST_HEAD, "/delegate settings zone:Asia/Tokyo")
    await until(house, "2026-11-30T00:00")
    await say(house, EST_HEAD, "/delegate settings zone:America/Los_Angeles")
    assert await due(house) == datetime.fromisoformat("2026-12-07T17:00+00:00")
    await until(house, "2026-12-07T16:59")
    assert len(await digests(house, EST_HEAD)) == 1
    await say(house, EST_HEAD, "/delegate settings zone:Asia/Tokyo")
    await house.house.round()
    assert len(await digests(house, EST_HEAD)) == 2
    await until(house, "2026-12-13T23:59")
    assert len(await digests(house, EST_HEAD)) == 2


async def test_change_of_head_moves_the_digest_to_its_zone(house: World) -> None:
    """To the alliance's where the head leaves, and back to that of whoever comes."""
    await house.apply(DIGEST)
    await say(house, EST_HEAD, "/delegate settings zone:Asia/Tokyo")
    await say(house, SECRETARY, f"/delegate revoke @{EST_HEAD.name}")
    assert await due(house) == datetime.fromisoformat("2026-11-30T07:00+00:00")
    await say(house, SECRETARY, f"/delegate appoint @{EST_HEAD.name} EST head")
    assert await due(house) == datetime.fromisoformat("2026-11-30T00:00+00:00")


@pytest.mark.parametrize(
    ("slept_until", "weeks", "late"),
    [
        ("2026-11-30T07:30", ["2026-11-30"], [False]),
        ("2026-12-01T07:00", ["2026-11-30"], [True]),
        ("2026-12-04T07:00", ["2026-11-30"], [True]),
        ("2026-12-05T07:00", [], []),
        ("2026-12-07T07:00", ["2026-12-07"], [False]),
        ("2026-12-30T07:00", ["2026-12-28"], [True]),
    ],
)
async def test_outage_gives_one_digest_or_none(
    house: World, slept_until: str, weeks: list[str], late: list[bool]
) -> None:
    """Late up to four days, said to be so; then the next is nearer. Missed weeks are not made up for."""
    await house.apply(DIGEST)
    await until(house, slept_until)
    of_member = [event for event in await sent(house) if event.member == "EST"]
    assert [event.week.isoformat() for event in of_member] == weeks
    assert [event.late for event in of_member] == late
    told = await digests(house, EST_HEAD)
    assert ["This comes late." in text for text in told] == late
    assert await due(house) > house.clock.now()


async def test_delegation_with_nobody_left_is_flagged_once(house: World) -> None:
    """No digest, one word to the secretariat, no loop; it comes again once somebody acts for the state."""
    await house.apply(DIGEST)
    with house.database.transaction() as uow:
        revoke_credential(uow, house.code, account=house.front.account(POL), now=house.clock.now())
    for at in ("2026-11-30T07:00", "2026-12-07T07:00", "2026-12-14T07:00"):
        await until(house, at)
    assert not [event for event in await sent(house) if event.member == "POL"]
    flagged = [text for text in await house.front.direct(SECRETARY) if "Poland" in text and "vote for" in flat(text)]
    assert len(flagged) == 1
    entries = await house.entries()
    assert await house.house.writer.read(lambda uow: uow.deadlines.due(house.code, house.clock.now(), limit=9)) == ()
    await house.house.round()
    assert await house.entries() == entries
    await say(house, SECRETARY, f"/delegate appoint @{NEW.name} POL head")
    await until(house, "2026-12-21T07:00")
    assert len([event for event in await sent(house) if event.member == "POL"]) == 1


async def test_delegation_that_never_had_anybody_is_flagged_too(house: World) -> None:
    """An observer alone reads the digest, and has nothing flagged."""
    await house.apply(DIGEST)
    for person in (EST_HEAD, EST_DELEGATE, EST_OTHER):
        await say(house, SECRETARY, f"/delegate revoke @{person.name}")
    await until(house, "2026-11-30T07:00")
    assert len(await digests(house, EST_OBSERVER)) == 1


async def test_person_turns_it_off_and_on(house: World) -> None:
    """The others of the delegation still get theirs."""
    await house.apply(DIGEST)
    assert "no; /alliance digest gives it" in await say(house, EST_DELEGATE, "/delegate settings digest:no")
    await until(house, "2026-11-30T07:00")
    assert await digests(house, EST_DELEGATE) == []
    assert len(await digests(house, EST_HEAD)) == 1
    before = await house.entries()
    assert "no; " in await say(house, EST_DELEGATE, "/delegate settings digest:no")
    assert await house.entries() == before
    assert "Weekly digest yes" in await say(house, EST_DELEGATE, "/delegate settings digest:yes")
    await until(house, "2026-12-07T07:00")
    assert len(await digests(house, EST_DELEGATE)) == 1


async def test_delegation_where_nobody_wants_it_gets_none_and_is_not_flagged(house: World) -> None:
    """It goes on from week to week all the same."""
    await house.apply(DIGEST)
    await say(house, BRA, "/delegate settings digest:no")
    await until(house, "2026-11-30T07:00")
    assert await due(house, "BRA") == datetime.fromisoformat("2026-12-07T07:00+00:00")
    assert not [event for event in await sent(house) if event.member == "BRA"]
    assert "Nobody may vote for" not in await say(house, SECRETARY, "/alliance next")


async def test_it_is_given_at_any_time(world: World) -> None:
    """On every front, under any charter: privately, as of now."""
    await say(world, SECRETARY, '/motion open order "Open skies" "1. Open."')
    await world.settle()
    told = await say(world, EST_DELEGATE, "/alliance digest")
    for part in ("Waits for you (1)", "Your state has not voted on M-1", "Nothing was decided.", "Coming in two weeks"):
        assert part in told, told
    assert "Nothing waits for you." in await say(world, REVIEWER, "/alliance digest")
    assert "credential" in await say(world, STRANGER, "/alliance digest")
    assert "Weekly digest" not in flat(*await world.front.posts())


async def test_charter_without_digests_sends_none_and_one_that_drops_them_stops(house: World) -> None:
    """What the charter does not say does not happen."""
    await until(house, "2026-11-30T07:00")
    assert await digests(house, EST_HEAD) == []
    await house.apply(DIGEST)
    assert await due(house) == datetime.fromisoformat("2026-12-07T07:00+00:00")
    await house.apply(f'{DIGEST}day = "thu"\nat = "18:30"\n')
    assert await due(house) == datetime.fromisoformat("2026-12-03T16:30+00:00")
    await house.apply(CHARTER)
    assert await house.house.writer.read(lambda uow: uow.deadlines.of_kind(house.code, Due.DIGEST)) == ()
    await until(house, "2026-12-14T07:00")
    assert await digests(house, EST_HEAD) == []


async def test_state_that_left_gets_none_until_it_comes_back(house: World) -> None:
    """A suspended one attends, and is told; one that has left is not."""
    await house.apply(DIGEST)
    await change(house, "POL", Status.SUSPENDED)
    await until(house, "2026-11-30T07:00")
    assert len(await digests(house, POL)) == 1
    assert "🇵🇱 Poland: suspended" in (await digests(house, EST_HEAD))[0]
    await change(house, "POL", Status.WITHDRAWN)
    await until(house, "2026-12-07T07:00")
    assert len(await digests(house, POL)) == 1
    await change(house, "POL", Status.CANDIDATE)
    await until(house, "2026-12-14T07:00")
    assert len(await digests(house, POL)) == 2


async def test_person_that_has_left_meanwhile_does_not_get_it(house: World) -> None:
    """The post is owed, and not written to whoever has lost its credential since."""
    await house.apply(DIGEST)
    await house.pass_time(datetime.fromisoformat("2026-11-30T06:59+00:00") - house.clock.now())
    house.clock.advance(timedelta(minutes=1))
    await house.house.move()
    await say(house, SECRETARY, f"/delegate revoke @{EST_OTHER.name}")
    await house.house.round()
    assert await digests(house, EST_OTHER) == []
    assert len(await digests(house, EST_HEAD)) == 1


async def test_long_weeks_are_cut_and_counted(house: World) -> None:
    """Eight lines of each part; no card grows beyond what a front takes."""
    await house.apply(DIGEST)
    for number in range(12):
        await say(house, SECRETARY, f'/motion open order "Ice {number} {"x" * 120}" "1. Melt."')
    told = await say(house, EST_HEAD, "/alliance digest")
    assert "Waits for you (12)" in told
    assert "more" in told


async def test_two_bots_on_one_database_send_one(database: Database) -> None:
    """Whoever holds the alliance first sends it; the other finds nothing due (spec: any number of replicas)."""
    async with open_world(database) as world, open_console(world):
        await world.apply(DIGEST)
        other = House(database, world.clock)
        try:
            for _ in range(3):
                world.clock.advance(WEEK)
                await asyncio.gather(world.house.move(), other.move(), world.house.move(), other.move())
        finally:
            await other.writer.close()
        await world.house.round()
        weeks = [event.week for event in await sent(world) if event.member == "EST"]
        assert len(weeks) == len(set(weeks)) == 3
        assert len(await digests(world, EST_HEAD)) == 3
        assert await world.sound()


async def test_charter_tells_of_requests_and_digests(house: World) -> None:
    """`/alliance charter` has every figure, in the reader's language."""
    await house.apply(f'{WITH}\n[digest]\nday = "fri"\nat = "07:30"\n')
    told = await say(house, EST_HEAD, "/alliance charter")
    assert "Council: the chair convenes within 1 day. Otherwise the draft of an urgent motion opens by itself" in told
    assert "Friday, 07:30, in the time zone of each head of delegation." in told
    await say(house, EST_HEAD, "/delegate settings language:fr")
    assert "vendredi, 07:30" in await say(house, EST_HEAD, "/alliance charter")


async def test_decision_at_the_very_instant_of_a_digest_is_in_the_next_one(house: World) -> None:
    """Nothing is lost between two, and nothing is told twice: what counts is when it was recorded."""
    await house.apply(DIGEST)
    await until(house, "2026-11-27T07:00")
    assert "M-1" in await say(house, SECRETARY, '/motion open order "Ice" "1. Melt." closes:"2026-11-30 09:00"')
    for person in (EST_HEAD, LVA, BRA, POL):
        await say(house, person, "/vote M-1 yes")
    for at in ("2026-11-30T07:00", "2026-12-07T07:00", "2026-12-14T07:00"):
        await until(house, at)
    told = await digests(house, EST_HEAD)
    assert ["M-1 Adopted" in text for text in told] == [False, True, False]
