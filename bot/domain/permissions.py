"""Who may do what: ``check_may_x`` lets an act pass or raises why not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from bot.domain.addresses import Platform
from bot.domain.ballot import Ballot, Choice
from bot.domain.calling import Answer
from bot.domain.charter import Procedure
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import Outcome, Standing


@dataclass(kw_only=True, eq=False)
class VotingNotOpen(Refusal):
    """A ballot before voting opens."""

    motion: MotionNumber
    opens_at: datetime


@dataclass(kw_only=True, eq=False)
class VoteClosed(Refusal):
    """A ballot received after the deadline."""

    motion: MotionNumber
    closed_at: datetime


@dataclass(kw_only=True, eq=False)
class VoteCountedMeanwhile(Refusal):
    """A ballot received in time of a vote that was counted before it got here, and tied or missed its quorum."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class VoteDecided(Refusal):
    """A ballot on a motion whose result stands; one received in time was not recorded."""

    motion: MotionNumber
    outcome: Outcome


@dataclass(kw_only=True, eq=False)
class NotUnderVote(Refusal):
    """A ballot on a motion that is not put to the vote where it stands."""

    motion: MotionNumber
    phase: Phase


@dataclass(kw_only=True, eq=False)
class SilenceTakesNoBallots(Refusal):
    """A ballot on a motion in a silence procedure, which is broken by an objection and not by a ballot."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NotYourTurn(Refusal):
    """An answer to a live roll call by another member than the one called, which is named.

    ``over``: that member has had its turn and is not called again.
    """

    motion: MotionNumber
    member: MemberCode
    called: MemberCode
    over: bool

    variants = ("over",)

    @property
    def variant(self) -> str:
        """Tell a turn that is over from one that is still to come."""
        return "over" if self.over else ""


@dataclass(kw_only=True, eq=False)
class VoteLostMeanwhile(Refusal):
    """A member that lost its vote while the vote ran, where the charter keeps what it cast before."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NoBallot(Refusal):
    """A ballot taken back that was never cast."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NotOnTheRoll(Refusal):
    """A state that had no place in the deciding body when voting opened."""

    motion: MotionNumber
    member: MemberCode
    body: BodyName


@dataclass(kw_only=True, eq=False)
class VoteSuspended(Refusal):
    """A member that was not in good standing when voting opened."""

    motion: MotionNumber
    member: MemberCode
    standing: Standing


@dataclass(kw_only=True, eq=False)
class MemberConcerned(Refusal):
    """A member that the motion is about, where the kind excludes it."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class MemberRecused(Refusal):
    """A member that has recused itself."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class BallotOfHead(Refusal):
    """A ballot cast by the head of delegation, which only the head changes."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    cast_at: datetime
    platform: Platform


@dataclass(kw_only=True, eq=False)
class BallotSuperseded(Refusal):
    """A ballot that was received before the one that stands, and got here after it."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice


@dataclass(kw_only=True, eq=False)
class BallotFinal(Refusal):
    """A second ballot of a seat where the kind lets none be changed."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    cast_at: datetime
    platform: Platform


@dataclass(kw_only=True, eq=False)
class BallotUnchanged(Refusal):
    """The same ballot again: nothing to record."""

    harmless: ClassVar[bool] = True
    motion: MotionNumber
    member: MemberCode
    choice: Choice
    cast_at: datetime
    platform: Platform


@dataclass(kw_only=True, eq=False)
class NotConfirmed(Refusal):
    """A ballot that was given and not confirmed."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class StillVoting(Refusal):
    """A vote that only its deadline closes."""

    motion: MotionNumber
    closes_at: datetime


@dataclass(kw_only=True, eq=False)
class NotYetCertain(Refusal):
    """A vote that may close early, but whose result is not certain yet, or not open long enough."""

    motion: MotionNumber
    closes_at: datetime
    not_before: datetime


UNDER_WAY: Final = timedelta(minutes=2)
"""Longer than any act takes from its receipt to its record."""


def check_may_vote(motion: Motion, elector: Elector | None, member: MemberCode, now: datetime) -> None:
    """Let ``member`` vote on ``motion`` at ``now``, or raise why not (spec: rules, deciding 4 and 5)."""
    _check_voting(motion, now)
    check_entitled(motion, elector, member)


def check_entitled(motion: Motion, elector: Elector | None, member: MemberCode) -> None:
    """Let a member of the frozen roll take part in the vote, or raise why it does not."""
    if elector is None:
        raise NotOnTheRoll(motion=motion.number, member=member, body=motion.body)
    match elector.standing:
        case Standing.ENTITLED:
            if motion.course.has_lost_vote(member):
                raise VoteLostMeanwhile(motion=motion.number, member=member)
        case Standing.CONCERNED:
            raise MemberConcerned(motion=motion.number, member=member)
        case Standing.RECUSED:
            raise MemberRecused(motion=motion.number, member=member)
        case _:
            raise VoteSuspended(motion=motion.number, member=member, standing=elector.standing)


def check_may_replace(
    motion: Motion, earlier: Ballot | None, *, choice: Choice, explanation: str, role: Role, now: datetime
) -> None:
    """Let a new ballot take the place of ``earlier``, or raise why not.

    A ballot cast by the head is changed only by the head (spec: membership, delegations). The same ballot with
    nothing new to say is refused, so that a doubled tap never looks like a second vote. Of two ballots the one
    received later stands, whichever of them gets here first; one that seems to come from further ahead than any act
    is under way was cast before the clock was set back.
    """
    if earlier is None:
        return
    if now < earlier.cast_at <= now + UNDER_WAY:
        raise BallotSuperseded(motion=motion.number, member=earlier.member, choice=earlier.choice)
    refused = _replacement_refused(motion, earlier, choice=choice, explanation=explanation, role=role)
    if refused is not None:
        raise refusal_about(earlier, refused)


def refusal_about(
    ballot: Ballot, refused: type[BallotFinal | BallotOfHead | BallotUnchanged]
) -> BallotFinal | BallotOfHead | BallotUnchanged:
    """Make the refusal of an act that the ballot of a seat stands in the way of."""
    return refused(
        motion=ballot.motion,
        member=ballot.member,
        choice=ballot.choice,
        cast_at=ballot.cast_at,
        platform=ballot.account.platform,
    )


def _replacement_refused(
    motion: Motion, earlier: Ballot, *, choice: Choice, explanation: str, role: Role
) -> type[BallotFinal | BallotOfHead | BallotUnchanged] | None:
    if motion.rules is not None and not motion.rules.changeable:
        return BallotFinal
    if earlier.role is Role.HEAD and role is not Role.HEAD:
        return BallotOfHead
    if earlier.choice is choice and explanation in {"", earlier.explanation}:
        return BallotUnchanged
    return None


def retractable(motion: Motion, ballot: Ballot | None, member: MemberCode, *, role: Role) -> Ballot:
    """Give the ballot that a member may take back, or raise why it may not."""
    if ballot is None:
        raise NoBallot(motion=motion.number, member=member)
    if motion.course.has_lost_vote(member):
        raise VoteLostMeanwhile(motion=motion.number, member=member)
    final = motion.course.call is not None or (motion.rules is not None and not motion.rules.changeable)
    refused = BallotFinal if final else BallotOfHead if ballot.role is Role.HEAD and role is not Role.HEAD else None
    if refused is not None:
        raise refusal_about(ballot, refused)
    return ballot


def _check_voting(motion: Motion, now: datetime) -> None:
    phase = motion.phase(now)
    if motion.result is not None:
        raise VoteDecided(motion=motion.number, outcome=motion.result.outcome)
    if _counted_meanwhile(motion, now):
        raise VoteCountedMeanwhile(motion=motion.number)
    match phase:
        case Phase.VOTING:
            return
        case Phase.DEBATE | Phase.SILENCE if motion.course.procedure is Procedure.SILENCE:
            raise SilenceTakesNoBallots(motion=motion.number)
        case Phase.DEBATE:
            raise VotingNotOpen(motion=motion.number, opens_at=motion.opens_at)
        case Phase.COUNTING:
            raise VoteClosed(motion=motion.number, closed_at=motion.voted_until)
        case _:
            raise NotUnderVote(motion=motion.number, phase=phase)


def _counted_meanwhile(motion: Motion, now: datetime) -> bool:
    """Tell whether a ballot received at ``now`` was one of a vote that has been counted: a first vote, or a tie.

    A second vote that seems to begin further ahead than any act is under way was opened before the clock was set back.
    """
    if motion.course.casting_vote is not None:
        return now <= motion.voted_until
    return motion.course.round > 1 and now < motion.opens_at <= now + UNDER_WAY


def check_called(motion: Motion, member: MemberCode, now: datetime) -> None:
    """Let a member answer a live roll call, or raise NotYourTurn, VoteClosed at its end; other votes pass."""
    call = motion.course.call
    if call is None:
        return
    called = call.standing(now)
    if called is None:
        raise VoteClosed(motion=motion.number, closed_at=motion.voted_until)
    if called.member != member:
        over = call.answers(now).get(member) in {Answer.VOTED, Answer.MISSED}
        raise NotYourTurn(motion=motion.number, member=member, called=called.member, over=over)
