"""The charter of an alliance, typed: bodies, kinds of motion, their rules and durations, rights by status.

A charter is data. It is read whole from one TOML file (``bot.charters.load``), and the rules of a kind are frozen
into each motion when its voting opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.chairing import Office
from bot.domain.criterion import Criterion
from bot.domain.ids import BodyName, CriterionName, KindName, MemberCode, WeightName
from bot.domain.membership import Right, Status
from bot.domain.outages import OutageRule
from bot.domain.rules import Quorum, Rule, Tie
from bot.domain.statutes import MembershipRules
from bot.domain.titles import Wording
from bot.domain.working_hours import WorkingHours


class Closing(StrEnum):
    """When a vote ends: at its deadline, or as soon as ballots that cannot change have decided it."""

    DEADLINE = "deadline"
    DECIDED = "decided"


class Procedure(StrEnum):
    """How a kind of motion is decided."""

    VOTE = "vote"
    SILENCE = "silence"
    RANKED = "ranked"


class Concerned(StrEnum):
    """What a kind does with the member that a motion is about."""

    NONE = "none"
    VOTES = "votes"
    EXCLUDED = "excluded"


class Effect(StrEnum):
    """What an adopted motion binds."""

    ADVISORY = "advisory"
    BINDING = "binding"


class MidVoteLoss(StrEnum):
    """What becomes of a member that loses its vote while a vote runs (spec: rules, deciding 4)."""

    REMOVE = "remove"
    KEEP = "keep"


class ChairBy(StrEnum):
    """How a body comes by its chair."""

    FIXED = "fixed"
    ROTATING = "rotating"
    ELECTED = "elected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chairing:
    """How a body comes by its chair and vice-chair: named here, in turn by the month, or by election.

    ``chair`` and ``vice`` are the fixed holders; ``first_month`` is the month from which a rotation counts.
    """

    by: ChairBy
    chair: MemberCode | None = None
    vice: MemberCode | None = None
    first_month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyDay:
    """A day of every year, from its beginning in the alliance's zone: that on which the seats of a body rotate."""

    month: int
    day: int


DAYS_BEFORE: Final = (60, 30, 7, 1)
"""How many days before a day of the calendar everyone is reminded of it, unless the charter says otherwise."""


class SeatsBy(StrEnum):
    """How the seats at large of a body are given: by ranked ballots, or in turn by a fixed order of members."""

    RANKED = "ranked"
    FIXED_ORDER = "fixed-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLarge:
    """The seats of a body that rotate: all those that nobody holds as core seats (membership, council).

    ``term`` is counted in years from the rotation. ``kind`` is the kind of motion that elects, None where ``order``
    gives the seats instead. Without ``immediate_reelection`` a full term must pass before a member sits again.
    """

    by: SeatsBy
    term: int = 1
    immediate_reelection: bool = False
    kind: KindName | None = None
    order: tuple[MemberCode, ...] = ()
    reminders: tuple[int, ...] = DAYS_BEFORE
    """How many days before the rotation everyone is reminded of it, longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summit:
    """The yearly meeting of the heads, and how many days before it everyone is reminded of it, longest first."""

    day: YearlyDay
    reminders: tuple[int, ...] = DAYS_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A group that decides. ``seats`` is its number of seats; None where every member belongs to it.

    ``rotation`` is the day on which its seats rotate; no vote runs across it. ``at_large`` says how those that rotate
    are given; None where the charter does not say. ``chairing`` is None where nobody presides.
    """

    name: BodyName
    title: Wording
    seats: int | None
    permanent_veto: bool
    chairing: Chairing | None = None
    rotation: YearlyDay | None = None
    at_large: AtLarge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOfProcedure:
    """What a body needs to conduct its business, with the figures of the decision rules where a charter gives none.

    ``kind`` decides what comes up in the course of another motion: challenges, recusals, appeals; None where the
    charter has no such kind. ``second_vote`` and ``casting_vote``: how long either is open after a tie.
    ``declaration``: how long a result waits for votes by note verbale; ``contest``: how long a delegation may contest
    one. ``consensus``: how long the chair's question stands. ``call``: how long a state has to answer the roll.
    ``reconsideration``: the time in which a decision may be reconsidered once.
    """

    kind: KindName | None = None
    second_vote: timedelta = timedelta(hours=48)
    casting_vote: timedelta = timedelta(hours=24)
    declaration: timedelta = timedelta(hours=2)
    contest: timedelta = timedelta(hours=2)
    consensus: timedelta = timedelta(minutes=10)
    call: timedelta = timedelta(minutes=2)
    reconsideration: timedelta = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """How a session is called and held, with this product's figures where a charter gives none.

    ``notice`` is the least time between the call of a session and its beginning, ``urgent_notice`` that of an urgent
    one. ``attendance`` is how long before the beginning those present are first taken down. ``quorum`` is the presence
    that a session needs, None where it needs none; ``enforced`` says that it is not opened before.
    """

    notice: timedelta = timedelta(days=14)
    urgent_notice: timedelta = timedelta(hours=24)
    attendance: timedelta = timedelta(hours=1)
    reminders: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=1), timedelta(hours=1))
    quorum: Quorum | None = None
    enforced: bool = False

    def least(self, *, urgent: bool) -> timedelta:
        """Give the notice that a session needs."""
        return self.urgent_notice if urgent else self.notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """The support a member's proposal needs: how many other members, and within what time."""

    needed: int
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LateQuorum:
    """A quorum first reached within ``window`` of the deadline moves the deadline by ``extension``, once."""

    window: timedelta
    extension: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """The urgent procedure of a kind: its voting time, and how many members must ask for it.

    ``always`` marks a kind that is urgent by its nature and needs no one to ask.
    """

    voting: timedelta
    requested_by: int
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAdoption:
    """How what follows an adoption is called to mind; figures without a unit are days.

    ``answer``: how long members are given to answer whether they join, and ``answers`` how long before its end those
    that have not are reminded. ``contributions`` and ``authorisations``: before one is due, or expires. ``awaited``:
    after a member joined whose authorisation is still pending. ``review``: before a decision is looked at again.
    """

    answer: timedelta = timedelta(days=14)
    answers: tuple[int, ...] = (7, 3, 1)
    contributions: tuple[int, ...] = (30, 7, 1)
    authorisations: tuple[int, ...] = (30, 7, 1)
    awaited: tuple[int, ...] = (7, 30)
    review: tuple[int, ...] = (30, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class of motion with its own rules and durations."""

    name: KindName
    title: Wording
    body: BodyName
    procedure: Procedure
    adopt: Rule | None
    """The rule; None only where the procedure is ranked ballots."""
    quorum: Quorum | None
    tie: Tie
    effect: Effect
    coalition: bool
    concerned: Concerned
    names_member: bool
    """Whether a motion of this kind must name the member it is about; else it may, unless ``concerned`` is NONE."""
    impact: bool
    """Whether a statement of impact must come with the motion."""
    seconds: Seconds
    notice: timedelta
    """The least time between tabling and the opening of voting, unless urgent."""
    debate: timedelta
    voting: timedelta
    urgent: Urgency | None
    changeable: bool
    closing: Closing
    min_open: timedelta
    live_tally: bool
    late_quorum: LateQuorum | None
    reminders: tuple[timedelta, ...]
    """How long before the deadline those who have not voted are reminded, longest first."""
    notes: bool = False
    """Whether votes by note verbale are taken; the result is then declared some hours after the deadline."""
    takes_effect: timedelta | None = None
    """How long after its adoption a text takes effect; None where that is not for the text to say."""
    confers: Status | None = None
    """The status that the member concerned has once a motion of this kind is adopted."""
    refuses: Status | None = None
    """The status that it has where the motion is not adopted."""
    elects: Office | None = None
    """The office of the deciding body to which the member concerned is elected."""
    fills: BodyName | None = None
    """The body on which the member concerned is elected to a vacant seat."""
    authorisations: int | None = None
    """How many parliaments of the coalition must let their state take part for the text to be in effect; None: none."""

    @property
    def always_urgent(self) -> bool:
        """Whether a motion of this kind is urgent by its nature."""
        return self.urgent is not None and self.urgent.always

    @property
    def wait(self) -> timedelta:
        """The time from tabling to the opening of an ordinary vote: the debate, or the notice where longer."""
        return max(self.debate, self.notice)

    def opens_after(self, *, urgent: bool) -> timedelta:
        """Give the time from tabling to the opening of a vote: none where it is urgent."""
        return timedelta(0) if urgent else self.wait

    def period(self, *, urgent: bool) -> timedelta:
        """Give how long a vote is open."""
        return self.urgent.voting if urgent and self.urgent is not None else self.voting


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What follows a request for support: ``body`` is told, and its chair is to convene it within ``time``.

    Else the draft of an urgent motion of ``kind`` opens by itself (membership, request for support).
    """

    body: BodyName
    kind: KindName
    time: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRule:
    """When the weekly digest of a delegation is due in its own zone: on ``day``, 0 for Monday, at a time of it.

    One that would be sent more than ``late`` after that is left out.
    """

    day: int = 0
    at: time = time(9, 0)
    late: timedelta = timedelta(days=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """All the rules in force of one alliance; ``text`` is the file they were read from, word for word."""

    title: Wording
    text: str
    bodies: Mapping[BodyName, Body]
    kinds: Mapping[KindName, Kind]
    weights: tuple[WeightName, ...]
    rights: Mapping[Status, frozenset[Right]]
    mid_vote_loss: MidVoteLoss
    outage: OutageRule
    procedure: RulesOfProcedure = RulesOfProcedure()
    membership: MembershipRules | None = None
    """What holds of membership; None where the charter leaves that to motions alone."""
    working_hours: WorkingHours | None = None
    """The hours in which silence periods run; None where they run day and night."""
    criteria: Mapping[CriterionName, Criterion] = field(default_factory=dict)
    """What a member is held to, in the order of the file."""
    summit: Summit | None = None
    consultation: Consultation | None = None
    """What follows a request for support; None where the charter knows none."""
    digest: DigestRule | None = None
    """When each delegation gets its weekly digest; None where there is none."""
    session: SessionRules = SessionRules()
    after_adoption: AfterAdoption = AfterAdoption()

    def body(self, name: BodyName) -> Body:
        """Give a body; one with its bare name, without seats, where an earlier charter had it, and this one has not."""
        bare = Body(name=name, title=Wording(en=name, fr=name), seats=None, permanent_veto=False)
        return self.bodies.get(name, bare)

    def title_of(self, kind: KindName) -> Wording:
        """Give the name of a kind of motion; its bare name where an earlier charter had it, and this one has not."""
        known = self.kinds.get(kind)
        return Wording(en=kind, fr=kind) if known is None else known.title

    def grants(self, status: Status, right: Right) -> bool:
        """Tell whether ``status`` carries ``right``."""
        return right in self.rights.get(status, frozenset())
