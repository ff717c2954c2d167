"""What a checkpoint signs, when one is due, and what it shows to be wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.signatures import is_signed
from bot.domain.checkpoints import Breach, Posted, breaches, is_due, statement
from bot.domain.events import (
    AllianceFounded,
    CharterApplied,
    CheckpointMade,
    Event,
    RecordRestored,
    RecordSealed,
    SigningKeySet,
)
from bot.domain.ids import AllianceCode, MotionNumber
from tests.unit.test_signing import new_signer

CODE = AllianceCode("house")
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
TALLINN = ZoneInfo("Europe/Tallinn")
SEAL = RecordSealed(seal="5e" * 32)
KEY, OTHER = new_signer(), new_signer()
Act = tuple[int, str, Event]


def _hash(number: int) -> str:
    return f"{number:064x}"


def _founding(key: str = KEY.public_key) -> list[Act]:
    founded = AllianceFounded(code=CODE, name="House", time_zone="UTC", language="en", public_key=key)
    return [(1, _hash(1), founded), (2, _hash(2), SEAL)]


def _checkpoint(length: int, digest: str, signer: object = KEY) -> CheckpointMade:
    told = statement(CODE, length=length, hash=digest, at=NOON)
    signature = signer.sign(told)  # type: ignore[attr-defined]
    return CheckpointMade(length=length, hash=digest, at=NOON, signature=signature)


def test_statement_is_five_lines() -> None:
    """So that others can check a signature with nothing but these bytes."""
    told = statement(CODE, length=2, hash=_hash(2), at=NOON)
    assert told.decode() == f"plenary checkpoint 1\nhouse\n2\n{_hash(2)}\n2026-12-01T12:00:00.000000Z\n"


def test_checkpoint_is_due_once_a_day_of_the_alliance_has_begun() -> None:
    """By the calendar of the alliance's own zone, not by 24 hours; a clock that was ahead once puts nothing off."""
    late = datetime(2026, 12, 1, 21, 59, tzinfo=UTC)
    assert not is_due(NOON, late, TALLINN)
    assert is_due(NOON, late + timedelta(minutes=1), TALLINN)
    assert is_due(NOON + timedelta(days=400), NOON, TALLINN)


def test_record_that_fits_its_checkpoints_has_no_breach() -> None:
    """Also where the key changed in between: each checkpoint is held against the key of its time."""
    acts: list[Act] = [
        *_founding(),
        (3, _hash(3), _checkpoint(2, _hash(2))),
        (4, _hash(4), SigningKeySet(public_key=OTHER.public_key)),
        (5, _hash(5), SEAL),
        (6, _hash(6), _checkpoint(5, _hash(5), OTHER)),
    ]
    posted = [Posted(length=2, hash=_hash(2)), Posted(length=5, hash=_hash(5))]
    assert breaches(CODE, acts, is_signed, posted) == []


def test_record_written_anew_before_a_checkpoint_is_found() -> None:
    """A whole chain that was computed again does not have the hash that was signed."""
    acts: list[Act] = [*_founding(), (3, _hash(3), _checkpoint(2, _hash(9)))]
    assert breaches(CODE, acts, is_signed) == [Breach(entry=3, message_id="checkpoint.differs")]


def test_checkpoint_that_signs_no_seal_is_found() -> None:
    """The hash of an act could tell of the act; no house signs one."""
    acts: list[Act] = [*_founding(), (3, _hash(3), CharterApplied(text="…")), (4, _hash(4), _checkpoint(3, _hash(3)))]
    assert breaches(CODE, acts, is_signed) == [Breach(entry=4, message_id="checkpoint.unsealed")]


def test_checkpoint_of_another_key_or_of_none_is_found() -> None:
    """Whoever has not the key cannot sign what it has rewritten."""
    forged: list[Act] = [*_founding(), (3, _hash(3), _checkpoint(2, _hash(2), OTHER))]
    assert breaches(CODE, forged, is_signed) == [Breach(entry=3, message_id="checkpoint.not_signed")]
    keyless: list[Act] = [*_founding(""), (3, _hash(3), _checkpoint(2, _hash(2)))]
    assert breaches(CODE, keyless, is_signed) == [Breach(entry=3, message_id="checkpoint.not_signed")]


def test_posted_checkpoint_shows_a_cut_and_a_rewriting() -> None:
    """Even where the one who keeps the record signed everything anew."""
    posted = [Posted(length=7, hash=_hash(7)), Posted(length=2, hash=_hash(8))]
    assert breaches(CODE, _founding(), is_signed, posted) == [
        Breach(entry=7, message_id="checkpoint.cut"),
        Breach(entry=2, message_id="checkpoint.rewritten"),
    ]


def test_restore_is_told_beside_a_checkpoint_that_it_may_have_lost() -> None:
    """Once, and only where the checkpoint is no shorter than what the copy held."""
    restored = RecordRestored(copied_at=NOON, restored_at=NOON + timedelta(days=2), numbers_from=MotionNumber(1001))
    acts: list[Act] = [*_founding(), (3, _hash(3), restored)]
    told = Breach(entry=3, message_id="checkpoint.restored", copied_at=NOON, restored_at=NOON + timedelta(days=2))
    lost = [Posted(length=3, hash=_hash(9)), Posted(length=7, hash=_hash(7))]
    assert breaches(CODE, acts, is_signed, lost) == [
        Breach(entry=3, message_id="checkpoint.rewritten"),
        Breach(entry=7, message_id="checkpoint.cut"),
        told,
    ]
    older = [Posted(length=2, hash=_hash(9))]
    assert breaches(CODE, acts, is_signed, older) == [Breach(entry=2, message_id="checkpoint.rewritten")]
    assert breaches(CODE, acts, is_signed) == []
