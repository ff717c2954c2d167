"""Every post that the house may owe has its words, also for the news that it could not be delivered."""

from zoneinfo import ZoneInfo

import pytest

from bot.cards.card import Card
from bot.cards.notices import LASTING, dead_letter_card
from bot.commands.conduct.opening import LATE
from bot.domain.addresses import Account, Channel
from bot.domain.extension import EXTENSION
from bot.domain.late_quorum import LATE_QUORUM
from bot.domain.notices import DeadLetterNotice, Notice
from bot.domain.outages import OUTAGE
from bot.locales.catalogue import LANGUAGES, Interpreter
from bot.locales.phrase import words
from tests.unit.domain.test_notices import CASES, NOON

ADDRESSES = (Account("slack:T1:U1"), Channel("slack:T1:C1"))
OWED = [notice for notice, _ in CASES if not isinstance(notice, DeadLetterNotice)]


def interpreters() -> list[Interpreter]:
    """Give one for each language."""
    return [Interpreter(language, ZoneInfo("UTC")) for language in LANGUAGES]


@pytest.mark.parametrize("notice", OWED, ids=lambda notice: type(notice).__name__)
@pytest.mark.parametrize("to", ADDRESSES, ids=lambda to: type(to).__name__)
def test_dead_letter_of_each_notice_says_what_it_was(notice: Notice, to: Account | Channel) -> None:
    """By the motion's number alone, where it is of a motion."""
    for say in interpreters():
        card: Card = dead_letter_card(to, notice.key, "closed", say)
        told = words(card.paragraphs[0])
        assert to.text in told
        assert ":12" not in told


@pytest.mark.parametrize("reason", [OUTAGE, LASTING, EXTENSION, LATE_QUORUM, LATE])
def test_each_reason_for_which_a_deadline_moves_is_told(reason: str) -> None:
    """A vote's deadline moves for any of them."""
    for say in interpreters():
        message = f"card.deadline.{reason.replace(' ', '_')}"
        assert "Calendar" in words(say.say(message, title="Calendar", closes_at=NOON))


@pytest.mark.parametrize("reason", [OUTAGE, LASTING, EXTENSION])
def test_each_reason_for_which_a_silence_expires_later_is_told(reason: str) -> None:
    """In words of its own: nobody votes in a silence."""
    for say in interpreters():
        told = words(say.say(f"card.deadline.silence.{reason}", title="Calendar", closes_at=NOON))
        assert "Calendar" in told
        assert "vot" not in told
