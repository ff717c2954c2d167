"""Who may give and take which credential, and until when a one-time code holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.credentials import Credential, Role
from bot.domain.delegations import (
    CODE_ALPHABET,
    TRIES,
    TRIES_WITHIN,
    CodeExpired,
    CodeRevoked,
    CodeUsed,
    HeadManages,
    HeadOfHead,
    Invitation,
    OtherDelegation,
    TooManyTries,
    check_may_manage,
    check_tries,
    check_usable,
    digest_of,
    may_manage,
)
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EST, LVA = MemberCode("EST"), MemberCode("LVA")


def manager(role: Role, member: MemberCode | None = EST) -> Credential:
    return Credential(account=Account("discord:1"), role=role, member=member if role.of_delegation else None, since=NOW)


def invitation(role: Role = Role.DELEGATE) -> Invitation:
    return Invitation(entry=1, member=EST, role=role, issuer=Account("discord:1"), expires_at=NOW + timedelta(hours=72))


@pytest.mark.parametrize(
    ("who", "member", "role", "refused"),
    [
        (Role.SECRETARIAT, EST, Role.HEAD, None),
        (Role.SECRETARIAT, None, Role.REVIEWER, None),
        (Role.HEAD, EST, Role.DELEGATE, None),
        (Role.HEAD, EST, Role.OBSERVER, None),
        (Role.HEAD, EST, Role.HEAD, HeadOfHead),
        (Role.HEAD, LVA, Role.DELEGATE, OtherDelegation),
        (Role.HEAD, LVA, Role.HEAD, OtherDelegation),
        (Role.HEAD, None, Role.SECRETARIAT, OtherDelegation),
        (Role.DELEGATE, EST, Role.OBSERVER, HeadManages),
        (Role.DELEGATE, LVA, Role.OBSERVER, OtherDelegation),
        (Role.REVIEWER, EST, Role.OBSERVER, OtherDelegation),
    ],
)
def test_who_manages_whom(who: Role, member: MemberCode | None, role: Role, refused: type[Refusal] | None) -> None:
    """A head its own delegation, never another head; the secretariat everyone."""
    if refused is None:
        check_may_manage(manager(who), member, role)
    else:
        with pytest.raises(refused):
            check_may_manage(manager(who), member, role)


def test_twin_agrees_with_the_check() -> None:
    """What may be done passes the check, and what may not does not."""
    for who, member, role in product(Role, (EST, LVA, None), Role):
        try:
            check_may_manage(manager(who), member, role)
            passes = True
        except Refusal:
            passes = False
        assert may_manage(manager(who), member, role, NOW) is passes
    assert not may_manage(None, EST, Role.DELEGATE, NOW)
    assert not may_manage(replace(manager(Role.HEAD), revoked_at=NOW), EST, Role.DELEGATE, NOW)


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        (invitation(), None),
        (replace(invitation(), used_at=NOW), CodeUsed),
        (replace(invitation(), revoked_at=NOW), CodeRevoked),
        (replace(invitation(), expires_at=NOW - timedelta.resolution), CodeExpired),
        (replace(invitation(), member=LVA), CodeRevoked),
    ],
)
def test_code_holds_once_in_time_and_as_long_as_its_giver_may_give_it(
    code: Invitation, refused: type[Refusal] | None
) -> None:
    """Until and including its last instant; not after its giver has lost the right."""
    if refused is None:
        check_usable(code, manager(Role.HEAD), now=NOW)
    else:
        with pytest.raises(refused):
            check_usable(code, manager(Role.HEAD), now=NOW)


@given(st.text(alphabet=CODE_ALPHABET, min_size=16, max_size=16), st.integers(min_value=1, max_value=15))
def test_code_is_the_same_however_it_is_typed(code: str, at: int) -> None:
    """Small letters, hyphens and spaces make no other code; a changed character does."""
    assert digest_of(f" {code[:at].lower()}- {code[at:]}") == digest_of(code)
    other = "A" if code[at] != "A" else "B"
    assert digest_of(code[:at] + other + code[at + 1 :]) != digest_of(code)
    assert code not in digest_of(code)


@given(st.lists(st.integers(min_value=0, max_value=7200), max_size=20))
def test_tries_are_limited_within_any_hour(seconds: list[int]) -> None:
    """Five wrong ones within the hour before are the most; the sentence names when that is over."""
    tried = [NOW - timedelta(seconds=each) for each in seconds]
    lately = [at for at in tried if at > NOW - TRIES_WITHIN]
    if len(lately) < TRIES:
        check_tries(tried, now=NOW)
        return
    with pytest.raises(TooManyTries) as refused:
        check_tries(tried, now=NOW)
    check_tries(tried, now=refused.value.until)
