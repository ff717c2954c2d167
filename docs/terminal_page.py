"""The page of the terminal's commands, made from their declarations."""

from collections.abc import Iterator

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from adapters.cli.main import app


def terminal() -> Iterator[str]:
    """Give the lines of ``docs/terminal.md``."""
    yield "# The terminal"
    yield ""
    yield "Made from `adapters/cli` by `make docs`; do not edit by hand."
    yield ""
    yield "For operators. Every command reads the settings of [.env.example](../.env.example) from the environment,"
    yield "or from a file `.env` beside it. After `make demo` they are under `.venv/bin`. `plenary COMMAND --help`"
    yield "tells the same as this page."
    yield from _commands("plenary", get_command(app))


def _commands(name: str, command: object) -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for each, inner in sorted(command.commands.items()):
            yield from _commands(f"{name} {each}", inner)
    if not isinstance(command, TyperCommand):
        return
    taken = [param for param in command.params if isinstance(param, TyperArgument)]
    named = [param for param in command.params if isinstance(param, TyperOption)]
    words = " ".join(_argument(param) for param in taken)
    yield ""
    yield f"## `{name}{' ' if words else ''}{words}`"
    yield ""
    yield command.help or ""
    rows = [(f"`{_argument(param)}`", _help(param)) for param in taken if _help(param)]
    rows += [(f"`{', '.join(param.opts)}{_value(param)}`", _help(param)) for param in named]
    if rows:
        yield ""
        yield "| | |"
        yield "| --- | --- |"
        yield from (f"| {what.replace('|', chr(92) + '|')} | {told} |" for what, told in rows)


def _argument(param: TyperArgument) -> str:
    name = param.metavar or (param.name or "").upper()
    return name if param.required else f"[{name}]"


def _value(option: TyperOption) -> str:
    return "" if option.is_flag else f" {option.metavar or 'TEXT'}"


def _help(param: TyperArgument | TyperOption) -> str:
    told = str(getattr(param, "help", None) or "")
    return f"{told[:1].upper()}{told[1:]}"
