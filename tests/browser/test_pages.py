"""What a reader does with the record in a browser, on a desk and on a phone, by day and by night, in French."""

import json
from hashlib import sha256
from typing import Final

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import PHONE, reading
from tests.integration.record_world import Readers

PAGES: Final = (
    "", "decisions", "decisions?words=nothing+fits", "motions/1", "motions/2", "motions/3", "motions/4", "motions/5",
    "members", "members/EST", "members/HUN", "council", "calendar", "verify",
)  # fmt: skip


async def opened(page: Page, record: Readers, path: str) -> None:
    """Go to a page of the record."""
    await page.goto(f"{record.root}{record.base}/{path}")


async def test_reader_finds_a_decision_and_who_voted_how(browser: Browser, record: Readers) -> None:
    """From the first page by search to the board, to a member, and back by its link."""
    async with reading(browser) as context:
        page = await context.new_page()
        await opened(page, record, "")
        await page.get_by_role("link", name="Decisions", exact=True).click()
        await page.get_by_label("Words in the title or the text").fill("shipping lanes")
        await page.get_by_label("Outcome").select_option("adopted")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_role("status")).to_have_text("1 decision")
        await page.get_by_role("link", name="M-1 Joint watch").click()
        board = page.get_by_role("table", name="Every member on the roll of this vote, by name.")
        await expect(board.get_by_role("row", name="Brazil")).to_contain_text("✗ No")
        await board.get_by_role("link", name="Estonia").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Estonia")
        await page.get_by_role("link", name="M-1 Joint watch over the Gulf of Finland").first.click()
        await expect(page.get_by_text("Our coast is the longest of those concerned.").first).to_be_visible()


async def test_keyboard_alone_reaches_the_content(browser: Browser, record: Readers) -> None:
    """The first stop of the tabulator leads past the navigation."""
    async with reading(browser) as context:
        page = await context.new_page()
        await opened(page, record, "motions/1")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="To the content")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("main")).to_be_focused()


async def test_hostile_text_is_only_text(browser: Browser, record: Readers) -> None:
    """Nothing of it runs or is fetched: it stands there as it was typed."""
    async with reading(browser) as context:
        page = await context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        for path in ("", "decisions", "motions/2", "members/EST"):
            await opened(page, record, path)
            await expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
            assert await page.locator("main img:not(.picture > img), main script").count() == 0
        assert dialogs == []


async def test_phone_needs_no_sideways_scrolling(browser: Browser, record: Readers) -> None:
    """At 360 pixels every page is as wide as the screen; a wide table moves within its own frame."""
    async with reading(browser, viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = await context.new_page()
        widths = {}
        for path in PAGES:
            await opened(page, record, path)
            widths[path] = await page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > PHONE["width"]} == {}


async def test_page_follows_the_reader_into_the_dark(browser: Browser, record: Readers) -> None:
    """Dark paper and light ink where the reader's system is dark."""
    colours = {}
    for scheme in ("light", "dark"):
        async with reading(browser, color_scheme=scheme) as context:
            page = await context.new_page()
            await opened(page, record, "motions/1")
            colours[scheme] = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}


async def test_french_reader_reads_french_and_may_choose_english(browser: Browser, record: Readers) -> None:
    """By the browser's language; the choice at the foot of the page stays from page to page."""
    async with reading(browser, locale="fr-FR") as context:
        page = await context.new_page()
        await opened(page, record, "motions/1")
        await expect(page.get_by_role("heading", name="Tableau des votes")).to_be_visible()
        await expect(page.locator("table.board").get_by_role("row", name="Brésil")).to_contain_text("Non")
        await page.get_by_role("link", name="English").click()
        await page.get_by_role("link", name="Members", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Members")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
async def test_axe_finds_nothing(browser: Browser, record: Readers, scheme: str, size: str) -> None:
    """On no page, in either language, by day or by night, on a desk or a phone; best practices too."""
    how = {"color_scheme": scheme, **({"viewport": PHONE} if size == "phone" else {}), "bypass_csp": True}
    found = []
    async with reading(browser, **how) as context:
        page = await context.new_page()
        for path in PAGES:
            for language in ("en", "fr"):
                await opened(page, record, f"{path}{'&' if '?' in path else '?'}lang={language}")
                results = await Axe().run(page)
                found += [
                    (path, language, violation["id"], [node["html"][:200] for node in violation["nodes"]])
                    for violation in results.response["violations"]
                ]
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


async def test_record_is_verified_in_the_browser(browser: Browser, record: Readers) -> None:
    """The journal of the house is fetched and found whole; a checkpoint that was kept fits it."""
    checkpoint = await record.world.house.writer.read(lambda uow: uow.checkpoints.last(record.world.code))
    assert checkpoint is not None
    async with reading(browser) as context:
        page = await context.new_page()
        await opened(page, record, "verify")
        await page.get_by_label("Checkpoints that you kept").fill(f"{checkpoint.length}:{checkpoint.hash}")
        await page.get_by_role("button", name="Verify", exact=True).click()
        result = page.locator("#result.good")
        await expect(result).to_contain_text("The journal is whole.")
        await expect(result).to_contain_text(f"Your checkpoint of {checkpoint.length} entries fits.")
        await expect(result).to_contain_text(f"{await record.world.entries()} entries of {record.world.code}")
        await expect(result).to_contain_text("Checkpoints with a good signature: 1.")
        await expect(result).to_contain_text("is the one that this page shows")


async def _journal(record: Readers) -> list[bytes]:
    return (await record.get("journal.jsonl")).body.splitlines(keepends=True)


def _chained(lines: list[bytes]) -> bytes:
    """Compute a chain anew over changed entries, as an operator could."""
    previous, made = "", []
    for line in lines:
        entry = json.loads(line) | {"previous": previous}
        text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        previous = sha256(text).hexdigest()
        made.append(text + b"\n")
    return b"".join(made)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("changed", "does not follow from the one before it"),
        ("removed", "is missing, or out of its place"),
        ("swapped", "is missing, or out of its place"),
        ("cut", "the file was cut"),
        ("shortened", "the end was cut"),
        ("garbled", "is not an entry in JSON"),
        ("rewritten", "the record was written anew"),
        ("resigned", "signs a record that differs"),
        ("forged", "does not bear the signature"),
        ("foreign", "This is the journal of elsewhere"),
        ("empty", "There is no entry in it."),
    ],
)
async def test_tampered_journal_is_found_in_the_browser(
    browser: Browser, record: Readers, what: str, told: str
) -> None:
    """Each kind of tampering with a file that the reader chooses is told in words."""
    lines = await _journal(record)
    at = next(place for place, line in enumerate(lines) if b'"BallotCast"' in line)
    signed = next(place for place, line in enumerate(lines) if b'"CheckpointMade"' in line)
    checkpoint = json.loads(lines[signed])["facts"]
    vote = lines[at].replace(b'"choice":"yes"', b'"choice":"no"')
    assert vote != lines[at]
    forged = checkpoint["signature"][:-2] + ("00" if checkpoint["signature"][-2:] != "00" else "11")
    data = {
        "changed": b"".join([*lines[:at], vote, *lines[at + 1 :]]),
        "removed": b"".join([*lines[:at], *lines[at + 1 :]]),
        "swapped": b"".join([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]),
        "cut": b"".join(lines)[:-1],
        "shortened": b"".join(lines[: checkpoint["length"] - 1]),
        "garbled": b"".join([*lines[:at], b"{\n", *lines[at + 1 :]]),
        "rewritten": _chained([*lines[:at], vote, *lines[at + 1 :]]),
        "resigned": _chained([*lines[:at], vote, *lines[at + 1 :]]),
        "forged": _chained(
            [
                *lines[:signed],
                lines[signed].replace(checkpoint["signature"].encode(), forged.encode()),
                *lines[signed + 1 :],
            ]
        ),
        "foreign": _chained([line.replace(record.world.code.encode(), b"elsewhere") for line in lines]),
        "empty": b"",
    }[what]
    async with reading(browser) as context:
        page = await context.new_page()
        await opened(page, record, "verify")
        await page.get_by_label("A file of your own").set_input_files(
            {"name": "journal.jsonl", "mimeType": "application/jsonl", "buffer": data}
        )
        await page.get_by_label("Checkpoints that you kept").fill(f"{checkpoint['length']}:{checkpoint['hash']}")
        await page.get_by_role("button", name="Verify", exact=True).click()
        await expect(page.locator("#result.bad")).to_contain_text("The journal is NOT whole.")
        await expect(page.locator("#result")).to_contain_text(told)


async def test_what_is_pasted_wrong_is_told(browser: Browser, record: Readers) -> None:
    """A text without any checkpoint in it is not passed over."""
    async with reading(browser) as context:
        page = await context.new_page()
        await opened(page, record, "verify")
        await page.get_by_label("Checkpoints that you kept").fill("yesterday's")
        await page.get_by_role("button", name="Verify", exact=True).click()
        await expect(page.locator("#result.bad")).to_contain_text("Not every line that you pasted is a checkpoint")
        await expect(page.locator("#result.bad")).to_contain_text("yesterday's")


async def test_page_that_checks_says_what_it_needs_without_a_script(browser: Browser, record: Readers) -> None:
    """The only page that needs one; every other page is whole without."""
    async with reading(browser, java_script_enabled=False) as context:
        page = await context.new_page()
        await opened(page, record, "verify")
        await expect(page.get_by_text("This page alone needs JavaScript")).to_be_visible()
        await expect(page.get_by_role("button", name="Verify", exact=True)).to_be_hidden()
        await opened(page, record, "decisions")
        await page.get_by_label("Kind").select_option("order")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_role("status")).to_have_text("1 decision")
