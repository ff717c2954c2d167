"""The calculator: recorded or supposed votes as JSON Lines in, decisions as JSON Lines out, no database.

A line that cannot be decided gives a line with its id and an ``error``; the others still run.
"""

import gc
import json
import os
import stat
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TextIO

from adapters.cli.calculator.answer import answer_to
from adapters.cli.calculator.line import BadLine, checked_line
from adapters.cli.calculator.reading import Reader
from adapters.cli.calculator.roster import exact_weight
from adapters.cli.calculator.spreading import processes_at_hand, spread
from bot.domain.rules import RollCallError, RuleSentenceError

__all__ = ["answer_lines", "exact_weight", "run_decide"]

_UNREADABLE = 2  # exit status where the file itself cannot be read
_OBJECTS = 100_000  # made and not yet dropped before cycles are looked for; a line has some ten for each member
_LARGE = 8_000_000  # bytes of a file from which it pays to start processes: some fifth of a second's work
_PART = 1_000_000  # characters, in whole lines, that a process is handed at a time


def run_decide(path: Path | None) -> int:
    """Decide each line of a file, or of standard input where ``path`` is None, and print the answers.

    Return the exit status: 0, 1 where a line was bad, 2 where the file cannot be read.
    """
    try:
        with _rarely_looking_for_cycles():
            if path is None:
                sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
                return _print_answers(sys.stdin)
            with path.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
                return _print_answers(lines)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return _UNREADABLE


@contextmanager
def _rarely_looking_for_cycles() -> Iterator[None]:
    """Spare the collector: a line makes thousands of objects, hardly ever a cycle, and it would look at each."""
    first, *others = gc.get_threshold()
    gc.set_threshold(first and max(first, _OBJECTS), *others)  # 0 is the collector turned off
    try:
        yield
    finally:
        gc.set_threshold(first, *others)


def _print_answers(lines: TextIO) -> int:
    status = 0
    processes = processes_at_hand() if _is_large_file(lines) else 1
    with closing(answer_lines(lines) if processes == 1 else _answer_file(lines, processes)) as answers:
        for answer, decided in answers:
            print(answer)
            if not decided:
                status = 1
    sys.stdout.flush()
    return status


def _is_large_file(lines: TextIO) -> bool:
    """Tell whether there is much to read, and no one at the other end who waits for each answer."""
    try:
        status = os.fstat(lines.fileno())
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= _LARGE


def answer_lines(lines: Iterable[str]) -> Generator[tuple[str, bool]]:
    """Answer each line that is not blank, in order: the JSON of the answer, and whether it was decided."""
    return _told_apart(_answers(lines))


def _answer_file(lines: TextIO, processes: int) -> Generator[tuple[str, bool]]:
    """Answer the lines of a large file, several at a time."""
    parts = iter(partial(lines.readlines, _PART), [])
    with closing(spread(_answers_of, parts, processes=processes)) as answers:
        yield from _told_apart(chain.from_iterable(answers))


class _Answer(NamedTuple):
    """An answer to one line, by itself; ``id`` is None where the line has none."""

    id: str | None
    text: str
    decided: bool


def _told_apart(answers: Iterable[_Answer]) -> Generator[tuple[str, bool]]:
    """Give the answers in order, but refuse the id of an earlier line."""
    seen: set[str] = set()
    for answer in answers:
        if answer.id is None:
            yield answer.text, answer.decided
        elif answer.id in seen:
            yield json.dumps({"id": answer.id, "error": f"the id {answer.id} was used by an earlier line"}), False
        else:
            seen.add(answer.id)
            yield answer.text, answer.decided


def _answers_of(lines: Sequence[str]) -> list[_Answer]:
    return list(_answers(lines))


def _answers(lines: Iterable[str]) -> Iterator[_Answer]:
    reader = Reader()
    for line in lines:
        if line.strip():
            yield _answer(line, reader)


def _answer(text: str, reader: Reader) -> _Answer:
    id_: str | None = None
    try:
        value, twice = reader.read(text)
        id_ = _id_of(value)
        _refuse_repeated(twice)
        return _Answer(id_, json.dumps(answer_to(checked_line(value))), decided=True)
    except (BadLine, RuleSentenceError, RollCallError) as error:
        return _Answer(id_, json.dumps({"id": id_, "error": str(error)}), decided=False)


def _refuse_repeated(keys: Sequence[str]) -> None:
    if keys:
        raise BadLine(f"the key {keys[0]} is given twice")


def _id_of(value: object) -> str | None:
    match value:
        case {"id": str(id_)}:
            return id_
        case _:
            return None
