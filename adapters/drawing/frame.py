"""What charts have in common: their inks, and a quiet frame."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#222222"
FAINT: Final = "#CCCCCC"
LEVEL: Final = "#D55E00"
"""The colour of a level that matters (Okabe and Ito)."""


def quiet(axes: "Axes") -> None:
    """Leave of the frame its foot alone, with faint lines across behind what is drawn."""
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(FAINT)
