"""Checking the signatures of checkpoints by ``cryptography``: Ed25519, RFC 8032."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def is_signed(public_key: str, told: bytes, signature: str) -> bool:
    """Tell whether a public key made the signature of some bytes; what is no key or no signature did not."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), told)
    except (InvalidSignature, ValueError):
        return False
    return True
