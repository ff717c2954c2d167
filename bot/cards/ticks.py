"""What stands along the time of a chart: a few round instants of the reader's zone, in the reader's language."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.cards.picture import Tick
from bot.locales.catalogue import Interpreter

MOST: Final = 6
"""Instants along a chart that are still read on a telephone."""
DAY: Final = timedelta(days=1)
STEPS: Final = tuple(timedelta(minutes=each) for each in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720))
"""Steps of less than a day: each divides it, so that the instants are round ones."""


def ticks_between(begins: datetime, ends: datetime, say: Interpreter) -> tuple[Tick, ...]:
    """Give a few round instants from ``begins`` to ``ends``: times with the day below the first of it, or days."""
    span = ends - begins
    step = next((each for each in STEPS if span / each < MOST), DAY * max(1, -(-span // (DAY * MOST))))
    return tuple(_ticks(begins, ends, step, say))


def _ticks(begins: datetime, ends: datetime, step: timedelta, say: Interpreter) -> Iterator[Tick]:
    day = ""
    for at in _instants(begins, ends, step, say):
        before, day = day, say.day_of_year(at)
        if step >= DAY:
            yield Tick(at=at, label=day)
        else:
            clock = say.time_of_day(at)
            yield Tick(at=at, label=clock if day == before else f"{clock}\n{day}")


def _instants(begins: datetime, ends: datetime, step: timedelta, say: Interpreter) -> Iterator[datetime]:
    """Count on the clock on the wall from midnight, so that the hour stays round where the clocks are changed."""
    wall = datetime.combine(begins.astimezone(say.zone).date(), time(0, 0))
    while (at := wall.replace(tzinfo=say.zone).astimezone(UTC)) <= ends:
        if at >= begins:
            yield at
        wall += step
