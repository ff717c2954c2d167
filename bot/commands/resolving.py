"""From the raw values of a command to what its handler takes: numbers, ballots, states, kinds, instants.

``syntax`` needs no database and runs before any transaction; ``resolved`` turns names into what they name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Final

from bot.commands.accounts import read_account
from bot.commands.amounts import read_amount
from bot.commands.choices import AUTOMATIC, BALLOT_WORDS, TOLD, WORDS
from bot.commands.context import Context
from bot.commands.moments import read_moment
from bot.commands.refusals import (
    MalformedMotion,
    MalformedNumber,
    MalformedRequest,
    MalformedSession,
    TextEmpty,
    TextTooLong,
    UnknownBallot,
    UnknownChoice,
    UnknownKind,
    UnknownMember,
    UnreadableText,
)
from bot.commands.registry import Command, Option, OptionType
from bot.commands.typography import plainly
from bot.commands.zones import check_zone
from bot.domain.charter import Body, Kind
from bot.domain.errors import Refusal
from bot.domain.ids import MotionNumber, RequestNumber, SessionNumber
from bot.domain.letters import read_letter
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.locales.signs import visible

_MOTION: Final = re.compile(r"(?:m-?)?(?P<number>[0-9]{1,9})", re.IGNORECASE)
_SESSION: Final = re.compile(r"(?:s-?)?(?P<number>[0-9]{1,9})", re.IGNORECASE)
CLOSE: Final = 0.75
SHORTEST_GUESS: Final = 3
"""A code that is not on the roster is most often right and just not a member: nothing is guessed for it."""

LARGEST_NUMBER: Final = 999_999
_COUNT: Final = re.compile(r"[1-9][0-9]{0,5}")
_REQUEST: Final = re.compile(r"(?:q-?)?(?P<number>[1-9][0-9]{0,5})", re.IGNORECASE)
_BREAK: Final = re.compile(r"[\n\r\t\v\f\u0085\u2028\u2029]")
_LINK: Final = re.compile(r"https?://[^\s<>|\"']{3,500}")


def check_readable(command: Command, values: Mapping[str, str]) -> None:
    """Raise UnreadableText where a value holds what nobody can see, or several lines where one is asked for.

    Asked before a form is filled in with what was given: no front could show it there.
    """
    for option in command.options:
        value = values.get(option.name, "")
        if not visible(value) or (option.type is not OptionType.LONG_TEXT and _BREAK.search(value.strip())):
            raise UnreadableText(option=option.name)


def check_syntax(command: Command, values: Mapping[str, str]) -> None:
    """Check what else can be checked of each value without the database; raise the refusal of the first fault."""
    for option in command.options:
        value = values.get(option.name)
        if value is not None:
            with _blaming(option):
                _check(option, value)


@contextmanager
def _blaming(option: Option) -> Iterator[None]:
    """Have a refusal of an option's value name the option: a form shows it beside that question."""
    try:
        yield
    except Refusal as refusal:
        refusal.blame(option.name)
        raise


def _check(option: Option, value: str) -> None:
    if len(value) > option.limit:
        raise TextTooLong(option=option.name, length=len(value), limit=option.limit)
    if not value.strip():
        raise TextEmpty(option=option.name)
    match option.type:
        case OptionType.MOTION:
            motion_number(value)
        case OptionType.SESSION:
            session_number(value)
        case OptionType.BALLOT:
            if value.strip().casefold() not in BALLOT_WORDS:
                raise UnknownBallot(value=value)
        case OptionType.NUMBER:
            if not _COUNT.fullmatch(value.strip()):
                raise MalformedNumber(option=option.name, value=value)
        case OptionType.REQUEST:
            request_number(value)
        case OptionType.ZONE:
            if value.strip() != AUTOMATIC:
                check_zone(value.strip())
        case OptionType.LETTER:
            read_letter(value)
        case OptionType.LINK:
            if not _LINK.fullmatch(value.strip()):
                raise UnknownChoice(option=option.name, value=value, accepted=("https://…",), nearest="")
        case _ if option.type in WORDS:
            _one_of(option, value, WORDS[option.type])
        case _:
            return


def motion_number(value: str) -> MotionNumber:
    """Read ``M-12``, ``m12`` or ``12``; raise MalformedMotion for anything else."""
    found = _MOTION.fullmatch(plainly(value.strip()))
    if found is None:
        raise MalformedMotion(value=value)
    return MotionNumber(int(found["number"]))


def session_number(value: str) -> SessionNumber:
    """Read ``S-2``, ``s2`` or ``2``; raise MalformedSession for anything else."""
    found = _SESSION.fullmatch(plainly(value.strip()))
    if found is None:
        raise MalformedSession(value=value)
    return SessionNumber(int(found["number"]))


def request_number(value: str) -> RequestNumber:
    """Read ``Q-4``, ``q4`` or ``4``; raise MalformedRequest for anything else."""
    found = _REQUEST.fullmatch(plainly(value.strip()))
    if found is None:
        raise MalformedRequest(value=value)
    return RequestNumber(int(found["number"]))


def resolved(command: Command, values: Mapping[str, str], context: Context) -> dict[str, object]:
    """Turn the raw values into what the handler takes, by option name."""
    found: dict[str, object] = {}
    for option in command.options:
        if option.name in values:
            with _blaming(option):
                found[option.name] = _resolve(option, values[option.name], context)
    return found


def _resolve(option: Option, value: str, context: Context) -> object:
    match option.type:
        case OptionType.MOTION:
            return motion_number(value)
        case OptionType.SESSION:
            return session_number(value)
        case OptionType.BALLOT:
            return BALLOT_WORDS[value.strip().casefold()]
        case OptionType.MEMBER:
            return find_member(value, context)
        case OptionType.MEMBERS:
            parts = (part for part in re.split(r"[,;>]\s*|\s{2,}", value.strip()) if part.strip())
            return tuple(member for part in parts for member in _members(part, context))
        case OptionType.KIND:
            return find_kind(value, context)
        case OptionType.BODY:
            return find_body(option, value, context)
        case OptionType.NUMBER:
            return int(value)
        case OptionType.REQUEST:
            return request_number(value)
        case OptionType.ZONE:
            return "" if value.strip() == AUTOMATIC else value.strip()
        case OptionType.LETTER:
            return read_letter(value)
        case OptionType.AMOUNT:
            return read_amount(value, language=context.interpreter.language)
        case OptionType.ACCOUNT:
            return read_account(value, caller=context.account)
        case OptionType.OPENING_MOMENT | OptionType.CLOSING_MOMENT | OptionType.MOMENT | OptionType.PAST_MOMENT:
            return read_moment(
                value,
                option=option.name,
                now=context.now,
                zone=context.alliance.time_zone,
                end_of_day=option.type is OptionType.CLOSING_MOMENT,
            )
        case _ if option.type in WORDS:
            return WORDS[option.type][value.strip().casefold()]
        case _:
            return value.strip()


def folded(text: str) -> str:
    """Reduce a name to what two spellings of it share: no case, no accents, no hyphens."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\s_-]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).strip()


def find_member(value: str, context: Context) -> Member:
    """Find a state by its code, its name in either language or its flag; raise UnknownMember."""
    wanted = folded(value)
    roster = context.uow.roster.on(context.alliance.code, context.now)
    for member in roster:
        if wanted in {folded(member.code), folded(member.name), folded(member.name_fr), folded(member.flag)}:
            return member
    names = {folded(name): member for member in roster for name in (member.name, member.name_fr, member.code)}
    close = get_close_matches(wanted, names, n=1, cutoff=CLOSE) if len(wanted) > SHORTEST_GUESS else []
    raise UnknownMember(value=value, nearest=f"{names[close[0]].name} ({names[close[0]].code})" if close else "")


def _members(part: str, context: Context) -> tuple[Member, ...]:
    """Read one name, or several codes or flags with nothing but spaces between them."""
    first, *more = part.split()
    try:
        return (find_member(part, context),)
    except UnknownMember as unknown:
        try:
            found = find_member(first, context)
        except UnknownMember:
            raise unknown from None
    return (found, *(find_member(word, context) for word in more))


def find_kind(value: str, context: Context) -> Kind:
    """Find a kind of motion by its name in the charter or its title; raise UnknownKind."""
    kinds = context.alliance.charter.kinds
    for kind in kinds.values():
        if folded(value) in {folded(kind.name), folded(kind.title.en), folded(kind.title.fr)}:
            return kind
    raise UnknownKind(value=value, accepted=tuple(str(name) for name in kinds))


def kind_of(motion: Motion, context: Context) -> Kind:
    """Give the kind of a motion in the charter of today; raise UnknownKind where that one has it no longer."""
    kinds = context.alliance.charter.kinds
    if motion.kind not in kinds:
        raise UnknownKind(value=motion.kind, accepted=tuple(str(name) for name in kinds))
    return kinds[motion.kind]


def find_body(option: Option, value: str, context: Context) -> Body:
    """Find a body by its name in the charter or its title; raise UnknownChoice."""
    bodies = context.alliance.charter.bodies
    for body in bodies.values():
        if folded(value) in {folded(body.name), folded(body.title.en), folded(body.title.fr)}:
            return body
    raise _unknown(option, value, (str(name) for name in bodies))


def _one_of(option: Option, value: str, accepted: Mapping[str, object]) -> None:
    if value.strip().casefold() not in accepted:
        raise _unknown(option, value, accepted, TOLD.get(option.type))


def _unknown(
    option: Option, value: str, accepted: Iterable[str], told: Mapping[str, tuple[str, ...]] | None = None
) -> UnknownChoice:
    """Make the refusal of a value; ``told`` are the words to name by language, where not all that are accepted."""
    known = tuple(accepted)
    close = get_close_matches(value.casefold(), known, n=1)
    return UnknownChoice(option=option.name, value=value, accepted=told or known, nearest=close[0] if close else "")
