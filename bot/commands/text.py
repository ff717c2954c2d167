"""The text form of a command, as typed in Slack and on the console (spec: commands, text form).

``/<command> [sub] positional … [option:value …]`` with shell-like quotes. Curly quotes and non-breaking spaces, as
phones write them, count as plain ones. A quotation mark opens a quote only where a word or a value starts, so that an
apostrophe inside a word stays itself. Unique prefixes of sub-commands are accepted, of ballots never; a
sub-command with a hyphen may be typed as two words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.commands.accounts import NAMES_ACCOUNT
from bot.commands.choices import BALLOT_WORDS
from bot.commands.refusals import (
    RepeatedOption,
    TextTooLong,
    TooManyWords,
    UnclosedQuote,
    UnknownCommand,
    UnknownOption,
    UnknownSubcommand,
)
from bot.commands.registry import Command, Option, OptionType, Registry
from bot.commands.typography import plainly

_PLAIN: Final = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "：": ":",
    }
)
_WORD: Final = re.compile(
    r"""\s*(?P<option>[A-Za-z_-]+:)?(?P<quote>["'])(?P<quoted>.*?)(?P=quote)(?=\s|$)|\s*(?P<bare>[^\s"]\S*)""",
    re.DOTALL,
)
_OPTION: Final = re.compile(r"(?P<name>[A-Za-z_-]+):(?P<value>.+)", re.DOTALL)
_MOTION: Final = re.compile(r"[mM]?-?[0-9]+")
_JOINED: Final = frozenset({OptionType.MEMBERS, OptionType.COMMAND})
"""What takes all the words that are left: the names of states, and those of a command."""

DEFAULT_VERBS: Final[Mapping[str, str]] = {"vote": "cast", "motion": "show"}
"""The sub-command meant when a motion or a ballot stands where a sub-command is expected: ``/vote M-12 yes``."""


LINE_LIMIT: Final = 8000
"""The longest line that is read at all, in characters: all of a command's texts at their longest."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: ``option`` is its name before the colon, where it has one."""

    text: str
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A command and the raw values of its options by name."""

    command: Command
    values: Mapping[str, str]


def parse_line(registry: Registry, line: str) -> Parsed:
    """Read a typed line; raise the refusal that says what is wrong with it. Needs no database."""
    if len(line) > LINE_LIMIT:
        raise TextTooLong(option="line", length=len(line), limit=LINE_LIMIT)
    split = split_words(line)
    if not split:
        raise UnknownCommand(value="", accepted=_slashed(registry))
    noun = split[0].text.removeprefix("/").casefold()
    if noun not in registry.nouns:
        raise UnknownCommand(value=split[0].text, accepted=_slashed(registry))
    command, rest = _subcommand(registry, noun, split[1:])
    return Parsed(command=command, values=_values(command, rest))


def split_words(line: str) -> list[Word]:
    """Split a line into words, quotes taken off; raise UnclosedQuote where one is never closed."""
    original = line.strip()
    plain = original.translate(_PLAIN)
    found: list[Word] = []
    at = 0
    while at < len(plain):
        match = _WORD.match(plain, at)
        if match is None:
            raise UnclosedQuote(line=line)
        found.append(_word(match, original, line))
        at = match.end()
        while at < len(plain) and plain[at].isspace():
            at += 1
    return found


def _word(match: re.Match[str], original: str, line: str) -> Word:
    """Read one word; its text is taken from the line as typed, so that typographic signs inside it stay."""
    if match["quote"]:
        option = match["option"]
        return Word(original[slice(*match.span("quoted"))], option=option[:-1].casefold() if option else None)
    bare, start = match["bare"], match.start("bare")
    if bare.startswith('"') or re.fullmatch(r'[A-Za-z_-]+:".*', bare, re.DOTALL):
        raise UnclosedQuote(line=line)
    named = _OPTION.fullmatch(bare)
    if named and not named["value"].startswith("//"):
        value = original[start + named.start("value") : start + named.end("value")]
        return Word(value, option=named["name"].casefold())
    return Word(original[start : start + len(bare)])


def _slashed(registry: Registry) -> tuple[str, ...]:
    return tuple(f"/{noun}" for noun in registry.nouns)


def _subcommand(registry: Registry, noun: str, rest: list[Word]) -> tuple[Command, list[Word]]:
    commands = registry.of_noun(noun)
    accepted = tuple(command.verb for command in commands)
    if not rest:
        if len(commands) == 1:
            return commands[0], rest
        raise UnknownSubcommand(command=f"/{noun}", value="", accepted=accepted)
    first = rest[0].text.casefold()
    parted = f"{first}-{rest[1].text.casefold()}" if len(rest) > 1 and rest[1].option is None else ""
    if rest[0].option is None and parted in accepted:
        return next(command for command in commands if command.verb == parted), rest[2:]
    exact = [command for command in commands if command.verb == first]
    meant = exact or [command for command in commands if command.verb.startswith(first)]
    if len(meant) == 1 and rest[0].option is None:
        return meant[0], rest[1:]
    default = registry.get(f"{noun}.{DEFAULT_VERBS.get(noun, '')}")
    if default is not None and not meant and (_MOTION.fullmatch(plainly(first)) or first in BALLOT_WORDS):
        return default, rest
    raise UnknownSubcommand(command=f"/{noun}", value=rest[0].text, accepted=accepted)


def _values(command: Command, given: list[Word]) -> dict[str, str]:
    values: dict[str, str] = {}
    positional: list[str] = []
    for word in given:
        if word.option is None or _begins_account(command, word.option):
            positional.append(word.text if word.option is None else f"{word.option}:{word.text}")
            continue
        if command.option(word.option) is None:
            raise UnknownOption(
                command=command.name,
                value=word.option,
                accepted=tuple(option.name for option in command.options),
            )
        if word.option in values:
            raise RepeatedOption(option=word.option)
        values[word.option] = word.text
    _place(command, _ordered(command, positional), values)
    return values


def _begins_account(command: Command, name: str) -> bool:
    """Tell whether what looks like an option's name is the beginning of an account: ``slack:T1:U1``."""
    return name in NAMES_ACCOUNT and any(option.type is OptionType.ACCOUNT for option in command.options)


def _ordered(command: Command, positional: list[str]) -> list[str]:
    """Put ``yes M-12`` into the order of ``M-12 yes`` where a command takes a motion and a ballot first."""
    types = [option.type for option in command.options[:2]]
    if types == [OptionType.MOTION, OptionType.BALLOT] and len(positional) == 2:
        first, second = positional
        if first.casefold() in BALLOT_WORDS and _MOTION.fullmatch(plainly(second)):
            return [second, first]
    return positional


def _place(command: Command, positional: list[str], values: dict[str, str]) -> None:
    free = [option for option in command.options if option.name not in values]
    slots = [option for option in free if option.required] or free[:1]
    slots += _reason(command, free)
    if slots and slots[-1].type in _JOINED and len(positional) > len(slots):
        rest = positional[len(slots) - 1 :]
        joined = _names(rest) if slots[-1].type is OptionType.MEMBERS else " ".join(rest)
        positional = [*positional[: len(slots) - 1], joined]
    if len(positional) > len(slots):
        by_name = [f"{option.name}:…" for option in free if option not in slots]
        raise TooManyWords(value=positional[len(slots)], usage=command.usage, named=by_name[0] if by_name else "")
    for option, text in zip(slots, positional, strict=False):
        values[option.name] = text


def _names(words: list[str]) -> str:
    """Put several names into one value: each word is one, unless commas part them: ``FIN, Costa Rica``."""
    return (" " if any("," in word for word in words) else ", ").join(words)


def _reason(command: Command, free: list[Option]) -> list[Option]:
    """Give the reason that may follow what a command needs: ``/motion decline M-3 "too far"``.

    Not where a text comes before it: the second word of one without its quotes would be taken for the reason.
    """
    needed = [option for option in command.options if option.required]
    if not needed or any(option.type in {OptionType.TEXT, OptionType.LONG_TEXT} for option in needed):
        return []
    following = command.options[command.options.index(needed[-1]) + 1 :][:1]
    return [option for option in following if option.type is OptionType.LONG_TEXT and option in free]
