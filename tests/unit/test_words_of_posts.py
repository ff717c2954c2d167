"""Every post that the house may owe has its words, also for the news that it could not be delivered."""

from zoneinfo import ZoneInfo

import pytest

from bot.cards.blockages import blockage_card, name_of_place, unblocked_card
from bot.cards.card import Card
from bot.cards.notices import LASTING, dead_letter_card
from bot.commands.conduct.opening import LATE
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.blockages import Blockage, Obstacle, Place, Workspace
from bot.domain.credentials import Credential, Role
from bot.domain.delivery_notices import DeliveryNotice
from bot.domain.extension import EXTENSION
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.late_quorum import LATE_QUORUM
from bot.domain.membership import Member, Status
from bot.domain.notices import Notice
from bot.domain.outages import OUTAGE
from bot.locales.catalogue import LANGUAGES, Interpreter
from bot.locales.phrase import words
from tests.unit.domain.test_notices import CASES, NOON

ALLIANCE = AllianceCode("test")
ADDRESSES = (Account("slack:T1:U1"), Channel("slack:T1:C1"))
OWED = [notice for notice, _ in CASES if not isinstance(notice, DeliveryNotice)]


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


PLACES: tuple[Place, ...] = (
    *ADDRESSES,
    Account("discord:7"),
    Channel("discord:1:2"),
    Channel("console:a"),
    Workspace("slack:T1"),
    *Platform,
)


@pytest.mark.parametrize("obstacle", Obstacle)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_closed_place_is_told_with_what_to_do(obstacle: Obstacle, place: Place) -> None:
    """Which place, what keeps the bot out, what a person can do about it, and the platform's own word."""
    closed = Blockage(
        number=1,
        alliance=ALLIANCE,
        place=place,
        obstacle=obstacle,
        reason="own_word",
        edit_ends=False,
        since=NOON,
        until=NOON,
    )
    for say in interpreters():
        name = name_of_place(place, say, purpose=None, holder=None)
        card = blockage_card(closed, name, say)
        where, remedy, reason = (words(paragraph) for paragraph in card.paragraphs)
        assert name in where
        assert remedy not in {where, reason}
        assert "own_word" in reason
        assert card.footer
        assert name in words(unblocked_card(closed, name, say).paragraphs[0])


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.DISCORD])
def test_each_obstacle_has_a_remedy_of_its_own(platform: Platform) -> None:
    """What is to be done differs with what keeps the bot out, so it is told apart on each platform."""
    place = Channel(f"{platform}:1:2")
    for say in interpreters():
        closed = [
            Blockage(
                number=1,
                alliance=ALLIANCE,
                place=place,
                obstacle=obstacle,
                reason="own_word",
                edit_ends=False,
                since=NOON,
                until=None,
            )
            for obstacle in Obstacle
        ]
        told = {words(blockage_card(each, "the channel", say).paragraphs[1]) for each in closed}
        assert len(told) == len(Obstacle)


@pytest.mark.parametrize("purpose", Purpose)
def test_closed_channel_is_named_by_what_it_is_for(purpose: Purpose) -> None:
    """Ids alone tell nobody which channel to look at."""
    for say in interpreters():
        told = {name_of_place(ADDRESSES[1], say, purpose=each, holder=None) for each in (purpose, None)}
        assert len(told) == 2
        assert all("slack:T1:C1" in name for name in told)


def test_person_who_cannot_be_reached_is_named_by_whom_it_acts_for() -> None:
    """An officer by its office."""
    member = Member(
        code=MemberCode("EST"), name="Estonia", name_fr="Estonie", flag="", status=Status.ACTIVE, since=NOON
    )
    for say in interpreters():
        delegate = Credential(account=ADDRESSES[0], role=Role.HEAD, member=member.code, since=NOON)
        assert member.name_in(say.language) in name_of_place(ADDRESSES[0], say, purpose=None, holder=(delegate, member))
        officer = Credential(account=ADDRESSES[0], role=Role.SECRETARIAT, member=None, since=NOON)
        assert say.words("Role.secretariat") in name_of_place(ADDRESSES[0], say, purpose=None, holder=(officer, None))
