"""Members of an alliance, their status, and the roster on any date.

A member's status is a chain of dated periods. One table, ``STATUS_MOVES``, owns the moves between them (spec:
membership); any other move is refused. Rights follow from the status through the charter, never from the name
of the status in code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from bot.domain.ids import BodyName, MemberCode, MotionNumber, ReviewNumber, WeightName


class Status(StrEnum):
    """What a state is to the alliance."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """What brought a status about."""

    ENROLMENT = "enrolment"
    MOTION = "motion"
    FINDING = "finding"
    NOTICE = "notice"
    APPLICATION = "application"


class Right(StrEnum):
    """What a status may entitle a member to; the charter says which."""

    VOTE = "vote"
    PROPOSE = "propose"
    SECOND = "second"
    OBJECT = "object"
    HOLD_SEAT = "hold a seat"
    JOIN = "join"
    REQUEST_SUPPORT = "request support"
    COLLECTIVE_DEFENCE = "collective defence"
    SPEAK = "speak"
    ATTEND = "attend"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMove:
    """One move that the statutes know, and what brings it about."""

    start: Status
    end: Status
    by: str


STATUS_MOVES: tuple[StatusMove, ...] = (
    StatusMove(start=Status.CANDIDATE, end=Status.ACTIVE, by="admission adopted"),
    StatusMove(start=Status.CANDIDATE, end=Status.REFUSED, by="admission not adopted"),
    StatusMove(start=Status.ACTIVE, end=Status.SUSPENDED, by="suspension adopted, or automatic at the end of notice"),
    StatusMove(start=Status.SUSPENDED, end=Status.ACTIVE, by="reinstatement"),
    StatusMove(start=Status.ACTIVE, end=Status.EXPIRED, by="non-renewal adopted"),
    StatusMove(start=Status.SUSPENDED, end=Status.EXPIRED, by="non-renewal adopted"),
    StatusMove(start=Status.ACTIVE, end=Status.WITHDRAWN, by="its own notice has run"),
    StatusMove(start=Status.SUSPENDED, end=Status.WITHDRAWN, by="its own notice has run"),
    StatusMove(start=Status.REFUSED, end=Status.CANDIDATE, by="applies again"),
    StatusMove(start=Status.EXPIRED, end=Status.CANDIDATE, by="applies again"),
    StatusMove(start=Status.WITHDRAWN, end=Status.CANDIDATE, by="applies again"),
)

MEMBERS_OF_THE_ALLIANCE = frozenset({Status.ACTIVE, Status.SUSPENDED})
"""The statuses that count in "all members": a suspended member is still a member."""


class Tenure(StrEnum):
    """How a seat on a body is held."""

    CORE = "core"
    AT_LARGE = "at-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A state on the roster, as it stands at one instant; ``cause`` is what brought its status about."""

    code: MemberCode
    name: str
    name_fr: str
    flag: str
    status: Status
    since: datetime
    weights: Mapping[WeightName, Fraction] = field(default_factory=dict)
    seats: Mapping[BodyName, Tenure] = field(default_factory=dict)
    term_start: datetime | None = None
    term_end: datetime | None = None
    cause: Cause = Cause.ENROLMENT
    motion: MotionNumber | None = None
    review: ReviewNumber | None = None

    def name_in(self, language: str) -> str:
        """Give the state's name in a language, English where there is none."""
        return self.name_fr if language == "fr" else self.name

    @property
    def belongs(self) -> bool:
        """Tell whether the state is a member of the alliance, in good standing or not."""
        return self.status in MEMBERS_OF_THE_ALLIANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPeriod:
    """A time in which a member had one status, up to ``until``, None where no other follows.

    ``entry`` is what recorded it in the journal; ``coming`` says that it is set for a day and may still be lifted.
    """

    status: Status
    since: datetime
    until: datetime | None
    cause: Cause
    motion: MotionNumber | None
    review: ReviewNumber | None
    entry: int
    coming: bool
