"""Tabling a motion: which kind may be opened how, by whom, and when its voting opens and closes.

Spec: rules, durations and ``urgent``. The kind's figures are the least that members are owed: nobody may shorten the
debate, the notice or the voting of an ordinary motion; the urgent procedure has its own voting time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import rotation_across
from bot.domain.charter import Body, Charter, Concerned, Kind, Procedure
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, KindName, MemberCode
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion

LONGEST_PERIOD_FACTOR: Final = 2
"""A vote may be set to run at most this many times its kind's period, as an extension could make it."""


@dataclass(kw_only=True, eq=False)
class OpenedAsElection(Refusal):
    """A kind that elects by ranked ballots, tabled like any other motion."""

    kind: KindName


@dataclass(kw_only=True, eq=False)
class WrongBody(Refusal):
    """A body named for a kind that another body decides."""

    about: ClassVar[str] = "body"
    kind: KindName
    body: BodyName
    value: BodyName


@dataclass(kw_only=True, eq=False)
class ConcernedMissing(Refusal):
    """A motion about a member that does not name it."""

    about: ClassVar[str] = "concerns"
    kind: KindName


@dataclass(kw_only=True, eq=False)
class ConcernedNotTaken(Refusal):
    """A member named as concerned where the kind is about none."""

    about: ClassVar[str] = "concerns"
    kind: KindName


@dataclass(kw_only=True, eq=False)
class ImpactMissing(Refusal):
    """A kind that needs a statement of impact, without one."""

    about: ClassVar[str] = "impact"
    kind: KindName


@dataclass(kw_only=True, eq=False)
class UrgencyNotKnown(Refusal):
    """The urgent procedure for a kind that has none."""

    about: ClassVar[str] = "urgent"
    kind: KindName


@dataclass(kw_only=True, eq=False)
class UrgencyNotRequested(Refusal):
    """The urgent procedure without the members that must ask for it."""

    about: ClassVar[str] = "urgent"
    kind: KindName
    needed: int
    had: int


@dataclass(kw_only=True, eq=False)
class SponsorNotInGoodStanding(Refusal):
    """A sponsor without the right to propose."""

    about: ClassVar[str] = "sponsors"
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class OpensTooEarly(Refusal):
    """An opening before debate and notice have run."""

    about: ClassVar[str] = "opens"
    kind: KindName
    earliest: datetime


@dataclass(kw_only=True, eq=False)
class ClosesTooEarly(Refusal):
    """A deadline that gives members less time to vote than the charter does."""

    about: ClassVar[str] = "closes"
    kind: KindName
    earliest: datetime


@dataclass(kw_only=True, eq=False)
class ClosesTooLate(Refusal):
    """A deadline beyond the longest that the charter's period allows."""

    about: ClassVar[str] = "closes"
    kind: KindName
    latest: datetime


@dataclass(kw_only=True, eq=False)
class VoteAcrossRotation(Refusal):
    """A vote that would run across a rotation of its body's seats."""

    body: BodyName
    rotation: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When voting opens and when it closes, both inclusive."""

    urgent: bool
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How many other members a proposal needs behind it, and within what time."""

    needed: int
    within: timedelta


def check_tabling(kind: Kind, *, body: Body | None, concerned: MemberCode | None, impact: str) -> None:
    """Let a motion of ``kind`` be tabled with these particulars, or raise why not."""
    if kind.procedure is Procedure.RANKED:
        raise OpenedAsElection(kind=kind.name)
    if body is not None and body.name != kind.body:
        raise WrongBody(kind=kind.name, body=kind.body, value=body.name)
    if kind.names_member and concerned is None:
        raise ConcernedMissing(kind=kind.name)
    if kind.concerned is Concerned.NONE and concerned is not None:
        raise ConcernedNotTaken(kind=kind.name)
    if kind.impact and not impact:
        raise ImpactMissing(kind=kind.name)


def check_sponsor(charter: Charter, sponsor: Member) -> None:
    """Let a member ask for a motion, or raise why not."""
    if not charter.grants(sponsor.status, Right.PROPOSE):
        raise SponsorNotInGoodStanding(member=sponsor.code)


def schedule(
    kind: Kind,
    *,
    now: datetime,
    urgent: bool,
    sponsors: int,
    opens: datetime | None,
    closes: datetime | None,
    by_chair: bool = False,
) -> Schedule:
    """Work out when voting opens and closes, from the kind and from what the secretariat asked for.

    ``sponsors`` is how many members in good standing ask for the motion; ``by_chair`` says that the chair does, or a
    request for support. Raises where the charter allows less.
    """
    pressing = urgent or kind.always_urgent
    if pressing:
        _check_urgency(kind, urgent=urgent, sponsors=sponsors, by_chair=by_chair)
    voting = kind.period(urgent=pressing)
    earliest = now + kind.opens_after(urgent=pressing)
    opens_at = earliest if opens is None else opens
    if opens_at < earliest:
        raise OpensTooEarly(kind=kind.name, earliest=earliest)
    closes_at = opens_at + voting if closes is None else closes
    if closes_at < opens_at + voting:
        raise ClosesTooEarly(kind=kind.name, earliest=opens_at + voting)
    if closes_at > opens_at + LONGEST_PERIOD_FACTOR * voting:
        raise ClosesTooLate(kind=kind.name, latest=opens_at + LONGEST_PERIOD_FACTOR * voting)
    return Schedule(urgent=pressing, opens_at=opens_at, closes_at=closes_at)


def at_once(kind: Kind, *, now: datetime) -> Schedule:
    """Give the periods of what is put to the vote at once, whatever debate its kind has otherwise."""
    return Schedule(urgent=False, opens_at=now, closes_at=now + kind.voting)


def support(kind: Kind, *, urgent: bool, by_chair: bool) -> Support:
    """Give the support that a member's proposal needs beside its mover, and within what time.

    The urgent procedure needs behind it the members that may ask for that, the mover being one of them; a kind that is
    always urgent, or a mover that presides, needs nobody; nor does what a request for support calls for.
    """
    if not urgent:
        return Support(needed=kind.seconds.needed, within=kind.seconds.within)
    asked = 0 if kind.urgent is None or kind.always_urgent or by_chair else kind.urgent.requested_by
    return Support(needed=max(0, asked - 1), within=kind.seconds.within or kind.voting)


def reschedule_as(motion: Motion, before: Kind, kind: Kind, *, now: datetime) -> Schedule:
    """Work out the periods of a motion of the kind ``before`` that turns out to be of another.

    They are that kind's, counted from where its debate began; what it was given beyond its kind's time it keeps. It
    stays urgent where the kind knows that.
    """
    urgent = kind.urgent is not None and (motion.urgent or kind.always_urgent)
    begun = motion.opens_at - before.opens_after(urgent=motion.urgent)
    opens_at = max(begun + kind.opens_after(urgent=urgent), _resumption(motion, now))
    return Schedule(urgent=urgent, opens_at=opens_at, closes_at=opens_at + kind.period(urgent=urgent))


def _resumption(motion: Motion, now: datetime) -> datetime:
    """Give the instant from which a debate goes on that stands adjourned, else ``now``."""
    adjournment = motion.course.adjournment
    if adjournment is None:
        return now
    return adjournment.at if adjournment.until is None else max(now, adjournment.until)


def check_rotation(body: Body, *, opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> None:
    """Let a vote be set to run between these instants, or raise VoteAcrossRotation (decision rules, deciding 4)."""
    rotation = rotation_across(body, opens_at=opens_at, closes_at=closes_at, zone=zone)
    if rotation is not None:
        raise VoteAcrossRotation(body=body.name, rotation=rotation)


def _check_urgency(kind: Kind, *, urgent: bool, sponsors: int, by_chair: bool) -> None:
    if kind.urgent is None:
        raise UrgencyNotKnown(kind=kind.name)
    if urgent and not kind.urgent.always and not by_chair and sponsors < kind.urgent.requested_by:
        raise UrgencyNotRequested(kind=kind.name, needed=kind.urgent.requested_by, had=sponsors)
