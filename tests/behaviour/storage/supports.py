"""Requests for support and weekly digests as the journal has them: one of each end."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.events import (
    BodyConvened,
    ConveningReminded,
    DigestChosen,
    DigestDropped,
    DigestScheduled,
    DigestSent,
    Event,
    RequestTakenBack,
    RequestUnanswered,
    SupportRequested,
)
from bot.domain.ids import KindName, MotionNumber, RequestNumber
from tests.behaviour.storage.lives import COUNCIL, EST, HEAD, LVA, NEWCOMER

HOUR = timedelta(hours=1)


def supported(now: datetime) -> tuple[Event, ...]:
    """Give a request that the chair answers, one taken back, one left unanswered, and one that waits."""
    until = now + 24 * HOUR
    first = SupportRequested(
        request=RequestNumber(1),
        member=LVA,
        by_member=EST,
        account=HEAD,
        reason="A blockade.\nHelp.",
        body=COUNCIL,
        kind=KindName("support"),
        at=now,
        until=until,
        reminders=(now + 12 * HOUR, now + 23 * HOUR),
    )
    others = tuple(replace(first, request=RequestNumber(number)) for number in (2, 3, 4))
    of: dict[str, Any] = {"request": first.request, "member": LVA}
    acts: dict[str, Any] = {"by_member": EST, "account": HEAD, "at": now + HOUR}
    return (
        first,
        ConveningReminded(**of, due_at=now + 12 * HOUR, until=until, late=False),
        BodyConvened(**of, **acts, text="At noon."),
        *others,
        RequestTakenBack(**of | {"request": RequestNumber(2)}, **acts),
        RequestUnanswered(
            **of | {"request": RequestNumber(3)}, until=until, motion=MotionNumber(1), tabled=True, late=False
        ),
    )


def digested(now: datetime) -> tuple[Event, ...]:
    """Give the digests of two delegations, one of which gets none any more, and a person that wants none."""
    week, later = date(2026, 3, 9), date(2026, 3, 16)
    due_at = now + 5 * 24 * HOUR
    return (
        DigestScheduled(member=EST, week=week, at=due_at),
        DigestScheduled(member=LVA, week=week, at=due_at),
        DigestSent(
            member=EST,
            week=week,
            since=now,
            after=0,
            until=7,
            at=due_at + HOUR,
            due_at=due_at,
            late=True,
            next_week=later,
            next_at=due_at + 7 * 24 * HOUR,
        ),
        DigestDropped(member=LVA),
        DigestChosen(account=NEWCOMER, wanted=False),
        DigestChosen(account=NEWCOMER, wanted=True),
        DigestChosen(account=NEWCOMER, wanted=False),
    )
