"""Pictures are drawn from values alone, into a PNG that bears its own words."""

import struct
import zlib
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from adapters.console.render import render
from adapters.drawing.chart import DOTS, WIDTH, drawn, png
from bot.cards.card import Card
from bot.cards.picture import Line, Panel, Picture, Point

BLUE, ORANGE, WHITE = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (255, 255, 255)


def panel(*values: int, falling: bool = False, lines: tuple[int, ...] = (), lowest: int = 0) -> Panel:
    return Panel(
        title="Index",
        points=tuple(Point(year=2010 + place, value=Fraction(value)) for place, value in enumerate(values)),
        lowest=Fraction(lowest),
        highest=Fraction(100),
        lines=tuple(Line(value=Fraction(line), label=f"line: {line}") for line in lines),
        falling=falling,
    )


def picture(*panels: Panel, title: str = "Indices", text: str = "In words.") -> Picture:
    return Picture(name="indices", title=title, text=text, panels=panels)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Read a PNG as its specification has it: each part with its kind, its check sum verified."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def pixels(data: bytes) -> list[list[tuple[int, int, int]]]:
    """Give the rows of a picture, by the filters of the specification, written here anew."""
    parts = list(chunks(data))
    width, height, depth, colour = struct.unpack(">IIBB", parts[0][1][:10])
    assert (depth, colour) == (8, 6)
    raw = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    stride, above = 4 * width, bytearray(4 * width)
    rows = []
    for number in range(height):
        start = number * (stride + 1)
        rule, line = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for place in range(stride):
            left, up = line[place - 4] if place >= 4 else 0, above[place]
            corner = above[place - 4] if place >= 4 else 0
            line[place] = (line[place] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[rule]) & 255
        rows.append([(line[at], line[at + 1], line[at + 2]) for at in range(0, stride, 4)])
        above = line
    return rows


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def course(data: bytes) -> list[float]:
    """Give the mean height, from above, of what is blue in each column that has any."""
    rows = pixels(data)
    found = []
    for column in range(len(rows[0])):
        heights = [number for number, row in enumerate(rows) if row[column] == BLUE]
        if heights:
            found.append(sum(heights) / len(heights))
    return found


def test_picture_is_as_wide_as_said_and_grows_with_its_panels() -> None:
    sizes = [struct.unpack(">II", next(chunks(png(picture(*[panel(1, 2)] * count))))[1][:8]) for count in (1, 2, 3)]
    assert {width for width, _ in sizes} == {round(WIDTH * DOTS)}
    assert all(lower < higher for (_, lower), (_, higher) in pairwise(sizes))


def test_words_of_a_picture_are_in_its_file() -> None:
    data = png(picture(panel(1, 2), title="Democracy", text="It fell."))
    texts = [body for kind, body in chunks(data) if kind in {b"tEXt", b"iTXt"}]
    assert any(body.startswith(b"Title\x00") and b"Democracy" in body for body in texts)
    assert any(body.startswith(b"Description\x00") and b"It fell." in body for body in texts)


def test_fall_goes_down_and_rise_goes_up() -> None:
    down, up = course(png(picture(panel(90, 10)))), course(png(picture(panel(10, 90))))
    assert down[0] < down[-1]
    assert up[0] > up[-1]


def test_scale_where_less_is_better_stands_on_its_head() -> None:
    """A worse rating is a higher number, and is drawn lower."""
    worse = course(png(picture(panel(10, 90, falling=True))))
    assert worse[0] < worse[-1]


def test_line_of_the_charter_is_drawn_where_there_is_one() -> None:
    with_line, without = (pixels(png(picture(panel(90, 60, lines=lines)))) for lines in ((70,), ()))
    assert any(ORANGE in row for row in with_line)
    assert not any(ORANGE in row for row in without)


@pytest.mark.parametrize("title", ["$x^2$ and $", "Türkiye", "Côte d’Ivoire", "a_b^c\\frac{", "<b>&amp;</b>", " "])
def test_any_name_is_drawn_as_it_is(title: str) -> None:
    """What looks like a formula is none."""
    assert any(pixel != WHITE for row in pixels(png(picture(panel(1, 2), title=title)))[:50] for pixel in row) or (
        not title.strip()
    )


@pytest.mark.parametrize("values", [(50,), (50, 50), tuple(range(0, 100, 2))])
def test_one_figure_and_many_are_drawn(values: tuple[int, ...]) -> None:
    assert course(png(picture(panel(*values))))


def test_uncertainty_is_drawn_around_the_line() -> None:
    points = tuple(
        Point(year=year, value=Fraction(50), low=Fraction(30), high=Fraction(70)) for year in range(2010, 2014)
    )
    plain = Panel(title="Index", points=points, lowest=Fraction(0), highest=Fraction(100))
    without = picture(panel(50, 50, 50, 50))
    coloured = [sum(pixel != WHITE for row in pixels(png(each)) for pixel in row) for each in (picture(plain), without)]
    assert coloured[0] > coloured[1] + 1000


async def test_picture_is_drawn_away_from_the_event_loop() -> None:
    one = picture(panel(1, 2))
    assert await drawn(one) == png(one)


@pytest.mark.parametrize(
    ("values", "falling", "blocks"),
    [((0, 50, 100), False, "▁▅█"), ((0, 50, 100), True, "█▅▁"), ((100,), False, "█")],
)
def test_console_draws_with_blocks_that_are_higher_for_better(
    values: tuple[int, ...], falling: bool, blocks: str
) -> None:
    shown = "\n".join(render(Card(title="x", picture=picture(panel(*values, falling=falling)))))
    assert f"2010 {blocks} {2009 + len(values)}" in shown
    assert "In words." in shown
