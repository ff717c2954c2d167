"""What the scenarios of a motion have in common: an alliance of forty, its people, the vote, and what follows it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from adapters.cli.demo.stage import CHANNELS, ZONE, Person, Scene, stage
from adapters.cli.sample.roster import sample_members
from bot.cards.action import action
from bot.charters.load import parse_charter, shipped_charter
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.journal import verify
from bot.ports import UnitOfWork

SEATED: Final = "alliance-of-democracies"
"""The charter under whose council the democracies of the sample have their seats."""

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
class Scenario:
    """The course of one motion. ``name`` names its messages, under ``demo.``, and how it is asked for.

    ``course`` plays it, and gives whether everything ended as it should. ``people`` are those beside the secretariat
    and the heads; members ``on_slack`` are there whatever their turn says. ``aloud`` shows what is posted in the
    channels, and to those people.
    """

    name: str
    charter: str
    start: datetime
    course: Callable[["Course"], Awaitable[bool]]
    people: tuple[Person, ...] = ()
    on_slack: frozenset[str] = frozenset()
    aloud: bool = False

    def members(self) -> tuple[MemberEnrolled, ...]:
        """Give the democracies of the sample; without their seats where the charter has no council."""
        charter = parse_charter(shipped_charter(self.charter))
        sample = sample_members(parse_charter(shipped_charter(SEATED)), ZONE, self.start)
        seats = any(body.seats is not None for body in charter.bodies.values())
        return sample if seats else tuple(replace(member, seats={}) for member in sample)


async def play(scenario: Scenario, write: Callable[[str], None]) -> bool:
    """Play a scenario on a temporary database; give whether everything ended as it should."""
    charter, members = parse_charter(shipped_charter(scenario.charter)), scenario.members()
    heads = heads_of(members, on_slack=scenario.on_slack)
    async with stage(
        charter=charter,
        name=charter.title.en,
        members=members,
        people=(OFFICER, *scenario.people, *heads.values()),
        start=scenario.start,
        write=write,
        watched=(*CHANNELS.values(), *(person.account for person in scenario.people)) if scenario.aloud else (),
    ) as (scene, _):
        right = await scenario.course(Course(scene=scene, heads=heads, members=members))
        write("")
        scene.tell(message_id=f"demo.{scenario.name}.right" if right else f"demo.{scenario.name}.wrong")
        return right


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One motion on the stage, and what the members make of it."""

    scene: Scene
    heads: Mapping[MemberCode, Person]
    members: tuple[MemberEnrolled, ...]

    @property
    def motion(self) -> MotionNumber:
        """The motion that the scenario is about: its first."""
        return MotionNumber(1)

    @property
    def seated(self) -> tuple[MemberCode, ...]:
        """The members with a seat on the council."""
        return tuple(member.member for member in self.members if member.seats)

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

    async def posted(self, words: str) -> bool:
        """Tell whether a post on each platform now says so."""
        shown = [await self.scene.shown(platform) for platform in self.scene.platforms]
        return all(any(words in " ".join(told.replace("│", " ").split()) for told in posts) for posts in shown)


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
