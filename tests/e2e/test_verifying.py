"""The record as anyone checks it: exported, read by the verifier that stands alone, tampered with, brought back in."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.signing import load_key
from bot.domain.checkpoints import statement
from bot.domain.events import CheckpointMade, RecordSealed
from storage.database import open_database

VERIFIER = Path(__file__).parents[2] / "docs" / "record" / "verify.py"


Plenary = Callable[..., Result]


@pytest.fixture
def plenary(monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal: it runs in a folder, on the database there, and must do so well or badly as is said."""

    def run(folder: Path, *arguments: str, fails: bool = False) -> Result:
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{folder}/plenary.db")
        result = CliRunner().invoke(app, arguments)
        assert (result.exit_code != 0) is fails, result.output
        return result

    return run


@pytest.fixture
def exported(tmp_path: Path, plenary: Plenary) -> Path:
    """Found an alliance with a key, sign its record, and export the journal."""
    home = tmp_path / "home"
    plenary(home, "init", "--charter", "alliance-of-democracies", "--name", "House")
    signer = load_key(home / "plenary.key")
    with closing(open_database(f"sqlite:///{home}/plenary.db")) as database, database.transaction() as uow:
        [code] = uow.alliances.codes()
        at = uow.journal.last_instant(code)
        assert at is not None
        uow.record(code, RecordSealed(seal="5e" * 32), at=at, by="clock")
        head = uow.journal.head(code)
        signature = signer.sign(statement(code, length=head.seq, hash=head.hash, at=at))
        made = CheckpointMade(length=head.seq, hash=head.hash, at=at, signature=signature)
        uow.record(code, made, at=at, by="clock")
    plenary(home, "export", "journal", "--output", "journal.jsonl")
    return home / "journal.jsonl"


def verifier(path: Path, *posted: str, alone: bool = False) -> tuple[int, str]:
    """Run the verifier; ``alone`` keeps every package from it."""
    words = (sys.executable, *(("-I", "-S") if alone else ()), str(VERIFIER), str(path), *posted)
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    return ended.returncode, ended.stdout + ended.stderr


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def _hash(line: bytes) -> str:
    return sha256(line.rstrip(b"\n")).hexdigest()


def test_whole_journal_is_whole_to_both(exported: Path, plenary: Plenary) -> None:
    """The verifier that stands alone agrees with the house, about a posted checkpoint too."""
    lines = _lines(exported)
    posted = f"{len(lines)}:{_hash(lines[-1])}"
    status, told = verifier(exported, posted)
    assert (status, "whole" in told, "1 checkpoints" in told) == (0, True, True)
    assert "not checked" not in told
    assert "whole" in plenary(exported.parent, "verify", "--posted", posted).output


def test_verifier_needs_no_package(exported: Path) -> None:
    """Without ``cryptography`` it checks the chain, and says that it could not check signatures."""
    status, told = verifier(exported, alone=True)
    assert status == 0
    assert "1 signatures were not checked" in told


def _changed(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b"House", b"Horse"), *lines[1:]]


def _removed(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[2:]]


def _swapped(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1], *lines[3:]]


def _recomputed(lines: list[bytes]) -> list[bytes]:
    """Change the first entry, and compute the whole chain again."""
    made: list[bytes] = []
    for line in _changed(lines):
        entry = json.loads(line) | {"previous": _hash(made[-1]) if made else ""}
        told = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        made.append(f"{told}\n".encode())
    return made


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        (_changed, "does not follow from the entry before it"),
        (_removed, "bears the number 3"),
        (_swapped, "bears the number 3"),
        (_recomputed, "signs a record that differs from this one"),
        (lambda lines: [lines[0][:-2] + b"\n"], "is not JSON"),
        (lambda lines: [lines[0].replace(b":", b": ", 1), *lines[1:]], "canonical form"),
    ],
    ids=["a byte", "an entry gone", "two swapped", "the chain anew", "half a line", "another form"],
)
def test_tampering_is_told_in_words(
    exported: Path, tmp_path: Path, plenary: Plenary, tamper: Callable[[list[bytes]], list[bytes]], why: str
) -> None:
    """Each way to change the record quietly is found, and named with its entry; none is brought in."""
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"".join(tamper(_lines(exported))))
    status, told = verifier(bad)
    assert status == 1
    assert why in told
    fresh = tmp_path / "fresh"
    assert "Nothing was brought in" in plenary(fresh, "import", "journal", str(bad), fails=True).output


def test_cut_and_rewriting_show_against_a_posted_checkpoint(exported: Path, tmp_path: Path, plenary: Plenary) -> None:
    """A shorter record is a whole chain: only who kept a post can tell."""
    lines = _lines(exported)
    posted = f"{len(lines)}:{_hash(lines[-1])}"
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(lines[:-1]))
    assert verifier(cut)[0] == 0
    status, told = verifier(cut, posted)
    assert (status, "the end was cut" in told) == (1, True)
    status, told = verifier(exported, f"1:{'0' * 64}")
    assert (status, "was written anew" in told) == (1, True)
    refused = plenary(exported.parent, "verify", "--posted", f"1:{'0' * 64}", fails=True)
    assert "written anew" in refused.output


def test_journal_brought_into_an_empty_database_is_the_same(exported: Path, tmp_path: Path, plenary: Plenary) -> None:
    """Word for word, with all that follows from it; into a database that holds one nothing is brought."""
    fresh = tmp_path / "fresh"
    plenary(fresh, "import", "journal", str(exported))
    assert "whole" in plenary(fresh, "verify").output
    plenary(fresh, "export", "journal", "--output", "again.jsonl")
    assert (fresh / "again.jsonl").read_bytes() == exported.read_bytes()
    for what in ("motions", "roll-calls", "members", "terms", "contributions", "commitments", "authorisations"):
        for form in ("csv", "json"):
            told = [plenary(folder, "export", what, "--format", form).output for folder in (exported.parent, fresh)]
            assert told[0] == told[1] != ""
    assert "holds a record already" in plenary(fresh, "import", "journal", str(exported), fails=True).output


def test_signature_that_another_made_is_found(exported: Path) -> None:
    """The signature is checked where it can be: one sign of it changed is told."""
    lines = _lines(exported)
    entry = json.loads(lines[-1])
    signature = entry["facts"]["signature"]
    entry["facts"]["signature"] = ("0" if signature[0] != "0" else "1") + signature[1:]
    told = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    exported.write_bytes(b"".join([*lines[:-1], f"{told}\n".encode()]))
    status, said = verifier(exported)
    assert (status, "does not bear the signature" in said) == (1, True)


def test_posted_checkpoint_that_is_none_is_refused(exported: Path, plenary: Plenary) -> None:
    """A hash that was copied by half is told, not taken for a breach."""
    assert verifier(exported, "12:abc")[0] == 2
    assert "is no checkpoint" in plenary(exported.parent, "verify", "--posted", "12:abc", fails=True).output


def test_sheets_are_written_to_files_and_a_wrong_format_is_refused(exported: Path, plenary: Plenary) -> None:
    """A file holds what standard output would have shown."""
    home = exported.parent
    plenary(home, "export", "members", "--output", "members.csv")
    assert (home / "members.csv").read_text(encoding="utf-8").startswith("\ufeffmember,name")
    assert '"vote_events": []' in plenary(home, "export", "popolo").output
    assert "csv or json" in plenary(home, "export", "members", "--format", "xml", fails=True).output
