"""The one door: an invocation from any front comes in, a private reply goes out.

Who is it, may they, parse, resolve, handle, one transaction, card or refusal. Fronts only translate. The syntax is
read before any database is touched, so that a missing option can be asked for at once.
"""

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
from bot.cards.names import name_of
from bot.cards.refusals import failure_card, not_recorded_card, outcome_unknown_card, refusal_card
from bot.commands.context import Context
from bot.commands.forms import form_for, missing
from bot.commands.refusals import (
    ChannelNotLinked,
    CredentialExpired,
    CredentialRevoked,
    DelegationOnly,
    ForeignDelegate,
    ForgedAction,
    MissingOptions,
    RoleCastsNoBallots,
    SecretariatOnly,
    Stranger,
)
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, Registry
from bot.commands.resolving import check_readable, check_syntax, resolved
from bot.commands.rights import barred
from bot.commands.suggesting import Suggestion, suggestions
from bot.commands.text import Parsed, parse_line
from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode, BodyName, MemberCode
from bot.locales.catalogue import Interpreter, known_language
from bot.ports import NotRecorded, Observer, OutcomeUnknown, UnitOfWork, Unobserved, Writer
from bot.ports.acts import Act, Ending, under_way

log: Final = logging.getLogger(__name__)

DEFAULT_LANGUAGE: Final = "en"
DEFAULT_ZONE: Final = ZoneInfo("UTC")
MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A line as a person typed it."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A command with its options by name, as a form or a platform's own command gives them."""

    path: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button, known by what it carries."""

    action: str


Request = Typed | Chosen | Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One act of one person, as a front received it.

    ``key`` is the platform's own id of the act: a second delivery has the same one and gets the first answer.
    ``received_at`` is set once, when the front got it; deadlines are judged by it. ``locale`` is the language tag
    that the platform gives for the person. ``takes_form`` says whether the front can show a form for this act.
    """

    key: str
    account: Account
    channel: Channel | None
    received_at: datetime
    request: Request
    locale: str | None = None
    takes_form: bool = False


Reply = Card | Form


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
            parsed = self._parse(invocation)
            act.command = parsed.command.path
            if missing(parsed.command, parsed.values):
                form = self._ask(parsed, invocation, fallback)
                act.ending = Ending.FORM
                return form
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
        """Give who speaks to the caller of a line that could not be read: in the alliance's language, if it has one."""
        try:
            place = await self._writer.read(lambda uow: _place(uow, invocation.account, invocation.channel))
        except NotRecorded:
            return fallback
        return fallback if place is None else _interpreter_of(place.alliance, invocation)

    def form(self, invocation: Invocation) -> Form | None:
        """Give the form that an act needs first, without the database; None where it needs none.

        For fronts where a form must be the first answer to an act: nothing else may be awaited before it.
        """
        try:
            parsed = self._parse(invocation)
        except Refusal:
            return None
        if not invocation.takes_form or not missing(parsed.command, parsed.values):
            return None
        say = Interpreter(known_language(invocation.locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
        return form_for(parsed.command, parsed.values, say)

    async def suggest(
        self, *, account: Account, channel: Channel | None, now: datetime, path: str, option: str, typed: str
    ) -> tuple[Suggestion, ...]:
        """Give what an option may take, for a front that completes while a person types.

        Empty for strangers, and where the record cannot be read just now.
        """
        command = self.registry.get(path)
        asked = None if command is None else command.option(option)
        if asked is None:
            return ()

        def query(uow: UnitOfWork) -> tuple[Suggestion, ...]:
            place = _place(uow, account, channel)
            if place is None or not (place.linked or _credential(uow, place.alliance, account, now)):
                return ()
            return suggestions(uow, place.alliance, asked, typed, now=now)

        try:
            return await self._writer.read(query)
        except NotRecorded as fault:
            log.warning("suggestions_not_read", extra={"reason": fault.reason})
            return ()

    def _parse(self, invocation: Invocation) -> Parsed:
        parsed = self._read(invocation)
        check_readable(parsed.command, parsed.values)
        return parsed

    def _read(self, invocation: Invocation) -> Parsed:
        match invocation.request:
            case Typed(line=line):
                return parse_line(self.registry, line)
            case Chosen(path=path, values=values):
                command = self.registry.get(path)
                if command is None:
                    raise ForgedAction
                return Parsed(command=command, values=_known(command, values))
            case Pressed(action=action):
                return self._pressed(action)

    def _pressed(self, text: str) -> Parsed:
        found = read_action(text)
        command = None if found is None else self.registry.get(found[0])
        if found is None or command is None or len(found[1]) > len(command.options):
            raise ForgedAction
        pairs = zip(command.options, found[1], strict=False)
        return Parsed(command=command, values={option.name: value for option, value in pairs if value})

    def _ask(self, parsed: Parsed, invocation: Invocation, say: Interpreter) -> Reply:
        if invocation.takes_form:
            return form_for(parsed.command, parsed.values, say)
        lacking = tuple(option.name for option in missing(parsed.command, parsed.values))
        raise MissingOptions(options=lacking, usage=parsed.command.usage)

    def _handle(self, uow: UnitOfWork, invocation: Invocation, parsed: Parsed, act: Act) -> "_Answer":
        fallback = Interpreter(known_language(invocation.locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
        place = _place(uow, invocation.account, invocation.channel)
        if place is None:
            raise _Refused(_Answer(refusal_card(ChannelNotLinked(), fallback), ChannelNotLinked.__name__))
        act.alliance = place.alliance.code
        if parsed.command.writes:
            uow.lock(place.alliance.code)
            answered = uow.answers.find(_key(invocation))
            if answered is not None:
                return _Answer(answered.card, Ending.REPEATED)
        context = self._context(uow, place.alliance, invocation)
        try:
            _check_caller(parsed.command, context, linked=place.linked)
            values = resolved(parsed.command, parsed.values, context)
            card = parsed.command.handler(parsed.command.request(**values), context)
        except Refusal as refusal:
            named = _named(refusal, context)
            card = refusal_card(refusal, context.interpreter, named=named)
            raise _Refused(_Answer(card, type(refusal).__name__)) from refusal
        if parsed.command.writes:
            uow.answers.keep(_key(invocation), card, invocation.received_at)
        return _Answer(card, Ending.ASKED if _asks_again(card, parsed.command) else Ending.DONE)

    def _context(self, uow: UnitOfWork, alliance: Alliance, invocation: Invocation) -> Context:
        return Context(
            uow=uow,
            alliance=alliance,
            account=invocation.account,
            credential=_credential(uow, alliance, invocation.account, invocation.received_at),
            now=invocation.received_at,
            interpreter=_interpreter_of(alliance, invocation),
            registry=self.registry,
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


@dataclass(eq=False)
class _Refused(Exception):
    """Carries a refusal's answer out of a transaction that must leave nothing behind."""

    answer: _Answer


def _keep_first(uow: UnitOfWork, invocation: Invocation, refused: _Answer) -> _Answer:
    place = _place(uow, invocation.account, invocation.channel)
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


def _known(command: Command, values: Mapping[str, str]) -> Mapping[str, str]:
    """Keep the options that were given something; raise where a name is not one of the command's."""
    if any(command.option(name) is None for name in values):
        raise ForgedAction
    return {name: value for name, value in values.items() if value.strip()}


@dataclass(frozen=True, slots=True)
class _Place:
    """The alliance an act is for, and whether it came from one of that alliance's linked channels."""

    alliance: Alliance
    linked: bool


def _place(uow: UnitOfWork, account: Account, channel: Channel | None) -> _Place | None:
    """Find where an act belongs: to the channel's alliance, else to the one the account acts in."""
    code: AllianceCode | None = None if channel is None else uow.alliances.of_channel(channel)
    linked = code is not None
    code = code or uow.alliances.of_account(account)
    alliance = None if code is None else uow.alliances.get(code)
    return None if alliance is None else _Place(alliance, linked)


def _credential(uow: UnitOfWork, alliance: Alliance, account: Account, now: datetime) -> Credential | None:
    """Give the credential that an account holds at ``now``, if it holds one."""
    credential = uow.credentials.of_account(alliance.code, account)
    return credential if credential is not None and credential.valid_at(now) else None


def _interpreter_of(alliance: Alliance, invocation: Invocation) -> Interpreter:
    """Give who speaks to the caller: in its own language where the front tells it, else in the alliance's."""
    return Interpreter(known_language(invocation.locale, default=alliance.language), alliance.time_zone)


def _check_caller(command: Command, context: Context, *, linked: bool) -> None:
    """Let the caller use the command, or raise why not, as ``bot.commands.rights`` has it."""
    person = _no_credential(context) if context.credential is None else context.credential
    refused = barred(command, person.role if isinstance(person, Credential) else type(person), linked=linked)
    if refused is None:
        return
    if isinstance(person, Refusal):
        raise person
    if refused is RoleCastsNoBallots and person.member is not None:
        raise RoleCastsNoBallots(member=person.member)
    raise SecretariatOnly(command=command.name) if refused is SecretariatOnly else DelegationOnly(command=command.name)


def _no_credential(context: Context) -> Refusal:
    """Tell why an account has no valid credential in this alliance."""
    held = context.uow.credentials.of_account(context.alliance.code, context.account)
    if held is None:
        own = context.uow.alliances.of_account(context.account)
        found = None if own is None else context.uow.alliances.get(own)
        if found is not None:
            return ForeignDelegate(alliance=context.alliance.name, own=found.name)
    elif held.revoked_at is not None and held.revoked_by(context.now):
        return CredentialRevoked(at=held.revoked_at)
    elif held.until is not None and held.expired_at(context.now):
        return CredentialExpired(until=held.until)
    return Stranger(account=context.account.text, alliance=context.alliance.name)


def _named(refusal: Refusal, context: Context) -> dict[str, str]:
    """Give the names of the state and the body that a refusal is about, by the fact that holds their code."""
    named: dict[str, str] = {}
    code, body = refusal.facts.get("member"), refusal.facts.get("body")
    if isinstance(code, str):
        member = context.uow.roster.member(context.alliance.code, MemberCode(code), context.now)
        named["member"] = code if member is None else name_of(member, context.interpreter.language)
    if isinstance(body, str) and BodyName(body) in context.alliance.charter.bodies:
        named["body"] = context.alliance.charter.bodies[BodyName(body)].title.in_language(context.interpreter.language)
    return named
