"""The seats of a body as people see them: who holds them on a date, who stands for them, and the news of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.names import flagged, list_of, with_flag
from bot.domain.calendar import Occasion
from bot.domain.charter import Body, Charter, SeatsBy
from bot.domain.council import Seat
from bot.domain.events import CandidateNominated, DayAnnounced, SeatLeft, SeatTaken
from bot.domain.ids import MemberCode
from bot.domain.membership import Member, Right
from bot.domain.sessions import Session
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Chamber:
    """The seats of a body at ``at``, with the states by code, those who stand, and the next rotation after it."""

    body: Body
    at: datetime
    seats: tuple[Seat, ...]
    members: Mapping[MemberCode, Member]
    standing: tuple[MemberCode, ...]
    rotation: datetime | None

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return max(0, (self.body.seats or 0) - len(self.seats))


def chamber_card(chamber: Chamber, charter: Charter, say: Interpreter) -> Card:
    """Tell each seat with its holder, how it is held, until when, and whether it is in abeyance; vacant ones too."""
    columns = tuple(say.words(f"card.council.{name}") for name in ("number", "holder", "tenure", "until"))
    held = tuple(_row(number, seat, chamber, charter, say) for number, seat in enumerate(chamber.seats, 1))
    first, last = len(held) + 1, len(held) + chamber.vacant
    number = str(first) if first == last else f"{first}–{last}"
    vacant = ((number, say.words("card.council.vacant"), "", ""),) if chamber.vacant else ()
    return Card(
        title=say.words("card.council.title", body=_title(chamber.body, say)),
        paragraphs=(say.say("card.council.on", at=chamber.at), _counted(chamber, charter, say)),
        table=Table(columns=columns, rows=(*held, *vacant)),
        fields=tuple(_coming(chamber, say)),
    )


def _title(body: Body, say: Interpreter) -> str:
    return body.title.in_language(say.language)


def _row(number: int, seat: Seat, chamber: Chamber, charter: Charter, say: Interpreter) -> tuple[str, str, str, str]:
    holder, tenure = with_flag(chamber.members, seat.member, say), say.words(f"Tenure.{seat.tenure.value}")
    if in_abeyance(seat, chamber.members, charter):
        tenure = say.words("card.council.abeyance", tenure=tenure)
    until = "" if seat.until is None else say.moment(seat.until).words
    return str(number), holder, tenure, until


def in_abeyance(seat: Seat, members: Mapping[MemberCode, Member], charter: Charter) -> bool:
    """Tell whether the holder of a seat has no right to one at present: it is kept, and not filled."""
    member = members.get(seat.member)
    return member is not None and not charter.grants(member.status, Right.HOLD_SEAT)


def _counted(chamber: Chamber, charter: Charter, say: Interpreter) -> Phrase:
    kept = sum(in_abeyance(seat, chamber.members, charter) for seat in chamber.seats)
    return say.say_count(
        "card.council.counted",
        len(chamber.seats) - kept,
        seats=chamber.body.seats,
        abeyance=kept,
        vacant=chamber.vacant,
    )


def _coming(chamber: Chamber, say: Interpreter) -> Iterator[Field]:
    if chamber.rotation is not None:
        yield Field(name=say.words("card.council.rotation"), value=(say.moment(chamber.rotation),))
    if chamber.standing:
        names = list_of(chamber.members, chamber.standing, say)
        yield Field(name=say.words("card.council.standing"), value=(names,), wide=True)


def nominated_card(body: Body, member: Member, say: Interpreter) -> Card:
    """Confirm a nomination."""
    told = say.say("card.council.nominated", member=flagged(member, say), body=_title(body, say))
    return _done(body, told, say)


def filled_card(body: Body, member: Member, say: Interpreter, *, until: datetime | None) -> Card:
    """Confirm that an elected member has its seat."""
    name, title = flagged(member, say), _title(body, say)
    if until is None:
        return _done(body, say.say("card.council.filled", member=name, body=title), say)
    return _done(body, say.say("card.council.filled_until", member=name, body=title, until=until), say)


def in_turn_card(
    body: Body,
    next_ones: Sequence[MemberCode],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    since: datetime,
    until: datetime,
    unfilled: int,
) -> Card:
    """Confirm that the seats go to the next in order."""
    names = list_of(members, next_ones, say)
    told = say.say("card.council.in_turn", members=names, body=_title(body, say), since=since, until=until)
    left = (say.say_count("card.council.unfilled", unfilled),) if unfilled else ()
    return _done(body, told, say, *left)


def _done(body: Body, told: Phrase, say: Interpreter, *more: Phrase) -> Card:
    return Card(
        title=say.words("card.council.title", body=_title(body, say)),
        tone=Tone.SUCCESS,
        paragraphs=(told, *more),
        buttons=(seats_button(say),),
    )


def seats_button(say: Interpreter) -> Button:
    """Give the button that shows the seats."""
    return Button(label=say.words("button.seats"), action=action("council.show"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What is known of a rotation that comes: how many seats will have to be given, who stands, and what runs."""

    free: int
    standing: tuple[MemberCode, ...]
    under_way: bool


def seat_card(
    event: SeatTaken | SeatLeft | CandidateNominated,
    charter: Charter,
    members: Mapping[MemberCode, Member],
    say: Interpreter,
) -> Card:
    """Tell everyone that a seat was taken or left, or that somebody stands for one."""
    body = charter.bodies[event.body]
    member, title = with_flag(members, event.member, say), _title(body, say)
    match event:
        case SeatTaken(until=None):
            told = say.say("standing.SeatTaken", member=member, body=title, since=event.since)
        case SeatTaken():
            told = say.say("standing.SeatTaken.term", member=member, body=title, since=event.since, until=event.until)
        case SeatLeft():
            told = say.say("standing.SeatLeft", member=member, body=title, at=event.at)
        case CandidateNominated():
            told = say.say("standing.CandidateNominated", member=member, body=title)
    return Card(title=say.words("card.council.title", body=title), paragraphs=(told,), buttons=(seats_button(say),))


def day_card(
    event: DayAnnounced,
    charter: Charter,
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    coming: Coming | None,
    session: Session | None = None,
) -> Card:
    """Remind everyone of a day of the calendar, or tell that it has come; say what the secretariat has to do.

    ``session`` is the one that was called for the summit.
    """
    body = None if event.body is None else charter.bodies.get(event.body)
    when = "today" if event.due_at == event.at else "ahead"
    title = "" if body is None else _title(body, say)
    told = say.say(f"standing.DayAnnounced.{event.occasion.value}.{when}", body=title, at=event.at)
    todo = () if body is None or coming is None else tuple(_to_do(body, coming, members, say, today=when == "today"))
    return Card(
        title=say.words(f"card.day.{event.occasion.value}", body=title),
        paragraphs=(told, *todo, *_summit(event, session, charter, say)),
        buttons=() if body is None else (seats_button(say),),
        footer=say.say("card.day.late", due_at=event.due_at) if event.late else (),
    )


def _summit(event: DayAnnounced, session: Session | None, charter: Charter, say: Interpreter) -> Iterator[Phrase]:
    """Name the session that is the summit; while there is time to call one, say that there is none."""
    if event.occasion is not Occasion.SUMMIT:
        return
    if session is not None:
        yield say.say(
            "card.day.summit_called", session=session.number, title=session.title, starts_at=session.starts_at
        )
    elif event.at - event.due_at >= charter.session.notice:
        yield say.say("card.day.summit_to_call", notice=charter.session.notice)
    elif event.at - event.due_at >= charter.session.urgent_notice:
        yield say.say("card.day.summit_to_call_urgent")


def _to_do(
    body: Body, coming: Coming, members: Mapping[MemberCode, Member], say: Interpreter, *, today: bool
) -> Iterator[Phrase]:
    if coming.under_way:
        yield say.say("card.day.under_way")
        return
    if not coming.free:
        yield say.say("card.day.all_given")
        return
    yield say.say_count("card.day.vacant" if today else "card.day.free", coming.free)
    if body.at_large is None:
        return
    if body.at_large.by is SeatsBy.FIXED_ORDER:
        yield say.say("card.day.in_turn")
        return
    names = list_of(members, coming.standing, say)
    yield say.say("card.day.standing", members=names) if names else say.say("card.day.nobody")
    yield say.say("card.day.open_vacant" if today else "card.day.open")
