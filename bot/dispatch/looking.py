"""What fronts ask beside an act: the form that it needs, what an option may take, a person's own page.

All of it is read, beside the writer; nothing is recorded.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import uuid4

from bot.cards.card import Card, Form
from bot.cards.home import nobody_card
from bot.cards.names import name_of
from bot.cards.refusals import failure_card, refusal_card
from bot.commands.context import NO_PAGES, Context
from bot.commands.forms import form_for, missing
from bot.commands.home import home_cards
from bot.commands.preferences import interpreter_for
from bot.commands.refusals import ChannelNotLinked, FormGone, MissingOptions
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Registry
from bot.commands.suggesting import MOST, Suggestion, suggestions
from bot.commands.text import Parsed
from bot.dispatch.caller import check_caller, credential_of, place_of
from bot.dispatch.invocation import Chosen, Invocation
from bot.dispatch.reading import read
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode
from bot.locales.catalogue import Interpreter, known_language
from bot.ports import NotRecorded, Pages, UnitOfWork, Writer

log: Final = logging.getLogger(__name__)

T = TypeVar("T")

STATES: Final = ("member", "chair", "mover", "called")
"""The facts of refusals that hold the code of a state."""
HOME: Final = "alliance.next"
"""The command of which a person's own page tells more."""
LANGUAGE_WITHIN: Final = timedelta(seconds=1)
"""How long a person's choice of a language is waited for before a form; platforms give three seconds in all."""


class Looking:
    """Answers what a front asks beside an act."""

    def __init__(self, writer: Writer, registry: Registry = REGISTRY, *, pages: Pages = NO_PAGES) -> None:
        self._writer = writer
        self._pages = pages
        self.registry: Final = registry

    async def form(self, invocation: Invocation) -> Form | None:
        """Give the form that an act needs first; None where it needs none, or is declined anyway.

        For fronts where a form must be the first answer to an act.
        """
        try:
            parsed = read(self.registry, invocation)
        except Refusal:
            return None
        if not invocation.takes_form or not missing(parsed.command, parsed.values):
            return None
        fallback = Interpreter.speaking(invocation.locale)
        asked = await self.asked(invocation, parsed, fallback)
        return asked if isinstance(asked, Form) else None

    async def form_again(self, refused: Invocation) -> Form | Card:
        """Give what was sent in an act that was refused, as a form to put right; known by its key and its author.

        What is not kept any more, or was never this account's, is told so in a card.
        """
        found = await self._read_soon(lambda uow: uow.answers.find(key_of(refused)))
        form = None if found is None else found.card.again
        return form or refusal_card(FormGone(), Interpreter.speaking(refused.locale))

    async def suggest(
        self, act: Invocation, path: str, option: str, typed: str = "", *, most: int = MOST
    ) -> tuple[Suggestion, ...]:
        """Give what an option of a command may take, for a front that completes while a person types.

        ``act`` says who asks, where and when. At most ``most``; empty for strangers, and where the record cannot be
        read just now.
        """
        command = self.registry.get(path)
        asked = None if command is None else command.option(option)
        if command is None or asked is None:
            return ()

        def query(uow: UnitOfWork) -> tuple[Suggestion, ...]:
            place = place_of(uow, act.account, act.channel)
            if place is None or not (place.linked or credential_of(uow, place.alliance, act.account, act.received_at)):
                return ()
            context = self.context(uow, place.alliance, act, command)
            return suggestions(
                uow,
                place.alliance,
                asked,
                typed,
                now=act.received_at,
                language=context.interpreter.language,
                most=most,
                drafts=context.sees_drafts,
            )

        try:
            return await self._writer.read(query)
        except NotRecorded as fault:
            log.warning("suggestions_not_read", extra={"reason": fault.reason})
            return ()

    async def home(self, account: Account, *, now: datetime, locale: str | None = None) -> tuple[Card, ...]:
        """Give what a person sees who opens the bot's own page; what goes wrong is a card too."""
        say = Interpreter.speaking(locale)
        invocation = Invocation(
            key="home",
            account=account,
            channel=None,
            received_at=now,
            request=Chosen(path=HOME, values={}),
            locale=locale,
        )
        command = self.registry.get(HOME)

        def query(uow: UnitOfWork) -> tuple[Card, ...]:
            place = place_of(uow, account, None)
            if command is None or place is None or credential_of(uow, place.alliance, account, now) is None:
                return (nobody_card(say).in_language(say.language),)
            context = self.context(uow, place.alliance, invocation, command)
            return tuple(card.in_language(context.interpreter.language) for card in home_cards(context))

        try:
            return await self._writer.read(query)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("home_not_read", extra={"reference": reference})
            return (failure_card(reference, say),)

    async def interpreter(self, invocation: Invocation, fallback: Interpreter) -> Interpreter:
        """Give who speaks to the caller before the act is handled: as it has chosen, where that can be read at once.

        A form must be there within the seconds that a platform gives, in whatever language.
        """

        def query(uow: UnitOfWork) -> Interpreter:
            place = place_of(uow, invocation.account, invocation.channel)
            return fallback if place is None else interpreter_of(uow, place.alliance, invocation)

        return await self._read_soon(query) or fallback

    async def asked(self, invocation: Invocation, parsed: Parsed, fallback: Interpreter) -> "Form | Declined":
        """Ask for the options that an act lacks, or decline it at once where the command is not for its author.

        Nobody fills in a form to be told then that it is not for them. Where that cannot be found out at once the form
        is given all the same: the act is judged when it is sent. Raise MissingOptions where no form can be shown.
        """

        def query(uow: UnitOfWork) -> tuple[Interpreter, Declined | None]:
            place = place_of(uow, invocation.account, invocation.channel)
            if place is None:
                return fallback, None if parsed.command.place else _declined(ChannelNotLinked(), fallback)
            context = self.context(uow, place.alliance, invocation, parsed.command)
            try:
                check_caller(parsed.command, context, linked=place.linked)
            except Refusal as refusal:
                named = named_in(refusal, context)
                return context.interpreter, _declined(refusal, context.interpreter, named)
            return context.interpreter, None

        say, declined = await self._read_soon(query) or (fallback, None)
        if declined is None and not invocation.takes_form:
            lacking = tuple(option.name for option in missing(parsed.command, parsed.values))
            refusal = MissingOptions(options=lacking, usage=parsed.command.usage)
            refusal.blame(lacking[0])
            raise refusal
        return declined or form_for(parsed.command, parsed.values, say)

    async def _read_soon(self, query: Callable[[UnitOfWork], T]) -> T | None:
        """Read what a form may wait for; None where the record does not tell it at once."""
        try:
            return await asyncio.wait_for(self._writer.read(query), LANGUAGE_WITHIN.total_seconds())
        except (NotRecorded, TimeoutError):
            return None

    def context(self, uow: UnitOfWork, alliance: Alliance, invocation: Invocation, command: Command) -> Context:
        """Give what a handler knows of an act beside its request."""
        return Context(
            uow=uow,
            alliance=alliance,
            account=invocation.account,
            credential=credential_of(uow, alliance, invocation.account, invocation.received_at),
            now=invocation.received_at,
            interpreter=interpreter_of(uow, alliance, invocation),
            registry=self.registry,
            command=command,
            pages=self._pages,
        )


@dataclass(frozen=True, slots=True)
class Declined:
    """A refusal before anything is asked, and its card."""

    refusal: Refusal
    card: Card


def _declined(refusal: Refusal, say: Interpreter, named: Mapping[str, str] | None = None) -> Declined:
    return Declined(refusal, refusal_card(refusal, say, named=named))


def key_of(invocation: Invocation) -> str:
    """Give what an act's answer is kept under: the platform's id of the act, and whose act it is."""
    return f"{invocation.account}/{invocation.key}"


def interpreter_of(uow: UnitOfWork, alliance: Alliance, invocation: Invocation) -> Interpreter:
    """Give who speaks to the caller: as it has chosen, else in the language that the front tells, else the alliance's.

    Times are told in the zone that it has chosen, else in the alliance's.
    """
    default = known_language(invocation.locale, default=alliance.language)
    return interpreter_for(uow, alliance, invocation.account, language=default)


def named_in(refusal: Refusal, context: Context) -> dict[str, str]:
    """Give the names of the state and the body that a refusal is about, by the fact that holds their code."""
    named: dict[str, str] = {}
    body = refusal.facts.get("body")
    for fact in STATES:
        code = refusal.facts.get(fact)
        if isinstance(code, str):
            member = context.uow.roster.member(context.alliance.code, MemberCode(code), context.now)
            named[fact] = code if member is None else name_of(member, context.interpreter.language)
    if isinstance(body, str) and BodyName(body) in context.alliance.charter.bodies:
        named["body"] = context.alliance.charter.bodies[BodyName(body)].title.in_language(context.interpreter.language)
    return named
