"""How each event changes a motion: the one place where a motion's record becomes what the motion is.

Pure: the motion as it was and the event give the motion as it is. An event that does not fit what the motion was is a
defect, or a journal that was tampered with, and raises EventDoesNotFit; nothing is ever guessed.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.calling import Call, Turn
from bot.domain.charter import Procedure
from bot.domain.course import (
    Adjournment,
    CastingVote,
    Consensus,
    Course,
    EarlierText,
    EndedAs,
    Ending,
    LostVote,
    Seconding,
    Silence,
)
from bot.domain.events import (
    AmendmentDeclined,
    BallotCast,
    BallotRetracted,
    CastingVoteAwaited,
    CastingVoteCast,
    ConsensusAsked,
    ConsensusBroken,
    DeadlineMoved,
    DebateAdjourned,
    DebateResumed,
    DelegationsReminded,
    DraftCleared,
    DraftCommented,
    DraftTabled,
    ElectionCalled,
    ElectionCounted,
    ImplementationEvent,
    KindChanged,
    MemberRecused,
    MotionDecided,
    MotionEnded,
    MotionEvent,
    MotionHeld,
    MotionScheduled,
    MotionSeconded,
    MotionTabled,
    NoteConfirmed,
    NoteContested,
    NoteDiscarded,
    NoteEntered,
    ObjectionRaised,
    ObjectionWithdrawn,
    RankingCast,
    RollCallBegun,
    SilenceBegun,
    TextChanged,
    TurnTaken,
    VoteExplained,
    VoteLost,
    VotingOpened,
    VotingReopened,
)
from bot.domain.motion import Motion
from bot.domain.rules import Outcome
from bot.domain.voting_rules import Result

LeavesMotion = (
    AmendmentDeclined
    | BallotCast
    | BallotRetracted
    | DraftCommented
    | DraftCleared
    | VoteExplained
    | NoteEntered
    | NoteContested
    | NoteDiscarded
    | ObjectionRaised
    | ObjectionWithdrawn
    | ElectionCalled
    | RankingCast
    | ElectionCounted
    | ImplementationEvent
)
"""Events of a motion that change nothing of itself, but what hangs on it: ballots, statements, notes, comments,
elections, and what follows its adoption.
"""


@dataclass(kw_only=True, eq=False)
class EventDoesNotFit(ValueError):
    """An event that cannot have happened to what it is about as that was: a motion, a member, a review."""

    event: str
    subject: str

    def __str__(self) -> str:
        """Name the event and its subject."""
        return f"{self.event} does not fit {self.subject}"


def tabled(event: MotionTabled, *, seq: int) -> Motion:
    """Give the motion that was tabled; ``seq`` is its entry in the journal."""
    seconding = None
    if event.seconds_until is not None:
        seconding = Seconding(needed=event.seconds_needed, until=event.seconds_until)
    return Motion(
        number=event.motion,
        kind=event.kind,
        body=event.body,
        title=event.title,
        text=event.text,
        mover=event.mover,
        concerned=event.concerned,
        sponsors=event.sponsors,
        document=event.document,
        impact=event.impact,
        urgent=event.urgent,
        tabled_at=event.tabled_at,
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        course=Course(
            procedure=event.procedure,
            draft=event.draft,
            tabled_seq=seq,
            parent=event.parent,
            bearing=event.bearing,
            proposed_kind=event.proposed_kind,
            paragraph=event.paragraph,
            ruling=event.ruling,
            seconding=seconding,
        ),
    )


def after(motion: Motion, event: MotionEvent) -> Motion:
    """Give the motion as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    match event:
        case MotionTabled():
            raise _misfit(motion, event)
        case DraftTabled():
            _check(motion, event, fits=motion.course.draft)
            dated = replace(motion, tabled_at=event.tabled_at, opens_at=event.opens_at, closes_at=event.closes_at)
            return _on_course(dated, draft=False)
        case MotionSeconded():
            return _seconded(motion, event)
        case MotionScheduled() | DebateResumed() | DebateAdjourned() | KindChanged():
            return _rescheduled(motion, event)
        case MotionEnded():
            return _ended(motion, event)
        case MotionHeld():
            _check_before_vote(motion, event)
            return _on_course(motion, held_by=event.held_by, under_vote=event.under_vote)
        case TextChanged():
            _check_before_vote(motion, event)
            earlier = EarlierText(text=motion.text, until=event.at, cause=event.cause, by=event.by_motion)
            changed = replace(motion, text=event.text)
            return _on_course(changed, earlier_texts=(*motion.course.earlier_texts, earlier))
        case MemberRecused():
            _check_before_vote(motion, event)
            return _on_course(motion, recused=(*motion.course.recused, event.member))
        case ConsensusAsked():
            _check_before_vote(motion, event)
            asked = Consensus(asked_at=event.at, until=event.until, by=event.member)
            return _on_course(motion, consensus=asked)
        case ConsensusBroken():
            question = motion.course.question
            if question is None:
                raise _misfit(motion, event)
            return _on_course(motion, consensus=replace(question, broken_by=event.member))
        case MotionDecided():
            return _decided(motion, event)
        case _:
            return _in_vote(motion, event)


_InVote = (
    VotingOpened
    | SilenceBegun
    | RollCallBegun
    | TurnTaken
    | VoteLost
    | DeadlineMoved
    | DelegationsReminded
    | VotingReopened
    | CastingVoteAwaited
    | CastingVoteCast
    | NoteConfirmed
    | LeavesMotion
)


def _in_vote(motion: Motion, event: _InVote) -> Motion:
    """Give the motion after what can happen to it from the opening of its voting on."""
    if isinstance(event, VotingOpened):
        return _opened(motion, event)
    if isinstance(event, VotingReopened):
        return _reopened(motion, event)
    if isinstance(event, LeavesMotion):
        return motion
    _check(motion, event, fits=motion.rules is not None and motion.under_way)
    match event:
        case SilenceBegun():
            silence = motion.course.silence
            if silence is None or silence.delivered_at is not None:
                raise _misfit(motion, event)
            begun = replace(silence, delivered_at=event.delivered_at)
            return _on_course(
                replace(motion, closes_at=event.closes_at), silence=begun, first_closes_at=event.closes_at
            )
        case RollCallBegun():
            call = Call(order=event.order, seed=event.seed, limit=event.limit, started_at=event.at, turns=())
            return _on_course(motion, call=call)
        case TurnTaken():
            return _turn(motion, event)
        case VoteLost():
            lost = LostVote(member=event.member, treatment=event.treatment, at=event.at)
            return _on_course(motion, lost=(*motion.course.lost, lost))
        case DeadlineMoved():
            return _moved(motion, event)
        case DelegationsReminded():
            return replace(motion, reminded_at=event.due_at)
        case CastingVoteAwaited():
            awaited = motion.course.casting_vote
            _check(motion, event, fits=awaited is None or awaited.choice is None)
            return _on_course(motion, casting_vote=CastingVote(until=event.until))
        case CastingVoteCast():
            awaited = motion.course.casting_vote
            if awaited is None or awaited.choice is not None:
                raise _misfit(motion, event)
            return _on_course(motion, casting_vote=replace(awaited, choice=event.choice, by=event.member))
        case NoteConfirmed():
            until = max(motion.course.contestable_until or event.contestable_until, event.contestable_until)
            return _on_course(motion, contestable_until=until)
        case _:
            assert_never(event)


def _seconded(motion: Motion, event: MotionSeconded) -> Motion:
    seconding = motion.course.seconding
    if seconding is None or event.member in seconding.by or not motion.under_way:
        raise _misfit(motion, event)
    return _on_course(motion, seconding=replace(seconding, by=(*seconding.by, event.member)))


def _rescheduled(motion: Motion, event: MotionScheduled | DebateResumed | DebateAdjourned | KindChanged) -> Motion:
    _check_before_vote(motion, event)
    dated = replace(motion, opens_at=event.opens_at, closes_at=event.closes_at)
    match event:
        case DebateAdjourned():
            return _on_course(dated, adjournment=Adjournment(at=event.at, until=event.until, reason=event.reason))
        case DebateResumed():
            return _on_course(dated, adjournment=None)
        case KindChanged():
            changed = replace(dated, kind=event.kind, body=event.body, urgent=event.urgent)
            return _on_course(changed, procedure=event.procedure)
        case MotionScheduled():
            return dated
        case _:
            assert_never(event)


def _ended(motion: Motion, event: MotionEnded) -> Motion:
    decided = motion.result is not None and motion.result.outcome is Outcome.ADOPTED
    fits = decided if event.how is EndedAs.RESCINDED else motion.under_way
    _check(motion, event, fits=fits)
    return _on_course(motion, ending=Ending(how=event.how, at=event.at, reason=event.reason))


def _opened(motion: Motion, event: VotingOpened) -> Motion:
    _check(motion, event, fits=motion.rules is None and motion.under_way)
    silence = None
    if event.rules.procedure is Procedure.SILENCE:
        if event.silence_length is None:
            raise _misfit(motion, event)
        silence = Silence(length=event.silence_length)
    opened = replace(motion, rules=event.rules)
    return _on_course(opened, first_closes_at=motion.closes_at, silence=silence)


def _turn(motion: Motion, event: TurnTaken) -> Motion:
    call = motion.course.call
    if call is None:
        raise _misfit(motion, event)
    return _on_course(motion, call=call.after(Turn(member=event.member, answer=event.answer, at=event.at)))


def _moved(motion: Motion, event: DeadlineMoved) -> Motion:
    settled = motion.settled_until if event.settled_until is None else event.settled_until
    moved = replace(
        motion,
        closes_at=event.closes_at,
        extended_for=event.reason,
        settled_until=settled,
        awaits_return=event.awaits_return,
    )
    return _on_course(moved, moves=(*motion.course.moves, event.reason))


def _reopened(motion: Motion, event: VotingReopened) -> Motion:
    _check(motion, event, fits=motion.rules is not None and motion.course.round == 1 and motion.course.ending is None)
    again = replace(
        motion, opens_at=event.at, closes_at=event.closes_at, result=None, reminded_at=None, awaits_return=False
    )
    return _on_course(again, round=2, first_closes_at=event.closes_at, call=None)


def _decided(motion: Motion, event: MotionDecided) -> Motion:
    by_consensus = motion.rules is None and motion.course.question is not None
    _check(motion, event, fits=motion.under_way and (motion.rules is not None or by_consensus))
    result = Result(
        outcome=event.outcome,
        reasons=event.reasons,
        tally=event.tally,
        decided_at=event.decided_at,
        without_vote=event.without_vote,
    )
    decided = replace(motion, result=result)
    return _on_course(decided, serial=event.serial, year=event.year, takes_effect_at=event.takes_effect_at)


def _on_course(motion: Motion, **changes: object) -> Motion:
    """Give the motion with some facts of its course changed."""
    return replace(motion, course=replace(motion.course, **changes))  # type: ignore[arg-type]


def _check_before_vote(motion: Motion, event: MotionEvent) -> None:
    _check(motion, event, fits=motion.rules is None and motion.under_way)


def _check(motion: Motion, event: MotionEvent, *, fits: bool) -> None:
    if not fits:
        raise _misfit(motion, event)


def _misfit(motion: Motion, event: MotionEvent) -> EventDoesNotFit:
    return EventDoesNotFit(event=type(event).__name__, subject=f"M-{motion.number}")
