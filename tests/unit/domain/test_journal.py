"""The chain: canonical bytes, and that no change of any byte goes unseen."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.credentials import Role
from bot.domain.events import AllianceFounded, BallotCast, CredentialRevoked, Event
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.instants import NaiveInstant, utc
from bot.domain.journal import GENESIS, Entry, UnwritableValue, canonical, chained, digest, verify

CODE = AllianceCode("test")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def chain(*events: Event) -> list[Entry]:
    """Chain events one after the other."""
    entries: list[Entry] = []
    for event in events:
        previous = entries[-1].hash if entries else GENESIS
        link = {"seq": len(entries) + 1, "previous": previous, "salt": f"{len(entries):032x}"}
        entries.append(chained(event, alliance=CODE, at=AT, by="terminal", **link))  # type: ignore[arg-type]
    return entries


def sample() -> list[Entry]:
    """Give a chain of four entries."""
    return chain(
        AllianceFounded(code=CODE, name="Été", time_zone="UTC", language="fr"),
        *(
            BallotCast(
                motion=MotionNumber(1),
                member=MemberCode(member),
                choice=Choice.YES,
                previous=None,
                account=Account("discord:1"),
                role=Role.HEAD,
                cast_at=AT,
                explanation="“so”",
            )
            for member in ("EST", "LVA")
        ),
        CredentialRevoked(account=Account("discord:1"), at=AT),
    )


def fault(entries: list[Entry], *, head: Entry | None = None) -> str | None:
    """Verify a chain against its head."""
    last = head or entries[-1]
    found = verify(entries, alliance=CODE, head_seq=last.seq, head_hash=last.hash)
    return None if found is None else found.message_id


def test_whole_chain_has_no_fault() -> None:
    """What was chained verifies."""
    assert fault(sample()) is None


def test_bytes_are_canonical() -> None:
    """Sorted keys, no white space, no escapes, instants in UTC, fractions in lowest terms."""
    value = {"b": Fraction(2, 4), "a": datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), "c": "é"}
    assert canonical(value) == '{"a":"2026-01-01T00:00:00.000000Z","b":"1/2","c":"é"}'
    assert canonical(timedelta(hours=1)) == "3600"


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"bytes", timedelta(microseconds=1)])
def test_value_the_record_does_not_know_is_a_defect(value: object) -> None:
    """Floats above all: no figure of a decision is one."""
    with pytest.raises(UnwritableValue):
        canonical(value)


def test_naive_instant_is_a_defect() -> None:
    """Time is aware UTC, checked where it is made."""
    with pytest.raises(NaiveInstant):
        utc(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault itself


@given(st.data())
def test_any_changed_byte_is_found(data: st.DataObject) -> None:
    """Whatever byte of whatever entry changes, verification finds it."""
    entries = sample()
    which = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[which]
    at = data.draw(st.integers(0, len(entry.body) - 1))
    letter = data.draw(st.characters(exclude_characters=entry.body[at], exclude_categories=["Cs"]))
    body = entry.body[:at] + letter + entry.body[at + 1 :]
    changed = Entry(alliance=CODE, seq=entry.seq, previous=entry.previous, body=body, hash=entry.hash)
    assert fault([*entries[:which], changed, *entries[which + 1 :]]) == "journal.entry_changed"
    rehashed = Entry(alliance=CODE, seq=entry.seq, previous=entry.previous, body=body, hash=digest(body))
    assert fault([*entries[:which], rehashed, *entries[which + 1 :]], head=entries[-1]) is not None


def test_removed_swapped_and_foreign_entries_are_found() -> None:
    """An entry cannot be taken out, moved, or brought in from another alliance's journal."""
    entries = sample()
    assert fault([*entries[:1], *entries[2:]]) == "journal.entry_missing"
    assert fault([entries[0], entries[2], entries[1], entries[3]]) == "journal.entry_missing"
    assert fault(entries[:-1], head=entries[-1]) == "journal.head_differs"
    foreign = chained(
        CredentialRevoked(account=Account("discord:1"), at=AT),
        alliance=AllianceCode("other"),
        seq=4,
        previous=entries[2].hash,
        at=AT,
        by="terminal",
        salt="0" * 32,
    )
    assert fault([*entries[:3], foreign]) == "journal.entry_moved"
