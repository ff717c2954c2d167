"""The pictures of the gallery in the docs were drawn from the payloads that the cards have now; no browser needed."""

import hashlib
import json
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = ROOT / "tests" / "golden"
FOLDER: Final = ROOT / "docs" / "pictures" / "gallery"
PNG: Final = b"\x89PNG\r\n\x1a\n"
MOST: Final = 4_000_000
"""Bytes of all pictures together."""
DRAW: Final = "draw it again: .venv/bin/python docs/pictures/gallery.py"


def _names() -> set[str]:
    return {file.stem for file in (GOLDEN / "slack").glob("*.json") if not file.stem.startswith("form-")}


def _fingerprint(name: str) -> str:
    drawn = b"".join((GOLDEN / platform / f"{name}.json").read_bytes() for platform in ("slack", "discord"))
    return hashlib.sha256(drawn).hexdigest()[:16]


def test_each_card_has_a_picture_of_what_it_is_now() -> None:
    """The index holds the fingerprint of the payloads that each picture was drawn from."""
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    assert index == {name: _fingerprint(name) for name in sorted(_names())}, DRAW


def test_each_picture_is_there_and_shown() -> None:
    """None is missing, none is of a card that is no more, each has words in the page that shows them."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {file.stem for file in FOLDER.glob("*.png")} == _names(), DRAW
    for name in _names():
        assert (FOLDER / f"{name}.png").read_bytes()[:8] == PNG
        assert f"![{name.replace('-', ' ')}: on Slack, and on Discord]({name}.png)" in page


def test_pictures_stay_small() -> None:
    """They come with the source."""
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < MOST
