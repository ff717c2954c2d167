"""One headless Chromium for all tests here; without one they are skipped, but fail where the whole check runs.

``PLENARY_BROWSER`` is the path of a Chromium; else that of the system is taken. Playwright brings the driver alone, and
no browser.
"""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from storage.database import Database
from tests.browser.scene import play
from tests.integration.record_world import Readers, readers_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE = {"width": 1100, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a Chromium; skip where there is none."""
    named = os.environ.get("PLENARY_BROWSER")
    if named:
        assert Path(named).exists(), f"PLENARY_BROWSER names {named}, which is not there"
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        end = pytest.fail if os.environ.get("CI") else pytest.skip
        end("no Chromium here: install it (Debian: apt-get install chromium) or name one in PLENARY_BROWSER")
    return found


Opened = Callable[..., AbstractAsyncContextManager[BrowserContext]]


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Start the browser, without a network of its own."""
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        started = await playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        await started.close()


@asynccontextmanager
async def reading(browser: Browser, **how: object) -> AsyncIterator[BrowserContext]:
    """Open a reader's window; an error in the browser's console fails the test."""
    context = await browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **how})  # type: ignore[arg-type]
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    await context.close()
    assert faults == []


@pytest.fixture
async def record(sqlite_database: Database) -> AsyncIterator[Readers]:
    """Give a house with a record of all kinds, open to everybody, its journal too."""
    async with readers_of(sqlite_database, journal=True) as made:
        await play(made.world)
        yield made
