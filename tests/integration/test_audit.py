"""The audit of what is pinned: the real pip-audit against a local server that speaks the database's protocol."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.audit import audit

HASH: Final = f"--hash=sha256:{'0' * 64}"
PINNED: Final = f"apple==1.0 {HASH}\npear==2.0 {HASH}\n"
CLEAN: Final = "2 pinned packages, no known vulnerability."
ADVISORY: Final[Mapping[str, Any]] = {
    "id": "PYSEC-2026-1",
    "summary": "Falls from the tree.",
    "affected": [
        {
            "package": {"name": "pear", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.1"}]}],
        }
    ],
}


@asynccontextmanager
async def advisories(known: Mapping[str, Mapping[str, Any]]) -> AsyncIterator[str]:
    """Serve a database that knows these advisories, by package; give its address."""

    async def query(request: web.Request) -> web.Response:
        asked = await request.json()
        found = known.get(asked["package"]["name"])
        return web.json_response({} if found is None else {"vulns": [found]})

    app = web.Application()
    app.router.add_post("/v1/query", query)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/v1/query"))


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text(PINNED, encoding="utf-8")
    return path


async def test_pins_without_a_known_vulnerability_pass(lock: Path) -> None:
    """Every pin was asked about, and none is known to be weak."""
    async with advisories({}) as address:
        assert await asyncio.to_thread(audit, lock, "--osv-url", address) == (0, CLEAN)


async def test_known_vulnerability_fails_and_names_the_way_out(lock: Path) -> None:
    """Which package, which advisory, and which version mends it; one that does not concern us can be left out."""
    async with advisories({"pear": ADVISORY}) as address:
        status, told = await asyncio.to_thread(audit, lock, "--osv-url", address)
        assert status == 1
        assert told == "pear 2.0: PYSEC-2026-1, mended in 2.1"
        left_out = await asyncio.to_thread(audit, lock, "--osv-url", address, "--ignore-vuln", "PYSEC-2026-1")
        assert left_out == (0, CLEAN)


async def test_without_a_network_the_audit_says_so_and_passes(lock: Path) -> None:
    """Nobody listens there: a plain notice, and no failure of the check."""
    status, told = await asyncio.to_thread(audit, lock, "--osv-url", "http://127.0.0.1:9/v1/query")
    assert status == 0
    assert told.startswith("Not audited: the database of advisories could not be reached")
    assert len(told) < 160


@pytest.mark.parametrize("text", ["apple==1.0\n", f"apple>=1.0 {HASH}\n"])
def test_lock_that_cannot_be_audited_fails(lock: Path, text: str) -> None:
    """A pin without a hash, or no pin at all, is found without a network too."""
    lock.write_text(text, encoding="utf-8")
    status, told = audit(lock, "--osv-url", "http://127.0.0.1:9/v1/query")
    assert status == 1
    assert told.startswith("requirements.lock cannot be audited")
