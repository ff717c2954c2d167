"""How a state comes and goes of its own word: it applies, signs the declaration, gives notice, takes that back.

Source: membership, status of a member. A withdrawal is revocable until its notice has run.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import first_instant, months_after
from bot.domain.dossier import ComingMove, Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Status
from bot.domain.statutes import Declaration, MembershipRules


@dataclass(kw_only=True, eq=False)
class MayNotApply(Refusal):
    """An application of a state that is a member, or a candidate already."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class NotAMember(Refusal):
    """A withdrawal of a state that is no member."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class NoticeGivenAlready(Refusal):
    """A second notice of withdrawal."""

    member: MemberCode
    at: datetime


@dataclass(kw_only=True, eq=False)
class NothingToTakeBack(Refusal):
    """A state that neither applies nor has given notice, and would take that back."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NoDeclarationAsked(Refusal):
    """A declaration where the charter asks for none."""


@dataclass(kw_only=True, eq=False)
class DeclaredAlready(Refusal):
    """The same version of the declaration signed a second time."""

    member: MemberCode
    version: str
    at: datetime


def check_may_apply(dossier: Dossier) -> None:
    """Let a state apply that was refused, expired or withdrew; raise MayNotApply."""
    if dossier.status not in {Status.REFUSED, Status.EXPIRED, Status.WITHDRAWN}:
        raise MayNotApply(member=dossier.member, status=dossier.status)


def check_may_withdraw(dossier: Dossier) -> None:
    """Let a member give notice, or raise NotAMember or NoticeGivenAlready."""
    if dossier.status not in MEMBERS_OF_THE_ALLIANCE:
        raise NotAMember(member=dossier.member, status=dossier.status)
    coming = dossier.coming_move(Status.WITHDRAWN)
    if coming is not None:
        raise NoticeGivenAlready(member=dossier.member, at=coming.at)


def taken_back(dossier: Dossier) -> ComingMove | None:
    """Give the notice that a state takes back, None where it takes back its application; raise NothingToTakeBack."""
    coming = dossier.coming_move(Status.WITHDRAWN)
    if coming is None and dossier.status is not Status.CANDIDATE:
        raise NothingToTakeBack(member=dossier.member)
    return coming


def to_sign(rules: MembershipRules, dossier: Dossier) -> Declaration:
    """Give the declaration that a state signs; raise NoDeclarationAsked or DeclaredAlready."""
    if rules.declaration is None:
        raise NoDeclarationAsked
    signed = dossier.signed
    if signed is not None and signed.version == rules.declaration.version:
        raise DeclaredAlready(member=dossier.member, version=signed.version, at=signed.at)
    return rules.declaration


def end_of_notice(given_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Give when a notice has run: at 24:00 of the day so many months after the one on which it was given."""
    ends = months_after(given_at, months, zone=zone).astimezone(zone).date()
    return first_instant(ends + timedelta(days=1), zone)
