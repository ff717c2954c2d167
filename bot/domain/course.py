"""The course of a motion between the table and its result: what has happened to it, beyond ballots and deadlines.

Each part is a fact that was recorded, never a state: where the motion stands follows from all of them and the clock
(``bot.domain.motion``). ``bot.domain.evolution`` says how each event changes a course.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ballot import Choice
from bot.domain.calling import Call
from bot.domain.charter import Procedure
from bot.domain.ids import KindName, MemberCode, MotionNumber


class Bearing(StrEnum):
    """What a motion has to do with the one it bears on, its parent."""

    AMENDMENT = "amendment"
    PARAGRAPH = "paragraph"
    RECUSAL = "recusal"
    CHALLENGE = "challenge"
    APPEAL = "appeal"
    RECONSIDERATION = "reconsideration"
    RESCISSION = "rescission"
    FORWARDED = "forwarded"
    TAKEN_OVER = "taken over"
    RETAKEN = "taken again"

    @property
    def holds_parent(self) -> bool:
        """Tell whether the parent's voting waits until this motion has been dealt with."""
        return self in HOLDING

    @property
    def takes_turn(self) -> bool:
        """Tell whether the motion is voted right before its parent, one after the other, by its parent's rule."""
        return self in {Bearing.AMENDMENT, Bearing.PARAGRAPH}

    @property
    def own_text(self) -> bool:
        """Tell whether the motion is a text of its own, decided for itself like one that bears on nothing."""
        return self in {Bearing.FORWARDED, Bearing.TAKEN_OVER, Bearing.RETAKEN}

    @property
    def incidental(self) -> bool:
        """Tell whether the motion is decided under the rules of procedure, by its parent's body, at once."""
        return self in {Bearing.RECUSAL, Bearing.CHALLENGE, Bearing.APPEAL}


HOLDING = frozenset({Bearing.AMENDMENT, Bearing.PARAGRAPH, Bearing.RECUSAL, Bearing.CHALLENGE})


class EndedAs(StrEnum):
    """How a motion ends that is not decided, or is decided no more."""

    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    ACCEPTED = "accepted"
    """An amendment that the mover took into the text: adopted without a vote."""
    RESCINDED = "rescinded"
    REJECTED = "rejected"
    """A text of which every paragraph was rejected by itself: rejected as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconding:
    """The support that a proposal needs: so many other members, until an instant (inclusive); and who has given it."""

    needed: int
    until: datetime
    by: tuple[MemberCode, ...] = ()

    @property
    def reached(self) -> bool:
        """Tell whether enough members stand behind the proposal."""
        return len(self.by) >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How and why a motion ended without a decision, or after one."""

    how: EndedAs
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjournment:
    """The debate stands adjourned since ``at``; up to ``until``, or until it is resumed where that is None."""

    at: datetime
    until: datetime | None
    reason: str

    def lasts(self, now: datetime) -> bool:
        """Tell whether the debate still stands adjourned at ``now``; at ``until`` it goes on."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """A text that the motion had until ``until``; ``cause`` is what replaced it, ``by`` the motion that did."""

    text: str
    until: datetime
    cause: "TextCause"
    by: MotionNumber | None


class TextCause(StrEnum):
    """Why a text changed before the vote."""

    CORRECTION = "correction"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    PARAGRAPH_REJECTED = "paragraph rejected"
    REVISED = "revised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The chair has asked for consensus: no objection by ``until`` (inclusive) adopts without a vote.

    ``broken_by`` is the member that objected; the motion then goes its ordinary way.
    """

    asked_at: datetime
    until: datetime
    by: MemberCode
    broken_by: MemberCode | None = None

    @property
    def stands(self) -> bool:
        """Tell whether nobody has objected."""
        return self.broken_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A silence procedure: its period runs from ``delivered_at``, which is None until every delegation has the text."""

    length: timedelta
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVote:
    """After a tie the chair may cast a vote beside its own ballot until ``until`` (inclusive)."""

    until: datetime
    choice: Choice | None = None
    by: MemberCode | None = None


class Treatment(StrEnum):
    """What became of a member that lost its vote while the vote ran (decision rules, deciding 4)."""

    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostVote:
    """A member that lost its vote after the roll was frozen, how the charter treats it, and when."""

    member: MemberCode
    treatment: Treatment
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that has happened to a motion on its way.

    ``procedure``: how its kind is decided. ``draft``: not tabled yet. ``tabled_seq`` is its first entry in the
    journal. ``parent`` is the motion that it bears on. ``proposed_kind``: what a challenge says the kind is;
    ``paragraph``: the number of the paragraph that is voted separately; ``ruling``: the ruling that is appealed.
    ``held_by``: the motions that must be dealt with before voting can open, in the order of voting; ``under_vote`` is
    the one of them that the house votes on now.
    ``first_closes_at`` is the deadline as it was at the opening; ``moves`` are the reasons of all its moves.
    ``round`` counts the votes: 2 after a tie or a missed quorum. ``contestable_until``: until when a note
    verbale may be contested. ``serial`` and ``year`` number an adopted text: Resolution 7 (2026). ``takes_effect_at``
    is when it takes effect, where it says so.
    """

    procedure: Procedure = Procedure.VOTE
    draft: bool = False
    tabled_seq: int = 0
    parent: MotionNumber | None = None
    bearing: Bearing | None = None
    proposed_kind: KindName | None = None
    paragraph: int | None = None
    ruling: int | None = None
    seconding: Seconding | None = None
    held_by: tuple[MotionNumber, ...] = ()
    under_vote: MotionNumber | None = None
    earlier_texts: tuple[EarlierText, ...] = ()
    recused: tuple[MemberCode, ...] = ()
    adjournment: Adjournment | None = None
    consensus: Consensus | None = None
    silence: Silence | None = None
    first_closes_at: datetime | None = None
    moves: tuple[str, ...] = ()
    call: Call | None = None
    lost: tuple[LostVote, ...] = ()
    round: int = 1
    casting_vote: CastingVote | None = None
    contestable_until: datetime | None = None
    ending: Ending | None = None
    serial: int | None = None
    year: int | None = None
    takes_effect_at: datetime | None = None

    @property
    def lacks_seconds(self) -> bool:
        """Tell whether a proposal has fewer members behind it than it needs."""
        return self.seconding is not None and not self.seconding.reached

    @property
    def question(self) -> Consensus | None:
        """The chair's question of consensus that stands; None where none was asked, or a member has objected."""
        return self.consensus if self.consensus is not None and self.consensus.stands else None

    @property
    def holds_parent(self) -> bool:
        """Tell whether the motion is one that must be dealt with before the voting of the one it bears on."""
        return self.bearing is not None and self.bearing.holds_parent

    @property
    def takes_turn(self) -> bool:
        """Tell whether the motion is one that is voted right before the one it bears on, in its turn."""
        return self.bearing is not None and self.bearing.takes_turn

    def adjourned(self, now: datetime) -> bool:
        """Tell whether the debate stands adjourned at ``now``."""
        return self.adjournment is not None and self.adjournment.lasts(now)

    def has_lost_vote(self, member: MemberCode) -> bool:
        """Tell whether a member lost its vote after the roll was frozen."""
        return any(each.member == member for each in self.lost)
