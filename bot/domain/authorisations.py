"""What parliaments decide on their state's part (spec: after adoption, parliamentary authorisations)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.terms import Reminder


class ParliamentaryDecision(StrEnum):
    """What a parliament has decided, or that its law asks for no decision of it."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_REQUIRED = "not required"


class AuthorisationState(StrEnum):
    """Where an authorisation stands."""

    PENDING = "pending"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_REQUIRED = "not required"

    @property
    def valid(self) -> bool:
        """Whether the act takes effect for the member."""
        return self in {AuthorisationState.GIVEN, AuthorisationState.NOT_REQUIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision on record: of which body, when, under what reference and conditions, until when."""

    decision: ParliamentaryDecision
    body: str
    on: date
    reference: str
    until: datetime | None
    conditions: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """The decisions on one member's part, the last one counts; none while it is awaited.

    ``awaited_since`` is when the member joined. ``reminders`` are those still to come: that it is awaited, or about to
    expire. ``told_expired`` says that its end has been recorded.
    """

    member: MemberCode
    awaited_since: datetime
    rulings: tuple[Ruling, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    told_expired: bool = False

    @property
    def until(self) -> datetime | None:
        """The last instant of one that was given for a time."""
        last = self.rulings[-1] if self.rulings else None
        return last.until if last is not None and last.decision is ParliamentaryDecision.GIVEN else None

    def state(self, now: datetime) -> AuthorisationState:
        """Tell where it stands at ``now``; its last instant is still of it."""
        if not self.rulings:
            return AuthorisationState.PENDING
        if self.until is not None and now > self.until:
            return AuthorisationState.EXPIRED
        return AuthorisationState(self.rulings[-1].decision.value)


@dataclass(kw_only=True, eq=False)
class NoAuthorisationNeeded(Refusal):
    """A parliament's decision on a motion whose kind asks for none."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class DecidedInFuture(Refusal):
    """A decision of a day that has not come."""

    day: datetime


@dataclass(kw_only=True, eq=False)
class DecidedLater(Refusal):
    """A decision of an earlier day than the one that counts."""

    day: date
    last: date


@dataclass(kw_only=True, eq=False)
class RecordedSo(Refusal):
    """The very decision that is on record already."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class AuthorisationOver(Refusal):
    """An authorisation that would be over already."""

    until: datetime


@dataclass(kw_only=True, eq=False)
class UntilOnlyWhereGiven(Refusal):
    """A time or conditions for a decision that gives nothing."""

    decision: ParliamentaryDecision


def check_follows(known: Authorisation, motion: MotionNumber, ruling: Ruling) -> None:
    """Let a decision be recorded after those that are on record, or raise DecidedLater or RecordedSo."""
    if not known.rulings:
        return
    last = known.rulings[-1]
    if ruling.on < last.on:
        raise DecidedLater(day=ruling.on, last=last.on)
    if replace(ruling, at=last.at) == last:
        raise RecordedSo(motion=motion, member=known.member)


@dataclass(kw_only=True, eq=False)
class NothingToWithdraw(Refusal):
    """The withdrawal of an authorisation that is not valid."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NotAuthorised(Refusal):
    """A delivery of a member whose parliament has not let it take part, or no longer does."""

    motion: MotionNumber
    member: MemberCode
    state: AuthorisationState
