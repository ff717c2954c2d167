"""Who may take a seat: who may stand for one, whose turn it is, and what an adopted election gives."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import months_after, years_after
from bot.domain.charter import AtLarge, Body, Charter, Kind, SeatsBy
from bot.domain.council import Seat, holder_at
from bot.domain.elections import is_ranked
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.membership import Member, Right, Status, Tenure
from bot.domain.motion import Motion
from bot.domain.rules import Outcome

SHORT_REST: Final = 6
"""Months: a seat held for less does not bar from re-election (membership, council)."""


@dataclass(kw_only=True, eq=False)
class BodyHasNoSeats(Refusal):
    """A question of seats about a body to which every member belongs, or where no body has seats."""

    body: str


@dataclass(kw_only=True, eq=False)
class SeatsNotElected(Refusal):
    """An election to the seats of a body of which the charter does not say how they rotate."""

    body: BodyName


@dataclass(kw_only=True, eq=False)
class SeatsGivenInTurn(Refusal):
    """A nomination for seats that the charter gives in a fixed order."""

    body: BodyName


@dataclass(kw_only=True, eq=False)
class NominatesOthers(Refusal):
    """A delegation that nominates another member than its own."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NomineeMissing(Refusal):
    """A nomination by the secretariat that names no member."""


@dataclass(kw_only=True, eq=False)
class SeatNotForStatus(Refusal):
    """A member whose status does not let it hold a seat."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class HoldsSeat(Refusal):
    """A member that has a seat of the body at the time it would be given one: a core seat, or another at large."""

    member: MemberCode
    body: BodyName
    tenure: Tenure

    variants = ("core",)

    @property
    def variant(self) -> str:
        """Tell a core seat, which is for good, from one at large."""
        return "core" if self.tenure is Tenure.CORE else ""


@dataclass(kw_only=True, eq=False)
class ReelectionBarred(Refusal):
    """A member that may not be elected again yet, where the charter knows no immediate re-election."""

    member: MemberCode
    body: BodyName
    until: datetime
    again_at: datetime


@dataclass(kw_only=True, eq=False)
class NominatedAlready(Refusal):
    """A second nomination of the same member."""

    member: MemberCode
    body: BodyName


@dataclass(kw_only=True, eq=False)
class NoSeatVacant(Refusal):
    """A seat to be filled where none is vacant."""

    body: BodyName


@dataclass(kw_only=True, eq=False)
class NoSeatComesFree(Refusal):
    """An election before a rotation that leaves no seat to be given, or whose seats have been given already."""

    body: BodyName
    rotation: datetime


@dataclass(kw_only=True, eq=False)
class NoCandidates(Refusal):
    """An election for which nobody stands that may be elected."""

    body: BodyName


@dataclass(kw_only=True, eq=False)
class ElectionUnderWay(Refusal):
    """A second election to the seats of a body while one runs, as ``motion``."""

    body: BodyName
    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ElectionTooLate(Refusal):
    """An election that would close after the rotation it is for."""

    body: BodyName
    closes_at: datetime
    rotation: datetime


@dataclass(kw_only=True, eq=False)
class WinnersSeated(Refusal):
    """An election by ranked ballots to be recorded as filling a seat: its result seats the winners by itself."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class FillsNothing(Refusal):
    """A motion to be recorded as an election, of a kind that elects to no vacant seat."""

    motion: MotionNumber
    kind: KindName
    kinds: tuple[str, ...]

    variants = ("unknown",)

    @property
    def variant(self) -> str:
        """Tell a charter that has no such kind at all."""
        return "" if self.kinds else "unknown"


@dataclass(kw_only=True, eq=False)
class ElectionNotAdopted(Refusal):
    """An election to be recorded that was not adopted, or is still to be decided."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class ElectedAnother(Refusal):
    """A seat to be recorded for another member than the one that was elected."""

    motion: MotionNumber
    member: MemberCode
    elected: MemberCode


@dataclass(kw_only=True, eq=False)
class SeatGivenAlready(Refusal):
    """An election that has been recorded already."""

    motion: MotionNumber
    member: MemberCode


def barred_until(
    seats: Iterable[Seat], rule: AtLarge, member: MemberCode, *, body: BodyName, since: datetime, zone: ZoneInfo
) -> Seat | None:
    """Give the seat at large that bars a member from one that begins at ``since``; None where nothing does.

    Without immediate re-election a full term must pass after a seat that was held for six months or more.
    """
    if rule.immediate_reelection:
        return None
    for seat in seats:
        if (seat.body, seat.member, seat.tenure) != (body, member, Tenure.AT_LARGE) or seat.since >= since:
            continue
        end = since if seat.until is None else min(seat.until, since)
        rested = end < months_after(seat.since, SHORT_REST, zone=zone)
        if not rested and years_after(end, rule.term, zone=zone) > since:
            return seat
    return None


def check_may_stand(
    charter: Charter, body: Body, member: Member, seats: Sequence[Seat], *, since: datetime, zone: ZoneInfo
) -> None:
    """Let a member be elected to a seat of ``body`` that begins at ``since``, or raise why not."""
    check_may_sit(charter, body, member, seats, since=since)
    if body.at_large is None:
        raise SeatsNotElected(body=body.name)
    bar = barred_until(seats, body.at_large, member.code, body=body.name, since=since, zone=zone)
    if bar is not None:
        until = since if bar.until is None else min(bar.until, since)
        again = years_after(until, body.at_large.term, zone=zone)
        raise ReelectionBarred(member=member.code, body=body.name, until=until, again_at=again)


def check_may_sit(charter: Charter, body: Body, member: Member, seats: Sequence[Seat], *, since: datetime) -> None:
    """Let a member take a seat of ``body`` at ``since``, or raise why not: its status, or a seat it has by then."""
    if not charter.grants(member.status, Right.HOLD_SEAT):
        raise SeatNotForStatus(member=member.code, status=member.status)
    seat = holder_at(seats, body.name, member.code, since)
    if seat is not None:
        raise HoldsSeat(member=member.code, body=body.name, tenure=seat.tenure)


def may(check: Callable[[], None]) -> bool:
    """Tell whether a check lets an act pass."""
    try:
        check()
    except Refusal:
        return False
    return True


def check_elected(body: Body) -> AtLarge:
    """Give how the seats at large of a body are elected; raise where they are given otherwise, or not at all."""
    if body.at_large is None:
        raise SeatsNotElected(body=body.name)
    if body.at_large.by is SeatsBy.FIXED_ORDER:
        raise SeatsGivenInTurn(body=body.name)
    return body.at_large


def next_in_order(
    order: Sequence[MemberCode], seats: Iterable[Seat], able: Collection[MemberCode], count: int
) -> tuple[MemberCode, ...]:
    """Give the next ``count`` members of a fixed order whose turn it is, of those that are ``able`` to sit.

    Whoever has never sat comes first, then whoever sat longest ago; among those, whoever sat less often, by the order.
    So the turns go round, and a member that could not take its turn comes first once it can.
    """
    at_large = [seat for seat in seats if seat.tenure is Tenure.AT_LARGE]

    def turn(code: MemberCode) -> tuple[float, int, int]:
        sat = [seat.since.timestamp() for seat in at_large if seat.member == code]
        return max(sat, default=float("-inf")), len(sat), order.index(code)

    return tuple(sorted((code for code in order if code in able), key=turn)[:count])


def check_fills(motion: Motion, kind: Kind, kinds: Iterable[Kind], member: MemberCode | None) -> MemberCode:
    """Give the member that an adopted election puts into a vacant seat; raise why it does not.

    ``kinds`` are all kinds of the charter; ``member`` is who is said to have been elected, None for whoever was.
    """
    if is_ranked(motion):
        raise WinnersSeated(motion=motion.number)
    if kind.fills is None or motion.concerned is None:
        names = tuple(str(each.name) for each in kinds if each.fills is not None)
        raise FillsNothing(motion=motion.number, kind=kind.name, kinds=names)
    if member is not None and member != motion.concerned:
        raise ElectedAnother(motion=motion.number, member=member, elected=motion.concerned)
    result = motion.result
    if result is None or result.outcome is not Outcome.ADOPTED or motion.course.ending is not None:
        raise ElectionNotAdopted(motion=motion.number)
    return motion.concerned
