"""Journals made by hand, entry by entry, as docs/record/README.md describes them: for verifiers to be tried on."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from bot.ports import Signer

Facts = Mapping[str, object]
Act = tuple[str, Facts]

AT = "2026-12-01T12:00:00.000000Z"
SALTED = 7
"""The first version whose entries have a salt."""


def line_of(entry: Mapping[str, object]) -> bytes:
    """Write an entry as a line of a file."""
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def hash_of(line: bytes) -> str:
    """Give the hash of a line."""
    return sha256(line.removesuffix(b"\n")).hexdigest()


def chain(acts: Iterable[Act], *, version: int = SALTED, alliance: str = "house") -> list[bytes]:
    """Make the lines of a journal in which ``acts`` happened."""
    lines: list[bytes] = []
    for number, (event, facts) in enumerate(acts, 1):
        entry: dict[str, object] = {
            "alliance": alliance,
            "at": AT,
            "by": "clock",
            "event": event,
            "facts": facts,
            "previous": hash_of(lines[-1]) if lines else "",
            "seq": number,
            "version": version,
        }
        if version >= SALTED:
            entry["salt"] = f"{number:032x}"
        lines.append(line_of(entry))
    return lines


def founding(key: str) -> Act:
    """Give the first entry of every journal."""
    return "AllianceFounded", {
        "code": "house",
        "name": "House",
        "time_zone": "UTC",
        "language": "en",
        "public_key": key,
    }


def restoring() -> Act:
    """Give what a record says once it was read back from a copy."""
    return "RecordRestored", {"copied_at": AT, "restored_at": AT.replace("12-01", "12-03"), "numbers_from": 1001}


SEAL: Act = ("RecordSealed", {"seal": "5e" * 32})


def checkpoint(lines: list[bytes], signer: Signer, *, length: int = 0, alliance: str = "house") -> Act:
    """Sign a journal as it stands, or its first ``length`` entries."""
    length = length or len(lines)
    digest = hash_of(lines[length - 1])
    told = f"plenary checkpoint 1\n{alliance}\n{length}\n{digest}\n{AT}\n".encode()
    return "CheckpointMade", {"length": length, "hash": digest, "at": AT, "signature": signer.sign(told)}
