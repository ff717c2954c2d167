"""Draws a voting board: a tile for each member with its code and a sign, the totals, the rule and the result.

Colours are those of Okabe and Ito, which colour-blind readers tell apart; their lightness differs, so that a grey print
tells them apart too; and each tile has a sign. Tiles can be read on a telephone with 15, 40 or 193 members.
"""

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from bot.cards.picture import Board, Mark, Seat

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH: Final = 6.4
"""Inches, as for every picture."""
MARGIN: Final = 0.12
GAP: Final = 0.05
SIGNS: Final = {Mark.YES: "+", Mark.NO: "×", Mark.ABSTAIN: "o", Mark.SILENT: "·", Mark.APART: "–"}
FILLS: Final = {
    Mark.YES: "#009E73",
    Mark.NO: "#7A1F00",
    Mark.ABSTAIN: "#F0E442",
    Mark.SILENT: "#FFFFFF",
    Mark.APART: "#A8A8A8",
}
INKS: Final = {
    Mark.YES: "#FFFFFF",
    Mark.NO: "#FFFFFF",
    Mark.ABSTAIN: "#111111",
    Mark.SILENT: "#444444",
    Mark.APART: "#111111",
}
EDGE: Final = "#666666"
HEADING: Final = 0.42
LINE: Final = 0.2
LEGEND: Final = 0.24
ACROSS: Final = 95
"""Characters of a line under the title."""
POINTS: Final = 72
"""Of type to the inch."""


def columns_for(seats: int) -> int:
    """Give how many tiles stand in a row: as many as stay legible."""
    for most, columns in ((9, 3), (20, 5), (45, 8), (80, 10), (130, 12)):
        if seats <= most:
            return columns
    return 14


def height_of(board: Board) -> float:
    """Give the height of the picture, in inches."""
    return _top(board) + _rows(board) * _tile(board)[1] + MARGIN


def draw_board(board: Board, title: str, figure: "Figure") -> None:
    """Draw a board on an empty figure of its height."""
    height = height_of(board)
    at = height - HEADING
    _write(figure, MARGIN, at, title, size=12, weight="bold")
    for line in _lines(board):
        at -= LINE
        _write(figure, MARGIN, at, line, size=8)
    at -= MARGIN
    for number, (mark, told) in enumerate(board.legend):
        column, row = number % 2, number // 2
        _legend(figure, MARGIN + column * (WIDTH / 2 - MARGIN), at - LEGEND * (row + 1), mark, told)
    for number, seat in enumerate(board.seats):
        _seat(figure, board, number, seat, height - _top(board))


def _top(board: Board) -> float:
    """Give the room above the tiles: title, lines and legend."""
    rows = -(-len(board.legend) // 2)
    return HEADING + LINE * len(_lines(board)) + LEGEND * rows + 3 * MARGIN


def _lines(board: Board) -> list[str]:
    """Give the lines under the title, wrapped to the width."""
    return [part for line in board.lines for part in wrap(line, ACROSS)]


def _rows(board: Board) -> int:
    return -(-len(board.seats) // columns_for(len(board.seats)))


def _tile(board: Board) -> tuple[float, float]:
    """Give the width and the height of a tile with the gap beside it."""
    width = (WIDTH - 2 * MARGIN + GAP) / columns_for(len(board.seats))
    return width, min(0.5, max(0.3, width * 0.62))


def _seat(figure: "Figure", board: Board, number: int, seat: Seat, top: float) -> None:
    columns, (wide, high) = columns_for(len(board.seats)), _tile(board)
    left, bottom = MARGIN + number % columns * wide, top - (number // columns + 1) * high
    _box(figure, left, bottom, wide - GAP, high - GAP, seat.mark)
    size = min(11.0, (high - GAP) * POINTS * 0.5, (wide - GAP) * POINTS / (len(seat.code) + 2.5) * 1.5)
    middle = bottom + (high - GAP) / 2
    _write(
        figure, left + (wide - GAP) / 2, middle, f"{SIGNS[seat.mark]} {seat.code}", size=size, colour=INKS[seat.mark],
        centred=True,
    )  # fmt: skip


def _legend(figure: "Figure", left: float, bottom: float, mark: Mark, told: str) -> None:
    side = LEGEND - GAP
    _box(figure, left, bottom, side, side, mark)
    _write(figure, left + side / 2, bottom + side / 2, SIGNS[mark], size=9, colour=INKS[mark], centred=True)
    _write(figure, left + side + 2 * GAP, bottom + side * 0.28, told, size=9)


def _box(figure: "Figure", left: float, bottom: float, width: float, height: float, mark: Mark) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - at the first picture, as in chart

    figure.add_artist(
        Rectangle(
            (left / WIDTH, bottom / figure.get_figheight()),
            width / WIDTH,
            height / figure.get_figheight(),
            transform=figure.transFigure,
            facecolor=FILLS[mark],
            edgecolor=EDGE,
            linewidth=0.6,
        )
    )


def _write(
    figure: "Figure",
    left: float,
    bottom: float,
    told: str,
    *,
    size: float,
    colour: str = "#111111",
    weight: str = "normal",
    centred: bool = False,
) -> None:
    from matplotlib.text import Text  # noqa: PLC0415 - at the first picture, as in chart

    place = (left / WIDTH, bottom / figure.get_figheight())
    figure.add_artist(
        Text(
            *place,
            told,
            transform=figure.transFigure,
            fontsize=size,
            color=colour,
            fontweight=weight,
            horizontalalignment="center" if centred else "left",
            verticalalignment="center" if centred else "baseline",
            parse_math=False,
        )
    )
