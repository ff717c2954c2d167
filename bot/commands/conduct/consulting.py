"""Requests for support: who is told, who is reminded, and what comes of them when nobody convenes.

Spec: membership, request for support.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.cards.card import Card
from bot.cards.consultation import request_card
from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import owe_body, owe_delegation, owe_secretariat, renew
from bot.commands.conduct.presiding import presiding_member
from bot.commands.conduct.tabling import Proposal, put_on_the_table
from bot.commands.registry import TITLE_LIMIT
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.charter import Body, Concerned, Kind
from bot.domain.consultation import SupportRequest, UnknownRequest, calls_for_urgency
from bot.domain.events import ConveningReminded, RequestUnanswered
from bot.domain.ids import MemberCode, RequestNumber
from bot.domain.instants import comes_late
from bot.domain.motion import Motion
from bot.domain.notices import Notice, RequestCard, StandingNotice
from bot.domain.tabling import schedule
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork


def request_of(uow: UnitOfWork, alliance: Alliance, number: RequestNumber) -> SupportRequest:
    """Give a request as the tables now have it; raise UnknownRequest where none bears the number."""
    request = uow.requests.get(alliance.code, number)
    if request is None:
        raise UnknownRequest(request=number)
    return request


def body_of(alliance: Alliance, request: SupportRequest) -> Body | None:
    """Give the body that a request calls on; where the charter knows it no more, the one it names now, if any."""
    rules, bodies = alliance.charter.consultation, alliance.charter.bodies
    return bodies.get(request.body) or (None if rules is None else bodies[rules.body])


def chair_for(uow: UnitOfWork, alliance: Alliance, request: SupportRequest, *, now: datetime) -> MemberCode | None:
    """Give the member whose chair is to convene on a request; None where nobody presides."""
    body = body_of(alliance, request)
    return None if body is None else presiding_member(uow, alliance, body.name, concerned=request.member, now=now)


def card_of_request(
    uow: UnitOfWork, alliance: Alliance, number: RequestNumber, say: Interpreter, *, now: datetime
) -> Card:
    """Give the card of a request as it stands."""
    request = request_of(uow, alliance, number)
    members = {member.code: member for member in uow.roster.on(alliance.code, now)}
    chair = chair_for(uow, alliance, request, now=now)
    return request_card(request, body_of(alliance, request), chair, members, say, now=now)


def tell_of_request(
    uow: UnitOfWork,
    alliance: Alliance,
    request: SupportRequest,
    notice: Notice,
    *,
    now: datetime,
    but: Account | None = None,
) -> None:
    """Owe a notice to the delegations of the body, in its channels, and to the secretariat; not to ``but``.

    The member concerned and the one that made the request are told whether they sit on the body or not.
    """
    body = body_of(alliance, request)
    concerned = dict.fromkeys((request.member, request.by_member))
    for member in uow.roster.on(alliance.code, now):
        if body is not None and member.belongs and (body.seats is None or body.name in member.seats):
            concerned[member.code] = None
    for code in concerned:
        owe_delegation(uow, alliance, code, notice, now=now, voters=False, but=but)
    if body is not None:
        owe_body(uow, alliance, body, notice, now=now)
    owe_secretariat(uow, alliance, notice, now=now)


def tell_of_answer(
    uow: UnitOfWork,
    alliance: Alliance,
    number: RequestNumber,
    entry: int,
    *,
    now: datetime,
    but: Account | None = None,
) -> None:
    """Tell everyone whom a request was sent to, save ``but``, what has come of it, and make its card current."""
    request, notice = request_of(uow, alliance, number), StandingNotice(entry=entry)
    tell_of_request(uow, alliance, request, notice, now=now, but=but)
    renew(uow, alliance, RequestCard(request=number), now=now)


def meet_request(uow: UnitOfWork, alliance: Alliance, number: RequestNumber, *, now: datetime) -> bool:
    """Remind the chair of a request, or open the draft once its time is over; give False where nothing is due."""
    request = request_of(uow, alliance, number)
    if not request.open:
        return False
    if now > request.until:
        _open_draft(uow, alliance, request, now=now)
        return True
    due = [at for at in request.reminders if at <= now]
    if due:
        _remind(uow, alliance, request, due[-1], now=now)
    return bool(due)


def _remind(uow: UnitOfWork, alliance: Alliance, request: SupportRequest, due_at: datetime, *, now: datetime) -> None:
    """Remind the delegation of the chair; where nobody presides, the secretariat."""
    event = ConveningReminded(
        request=request.number,
        member=request.member,
        due_at=due_at,
        until=request.until,
        late=comes_late(due_at, now),
    )
    notice = StandingNotice(entry=uow.record(alliance.code, event, at=now, by=CLOCK))
    chair = chair_for(uow, alliance, request, now=now)
    if chair is None:
        owe_secretariat(uow, alliance, notice, now=now)
    else:
        owe_delegation(uow, alliance, chair, notice, now=now)


def _open_draft(uow: UnitOfWork, alliance: Alliance, request: SupportRequest, *, now: datetime) -> None:
    """Open the draft of the urgent motion, unless one on the member is on the table since; tell everyone."""
    kind, standing = _kind_for(alliance, request), tabled_since(uow, alliance, request)
    motion = standing
    if motion is None and kind is not None:
        motion = put_on_the_table(uow, alliance, _draft(uow, alliance, request, kind, now), now=now, by=CLOCK)
    event = RequestUnanswered(
        request=request.number,
        member=request.member,
        until=request.until,
        motion=None if motion is None else motion.number,
        tabled=standing is not None and not standing.course.draft,
        late=comes_late(request.until, now),
    )
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    tell_of_answer(uow, alliance, request.number, entry, now=now)


def _kind_for(alliance: Alliance, request: SupportRequest) -> Kind | None:
    """Give the kind of the motion on a request: the one of its day, else what the charter names now, if any."""
    rules, kinds = alliance.charter.consultation, alliance.charter.kinds
    kind = kinds.get(request.kind)
    if kind is not None and kind.urgent is not None:
        return kind
    return None if rules is None else kinds[rules.kind]


def tabled_since(uow: UnitOfWork, alliance: Alliance, request: SupportRequest) -> Motion | None:
    """Find the motion on the member that was tabled since its request, under way or decided, not one that ended."""
    kind = _kind_for(alliance, request)
    since = request.at - timedelta.resolution
    for motion in (*uow.motions.under_way(alliance.code), *uow.motions.decided_since(alliance.code, since)):
        on_it = kind is not None and motion.kind == kind.name and motion.concerned == request.member
        on_it = on_it and not motion.course.lacks_seconds
        if on_it and motion.tabled_at >= request.at:
            return motion
    return None


def _draft(uow: UnitOfWork, alliance: Alliance, request: SupportRequest, kind: Kind, now: datetime) -> Proposal:
    say = Interpreter(alliance.language, alliance.time_zone)
    member = uow.roster.member(alliance.code, request.member, now)
    name = request.member if member is None else member.name_in(say.language)
    title = say.words("consultation.title", member=name, request=request.number)
    planned = schedule(kind, now=now, urgent=True, sponsors=0, opens=None, closes=None, by_chair=True)
    return Proposal(
        kind=kind,
        title=title[:TITLE_LIMIT],
        text=request.reason,
        planned=planned,
        concerned=request.member,
        draft=True,
    )


def urgent_by_request(
    uow: UnitOfWork,
    alliance: Alliance,
    kind: Kind,
    concerned: MemberCode | None,
    movers: Iterable[MemberCode],
    *,
    now: datetime,
) -> bool:
    """Tell whether a motion may be urgent by a request: it is for the member, not against it, or the member's own."""
    against = kind.concerned is Concerned.EXCLUDED
    named = {*movers, *(() if concerned is None or against else (concerned,))}
    return calls_for_urgency(uow.requests.every(alliance.code), kind.name, concerned, named, now=now)
