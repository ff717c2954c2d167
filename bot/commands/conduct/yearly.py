"""The days of the calendar: each next one is on record with its reminders, and everyone is told of them once, in order.

A charter that changes changes the days. A seat at large that came with the roster has no end of its own: it is given
one, the next rotation, as soon as the charter says how such seats are given, so that the roster of any date is right by
itself.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import channels_for, owe_secretariat
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.calendar import SUMMIT, Occasion, Yearly, next_day, next_rotation, reminders_before, yearly_days
from bot.domain.deadlines import Deadline, Due
from bot.domain.events import DayAnnounced, DayDropped, DayScheduled, SeatTermSet
from bot.domain.ids import BodyName
from bot.domain.membership import Tenure
from bot.domain.notices import Notice, StandingNotice
from bot.ports import UnitOfWork

LATE_NEWS: Final = timedelta(hours=1)
"""A reminder of a day that is posted later than this after its instant says so."""


def keep_calendar(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> None:
    """Have every day of the charter's calendar on record that is not, and none that it does not know any more."""
    days = {each.subject: each for each in yearly_days(alliance.charter)}
    pending = _pending(uow, alliance)
    for subject in pending.keys() - days.keys():
        occasion = Occasion.SUMMIT if subject == SUMMIT else Occasion.ROTATION
        dropped = DayDropped(occasion=occasion, body=None if subject == SUMMIT else BodyName(subject))
        uow.record(alliance.code, dropped, at=now, by=CLOCK)
    for subject, day in days.items():
        scheduled = _next(alliance, day, pending.get(subject, ()), now)
        if scheduled is not None:
            uow.record(alliance.code, scheduled, at=now, by=CLOCK)
    _end_terms(uow, alliance, now=now)


def _pending(uow: UnitOfWork, alliance: Alliance) -> dict[str, tuple[datetime, ...]]:
    """Give the instants that the clock waits for, by the day they belong to: the last of each is the day itself."""
    every = uow.deadlines.of_kind(alliance.code, Due.ROTATION)
    return {each.subject: tuple(other.at for other in every if other.subject == each.subject) for each in every}


def _next(alliance: Alliance, day: Yearly, pending: tuple[datetime, ...], now: datetime) -> DayScheduled | None:
    """Give the next day as it is to be recorded; None where it is on record as the charter has it.

    A day, or a reminder, that has come and that the clock has not met yet is left to the clock.
    """
    zone = alliance.time_zone
    after = now if not pending or pending[0] > now else pending[0] - timedelta.resolution
    at = next_day(day.day, after=after, zone=zone)
    reminders = reminders_before(at, day.reminders, after=after, zone=zone)
    if pending == (*reminders, at):
        return None
    return DayScheduled(occasion=day.occasion, body=day.body, at=at, reminders=reminders)


def _end_terms(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> None:
    """Have each seat at large end with the next rotation that has no end yet, where the charter says who comes next."""
    for seat in uow.council.seats(alliance.code):
        body = alliance.charter.bodies.get(seat.body)
        if body is None or body.at_large is None or seat.tenure is not Tenure.AT_LARGE or seat.until is not None:
            continue
        rotation = next_rotation(body, after=max(now, seat.since), zone=alliance.time_zone)
        if rotation is not None:
            ends = SeatTermSet(body=seat.body, member=seat.member, since=seat.since, until=rotation)
            uow.record(alliance.code, ends, at=now, by=CLOCK)


def meet_day(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Tell everyone of a day of the calendar; on the day itself, have the next one on record.

    Give False where the charter does not know the day any more.
    """
    instants = _pending(uow, alliance).get(deadline.subject, ())
    day = next((each for each in yearly_days(alliance.charter) if each.subject == deadline.subject), None)
    if day is None or deadline.at not in instants:
        keep_calendar(uow, alliance, now=now)
        return day is None
    late = now - deadline.at > LATE_NEWS
    event = DayAnnounced(occasion=day.occasion, body=day.body, at=instants[-1], due_at=deadline.at, late=late)
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    owe_news(uow, alliance, day.body, entry, now=now)
    keep_calendar(uow, alliance, now=now)
    return True


def owe_news(uow: UnitOfWork, alliance: Alliance, body: BodyName | None, entry: int, *, now: datetime) -> None:
    """Owe what an entry tells of the seats of a body to its channels and to the secretariat.

    What is of no body, as the summit, is everyone's: it goes to the announcements too.
    """
    owe_channels_of(uow, alliance, body, entry, now=now)
    owe_secretariat(uow, alliance, StandingNotice(entry=entry), now=now)


def owe_channels_of(uow: UnitOfWork, alliance: Alliance, body: BodyName | None, entry: int, *, now: datetime) -> None:
    """Owe the same to the channels alone, where the secretariat has nothing to do about it."""
    notice: Notice = StandingNotice(entry=entry)
    purposes = {Purpose.MOTIONS, Purpose.COUNCIL, *(() if body is not None else (Purpose.ANNOUNCEMENTS,))}
    for channel in channels_for(uow, alliance, purposes):
        uow.outbox.owe(alliance.code, notice, channel, due=now)
