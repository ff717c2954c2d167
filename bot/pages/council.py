"""The page of seats: who held the seats of each body in a year, who holds them, and which are vacant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.cards.names import with_flag
from bot.commands.context import Context
from bot.domain.calendar import first_instant
from bot.domain.charter import Body
from bot.domain.council import Seat, held_at
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Tenure
from bot.locales.catalogue import Interpreter


@dataclass(kw_only=True, eq=False)
class NoSuchYear(Refusal):
    """A year of which no seats are known."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A seat as a member holds it, or held it."""

    member: MemberCode
    name: str
    tenure: str
    since: str
    until: str
    motion: MotionNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chamber:
    """A body with those that held its seats in the year; ``vacant`` is of this moment, None in another year."""

    title: str
    seats: int
    held: tuple[Held, ...]
    vacant: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPage:
    """The bodies that have seats, in one year, and the years that may be asked for."""

    year: int
    years: tuple[int, ...]
    chambers: tuple[Chamber, ...]


def council_page(context: Context, asked: str) -> CouncilPage:
    """Gather the seats of a year, this one where none is asked for; raise NoSuchYear where none is known."""
    seats, zone = context.uow.council.seats(context.alliance.code), context.alliance.time_zone
    this = context.now.astimezone(zone).year
    known = {this, *(seat.since.astimezone(zone).year for seat in seats)}
    known |= {seat.until.astimezone(zone).year for seat in seats if seat.until is not None}
    years = tuple(range(max(known), min(known) - 1, -1))
    year = this if not asked else next((each for each in years if str(each) == asked), None)
    if year is None:
        raise NoSuchYear(value=asked[:20])
    members = context.members()
    bodies = (body for body in context.alliance.charter.bodies.values() if body.seats is not None)
    return CouncilPage(
        year=year,
        years=years,
        chambers=tuple(_chamber(context, body, seats, members, year, this=this) for body in bodies),
    )


def _chamber(
    context: Context, body: Body, seats: tuple[Seat, ...], members: Mapping[MemberCode, Member], year: int, *, this: int
) -> Chamber:
    zone = context.alliance.time_zone
    begins, ends = first_instant(date(year, 1, 1), zone), first_instant(date(year + 1, 1, 1), zone)
    of_year = (
        seat
        for seat in seats
        if seat.body == body.name and seat.since < ends and (seat.until is None or seat.until > begins)
    )
    ordered = sorted(of_year, key=lambda seat: (seat.tenure is not Tenure.CORE, seat.since, seat.member))
    count = body.seats or 0
    return Chamber(
        title=body.title.in_language(context.interpreter.language),
        seats=count,
        held=tuple(_held(seat, members, context.interpreter) for seat in ordered),
        vacant=max(0, count - len(held_at(seats, body.name, context.now))) if year == this else None,
    )


def _held(seat: Seat, members: Mapping[MemberCode, Member], say: Interpreter) -> Held:
    return Held(
        member=seat.member,
        name=with_flag(members, seat.member, say),
        tenure=say.words(f"Tenure.{seat.tenure.value}"),
        since=say.day(seat.since),
        until="" if seat.until is None else say.day(seat.until),
        motion=seat.motion,
    )
