"""The effect on the tables of what happens to seats, in elections to them, and on the days of the calendar."""

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.calendar import subject_of
from bot.domain.deadlines import Due
from bot.domain.events import (
    CandidateNominated,
    DayAnnounced,
    DayDropped,
    DayScheduled,
    ElectionCalled,
    ElectionCounted,
    SeatLeft,
    SeatTaken,
    SeatTermSet,
)
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from storage.rows import DeadlineRow, ElectionRow, NominationRow, SeatRow, table
from storage.statements import touch_one

CouncilEvent = SeatTaken | SeatTermSet | SeatLeft | CandidateNominated | DayScheduled | DayDropped | DayAnnounced

_DEADLINES, _SEATS = table(DeadlineRow), table(SeatRow)


def project_council(connection: Connection, alliance: AllianceCode, seq: int, event: CouncilEvent) -> None:
    """Write the effect of an event of seats or of the calendar."""
    match event:
        case SeatTaken() | SeatTermSet() | SeatLeft():
            _seat(connection, alliance, event)
        case CandidateNominated():
            told = {"body": event.body, "member": event.member, "at": event.at, "motion": None}
            connection.execute(insert(table(NominationRow)), {"alliance": alliance, "seq": seq, **told})
        case DayScheduled() | DayDropped() | DayAnnounced():
            _day(connection, alliance, event)


def _seat(connection: Connection, alliance: AllianceCode, event: SeatTaken | SeatTermSet | SeatLeft) -> None:
    of_seat = (_SEATS.c.alliance == alliance) & (_SEATS.c.member == event.member) & (_SEATS.c.body == event.body)
    held = of_seat & (_SEATS.c.since == event.since)
    match event:
        case SeatTaken():
            key = {"alliance": alliance, "member": event.member, "body": event.body, "since": event.since}
            taken = {"until": event.until, "tenure": event.tenure, "motion": event.motion}
            connection.execute(insert(_SEATS), key | taken)
        case SeatTermSet():
            ends = update(_SEATS).where(held, _SEATS.c.until.is_(None)).values(until=event.until)
            touch_one(connection, ends, _SEATS)
        case SeatLeft():
            never = event.at <= event.since
            ended = delete(_SEATS).where(held) if never else update(_SEATS).where(held).values(until=event.at)
            touch_one(connection, ended, _SEATS)


def _day(connection: Connection, alliance: AllianceCode, event: DayScheduled | DayDropped | DayAnnounced) -> None:
    """Keep what the clock must do: each reminder and the day itself, until it has been announced."""
    subject = subject_of(event.body)
    of_day = (
        (_DEADLINES.c.alliance == alliance) & (_DEADLINES.c.subject == subject) & (_DEADLINES.c.what == Due.ROTATION)
    )
    if isinstance(event, DayAnnounced):
        touch_one(connection, delete(_DEADLINES).where(of_day, _DEADLINES.c.due_at == event.due_at), _DEADLINES)
        return
    connection.execute(delete(_DEADLINES).where(of_day))
    if isinstance(event, DayScheduled):
        key = {"alliance": alliance, "subject": subject, "what": Due.ROTATION}
        connection.execute(insert(_DEADLINES), [key | {"due_at": at} for at in (*event.reminders, event.at)])


def project_election(connection: Connection, alliance: AllianceCode, event: ElectionCalled | ElectionCounted) -> None:
    """Write the effect of an event of an election: the candidates are put to it, or its ballots were counted."""
    elections, nominations = table(ElectionRow), table(NominationRow)
    if isinstance(event, ElectionCounted):
        of = (elections.c.alliance == alliance) & (elections.c.motion == event.motion) & elections.c.result.is_(None)
        touch_one(connection, update(elections).where(of).values(result=canonical(event.count)), elections)
        return
    called = {
        "alliance": alliance,
        "motion": event.motion,
        "body": event.body,
        "seats": event.seats,
        "candidates": canonical(event.candidates),
        "since": event.since,
        "until": event.until,
        "result": None,
    }
    connection.execute(insert(elections), called)
    standing = (nominations.c.alliance == alliance) & (nominations.c.body == event.body)
    latest = select(func.max(nominations.c.seq)).where(standing, nominations.c.member.in_(event.candidates))
    put = update(nominations).where(standing, nominations.c.seq.in_(latest.group_by(nominations.c.member)))
    connection.execute(put.values(motion=event.motion))
