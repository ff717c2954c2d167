"""Sees which functions of ``bot/cards`` make which cards while the house runs: nothing of it is changed for that.

``sys.setprofile`` tells of each call and each return; the threads that are started meanwhile are watched too.
"""

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from bot.cards.card import Card

CARDS: Final = Path(__file__).parents[2] / "bot" / "cards"


class Sightings:
    """The cards that were made, each by the functions that gave it, the inner ones first."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Card]] = []
        self._functions = card_functions()

    def __call__(self, frame: FrameType, event: str, given: object) -> None:
        """Note a card that a function of ``bot/cards`` gives."""
        if event == "return" and isinstance(given, Card):
            path = Path(frame.f_code.co_filename)
            name = frame.f_code.co_name
            if path.parent == CARDS and f"{path.stem}.{name}" in self._functions:
                self.made.append((f"{path.stem}.{name}", given))


@contextmanager
def watched() -> Iterator[Sightings]:
    """Watch this thread, and those that it starts, for the cards that are made."""
    seen = Sightings()
    before = sys.getprofile()
    threading.setprofile(seen)
    sys.setprofile(seen)
    try:
        yield seen
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def card_functions() -> frozenset[str]:
    """Give the public functions of ``bot/cards`` that give a card, as ``module.function``."""
    return frozenset(
        f"{path.stem}.{node.name}"
        for path in CARDS.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if isinstance(node.returns, ast.Name) and node.returns.id == "Card"
    )
