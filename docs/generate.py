"""Writes the docs that are made from the code: ``docs/commands.md`` and ``docs/states.md``.

``python docs/generate.py`` writes them; with ``--check`` it says which are not current and exits 1.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, Command
from bot.domain.membership import STATUS_MOVES, Status
from bot.domain.motion import FINAL_PHASES, PHASE_MOVES, Phase
from bot.locales.catalogue import Interpreter

DOCS = Path(__file__).parent
SAY = Interpreter("en", ZoneInfo("UTC"))
CALLERS = {
    Caller.ANYONE: "anyone in a linked channel",
    Caller.DELEGATION: "a member's delegation, for its own state",
    Caller.SECRETARIAT: "the secretariat",
    Caller.REVIEWER: "a reviewer",
}


def commands() -> Iterator[str]:
    """Give the lines of the command reference."""
    yield "# Commands"
    yield ""
    yield "Made from the register in `bot/commands` by `make docs`; do not edit by hand."
    yield ""
    yield "Replies are private to the caller. A *public* act is also posted in the linked channels."
    yield "Options in brackets may be left out. Who may use a command is written with these letters:"
    yield ""
    yield from (f"- **{caller.value}**: {told}" for caller, told in CALLERS.items())
    for noun in REGISTRY.nouns:
        yield ""
        yield f"## /{noun}"
        yield ""
        yield f"{SAY.words(f'noun.{noun}')}."
        for command in REGISTRY.of_noun(noun):
            yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    who = ", ".join(sorted(caller.value for caller in command.callers))
    yield ""
    yield f"### `{command.usage}`"
    yield ""
    yield f"{_sentence(SAY.words(command.summary))} For {who}{', *public*' if command.public else ''}."
    if command.options:
        yield ""
        yield "| option | takes | required | at most |"
        yield "| --- | --- | --- | --- |"
        for option in command.options:
            told = SAY.words(command.option_summary(option))
            required = "yes" if option.required else ""
            yield f"| `{option.name}` | {told} | {required} | {option.limit} characters |"


def states() -> Iterator[str]:
    """Give the lines of the state reference."""
    yield "# States"
    yield ""
    yield "Made from the tables in `bot/domain` by `make docs`; do not edit by hand."
    yield ""
    yield "## A motion"
    yield ""
    yield ("A phase follows from the record and the clock; it is not stored. Final: " + _listed(FINAL_PHASES) + ".")
    yield ""
    yield from _diagram((("[*]" if m.start is None else m.start.value, m.end.value) for m in PHASE_MOVES), FINAL_PHASES)
    yield ""
    yield "| from | to | by | recorded as |"
    yield "| --- | --- | --- | --- |"
    for move in PHASE_MOVES:
        yield f"| {move.start.value if move.start else '—'} | {move.end.value} | {move.by} | {move.event} |"
    yield ""
    yield "## A membership"
    yield ""
    yield from _diagram(((move.start.value, move.end.value) for move in STATUS_MOVES), ())
    yield ""
    yield "| from | to | by |"
    yield "| --- | --- | --- |"
    yield from (f"| {move.start.value} | {move.end.value} | {move.by} |" for move in STATUS_MOVES)


def _diagram(moves: Iterable[tuple[str, str]], final: Iterable[Phase | Status]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    told = [f"    {_id(start)} --> {_id(end)}" for start, end in moves]
    yield from dict.fromkeys(told)
    yield from (f"    {_id(state.value)} --> [*]" for state in sorted(final))
    yield "```"


def _id(name: str) -> str:
    return name.replace(" ", "_")


def _listed(states: Iterable[Phase]) -> str:
    return ", ".join(sorted(state.value for state in states))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


PAGES = {"commands.md": commands, "states.md": states}


def main() -> int:
    """Write the pages, or check them; give the exit status."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, lines in PAGES.items():
        path, text = DOCS / name, "\n".join(lines()) + "\n"
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not current: {', '.join(stale)}. Run `make docs`.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
