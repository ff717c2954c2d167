"""Draws the picture of a card as a PNG: lines over the years, a board, ballots over time, or gauges.

Matplotlib without any window; its objects are made for each picture and shared with nobody. It is brought in at the
first picture, since it takes longer to load than the bot to start. Its fonts and caches are shared, so that one picture
is drawn at a time, away from the event loop.
"""

import asyncio
import io
from threading import Lock
from typing import TYPE_CHECKING, Final

from adapters.drawing import gauges, timeline
from adapters.drawing.board import draw_board, height_of
from adapters.drawing.frame import FAINT, INK, LEVEL, quiet
from bot.cards.picture import Panel, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 6.4
TITLE_HEIGHT: Final = 0.45
PANEL_HEIGHT: Final = 1.75
"""Inches."""
DOTS: Final = 130
"""Dots an inch: 832 across, which is sharp on a telephone and small on the way."""
LINE: Final = "#0072B2"
"""A colour that a colour-blind reader tells from that of a level (Okabe and Ito)."""
MARGIN: Final = 0.06
"""Of the scale, above and below it."""
MOST_TICKS: Final = 9

_drawing = Lock()


async def drawn(picture: Picture) -> bytes:
    """Draw a picture away from the event loop."""
    return await asyncio.to_thread(png, picture)


def png(picture: Picture) -> bytes:
    """Draw a picture; give the bytes of a PNG with its words in it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - at the first picture, see above
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    with _drawing:
        figure = Figure(figsize=(WIDTH, _height(picture)), dpi=DOTS, facecolor="white")
        _draw_on(figure, picture)
        canvas = FigureCanvasAgg(figure)
        written = io.BytesIO()
        metadata = {"Title": picture.title, "Description": picture.text}
        canvas.print_png(written, metadata=metadata)  # type: ignore[no-untyped-call]  # no hints
        return written.getvalue()


def size_of(picture: Picture) -> tuple[int, int]:
    """Give the width and the height that a picture will have, in dots, without drawing it."""
    return int(WIDTH * DOTS), int(_height(picture) * DOTS)


def _height(picture: Picture) -> float:
    """Give the height of a picture, in inches."""
    if picture.board is not None:
        return height_of(picture.board)
    if picture.timeline is not None:
        return TITLE_HEIGHT + timeline.HEIGHT
    if picture.gauges:
        return TITLE_HEIGHT + sum(map(gauges.height_of, picture.gauges))
    return TITLE_HEIGHT + PANEL_HEIGHT * len(picture.panels)


def _draw_on(figure: "Figure", picture: Picture) -> None:
    if picture.board is not None:
        draw_board(picture.board, picture.title, figure)
        return
    figure.set_layout_engine("constrained")
    figure.suptitle(picture.title, fontsize=11 if picture.panels else 13, color=INK, parse_math=False)
    if picture.timeline is not None:
        timeline.draw_timeline(picture.timeline, figure.subplots())
    elif picture.gauges:
        heights = [gauges.height_of(each) for each in picture.gauges]
        axes = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)
        for gauge, row in zip(picture.gauges, axes, strict=True):
            gauges.draw_gauge(gauge, row[0])
    else:
        _draw_panels(picture, figure)


def _draw_panels(picture: Picture, figure: "Figure") -> None:
    years = [point.year for panel in picture.panels for point in panel.points]
    axes = figure.subplots(len(picture.panels), 1, sharex=True, squeeze=False)
    for panel, row in zip(picture.panels, axes, strict=True):
        _draw(panel, row[0], first=min(years), last=max(years))


def _draw(panel: Panel, axes: "Axes", *, first: int, last: int) -> None:
    years = [point.year for point in panel.points]
    values = [float(point.value) for point in panel.points]
    axes.set_title(panel.title, fontsize=9, loc="left", color=INK, parse_math=False)
    sure = [point for point in panel.points if point.low is not None and point.high is not None]
    if sure:
        low, high = ([float(each or 0) for each in ends] for ends in zip(*((p.low, p.high) for p in sure), strict=True))
        axes.fill_between([point.year for point in sure], low, high, color=LINE, alpha=0.15, linewidth=0)
    for level in panel.lines:
        axes.axhline(float(level.value), color=LEVEL, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        axes.annotate(
            level.label,
            (first, float(level.value)),
            xytext=(0, 2),
            textcoords="offset points",
            fontsize=7,
            color=LEVEL,
            parse_math=False,
        )
    axes.plot(years, values, color=LINE, linewidth=1.8, marker="o", markersize=2.5, zorder=2)
    axes.plot(years[-1:], values[-1:], color=LINE, marker="o", markersize=5, zorder=3)
    _frame(panel, axes, first=first, last=last)


def _frame(panel: Panel, axes: "Axes", *, first: int, last: int) -> None:
    """Give the panel its scale, the worse end below, and a quiet frame."""
    low, high = float(panel.lowest), float(panel.highest)
    margin = (high - low) * MARGIN
    axes.set_ylim(*((high + margin, low - margin) if panel.falling else (low - margin, high + margin)))
    axes.set_xlim(first - 0.7, last + 0.7)
    step = max(1, -(-(last - first) // MOST_TICKS))
    axes.set_xticks(range(last, first - 1, -step))
    axes.tick_params(labelsize=7.5, color=FAINT, labelcolor=INK, labelbottom=True)
    quiet(axes)
