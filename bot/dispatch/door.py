"""The one door: an invocation from any front comes in, a private reply goes out.

Who is it, may they, parse, resolve, handle, one transaction, card or refusal. Fronts only translate. The syntax is
read before any database is touched, so that a missing option can be asked for at once.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.cards.action import read_action
from bot.cards.card import Card, Form
from bot.cards.home import nobody_card
from bot.cards.names import name_of
from bot.cards.receipts import shown_once_card
from bot.cards.refusals import failure_card, not_recorded_card, outcome_unknown_card, refusal_card
from bot.commands.context import Context
from bot.commands.forms import form_for, missing
from bot.commands.home import home_cards
from bot.commands.preferences import interpreter_for
from bot.commands.refusals import ChannelNotLinked, MissingOptions
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Registry
from bot.commands.resolving import check_syntax, resolved
from bot.commands.standing.moves import settle_moves
from bot.commands.suggesting import MOST, Suggestion, suggestions
from bot.commands.text import Parsed
from bot.dispatch.caller import check_caller, credential_of, place_for, place_of
from bot.dispatch.invocation import Chosen, Invocation, Reply
from bot.dispatch.reading import read
from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode
from bot.locales.catalogue import Interpreter, known_language
from bot.ports import NotRecorded, Observer, OutcomeUnknown, UnitOfWork, Unobserved, Writer
from bot.ports.acts import Act, Ending, under_way

log: Final = logging.getLogger(__name__)

DEFAULT_LANGUAGE: Final = "en"
DEFAULT_ZONE: Final = ZoneInfo("UTC")
STATES: Final = ("member", "chair", "mover", "called")
"""The facts of refusals that hold the code of a state."""
HOME: Final = "alliance.next"
"""The command of which a person's own page tells more."""
LANGUAGE_WITHIN: Final = timedelta(seconds=1)
"""How long a person's choice of a language is waited for before a form; platforms give three seconds in all."""
MILLISECOND: Final = timedelta(milliseconds=1)


class Dispatcher:
    """Takes every act of every front to its one use case."""

    def __init__(self, writer: Writer, registry: Registry = REGISTRY, *, observer: Observer | None = None) -> None:
        self._writer = writer
        self.registry: Final = registry
        self._observer = observer or Unobserved()

    async def __call__(self, invocation: Invocation) -> Reply:
        """Handle an act; never raises for what a person can cause. Count it, and have what is logged name it."""
        began = monotonic()
        with under_way(Act(key=invocation.key, platform=invocation.account.platform)) as act:
            try:
                return await self._reply(invocation, act)
            finally:
                took = timedelta(seconds=monotonic() - began)
                self._observer.answered(act.command, act.ending, took)
                log.info("act_answered", extra={"outcome": str(act.ending), "milliseconds": took // MILLISECOND})

    async def _reply(self, invocation: Invocation, act: Act) -> Reply:
        fallback = Interpreter(known_language(invocation.locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
        try:
            parsed = read(self.registry, invocation)
            act.command = parsed.command.path
            if missing(parsed.command, parsed.values):
                asked = await self._asked(invocation, parsed, fallback)
                act.ending = Ending.FORM if isinstance(asked, Form) else type(asked.refusal).__name__
                return asked if isinstance(asked, Form) else asked.card
            check_syntax(parsed.command, parsed.values)
        except Refusal as refusal:
            act.ending = type(refusal).__name__
            return refusal_card(refusal, await self._interpreter(invocation, fallback))
        try:
            run = self._writer.write if parsed.command.writes else self._writer.read
            answer = await run(lambda uow: self._handle(uow, invocation, parsed, act))
        except _Refused as refused:
            answer = await self._keep_refusal(invocation, refused.answer, writes=parsed.command.writes)
        except OutcomeUnknown:
            log.exception("act_outcome_lost")
            answer = _Answer(outcome_unknown_card(fallback), Ending.UNKNOWN)
        except NotRecorded:
            log.exception("act_not_recorded")
            answer = _Answer(not_recorded_card(fallback), Ending.NOT_RECORDED)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("act_failed", extra={"reference": reference})
            answer = _Answer(failure_card(reference, fallback), Ending.FAILED)
        act.ending = answer.ending
        return answer.card

    async def _interpreter(self, invocation: Invocation, fallback: Interpreter) -> Interpreter:
        """Give who speaks to the caller before the act is handled: as it has chosen, where that can be read at once.

        A form must be there within the seconds that a platform gives, in whatever language.
        """

        def query(uow: UnitOfWork) -> Interpreter:
            place = place_of(uow, invocation.account, invocation.channel)
            return fallback if place is None else _interpreter_of(uow, place.alliance, invocation)

        try:
            return await asyncio.wait_for(self._writer.read(query), LANGUAGE_WITHIN.total_seconds())
        except (NotRecorded, TimeoutError):
            return fallback

    async def _asked(self, invocation: Invocation, parsed: Parsed, fallback: Interpreter) -> "Form | _Declined":
        """Ask for the options that an act lacks, or decline it at once where the command is not for its author.

        Nobody fills in a form to be told then that it is not for them. Where that cannot be found out at once the form
        is given all the same: the act is judged when it is sent.
        """

        def query(uow: UnitOfWork) -> tuple[Interpreter, _Declined | None]:
            place = place_of(uow, invocation.account, invocation.channel)
            if place is None:
                return fallback, None if parsed.command.place else _declined(ChannelNotLinked(), fallback)
            context = self._context(uow, place.alliance, invocation, parsed.command)
            try:
                check_caller(parsed.command, context, linked=place.linked)
            except Refusal as refusal:
                named = _named(refusal, context)
                return context.interpreter, _declined(refusal, context.interpreter, named)
            return context.interpreter, None

        try:
            say, declined = await asyncio.wait_for(self._writer.read(query), LANGUAGE_WITHIN.total_seconds())
        except (NotRecorded, TimeoutError):
            say, declined = fallback, None
        if declined is None and not invocation.takes_form:
            lacking = tuple(option.name for option in missing(parsed.command, parsed.values))
            refusal = MissingOptions(options=lacking, usage=parsed.command.usage)
            refusal.blame(lacking[0])
            declined = _declined(refusal, say)
        return declined or form_for(parsed.command, parsed.values, say)

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
        fallback = Interpreter(known_language(invocation.locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
        asked = await self._asked(invocation, parsed, fallback)
        return asked if isinstance(asked, Form) else None

    async def suggest(
        self,
        *,
        account: Account,
        channel: Channel | None,
        now: datetime,
        path: str,
        option: str,
        typed: str,
        locale: str | None = None,
        most: int = MOST,
    ) -> tuple[Suggestion, ...]:
        """Give what an option may take, for a front that completes while a person types; at most ``most``.

        Empty for strangers, and where the record cannot be read just now.
        """
        command = self.registry.get(path)
        asked = None if command is None else command.option(option)
        if command is None or asked is None:
            return ()

        def query(uow: UnitOfWork) -> tuple[Suggestion, ...]:
            place = place_of(uow, account, channel)
            if place is None or not (place.linked or credential_of(uow, place.alliance, account, now)):
                return ()
            act = Invocation(
                key="",
                account=account,
                channel=channel,
                received_at=now,
                request=Chosen(path=path, values={}),
                locale=locale,
            )
            context = self._context(uow, place.alliance, act, command)
            return suggestions(
                uow,
                place.alliance,
                asked,
                typed,
                now=now,
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
        say = Interpreter(known_language(locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
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
            context = self._context(uow, place.alliance, invocation, command)
            return tuple(card.in_language(context.interpreter.language) for card in home_cards(context))

        try:
            return await self._writer.read(query)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("home_not_read", extra={"reference": reference})
            return (failure_card(reference, say),)

    def _handle(self, uow: UnitOfWork, invocation: Invocation, parsed: Parsed, act: Act) -> "_Answer":
        fallback = Interpreter(known_language(invocation.locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
        if parsed.command.place is not None and (given := uow.answers.find(_key(invocation))) is not None:
            return _Answer(given.card, Ending.REPEATED)
        try:
            place = place_for(uow, invocation, parsed)
            if place is None:
                raise ChannelNotLinked
        except Refusal as refusal:
            nearby = place_of(uow, invocation.account, invocation.channel)
            say = fallback if nearby is None else _interpreter_of(uow, nearby.alliance, invocation)
            return _refused(uow, invocation, refusal, refusal_card(refusal, say))
        act.alliance = place.alliance.code
        if parsed.command.writes:
            uow.lock(place.alliance.code)
            answered = uow.answers.find(_key(invocation))
            if answered is not None:
                return _Answer(answered.card, Ending.REPEATED)
            settle_moves(uow, place.alliance, now=invocation.received_at)
        context = self._context(uow, place.alliance, invocation, parsed.command)
        try:
            check_caller(parsed.command, context, linked=place.linked)
            values = resolved(parsed.command, parsed.values, context)
            card = parsed.command.handler(parsed.command.request(**values), context)
            card = card.in_language(context.interpreter.language)
        except Refusal as refusal:
            card = refusal_card(refusal, context.interpreter, named=_named(refusal, context))
            return _refused(uow, invocation, refusal, card)
        if parsed.command.writes:
            kept = shown_once_card(card, context.interpreter) if parsed.command.shown_once else card
            uow.answers.keep(_key(invocation), kept, invocation.received_at)
        return _Answer(card, Ending.ASKED if _asks_again(card, parsed.command) else Ending.DONE)

    def _context(self, uow: UnitOfWork, alliance: Alliance, invocation: Invocation, command: Command) -> Context:
        return Context(
            uow=uow,
            alliance=alliance,
            account=invocation.account,
            credential=credential_of(uow, alliance, invocation.account, invocation.received_at),
            now=invocation.received_at,
            interpreter=_interpreter_of(uow, alliance, invocation),
            registry=self.registry,
            command=command,
        )

    async def _keep_refusal(self, invocation: Invocation, refused: "_Answer", *, writes: bool) -> "_Answer":
        """Keep a refusal as the answer to its act, so that a redelivered act is not judged a second time.

        Where another process has answered the act meanwhile, that answer is the one.
        """
        if not writes:
            return refused
        try:
            return await self._writer.write(lambda uow: _keep_first(uow, invocation, refused))
        except NotRecorded:
            log.exception("refusal_not_kept")
            return refused


@dataclass(frozen=True, slots=True)
class _Answer:
    """The card for the caller, and how the act ended."""

    card: Card
    ending: str


@dataclass(frozen=True, slots=True)
class _Declined:
    """A refusal before anything is asked, and its card."""

    refusal: Refusal
    card: Card


def _declined(refusal: Refusal, say: Interpreter, named: Mapping[str, str] | None = None) -> _Declined:
    return _Declined(refusal, refusal_card(refusal, say, named=named))


@dataclass(eq=False)
class _Refused(Exception):
    """Carries a refusal's answer out of a transaction that must leave nothing behind."""

    answer: _Answer


def _refused(uow: UnitOfWork, invocation: Invocation, refusal: Refusal, card: Card) -> _Answer:
    """Refuse an act: nothing of it stays, but for a refusal that says so; that is kept as its answer at once."""
    answer = _Answer(card, type(refusal).__name__)
    if not refusal.kept:
        raise _Refused(answer) from refusal
    uow.answers.keep(_key(invocation), card, invocation.received_at)
    return answer


def _keep_first(uow: UnitOfWork, invocation: Invocation, refused: _Answer) -> _Answer:
    place = place_of(uow, invocation.account, invocation.channel)
    if place is not None:
        uow.lock(place.alliance.code)
    answered = uow.answers.find(_key(invocation))
    if answered is not None:
        return _Answer(answered.card, Ending.REPEATED)
    uow.answers.keep(_key(invocation), refused.card, invocation.received_at)
    return refused


def _key(invocation: Invocation) -> str:
    """Give what an act's answer is kept under: the platform's id of the act, and whose act it is."""
    return f"{invocation.account}/{invocation.key}"


def _asks_again(card: Card, command: Command) -> bool:
    """Tell whether a card asks for a second tap before the command does anything."""
    carried = (read_action(button.action) for button in card.buttons)
    return command.writes and any(found is not None and found[0] == command.path for found in carried)


def _interpreter_of(uow: UnitOfWork, alliance: Alliance, invocation: Invocation) -> Interpreter:
    """Give who speaks to the caller: as it has chosen, else in the language that the front tells, else the alliance's.

    Times are told in the zone that it has chosen, else in the alliance's.
    """
    default = known_language(invocation.locale, default=alliance.language)
    return interpreter_for(uow, alliance, invocation.account, language=default)


def _named(refusal: Refusal, context: Context) -> dict[str, str]:
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
