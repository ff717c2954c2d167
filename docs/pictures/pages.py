"""Takes the pictures of the web record: ``python docs/pictures/pages.py`` plays a small record and draws its pages.

It takes the Chromium of the system, or the one that ``PLENARY_BROWSER`` names.
"""
# ruff: noqa: INP001 - a script beside what it writes

import asyncio
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.async_api import Browser, async_playwright

from storage.database import open_database
from tests.browser.scene import play
from tests.chance import settled
from tests.integration.record_world import Readers, readers_of

FOLDER: Final = Path(__file__).parent / "pages"
COLOURS: Final = 200
"""Colours of a picture: pages have few, and the pictures stay small."""
WIDE: Final = {"width": 900, "height": 1000}
TALL: Final = {"width": 900, "height": 2100}
PHONE: Final = {"width": 390, "height": 800}
SHOTS: Final = {
    "overview": ("", WIDE, "en", "light"),
    "decisions": ("decisions", WIDE, "en", "light"),
    "motion": ("motions/1", TALL, "en", "light"),
    "motion-phone": ("motions/1", PHONE, "fr", "dark"),
    "member": ("members/EST", WIDE, "en", "light"),
    "seats": ("council", WIDE, "fr", "light"),
    "calendar": ("calendar", PHONE, "en", "light"),
    "verify": ("verify", WIDE, "en", "dark"),
}


async def photograph(browser: Browser, record: Readers, name: str) -> None:
    """Take the picture of a page; of the one that checks, after it has done so."""
    path, size, language, scheme = SHOTS[name]
    scale = 1.5 if size is PHONE else 1
    context = await browser.new_context(viewport=size, locale=language, color_scheme=scheme, device_scale_factor=scale)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{record.root}{record.base}/{path}")
    if name == "verify":
        last = await record.world.house.writer.read(lambda uow: uow.checkpoints.last(record.world.code))
        if last is not None:
            await page.get_by_label("Checkpoints that you kept").fill(f"{last.length}:{last.hash}")
        await page.get_by_role("button", name="Verify", exact=True).click()
        await page.locator("#result.good").wait_for()
    await page.wait_for_load_state("networkidle")
    target = FOLDER / f"{name}.png"
    await page.screenshot(path=target)
    Image.open(target).convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(target, optimize=True)
    await context.close()


async def main() -> None:
    """Play, and take every picture."""
    chromium = os.environ.get("PLENARY_BROWSER") or shutil.which("chromium")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="plenary-pictures-") as folder:
        file = Path(folder) / "plenary.db"
        file.touch(0o600)
        database = open_database(f"sqlite:///{file}", chance=settled())
        database.migrate()
        async with readers_of(database, journal=True) as record, async_playwright() as playwright:
            await play(record.world, title="Port dues", text="1. Dues rise by a tenth.", long="Cable repair ships")
            browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name in SHOTS:
                await photograph(browser, record, name)
            await browser.close()
        database.close()


if __name__ == "__main__":
    asyncio.run(main())
