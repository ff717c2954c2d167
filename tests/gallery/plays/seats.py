"""The council: candidates, an election by ranked ballots, a vacancy, seats that go round in a fixed order."""

from datetime import timedelta
from typing import Final

from bot.commands.conduct.membership import change_status
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from bot.ports import UnitOfWork
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.chamber import ELECTED, ORDERED, VOTING
from tests.gallery.scene import Scene

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ELECTING: Final = ELECTED.replace('procedure = "ranked"', 'procedure = "ranked"\nreminders = ["24h"]')
ORDERING: Final = ORDERED
CANDIDATES: Final = 25


async def election(scene: Scene) -> None:
    """Show how states stand, up to twenty-five of them, all rank, the count is told round by round."""
    await scene.world.house.writer.write(lambda uow: _make_active(uow, scene))
    standing = (POL, HUN, *scene.heads[: CANDIDATES - 2])
    for person in standing:
        await scene.say(person, "/council nominate")
    await scene.say(SECRETARY, "/council rotate vacant:yes")
    await scene.world.settle()
    names = " ".join(str(person.member) for person in standing)
    for person in (LVA, EST_HEAD, *scene.heads):
        await scene.say(person, f"/vote rank M-1 {names}")
    for person in (FIN, BRA):
        await scene.say(person, "/vote rank M-1 HUN")
    for line in ("/motion show M-1", "/vote status M-1", "/motion history M-1"):
        await scene.say(STRANGER, line)
    await scene.say(SECRETARY, "/vote pending M-1")
    await scene.world.pass_time(VOTING - DAY + SECOND)
    await scene.world.settle()
    await scene.world.pass_time(DAY)
    await scene.world.settle()
    for line in ("/motion show M-1", "/council show", "/motion history M-1"):
        await scene.say(STRANGER, line)


def _make_active(uow: UnitOfWork, scene: Scene) -> None:
    alliance = uow.alliances.get(scene.world.code)
    assert alliance is not None
    now = scene.world.clock.now()
    change_status(uow, alliance, MemberCode("HUN"), Status.ACTIVE, motion=None, reason="test", since=now, now=now)


async def vacancy(scene: Scene) -> None:
    """Show how a vote gives a seat for the rest of the term."""
    await scene.open("vacancy", concerns="POL")
    await scene.vote(1, est="yes", lva="yes", others="yes")
    await scene.world.pass_time(VOTING + DAY)
    await scene.say(SECRETARY, "/council fill M-1")
    await scene.world.settle()
    await scene.say(STRANGER, "/council show")


async def order(scene: Scene) -> None:
    """Show how the next in the order have the seats at once."""
    await scene.say(SECRETARY, "/council rotate")
    await scene.world.settle()
    await scene.say(STRANGER, "/council show 2026-12-20")
