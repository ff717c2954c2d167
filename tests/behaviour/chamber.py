"""What the scenarios of the council share: charters with a rotation, elections called, statuses changed."""

from datetime import UTC, datetime, timedelta

from bot.commands.conduct.membership import change_status
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from bot.ports import UnitOfWork
from tests.behaviour.cast import SECRETARY, STRANGER, Person
from tests.behaviour.charter import changed
from tests.behaviour.world import World

DAY, VOTING, SECOND = timedelta(days=1), timedelta(hours=72), timedelta(seconds=1)
SEATS, ROTATION = "seats = 5\n", 'rotation = "12-20"\n'
"""The seats rotate four weeks after the beginning of the suite."""
FILLING = """
[kinds.vacancy]
title = { en = "Vacant seat", fr = "Siège vacant" }
body = "assembly"
adopt = "more for than against"
concerned = "votes"
names_member = true
fills = "council"
"""
RANKED = 'at_large = { by = "ranked", kind = "seats" }\n'
ELECTED = changed((SEATS, f"{SEATS}{ROTATION}{RANKED}")) + FILLING
"""The council of the suite, its seats at large elected; Brazil and Finland have one, and one seat is vacant."""
IN_TURN = 'at_large = { by = "fixed-order", order = ["POL", "HUN", "LVA", "BRA", "FIN"] }\n'
ORDERED = changed((SEATS, f"{SEATS}{ROTATION}{IN_TURN}"))
SUMMIT = '\n[calendar]\nsummit = "12-01"\nreminders = [7, 1]\n'
ROTATES = datetime(2026, 12, 19, 22, tzinfo=UTC)
"""The rotation: midnight in Tallinn."""


async def elect(house: World, *states: Person, vacant: bool = False) -> str:
    """Have states stand, and the secretariat call the election."""
    for state in states:
        answer = await house.front.say(state, "/council nominate")
        assert "stands for" in answer, answer
    return await house.front.say(SECRETARY, f"/council rotate{' vacant:yes' if vacant else ''}")


async def rank(house: World, number: int, ballots: dict[Person, str]) -> None:
    """Cast ranked ballots."""
    for person, names in ballots.items():
        answer = await house.front.say(person, f"/vote rank M-{number} {names}")
        assert "Ballot recorded" in answer, answer


async def change(house: World, member: str, *statuses: Status) -> None:
    """Change a member's status now, as decisions would, a second apart."""
    for status in statuses:
        now = house.clock.now()

        def act(uow: UnitOfWork, status: Status = status, now: datetime = now) -> bool:
            alliance = uow.alliances.get(house.code)
            assert alliance is not None
            of = MemberCode(member)
            return change_status(uow, alliance, of, status, motion=None, reason="test", since=now, now=now)

        assert await house.house.writer.write(act)
        await house.pass_time(SECOND)


async def seats(house: World, on: str = "") -> str:
    """Give what anyone is told of the seats."""
    return await house.front.say(STRANGER, f'/council show "{on}"' if on else "/council show")


async def posted(house: World) -> str:
    """Give all that the channel shows, once everything owed is posted."""
    await house.settle()
    return "\n".join(await house.front.posts())
