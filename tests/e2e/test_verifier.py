"""The verifier that stands alone, on journals made by hand: whatever can be wrong is told in one plain sentence."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.chains import AT, SALTED, SEAL, Act, chain, checkpoint, founding, hash_of, line_of, restoring
from tests.e2e.test_verifying import verifier
from tests.unit.test_signing import new_signer

HOUSE, STRANGER = new_signer(), new_signer()
FOUNDED = founding(HOUSE.public_key)
ENTRY: Mapping[str, object] = json.loads(chain([FOUNDED])[0])
BOTH = pytest.mark.parametrize("version", [SALTED - 1, SALTED, SALTED + 1])


def judged(tmp_path: Path, lines: list[bytes], *arguments: str) -> tuple[int, str]:
    """Have the verifier read a journal; whatever is in it, it ends with a verdict."""
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"".join(lines))
    status, told = verifier(path, *arguments)
    assert "Traceback" not in told
    return status, told


def sealed(*acts: Act, version: int = SALTED) -> list[bytes]:
    """Make a journal that the house has sealed and signed behind what happened."""
    lines = chain([FOUNDED, *acts, SEAL], version=version)
    return chain([FOUNDED, *acts, SEAL, checkpoint(lines, HOUSE)], version=version)


@BOTH
def test_signed_journal_is_whole(tmp_path: Path, version: int) -> None:
    """With salts and without: each as its version has it."""
    lines = sealed(version=version)
    status, told = judged(tmp_path, lines, f"2:{hash_of(lines[1])}", "--key", HOUSE.public_key)
    assert (status, "The journal is whole." in told) == (0, True)
    assert f"The key was set in entry 1: {HOUSE.public_key}" in told


def test_journal_goes_on_with_salts_where_it_had_none(tmp_path: Path) -> None:
    """Older entries stay as they were."""
    lines = sealed(version=SALTED - 1)
    entry = {**ENTRY, "event": "RecordSealed", "facts": SEAL[1], "seq": 4, "previous": hash_of(lines[-1])}
    assert judged(tmp_path, [*lines, line_of(entry)])[0] == 0


def _without(name: str) -> dict[str, object]:
    return {member: value for member, value in ENTRY.items() if member != name}


MALFORMED = (
    (line_of(_without("salt")), "lacks 'salt'"),
    (line_of({**ENTRY, "salt": "5E" * 16}), "a salt that is not 32 lower-case hexadecimal digits"),
    (line_of({**ENTRY, "salt": "5e" * 15}), "a salt that is not 32 lower-case hexadecimal digits"),
    (line_of({**ENTRY, "salt": 5}), "has 'salt' of the wrong kind"),
    (line_of({**ENTRY, "version": SALTED - 1}), "has 'salt', which an entry of version 6 does not have"),
    (line_of({**ENTRY, "note": ""}), "has 'note', which an entry of version 7 does not have"),
    (line_of(_without("by")), "lacks 'by'"),
    (line_of(_without("version")), "does not have a version"),
    (line_of({**ENTRY, "version": True}), "does not have a version"),
    (line_of({**ENTRY, "version": 0}), "does not have a version"),
    (line_of({**ENTRY, "seq": True}), "has 'seq' of the wrong kind"),
    (line_of({**ENTRY, "seq": 1.0}), "has a number that is not whole"),
    (line_of({**ENTRY, "facts": {"share": 1.5}}), "has a number that is not whole"),
    (line_of({**ENTRY, "facts": {"share": float("nan")}}), "has a number that is not whole"),
    (line_of({**ENTRY, "facts": []}), "has 'facts' of the wrong kind"),
    (line_of({**ENTRY, "alliance": None}), "has 'alliance' of the wrong kind"),
    (line_of({**ENTRY, "facts": {}}), "does not tell 'public_key' as AllianceFounded must"),
    (line_of({**ENTRY, "facts": {"public_key": 5}}), "does not tell 'public_key'"),
    (line_of({**ENTRY, "facts": {"public_key": "zz" * 32}}), "does not tell 'public_key'"),
    (line_of({**ENTRY, "event": "CharterApplied"}), "is not AllianceFounded"),
    (b"[]\n", "is not a JSON object"),
    (b"[" * 100_000 + b"]" * 100_000 + b"\n", "is nested too deeply"),
    (b'{"seq":' + b"9" * 5000 + b"}\n", "Entry 1 "),
    (b'{"alliance":"\\ud800"}\n', "is not written in the canonical form"),
    (b"\xff\n", "is not JSON in UTF-8"),
)


@pytest.mark.parametrize(("line", "why"), MALFORMED, ids=[f"{at} {why}" for at, (_, why) in enumerate(MALFORMED)])
def test_malformed_entry_is_told_in_a_sentence(tmp_path: Path, line: bytes, why: str) -> None:
    """Never as a fault of the verifier, and never as a whole journal."""
    status, told = judged(tmp_path, [line])
    assert (status, told.startswith("Entry 1 "), "NOT whole" in told) == (1, True, True)
    assert why in told


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "There is no entry in it."),
        ([line_of(ENTRY)[:-1]], "The last line is not ended"),
        (chain([FOUNDED, FOUNDED]), "Entry 2 is AllianceFounded, which only entry 1 can be."),
    ],
    ids=["empty", "unended", "founded twice"],
)
def test_file_that_is_no_journal_is_not_whole(tmp_path: Path, lines: list[bytes], why: str) -> None:
    """A journal begins with its founding, once, and ends with a whole line."""
    status, told = judged(tmp_path, lines)
    assert (status, why in told) == (1, True)


def test_founding_of_an_early_version_names_no_key(tmp_path: Path) -> None:
    """A record that is older than keys is whole without one."""
    facts = {name: value for name, value in FOUNDED[1].items() if name != "public_key"}
    assert judged(tmp_path, chain([("AllianceFounded", facts)], version=5))[0] == 0


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("length", None), ("length", "2"), ("length", True), ("hash", None), ("hash", 5), ("at", "now\n"), ("at", []),
        ("signature", {}), ("signature", "2c"),
    ],
)  # fmt: skip
def test_malformed_checkpoint_is_told(tmp_path: Path, fact: str, value: object) -> None:
    """A fact that is missing, or of another form, is named."""
    acts = [FOUNDED, SEAL]
    event, facts = checkpoint(chain(acts), HOUSE)
    given = {**facts, fact: value} if value is not None else {name: facts[name] for name in facts if name != fact}
    status, told = judged(tmp_path, chain([*acts, (event, given)]))
    assert (status, f"Entry 3 does not tell '{fact}' as CheckpointMade must." in told) == (1, True)


def _of_the_future() -> list[bytes]:
    acts = [FOUNDED, SEAL]
    event, facts = checkpoint(chain(acts), HOUSE)
    return chain([*acts, (event, {**facts, "length": 3})])


def _unsealed() -> list[bytes]:
    acts = [FOUNDED, SEAL, ("CharterApplied", {"text": "…"})]
    return chain([*acts, checkpoint(chain(acts), HOUSE)])


def _by_a_stranger() -> list[bytes]:
    return chain([FOUNDED, SEAL, checkpoint(chain([FOUNDED, SEAL]), STRANGER)])


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_of_the_future, "The checkpoint in entry 3 signs a record that differs from this one"),
        (_unsealed, "The checkpoint in entry 4 signs entry 3, which is not RecordSealed."),
        (_by_a_stranger, "The checkpoint in entry 3 does not bear the signature"),
    ],
)
def test_checkpoint_that_does_not_hold_is_told(tmp_path: Path, make: Callable[[], list[bytes]], why: str) -> None:
    """It signs a seal that stands before it, with the key on record."""
    status, told = judged(tmp_path, make())
    assert (status, why in told) == (1, True)


def test_chain_signed_anew_by_a_stranger_shows_the_other_key(tmp_path: Path) -> None:
    """By itself it is whole, with each key told; it is not for whoever kept the key."""
    acts: list[Act] = [FOUNDED, ("SigningKeySet", {"public_key": STRANGER.public_key}), SEAL]
    lines = chain([*acts, checkpoint(chain(acts), STRANGER)])
    status, told = judged(tmp_path, lines)
    assert status == 0
    assert f"The key was set in entry 1: {HOUSE.public_key}" in told
    assert f"The key changed in entry 2: {STRANGER.public_key}" in told
    assert "give the one that was posted as --key" in told
    status, told = judged(tmp_path, lines, "--key", HOUSE.public_key.upper())
    assert (status, "The key of entry 2 is not the one that you gave." in told) == (1, True)
    assert "The key of entry 1 is not" not in told
    assert judged(tmp_path, lines, "--key", HOUSE.public_key, "--key", STRANGER.public_key)[0] == 0


def test_key_is_missed_where_none_is_on_record(tmp_path: Path) -> None:
    """Whoever kept a key has a journal without any told to be another."""
    status, told = judged(tmp_path, chain([founding("")]), "--key", HOUSE.public_key)
    assert (status, "No entry names a key: you gave one." in told) == (1, True)


def test_restore_is_told_beside_the_checkpoints_that_were_lost(tmp_path: Path) -> None:
    """A reader can tell from the dates whether the checkpoint is of the time that is not on record."""
    lines = sealed(restoring())
    for lost, why in ((f"2:{'9f' * 32}", "written anew"), (f"70:{'9f' * 32}", "the end was cut")):
        status, told = judged(tmp_path, lines, lost)
        assert (status, why in told) == (1, True)
        assert f"Entry 2 tells that the record was restored at {AT.replace('12-01', '12-03')}" in told
        assert f"from a copy made at {AT}" in told
        assert "a checkpoint of 2 entries or more that was posted then fits no more" in told


@pytest.mark.parametrize("words", [("2:" + "z" * 64,), ("0:" + "0" * 64,), ("--key", "5e")])
def test_what_was_kept_is_read_whole_or_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """What was copied wrongly is told before anything is checked; white space around it does no harm."""
    lines = sealed()
    status, told = judged(tmp_path, lines, *words)
    assert (status, " is no " in told) == (2, True)
    assert judged(tmp_path, lines, f" 2:{hash_of(lines[1])} ")[0] == 0
