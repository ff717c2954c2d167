"""What a charter says of sessions: its figures, and what is a fault in them."""

from datetime import timedelta

import pytest

from bot.charters.faults import CharterFaults
from bot.charters.load import parse_charter, shipped_charter, shipped_charters
from bot.domain.charter import SessionRules
from tests.unit.charters.texts import SMALL


def test_charter_without_the_table_has_the_usual_figures() -> None:
    assert parse_charter(SMALL).session == SessionRules()


def test_keys_are_read_as_they_are_meant() -> None:
    """Reminders come longest first, each once."""
    table = '[session]\nnotice = "7d"\nurgent_notice = "2h"\nattendance = "30m"\nreminders = ["1h", "2d", "1h"]\n'
    rules = parse_charter(f'{SMALL}\n{table}quorum = "at least 2 of all members present"\nenforced = true\n').session
    assert (rules.notice, rules.urgent_notice) == (timedelta(days=7), timedelta(hours=2))
    assert rules.attendance == timedelta(minutes=30)
    assert rules.reminders == (timedelta(days=2), timedelta(hours=1))
    assert str(rules.quorum) == "at least 2 of all members present"
    assert rules.enforced


@pytest.mark.parametrize(
    ("line", "where", "message"),
    [
        ('notice = "0h"', "session.notice", "DurationZero"),
        ('notice = "2h"\nurgent_notice = "3h"', "session.urgent_notice", "UrgentNoticeLonger"),
        ("enforced = true", "session.enforced", "EnforcedWithoutQuorum"),
        ('quorum = "half of them"', "session.quorum", "RuleUnreadable"),
        ('quorum = "at least 2 of all members voted"', "session.quorum", "SessionQuorumCountsVotes"),
        ('quorum = "at least 8 of 15 seats present"', "session.quorum", "SessionQuorumNotForBody"),
        ("room = 12", "session.room", "UnknownKey"),
    ],
)
def test_each_fault_is_told_with_its_key(line: str, where: str, message: str) -> None:
    """The quorum must stand in every body, and count who is present."""
    with pytest.raises(CharterFaults) as raised:
        parse_charter(f"{SMALL}\n[session]\n{line}\n")
    found = [(fault.where, fault.message_id) for fault in raised.value.faults]
    assert (where, f"charter.{message}") in found


@pytest.mark.parametrize("name", shipped_charters())
def test_every_shipped_charter_lets_an_urgent_session_be_called(name: str) -> None:
    rules = parse_charter(shipped_charter(name)).session
    assert rules.least(urgent=True) <= rules.least(urgent=False)
