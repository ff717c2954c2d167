"""The page that verifies, on journals made by hand: what the house would never write, and what the page shows of it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import reading
from tests.chains import SALTED, SEAL, Act, chain, checkpoint, founding, hash_of, line_of, restoring
from tests.integration.record_world import Readers
from tests.unit.test_signing import new_signer

HOUSE, STRANGER = new_signer(), new_signer()
FOUNDED = founding(HOUSE.public_key)
SHOWN = """(shown) => {
  Object.assign(document.getElementById("check").dataset, shown);
  document.getElementById("result").replaceChildren();
}"""
FAILING = """(name) => { crypto.subtle.importKey = async () => { throw new DOMException("", name); }; }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifying:
    """The page, open for a reader."""

    page: Page
    code: str

    async def judged(
        self, lines: list[bytes], *, posted: str = "", key: str = HOUSE.public_key, shown: list[bytes] | None = None
    ) -> Locator:
        """Have a journal checked by a page that shows the last entry of ``shown``, and this key; give the verdict."""
        told = shown if shown is not None else lines
        entries = str(len(told))
        facts = {"entries": entries, "told": entries, "hash": hash_of(told[-1]), "key": key}
        await self.page.evaluate(SHOWN, facts)
        await self.page.get_by_label("A file of your own").set_input_files(
            {"name": "journal.jsonl", "mimeType": "application/jsonl", "buffer": b"".join(lines)}
        )
        await self.page.get_by_label("Checkpoints that you kept").fill(posted)
        await self.page.get_by_role("button", name="Verify", exact=True).click()
        return self.page.locator("#result")

    def sealed(self, *acts: Act, version: int = SALTED) -> list[bytes]:
        """Make a journal that the house has sealed and signed behind what happened."""
        return self.signed([FOUNDED, *acts, SEAL], version=version)

    def signed(self, acts: list[Act], *, by: object = HOUSE, version: int = SALTED) -> list[bytes]:
        """Make a journal with a checkpoint of all of it."""
        lines = chain(acts, version=version, alliance=self.code)
        act = checkpoint(lines, by, alliance=self.code)  # type: ignore[arg-type]  # either of the two
        return chain([*acts, act], version=version, alliance=self.code)


@pytest.fixture
async def verifying(browser: Browser, record: Readers) -> AsyncIterator[Verifying]:
    """Open the page."""
    async with reading(browser) as context:
        page = await context.new_page()
        await page.goto(f"{record.root}{record.base}/verify")
        yield Verifying(page=page, code=record.world.code)


@pytest.mark.parametrize("version", [SALTED - 1, SALTED, SALTED + 1])
async def test_journal_with_salts_or_from_before_is_whole(verifying: Verifying, version: int) -> None:
    """Each entry as its version has it; the key is told."""
    lines = verifying.sealed(version=version)
    result = await verifying.judged(lines, posted=f" 2 : {hash_of(lines[1]).upper()}\n\n")
    await expect(result).to_contain_text("The journal is whole.")
    await expect(result).to_contain_text("Checkpoints with a good signature: 1.")
    await expect(result).to_contain_text("Your checkpoint of 2 entries fits.")
    await expect(result).to_contain_text(f"The key was set in entry 1: {HOUSE.public_key}")


def _entry(code: str, **members: object) -> bytes:
    """Make entry 1 with other members; one that is None is left out."""
    [line] = chain([FOUNDED], alliance=code)
    entry: dict[str, object] = {**_read(line), **members}
    return line_of({name: value for name, value in entry.items() if value is not None})


def _read(line: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(line)
    return found


MALFORMED: list[tuple[dict[str, object], str]] = [
    ({"salt": None}, "does not have the members"),
    ({"salt": "5E" * 16}, "does not have the members"),
    ({"version": SALTED - 1}, "does not have the members"),
    ({"version": True}, "does not have the members"),
    ({"note": ""}, "does not have the members"),
    ({"by": None}, "does not have the members"),
    ({"seq": "1"}, "does not have the members"),
    ({"facts": []}, "does not have the members"),
    ({"facts": {}}, "does not tell “public_key”"),
    ({"facts": {"public_key": 5}}, "does not tell “public_key”"),
    ({"facts": {"public_key": "zz" * 32}}, "does not tell “public_key”"),
    ({"event": "CharterApplied"}, "the founding of the alliance is entry 1"),
]


async def test_malformed_entry_is_told(verifying: Verifying) -> None:
    """In a sentence with its number."""
    for members, why in MALFORMED:
        result = await verifying.judged([_entry(verifying.code, **members)])
        await expect(result).to_contain_text("NOT whole")
        await expect(result).to_contain_text("Entry 1 ")
        await expect(result).to_contain_text(why)


async def test_checkpoint_that_does_not_hold_is_told(verifying: Verifying) -> None:
    """It signs a seal, with the key on record, and has every fact; no key that is one is beyond a browser."""
    unsealed = verifying.signed([FOUNDED, ("CharterApplied", {"text": "…"})])
    await expect(await verifying.judged(unsealed)).to_contain_text("signs entry 2, which is no seal")
    for key in (STRANGER.public_key, "ff" * 32):
        forged = verifying.signed([founding(key), SEAL])
        result = await verifying.judged(forged, key=key)
        await expect(result).to_contain_text("The checkpoint in entry 3 does not bear the signature")
    lines = verifying.sealed()
    for fact in ("length", "hash", "at", "signature"):
        entry = _read(lines[2])
        facts = entry["facts"]
        assert isinstance(facts, dict)
        del facts[fact]
        result = await verifying.judged([*lines[:2], line_of(entry)])
        await expect(result).to_contain_text(f"Entry 3 does not tell “{fact}” as its event must.")


async def test_only_a_browser_without_such_keys_cannot_tell(verifying: Verifying) -> None:
    """Whatever else goes wrong with a key, the signature is not good."""
    lines = verifying.sealed()
    for name, told in (("NotSupportedError", "cannot check: 1."), ("DataError", "does not bear the signature")):
        await verifying.page.evaluate(FAILING, name)
        await expect(await verifying.judged(lines)).to_contain_text(told)


async def test_key_of_a_stranger_is_told(verifying: Verifying) -> None:
    """A chain that was written anew names another key than the page."""
    changed: Act = ("SigningKeySet", {"public_key": STRANGER.public_key})
    lines = verifying.signed([FOUNDED, changed, SEAL], by=STRANGER)
    result = await verifying.judged(lines)
    await expect(result).to_contain_text("NOT whole")
    await expect(result).to_contain_text("The key of entry 2 is not the one that this page shows.")
    await expect(result).to_contain_text(f"The key changed in entry 2: {STRANGER.public_key}")
    result = await verifying.judged(lines, key=STRANGER.public_key)
    await expect(result).to_contain_text("The journal is whole.")
    result = await verifying.judged(chain([founding("")], alliance=verifying.code))
    await expect(result).to_contain_text("No entry names a key, and this page shows one.")


async def test_file_that_is_shorter_than_the_page_says_is_a_fault(verifying: Verifying) -> None:
    """The entry that the page names must be in it."""
    lines = verifying.sealed()
    result = await verifying.judged(lines[:2], shown=lines)
    await expect(result).to_contain_text("NOT whole")
    await expect(result).to_contain_text("This page shows entry 3, here are 2: the end was cut, or this file is older.")


async def test_restore_is_told_beside_the_checkpoints_that_were_lost(verifying: Verifying) -> None:
    """With its dates, by which a reader can judge."""
    result = await verifying.judged(verifying.sealed(restoring()), posted=f"70:{'9f' * 32}")
    await expect(result).to_contain_text("A checkpoint tells of 70 entries, here are 4")
    told = "Entry 2 says that the record was restored 2026-12-03 12:00 UTC from a copy made 2026-12-01 12:00 UTC."
    await expect(result).to_contain_text(told)


async def test_checkpoint_that_was_pasted_wrong_is_told(verifying: Verifying) -> None:
    """Beside good ones too: it is named, and nothing is called whole."""
    lines = verifying.sealed()
    for bad in (f"3:{'0' * 63}", f"0:{'0' * 64}", f"3:{'0' * 65}"):
        result = await verifying.judged(lines, posted=f"2:{hash_of(lines[1])}\n{bad}")
        await expect(result).to_contain_text("Not every line that you pasted is a checkpoint")
        await expect(result.get_by_role("listitem")).to_have_text([bad])
