"""The life of sessions as the journal has it: an event of every kind that they know."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.addresses import Account
from bot.domain.electorate import Elector
from bot.domain.events import (
    AgendaItemAdded,
    AgendaItemTaken,
    AttendanceBegun,
    Event,
    PresenceRecorded,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionOpened,
    SessionReminded,
    SessionRollCalled,
)
from bot.domain.ids import BodyName, MemberCode, MotionNumber, SessionNumber
from bot.domain.level import Level
from bot.domain.rules import Reason, Standing

EST, LVA, LTU = MemberCode("EST"), MemberCode("LVA"), MemberCode("LTU")
CLERK = Account("console:clerk")
OF = MotionNumber(11)


def sittings(now: datetime) -> tuple[Event, ...]:
    """Give a session that was held, with a motion on its agenda, one that was cancelled, and one still ahead."""
    of: dict[str, Any] = {"session": SessionNumber(1)}
    begins = now + timedelta(days=14)
    quorum = Reason(
        option=0, clause="at least 2 of all members present", base=None, needed=Fraction(2), had=Fraction(2), met=True
    )
    roll = tuple(
        Elector(member=state, standing=Standing.ENTITLED if state != LTU else Standing.SUSPENDED)
        for state in (EST, LTU, LVA)
    )
    return (
        _called(1, now),
        AgendaItemAdded(**of, item=1, motion=None, text="Report.", at=now),
        AgendaItemAdded(**of, item=2, motion=OF, text="", at=now),
        SessionReminded(**of, due_at=begins - timedelta(days=7), starts_at=begins, late=True),
        AttendanceBegun(**of, at=begins - timedelta(hours=1)),
        PresenceRecorded(**of, member=EST, account=CLERK, at=begins - timedelta(hours=1)),
        PresenceRecorded(**of, member=LVA, account=CLERK, at=begins),
        SessionOpened(**of, member=EST, roll=roll, quorum=quorum, at=begins),
        AgendaItemTaken(**of, item=1, at=begins),
        SessionRollCalled(**of, motion=OF, present=(EST,), at=begins),
        SessionRollCalled(**of, motion=OF, present=(EST, LVA), at=begins),
        SessionClosed(**of, member=None, at=begins),
        _called(2, now),
        SessionCancelled(session=SessionNumber(2), reason="Snow.", at=now),
        _called(3, now),
    )


def _called(number: int, now: datetime) -> SessionCalled:
    begins = now + timedelta(days=14)
    return SessionCalled(
        session=SessionNumber(number),
        body=BodyName("assembly"),
        level=Level.MINISTERS,
        title="Autumn session",
        place="Tallinn",
        urgent=False,
        starts_at=begins,
        attendance_at=begins - timedelta(hours=1),
        reminders=(begins - timedelta(days=7), begins - timedelta(days=1)),
        member=EST,
        account=CLERK,
        at=now,
    )
