"""What the scenarios of silence and consensus share."""

from datetime import datetime, timedelta
from math import inf
from typing import Final

from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Card
from bot.commands.administration import give_credential, revoke_credential
from bot.commands.conduct.membership import change_status
from bot.domain.addresses import Account, Platform
from bot.domain.chairing import Office
from bot.domain.credentials import Role
from bot.domain.events import OfficeTaken
from bot.domain.ids import BodyName, MemberCode
from bot.domain.membership import Status
from bot.ports import Address, Undeliverable
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World

ROUTINE: Final = '/motion open routine "Calendar" "1. The calendar of 2027 stands."'
SILENCE: Final = timedelta(hours=72)
SECOND: Final = timedelta(seconds=1)


async def begun(house: World) -> datetime:
    """Give the expiry of the silence on M-1, which has begun."""
    await house.settle()
    motion = await house.motion()
    assert motion.silence_runs
    return motion.closes_at


async def pass_until(house: World, instant: datetime) -> None:
    """Let time pass up to an instant, and do what is due."""
    await house.pass_time(instant - house.clock.now())


def flat(text: str) -> str:
    """Give what the console has broken into lines as one."""
    return text.replace("\n│ ", " ")


def give(house: World, text: str, member: str, role: Role = Role.HEAD) -> Account:
    """Give a new account of a member its credential."""
    account = Account(text)
    with house.database.transaction() as uow:
        give_credential(
            uow,
            house.code,
            account=account,
            role=role,
            member=MemberCode(member),
            until=None,
            now=house.clock.now(),
        )
    return account


def revoke(house: World, account: Account) -> None:
    """Take an account's credential."""
    with house.database.transaction() as uow:
        revoke_credential(uow, house.code, account=account, now=house.clock.now())


def elect(house: World, member: str, body: str = "assembly") -> None:
    """Have a member preside over a body."""
    taken = OfficeTaken(
        body=BodyName(body), office=Office.CHAIR, member=MemberCode(member), since=house.clock.now(), motion=None
    )
    with house.database.transaction() as uow:
        uow.record(house.code, taken, at=house.clock.now(), by="test")


def changed_charter(**lines: str) -> str:
    """Give the suite's charter with lines of its own under ``[charter]``; a key that it has is replaced."""
    kept = [line for line in CHARTER.splitlines() if line.partition(" =")[0] not in lines]
    at = kept.index("[charter]") + 1
    return "\n".join([*kept[:at], *(f"{key} = {value}" for key, value in lines.items()), *kept[at:], ""])


def suspend(house: World, member: str) -> None:
    """Suspend a member."""
    now = house.clock.now()
    with house.database.transaction() as uow:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        code = MemberCode(member)
        assert change_status(uow, alliance, code, Status.SUSPENDED, motion=None, reason="finding", since=now, now=now)


class PartlyDeaf(ConsoleNotifier):
    """A console on which some accounts, or channels, cannot be written to."""

    def __init__(self, unreachable: set[Address], platform: Platform = Platform.CONSOLE) -> None:
        super().__init__(lambda _: None, platform=platform)
        self.unreachable = unreachable

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Post, or refuse where the address cannot be written to."""
        if to in self.unreachable:
            raise Undeliverable(reason="closed")
        return await super().post(to, card, key=key, thread=thread, thread_name=thread_name, until=until)
