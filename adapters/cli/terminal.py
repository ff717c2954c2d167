"""What every terminal command shares: how it speaks, how it fails, and which database and alliance it works on."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Annotated, Final, NoReturn, ParamSpec, assert_never

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.bootstrap import opened_database, the_alliance
from adapters.cli.cells import WrongCell, read_day
from adapters.cli.files import FileFault, FileFaults
from adapters.clock import SystemClock
from adapters.logging import configure
from adapters.logging.redaction import secrets_of
from adapters.settings import Settings, range_of
from bot.charters.faults import CharterFault, CharterFaults, Part
from bot.domain.alliance import Alliance
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter, Value
from bot.ports import NotRecorded, OutcomeUnknown, UnitOfWork

P = ParamSpec("P")

SAY: Final = Interpreter.speaking("en")
CLOCK: Final = SystemClock()

FAILED: Final = 1
NAMED: Final = 10
"""Rows or states that are named one by one, before the rest are counted."""

_zone: Final = ContextVar("zone", default=SAY.zone)
"""The time zone of the alliance that a command works on, once that is known."""


def told(message_id: str) -> str:
    """Give a message without values, as help texts are."""
    return SAY.words(message_id)


AllianceOption = Annotated[str | None, typer.Option("--alliance", metavar="CODE", help=told("cli.option.alliance"))]
JsonOption = Annotated[bool, typer.Option("--json", help=told("cli.option.json"))]


def show(message_id: str, /, **facts: Value) -> None:
    """Write one sentence to standard output."""
    typer.echo(SAY.words(message_id, **facts))


def show_json(value: Mapping[str, object]) -> None:
    """Write a report as one JSON object."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(sentence: str) -> NoReturn:
    """Write one sentence to standard error and leave with a status that says so."""
    typer.echo(sentence, err=True)
    raise typer.Exit(FAILED)


def fault_sentence(fault: CharterFault | FileFault) -> str:
    """Say what is wrong, without the place."""
    parts = {name: _part_words(fact) if isinstance(fact, Part) else fact for name, fact in fault.facts.items()}
    return SAY.words(fault.message_id, **parts)


def fault_line(fault: CharterFault | FileFault) -> str:
    """Say where a file is wrong and how: ``line 12, kinds.sanctions.adopt: …`` or ``row 3, population: …``."""
    sentence = fault_sentence(fault)
    match fault:
        case CharterFault(where=""):
            return SAY.words("cli.charter.fault_of_line", line=fault.line, sentence=sentence)
        case CharterFault():
            return SAY.words("cli.charter.fault", line=fault.line, where=fault.where, sentence=sentence)
        case FileFault(column=""):
            return SAY.words("cli.file.fault_of_row", row=fault.row, sentence=sentence)
        case FileFault():
            return SAY.words("cli.file.fault", row=fault.row, column=fault.column, sentence=sentence)
        case _:
            assert_never(fault)


def fault_lines(faults: Iterable[CharterFault] | Iterable[FileFault]) -> Iterator[str]:
    """Give a line for each fault; one for all rows of a file that are wrong in the same way."""
    alike: dict[str, list[CharterFault | FileFault]] = {}
    for fault in faults:
        key = f"{fault.column} {fault_sentence(fault)}" if isinstance(fault, FileFault) else str(len(alike))
        alike.setdefault(key, []).append(fault)
    for found in alike.values():
        rows = [fault.row for fault in found if isinstance(fault, FileFault)]
        yield fault_line(found[0]) if len(found) == 1 else _line_of_rows(found[0], rows)


def _line_of_rows(first: CharterFault | FileFault, rows: list[int]) -> str:
    """Say what is wrong in several rows: those are named, ten at the most."""
    column, sentence = getattr(first, "column", ""), fault_sentence(first)
    named, more = tuple(str(row) for row in rows[:NAMED]), len(rows) - NAMED
    told = SAY.listed(named) if more <= 0 else SAY.words("cli.file.and_more", named=", ".join(named), more=more)
    if not column:
        return SAY.words("cli.file.fault_of_rows", rows=told, sentence=sentence)
    return SAY.words("cli.file.fault_in_rows", rows=told, column=column, sentence=sentence)


def _part_words(part: Part) -> str:
    return SAY.words(part.message_id, **part.facts)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what a command may raise into one sentence, or one for each fault of a file, and a status."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        _zone.set(SAY.zone)
        try:
            command(*args, **kwargs)
        except (CharterFaults, FileFaults) as found:
            fail("\n".join(fault_lines(found.faults)))
        except Refusal as refusal:
            fail(in_zone().words(refusal.message_id, **refusal.facts))
        except OutcomeUnknown as lost:
            fail(SAY.words("cli.outcome_unknown", reason=lost.reason))
        except NotRecorded as lost:
            fail(SAY.words("cli.not_recorded", reason=lost.reason))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from None
        except OSError as unreadable:
            fail(SAY.words("cli.unreadable", path=unreadable.filename or "", reason=unreadable.strerror or ""))

    return run


def in_zone() -> Interpreter:
    """Give who speaks at the terminal, with times in the zone of the alliance that is worked on, if any."""
    return Interpreter(SAY.language, _zone.get())


def day_given(option: str, value: str) -> date:
    """Read a day given to an option, or fail with a sentence that says how it is written."""
    try:
        return read_day(value)
    except WrongCell as wrong:
        fail(SAY.words("cli.option.wrong", option=option, sentence=SAY.words(wrong.message_id, **wrong.facts)))


def load_settings() -> Settings:
    """Read the settings and set up logging; a bad setting is told by its name."""
    try:
        settings = Settings()
    except ValidationError as faults:
        for fault in faults.errors():
            name = "PLENARY_" + "_".join(str(part) for part in fault["loc"]).upper()
            typer.echo(SAY.words("cli.bad_setting", name=name, reason=_what_is_wrong(fault)), err=True)
        raise typer.Exit(FAILED) from faults
    configure(level=settings.log_level, form=settings.log_format, secrets=secrets_of(settings))
    return settings


def _what_is_wrong(fault: ErrorDetails) -> str:
    """Say why a setting is not usable; of a number, what it takes."""
    if fault["type"].startswith("cli.setting."):
        return SAY.words(fault["type"], value=str(fault.get("ctx", {}).get("value", "")))
    taken = range_of(str(fault["loc"][0]))
    if taken is None:
        return SAY.words("cli.setting.unusable")
    return SAY.words("cli.setting.range", least=str(taken[0]), most=str(taken[1]))


@contextmanager
def working(alliance: str | None) -> Iterator[tuple[UnitOfWork, Alliance]]:
    """Open one transaction on the alliance named, or the only one; it is committed at the end."""
    with opened_database(load_settings()) as database, database.transaction() as uow:
        yield uow, _known(the_alliance(uow, alliance))


@contextmanager
def looking(alliance: str | None) -> Iterator[tuple[UnitOfWork, Alliance]]:
    """Open one look at the alliance named, or the only one; nothing can be changed."""
    with opened_database(load_settings()) as database, database.snapshot() as uow:
        yield uow, _known(the_alliance(uow, alliance))


def _known(alliance: Alliance) -> Alliance:
    """Have times told in the zone of the alliance from here on."""
    _zone.set(alliance.time_zone)
    return alliance
