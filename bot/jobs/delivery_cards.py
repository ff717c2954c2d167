"""The cards by which the secretariat learns of the bot's own posts, made from what is known when they are posted."""

from datetime import datetime

from bot.cards.blockages import blockage_card, name_of_place, unblocked_card
from bot.cards.card import Card
from bot.cards.notices import dead_letter_card
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.blockages import Blockage, Place
from bot.domain.credentials import Credential
from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice
from bot.domain.membership import Member
from bot.jobs.overtaken import Overtaken
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork


def card_of_dead_letter(uow: UnitOfWork, number: int, say: Interpreter) -> Card:
    """Tell of a post that was given up; raise Overtaken where it has been delivered since, or is tried again."""
    letter = uow.outbox.dead_letter(number)
    if letter is None:
        raise Overtaken
    return dead_letter_card(letter.to, letter.key, letter.reason, say)


def card_of_blockage(
    uow: UnitOfWork, alliance: Alliance, notice: BlockageNotice | BlockageOverNotice, say: Interpreter, *, now: datetime
) -> Card:
    """Tell of a place that is closed to the bot, or open again.

    Raise Overtaken where it opened before anyone was told that it was closed: then there is nothing to tell.
    """
    found = uow.blockages.get(alliance.code, notice.blockage)
    if found is None:
        raise LookupError(notice.blockage)
    name = _name(uow, alliance, found, say, now)
    if isinstance(notice, BlockageNotice):
        if found.until is not None:
            raise Overtaken
        return blockage_card(found, name, say)
    if not _was_told(uow, found):
        raise Overtaken
    return unblocked_card(found, name, say)


def _was_told(uow: UnitOfWork, blockage: Blockage) -> bool:
    news = uow.outbox.deliveries(blockage.alliance, BlockageNotice(blockage=blockage.number).key)
    return any(delivery.shown_at is not None for delivery in news)


def _name(uow: UnitOfWork, alliance: Alliance, blockage: Blockage, say: Interpreter, now: datetime) -> str:
    linked = uow.channels.linked(alliance.code)
    purpose = next((each.purpose for each in linked if each.channel == blockage.place), None)
    return name_of_place(blockage.place, say, purpose=purpose, holder=_holder(uow, alliance, blockage.place, now))


def _holder(
    uow: UnitOfWork, alliance: Alliance, place: Place, now: datetime
) -> tuple[Credential, Member | None] | None:
    """Give by what right a person is written to, and for which member."""
    held = uow.credentials.of_account(alliance.code, place) if isinstance(place, Account) else None
    if held is None:
        return None
    return held, None if held.member is None else uow.roster.member(alliance.code, held.member, now)
