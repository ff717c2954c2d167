"""The rules of one vote, frozen at its opening, and the result that they gave."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.domain.chairing import Office
from bot.domain.charter import Closing, Effect, LateQuorum, MidVoteLoss, Procedure
from bot.domain.membership import Status
from bot.domain.outages import OutageRule
from bot.domain.rules import Outcome, Quorum, Reason, Rule, Tally, Tie, parse_quorum, parse_rule


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
    procedure: Procedure = Procedure.VOTE
    declaration: timedelta | None = None
    """How long the result waits for votes by note verbale; None where the kind takes none."""
    contest: timedelta = timedelta(hours=2)
    second_vote: timedelta = timedelta(hours=48)
    casting_vote: timedelta = timedelta(hours=24)
    takes_effect: timedelta | None = None
    confers: Status | None = None
    refuses: Status | None = None
    elects: Office | None = None
    authorisations: int | None = None

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the rule made of the ballots: outcome, reasons and counts, as recorded when the vote was closed.

    ``without_vote`` where silence or consensus adopted.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    tally: Tally
    decided_at: datetime
    without_vote: bool = False
