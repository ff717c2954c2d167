"""A membership as the journal has it: an event of every kind that its term, its reviews and its figures know."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.addresses import Account
from bot.domain.criteria import Movement, Turn
from bot.domain.events import (
    BenchmarkJudged,
    BenchmarkMet,
    BenchmarkReminded,
    BenchmarkSet,
    CommitmentDone,
    CommitmentMade,
    CommitmentProgressed,
    CommitmentReminded,
    CommitmentsAsked,
    ConfirmationAwaited,
    DeclarationSigned,
    Event,
    FindingConfirmed,
    FindingMade,
    FindingWithdrawn,
    IndicesImported,
    IndicesMoved,
    MemberStatusChanged,
    MoveLifted,
    MoveOpposed,
    MoveSet,
    OpinionGiven,
    ReassessmentSet,
    RenewalCalled,
    RenewalKept,
    RenewalPutToVote,
    RenewalReleased,
    RenewalUnderReview,
    ReplyGiven,
    ReviewEnded,
    ReviewOpened,
    ReviewReminded,
    SupportPromised,
    TermBegun,
    TermOverrun,
    TermReminded,
    TermsDrawn,
    TermWatched,
)
from bot.domain.findings import Finding
from bot.domain.ids import CriterionName, MemberCode, MotionNumber, ReviewNumber
from bot.domain.indices import Index, Reading
from bot.domain.membership import Cause, Status
from bot.domain.review import ReviewCause, Stage
from bot.domain.terms import Reminder, TermCause

EST, LVA = MemberCode("EST"), MemberCode("LVA")
JUDGE = Account("console:judge")
OF = MotionNumber(11)


def membership(now: datetime) -> tuple[Event, ...]:
    """Give what happens to Latvia: figures, a term, reviews, a suspension with a plan, a notice taken back."""
    return (*_figures(), *_term(now), *_reviewed(now), *_planned(now), *_committed(now))


def _figures() -> tuple[Event, ...]:
    readings = tuple(Reading(year=year, score=Fraction(score), status=word) for year, score, word in FELL)
    moved = Movement(
        criterion=CriterionName("freedom"),
        turn=Turn.FAILED,
        index=Index.FH_TOTAL,
        year=2025,
        score=Fraction(58),
        status="Partly Free",
    )
    return (
        IndicesImported(member=LVA, index=Index.FH_TOTAL, source="A survey.", readings=readings, replaced=()),
        IndicesMoved(member=LVA, movements=(moved,)),
    )


FELL = ((2024, 72, "Free"), (2025, 58, "Partly Free"))


def _term(now: datetime) -> tuple[Event, ...]:
    of: dict[str, Any] = {"member": LVA}
    ends_at = now + timedelta(days=700)
    reminders = tuple(Reminder(days=days, at=ends_at - timedelta(days=days)) for days in (30, 7))
    return (
        TermBegun(
            **of, starts_at=now, ends_at=ends_at, cause=TermCause.LOT, reminders=reminders, review_at=now, seed="a1"
        ),
        TermWatched(**of, ends_at=ends_at, reminders=reminders, review_at=now),
        TermsDrawn(seed="a1", years=2, short=(LVA,), long=(EST,)),
        TermReminded(**of, days=30, ends_at=ends_at, due_at=reminders[0].at, late=True),
        RenewalCalled(**of, by_member=EST, account=JUDGE, at=now),
        RenewalPutToVote(**of, motion=OF),
        RenewalReleased(**of, motion=OF, undecided=True),
        RenewalKept(**of, motion=OF, at=now),
        TermOverrun(**of, ends_at=ends_at),
        DeclarationSigned(**of, version="2026", account=JUDGE, at=now),
    )


def _reviewed(now: datetime) -> tuple[Event, ...]:
    of: dict[str, Any] = {"member": LVA, "review": ReviewNumber(1)}
    due = Reminder(days=3, at=now + timedelta(days=27))
    opinion = OpinionGiven(
        **of, stage=Stage.FINDING, account=JUDGE, finding=Finding.FAILS, reasons="So.", evidence="Here.", at=now
    )
    verdict = OpinionGiven(**of, stage=Stage.CONFIRMATION, account=JUDGE, finding=None, reasons="", evidence="", at=now)
    opened: dict[str, Any] = {"cause": ReviewCause.WORD, "reason": "Asked.", "opened_at": now, "due_at": due.at}
    again: dict[str, Any] = {"member": LVA, "review": ReviewNumber(2)}
    made: dict[str, Any] = {"finding": Finding.FAILS, "panel": 3, "agreed": 2, "reasons": "So.", "at": now}
    return (
        ReviewOpened(**of, **opened, reminders=(due,)),
        RenewalUnderReview(**of, ends_at=now + timedelta(days=700)),
        ReviewReminded(**of, days=3, due_at=due.at, late=True),
        opinion,
        FindingMade(**of, **made, evidence="Here.", reply_until=due.at),
        ReplyGiven(**of, text="No.", account=JUDGE, at=now),
        ConfirmationAwaited(**of),
        verdict,
        FindingConfirmed(**of, **made, earlier=Finding.AT_RISK),
        ReviewOpened(**again, **opened, reminders=()),
        FindingMade(**again, **made, evidence="", reply_until=due.at),
        FindingWithdrawn(**again, reasons="", at=now),
        ReviewOpened(member=LVA, review=ReviewNumber(3), **opened, reminders=()),
        ReviewEnded(member=LVA, review=ReviewNumber(3), at=now),
    )


def _planned(now: datetime) -> tuple[Event, ...]:
    of: dict[str, Any] = {"member": LVA}
    soon, later = now + timedelta(days=30), now + timedelta(days=60)
    back: dict[str, Any] = {**of, "status": Status.ACTIVE}
    leaving: dict[str, Any] = {**of, "status": Status.WITHDRAWN}
    reminder = Reminder(days=7, at=later - timedelta(days=7))
    return (
        MoveSet(**of, status=Status.SUSPENDED, at=soon, set_at=now, cause=Cause.FINDING, review=ReviewNumber(1)),
        MemberStatusChanged(
            **of,
            status=Status.SUSPENDED,
            since=soon,
            motion=None,
            reason="finding",
            cause=Cause.FINDING,
            review=ReviewNumber(1),
        ),
        BenchmarkSet(**of, number=1, text="Free the courts.", due_at=later, reminders=(reminder,)),
        BenchmarkReminded(**of, number=1, text="Free the courts.", days=7, due_at=later, late=False),
        BenchmarkJudged(**of, number=1, account=JUDGE, at=soon),
        BenchmarkMet(**of, number=1, text="Free the courts.", at=soon),
        SupportPromised(**of, text="Judges.", giver="Estonia", at=soon),
        ReassessmentSet(**of, at=later, dates=(later,)),
        MoveSet(**back, at=later, set_at=soon, cause=Cause.FINDING, review=ReviewNumber(2)),
        MoveOpposed(**back, by_member=EST, account=JUDGE, at=soon),
        MoveLifted(**back, at=soon, cause=Cause.NOTICE, motion=OF),
        MoveSet(**leaving, at=later, set_at=soon, cause=Cause.NOTICE, review=None),
    )


def _committed(now: datetime) -> tuple[Event, ...]:
    of: dict[str, Any] = {"member": LVA, "number": 1}
    due = now + timedelta(days=90)
    told: dict[str, Any] = {"text": "Publish the votes.", "due_at": due}
    return (
        CommitmentMade(**of, **told, indicator="The register.", reminders=(), account=JUDGE, at=now),
        CommitmentReminded(**of, **told, days=1, late=False),
        CommitmentProgressed(**of, text="Half of them.", at=now),
        CommitmentDone(**of, text="Publish the votes.", at=now),
        CommitmentsAsked(member=LVA, review=ReviewNumber(1), at=now),
    )
