"""Backsliding in Brazil: a fall, a review, a finding, suspension, the way back, under both charters.

The figures are made up for the scenario. Under the Alliance of Democracies the council votes on the suspension and on
the return; under the Democratic Defense Alliance both come of themselves. It exits with 0 only if the roster said at
each step what the charter says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

from adapters.cli.demo.stage import CHANNELS, ZONE, Person, Stage, stage
from adapters.cli.sample.roster import sample_members
from bot.cards.card import Tone
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.figures import import_figures
from bot.domain.addresses import Account, Platform
from bot.domain.alliance import Alliance
from bot.domain.charter import Charter
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.indices import Figure, Index, Reading
from bot.domain.membership import Status
from bot.domain.statutes import Consequence
from bot.ports import UnitOfWork

START: Final = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
BRAZIL: Final = MemberCode("BRA")
OFFICER: Final = Person(name="Secretariat", account=Account("slack:T0ALLIANCE:U0SECRETARY"), role=Role.SECRETARIAT)
REVIEWERS: Final = tuple(
    Person(
        name=f"Reviewer ({nationality})",
        account=Account(f"discord:{70 + number}"),
        role=Role.REVIEWER,
        nationality=MemberCode(nationality),
    )
    for number, nationality in enumerate(("FJI", "ISL", "MLT", "BRA"))
)
PANEL: Final = REVIEWERS[:3]
POLITICAL: Final = "alliance-of-democracies"
FELL: Final[Mapping[str, tuple[tuple[Index, int, str, str], ...]]] = {
    POLITICAL: ((Index.FH_TOTAL, 2025, "72", "Free"), (Index.FH_TOTAL, 2026, "58", "Partly Free")),
    "democratic-defense-alliance": (
        (Index.EIU, 2025, "8.2", "Full democracy"),
        (Index.EIU, 2026, "6.9", "Flawed democracy"),
    ),
}
"""The figures of the scenario: the year before and the year of the fall, under the index that each charter names."""


async def play(write: Callable[[str], None]) -> bool:
    """Play the case under one charter after the other; give whether everything ended as it should."""
    return all([await _play(name, write) for name in FELL])


async def _play(name: str, write: Callable[[str], None]) -> bool:
    charter = parse_charter(shipped_charter(name))
    roster = _members(charter)
    seated = tuple(member for member in roster if member.seats) or roster
    delegates = {member.member: _delegate(number, member) for number, member in enumerate(roster)}
    async with stage(
        charter=charter,
        name=charter.title.en,
        members=roster,
        people=(OFFICER, *REVIEWERS, *delegates.values()),
        start=START,
        write=write,
        watched=(CHANNELS[Platform.SLACK], delegates[BRAZIL].account),
    ) as (scene, _):
        voters = tuple(delegates[member.member] for member in seated if member.member != BRAZIL)
        scene.note("demo.backsliding.alliance", name=charter.title.en, members=len(roster))
        course = _Course(scene=scene, brazil=delegates[BRAZIL], voters=voters)
        rules = charter.membership
        voted = rules is not None and rules.review.fails is Consequence.VOTE
        right = await course.run(FELL[name], voted=voted)
        write("")
        scene.tell("demo.backsliding.right" if right else "demo.backsliding.wrong")
        return right


def _members(charter: Charter) -> tuple[MemberEnrolled, ...]:
    """Give the democracies of the sample, all for one term; without their seats where the charter has no council."""
    sample = sample_members(parse_charter(shipped_charter(POLITICAL)), ZONE, START)
    seats = any(body.seats is not None for body in charter.bodies.values())
    ends = max(member.term_end for member in sample if member.term_end is not None)
    one_term = (replace(member, term_end=ends) for member in sample)
    return tuple(one_term if seats else (replace(member, seats={}) for member in one_term))


def _delegate(number: int, member: MemberEnrolled) -> Person:
    account = f"slack:T0ALLIANCE:U{number:04}" if number % 2 else f"discord:{3000 + number}"
    return Person(name=f"{member.name}, head", account=Account(account), role=Role.HEAD, member=member.member)


@dataclass(slots=True, kw_only=True)
class _Course:
    """One alliance, from the fall to the return; what the roster says is held against the charter at each step."""

    scene: Stage
    brazil: Person
    voters: tuple[Person, ...]
    right: bool = True

    async def run(self, figures: tuple[tuple[Index, int, str, str], ...], *, voted: bool) -> bool:
        await self._fall(figures)
        await self._finding("fails", "The courts were packed and two papers closed.")
        await self._reply_and_confirm()
        await self._suspended(voted=voted)
        await self._way_back()
        await self._returned(voted=voted)
        return self.right

    async def _fall(self, figures: tuple[tuple[Index, int, str, str], ...]) -> None:
        self.scene.note("demo.backsliding.fall")
        for index, year, score, status in figures:
            await self._import(index, year, score, status)
        await self.scene.settle()
        await self.scene.type(OFFICER, "/review criteria BRA")
        await self.scene.type(OFFICER, "/member list")

    async def _import(self, index: Index, year: int, score: str, status: str) -> None:
        reading = Reading(year=year, score=Fraction(score), status=status, low=None, high=None)
        figure = Figure(member=BRAZIL, index=index, reading=reading, source="made up for this scenario")
        await self.scene.change(lambda uow, alliance, now: import_figures(uow, alliance, (figure,), now=now))

    async def _finding(self, finding: str, reasons: str) -> None:
        self.scene.note("demo.backsliding.finding", finding=finding)
        if finding == "fails":
            refused = await self.scene.type(REVIEWERS[-1], f'/review find BRA {finding} "{reasons}"')
            self._check(refused.tone is Tone.REFUSAL)
        for person in PANEL[:2]:
            await self.scene.type(person, f'/review find BRA {finding} "{reasons}"')

    async def _reply_and_confirm(self) -> None:
        self.scene.note("demo.backsliding.reply")
        await self.scene.type(self.brazil, '/review reply "The judges were appointed by the book."')
        for person in PANEL[:2]:
            await self.scene.type(person, "/review confirm BRA", quiet=person is not PANEL[1])
        await self.scene.settle()

    async def _suspended(self, *, voted: bool) -> None:
        if voted:
            self.scene.note("demo.backsliding.vote")
            await self._vote(MotionNumber(1), "/motion show M-1")
        else:
            self.scene.note("demo.backsliding.notice")
            await self.scene.type(OFFICER, "/member roster 2027-02-28")
            self._check(await self._status() is Status.ACTIVE)
            await self.scene.pass_time(timedelta(days=31))
        await self.scene.settle()
        self._check(await self._status() is Status.SUSPENDED)
        await self.scene.type(self.brazil, '/motion propose statement "On the river" "We keep it clean."')

    async def _vote(self, number: MotionNumber, look: str) -> None:
        """Let the debate run, vote yes, let the deadline pass."""
        opens, closes = await self.scene.look_up(lambda uow, alliance: _times(uow, alliance, number))
        await self.scene.pass_until(opens)
        for person in self.voters:
            await self.scene.type(person, f"/vote M-{number} yes", quiet=person is not self.voters[0])
        await self.scene.pass_until(closes + timedelta(seconds=2))
        await self.scene.type(OFFICER, look)

    async def _way_back(self) -> None:
        self.scene.note("demo.backsliding.plan")
        await self.scene.type(OFFICER, '/review benchmark-add BRA "Let the courts choose their judges." 2027-06-30')
        await self.scene.type(PANEL[0], '/review benchmark-add BRA "Let both papers print again." 2027-06-30')
        await self.scene.type(self.voters[0], '/review support BRA "Five judges for a year, to train others."')
        await self.scene.type(OFFICER, "/review reassess BRA 2027-08-02")
        self.scene.note("demo.backsliding.benchmarks")
        await self.scene.pass_until(datetime(2027, 7, 1, 8, 0, tzinfo=UTC))
        for number in (1, 2):
            for person in PANEL[:2]:
                await self.scene.type(person, f"/review benchmark-meet BRA {number}", quiet=number == 1)
        self._check(await self._status() is Status.SUSPENDED)
        self.scene.note("demo.backsliding.reassessed")
        await self.scene.pass_until(datetime(2027, 8, 2, 8, 0, tzinfo=UTC))
        await self._finding("meets", "Both benchmarks are met, and the papers print.")
        await self.scene.pass_time(timedelta(days=22))
        for person in PANEL[:2]:
            await self.scene.type(person, "/review confirm BRA")
        await self.scene.settle()

    async def _returned(self, *, voted: bool) -> None:
        if voted:
            self.scene.note("demo.backsliding.return_vote")
            await self._vote(MotionNumber(2), "/motion show M-2")
        else:
            self.scene.note("demo.backsliding.return")
            await self.scene.pass_time(timedelta(days=15))
        await self.scene.settle()
        self._check(await self._status() is Status.ACTIVE)
        await self.scene.type(OFFICER, "/member show BRA")

    async def _status(self) -> Status:
        return await self.scene.look_up(_status)

    def _check(self, holds: bool) -> None:
        self.right = self.right and holds


def _times(uow: UnitOfWork, alliance: Alliance, number: MotionNumber) -> tuple[datetime, datetime]:
    motion = uow.motions.get(alliance.code, number)
    if motion is None:
        raise LookupError(number)
    return motion.opens_at, motion.closes_at


def _status(uow: UnitOfWork, alliance: Alliance) -> Status:
    dossier = uow.standing.dossier(alliance.code, BRAZIL)
    if dossier is None:
        raise LookupError(BRAZIL)
    return dossier.status
