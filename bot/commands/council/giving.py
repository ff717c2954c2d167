"""``/council rotate, fill``: seats are given by election, in turn, or by a motion that was adopted."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.cards.card import Card
from bot.cards.council import filled_card, in_turn_card
from bot.cards.elections import called_card
from bot.commands.conduct.elections import election_under_way, nominations_standing
from bot.commands.conduct.seats import take_seat
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.conduct.yearly import keep_calendar, owe_news
from bot.commands.context import Context
from bot.commands.council.bodies import BODY, every_seat, seated
from bot.commands.registry import TITLE_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.calendar import next_rotation
from bot.domain.candidacy import (
    ElectionTooLate,
    ElectionUnderWay,
    NoCandidates,
    NoSeatComesFree,
    NoSeatVacant,
    SeatGivenAlready,
    SeatsNotElected,
    check_fills,
    check_may_sit,
    check_may_stand,
    may,
    next_in_order,
)
from bot.domain.charter import AtLarge, Body, SeatsBy
from bot.domain.council import term_end, vacant_at
from bot.domain.events import ElectionCalled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.tabling import schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateSeats:
    """The secretariat has the seats given that become free with the coming rotation, or those that are vacant now."""

    body: Body | None = None
    vacant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vacancy:
    """Seats to be given: how many, from when, until when; ``rotation`` is None for those that are vacant now."""

    count: int
    since: datetime
    until: datetime
    rotation: datetime | None


def rotate_seats(request: RotateSeats, context: Context) -> Card:
    """Open the election by ranked ballots, or give the seats to the next in order, as the charter says."""
    body = seated(request.body, context)
    if body.at_large is None or body.rotation is None:
        raise SeatsNotElected(body=body.name)
    running = election_under_way(context.uow, context.alliance, body.name)
    if running is not None:
        raise ElectionUnderWay(body=body.name, motion=running.motion)
    keep_calendar(context.uow, context.alliance, now=context.now)
    vacancy = _vacancy(body, body.at_large, vacant=request.vacant, context=context)
    if body.at_large.by is SeatsBy.FIXED_ORDER:
        return _give_in_turn(body, body.at_large, vacancy, context)
    return _call_election(body, body.at_large, vacancy, context)


def _vacancy(body: Body, rule: AtLarge, *, vacant: bool, context: Context) -> _Vacancy:
    """Give the seats that are to be given; raise NoSeatVacant or NoSeatComesFree where there are none."""
    zone = context.alliance.time_zone
    rotation = next_rotation(body, after=context.now, zone=zone)
    if body.rotation is None or rotation is None:
        raise SeatsNotElected(body=body.name)
    seats, since = every_seat(context), context.now if vacant else rotation
    count = vacant_at(seats, body, since)
    if not count and vacant:
        raise NoSeatVacant(body=body.name)
    if not count:
        raise NoSeatComesFree(body=body.name, rotation=rotation)
    until = rotation if vacant else term_end(body.rotation, rule.term, since=rotation, zone=zone)
    return _Vacancy(count=count, since=since, until=until, rotation=None if vacant else rotation)


def _able(body: Body, vacancy: _Vacancy, context: Context) -> dict[MemberCode, Member]:
    """Give the members that may be elected to a seat that begins when these do."""
    alliance, seats = context.alliance, every_seat(context)
    check = partial(check_may_stand, alliance.charter, body, since=vacancy.since, zone=alliance.time_zone)
    return {
        code: member for code, member in context.members().items() if may(partial(check, member=member, seats=seats))
    }


def _give_in_turn(body: Body, rule: AtLarge, vacancy: _Vacancy, context: Context) -> Card:
    """Give the seats to the next in order, on record at once and taken on their day."""
    next_ones = next_in_order(rule.order, every_seat(context), _able(body, vacancy, context), vacancy.count)
    if not next_ones:
        raise NoCandidates(body=body.name)
    for member in next_ones:
        entry = take_seat(
            context.uow,
            context.alliance,
            body,
            member,
            since=vacancy.since,
            until=vacancy.until,
            motion=None,
            now=context.now,
            by=context.account.text,
        )
        owe_news(context.uow, context.alliance, body.name, entry, now=context.now)
    return in_turn_card(
        body,
        next_ones,
        context.members(),
        context.interpreter,
        since=vacancy.since,
        until=vacancy.until,
        unfilled=vacancy.count - len(next_ones),
    )


def _call_election(body: Body, rule: AtLarge, vacancy: _Vacancy, context: Context) -> Card:
    """Table the election with those who stand and may be elected; the rest stand for the next one."""
    kind = None if rule.kind is None else context.alliance.charter.kinds.get(rule.kind)
    if kind is None:
        raise SeatsNotElected(body=body.name)
    able = _able(body, vacancy, context)
    standing = [each.member for each in nominations_standing(context.uow, context.alliance, body.name)]
    candidates = tuple(code for code in standing if code in able)
    if not candidates:
        raise NoCandidates(body=body.name)
    planned = schedule(kind, now=context.now, urgent=False, sponsors=0, opens=None, closes=None)
    if vacancy.rotation is not None and planned.closes_at > vacancy.rotation:
        raise ElectionTooLate(body=body.name, closes_at=planned.closes_at, rotation=vacancy.rotation)
    say, of = context.interpreter, body.title.in_language(context.interpreter.language)
    title = say.words("election.vacant" if vacancy.rotation is None else "election.seats", body=of)
    names = ", ".join(f"{able[code].name} ({code})" for code in candidates)
    text = say.words("election.candidates", candidates=names)
    motion = table_motion(Proposal(kind=kind, title=title[:TITLE_LIMIT], text=text, planned=planned), context)
    context.record(
        ElectionCalled(
            motion=motion.number,
            body=body.name,
            seats=vacancy.count,
            candidates=candidates,
            since=vacancy.rotation,
            until=vacancy.until,
        )
    )
    left_out = tuple(code for code in standing if code not in able)
    view = view_of(context.uow, context.alliance, motion, now=context.now)
    return called_card(view, left_out, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillSeat:
    """The secretariat records that an adopted motion elected a member to a vacant seat."""

    election: MotionNumber
    member: Member | None = None


def fill_seat(request: FillSeat, context: Context) -> Card:
    """Give the vacant seat, from now on and for the rest of its term, to whoever was elected; raise why not."""
    motion, charter = context.bring_up(request.election), context.alliance.charter
    kind = charter.kinds[motion.kind]
    elected = check_fills(motion, kind, charter.kinds.values(), None if request.member is None else request.member.code)
    body, seats = charter.bodies[kind.fills or motion.body], every_seat(context)
    if any(seat.motion == motion.number for seat in seats):
        raise SeatGivenAlready(motion=motion.number, member=elected)
    member = context.member(elected)
    check = check_may_sit if body.at_large is None else partial(check_may_stand, zone=context.alliance.time_zone)
    check(charter, body, member, seats, since=context.now)
    if not vacant_at(seats, body, context.now):
        raise NoSeatVacant(body=body.name)
    until = next_rotation(body, after=context.now, zone=context.alliance.time_zone)
    entry = take_seat(
        context.uow,
        context.alliance,
        body,
        elected,
        since=context.now,
        until=until,
        motion=motion.number,
        now=context.now,
        by=context.account.text,
    )
    owe_news(context.uow, context.alliance, body.name, entry, now=context.now)
    return filled_card(body, member, context.interpreter, until=until)


COMMANDS = (
    Command(
        noun="council",
        verb="rotate",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(BODY, Option(name="vacant", type=OptionType.YES_NO)),
        request=RotateSeats,
        handler=rotate_seats,
        writes=True,
        public=True,
    ),
    Command(
        noun="council",
        verb="fill",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            Option(name="election", type=OptionType.MOTION, required=True),
            Option(name="member", type=OptionType.MEMBER),
        ),
        request=FillSeat,
        handler=fill_seat,
        writes=True,
        public=True,
    ),
)
