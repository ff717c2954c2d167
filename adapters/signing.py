"""The key that signs checkpoints: Ed25519 by ``cryptography``, in a file that its owner alone may read.

Source: RFC 8032 (Ed25519); the file is PKCS #8 in PEM, as RFC 8410 writes such keys.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bot.domain.errors import Refusal

OWNER_ALONE: Final = 0o600
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(kw_only=True, eq=False)
class SigningKeyExposed(Refusal):
    """A key file that others than its owner may read."""

    path: str


@dataclass(kw_only=True, eq=False)
class SigningKeyUnreadable(Refusal):
    """A key file that holds no Ed25519 key, or cannot be read."""

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
    """Read the key, or write a new one where there is no file yet; raise as ``load_key``."""
    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError:
        return load_key(path)
    except OSError as fault:
        raise SigningKeyUnreadable(path=str(path)) from fault
    with os.fdopen(file, "wb") as opened:
        opened.write(written)
    return KeyFile(key)
