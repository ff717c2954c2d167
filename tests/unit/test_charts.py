"""Votes over time and contributions as drawn: told apart without colours, right in what they show, sharp and small."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from adapters.console.render import render
from adapters.drawing import gauges
from adapters.drawing.chart import DOTS, WIDTH, png, size_of
from adapters.drawing.timeline import STYLES
from bot.cards.card import Card
from bot.cards.picture import Bar, Gauge, Line, Mark, Picture, Step, Tick, Timeline, Trace
from bot.cards.ticks import MOST, ticks_between
from bot.locales.catalogue import Interpreter

START: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY: Final = timedelta(days=1)
SAY: Final = Interpreter("en", ZoneInfo("Europe/Tallinn"))


def timeline(*counts: tuple[int, ...], until: float = 3.0, level: int | None = None, days: float = 3.0) -> Picture:
    """Give a vote over days, with the counts of yes, no and abstain spread evenly over the time that is told."""
    ends = START + days * DAY
    traces = tuple(
        Trace(
            mark=mark,
            label=f"{mark.value} {own[-1]}",
            steps=tuple(
                Step(at=START + until * DAY * place / max(len(own), 1), count=count) for place, count in enumerate(own)
            ),
        )
        for mark, own in zip((Mark.YES, Mark.NO, Mark.ABSTAIN), counts, strict=False)
    )
    drawn = Timeline(
        traces=traces,
        begins=START,
        ends=ends,
        until=START + until * DAY,
        close=Tick(at=ends, label="deadline: Thu"),
        ticks=ticks_between(START, ends, SAY),
        highest=max(level or 0, *(max(own) for own in counts)),
        level=None if level is None else Line(value=Fraction(level), label=f"needed: {level}"),
    )
    return Picture(name="v", title="M-1: votes over time", text="In words.", timeline=drawn)


def gauge(promised: int, delivered: int, target: int | None, unit: str = "EUR") -> Gauge:
    """Give a gauge."""
    bars = [Bar(value=Fraction(each or 0), label=f"{each} {unit}") for each in (promised, delivered, target)]
    return Gauge(title=f"M-1, {unit}", promised=bars[0], delivered=bars[1], target=bars[2] if target else None)


def giving(*each: Gauge) -> Picture:
    """Give a picture of gauges."""
    return Picture(name="g", title="Contributions", text="In words.", gauges=each)


def image(picture: Picture) -> Image.Image:
    """Draw a picture."""
    return Image.open(BytesIO(png(picture))).convert("RGB")


def heights(picture: Picture, mark: Mark) -> list[float]:
    """Give the mean height, from above, of what has the colour of a mark, in each column that has any."""
    drawn, colour = image(picture), tuple(round(255 * part) for part in to_rgb(STYLES[mark].colour))
    columns = (
        [row for row in range(drawn.height) if drawn.getpixel((column, row)) == colour] for column in range(drawn.width)
    )
    return [sum(rows) / len(rows) for rows in columns if rows]


def grey(colour: str) -> float:
    """Give the lightness of a colour in a grey print, from 0 to 1 (ITU-R BT.601)."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


PICTURES: Final = {
    "one ballot": timeline((0, 1), (0,), (0,)),
    "forty": timeline(tuple(range(28)), (0, 1, 2, 1), (0, 1), level=27),
    "two hundred": timeline(tuple(range(150)), tuple(range(40)), (0, 3), level=129),
    "begun": timeline((0, 1), (0,), (0,), until=0.1),
    "minutes": timeline((0, 1, 2), (0, 1), (0,), until=0.005, days=0.006),
    "turnout": Picture(
        name="t",
        title="M-1",
        text="M-1",
        timeline=Timeline(
            traces=(Trace(mark=None, label="Ballots 1", steps=(Step(at=START, count=0), Step(at=START, count=1))),),
            begins=START, ends=START + DAY, until=START + DAY / 2, close=Tick(at=START + DAY, label="deadline"),
            ticks=(), highest=5,
        ),
    ),
    "gauge": giving(gauge(500, 100, 800)),
    "gauges": giving(gauge(500, 0, None, "troops"), gauge(0, 0, 800), gauge(900, 900, 800), gauge(0, 0, None, "x")),
    "long words": giving(gauge(10**15, 10**14, 10**15 + 1, "barrels of the finest oil")),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_any_chart_is_drawn_as_large_as_said(name: str) -> None:
    """As wide as a telephone shows sharply, of the size that a page leaves room for, with something on it."""
    drawn = image(PICTURES[name])
    assert drawn.size == size_of(PICTURES[name])
    assert drawn.width == round(WIDTH * DOTS)
    assert len(set(drawn.convert("L").resize((64, 64)).tobytes())) > 2
    assert len(png(PICTURES[name])) < 100_000


def test_line_goes_up_with_more_ballots_and_down_with_fewer() -> None:
    """Heights are counted from above."""
    up, down = heights(timeline((0, 5), (0,), (0,)), Mark.YES), heights(timeline((5, 1), (0,), (0,)), Mark.YES)
    assert up[0] > up[-1]
    assert down[0] < down[-1]


def test_line_ends_where_nothing_is_known_yet() -> None:
    """Between now and the deadline there is none."""
    half, whole = (heights(timeline((0, 3), (1,), (0,), until=until), Mark.YES) for until in (1.0, 3.0))
    assert len(half) < len(whole) / 2


def test_lines_are_told_apart_without_colours() -> None:
    """By their dashes and their signs each, and by their lightness in a grey print; all are seen on white."""
    styles = list(STYLES.values())
    choices = [STYLES[mark] for mark in (Mark.YES, Mark.NO, Mark.ABSTAIN)]
    assert len({str(style.dashes) for style in choices}) == len(choices)
    assert len({style.sign for style in styles}) == len(styles)
    lightness = sorted(grey(style.colour) for style in choices)
    assert all(lighter - darker > 0.15 for darker, lighter in pairwise(lightness))
    assert all(grey(style.colour) < 0.75 for style in styles)


def test_bars_are_told_apart_without_colours() -> None:
    """What is delivered is far darker than what is promised, which is hatched; the target is an outline."""
    assert grey(gauges.PROMISED) - grey(gauges.DELIVERED) > 0.3


def test_bars_are_as_long_as_their_amounts() -> None:
    """On one scale, that of the largest."""
    solid = tuple(round(255 * part) for part in to_rgb(gauges.DELIVERED))

    def length(delivered: int) -> int:
        drawn = image(giving(gauge(800, delivered, 800)))
        rows = ([drawn.getpixel((x, y)) for x in range(drawn.width)].count(solid) for y in range(drawn.height))
        return max(rows)

    assert length(200) == pytest.approx(length(800) / 4, abs=3)


@pytest.mark.parametrize("title", ["$x^2$ and $", "a_b^c\\frac{", "<b>&amp;</b>"])
def test_words_of_charts_are_no_formulas(title: str) -> None:
    """What looks like one is drawn as it is."""
    bar = Bar(value=Fraction(1), label=title)
    assert png(giving(Gauge(title=title, promised=bar, delivered=bar, target=bar)))


# what stands along the time


def labels(length: timedelta, begins: datetime = START, language: str = "en") -> list[str]:
    """Give what stands along a time."""
    say = Interpreter(language, SAY.zone)
    return [tick.label for tick in ticks_between(begins, begins + length, say)]


@pytest.mark.parametrize(
    ("length", "language", "expected"),
    [
        (timedelta(minutes=9), "en", ["11:00\n23 Nov", "11:02", "11:04", "11:06", "11:08"]),
        (timedelta(hours=12), "fr", ["12:00\n23 nov.", "15:00", "18:00", "21:00"]),
        (timedelta(hours=24), "en", ["12:00\n23 Nov", "18:00", "00:00\n24 Nov", "06:00"]),
        (timedelta(days=2), "en", ["12:00\n23 Nov", "00:00\n24 Nov", "12:00", "00:00\n25 Nov"]),
        (timedelta(days=3), "en", ["24 Nov", "25 Nov", "26 Nov"]),
        (timedelta(days=14), "en", ["26 Nov", "29 Nov", "2 Dec", "5 Dec"]),
    ],
)  # fmt: skip
def test_instants_are_round_ones_of_the_readers_zone(length: timedelta, language: str, expected: list[str]) -> None:
    """The day stands below the first time of it."""
    assert labels(length, language=language) == expected


@pytest.mark.parametrize("minutes", [1, 7, 61, 500, 4000, 30_000, 600_000])
def test_instants_are_few_and_within_the_time(minutes: int) -> None:
    """As many as are read on a telephone, also over a change of the clocks."""
    length = timedelta(minutes=minutes)
    begins = datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
    ticks = ticks_between(begins, begins + length, SAY)
    assert 1 <= len(ticks) <= MOST
    assert all(begins <= tick.at <= begins + length for tick in ticks)
    assert all(before.at < after.at for before, after in pairwise(ticks))


# on the console


def test_console_draws_a_vote_in_blocks() -> None:
    """Empty where nothing is known yet."""
    shown = "\n".join(render(Card(title="x", picture=timeline((0, 4), (0,), (0,), until=1.5))))
    assert "In words." in shown
    [yes] = [line for line in shown.splitlines() if "yes 4" in line]
    assert yes.endswith("█" * 10)
    assert len(yes) < 60


def test_console_draws_gauges_in_bars() -> None:
    """Each bar beside its words, the longest as long as all of its line."""
    shown = render(Card(title="x", picture=giving(gauge(400, 100, 800))))
    bars = [line.count("█") for line in shown if "EUR" in line and "M-1" not in line]
    assert bars == [15, 3, 30]
