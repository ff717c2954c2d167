"""Checks an exported journal of Plenary. One file, Python 3.8 or later, nothing to install.

    python3 verify.py journal.jsonl [LENGTH:HASH ...]

``journal.jsonl`` is what ``plenary export journal`` writes: one entry a line. ``LENGTH:HASH`` is a checkpoint that you
kept when it was posted. Signatures are checked where the package ``cryptography`` is installed; without it that is
said, and everything else is checked. Exits 0 where the journal is whole, 1 where it is not, 2 where it cannot be read.

The format is described byte by byte in README.md beside this file; nothing of Plenary's own code is used here.
"""

# ruff: noqa: INP001 - it stands alone

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]  # it may be missing

NAMES = {"alliance", "at", "by", "event", "facts", "previous", "seq", "version"}


def canonical(value: object) -> str:
    """Write JSON in the one form that is hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def signed(key: str, told: bytes, signature: str) -> bool | None:
    """Tell whether a key made a signature; None where nothing here can tell."""
    if Ed25519PublicKey is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), told)
    except (InvalidSignature, ValueError):
        return False
    return True


def read(path: str) -> list[bytes]:
    """Give the lines of a file as bytes, each an entry."""
    content = Path(path).read_bytes()
    if content and not content.endswith(b"\n"):
        raise ValueError("the last line is not ended: the file was cut")
    return content.split(b"\n")[:-1]


def entry_of(line: bytes, number: int, previous: str, alliance: str | None) -> dict[str, Any]:
    """Read a line as entry ``number``; raise ValueError with what is wrong with it."""
    try:
        entry = json.loads(line.decode("utf-8"))
    except ValueError:
        raise ValueError("is not JSON in UTF-8") from None
    if not isinstance(entry, dict) or set(entry) != NAMES:
        raise ValueError("does not have the fields of an entry")
    if canonical(entry).encode("utf-8") != line:
        raise ValueError("is not written in the canonical form")
    if entry["seq"] != number:
        raise ValueError(f"bears the number {entry['seq']!r}: an entry is missing, or out of its place")
    if entry["previous"] != previous:
        raise ValueError("does not follow from the entry before it: one of the two was changed, or one is missing")
    if alliance is not None and entry["alliance"] != alliance:
        raise ValueError("is of another alliance")
    known: dict[str, Any] = entry
    return known


def checkpoint_fault(entry: dict[str, Any], hashes: list[str], key: str) -> tuple[str | None, bool]:
    """Say what is wrong with a checkpoint, or None; and whether its signature could be checked."""
    facts = entry["facts"]
    length = facts["length"]
    if not 0 < length < entry["seq"] or hashes[length - 1] != facts["hash"]:
        return "signs a record that differs from this one: it was written anew", True
    lines = ("plenary checkpoint 1", entry["alliance"], str(length), facts["hash"], facts["at"])
    told = "".join(line + "\n" for line in lines).encode("utf-8")
    good = signed(key, told, facts["signature"]) if key else False
    return ("does not bear the signature of the key on record" if good is False else None), good is not None


class Reading:
    """A journal as it is read, entry by entry: its hashes, the key in force, and what was found."""

    def __init__(self) -> None:
        self.hashes: list[str] = []
        self.faults: list[str] = []
        self.alliance: str | None = None
        self.key = ""
        self.checkpoints = self.unchecked = 0

    def take(self, line: bytes) -> None:
        """Take the next line; raise ValueError with what is wrong with it as the next entry."""
        previous = self.hashes[-1] if self.hashes else ""
        entry = entry_of(line, len(self.hashes) + 1, previous, self.alliance)
        self.hashes.append(hashlib.sha256(line).hexdigest())
        self.alliance = entry["alliance"]
        if entry["event"] in {"AllianceFounded", "SigningKeySet"}:
            self.key = entry["facts"].get("public_key", "")
        if entry["event"] == "CheckpointMade":
            fault, could = checkpoint_fault(entry, self.hashes, self.key)
            self.checkpoints += 1
            self.unchecked += not could
            if fault:
                self.faults.append(f"The checkpoint in entry {entry['seq']} {fault}.")

    def hold_against(self, length: int, digest: str) -> None:
        """Hold the journal against a checkpoint that was kept."""
        there = len(self.hashes)
        if length > there:
            self.faults.append(f"A posted checkpoint tells of {length} entries, here are {there}: the end was cut.")
        elif self.hashes[length - 1] != digest:
            self.faults.append(f"Entry {length} does not have the hash that was posted: the record was written anew.")


def check(lines: list[bytes], posted: list[tuple[int, str]]) -> tuple[list[str], list[str]]:
    """Check a journal; give the faults in words, and what else is to be told."""
    reading = Reading()
    for number, line in enumerate(lines, 1):
        try:
            reading.take(line)
        except ValueError as fault:
            return [f"Entry {number} {fault}."], []
    for length, digest in posted:
        reading.hold_against(length, digest)
    head = reading.hashes[-1] if reading.hashes else "none"
    notes = [f"{len(lines)} entries of {reading.alliance}, {reading.checkpoints} checkpoints, head {head}"]
    if reading.unchecked:
        notes.append(f"{reading.unchecked} signatures were not checked: the package cryptography is not installed")
    return reading.faults, notes


def kept(text: str) -> tuple[int, str]:
    """Read a checkpoint that was given by hand."""
    length, _, digest = text.lower().partition(":")
    if not length.isdigit() or int(length) < 1 or len(digest) != 64:
        raise ValueError(f"{text!r} is no checkpoint: give the number of entries, a colon, and the hash")
    return int(length), digest


def main(arguments: list[str]) -> int:
    """Check the file that is named; give the exit status."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        posted = [kept(text) for text in arguments[1:]]
        faults, notes = check(read(arguments[0]), posted)
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    for told in (*faults, *notes):
        print(told)
    print("The journal is NOT whole." if faults else "The journal is whole.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
