"""Credentials: when they hold, whom they let bind a state, and when their end is told of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.credentials import REMINDED_BEFORE, Credential, Letter, Role
from bot.domain.ids import MemberCode
from bot.domain.letters import MalformedLetter, read_letter, written_letter

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LINK = "https://mfa.example/notes/1?a=b"


def held(role: Role = Role.DELEGATE, *, days: float | None = None, full_powers: bool = False) -> Credential:
    return Credential(
        account=Account("discord:1"),
        role=role,
        member=MemberCode("EST"),
        since=START,
        until=None if days is None else START + timedelta(days=days),
        full_powers=full_powers,
    )


@pytest.mark.parametrize(
    ("role", "full_powers", "binds"),
    [
        (Role.HEAD, False, True),
        (Role.HEAD, True, True),
        (Role.DELEGATE, False, False),
        (Role.DELEGATE, True, True),
        (Role.ALTERNATE, True, True),
        (Role.OBSERVER, True, False),
        (Role.POLITICAL_DIRECTOR, True, False),
        (Role.SECRETARIAT, True, False),
    ],
)
def test_head_or_full_powers_bind(role: Role, full_powers: bool, binds: bool) -> None:
    """Binding acts need the head or a credential with full powers (spec: membership, delegations)."""
    assert held(role, full_powers=full_powers).binds is binds


@pytest.mark.parametrize(
    ("role", "nationality", "judges"),
    [
        (Role.REVIEWER, "LVA", True),
        (Role.REVIEWER, "EST", False),
        (Role.REVIEWER, None, False),
        (Role.SECRETARIAT, "LVA", False),
    ],
)
def test_reviewer_judges_no_state_of_its_own(role: Role, nationality: str | None, judges: bool) -> None:
    """None judges the state of which it is a national; who has no nationality on record judges nobody."""
    credential = replace(held(role), nationality=None if nationality is None else MemberCode(nationality))
    assert credential.judges(MemberCode("EST")) is judges


@pytest.mark.parametrize(("days", "before"), [(40, (30, 7, 1)), (30, (7, 1)), (5, (1,)), (1, ()), (0.5, ())])
def test_reminders_that_lie_before_the_beginning_are_none(days: float, before: tuple[int, ...]) -> None:
    """Of a short credential only the reminders that come after it was given are told, and its end."""
    credential = held(days=days)
    assert credential.until is not None
    reminders = tuple(credential.until - timedelta(days=each) for each in before)
    assert credential.ending == (*reminders, credential.until + timedelta.resolution)


def test_open_or_revoked_credential_is_told_of_never() -> None:
    """Nothing is due where there is no end, or where it has come already."""
    assert held().ending == ()
    assert replace(held(days=40), revoked_at=START + DAY).deadlines() == frozenset()


instants = st.integers(min_value=0, max_value=6 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))


@given(
    since=instants,
    length=st.timedeltas(min_value=timedelta(hours=1), max_value=timedelta(days=800)),
    ticks=st.lists(instants, max_size=12),
)
def test_each_reminder_is_told_once_in_order_however_the_clock_is_looked_at(
    since: datetime, length: timedelta, ticks: list[datetime]
) -> None:
    """Random lengths and random looks at the clock, long sleeps among them: once each, in order, never early."""
    credential = replace(held(), since=since, until=since + length)
    meant = credential.ending
    told: list[tuple[datetime, datetime]] = []
    for now in sorted({*(tick for tick in ticks if tick >= since), since + length + DAY}):
        while (due := credential.due(now)) is not None:
            told.append((due, now))
            credential = replace(credential, told_until=due)
    instants_told = [due for due, _ in told]
    assert instants_told == sorted(set(instants_told))
    assert set(instants_told) <= set(meant)
    assert all(due <= now for due, now in told)
    assert instants_told[-1] == since + length + timedelta.resolution
    assert credential.deadlines() == frozenset()
    missed = set(meant) - set(instants_told)
    assert all(not any(due <= now <= since + length for now in ticks if now >= since) for due in missed)


@given(looks=st.sets(st.integers(min_value=0, max_value=39), max_size=6))
def test_sleep_through_several_reminders_tells_each(looks: set[int]) -> None:
    """While the credential still holds, every reminder that was slept through is told, oldest first."""
    credential = held(days=40)
    told = []
    for days in sorted({*looks, 39.5}):
        now = START + timedelta(days=days)
        while (due := credential.due(now)) is not None:
            told.append(due)
            credential = replace(credential, told_until=due)
    assert credential.until is not None
    assert told == [credential.until - before for before in REMINDED_BEFORE]


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("MFA, 2026-11-20", Letter(issuer="MFA", dated=date(2026, 11, 20))),
        (
            f"Ministry of Foreign Affairs, Tallinn; 2026-11-20; {LINK}",
            Letter(issuer="Ministry of Foreign Affairs, Tallinn", dated=date(2026, 11, 20), file=LINK),
        ),
        (f"  MFA ,2026-11-20,{LINK} ", Letter(issuer="MFA", dated=date(2026, 11, 20), file=LINK)),
    ],
)
def test_letter_is_read(text: str, letter: Letter) -> None:
    """Issuer, day, and a link if there is one; what is written of it reads as the same."""
    assert read_letter(text) == letter
    assert read_letter(written_letter(letter)) == letter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MFA",
        "2026-11-20",
        ", 2026-11-20",
        "MFA, 20 November",
        "MFA, 2026-02-30",
        "MFA, 2026-11-20, ftp://x/y",
        "MFA, 2026-11-20, https://mfa.example/<x>",
        f"{'M' * 151}, 2026-11-20",
        "M\nFA, 2026-11-20",
    ],
)
def test_letter_without_issuer_or_day_is_refused(text: str) -> None:
    """Nothing of a letter is guessed."""
    with pytest.raises(MalformedLetter):
        read_letter(text)
