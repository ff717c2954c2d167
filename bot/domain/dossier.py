"""What the alliance keeps of a member beside its status: its term, what is to come of itself, its plan of return.

Everything here follows from events; ``bot.domain.dossier_evolution`` says how. Moves that come of themselves at an
instant (a suspension at the end of its notice, a withdrawal, a return that nobody objects to) are on the roster of that
instant from the day they are set, so that no job needs to run for the roster to be right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.deadlines import Deadline, Due
from bot.domain.findings import Confirmed, Finding
from bot.domain.ids import MemberCode, MotionNumber, ReviewNumber
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Cause, Status
from bot.domain.terms import Reminder, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingMove:
    """A status that a member has from ``at`` on unless that is lifted before.

    ``set_at`` is when it was set. ``objectors`` are the members that want it put to the vote.
    """

    status: Status
    at: datetime
    set_at: datetime
    cause: Cause
    review: ReviewNumber | None
    motion: MotionNumber | None = None
    objectors: tuple[MemberCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signed declaration: its version, when, and by whom."""

    version: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Something that a suspended member must do by a day. ``reminders`` are those still to come.

    ``judges`` are the reviewers that hold it met; ``met_at`` is when they were a majority of the panel.
    """

    number: int
    text: str
    due_at: datetime
    reminders: tuple[Reminder, ...]
    judges: tuple[str, ...] = ()
    met_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a member said it was with a commitment."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something to which a member committed itself by a day (spec: criteria, after adoption).

    ``indicator`` is what shows that it is done. ``reminders`` are those still to come. ``review`` is the one whose
    finding it answers, where the member was at risk.
    """

    number: int
    text: str
    indicator: str
    due_at: datetime
    reminders: tuple[Reminder, ...]
    progress: tuple[Progress, ...] = ()
    done_at: datetime | None = None
    review: ReviewNumber | None = None

    def overdue(self, now: datetime) -> bool:
        """Tell whether it should have been done by ``now`` and is not."""
        return self.done_at is None and now > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Help for a member on its way back, and who gives it."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is kept of one member.

    ``callers`` want the renewal of the term put to the vote. ``vote`` is the motion by which that is decided, from its
    opening on, and ``kept_at`` when it was decided for the member; ``undecided`` says that it missed its quorum, so
    that only another decides. ``reassessments`` are the days, in their order, on which a review of a suspended member
    opens by itself.
    """

    member: MemberCode
    status: Status
    term: Term | None = None
    callers: tuple[MemberCode, ...] = ()
    vote: MotionNumber | None = None
    kept_at: datetime | None = None
    undecided: bool = False
    under_review: ReviewNumber | None = None
    finding: Confirmed | None = None
    coming: tuple[ComingMove, ...] = ()
    signed: Signature | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    support: tuple[Support, ...] = ()
    reassessments: tuple[datetime, ...] = ()
    commitments: tuple[Commitment, ...] = ()

    @property
    def at_risk(self) -> bool:
        """Tell whether the last finding puts the member at risk; that takes no right away."""
        return self.finding is not None and self.finding.finding is Finding.AT_RISK

    @property
    def owes_commitments(self) -> bool:
        """Tell whether an active member is at risk and has answered that finding with no commitment (spec: reviews)."""
        if self.finding is None or not self.at_risk or self.status is not Status.ACTIVE:
            return False
        return all(each.review != self.finding.review for each in self.commitments)

    def coming_move(self, status: Status) -> ComingMove | None:
        """Give the move to a status that comes of itself; None where none does."""
        return next((move for move in self.coming if move.status is status), None)

    def benchmark(self, number: int) -> Benchmark | None:
        """Give a benchmark by its number."""
        return next((each for each in self.benchmarks if each.number == number), None)

    def commitment(self, number: int) -> Commitment | None:
        """Give a commitment by its number."""
        return next((each for each in self.commitments if each.number == number), None)

    @property
    def open_benchmarks(self) -> tuple[Benchmark, ...]:
        """The benchmarks that are not met."""
        return tuple(each for each in self.benchmarks if each.met_at is None)

    @property
    def pending_commitments(self) -> tuple[Commitment, ...]:
        """The commitments that are not done."""
        return tuple(each for each in self.commitments if each.done_at is None)

    @property
    def may_return(self) -> bool:
        """Tell whether reinstatement is due: all benchmarks are met and the finding is *meets* (spec: reviews)."""
        meets = self.finding is not None and self.finding.finding is Finding.MEETS
        return self.status is Status.SUSPENDED and meets and not self.open_benchmarks

    def deadlines(self) -> frozenset[Deadline]:
        """Give what the clock must look at, and when."""
        return frozenset(Deadline(at, what, self.member) for at, what in self._due())

    def _due(self) -> Iterator[tuple[datetime, Due]]:
        for move in self.coming:
            yield move.at, Due.STATUS
        if self.term is not None and self.status in MEMBERS_OF_THE_ALLIANCE:
            yield from ((reminder.at, Due.TERM) for reminder in self.term.reminders)
            if self.term.review_at is not None:
                yield self.term.review_at, Due.TERM
            if self.term.watched and not self.term.overrun:
                yield self.term.ended_at, Due.TERM
        if self.status in {*MEMBERS_OF_THE_ALLIANCE, Status.CANDIDATE}:
            yield from ((reminder.at, Due.PLAN) for each in self.pending_commitments for reminder in each.reminders)
        if self.status is Status.SUSPENDED:
            yield from ((reminder.at, Due.PLAN) for each in self.open_benchmarks for reminder in each.reminders)
            if self.under_review is None:
                yield from ((at, Due.PLAN) for at in self.reassessments)
