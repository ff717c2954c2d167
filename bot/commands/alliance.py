"""``/alliance``: what this is, the rules in force, and what its commands do."""

from dataclasses import dataclass

from bot.cards.alliances import help_card, info_card, usage_card
from bot.cards.card import Card
from bot.cards.charters import charter_card
from bot.commands.conduct.presiding import every_presidency
from bot.commands.context import Context
from bot.commands.refusals import UnknownChoice
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.rights import callers_as
from bot.commands.waiting.callers import acts_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowInfo:
    """Anyone asks what this is."""


def show_info(request: ShowInfo, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Tell what the alliance is, and for whom the reader acts."""
    return info_card(context.alliance, tuple(context.members().values()), acts_for(context), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCharter:
    """Anyone asks for the rules in force."""


def show_charter(request: ShowCharter, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Tell the rules in force: the bodies and who presides over them, the kinds and how each is decided."""
    presided = every_presidency(context.uow, context.alliance, now=context.now)
    return charter_card(context.alliance, presided, context.members(), context.interpreter, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHelp:
    """Anyone asks what can be typed."""

    command: str = ""


def show_help(request: ShowHelp, context: Context) -> Card:
    """List the commands the reader may use, or explain one."""
    say = context.interpreter
    if request.command:
        return _usage(request.command, context)
    held = context.credential
    callers = callers_as(None) if held is None else callers_as(held.role, full_powers=held.full_powers)
    rows = tuple(
        (command.usage, say.words(command.summary))
        for command in context.registry.commands
        if command.callers & callers
    )
    return help_card(rows, say)


def _usage(asked: str, context: Context) -> Card:
    say = context.interpreter
    words = asked.strip().removeprefix("/").casefold().split()
    of_noun = context.registry.of_noun(words[0]) if words else ()
    if of_noun and len(words) == 1:
        return help_card(tuple((command.usage, say.words(command.summary)) for command in of_noun), say)
    command = context.registry.get(".".join(words))
    if command is None:
        accepted = tuple(command.name for command in of_noun or context.registry.commands)
        raise UnknownChoice(option="command", value=asked, accepted=accepted, nearest="")
    options = tuple((option.name, say.words(command.option_summary(option))) for option in command.options)
    return usage_card(command.usage, say.words(command.summary), options, say)


COMMANDS = (
    Command(
        noun="alliance",
        verb="info",
        callers=frozenset({Caller.ANYONE}),
        options=(),
        request=ShowInfo,
        handler=show_info,
    ),
    Command(
        noun="alliance",
        verb="charter",
        callers=frozenset({Caller.ANYONE}),
        options=(),
        request=ShowCharter,
        handler=show_charter,
    ),
    Command(
        noun="alliance",
        verb="help",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="command", type=OptionType.COMMAND),),
        request=ShowHelp,
        handler=show_help,
    ),
)
