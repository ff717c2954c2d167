"""Forms for the options that a typed command still lacks, made from its declaration."""

from collections.abc import Mapping
from typing import Final

from bot.cards.card import Entry, Form, FormField
from bot.commands.choices import AUTOMATIC, SETS
from bot.commands.options import CONFIRM
from bot.commands.registry import Command, Option, OptionType
from bot.commands.suggesting import COMPLETED
from bot.locales.catalogue import LANGUAGES, Interpreter

_ENTRIES: Final[Mapping[OptionType, Entry]] = {
    OptionType.LONG_TEXT: Entry.LINES,
    OptionType.OPENING_MOMENT: Entry.INSTANT,
    OptionType.CLOSING_MOMENT: Entry.INSTANT,
    OptionType.MOMENT: Entry.INSTANT,
    OptionType.PAST_MOMENT: Entry.INSTANT,
    OptionType.NUMBER: Entry.NUMBER,
    OptionType.ACCOUNT: Entry.PERSON,
    OptionType.MEMBERS: Entry.SEARCH_MANY,
    **dict.fromkeys(COMPLETED, Entry.SEARCH),
}


def missing(command: Command, values: Mapping[str, str]) -> tuple[Option, ...]:
    """Give the required options that have no value yet."""
    return tuple(option for option in command.options if option.required and option.name not in values)


def form_for(command: Command, values: Mapping[str, str], say: Interpreter, *, ask: str = "") -> Form:
    """Ask for every option, with what was given already filled in; those that nobody needs to give are extra.

    ``ask`` names one that is asked for all the same, as it was refused that it is missing.

    A binding act's confirmation is none of these, so that nobody has to write a long text twice: a button could not
    carry it to the second tap.
    """
    return Form(
        title=command.name,
        submit=say.words("form.submit"),
        action=command.path,
        language=say.language,
        fields=tuple(
            _field(command, option, values.get(option.name, ""), say, asked=option.name == ask)
            for option in command.options
        ),
    )


def _field(command: Command, option: Option, value: str, say: Interpreter, *, asked: bool) -> FormField:
    return FormField(
        name=option.name,
        label=say.words(f"form.label.{option.name}"),
        hint=say.words(command.option_summary(option)),
        required=option.required,
        entry=_ENTRIES.get(option.type, Entry.WORDS),
        value=value,
        max_length=option.limit,
        choices=_choices(option, say) or None,
        extra=not (option.required or value or asked or option == CONFIRM),
    )


def _choices(option: Option, say: Interpreter) -> Mapping[str, str]:
    """Give what an option of few values takes, with how each reads."""
    if option == CONFIRM:
        return {"yes": say.words("form.confirm")}
    if option.type is OptionType.YES_NO:
        return {word: say.words(f"form.choice.{word}") for word in ("yes", "no")}
    if option.type is OptionType.LANGUAGE:
        return {word: say.words(f"form.choice.{word}") for word in (*LANGUAGES, AUTOMATIC)}
    return {each.value: say.words(f"{type(each).__name__}.{each.value}") for each in SETS.get(option.type, ())}
