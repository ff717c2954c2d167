"""``/alliance consult, convene, stand-down, requests``: a member under pressure calls on the alliance."""

from dataclasses import dataclass
from typing import Final

from bot.cards.card import Card
from bot.cards.consultation import requests_card
from bot.cards.names import with_flag
from bot.cards.standing import standing_done_card
from bot.commands.binding import check_full_powers, confirm
from bot.commands.conduct.consulting import body_of, card_of_request, request_of, tell_of_answer, tell_of_request
from bot.commands.context import Context
from bot.commands.options import CONFIRM
from bot.commands.registry import FORM_LIMIT, Caller, Command, Option, OptionType
from bot.domain.charter import Consultation
from bot.domain.consultation import (
    ConsultationNotInCharter,
    NotOwnRequest,
    check_may_request,
    check_waits,
    reminders_between,
    subject_of,
)
from bot.domain.events import BodyConvened, RequestTakenBack, SupportRequested
from bot.domain.ids import MemberCode, RequestNumber
from bot.domain.membership import Member, Right
from bot.domain.notices import RequestCard

WORDS_LIMIT: Final = 1000
"""Characters in which the chair says when and where the body meets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSupport:
    """A member calls on the alliance, for itself or for another that cannot act."""

    reason: str
    member: Member | None = None
    confirm: bool | None = None


def request_support(request: RequestSupport, context: Context) -> Card:
    """Record the request once it is confirmed; send it to the delegations of the body, and to its channels."""
    rules, own = context.alliance.charter.consultation, check_full_powers(context)
    if rules is None:
        raise ConsultationNotInCharter(command=context.command.name)
    member = context.member(own) if request.member is None else request.member
    check_may_request(context.alliance.charter, member, context.uow.requests.every(context.alliance.code))
    asked = _ask_to_request(request, member, own, rules, context)
    if asked is not None:
        return asked
    number = context.uow.requests.next_number(context.alliance.code)
    until = context.now + rules.time
    context.record(
        SupportRequested(
            request=number,
            member=member.code,
            by_member=own,
            account=context.account,
            reason=request.reason,
            body=rules.body,
            kind=rules.kind,
            at=context.now,
            until=until,
            reminders=reminders_between(context.now, until),
        )
    )
    made = request_of(context.uow, context.alliance, number)
    tell_of_request(context.uow, context.alliance, made, RequestCard(request=number), now=context.now)
    return card_of_request(context.uow, context.alliance, number, context.interpreter, now=context.now)


def _ask_to_request(
    request: RequestSupport, member: Member, own: MemberCode, rules: Consultation, context: Context
) -> Card | None:
    """Ask for the second tap, which names the state that acts and the member that support is requested for."""
    say, by_itself = context.interpreter, member.code == own
    body = context.alliance.charter.bodies[rules.body].title.in_language(say.language)
    how = "own" if by_itself else "other"
    act = say.words(f"act.consult.{how}", member=with_flag(context.members(), member.code, say), body=body)
    act = say.words("act.saying", act=act, text=request.reason)
    values = {"reason": request.reason, "member": "" if by_itself else member.code}
    return confirm(context, member=own, act=act, values=values, confirmed=request.confirm)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneBody:
    """The chair convenes the body on a request."""

    request: RequestNumber
    text: str = ""


def convene_body(request: ConveneBody, context: Context) -> Card:
    """Record that the chair convenes, with its words on when and where; tell everyone whom the request was sent to."""
    found = request_of(context.uow, context.alliance, request.request)
    body = body_of(context.alliance, found)
    if body is None:
        raise ConsultationNotInCharter(command=context.command.name)
    chair = context.chair(body.name, concerned=found.member)
    check_waits(found, context.now)
    event = BodyConvened(
        request=found.number,
        member=found.member,
        by_member=chair,
        account=context.account,
        text=request.text,
        at=context.now,
    )
    _tell(found.number, context.record(event), context)
    return standing_done_card(event, context.members(), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRequestBack:
    """A member takes back the request that it made, or that was made for it."""

    request: RequestNumber
    confirm: bool | None = None


def take_request_back(request: TakeRequestBack, context: Context) -> Card:
    """End a request that still waits for the chair; tell everyone whom it was sent to."""
    member = check_full_powers(context)
    found = request_of(context.uow, context.alliance, request.request)
    if member not in {found.member, found.by_member}:
        raise NotOwnRequest(request=found.number, member=found.member, by_member=found.by_member)
    check_waits(found, context.now)
    act = context.interpreter.words("act.stand_down", request=found.number)
    values = {"request": subject_of(found.number)}
    asked = confirm(context, member=member, act=act, values=values, confirmed=request.confirm)
    if asked is not None:
        return asked
    event = RequestTakenBack(
        request=found.number, member=found.member, by_member=member, account=context.account, at=context.now
    )
    _tell(found.number, context.record(event), context)
    return standing_done_card(event, context.members(), context.interpreter)


def _tell(number: RequestNumber, entry: int, context: Context) -> None:
    """Tell everyone but the caller what has come of a request."""
    tell_of_answer(context.uow, context.alliance, number, entry, now=context.now, but=context.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequests:
    """Anyone asks for the requests for support, or for one of them."""

    request: RequestNumber | None = None


def show_requests(request: ShowRequests, context: Context) -> Card:
    """Give the card of one request, or the list of all."""
    uow, alliance = context.uow, context.alliance
    if request.request is not None:
        return card_of_request(uow, alliance, request.request, context.interpreter, now=context.now)
    return requests_card(uow.requests.every(alliance.code), context.members(), context.interpreter)


REQUEST: Final = Option(name="request", type=OptionType.REQUEST, required=True)

COMMANDS = (
    Command(
        noun="alliance",
        verb="consult",
        callers=frozenset({Caller.HEAD}),
        options=(
            Option(name="reason", type=OptionType.LONG_TEXT, required=True, limit=FORM_LIMIT),
            Option(name="member", type=OptionType.MEMBER),
            CONFIRM,
        ),
        request=RequestSupport,
        handler=request_support,
        writes=True,
        public=True,
        right=Right.REQUEST_SUPPORT,
    ),
    Command(
        noun="alliance",
        verb="convene",
        callers=frozenset({Caller.CHAIR}),
        options=(REQUEST, Option(name="text", type=OptionType.LONG_TEXT, limit=WORDS_LIMIT)),
        request=ConveneBody,
        handler=convene_body,
        writes=True,
        public=True,
    ),
    Command(
        noun="alliance",
        verb="stand-down",
        callers=frozenset({Caller.HEAD}),
        options=(REQUEST, CONFIRM),
        request=TakeRequestBack,
        handler=take_request_back,
        writes=True,
        public=True,
    ),
    Command(
        noun="alliance",
        verb="requests",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="request", type=OptionType.REQUEST),),
        request=ShowRequests,
        handler=show_requests,
    ),
)
