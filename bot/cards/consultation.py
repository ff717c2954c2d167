"""Requests for support as people see them: the card of one, kept current, and the list of all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.cards.action import action
from bot.cards.card import Button, Card, Emphasis, Field, Table, Tone
from bot.cards.names import with_flag
from bot.domain.charter import Body
from bot.domain.consultation import RequestState, SupportRequest, subject_of
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

SHOWN = 30
"""How many requests a list shows, the latest; earlier ones are counted."""


def request_card(
    request: SupportRequest,
    body: Body | None,
    chair: MemberCode | None,
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    now: datetime,
) -> Card:
    """Tell who calls for what, by when the chair convenes, and what came of it; with the chair's button while it waits.

    ``chair`` is the member that presides on it; None where nobody does.
    """
    waits = request.open and now <= request.until
    return Card(
        title=say.words("card.request.title", request=request.number, member=with_flag(members, request.member, say)),
        tone=Tone.RUNNING if waits else Tone.NEUTRAL,
        paragraphs=(_who(request, members, say), (request.reason,)),
        fields=tuple(_fields(request, body, chair, members, say)),
        buttons=(convene_button(request, say),) if waits else (),
        footer=say.say("card.request.else", until=request.until) if waits else (),
    )


def convene_button(request: SupportRequest, say: Interpreter) -> Button:
    """Give the chair's button on a request."""
    label = say.words("button.convene")
    return Button(label=label, action=action("alliance.convene", request.number), emphasis=Emphasis.PRIMARY)


def _who(request: SupportRequest, members: Mapping[MemberCode, Member], say: Interpreter) -> Phrase:
    how = "own" if request.member == request.by_member else "other"
    return say.say(
        f"card.request.{how}",
        member=with_flag(members, request.member, say),
        by_member=with_flag(members, request.by_member, say),
        at=request.at,
    )


def _fields(
    request: SupportRequest,
    body: Body | None,
    chair: MemberCode | None,
    members: Mapping[MemberCode, Member],
    say: Interpreter,
) -> Iterator[Field]:
    title = request.body if body is None else body.title.in_language(say.language)
    yield Field(name=say.words("card.request.body"), value=(title,))
    if request.open:
        held = say.words("card.chair.nobody") if chair is None else with_flag(members, chair, say)
        yield Field(name=say.words("card.request.chair"), value=(held,))
        yield Field(name=say.words("card.request.until"), value=(say.moment(request.until),))
        return
    yield Field(name=say.words("card.request.state"), value=_state(request, members, say), wide=True)
    if request.words:
        yield Field(name=say.words("card.request.words"), value=(request.words,), wide=True)


def _state(request: SupportRequest, members: Mapping[MemberCode, Member], say: Interpreter) -> Phrase:
    by = "" if request.answered_by is None else with_flag(members, request.answered_by, say)
    match request.state:
        case RequestState.OPEN:
            return say.say("card.request.open", until=request.until)
        case RequestState.CONVENED:
            return say.say("card.request.convened", by_member=by, at=request.answered_at)
        case RequestState.TAKEN_BACK:
            return say.say("card.request.taken_back", by_member=by, at=request.answered_at)
        case RequestState.UNANSWERED if request.motion is None:
            return say.say("card.request.unanswered", until=request.until)
        case RequestState.UNANSWERED:
            return say.say("card.request.drafted", until=request.until, motion=request.motion)


def requests_card(requests: Sequence[SupportRequest], members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """List the requests, the latest first, each with where it stands."""
    shown = tuple(reversed(requests))[:SHOWN]
    columns = tuple(say.words(f"card.request.{name}") for name in ("number", "member", "made", "state"))
    rows = tuple(
        (
            subject_of(each.number),
            with_flag(members, each.member, say),
            say.moment(each.at).words,
            say.words("card.request.line", state=each.state),
        )
        for each in shown
    )
    more = len(requests) - len(rows)
    return Card(
        title=say.words("card.request.list"),
        paragraphs=() if rows else (say.say("card.request.none"),),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=say.say_count("card.request.more", more) if more else (),
    )
