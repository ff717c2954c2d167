"""``plenary import indices``: the figures of published indices, and what they changed."""

from collections.abc import Iterator
from pathlib import Path

import typer

from adapters.cli.indices import FiguresFile, read_figures
from adapters.cli.terminal import (
    CLOCK,
    NAMED,
    SAY,
    AllianceOption,
    JsonOption,
    fault_line,
    guarded,
    looking,
    show_json,
    working,
)
from bot.cards.criteria import figure_in_words, movements_in_words
from bot.commands.figures import FigureChange, ImportedFigures, import_figures
from bot.domain.criteria import Moved
from bot.domain.ids import MemberCode
from bot.locales.phrase import words


@guarded
def import_indices(file: Path, alliance: AllianceOption = None, json: JsonOption = False) -> None:
    """Bring in the figures of a file; the whole file or nothing."""
    data, now = file.read_bytes(), CLOCK.now()
    with looking(alliance) as (_, found):
        read = read_figures(data, this_year=now.astimezone(found.time_zone).year)
    with working(alliance) as (uow, found):
        done = import_figures(uow, found, read.rows, now=now)
    for notice in read.notices:
        typer.echo(fault_line(notice), err=True)
    if json:
        show_json(_report(read, done))
        return
    for line in _lines(read, done):
        typer.echo(line)


def _lines(read: FiguresFile, done: ImportedFigures) -> Iterator[str]:
    yield SAY.words(
        "cli.import.indices.done",
        rows=len(read.rows),
        new=done.new,
        changed=len(done.changed),
        same=done.same,
        left_out=sum(done.left_out.values()),
    )
    another_source = sum(change.says_the_same for change in done.changed)
    for change in done.changed:
        if not change.says_the_same:
            yield "  " + _change(change)
    if another_source:
        yield "  " + words(SAY.say_count("cli.import.indices.sources", another_source))
    if done.left_out:
        yield _left_out(sorted(done.left_out))
    yield words(SAY.say_count("cli.import.indices.moved", len(done.moved)))
    for moved in done.moved:
        yield from _moved(moved)


def _left_out(states: list[MemberCode]) -> str:
    """Say which states are on no roster: ten of them by name, the others counted."""
    named, more = ", ".join(states[:NAMED]), len(states) - NAMED
    told = named if more <= 0 else SAY.words("cli.file.and_more", named=named, more=more)
    return words(SAY.say_count("cli.import.indices.left_out", len(states), states=told))


def _change(change: FigureChange) -> str:
    before, after = figure_in_words(change.before, SAY), figure_in_words(change.after, SAY)
    facts = {"member": change.after.member, "index": change.after.index, "before": before, "after": after}
    return SAY.words("cli.import.indices.changed", **facts)


def _moved(moved: Moved) -> Iterator[str]:
    for phrase in movements_in_words(moved.movements, SAY):
        yield f"  {moved.member}: {words(phrase)}"


def _report(read: FiguresFile, done: ImportedFigures) -> dict[str, object]:
    return {
        "rows": len(read.rows),
        "new": done.new,
        "same": done.same,
        "changed": [
            {
                "member": change.after.member,
                "index": change.after.index.value,
                "year": change.after.year,
                "before": figure_in_words(change.before, SAY),
                "after": figure_in_words(change.after, SAY),
                "source": change.after.source,
            }
            for change in done.changed
        ],
        "left_out": dict(sorted(done.left_out.items())),
        "moved": [
            {"member": moved.member, "why": [words(each) for each in movements_in_words(moved.movements, SAY)]}
            for moved in done.moved
        ],
    }
