"""Draws the cards of Estonia's case as people see them: real payloads of both adapters, small HTML, pictures.

``python docs/pictures/draw.py`` writes the pictures that are kept; with ``--all FOLDER`` it puts every card, at a
phone's width and at a desktop's, into a folder to look at.
"""
# ruff: noqa: INP001 - a script and its parts beside what they write

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from discord_look import DiscordLook
from PIL import Image
from scene import Shot, play
from slack_look import SlackLook

from adapters.drawing.chart import png
from bot.domain.addresses import Platform

HERE: Final = Path(__file__).parent
READER: Final = ZoneInfo("Europe/Tallinn")
"""Where the reader is: an hour ahead of the alliance's own zone, so a picture shows that instants move."""

WIDTHS: Final = {"phone": 390, "desktop": 760, "pair": 800}
SCALES: Final = {"phone": 2, "desktop": 2, "pair": 1.3}
"""Dots to a pixel of the page; the README's picture is kept small."""
MOST: Final = 400_000
"""Bytes that the README's picture may have."""
COLOURS: Final = 128
"""Colours of a picture."""
KEPT: Final = {
    "slack-motion": ("slack-motion",),
    "slack-result": ("slack-result",),
    "slack-private": ("slack-receipt", "slack-refusal"),
    "discord-motion": ("discord-motion",),
    "discord-result": ("discord-result",),
    "discord-private": ("discord-receipt", "discord-refusal"),
}
BOTH: Final = ("slack-motion", "discord-motion", "slack-result", "discord-result")

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-lcd-text",
    "--disable-font-subpixel-positioning",
)
NO_BROWSER: Final = (
    "No Chromium here: install it and a font with flags, on Debian with "
    "`apt-get install chromium fonts-noto-color-emoji`."
)
_HEIGHT: Final = re.compile(r"<title>(\d+)</title>")


def message(shot: Shot) -> str:
    """Draw one message: who it is from, what it says, and whether only its reader sees it."""
    match shot.platform:
        case Platform.SLACK:
            said, alone = SlackLook(READER, shot.at).message(shot.payload), "Only visible to you"
        case Platform.DISCORD:
            said, alone = DiscordLook(READER).message(shot.payload), "Only you can see this"
        case Platform.CONSOLE:
            raise ValueError(shot.platform)
    note = f'<div class="private">{alone}</div>' if shot.private else ""
    who = (
        f'<div class="who">Plenary <span class="app">APP</span><small>{shot.at.astimezone(READER):%H:%M}</small></div>'
    )
    before, after = (note, "") if shot.platform is Platform.SLACK else ("", note)
    return (
        f'<div class="message {shot.platform.value}"><div class="face">P</div>'
        f"<div>{before}{who}{said}{after}</div></div>"
    )


def page(look: str, parts: Iterable[str]) -> str:
    """Give a whole page, whose title becomes its height once it is laid out."""
    style = (HERE / "look.css").read_text(encoding="utf-8")
    measure = "document.title = Math.floor(document.querySelector('main').getBoundingClientRect().height)"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title></title><style>{style}</style>'
        f'<main class="{look}">{"".join(parts)}</main><script>{measure}</script></html>'
    )


def photograph(browser: str, html: str, look: str, target: Path) -> None:
    """Write a picture of a page, as high as the page is."""
    with TemporaryDirectory(prefix="plenary-pictures-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        scale = f"--force-device-scale-factor={SCALES[look]}"
        start = (browser, *FLAGS, scale, f"--user-data-dir={folder}/profile")
        laid_out = run(*start, "--dump-dom", source.as_uri())
        found = _HEIGHT.search(laid_out)
        if found is None:
            raise RuntimeError(laid_out[:400])
        size = f"--window-size={WIDTHS[look]},{found[1]}"
        run(*start, size, f"--screenshot={target.resolve()}", source.as_uri())
        with Image.open(target) as taken:
            save(taken.convert("RGB"), target)


def save(picture: Image.Image, target: Path, colours: int = COLOURS) -> None:
    """Write a picture with few colours, so that it is small."""
    few = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


def run(*words: str) -> str:
    """Run the browser; give what it writes."""
    ended = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - a browser found on the path
    return ended.stdout


def kept_pages(shots: dict[str, Shot]) -> dict[str, tuple[str, str]]:
    """Give the look and the page of each picture that is kept."""
    pages = {name: ("phone", page("phone", (message(shots[each]) for each in of))) for name, of in KEPT.items()}
    heads = ("<h2>Slack</h2>", "<h2>Discord</h2>")
    pages["cards"] = ("pair", page("pair", (*heads, *(message(shots[each]) for each in BOTH))))
    return pages


def all_pages(shots: dict[str, Shot]) -> dict[str, tuple[str, str]]:
    """Give every card by itself at both widths."""
    return {
        f"{name}-{look}": (look, page(look, (message(shot),)))
        for name, shot in shots.items()
        for look in ("phone", "desktop")
    }


def main() -> int:
    """Draw; give the exit status."""
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    shots = asyncio.run(play())
    match sys.argv[1:]:
        case []:
            folder, pages = HERE, kept_pages(shots)
        case ["--all", str(where)]:
            folder, pages = Path(where), all_pages(shots)
        case _:
            print(__doc__, file=sys.stderr)
            return 1
    folder.mkdir(parents=True, exist_ok=True)
    for name, (look, html) in pages.items():
        photograph(browser, html, look, folder / f"{name}.png")
    board = shots["slack-result"].picture
    if folder == HERE and board is not None:
        with Image.open(BytesIO(png(board))) as drawn:
            save(drawn.convert("RGB"), HERE / "board.png")
    shown = HERE / "cards.png"
    if shown.stat().st_size > MOST:
        print(f"{shown.name} is larger than {MOST} bytes.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
