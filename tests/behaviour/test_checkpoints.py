"""The daily checkpoint of the record: signed, recorded, posted once, and what it shows when the record was touched."""

from datetime import timedelta

import pytest

from adapters.signing import KeyFile
from bot.commands.administration import link_channel
from bot.commands.restoring import carry_on
from bot.commands.signatures import is_signed
from bot.domain.addresses import Channel, Purpose
from bot.domain.checkpoints import Posted, breaches, statement
from bot.domain.events import CheckpointMade, RecordSealed, SigningKeySet
from bot.jobs.checkpoints import checkpoint
from storage.decoding import read_entry
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.behaviour.world import World
from tests.unit.test_signing import new_signer

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def signer() -> KeyFile:
    """Give the key of the house."""
    return new_signer()


async def _make(house: World, signer: KeyFile) -> int:
    made = await checkpoint(house.house.writer, house.clock, signer)
    await house.settle()
    return made


async def _announce(house: World) -> None:
    channel = Channel("console:announcements")
    now = house.clock.now()
    await house.house.writer.write(
        lambda uow: link_channel(uow, house.code, channel=channel, purpose=Purpose.ANNOUNCEMENTS, now=now)
    )


async def _checkpoints(house: World) -> list[CheckpointMade]:
    acts = await house.house.writer.read(lambda uow: list(uow.journal.acts(house.code)))
    return [act.event for act in acts if isinstance(act.event, CheckpointMade)]


async def test_checkpoint_is_made_once_a_day_and_posted(house: World, signer: KeyFile) -> None:
    """Not on the day of the founding; once a day however often it is looked; none where nothing was recorded."""
    await _announce(house)
    assert await _make(house, signer) == 0
    house.clock.advance(DAY)
    assert await _make(house, signer) == 1
    assert await _make(house, signer) == 0
    [made] = await _checkpoints(house)
    assert is_signed(
        signer.public_key, statement(house.code, length=made.length, hash=made.hash, at=made.at), made.signature
    )
    posts = list(house.front.notifier.shown(Channel("console:announcements")))  # type: ignore[attr-defined]
    assert len(posts) == 1
    assert made.hash in posts[0].replace("\n", "").replace("│ ", "")
    house.clock.advance(DAY)
    assert await _make(house, signer) == 0
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    assert await _make(house, signer) == 1


async def test_signed_hash_is_of_a_seal(house: World, signer: KeyFile) -> None:
    """Nobody who knows everything but a ballot can find it by trials: chance stands between it and the posted hash."""
    house.clock.advance(DAY)
    await _make(house, signer)
    [made] = await _checkpoints(house)
    acts = await house.house.writer.read(lambda uow: list(uow.journal.acts(house.code)))
    sealed = [act for act in acts if isinstance(act.event, RecordSealed)]
    assert [act.entry for act in sealed] == [made.length]
    assert isinstance(sealed[0].event, RecordSealed)
    assert len(set(sealed[0].event.seal)) > 8


async def test_older_record_is_given_the_key_of_the_house_once(house: World, signer: KeyFile) -> None:
    """A record founded without a key says from which entry on it has one."""
    house.clock.advance(DAY)
    await _make(house, signer)
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    house.clock.advance(DAY)
    await _make(house, signer)
    acts = await house.house.writer.read(lambda uow: list(uow.journal.acts(house.code)))
    keys = [act.event.public_key for act in acts if isinstance(act.event, SigningKeySet)]
    assert keys == [signer.public_key]
    assert len(await _checkpoints(house)) == 2


async def test_another_key_signs_nothing(house: World, signer: KeyFile, caplog: pytest.LogCaptureFixture) -> None:
    """Two keys would make the record worth less than one: the operator is told in the log."""
    house.clock.advance(DAY)
    await _make(house, signer)
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    house.clock.advance(DAY)
    assert await _make(house, new_signer()) == 0
    assert len(await _checkpoints(house)) == 1
    assert "signing_key_of_another_found" in caplog.text


async def test_record_fits_its_checkpoints_and_a_changed_one_does_not(house: World, signer: KeyFile) -> None:
    """What was signed is held against what stands there, entry by entry."""
    house.clock.advance(DAY)
    await _make(house, signer)
    entries = await house.house.writer.read(lambda uow: list(uow.journal.entries(house.code)))
    acts = [(entry.seq, entry.hash, read_entry(entry.body).event) for entry in entries]
    [made] = await _checkpoints(house)
    kept = Posted(length=made.length, hash=made.hash)
    assert breaches(house.code, acts, is_signed, [kept]) == []
    rewritten = [(seq, "0" * 64 if seq == made.length else digest, event) for seq, digest, event in acts]
    assert [each.message_id for each in breaches(house.code, rewritten, is_signed, [kept])] == [
        "checkpoint.differs",
        "checkpoint.rewritten",
    ]
    cut = acts[: made.length - 1]
    assert [each.message_id for each in breaches(house.code, cut, is_signed, [kept])] == ["checkpoint.cut"]


async def test_anyone_may_have_the_record_checked(house: World, signer: KeyFile) -> None:
    """In chat: the chain, every checkpoint, and one that somebody kept; what is wrong is told in words."""
    house.clock.advance(DAY)
    await _make(house, signer)
    [made] = await _checkpoints(house)
    told = await house.front.say(EST_HEAD, f"/record verify {made.length}:{made.hash}")
    assert "The record is whole" in told
    assert f"{made.length} entries, signed" in told
    assert "NOT whole" in await house.front.say(EST_HEAD, f"/record verify {made.length}:{'0' * 64}")
    assert "is no checkpoint" in await house.front.say(EST_HEAD, "/record verify 12:abc")


async def test_restore_is_told_beside_a_checkpoint_that_it_lost(house: World) -> None:
    """Whoever kept a checkpoint of the time that is lost can tell why it does not fit; older ones are not excused."""
    now = house.clock.now()
    await house.house.writer.write(lambda uow: carry_on(uow, copied_at=now - DAY, now=now))
    told = await house.front.say(EST_HEAD, f"/record verify 9999:{'0' * 64}")
    assert "its end was cut" in told
    assert "says that the record was restored" in told
    assert "restored" not in await house.front.say(EST_HEAD, f"/record verify 1:{'0' * 64}")
