"""A command's options as Discord's, each of the type that serves a person best. Source: Application Commands.

Types of the register, and what they are here:

- *account*: USER, a picker of people with search, which gives an id and never a name. An account on another platform
  cannot be picked: the option may be left out, and then the form asks for it in writing (``slack:TEAM:USER``).
- *number*: INTEGER, so that a phone shows digits and Discord refuses the rest.
- *ballot, phase, office, finding, verdict, status, decision, role, level, yes or no*: STRING with choices, which
  are few and read in the person's language. BOOLEAN would say "True" and "False", which answer no question here.
- *motion, session, request, member, kind, body, members, time zone, language, command*: STRING with autocomplete, as
  they come from the record or are many. A motion is no INTEGER: people look for it by its title, and write ``M-12``.
- *text, long text, letter, link, amount and every instant*: STRING. Amounts have a unit, and Discord has no type for
  dates, which are read as people write them. A long text that is required may be left out, which opens a form.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.discord import limits
from adapters.discord.wording import Json, Translations, described, named, read_as
from bot.commands.choices import SETS
from bot.commands.registry import Command, Option, OptionType
from bot.commands.resolving import LARGEST_NUMBER
from bot.commands.suggesting import SUGGESTED

STRING: Final = 3
INTEGER: Final = 4
USER: Final = 6

KINDS: Final[Mapping[OptionType, int]] = {OptionType.ACCOUNT: USER, OptionType.NUMBER: INTEGER}
"""The types that are not STRING."""
ASKED_BY_FORM: Final = frozenset({OptionType.LONG_TEXT, OptionType.ACCOUNT})
"""What may be left out although it is required: a form has more room for it."""
YES_NO: Final = ("yes", "no")


def option_of(command: Command, option: Option, translated: Translations) -> Json:
    """Give a command's option as it is published."""
    kind = KINDS.get(option.type, STRING)
    made: Json = {
        "type": kind,
        **named(option.name, f"name.option.{option.name}", translated),
        **described(command.option_summary(option), translated),
        "required": option.required and option.type not in ASKED_BY_FORM,
    }
    if kind == INTEGER:
        return {**made, "min_value": 1, "max_value": LARGEST_NUMBER}
    return made if kind == USER else {**made, **_text(option, translated)}


def read_option(sent: Mapping[str, Any]) -> str:
    """Give the value of an option that was sent, as people write it."""
    value = str(sent["value"])
    return f"discord:{value}" if sent.get("type") == USER else value


def _text(option: Option, translated: Translations) -> Json:
    choices = list(_choices(option, translated))
    if choices:
        return {"choices": choices}
    length = {"max_length": min(option.limit, limits.OPTION_LENGTH)}
    return {"autocomplete": True, **length} if option.type in SUGGESTED else length


def _choices(option: Option, translated: Translations) -> Iterator[Json]:
    if option.type is OptionType.YES_NO:
        for word in YES_NO:
            yield {**read_as(f"button.{word}", limits.CHOICE_LENGTH, translated), "value": word}
    for each in SETS.get(option.type, ()):
        message_id = f"{type(each).__name__}.{each.value}"
        yield {**read_as(message_id, limits.CHOICE_LENGTH, translated), "value": each.value}
