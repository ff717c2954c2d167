"""Requests for support: a member under pressure calls on the alliance (spec: membership, request for support).

The delegations of the body that the charter names are told at once, and its chair convenes it within a time; else the
draft of an urgent motion opens by itself. A request is open until one of these, or until it is taken back. A motion on
the member may be urgent for some days, without others that ask for that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from bot.domain.charter import Charter
from bot.domain.deadlines import Deadline, Due
from bot.domain.errors import Refusal
from bot.domain.events.support import (
    BodyConvened,
    ConveningReminded,
    RequestTakenBack,
    RequestUnanswered,
    SupportRequested,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber, RequestNumber
from bot.domain.instants import CLOSING_GRACE
from bot.domain.membership import Member, Right, Status
from bot.domain.moves import Move, moves

URGENT_FOR: Final = timedelta(days=7)
"""How long after a request a motion on the member may be urgent because of it."""

LAST_CALL: Final = timedelta(hours=1)
"""How long before the end of its time the chair is reminded once more."""

RequestEvent = SupportRequested | ConveningReminded | BodyConvened | RequestTakenBack | RequestUnanswered
"""What can happen to a request; each names it."""


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    CONVENED = "convened"
    TAKEN_BACK = "taken back"
    UNANSWERED = "unanswered"


REQUEST_MOVES: tuple[Move[RequestState], ...] = moves(
    (None, RequestState.OPEN, "a head of delegation requests support", "SupportRequested"),
    (RequestState.OPEN, RequestState.CONVENED, "the chair convenes in time", "BodyConvened"),
    (RequestState.OPEN, RequestState.TAKEN_BACK, "who made it, or whom it is for, takes it back", "RequestTakenBack"),
    (RequestState.OPEN, RequestState.UNANSWERED, "nobody convenes in time: the draft opens", "RequestUnanswered"),
)
"""The whole life of a request: whatever answers it ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRequest:
    """A request for support of ``member`` as it stands; ``by_member`` made it.

    ``until`` is how long the chair has to convene ``body``, and ``reminders`` are those still to come. ``answered_by``
    is the member whose chair convened, or that took the request back, at ``answered_at``; ``words`` are the chair's.
    ``motion`` is the draft that opened by itself, or what was on the table already.
    """

    number: RequestNumber
    member: MemberCode
    by_member: MemberCode
    reason: str
    body: BodyName
    kind: KindName
    at: datetime
    until: datetime
    reminders: tuple[datetime, ...]
    state: RequestState = RequestState.OPEN
    answered_by: MemberCode | None = None
    answered_at: datetime | None = None
    words: str = ""
    motion: MotionNumber | None = None

    @property
    def open(self) -> bool:
        """Tell whether it still waits for the chair."""
        return self.state is RequestState.OPEN

    def deadlines(self) -> frozenset[Deadline]:
        """Give when the clock looks at it: to remind the chair, and once its time is over."""
        if not self.open:
            return frozenset()
        subject = subject_of(self.number)
        instants = (*self.reminders, self.until + CLOSING_GRACE)
        return frozenset(Deadline(at, Due.REQUEST, subject) for at in instants)


def subject_of(number: RequestNumber) -> str:
    """Give a request as people and deadlines write it: ``Q-4``."""
    return f"Q-{number}"


def number_of(subject: str) -> RequestNumber:
    """Read a request as deadlines write it."""
    return RequestNumber(int(subject.removeprefix("Q-")))


def made(event: SupportRequested) -> SupportRequest:
    """Give the request that was made."""
    return SupportRequest(
        number=event.request,
        member=event.member,
        by_member=event.by_member,
        reason=event.reason,
        body=event.body,
        kind=event.kind,
        at=event.at,
        until=event.until,
        reminders=event.reminders,
    )


def request_after(request: SupportRequest, event: RequestEvent) -> SupportRequest:
    """Give the request as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    if not request.open or isinstance(event, SupportRequested):
        raise EventDoesNotFit(event=type(event).__name__, subject=subject_of(request.number))
    match event:
        case ConveningReminded():
            return replace(request, reminders=tuple(at for at in request.reminders if at > event.due_at))
        case BodyConvened():
            return replace(_answered(request, RequestState.CONVENED, event), words=event.text)
        case RequestTakenBack():
            return _answered(request, RequestState.TAKEN_BACK, event)
        case RequestUnanswered():
            return replace(request, state=RequestState.UNANSWERED, motion=event.motion)
        case _:
            assert_never(event)


def _answered(request: SupportRequest, state: RequestState, event: BodyConvened | RequestTakenBack) -> SupportRequest:
    return replace(request, state=state, answered_by=event.by_member, answered_at=event.at)


def reminders_between(at: datetime, until: datetime) -> tuple[datetime, ...]:
    """Give when the chair is reminded of a request: half-way, and an hour before its time is over."""
    instants = {at + (until - at) / 2, until - LAST_CALL}
    return tuple(sorted(instant for instant in instants if instant > at))


def calls_for_urgency(
    requests: Iterable[SupportRequest],
    kind: KindName,
    concerned: MemberCode | None,
    members: Collection[MemberCode],
    *,
    now: datetime,
) -> bool:
    """Tell whether a motion of a kind on ``concerned`` may be urgent by a request: the very one that was requested.

    Any other for ``members``, or moved or sponsored by them, once the chair has convened or its time to has passed, so
    that nobody makes it urgent alone. Source: decision rules, "urgent needs the chair, three members, or a request for
    support".
    """
    return any(
        (
            (request.kind == kind and request.member == concerned)
            or (request.member in members and request.state in {RequestState.CONVENED, RequestState.UNANSWERED})
        )
        and request.state is not RequestState.TAKEN_BACK
        and request.at <= now <= request.at + URGENT_FOR
        for request in requests
    )


@dataclass(kw_only=True, eq=False)
class ConsultationNotInCharter(Refusal):
    """A request for support where the charter says nothing of them."""

    command: str


@dataclass(kw_only=True, eq=False)
class SupportNotForMember(Refusal):
    """A request for a member whose status does not carry that right."""

    member: MemberCode
    right: Right
    status: Status


@dataclass(kw_only=True, eq=False)
class RequestOpenAlready(Refusal):
    """A second request for a member while one waits for the chair."""

    request: RequestNumber
    member: MemberCode
    at: datetime
    until: datetime


@dataclass(kw_only=True, eq=False)
class UnknownRequest(Refusal):
    """A number that no request bears."""

    request: RequestNumber


@dataclass(kw_only=True, eq=False)
class ConvenedAlready(Refusal):
    """An act on a request on which the chair has convened."""

    request: RequestNumber
    by_member: MemberCode | None
    at: datetime | None


@dataclass(kw_only=True, eq=False)
class RequestGone(Refusal):
    """An act on a request that was taken back."""

    request: RequestNumber
    by_member: MemberCode | None
    at: datetime | None


@dataclass(kw_only=True, eq=False)
class TimeToConveneOver(Refusal):
    """An act on a request that the chair has not answered in time; ``motion`` stands in its place, if any yet."""

    request: RequestNumber
    until: datetime
    motion: MotionNumber | None

    variants = ("draft",)

    @property
    def variant(self) -> str:
        """Name the motion where there is one."""
        return "" if self.motion is None else "draft"


@dataclass(kw_only=True, eq=False)
class NotOwnRequest(Refusal):
    """A request taken back by a member that neither made it nor is concerned by it."""

    request: RequestNumber
    member: MemberCode
    by_member: MemberCode


def check_may_request(charter: Charter, member: Member, requests: Iterable[SupportRequest]) -> None:
    """Let support be requested for a member, or raise why not."""
    if not charter.grants(member.status, Right.REQUEST_SUPPORT):
        raise SupportNotForMember(member=member.code, right=Right.REQUEST_SUPPORT, status=member.status)
    for request in requests:
        if request.member == member.code and request.open:
            raise RequestOpenAlready(request=request.number, member=member.code, at=request.at, until=request.until)


def check_waits(request: SupportRequest, now: datetime) -> None:
    """Let the chair answer a request, or let it be taken back, or raise why neither can be any more."""
    number, by, at = request.number, request.answered_by, request.answered_at
    match request.state:
        case RequestState.CONVENED:
            raise ConvenedAlready(request=number, by_member=by, at=at)
        case RequestState.TAKEN_BACK:
            raise RequestGone(request=number, by_member=by, at=at)
        case RequestState.UNANSWERED:
            raise TimeToConveneOver(request=number, until=request.until, motion=request.motion)
        case RequestState.OPEN:
            if now > request.until:
                raise TimeToConveneOver(request=number, until=request.until, motion=None)
