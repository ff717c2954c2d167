"""The voting board: large enough for any house, and told apart without colours."""

from io import BytesIO
from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from adapters.drawing.board import FILLS, INKS, SIGNS, columns_for
from adapters.drawing.chart import DOTS, WIDTH, png
from bot.cards.picture import Board, Mark, Picture, Seat

MARKS = (Mark.YES, Mark.NO, Mark.YES, Mark.ABSTAIN, Mark.SILENT, Mark.APART, Mark.YES)


def picture(seats: int, line: str = "Assembly: more for than against") -> Picture:
    """Give the board of so many seats."""
    cells = tuple(Seat(code=f"M{number:02}", mark=MARKS[number % len(MARKS)]) for number in range(seats))
    legend = tuple((mark, f"{mark.value} {sum(cell.mark is mark for cell in cells)}") for mark in Mark)
    return Picture(name="b", title="M-1: adopted", text="M-1", board=Board(seats=cells, legend=legend, lines=(line,)))


def grey(colour: str) -> float:
    """Give the lightness of a colour in a grey print, from 0 to 1 (ITU-R BT.601)."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("seats", [1, 15, 40, 193])
def test_board_of_any_house_is_drawn(seats: int) -> None:
    """As wide as a telephone shows sharply, and no higher than the tiles need."""
    drawn = Image.open(BytesIO(png(picture(seats))))
    assert drawn.width == round(WIDTH * DOTS)
    rows = -(-seats // columns_for(seats))
    assert drawn.height < (2 + 0.55 * rows) * DOTS
    assert len(set(drawn.convert("L").resize((64, 64)).tobytes())) > 2


def test_tiles_of_a_large_house_are_wide_enough_for_sign_and_code() -> None:
    """At a telephone's width of 390 points, a tile of 193 is wider than five small signs."""
    assert 390 / columns_for(193) > 5 * 5


def test_long_rule_is_wrapped_and_the_picture_grows() -> None:
    """Nothing runs out of the picture."""
    short, long = (Image.open(BytesIO(png(picture(15, line)))) for line in ("a rule", "a rule of many words " * 20))
    assert long.height > short.height + 50


def test_marks_are_told_apart_without_colours() -> None:
    """By a sign each, and by their lightness in a grey print; what is written on them can be read."""
    assert len(set(SIGNS.values())) == len(Mark)
    lightness = sorted(grey(FILLS[mark]) for mark in Mark)
    assert all(lighter - darker > 0.04 for darker, lighter in pairwise(lightness))
    assert all(abs(grey(FILLS[mark]) - grey(INKS[mark])) > 0.4 for mark in Mark)
