"""Draws ballots over time: a line of steps for each mark up to the deadline, each named at its end.

Lines differ by their dashes, their signs and their lightness as well as by their colours (Okabe and Ito), so that they
are told apart in a grey print and where they run over each other. No label lies upon another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from adapters.drawing.board import SIGNS
from adapters.drawing.frame import FAINT, INK, LEVEL, quiet
from bot.cards.picture import Mark, Timeline, Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT: Final = 3.3
"""Inches of the axes with what stands around them."""
LABEL: Final = 12.0
"""Points: a telephone shows the picture at little more than half its size."""
NARROW: Final = 0.1
"""Of the scale: labels stand as far from each other as that at least."""
SLACK: Final = 0.12
"""Of the scale, above its top: room for what is written there."""
LATE: Final = 0.75
"""Of the time: a line that ends later is named beyond the deadline, so that its name does not run over it."""
NUMBERS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Steps of the scale; the first that leaves few numbers is taken."""
MOST_NUMBERS: Final = 6
MOST_SIGNS: Final = 20
"""On a line; of more changes some alone are marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the line of a mark looks."""

    colour: str
    dashes: tuple[int, tuple[float, ...]] | str
    width: float
    sign: str


STYLES: Final = {
    Mark.YES: Style(colour="#009E73", dashes="-", width=3.2, sign="P"),
    Mark.NO: Style(colour="#7A1F00", dashes=(0, (4, 1.5)), width=1.9, sign="X"),
    Mark.ABSTAIN: Style(colour="#E69F00", dashes=(0, (1, 1.2)), width=2.4, sign="o"),
    None: Style(colour="#0072B2", dashes="-", width=2.8, sign="s"),
}


def draw_timeline(timeline: Timeline, axes: "Axes") -> None:
    """Draw a timeline on empty axes."""
    top = max(timeline.highest, 1)
    length = _seconds(timeline, timeline.ends)
    axes.set_xlim(0, length)
    axes.set_ylim(-top * 0.04, top * (1 + SLACK))
    _frame(timeline, axes)
    _level(timeline, axes)
    _close(timeline, axes, top * (1 + SLACK))
    for trace in timeline.traces:
        _trace(timeline, trace, axes)
    for trace, height in zip(timeline.traces, _heights(timeline, top), strict=True):
        _label(timeline, trace, height, axes)


def _seconds(timeline: Timeline, at: datetime) -> float:
    return (at - timeline.begins).total_seconds()


def _trace(timeline: Timeline, trace: Trace, axes: "Axes") -> None:
    """Draw the steps of one mark, with its sign at each change, as far as anything is known."""
    style = STYLES[trace.mark]
    changes = [(_seconds(timeline, step.at), step.count) for step in trace.steps]
    known = [*changes, (_seconds(timeline, timeline.until), changes[-1][1])]
    at, counts = [each for each, _ in known], [count for _, count in known]
    axes.step(at, counts, where="post", color=style.colour, linestyle=style.dashes, linewidth=style.width, zorder=3)
    every = -(-len(changes) // MOST_SIGNS)
    marked = [*changes[1::every], known[-1]]
    axes.plot(
        [each for each, _ in marked],
        [count for _, count in marked],
        linestyle="none", marker=style.sign, markersize=6.5, markerfacecolor=style.colour, markeredgecolor="white",
        markeredgewidth=0.8, clip_on=False, zorder=4,
    )  # fmt: skip


def _label(timeline: Timeline, trace: Trace, height: float, axes: "Axes") -> None:
    """Name a line beside its end, in ink, with the sign that the board has for it."""
    length, until = _seconds(timeline, timeline.ends), _seconds(timeline, timeline.until)
    told = trace.label if trace.mark is None else f"{SIGNS[trace.mark]} {trace.label}"
    axes.annotate(
        told,
        (length if until > length * LATE else until, height),
        xytext=(8, 0), textcoords="offset points", fontsize=LABEL, color=INK, verticalalignment="center",
        annotation_clip=False, parse_math=False, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip


def _heights(timeline: Timeline, top: int) -> Iterator[float]:
    """Give the height of each label: that of its line, or as near as the labels below leave it room."""
    ends = [trace.steps[-1].count for trace in timeline.traces]
    placed: dict[int, float] = {}
    free = float("-inf")
    for place in sorted(range(len(ends)), key=lambda place: (ends[place], -place)):
        placed[place] = max(float(ends[place]), free)
        free = placed[place] + NARROW * top
    yield from (placed[place] for place in range(len(ends)))


def _level(timeline: Timeline, axes: "Axes") -> None:
    if timeline.level is None:
        return
    value = float(timeline.level.value)
    axes.axhline(value, color=LEVEL, linewidth=1.2, linestyle=(0, (8, 3)), zorder=1)
    _note(timeline.level.label, (0, value), axes, offset=(3, 3), align="left")


def _close(timeline: Timeline, axes: "Axes", top: float) -> None:
    """Mark the instant that all leads to."""
    at = _seconds(timeline, timeline.close.at)
    axes.axvline(at, color=INK, linewidth=1.4, linestyle=(0, (2, 2)), zorder=2, clip_on=False)
    late = at > _seconds(timeline, timeline.ends) / 2
    _note(timeline.close.label, (at, top), axes, offset=(0, 3), align="right" if late else "left")


def _note(told: str, at: Sequence[float], axes: "Axes", *, offset: tuple[int, int], align: str) -> None:
    axes.annotate(
        told,
        (at[0], at[1]),
        xytext=offset, textcoords="offset points", fontsize=LABEL - 1, color=INK, horizontalalignment=align,
        annotation_clip=False, parse_math=False, zorder=5,
    )  # fmt: skip


def _frame(timeline: Timeline, axes: "Axes") -> None:
    """Give the axes whole numbers, the instants below, and a quiet frame."""
    step = next((each for each in NUMBERS if timeline.highest / each <= MOST_NUMBERS), NUMBERS[-1])
    axes.set_yticks(range(0, max(timeline.highest, 1) + 1, step))
    axes.set_xticks([_seconds(timeline, tick.at) for tick in timeline.ticks], [tick.label for tick in timeline.ticks])
    axes.tick_params(labelsize=LABEL - 1, color=FAINT, labelcolor=INK)
    quiet(axes)
