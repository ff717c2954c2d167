"""How each event changes what is kept of a member: the one place where its record becomes its dossier."""

from dataclasses import replace
from typing import assert_never

from bot.domain.dossier import Benchmark, ComingMove, Commitment, Dossier, Progress, Signature, Support
from bot.domain.events.members import (
    BenchmarkJudged,
    BenchmarkMet,
    BenchmarkReminded,
    BenchmarkSet,
    CommitmentDone,
    CommitmentMade,
    CommitmentProgressed,
    CommitmentReminded,
    DeclarationSigned,
    MoveLifted,
    MoveOpposed,
    MoveSet,
    ReassessmentSet,
    RenewalCalled,
    RenewalKept,
    RenewalPutToVote,
    RenewalReleased,
    RenewalUnderReview,
    SupportPromised,
    TermBegun,
    TermOverrun,
    TermReminded,
    TermWatched,
)
from bot.domain.events.record import MemberEnrolled, MemberStatusChanged
from bot.domain.events.reviews import FindingConfirmed, FindingWithdrawn, ReviewEnded, ReviewOpened
from bot.domain.evolution import EventDoesNotFit
from bot.domain.findings import Confirmed, Finding
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Status
from bot.domain.review import ReviewCause
from bot.domain.terms import Term, TermCause

DossierEvent = (
    MemberStatusChanged
    | TermBegun
    | TermReminded
    | TermWatched
    | RenewalUnderReview
    | TermOverrun
    | RenewalCalled
    | RenewalPutToVote
    | RenewalReleased
    | RenewalKept
    | MoveSet
    | MoveOpposed
    | MoveLifted
    | DeclarationSigned
    | BenchmarkSet
    | BenchmarkJudged
    | BenchmarkMet
    | BenchmarkReminded
    | SupportPromised
    | ReassessmentSet
    | ReviewOpened
    | FindingConfirmed
    | FindingWithdrawn
    | ReviewEnded
    | CommitmentMade
    | CommitmentProgressed
    | CommitmentDone
    | CommitmentReminded
)
"""What changes the dossier of a member; each names it."""


def enrolled(event: MemberEnrolled) -> Dossier:
    """Give the dossier of a member that was entered on the roster."""
    term = None
    belongs = event.status in MEMBERS_OF_THE_ALLIANCE
    if belongs and event.term_start is not None and event.term_end is not None:
        term = Term(
            starts_at=event.term_start,
            ends_at=event.term_end,
            cause=TermCause.ENROLMENT,
            reminders=event.reminders,
            review_at=event.review_at,
            watched=event.watched,
        )
    return Dossier(member=event.member, status=event.status, term=term)


def dossier_after(dossier: Dossier, event: DossierEvent) -> Dossier:
    """Give the dossier as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    match event:
        case MemberStatusChanged():
            return _changed(dossier, event)
        case TermBegun() | TermWatched() | TermReminded() | RenewalUnderReview() | TermOverrun():
            return _term(dossier, event)
        case RenewalCalled():
            return replace(dossier, callers=(*dossier.callers, event.by_member))
        case RenewalPutToVote():
            return replace(dossier, vote=event.motion, kept_at=None)
        case RenewalReleased():
            return replace(dossier, callers=(), vote=None, undecided=event.undecided)
        case RenewalKept():
            return replace(dossier, kept_at=event.at)
        case MoveSet() | MoveOpposed() | MoveLifted():
            return _coming(dossier, event)
        case DeclarationSigned():
            signed = Signature(version=event.version, at=event.at, by=event.account.text)
            return replace(dossier, signed=signed)
        case FindingConfirmed():
            renews = dossier.term is not None and dossier.term.review_at is None
            confirmed = Confirmed(finding=event.finding, review=event.review, at=event.at, renews=renews)
            return replace(dossier, finding=confirmed, under_review=None)
        case FindingWithdrawn() | ReviewEnded():
            return replace(dossier, under_review=None)
        case ReviewOpened():
            return _under_review(dossier, event)
        case CommitmentMade() | CommitmentProgressed() | CommitmentDone() | CommitmentReminded():
            return _commitment(dossier, event)
        case _:
            return _plan(dossier, event)


def _changed(dossier: Dossier, event: MemberStatusChanged) -> Dossier:
    """Give the dossier under another status: what was to bring it about is done, a way back is over once it is gone."""
    coming = tuple(move for move in dossier.coming if move.status is not event.status)
    changed = replace(dossier, status=event.status, coming=coming)
    if event.status is Status.SUSPENDED:
        met = dossier.finding is not None and dossier.finding.finding is Finding.MEETS
        return replace(changed, finding=None if met else dossier.finding)
    changed = replace(changed, benchmarks=(), support=(), reassessments=())
    if event.status is Status.ACTIVE:
        return changed
    return replace(changed, term=None, callers=(), vote=None, kept_at=None, undecided=False, coming=(), finding=None)


def _under_review(dossier: Dossier, event: ReviewOpened) -> Dossier:
    """Give the dossier under review; a reassessment serves for every day set for one that has come."""
    left = dossier.reassessments
    if event.cause is ReviewCause.REASSESSMENT:
        left = tuple(at for at in left if at > event.opened_at)
    return replace(dossier, reassessments=left, under_review=event.review)


def _term(
    dossier: Dossier, event: TermBegun | TermWatched | TermReminded | RenewalUnderReview | TermOverrun
) -> Dossier:
    if isinstance(event, TermBegun):
        begun = Term(
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            cause=event.cause,
            reminders=event.reminders,
            review_at=event.review_at,
        )
        used = None if dossier.finding is None else replace(dossier.finding, renews=False)
        return replace(dossier, term=begun, callers=(), vote=None, kept_at=None, undecided=False, finding=used)
    term = dossier.term
    if term is None:
        raise EventDoesNotFit(event=type(event).__name__, subject=dossier.member)
    match event:
        case TermWatched():
            watched = replace(term, reminders=event.reminders, review_at=event.review_at, watched=True)
            return replace(dossier, term=watched)
        case TermReminded():
            left = tuple(each for each in term.reminders if each.days < event.days)
            return replace(dossier, term=replace(term, reminders=left))
        case RenewalUnderReview():
            return replace(dossier, term=replace(term, review_at=None))
        case TermOverrun():
            return replace(dossier, term=replace(term, overrun=True))
        case _:
            assert_never(event)


def _coming(dossier: Dossier, event: MoveSet | MoveOpposed | MoveLifted) -> Dossier:
    others = tuple(move for move in dossier.coming if move.status is not event.status)
    found = dossier.coming_move(event.status)
    match event:
        case MoveSet():
            move = ComingMove(
                status=event.status,
                at=event.at,
                set_at=event.set_at,
                cause=event.cause,
                review=event.review,
                motion=event.motion,
            )
            return replace(dossier, coming=(*others, move))
        case MoveOpposed() if found is not None:
            opposed = replace(found, objectors=(*found.objectors, event.by_member))
            return replace(dossier, coming=(*others, opposed))
        case MoveLifted() if found is not None:
            return replace(dossier, coming=others)
        case _:
            raise EventDoesNotFit(event=type(event).__name__, subject=dossier.member)


_PlanEvent = BenchmarkSet | BenchmarkJudged | BenchmarkMet | BenchmarkReminded | SupportPromised | ReassessmentSet


def _plan(dossier: Dossier, event: _PlanEvent) -> Dossier:
    match event:
        case BenchmarkSet():
            added = Benchmark(number=event.number, text=event.text, due_at=event.due_at, reminders=event.reminders)
            return replace(dossier, benchmarks=(*dossier.benchmarks, added))
        case SupportPromised():
            promised = Support(text=event.text, by=event.giver, at=event.at)
            return replace(dossier, support=(*dossier.support, promised))
        case ReassessmentSet():
            return replace(dossier, reassessments=event.dates)
        case BenchmarkJudged() | BenchmarkMet() | BenchmarkReminded():
            return _benchmark(dossier, event)
        case _:
            assert_never(event)


def _benchmark(dossier: Dossier, event: BenchmarkJudged | BenchmarkMet | BenchmarkReminded) -> Dossier:
    found = dossier.benchmark(event.number)
    if found is None:
        raise EventDoesNotFit(event=type(event).__name__, subject=dossier.member)
    match event:
        case BenchmarkJudged():
            changed = replace(found, judges=(*found.judges, event.account.text))
        case BenchmarkMet():
            changed = replace(found, met_at=event.at)
        case BenchmarkReminded():
            left = tuple(each for each in found.reminders if each.days < event.days)
            changed = replace(found, reminders=left)
    return replace(dossier, benchmarks=tuple(changed if each is found else each for each in dossier.benchmarks))


def _commitment(
    dossier: Dossier, event: CommitmentMade | CommitmentProgressed | CommitmentDone | CommitmentReminded
) -> Dossier:
    if isinstance(event, CommitmentMade):
        made = Commitment(
            number=event.number,
            text=event.text,
            indicator=event.indicator,
            due_at=event.due_at,
            reminders=event.reminders,
            review=event.review,
        )
        return replace(dossier, commitments=(*dossier.commitments, made))
    found = dossier.commitment(event.number)
    if found is None or found.done_at is not None:
        raise EventDoesNotFit(event=type(event).__name__, subject=dossier.member)
    match event:
        case CommitmentProgressed():
            changed = replace(found, progress=(*found.progress, Progress(text=event.text, at=event.at)))
        case CommitmentDone():
            changed = replace(found, done_at=event.at)
        case CommitmentReminded():
            changed = replace(found, reminders=tuple(each for each in found.reminders if each.days < event.days))
    return replace(dossier, commitments=tuple(changed if each is found else each for each in dossier.commitments))
