"""What renews a term, and who may have that, or a move that comes of itself, put to the vote (spec: terms, reviews)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from bot.domain.charter import Charter
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.findings import Finding
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Right, Status


@dataclass(kw_only=True, eq=False)
class NotInGoodStanding(Refusal):
    """A vote called by a member that may not vote itself."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class OwnRenewal(Refusal):
    """A vote called on the caller's own membership."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NoTermRunning(Refusal):
    """A vote called on the renewal of a state without a term."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class RenewalNotYet(Refusal):
    """A vote called on a renewal before its review opens."""

    member: MemberCode
    opens: datetime


@dataclass(kw_only=True, eq=False)
class CalledAlready(Refusal):
    """A second call by the same member."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class RenewalAtVote(Refusal):
    """A call where the renewal is put to the vote already."""

    member: MemberCode
    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class NothingToOppose(Refusal):
    """An objection where no return of a member is about to come of itself."""

    member: MemberCode


def in_good_standing(charter: Charter, roster: Iterable[Member]) -> tuple[MemberCode, ...]:
    """Give the members that may vote: those in good standing."""
    return tuple(member.code for member in roster if member.belongs and charter.grants(member.status, Right.VOTE))


def enough(callers: Collection[MemberCode], standing: Collection[MemberCode], share: Fraction) -> bool:
    """Tell whether the callers still in good standing are at least ``share`` of the members in good standing."""
    return bool(standing) and Fraction(len(set(callers) & set(standing)), len(standing)) >= share


def check_may_call(dossier: Dossier, caller: MemberCode, standing: Collection[MemberCode], *, now: datetime) -> None:
    """Let a member call a vote on the renewal of another, or raise why not."""
    _check_other(dossier, caller, standing)
    if dossier.term is None:
        raise NoTermRunning(member=dossier.member)
    if dossier.term.review_at is not None and now < dossier.term.review_at:
        raise RenewalNotYet(member=dossier.member, opens=dossier.term.review_at)
    if dossier.vote is not None:
        raise RenewalAtVote(member=dossier.member, motion=dossier.vote)
    if caller in dossier.callers:
        raise CalledAlready(member=dossier.member)


def check_may_oppose(dossier: Dossier, caller: MemberCode, standing: Collection[MemberCode]) -> None:
    """Let a member object to the return of another that comes of itself, or raise why not."""
    _check_other(dossier, caller, standing)
    coming = dossier.coming_move(Status.ACTIVE)
    if coming is None:
        raise NothingToOppose(member=dossier.member)
    if caller in coming.objectors:
        raise CalledAlready(member=dossier.member)


def _check_other(dossier: Dossier, caller: MemberCode, standing: Collection[MemberCode]) -> None:
    if caller == dossier.member:
        raise OwnRenewal(member=caller)
    if caller not in standing:
        raise NotInGoodStanding(member=caller)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How a term is renewed: for how many years, and from when on at the earliest."""

    years: int
    at_risk: bool
    decided_at: datetime


def renewal_due(dossier: Dossier, *, term: int, term_at_risk: int, now: datetime) -> Renewal | None:
    """Give how a member's term is renewed where it has ended by ``now`` and that has been decided; None else.

    It is renewed on a finding of the running term's review: *meets* for the whole, *at risk* for the shorter time,
    whether its commitments are there by then or not (ADR 0028). Where members have called a vote, that decides; a term
    undecided goes on. Source: membership, terms.
    """
    running = dossier.term
    if running is None or dossier.status is not Status.ACTIVE or now < running.ended_at:
        return None
    if dossier.coming_move(Status.EXPIRED) is not None:
        return None
    finding = dossier.finding if dossier.finding is not None and dossier.finding.renews else None
    if finding is not None and finding.finding is Finding.FAILS and (dossier.kept_at or finding.at) <= finding.at:
        return None
    decided_at = dossier.kept_at
    if decided_at is None and finding is not None and dossier.vote is None and not dossier.undecided:
        decided_at = finding.at
    if decided_at is None:
        return None
    risky = finding is not None and finding.finding is not Finding.MEETS
    return Renewal(years=term_at_risk if risky else term, at_risk=risky, decided_at=decided_at)
