"""Checks an exported journal of Plenary. One file, Python 3.8 or later, nothing to install.

    python3 verify.py journal.jsonl [LENGTH:HASH ...] [--key HEX ...]

``journal.jsonl`` is what ``plenary export journal`` writes: one entry a line. ``LENGTH:HASH`` is a checkpoint that you
kept when it was posted, ``--key`` the key that stood beside it: any other in the file is a fault. Signatures are
checked where the package ``cryptography`` is installed; without it that is said, and all else is checked. Exits 0 where
the journal is whole, 1 where it is not, 2 where there is no such file or what you asked cannot be understood.

The format is described byte by byte in README.md beside this file; nothing of Plenary's own code is used here.
"""

# ruff: noqa: INP001 - it stands alone

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]  # it may be missing

MEMBERS = {
    "alliance": str, "at": str, "by": str, "event": str, "facts": dict, "previous": str, "seq": int, "version": int
}  # fmt: skip
SALTED = 7  # entries of this version and later have a salt
KEYED = 6  # a founding of this version and later names a key, be it an empty one

HASH = KEY = "[0-9a-f]{64}"
INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"


class Wrong(Exception):
    """What is wrong with an entry: the rest of a sentence that begins with its number."""


def canonical(value: object) -> bytes:
    """Write JSON in the one form that is hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def no_fraction(_: str) -> None:
    """Refuse a number with a point or an exponent."""
    raise Wrong("has a number that is not whole")


def parsed(line: bytes) -> Any:  # noqa: ANN401 - anything may stand in a file
    """Read a line as JSON in its one form."""
    try:
        value = json.loads(line.decode("utf-8"), parse_float=no_fraction, parse_constant=no_fraction)
        same = canonical(value) == line
    except RecursionError:
        raise Wrong("is nested too deeply to be an entry") from None
    except ValueError:
        raise Wrong("is not JSON in UTF-8") from None
    if not same:
        raise Wrong("is not written in the canonical form")
    return value


def entry_of(line: bytes) -> dict[str, Any]:
    """Read a line as an entry: an object with its members, each of its kind, and no others."""
    entry: dict[str, Any] = parsed(line)
    if not isinstance(entry, dict):
        raise Wrong("is not a JSON object")
    version = entry.get("version")
    if type(version) is not int or version < 1:  # True is an int to isinstance
        raise Wrong("does not have a version that is a number from 1 on")
    kinds = {**MEMBERS, "salt": str} if version >= SALTED else MEMBERS
    for name in sorted(kinds.keys() | entry.keys()):
        if name not in kinds:
            raise Wrong(f"has {name!a}, which an entry of version {version} does not have")
        if name not in entry:
            raise Wrong(f"lacks {name!a}, which an entry of version {version} has")
        if type(entry[name]) is not kinds[name]:
            raise Wrong(f"has {name!a} of the wrong kind")
    if version >= SALTED and not re.fullmatch("[0-9a-f]{32}", entry["salt"]):
        raise Wrong("has a salt that is not 32 lower-case hexadecimal digits")
    return entry


def fact(entry: dict[str, Any], name: str, form: str) -> str:
    """Give a fact that is a text of a form."""
    value = entry["facts"].get(name)
    if not isinstance(value, str) or not re.fullmatch(form, value):
        raise Wrong(f"does not tell {name!a} as {entry['event']} must")
    return value


def signed(key: str, told: bytes, signature: str) -> bool | None:
    """Tell whether a key made a signature; None where nothing here can tell."""
    if Ed25519PublicKey is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), told)
    except UnsupportedAlgorithm:
        return None
    except (InvalidSignature, ValueError):
        return False
    return True


class Reading:
    """A journal as it is read, entry by entry: its hashes and seals, the keys, and what was found."""

    def __init__(self) -> None:
        self.hashes: list[str] = []
        self.seals: set[int] = set()
        self.keys: list[tuple[int, str]] = []  # the entry of each, and the key
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.alliance = ""
        self.checkpoints = self.unchecked = 0

    def take(self, line: bytes) -> None:
        """Take the next line; raise Wrong where it is not the next entry of this chain."""
        number, entry = len(self.hashes) + 1, entry_of(line)
        if entry["seq"] != number:
            raise Wrong(f"bears the number {entry['seq']}: an entry is missing, or out of its place")
        if entry["previous"] != (self.hashes[-1] if self.hashes else ""):
            raise Wrong("does not follow from the entry before it: one of the two was changed, or one is missing")
        if (entry["event"] == "AllianceFounded") != (number == 1):
            raise Wrong("is not AllianceFounded" if number == 1 else "is AllianceFounded, which only entry 1 can be")
        if number > 1 and entry["alliance"] != self.alliance:
            raise Wrong("is of another alliance")
        self.alliance = entry["alliance"]
        self.hashes.append(hashlib.sha256(line).hexdigest())
        self.note(entry)

    def note(self, entry: dict[str, Any]) -> None:
        """Keep what an entry tells of the record itself."""
        event, seq = entry["event"], entry["seq"]
        if event == "SigningKeySet" or (event == "AllianceFounded" and entry["version"] >= KEYED):
            key = fact(entry, "public_key", KEY if event == "SigningKeySet" else f"({KEY})?")
            if key:
                self.notes.append(f"The key {'changed in' if self.keys else 'was set in'} entry {seq}: {key}")
                self.keys.append((seq, key))
        elif event == "RecordSealed":
            self.seals.add(seq)
        elif event == "RecordRestored":
            copied, restored = fact(entry, "copied_at", INSTANT), fact(entry, "restored_at", INSTANT)
            self.notes.append(
                f"Entry {seq} tells that the record was restored at {restored} from a copy made at {copied}. What was "
                f"done between is lost, and a checkpoint of {seq} entries or more that was posted then fits no more."
            )
        elif event == "CheckpointMade":
            self.hold_to(entry)

    def hold_to(self, entry: dict[str, Any]) -> None:
        """Hold a checkpoint against the record before it, and its signature against the key in force."""
        length, digest = entry["facts"].get("length"), fact(entry, "hash", HASH)
        at, signature = fact(entry, "at", INSTANT), fact(entry, "signature", f"{HASH}{HASH}")
        if type(length) is not int:
            raise Wrong("does not tell 'length' as CheckpointMade must")
        told = f"plenary checkpoint 1\n{entry['alliance']}\n{length}\n{digest}\n{at}\n"
        good = signed(self.keys[-1][1], told.encode("utf-8"), signature) if self.keys else False
        self.checkpoints += 1
        self.unchecked += good is None
        begun = f"The checkpoint in entry {entry['seq']}"
        if not 0 < length < entry["seq"] or self.hashes[length - 1] != digest:
            self.faults.append(f"{begun} signs a record that differs from this one: it was written anew.")
        elif length not in self.seals:
            self.faults.append(f"{begun} signs entry {length}, which is not RecordSealed.")
        if good is False:
            self.faults.append(f"{begun} does not bear the signature of the key on record.")

    def hold_against(self, length: str, digest: str) -> None:
        """Hold the journal against a checkpoint that was kept."""
        if int(length) > len(self.hashes):
            self.faults.append(
                f"Of the {length} entries of a posted checkpoint here are {len(self.hashes)}: the end was cut."
            )
        elif self.hashes[int(length) - 1] != digest:
            self.faults.append(f"Entry {length} does not have the hash that was posted: the record was written anew.")


def check(content: bytes, posted: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
    """Check a journal; give the faults in words, and what else is to be told."""
    *lines, rest = content.split(b"\n")
    if rest or not lines:
        return ["The last line is not ended: the file was cut." if rest else "There is no entry in it."], []
    reading = Reading()
    for number, line in enumerate(lines, 1):
        try:
            reading.take(line)
        except Wrong as fault:
            return [*reading.faults, f"Entry {number} {fault}."], []
    for each in posted:
        reading.hold_against(*each.split(":"))
    count = f"{len(lines)} entries of {reading.alliance!a}, {reading.checkpoints} checkpoints"
    notes = [*reading.notes, f"{count}, head {reading.hashes[-1]}"]
    if reading.unchecked:
        notes.append(f"{reading.unchecked} signatures were not checked: the package cryptography is not installed")
    if not keys:
        notes.append("Whoever writes a record anew can sign it with another key: give the one that was posted as --key")
        return reading.faults, notes
    strange = [f"The key of entry {seq} is not the one that you gave." for seq, key in reading.keys if key not in keys]
    return [*reading.faults, *(strange if reading.keys else ["No entry names a key: you gave one."])], notes


def kept(text: str, form: str = f"[1-9][0-9]{{0,17}}:{HASH}", what: str = "checkpoint: give LENGTH:HASH") -> str:
    """Read what was given by hand; tell where it is not whole."""
    if not re.fullmatch(form, text.strip().lower()):
        raise argparse.ArgumentTypeError(f"{text!a} is no {what}")
    return text.strip().lower()


def main(arguments: list[str]) -> int:
    """Check the file that is named; give the exit status."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("journal", type=Path)
    asked.add_argument("posted", nargs="*", type=kept, metavar="LENGTH:HASH")
    key = partial(kept, form=KEY, what="key: give 64 hexadecimal digits")
    asked.add_argument("--key", action="append", type=key, default=[], metavar="HEX")
    given = asked.parse_intermixed_args(arguments)
    try:
        content = given.journal.read_bytes()
    except OSError as fault:
        print(fault, file=sys.stderr)
        return 2
    faults, notes = check(content, given.posted, given.key)
    for told in (*faults, *notes):
        print(told)
    print("The journal is NOT whole." if faults else "The journal is whole.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
