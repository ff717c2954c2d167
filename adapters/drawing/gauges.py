"""Draws what is given against what is asked for: for each motion and unit three bars on one scale of their own.

The bars differ by their filling: what is promised is hatched, what is delivered is solid, the target is an outline with
a line across. So they are told apart without colours.
"""

from typing import TYPE_CHECKING, Final

from adapters.drawing.frame import INK, LEVEL
from bot.cards.picture import Bar, Gauge

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE, ROW = 0.4, 0.27
"""Inches of the title of a gauge, and of each bar."""
PROMISED, DELIVERED, TARGET = "#56B4E9", "#004C7A", LEVEL
"""Colours that a colour-blind reader tells apart, after Okabe and Ito."""
LABELS: Final = 0.52
"""Of the width, for the words beside the bars."""
THICK: Final = 0.7
"""Of a row."""
LABEL: Final = 11.5
"""Points: a telephone shows the picture at little more than half its size."""
ROOM: Final = 36
"""Letters beside the bars; longer words are set smaller."""


def height_of(gauge: Gauge) -> float:
    """Give the height of a gauge, in inches."""
    return TITLE + ROW * len(_bars(gauge))


def draw_gauge(gauge: Gauge, axes: "Axes") -> None:
    """Draw a gauge on empty axes."""
    rows = _bars(gauge)
    longest = max(float(each.value) for each in rows) or 1.0
    axes.set_xlim(-longest * LABELS / (1 - LABELS), longest * 1.02)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_axis_off()
    axes.set_title(gauge.title, fontsize=LABEL + 1, fontweight="bold", loc="left", color=INK, pad=3, parse_math=False)
    axes.axvline(0, color=INK, linewidth=0.8, ymin=0.02, ymax=0.98)
    for row, each in enumerate(rows):
        _words(each, row, axes)
    value = float(gauge.promised.value)
    axes.barh(0, value, THICK, facecolor=PROMISED, edgecolor=INK, linewidth=0.8, hatch="////")
    axes.barh(1, float(gauge.delivered.value), THICK, facecolor=DELIVERED, edgecolor=INK, linewidth=0.8)
    if gauge.target is not None:
        asked = float(gauge.target.value)
        axes.barh(2, asked, THICK, facecolor="white", edgecolor=TARGET, linewidth=1.4)
        axes.plot((asked, asked), (-0.5, 2.5), color=TARGET, linewidth=2, linestyle=(0, (3, 1.5)))


def _bars(gauge: Gauge) -> tuple[Bar, ...]:
    return (gauge.promised, gauge.delivered, *(() if gauge.target is None else (gauge.target,)))


def _words(bar: Bar, row: int, axes: "Axes") -> None:
    axes.annotate(
        bar.label,
        (0, row),
        xytext=(-6, 0), textcoords="offset points", fontsize=LABEL * min(1.0, ROOM / len(bar.label)), color=INK,
        horizontalalignment="right", verticalalignment="center", parse_math=False,
    )  # fmt: skip
