"""The one door: an invocation from any front comes in, a private reply goes out.

Who is it, may they, parse, resolve, handle, one transaction, card or refusal. Fronts only translate. The syntax is
read before any database is touched, so that a missing option can be asked for at once.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import uuid4

from bot.cards.action import read_action
from bot.cards.card import Card, Form, Tone
from bot.cards.receipts import shown_once_card
from bot.cards.refusals import failure_card, not_recorded_card, outcome_unknown_card, refusal_card
from bot.commands.context import NO_PAGES
from bot.commands.forms import form_for, missing
from bot.commands.refusals import ChannelNotLinked
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Registry
from bot.commands.resolving import check_syntax, resolved
from bot.commands.standing.moves import settle_moves
from bot.commands.text import Parsed
from bot.dispatch.caller import check_caller, place_for, place_of
from bot.dispatch.invocation import Chosen, Invocation, Reply
from bot.dispatch.looking import Looking, interpreter_of, key_of, named_in
from bot.dispatch.reading import read
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter
from bot.ports import NotRecorded, Observer, OutcomeUnknown, Pages, UnitOfWork, Unobserved, Writer
from bot.ports.acts import Act, Ending, under_way

log: Final = logging.getLogger(__name__)

MILLISECOND: Final = timedelta(milliseconds=1)


class Dispatcher(Looking):
    """Takes every act of every front to its one use case."""

    def __init__(
        self,
        writer: Writer,
        registry: Registry = REGISTRY,
        *,
        observer: Observer | None = None,
        pages: Pages = NO_PAGES,
    ) -> None:
        super().__init__(writer, registry, pages=pages)
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
        fallback = Interpreter.speaking(invocation.locale)
        parsed: Parsed | None = None
        try:
            parsed = read(self.registry, invocation)
            act.command = parsed.command.path
            if missing(parsed.command, parsed.values):
                asked = await self.asked(invocation, parsed, fallback)
                act.ending = Ending.FORM if isinstance(asked, Form) else type(asked.refusal).__name__
                return asked if isinstance(asked, Form) else asked.card
            check_syntax(parsed.command, parsed.values)
        except Refusal as refusal:
            act.ending = type(refusal).__name__
            say = await self.interpreter(invocation, fallback)
            if parsed is None:
                return refusal_card(refusal, say)
            answer = _Answer(_given_back(refusal_card(refusal, say), invocation, parsed, say), act.ending)
            kept = parsed.command.writes and answer.card.again is not None
            return (await self._keep_refusal(invocation, answer, writes=kept)).card
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

    def _handle(self, uow: UnitOfWork, invocation: Invocation, parsed: Parsed, act: Act) -> "_Answer":
        fallback = Interpreter.speaking(invocation.locale)
        if parsed.command.place is not None and (given := uow.answers.find(key_of(invocation))) is not None:
            return _Answer(given.card, Ending.REPEATED)
        try:
            place = place_for(uow, invocation, parsed)
            if place is None:
                raise ChannelNotLinked
        except Refusal as refusal:
            nearby = place_of(uow, invocation.account, invocation.channel)
            say = fallback if nearby is None else interpreter_of(uow, nearby.alliance, invocation)
            return _refused(uow, invocation, refusal, refusal_card(refusal, say))
        act.alliance = place.alliance.code
        if parsed.command.writes:
            uow.lock(place.alliance.code)
            answered = uow.answers.find(key_of(invocation))
            if answered is not None:
                return _Answer(answered.card, Ending.REPEATED)
            settle_moves(uow, place.alliance, now=invocation.received_at)
        context = self.context(uow, place.alliance, invocation, parsed.command)
        allowed = False
        try:
            check_caller(parsed.command, context, linked=place.linked)
            allowed = True
            values = resolved(parsed.command, parsed.values, context)
            card = parsed.command.handler(parsed.command.request(**values), context)
            card = card.in_language(context.interpreter.language)
        except Refusal as refusal:
            card = refusal_card(refusal, context.interpreter, named=named_in(refusal, context))
            card = _given_back(card, invocation, parsed, context.interpreter) if allowed else card
            return _refused(uow, invocation, refusal, card)
        if parsed.command.writes:
            kept = shown_once_card(card, context.interpreter) if parsed.command.shown_once else card
            uow.answers.keep(key_of(invocation), kept, invocation.received_at)
        return _Answer(card, Ending.ASKED if _asks_again(card, parsed.command) else Ending.DONE)

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


def _given_back(card: Card, invocation: Invocation, parsed: Parsed, say: Interpreter) -> Card:
    """Give what was sent with a refused act back with the card, as a form that asks for what was at fault.

    A typed line is still there to be sent again; what holds a secret is kept nowhere.
    """
    command = parsed.command
    keeps = command.writes and command.place is None and not command.shown_once
    if card.tone is not Tone.REFUSAL or not isinstance(invocation.request, Chosen) or not keeps:
        return card
    return replace(card, again=form_for(command, parsed.values, say, ask=card.at_fault))


@dataclass(eq=False)
class _Refused(Exception):
    """Carries a refusal's answer out of a transaction that must leave nothing behind."""

    answer: _Answer


def _refused(uow: UnitOfWork, invocation: Invocation, refusal: Refusal, card: Card) -> _Answer:
    """Refuse an act: nothing of it stays, but for a refusal that says so; that is kept as its answer at once."""
    answer = _Answer(card, type(refusal).__name__)
    if not refusal.kept:
        raise _Refused(answer) from refusal
    uow.answers.keep(key_of(invocation), card, invocation.received_at)
    return answer


def _keep_first(uow: UnitOfWork, invocation: Invocation, refused: _Answer) -> _Answer:
    place = place_of(uow, invocation.account, invocation.channel)
    if place is not None:
        uow.lock(place.alliance.code)
    answered = uow.answers.find(key_of(invocation))
    if answered is not None:
        return _Answer(answered.card, Ending.REPEATED)
    uow.answers.keep(key_of(invocation), refused.card, invocation.received_at)
    return refused


def _asks_again(card: Card, command: Command) -> bool:
    """Tell whether a card asks for a second tap before the command does anything."""
    carried = (read_action(button.action) for button in card.buttons)
    return command.writes and any(found is not None and found[0] == command.path for found in carried)
