"""The council: seats on any date, nominations, elections by ranked ballots, a fixed order, vacancies, reminders."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.conduct.membership import change_status
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from bot.ports import UnitOfWork
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, FIN, HUN, LVA, POL, REVIEWER, SECRETARY, STRANGER, Person
from tests.behaviour.charter import changed
from tests.behaviour.world import World

DAY, VOTING, SECOND = timedelta(days=1), timedelta(hours=72), timedelta(seconds=1)
SEATS = "seats = 5\n"
ROTATION = 'rotation = "12-20"\n'
"""Four weeks after the beginning of the suite."""
RANKED = f'{SEATS}{ROTATION}at_large = {{ by = "ranked", kind = "seats" }}\n'
IN_TURN = f'{SEATS}{ROTATION}at_large = {{ by = "fixed-order", order = ["POL", "LVA", "BRA", "FIN"] }}\n'
FILLING = """
[kinds.vacancy]
title = { en = "Vacant seat", fr = "Siège vacant" }
body = "assembly"
adopt = "more for than against"
concerned = "votes"
names_member = true
fills = "council"
"""
ELECTED = changed((SEATS, RANKED)) + FILLING
ORDERED = changed((SEATS, IN_TURN))
ROTATES = datetime(2026, 12, 19, 22, tzinfo=UTC)
"""Midnight in Tallinn."""


async def elect(house: World, *states: Person, vacant: bool = False) -> str:
    """Have states stand, and the secretariat call the election."""
    for state in states:
        answer = await house.front.say(state, "/council nominate")
        assert "stands for" in answer, answer
    return await house.front.say(SECRETARY, f"/council rotate vacant:{'yes' if vacant else 'no'}")


async def change(house: World, member: str, status: Status) -> None:
    """Change a member's status now, as a decision would."""
    now, code = house.clock.now(), MemberCode(member)

    def act(uow: UnitOfWork) -> None:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        assert change_status(uow, alliance, code, status, motion=None, reason="test", since=now, now=now)

    await house.house.writer.write(act)


async def seats(house: World, on: str = "") -> str:
    """Give what anyone is told of the seats."""
    return await house.front.say(STRANGER, f"/council show {on}".strip())


async def test_election_by_ranked_ballots_from_nomination_to_seat(world: World) -> None:
    """On every front: nominated, called, ranked with receipts, counted by the clock, seated on the day of rotation."""
    await world.apply(ELECTED.replace("immediate", "immediate"))
    called = await elect(world, POL)
    assert "M-1" in called
    assert "3 seats of Council" in called
    ranked = await world.front.say(EST_DELEGATE, "/vote rank M-1 POL")
    assert "1. 🇵🇱\u00a0Poland" in ranked
    await world.settle()
    assert "Poland" in "\n".join(await world.front.direct(EST_HEAD))
    card = "\n".join(await world.front.posts())
    assert "Rank the candidates" in card
    assert "1 of 5 have cast a ballot" in card
    await world.pass_time(VOTING)
    await world.settle()
    posts = "\n".join(await world.front.posts())
    assert "Elected · M-1" in posts
    assert "2 seats stay vacant" in posts
    assert "Poland" not in await world.front.say(STRANGER, "/council show 2026-12-19")
    after = await world.front.say(STRANGER, "/council show 2026-12-20")
    assert "Poland" in after
    assert "Brazil" not in after
    assert "2 vacant" in after


async def test_x(house: World) -> None:
    await house.apply(ELECTED)
    print(await seats(house))
    print(await seats(house, "2026-12-20"))
    print(await elect(house, POL))
    print(await house.front.say(STRANGER, "/alliance calendar"))
    print(await house.front.say(STRANGER, "/motion show M-1"))
    print(await house.front.say(LVA, "/vote rank M-1 POL"))
    await house.pass_time(VOTING + SECOND)
    await house.settle()
    print("\n".join(await house.front.posts()))
    print(await house.front.say(STRANGER, "/motion show M-1"))
    print(await house.front.say(STRANGER, "/motion history M-1"))
    print(await house.front.say(STRANGER, "/vote status M-1"))
    print(await seats(house, "2026-12-20"))
    await house.pass_time(timedelta(days=40))
    await house.settle()
    print("\n=======\n".join(await house.front.posts()))
    print("\n=======\n".join(await house.front.direct(SECRETARY)))
