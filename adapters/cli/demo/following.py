"""What the scenarios have in common after a vote: heads of delegation on both platforms, who join, give and decide."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.cli.demo.stage import Person, Stage
from bot.cards.action import action
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.journal import verify
from bot.ports import UnitOfWork

OFFICER: Final = Person(name="Secretariat", account=Account("slack:T0ALLIANCE:U0SECRETARY"), role=Role.SECRETARIAT)


def heads_of(members: Iterable[MemberEnrolled], *, on_slack: Collection[str] = ()) -> dict[MemberCode, Person]:
    """Give a head of delegation to each member: every second one on Discord, but for those that are ``on_slack``."""
    return {
        member.member: _head(number, member, slack=number % 2 == 0 or member.member in on_slack)
        for number, member in enumerate(members)
    }


def _head(number: int, member: MemberEnrolled, *, slack: bool) -> Person:
    account = f"slack:T0ALLIANCE:U{number:04}" if slack else f"discord:{3000 + number}"
    return Person(name=f"{member.name}, head", account=Account(account), role=Role.HEAD, member=member.member)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One adopted motion, and what its members make of it."""

    scene: Stage
    heads: Mapping[MemberCode, Person]
    motion: MotionNumber

    async def open(self) -> datetime:
        """Let the debate run until the clock opens the vote; give when it closes."""
        opens, closes = await self.scene.look_up(lambda uow, alliance: _times(uow, alliance, self.motion))
        await self.scene.pass_until(opens + timedelta(seconds=1))
        return closes

    async def vote(self, ballots: Mapping[MemberCode, str]) -> None:
        """Have heads vote, the first one loudly, and let the clock close the vote."""
        closes = await self.open()
        for number, (code, ballot) in enumerate(ballots.items()):
            pressed = action("vote.cast", self.motion, ballot)
            await self.scene.press(self.heads[code], ballot.capitalize(), pressed, quiet=number > 0)
        await self.scene.pass_until(closes + timedelta(seconds=2))
        await self.scene.settle()

    async def join(self, codes: Collection[MemberCode]) -> None:
        """Have heads join, each with its second tap; the first one is shown."""
        for number, code in enumerate(codes):
            quiet = number > 0
            await self.scene.press(self.heads[code], "Join", action("coalition.join", self.motion), quiet=quiet)
            line = f"/coalition join M-{self.motion} confirm:yes"
            await self.scene.type(self.heads[code], line, quiet=quiet)

    async def kept(self) -> Implementation:
        """Look up what follows the motion."""
        return await self.scene.look_up(lambda uow, alliance: _kept(uow, alliance, self.motion))

    async def whole(self) -> bool:
        """Tell whether the journal is whole."""
        return await self.scene.look_up(_whole)

    def posted(self, words: str) -> bool:
        """Tell whether the result on both platforms now says so."""
        return all(
            any(words in " ".join(told.replace("│", " ").split()) for told in self.scene.shown(platform))
            for platform in self.scene.platforms
        )


def _times(uow: UnitOfWork, alliance: Alliance, number: MotionNumber) -> tuple[datetime, datetime]:
    motion = uow.motions.get(alliance.code, number)
    if motion is None:
        raise LookupError(number)
    return motion.opens_at, motion.closes_at


def _kept(uow: UnitOfWork, alliance: Alliance, number: MotionNumber) -> Implementation:
    return uow.implementations.get(alliance.code, number) or Implementation(motion=number)


def _whole(uow: UnitOfWork, alliance: Alliance) -> bool:
    head = uow.journal.head(alliance.code)
    entries = uow.journal.entries(alliance.code)
    return verify(entries, alliance=alliance.code, head_seq=head.seq, head_hash=head.hash) is None
