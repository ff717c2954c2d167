"""The plan of a suspended member as the clock carries it on: benchmarks called to mind, reassessments opened."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from bot.commands.conduct.opening import CLOCK
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.reviews import open_review
from bot.commands.standing.telling import tell
from bot.domain.alliance import Alliance
from bot.domain.dossier import Benchmark, Commitment
from bot.domain.events import BenchmarkReminded, CommitmentReminded, CommitmentsAsked
from bot.domain.ids import MemberCode
from bot.domain.instants import comes_late
from bot.domain.review import ReviewCause
from bot.domain.terms import Reminder
from bot.ports import UnitOfWork

Task = TypeVar("Task", Benchmark, Commitment)


def _due(tasks: Iterable[Task], now: datetime) -> list[tuple[Reminder, Task]]:
    """Give the reminders of tasks that are due by ``now``, in their order."""
    return sorted(
        ((reminder, task) for task in tasks for reminder in task.reminders if reminder.at <= now),
        key=lambda found: (found[0].at, found[1].number),
    )


def remind_of_plan(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Call benchmarks to mind, each reminder by itself and in order; give False where none is due."""
    due = _due(dossier_of(uow, alliance, member).open_benchmarks, now)
    for reminder, benchmark in due:
        event = BenchmarkReminded(
            member=member,
            number=benchmark.number,
            text=benchmark.text,
            days=reminder.days,
            due_at=benchmark.due_at,
            late=comes_late(reminder.at, now),
        )
        tell(uow, alliance, member, event, now=now, by=CLOCK, reviewers=True)
    return bool(due)


def remind_of_commitments(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Call commitments to mind, each reminder by itself and in order; give False where none is due."""
    due = _due(dossier_of(uow, alliance, member).pending_commitments, now)
    for reminder, commitment in due:
        event = CommitmentReminded(
            member=member,
            number=commitment.number,
            text=commitment.text,
            days=reminder.days,
            due_at=commitment.due_at,
            late=comes_late(reminder.at, now),
        )
        tell(uow, alliance, member, event, now=now, by=CLOCK)
    return bool(due)


def ask_for_commitments(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> None:
    """Ask a member at risk for commitments, where it has made none since its finding: its term is renewed with them."""
    dossier = dossier_of(uow, alliance, member)
    if dossier.finding is not None and dossier.owes_commitments:
        event = CommitmentsAsked(member=member, review=dossier.finding.review, at=now)
        tell(uow, alliance, member, event, now=now, by=CLOCK)


def reassess(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Open the review of a suspended member on a day that was set for it; give False where none is due.

    Where a review is under way already, the next one waits for its end; one serves for all the days that have come.
    """
    rules, dossier = alliance.charter.membership, dossier_of(uow, alliance, member)
    if rules is None or not any(at <= now for at in dossier.reassessments):
        return False
    if uow.standing.open_review(alliance.code, member) is not None:
        return False
    open_review(uow, alliance, rules, member, cause=ReviewCause.REASSESSMENT, reason="", now=now)
    return True
