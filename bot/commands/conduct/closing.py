"""Closing a vote: the rule is applied, and what a tie, a silence or a consensus makes of it.

The clock's tick and a person's command call the same functions, so a vote is never decided in two ways.
"""

from datetime import datetime

from bot.commands.conduct.consensus import answered
from bot.commands.conduct.consequences import follow
from bot.commands.conduct.elections import count_election
from bot.commands.conduct.notes import discard_waiting
from bot.commands.conduct.opening import CLOCK, opened
from bot.commands.conduct.owing import owe_card, owe_channels, owe_delegation, renew
from bot.commands.conduct.presiding import presiding_over
from bot.commands.conduct.rolls import called_roll, counted, roll_as_of
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.events import CastingVoteAwaited, MotionDecided, VotingReopened
from bot.domain.motion import Motion
from bot.domain.notices import ResultNotice, SilenceNotice, TieNotice
from bot.domain.rules import Decision, Outcome, Tally, Tie, decide, is_tied
from bot.domain.voting import numbered, rules_of
from bot.ports import UnitOfWork

TIED = "tie"
NO_QUORUM = "no quorum"


def close_vote(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Close what is due: apply the motion's own rule to the ballots there are, and owe the result to everyone.

    The result is as of the deadline, or as of ``now`` where the vote closes early. A tie calls for what the kind says:
    a second vote, or the chair's.
    """
    if motion.rules is None:
        _adopt_by_consensus(uow, alliance, motion, now=now, by=by)
        return
    discard_waiting(uow, alliance, motion, now=now)
    roll = called_roll(uow, alliance, motion, closed=True, now=now)
    decision = decide(roll)
    if motion.rules.procedure is Procedure.RANKED:
        decided_at = min(now, _decided_by(motion))
        decision = count_election(uow, alliance, motion, decision, decided_at=decided_at, now=now, by=by)
    if decision.outcome is Outcome.TIED:
        closes_at = now + motion.rules.second_vote
        reopen(uow, alliance, motion, decision, reason=TIED, closes_at=closes_at, now=now, by=by)
        return
    awaited = motion.rules.tie is Tie.CHAIR and motion.course.casting_vote is None
    if awaited and is_tied(roll):
        until = min(now, motion.closes_at) + motion.rules.casting_vote
        if _await_chair(uow, alliance, motion, decision, until=until, now=now):
            return
    decide_motion(uow, alliance, motion, decision, now=now, by=by)


def decide_motion(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, decision: Decision, *, now: datetime, by: str
) -> None:
    """Record the result, owe it to everyone, and do what follows from it."""
    silence = motion.rules is not None and motion.rules.procedure is Procedure.SILENCE
    _record_result(
        uow,
        alliance,
        motion,
        decision,
        without_vote=silence and decision.outcome is Outcome.ADOPTED,
        decided_at=min(now, _decided_by(motion)),
        now=now,
        by=by,
    )


def _decided_by(motion: Motion) -> datetime:
    """Give the instant as of which a result is: the deadline, the last call of a live roll, the chair's last moment."""
    awaited = motion.course.casting_vote
    return motion.voted_until if awaited is None else awaited.until


def _record_result(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    decision: Decision,
    *,
    without_vote: bool,
    decided_at: datetime,
    now: datetime,
    by: str,
) -> None:
    adopted = decision.outcome is Outcome.ADOPTED
    year = decided_at.astimezone(alliance.time_zone).year if adopted and numbered(alliance.charter, motion) else None
    serial = None if year is None else uow.motions.last_serial(alliance.code, motion.kind, year) + 1
    delay = rules_of(alliance.charter, motion).takes_effect
    event = MotionDecided(
        motion=motion.number,
        outcome=decision.outcome,
        reasons=decision.reasons,
        tally=decision.tally,
        decided_at=decided_at,
        without_vote=without_vote,
        serial=serial,
        year=year,
        takes_effect_at=decided_at + delay if adopted and delay is not None else None,
    )
    uow.record(alliance.code, event, at=now, by=by)
    decided = opened(uow, alliance, motion.number)
    if motion.course.silence is not None:
        renew(uow, alliance, SilenceNotice(motion=motion.number), now=now)
    owe_card(uow, alliance, decided, due=now)
    owe_channels(uow, alliance, decided, ResultNotice(motion=motion.number), due=now, also=Purpose.ANNOUNCEMENTS)
    follow(uow, alliance, decided, now=now)


def _adopt_by_consensus(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime, by: str) -> None:
    """Adopt without a vote what nobody objected to by the time the chair gave (decision rules, deciding 11)."""
    consensus = motion.course.question
    if consensus is None:
        raise LookupError(motion.number)
    roll = roll_as_of(uow, alliance, motion, consensus.asked_at)
    entitled = sum(elector.entitled for elector in roll)
    seats = alliance.charter.bodies[motion.body].seats
    tally = Tally(
        yes=0,
        no=0,
        abstain=0,
        silent=entitled,
        not_entitled=len(roll) - entitled,
        vacant=max(0, (seats or 0) - len(roll)),
    )
    decision = Decision.without_vote(tally)
    _record_result(uow, alliance, motion, decision, without_vote=True, decided_at=consensus.until, now=now, by=by)
    answered(uow, alliance, motion, now=now)


def reopen(
    uow: UnitOfWork,
    alliance: Alliance,
    motion: Motion,
    decision: Decision,
    *,
    reason: str,
    closes_at: datetime,
    now: datetime,
    by: str,
) -> None:
    """Take the vote again: the same electorate, new ballots; ``decision`` is what the first vote gave."""
    event = VotingReopened(
        motion=motion.number,
        reason=reason,
        closes_at=closes_at,
        reasons=decision.reasons,
        tally=decision.tally,
        at=now,
    )
    uow.record(alliance.code, event, at=now, by=by)
    again = opened(uow, alliance, motion.number)
    owe_card(uow, alliance, again, due=now)
    owe_channels(uow, alliance, again, TieNotice(motion=motion.number), due=now)


def await_chair_longer(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, *, until: datetime, now: datetime
) -> Motion:
    """Give the chair until a later instant for its casting vote; give the motion as it then is."""
    decision = counted(uow, alliance, motion, now=now)
    waits = _await_chair(uow, alliance, motion, decision, until=until, now=now)
    return opened(uow, alliance, motion.number) if waits else motion


def _await_chair(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, decision: Decision, *, until: datetime, now: datetime
) -> bool:
    """Wait for the chair's casting vote; give False where nobody presides, so that the tie stands."""
    chair = presiding_over(uow, alliance, motion, now=now)
    if chair is None or until <= now:
        return False
    event = CastingVoteAwaited(motion=motion.number, until=until, reasons=decision.reasons, tally=decision.tally)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    waiting = opened(uow, alliance, motion.number)
    owe_card(uow, alliance, waiting, due=now)
    owe_channels(uow, alliance, waiting, TieNotice(motion=motion.number), due=now)
    owe_delegation(uow, alliance, chair, TieNotice(motion=motion.number), now=now)
    return True
