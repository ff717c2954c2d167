"""How the web record is served: downloads that fail halfway, files that wait their turn, odd addresses."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event
from typing import Final

import pytest
from aiohttp import web

from adapters.web.record import site
from adapters.web.record.access import Access
from bot.commands.context import Context
from bot.commands.export.exports import exported
from bot.commands.export.forms import Export, FileForm
from bot.pages.journal import lines_of
from storage.database import Database
from tests.behaviour.cast import SECRETARY
from tests.integration.record_world import Readers, readers_of

MASTER: Final = b"a secret of the operator, thirty-two or more"
PATIENCE: Final = 10
"""Seconds until a test gives up."""
Piece = tuple[int, bytes]


@pytest.fixture
async def record(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Readers]:
    """Give a house whose record everybody may read, the journal too, in pieces of five entries."""
    monkeypatch.setattr("adapters.web.record.site.PIECE", 5)
    monkeypatch.setattr("bot.pages.journal.PIECE", 5)
    async with readers_of(sqlite_database, journal=True) as made:
        yield made


async def on_the_wire(record: Readers, path: str, method: str = "GET") -> bytes:
    """Give all that comes over a connection until the server ends it, which a whole answer does not make it do."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(record.root.rpartition(":")[2]))
    writer.write(f"{method} {record.base}/{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    try:
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_download_that_fails_halfway_is_seen_to_be_broken(
    record: Readers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The connection is cut with no end to the body, nothing else is written into it, and it is in the log."""

    def second_fails(context: Context, *, after: int, until: int) -> Piece:
        if after:
            raise web.HTTPServiceUnavailable
        return lines_of(context, after=after, until=until)

    monkeypatch.setattr(site, "lines_of", second_fails)
    came = await on_the_wire(record, "journal.jsonl")
    assert came.count(b"HTTP/1.1") == 1
    assert came.startswith(b"HTTP/1.1 200")
    assert came.count(b'"seq":') == 5
    assert not came.endswith(b"0\r\n\r\n")
    assert "download_broken" in caplog.text
    assert "page_failed" not in caplog.text
    assert (await record.get()).status == 200


async def test_download_keeps_its_place_to_the_end(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come meanwhile; its place is free again after it."""

    def then_full(context: Context, *, after: int, until: int) -> Piece:
        monkeypatch.setattr("adapters.web.record.turns.WAITING", 1)
        return lines_of(context, after=after, until=until)

    monkeypatch.setattr(site, "lines_of", then_full)
    for _ in range(2):
        journal = await record.get("journal.jsonl")
        assert journal.status == 200
        assert journal.body.count(b"\n") == await record.world.entries() > 10


async def test_few_journals_are_sent_at_the_same_time(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow readers of the journal leave the pages to others."""
    monkeypatch.setattr("adapters.web.record.turns.DOWNLOADS", 0)
    assert (await record.get("journal.jsonl")).status == 503
    assert (await record.get()).status == 200


async def test_reader_who_takes_nothing_is_let_go(
    record: Readers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The connection is cut once a piece has waited for too long."""
    monkeypatch.setattr(site, "PATIENCE", 0.0)
    monkeypatch.setattr(site, "lines_of", lambda *_, until, **__: (until, b"x" * 50_000_000))
    assert len(await on_the_wire(record, "journal.jsonl")) < 50_000_000
    assert "download_broken" in caplog.text


async def test_head_of_the_journal_reads_none_of_it(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The headers alone, as of the whole; of an alliance that there is not, not even these."""

    def never(*_: object, **__: object) -> Piece:
        raise AssertionError

    whole = await record.get("journal.jsonl")
    monkeypatch.setattr(site, "lines_of", never)
    monkeypatch.setattr(site, "entries_told", never)
    head = await record.get("journal.jsonl", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy"):
        assert head.headers[name] == whole.headers[name]
    assert (await record.at("/record/nowhere/journal.jsonl", method="HEAD")).status == 404


@pytest.mark.parametrize("path", ["export/popolo.json", "motions/1/decision.pdf", ""])
async def test_file_that_is_being_written_takes_a_place(
    record: Readers, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Readers who wait for a file are waiters like all others: those who are too many are told to come again."""
    await record.world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    begun, go_on = Event(), Event()

    def slowly(export: Export, form: FileForm, context: Context) -> str:
        begun.set()
        go_on.wait(PATIENCE)
        return exported(export, form, context)

    monkeypatch.setattr(site, "exported", slowly)
    monkeypatch.setattr("adapters.web.record.turns.WAITING", 1)
    first = asyncio.create_task(record.get("export/motions.csv"))
    try:
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        async with asyncio.timeout(PATIENCE):
            assert (await record.get(path)).status == 503
    finally:
        go_on.set()
    assert (await first).status == 200
    assert (await record.get("export/motions.json")).status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [("CODE/decisions?year=1", 400), ("CODE/decisions?year=1899", 400), ("CODE/decisions?year=1900", 200),
     ("CODE/decisions?year=9998", 200), ("CODE/decisions?page=100000", 400), ("CODE/decisions?page=" + "9" * 3000, 400),
     ("CODE/decisions?words=%00", 400), ("CODE/decisions?words=a%00b&lang=%00", 400),
     ("CODE/decisions?words=" + "a" * 7000, 400), ("CODE/decisions?%ED%A0%80=%ED%A0%80", 200),
     ("CODE/decisions?member=%ED%A0%80", 400), ("CODE/decisions?lang=%ED%A0%80", 200), ("CODE/council?year=%00", 404),
     ("CODE/council?year=1", 404), ("CODE/members/%00", 404), ("CODE/members/%ED%A0%80", 404),
     ("CODE/members/" + "A" * 5000, 404), ("CODE/motions/999999999", 404), ("CODE/motions/999999999/board.png", 404),
     ("CODE/export/%00.csv", 404), ("CODE/export/motions.%00", 404),
     ("CODE/?" + "&".join(f"a{n}=1" for n in range(999)), 200),
     ("%00/", 404), ("%00", 404), ("%00/journal.jsonl", 404), ("%00/motions/1/votes.png", 404), ("%ED%A0%80/", 404),
     ("%FF/", 404), ("a" * 5000 + "/", 404), ("CODE%00/", 404), ("CODE%0A/", 404), ("static/%00", 404),
     ("CODE/~%00/", 404)],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
async def test_odd_address_is_answered_and_no_error_of_ours(
    record: Readers, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    """Whatever it holds, it is a page that is there or one that says what is wrong; nothing fails."""
    page = await record.at(f"/record/{address.replace('CODE', record.world.code)}")
    assert page.status == status
    assert "page_failed" not in caplog.text


@pytest.mark.parametrize("language", ["\u00e9", "en;q=nan, fr;q=1e999", ",;=,", "en-" + "x" * 3000, "*", "a_b@c.d"])
async def test_odd_language_is_passed_over(record: Readers, caplog: pytest.LogCaptureFixture, language: str) -> None:
    """What a browser says it likes is no reason to fail."""
    assert (await record.get(language=language)).status in {200, 400}
    assert "page_failed" not in caplog.text


@pytest.mark.parametrize("public", [True, False])
async def test_search_engines_list_no_address_with_a_secret(sqlite_database: Database, public: bool) -> None:
    """Whatever is answered; where everybody may read, pages are listed and only no copies are kept."""
    told = "noarchive" if public else "noindex, noarchive"
    access = Access() if public else Access(secret=MASTER)
    async with readers_of(sqlite_database, access, journal=True) as record:
        await record.world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
        await record.world.vote(1, est="yes")
        paths = (
            "",
            "motions/1",
            "motions/1/votes.png",
            "export/motions.csv",
            "calendar.ics",
            "journal.jsonl",
            "nothing",
        )
        for path in paths:
            assert (await record.get(path)).headers["X-Robots-Tag"] == told, path
        assert (await record.at(f"/record/{record.world.code}/")).headers["X-Robots-Tag"] == told
