"""The key file: made once, read by its owner alone, and refused in words where it is not right."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.signing import (
    KeyFile,
    SigningKeyExposed,
    SigningKeyMissing,
    SigningKeyUnreadable,
    load_key,
    load_or_make_key,
    signing_key,
)
from bot.commands.signatures import is_signed


def new_signer() -> KeyFile:
    """Give a signer with a key of its own."""
    with TemporaryDirectory() as folder:
        return load_or_make_key(Path(folder) / "key")


def test_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """A second start signs with the same key."""
    path = tmp_path / "plenary.key"
    made = load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make_key(path).public_key == load_key(path).public_key == made.public_key
    assert len(made.public_key) == 64


def test_signature_is_of_these_bytes_by_this_key() -> None:
    """What is no key, or no signature, signs nothing."""
    signer, told = new_signer(), b"a checkpoint"
    signature = signer.sign(told)
    assert is_signed(signer.public_key, told, signature)
    assert not is_signed(signer.public_key, b"another", signature)
    assert not is_signed(new_signer().public_key, told, signature)
    assert not is_signed("no key", told, signature)
    assert not is_signed(signer.public_key, told, "zz")


def test_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """It could have been copied: the operator decides what to do."""
    path = tmp_path / "plenary.key"
    load_or_make_key(path)
    path.chmod(0o640)
    with pytest.raises(SigningKeyExposed):
        load_or_make_key(path)


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe"])
def test_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """A key is never put in the place of what was there."""
    path = tmp_path / "plenary.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SigningKeyUnreadable):
        load_or_make_key(path)
    assert path.read_bytes() == content


def test_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Ed25519 is what verifiers expect."""
    path = tmp_path / "plenary.key"
    path.write_bytes(Ed448PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.raises(SigningKeyUnreadable):
        load_key(path)


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A key is not written somewhere else instead."""
    with pytest.raises(SigningKeyUnreadable):
        load_or_make_key(tmp_path / "none" / "plenary.key")


def test_several_starts_at_once_have_one_key(tmp_path: Path) -> None:
    """Whoever comes second reads what the first has made, never half of it; nothing is left beside it."""
    path = tmp_path / "plenary.key"
    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            each = path.with_name(f"key{number}")
            keys = {made.public_key for made in pool.map(load_or_make_key, [each] * 8)}
            assert len(keys) == 1
    assert len(list(tmp_path.iterdir())) == 20


def test_no_key_is_made_where_the_record_has_one(tmp_path: Path) -> None:
    """A new one would sign in vain; the first key of a record is made."""
    path = tmp_path / "plenary.key"
    with pytest.raises(SigningKeyMissing):
        signing_key(path, {"", "ab" * 32})
    assert not path.exists()
    assert signing_key(path, {""}).public_key == signing_key(path, {"ab" * 32}).public_key
