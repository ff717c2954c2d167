"""Draws each card that has a golden rendering as both platforms show it, side by side at a phone's width.

``python docs/pictures/gallery.py`` draws those whose payload has changed since their picture was drawn, and writes the
page that shows them all; with ``--all`` it draws every one anew.
"""
# ruff: noqa: INP001 - a script beside what it writes

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from draw import BROWSERS, FLAGS, HERE, NO_BROWSER, message, run, save
from PIL import Image, ImageDraw
from scene import START, Shot

from bot.domain.addresses import Platform

GOLDEN: Final = HERE.parents[1] / "tests" / "golden"
FOLDER: Final = HERE / "gallery"
INDEX: Final = FOLDER / "index.json"
PLATFORMS: Final = {"slack": Platform.SLACK, "discord": Platform.DISCORD}
WIDTH: Final = 800
TOGETHER: Final = 8
"""Cards on one page of the browser: it draws pages up to 16,384 pixels high."""
HIGHEST: Final = 1300
"""Pixels of a picture; of a longer card the middle is left out."""
FOOT: Final = 500
"""Pixels of a long card's end that are shown."""
GAP: Final = 26
"""Pixels that stand for what is left out."""
MARGIN: Final = 10
"""Pixels around a message, as the style has it."""
FEW: Final = 64
"""Colours of a picture: few, so that it is small."""
_HEIGHTS: Final = re.compile(r"<title>(\[[\[\]\d, ]*\])</title>")
_MEASURE: Final = (
    "document.title = JSON.stringify([...document.querySelectorAll('main')]"
    ".map(each => [each, ...each.querySelectorAll('.message')]"
    ".map(part => Math.ceil(part.getBoundingClientRect().height))))"
)


def names() -> list[str]:
    """Give the names of the cards with a golden rendering; forms are none."""
    return sorted(file.stem for file in (GOLDEN / "slack").glob("*.json") if not file.stem.startswith("form-"))


def fingerprint(name: str) -> str:
    """Give the fingerprint of the payloads that a picture shows."""
    drawn = b"".join((GOLDEN / platform / f"{name}.json").read_bytes() for platform in PLATFORMS)
    return hashlib.sha256(drawn).hexdigest()[:16]


def pair(name: str) -> str:
    """Give one card as HTML: Slack on the left, Discord on the right."""
    shots = (
        Shot(platform=each, payload=json.loads((GOLDEN / platform / f"{name}.json").read_text("utf-8")), at=START)
        for platform, each in PLATFORMS.items()
    )
    return f'<main class="pair">{"".join(f"<div>{message(shot)}</div>" for shot in shots)}</main>'


def draw(browser: str, drawn: Sequence[str]) -> None:
    """Write the pictures of some cards, photographed together."""
    style = (HERE / "look.css").read_text(encoding="utf-8")
    pairs = "".join(map(pair, drawn))
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title></title><style>{style}</style>'
        f"{pairs}<script>{_MEASURE}</script></html>"
    )
    with TemporaryDirectory(prefix="plenary-gallery-") as folder:
        source, shown = Path(folder) / "page.html", Path(folder) / "page.png"
        source.write_text(html, encoding="utf-8")
        start = (browser, *FLAGS, f"--user-data-dir={folder}/profile")
        found = _HEIGHTS.search(run(*start, f"--window-size={WIDTH},900", "--dump-dom", source.as_uri()))
        if found is None:
            raise RuntimeError(drawn)
        heights = json.loads(found[1])
        size = f"--window-size={WIDTH},{sum(each[0] for each in heights)}"
        run(*start, size, f"--screenshot={shown}", source.as_uri())
        _cut_up(shown, dict(zip(drawn, heights, strict=True)))


def _cut_up(shown: Path, heights: dict[str, list[int]]) -> None:
    """Cut a page into one picture for each card; ``heights`` are those of the pair and of its two messages."""
    with Image.open(shown) as page:
        whole, top = page.convert("RGB"), 0
        for name, (height, *messages) in heights.items():
            part = whole.crop((0, top, WIDTH, top + height))
            if height > HIGHEST:
                part = _without_middle(part, messages)
            save(part, FOLDER / f"{name}.png", FEW)
            top += height


def _without_middle(part: Image.Image, messages: Sequence[int]) -> Image.Image:
    """Leave out what is between the beginning and the end of each message that is too long."""
    short = Image.new("RGB", (WIDTH, HIGHEST), "white")
    half = WIDTH // 2
    for left, height in zip((0, half), messages, strict=True):
        column, end = part.crop((left, 0, left + half, part.height)), height + 2 * MARGIN
        head = HIGHEST - FOOT - GAP
        if end <= HIGHEST:
            short.paste(column.crop((0, 0, half, HIGHEST)), (left, 0))
        else:
            short.paste(column.crop((0, 0, half, head)), (left, 0))
            short.paste(column.crop((0, end - FOOT, half, end)), (left, HIGHEST - FOOT))
            ImageDraw.Draw(short).text((left + half // 2 - 20, HIGHEST - FOOT - GAP + 6), "[ ... ]", fill="black")
    return short


def page(index: dict[str, str]) -> Iterator[str]:
    """Give the lines of the page that shows all pictures."""
    yield "# The gallery of cards\n"
    yield (
        "Made by `.venv/bin/python docs/pictures/gallery.py`; do not edit by hand. Each card as Slack (left) and\n"
        "Discord (right) get it: the payloads of `tests/golden`, which `tests/gallery` plays through the dispatcher.\n"
        "The clients’ own drawing is imitated; of a long card the middle is left out. The hardest are in French, with\n"
        "forty states: what does not fit goes along as a file.\n"
    )
    for name in sorted(index, key=lambda name: (name.startswith("hardest"), name)):
        title = name.replace("-", " ")
        yield f"## {title}\n\n![{title}: on Slack, and on Discord]({name}.png)\n"


def main() -> int:
    """Draw what has changed; give the exit status."""
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    index = {name: fingerprint(name) for name in names()}
    before = json.loads(INDEX.read_text("utf-8")) if INDEX.exists() and "--all" not in sys.argv else {}
    due = [name for name in index if index[name] != before.get(name) or not (FOLDER / f"{name}.png").exists()]
    for start in range(0, len(due), TOGETHER):
        draw(browser, due[start : start + TOGETHER])
    for file in FOLDER.glob("*.png"):
        if file.stem not in index:
            file.unlink()
    INDEX.write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "README.md").write_text("\n".join(page(index)), encoding="utf-8")
    print(f"{len(due)} drawn, {len(index)} in all")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
