"""The key that signs checkpoints: Ed25519 by ``cryptography``, in a file that its owner alone may read.

Source: RFC 8032 (Ed25519); the file is PKCS #8 in PEM, as RFC 8410 writes such keys.
"""

import os
import stat
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bot.domain.errors import Refusal

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(kw_only=True, eq=False)
class SigningKeyExposed(Refusal):
    """A key file that others than its owner may read."""

    path: str


@dataclass(kw_only=True, eq=False)
class SigningKeyUnreadable(Refusal):
    """A key file that holds no Ed25519 key, or cannot be read."""

    path: str


@dataclass(kw_only=True, eq=False)
class SigningKeyMissing(Refusal):
    """No key file, though the record has a key: it was lost, or the bot looks for it in another place."""

    path: str


class KeyFile:
    """Signs with the key of a file; fills the port ``Signer``."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key: Final = key.public_key().public_bytes_raw().hex()

    def sign(self, told: bytes) -> str:
        """Sign some bytes; give the signature in hexadecimal."""
        return self._key.sign(told).hex()


def load_key(path: Path) -> KeyFile:
    """Read the key; raise SigningKeyExposed or SigningKeyUnreadable."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & OTHERS:
            raise SigningKeyExposed(path=str(path))
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as fault:
        raise SigningKeyUnreadable(path=str(path)) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyUnreadable(path=str(path))
    return KeyFile(key)


def load_or_make_key(path: Path) -> KeyFile:
    """Read the key, or write a new one where there is no file yet; raise as ``load_key``.

    The file is there whole or not at all: of several that start at once one makes it, and the others read it.
    """
    if path.exists():
        return load_key(path)
    written = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        _write_once(path, written)
    except OSError as fault:
        raise SigningKeyUnreadable(path=str(path)) from fault
    return load_key(path)


def signing_key(path: Path, on_record: Collection[str]) -> KeyFile:
    """Read the key that signs, or make the first one; ``on_record`` are the keys that the record has by now.

    Raise SigningKeyMissing where there is no file though the record has a key: a new one would sign in vain.
    """
    if any(on_record) and not path.exists():
        raise SigningKeyMissing(path=str(path))
    return load_or_make_key(path)


def _write_once(path: Path, written: bytes) -> None:
    """Write a file beside its place, have the disk keep it, and put it there unless another stands there already."""
    folder = path.resolve().parent
    descriptor, name = mkstemp(dir=folder, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
    kept = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(kept)
    finally:
        os.close(kept)
