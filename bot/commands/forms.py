"""Forms for the options that a typed command still lacks, made from its declaration."""

from collections.abc import Mapping

from bot.cards.card import Form, FormField
from bot.commands.choices import SETS
from bot.commands.options import CONFIRM
from bot.commands.registry import FORM_LIMIT, Command, Option, OptionType
from bot.locales.catalogue import Interpreter

_LONG = frozenset({OptionType.LONG_TEXT})


def missing(command: Command, values: Mapping[str, str]) -> tuple[Option, ...]:
    """Give the required options that have no value yet."""
    return tuple(option for option in command.options if option.required and option.name not in values)


def form_for(command: Command, values: Mapping[str, str], say: Interpreter) -> Form:
    """Ask for what is required, with what was given already filled in; of a binding act for its confirmation too.

    So that nobody has to write a long text twice: a button could not carry it to the second tap.
    """
    asked = tuple(option for option in command.options if option.required or option.name in values or option == CONFIRM)
    return Form(
        title=command.name,
        submit=say.words("form.submit"),
        action=command.path,
        fields=tuple(_field(command, option, values.get(option.name, ""), say) for option in asked),
    )


def _field(command: Command, option: Option, value: str, say: Interpreter) -> FormField:
    offered = {each.value: say.words(f"{type(each).__name__}.{each.value}") for each in SETS.get(option.type, ())}
    if option == CONFIRM:
        offered = {"yes": say.words("form.confirm")}
    return FormField(
        name=option.name,
        label=say.words(f"form.label.{option.name}"),
        hint=say.words(command.option_summary(option)),
        required=option.required,
        long=option.type in _LONG,
        value=value,
        max_length=min(option.limit, FORM_LIMIT),
        choices=offered or None,
    )
