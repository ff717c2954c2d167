"""A motion and its way from the table to a result.

A motion's phase is never stored: it follows from what has been recorded (tabled, opened, decided) and from the
clock. ``PHASE_MOVES`` is the whole of it, and ``docs/states.md`` is written from that table. No job needs to have
run for a phase to be right: a ballot after the deadline is late whether or not anyone has closed the vote.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.ballot import Ballot, Choice
from bot.domain.charter import Charter, Closing, Effect, Kind, LateQuorum, MidVoteLoss
from bot.domain.deadlines import Deadline, Due
from bot.domain.electorate import Elector
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.instants import CLOSING_GRACE
from bot.domain.outages import OutageRule
from bot.domain.rules import (
    Decision,
    Outcome,
    Quorum,
    Reason,
    RollCall,
    Rule,
    Tally,
    Tie,
    Voter,
    decide,
    parse_quorum,
    parse_rule,
)


class Phase(StrEnum):
    """Where a motion stands."""

    DEBATE = "debate"
    VOTING = "voting"
    COUNTING = "counting"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"
    NO_QUORUM = "no quorum"


FINAL_PHASES = frozenset({Phase.ADOPTED, Phase.NOT_ADOPTED, Phase.NO_QUORUM})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseMove:
    """One move between phases, what brings it about and which event records it."""

    start: Phase | None
    end: Phase
    by: str
    event: str


PHASE_MOVES: tuple[PhaseMove, ...] = (
    PhaseMove(start=None, end=Phase.DEBATE, by="the secretariat tables the motion", event="MotionTabled"),
    PhaseMove(
        start=Phase.DEBATE,
        end=Phase.VOTING,
        by="the clock, when debate and notice have run",
        event="VotingOpened",
    ),
    PhaseMove(
        start=Phase.VOTING,
        end=Phase.COUNTING,
        by="the clock, at the deadline (inclusive)",
        event="none: derived",
    ),
    PhaseMove(
        start=Phase.COUNTING,
        end=Phase.VOTING,
        by="an outage shortly before the deadline, which moves it",
        event="DeadlineMoved",
    ),
    PhaseMove(start=Phase.COUNTING, end=Phase.ADOPTED, by="the motion's own rule holds", event="MotionDecided"),
    PhaseMove(start=Phase.COUNTING, end=Phase.NOT_ADOPTED, by="the rule does not hold", event="MotionDecided"),
    PhaseMove(start=Phase.COUNTING, end=Phase.NO_QUORUM, by="the quorum was not reached", event="MotionDecided"),
    PhaseMove(
        start=Phase.VOTING,
        end=Phase.ADOPTED,
        by='close = "decided": final ballots make it certain, after min_open',
        event="MotionDecided",
    ),
    PhaseMove(
        start=Phase.VOTING,
        end=Phase.NOT_ADOPTED,
        by='close = "decided": final ballots make it certain, after min_open',
        event="MotionDecided",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRules:
    """The rules of one vote as they were frozen at its opening; rules are kept as their sentences."""

    adopt: str
    quorum: str | None
    tie: Tie
    seats: int | None
    changeable: bool
    closing: Closing
    min_open: timedelta
    live_tally: bool
    late_quorum: LateQuorum | None
    mid_vote_loss: MidVoteLoss
    effect: Effect
    coalition: bool
    reminders: tuple[timedelta, ...]
    outage: OutageRule

    @property
    def rule(self) -> Rule:
        """The rule of adoption, parsed."""
        return _rule(self.adopt)

    @property
    def quorum_rule(self) -> Quorum | None:
        """The quorum, parsed; None where the vote has none."""
        return None if self.quorum is None else _quorum(self.quorum)


@lru_cache(maxsize=1024)
def _rule(sentence: str) -> Rule:
    return parse_rule(sentence)


@lru_cache(maxsize=1024)
def _quorum(sentence: str) -> Quorum:
    return parse_quorum(sentence)


def freeze_rules(charter: Charter, kind: Kind) -> VotingRules:
    """Give the rules under which a motion of ``kind`` will be voted, whatever becomes of the charter later."""
    return VotingRules(
        adopt=str(kind.adopt),
        quorum=None if kind.quorum is None else str(kind.quorum),
        tie=kind.tie,
        seats=charter.bodies[kind.body].seats,
        changeable=kind.changeable,
        closing=kind.closing,
        min_open=kind.min_open,
        live_tally=kind.live_tally,
        late_quorum=kind.late_quorum,
        mid_vote_loss=charter.mid_vote_loss,
        effect=kind.effect,
        coalition=kind.coalition,
        reminders=kind.reminders,
        outage=charter.outage,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the rule made of the ballots: outcome, reasons and counts, as recorded when the vote was closed."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    tally: Tally
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A motion with all that has been recorded of it but its ballots.

    ``mover`` is None for the secretariat's own. ``closes_at`` is inclusive. ``rules`` is None until voting has
    opened, ``result`` until it has been decided. ``extended_for`` names why the deadline was moved last, if it was;
    ``settled_until`` is the end of the last outage that moved it, and ``awaits_return`` says that one still lasts.
    ``reminded_at`` is the instant of the last reminder that has been dealt with.
    """

    number: MotionNumber
    kind: KindName
    body: BodyName
    title: str
    text: str
    mover: MemberCode | None
    concerned: MemberCode | None
    sponsors: tuple[MemberCode, ...]
    document: str
    impact: str
    urgent: bool
    tabled_at: datetime
    opens_at: datetime
    closes_at: datetime
    extended_for: str | None = None
    settled_until: datetime | None = None
    awaits_return: bool = False
    reminded_at: datetime | None = None
    rules: VotingRules | None = None
    result: Result | None = None

    def phase(self, now: datetime) -> Phase:
        """Tell where the motion stands at ``now``, from the record and the clock alone.

        Voting that has been opened stays open, also where the clock has been set back since.
        """
        if self.result is not None:
            return _FINAL[self.result.outcome]
        if self.rules is None and now < self.opens_at:
            return Phase.DEBATE
        return Phase.VOTING if now <= self.closes_at else Phase.COUNTING

    def due_to_open(self, now: datetime) -> bool:
        """Tell whether voting should have opened by ``now`` and has not been recorded as open."""
        return self.rules is None and self.result is None and now >= self.opens_at

    def due_to_close(self, now: datetime) -> bool:
        """Tell whether the vote may be closed by the clock: one second after its deadline and not before."""
        return self.rules is not None and self.result is None and now >= self.closes_at + CLOSING_GRACE

    def deadlines(self) -> tuple[Deadline, ...]:
        """Give what the clock must still do: open the voting, or remind and close; nothing once decided."""
        subject = str(self.number)
        if self.result is not None:
            return ()
        if self.rules is None:
            return (Deadline(self.opens_at, Due.OPENING, subject),)
        closing = Deadline(self.closes_at + CLOSING_GRACE, Due.CLOSING, subject)
        return (*(Deadline(at, Due.REMINDER, subject) for at in self._reminders(self.rules)), closing)

    def _reminders(self, rules: VotingRules) -> Iterator[datetime]:
        """Give the instants of reminders still to come: those after the opening and after the last one dealt with."""
        after = max(self.opens_at, self.reminded_at or self.opens_at)
        return (at for before in rules.reminders if (at := self.closes_at - before) > after)

    def reminder_due(self, now: datetime) -> datetime | None:
        """Give the latest reminder due by ``now`` while voting runs: earlier ones missed are folded into it."""
        if self.rules is None or self.result is not None or now > self.closes_at:
            return None
        return max((at for at in self._reminders(self.rules) if at <= now), default=None)


_FINAL: Mapping[Outcome, Phase] = {
    Outcome.ADOPTED: Phase.ADOPTED,
    Outcome.NOT_ADOPTED: Phase.NOT_ADOPTED,
    Outcome.NO_QUORUM: Phase.NO_QUORUM,
}


def roll_call(
    rules: VotingRules,
    motion: Motion,
    electors: Sequence[Elector],
    ballots: Sequence[Ballot],
    *,
    closed: bool,
) -> RollCall:
    """Put the frozen roll and the ballots before the rule, as the decision rules take them."""
    choices: dict[MemberCode, Choice] = {ballot.member: ballot.choice for ballot in ballots}
    return RollCall(
        rule=rules.rule,
        quorum=rules.quorum_rule,
        seats=rules.seats,
        voters=tuple(
            Voter(
                member=elector.member,
                standing=elector.standing,
                permanent=elector.permanent,
                weights={str(name): value for name, value in elector.weights.items()},
                choice=choices.get(elector.member),
            )
            for elector in electors
        ),
        concerned=motion.concerned,
        tie=rules.tie,
        closed=closed,
        final=not rules.changeable,
    )


def count(rules: VotingRules, motion: Motion, electors: Sequence[Elector], ballots: Sequence[Ballot]) -> Decision:
    """Decide the motion on the ballots there are, by its own frozen rule."""
    return decide(roll_call(rules, motion, electors, ballots, closed=True))
