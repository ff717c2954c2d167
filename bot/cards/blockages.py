"""What the secretariat reads of a place that is closed to the bot: which one, why, what to do; and that it is open."""

from collections.abc import Mapping
from typing import Final

from bot.cards.card import Card, Tone
from bot.domain.addresses import Account, Platform, Purpose
from bot.domain.blockages import Blockage, Obstacle, Place, Workspace
from bot.domain.credentials import Credential
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

REMEDIES: Final[Mapping[Obstacle, str]] = {
    Obstacle.REMOVED: "card.blockage.forbidden",
    Obstacle.FORBIDDEN: "card.blockage.forbidden",
    Obstacle.GONE: "card.blockage.gone",
    Obstacle.ARCHIVED: "card.blockage.archived",
    Obstacle.PERSON_GONE: "card.blockage.person_gone",
    Obstacle.PERSON_CLOSED: "card.blockage.person_closed",
    Obstacle.SHUT_OUT: "card.blockage.shut_out",
    Obstacle.NOT_INSTALLED: "card.blockage.not_installed",
}
"""What is to be done about each obstacle."""

REMEDIES_OF_PLATFORMS: Final[Mapping[tuple[Obstacle, Platform], str]] = {
    (Obstacle.REMOVED, Platform.SLACK): "card.blockage.removed.slack",
    (Obstacle.REMOVED, Platform.DISCORD): "card.blockage.removed.discord",
    (Obstacle.FORBIDDEN, Platform.SLACK): "card.blockage.forbidden.slack",
    (Obstacle.FORBIDDEN, Platform.DISCORD): "card.blockage.forbidden.discord",
}
"""What is to be done where a platform has words of its own for it."""


def name_of_place(
    place: Place, say: Interpreter, *, purpose: Purpose | None, holder: tuple[Credential, Member | None] | None
) -> str:
    """Name a place as the secretariat knows it: a channel by what it is for, a person by whom it acts for."""
    if isinstance(place, Platform):
        return say.words("card.blockage.platform", platform=place)
    if isinstance(place, Workspace):
        return say.words("card.blockage.workspace", platform=place.platform, name=place.name)
    if isinstance(place, Account):
        return _person(place, holder, say)
    if purpose is None:
        return say.words("card.blockage.channel", to=place.text)
    return say.words(f"card.blockage.channel.{purpose.value}", to=place.text)


def blockage_card(blockage: Blockage, name: str, say: Interpreter) -> Card:
    """Tell that nothing can be posted at a place, why, and what to do."""
    return Card(
        title=say.words("card.blockage.title"),
        tone=Tone.FAILURE,
        paragraphs=(
            say.say("card.blockage.text", place=name, since=blockage.since),
            say.say(_remedy(blockage), platform=blockage.platform),
            say.say("card.dead_letter.reason", reason=blockage.reason),
        ),
        footer=_what_follows(blockage, say),
    )


def unblocked_card(blockage: Blockage, name: str, say: Interpreter) -> Card:
    """Tell that the bot can write at a place again."""
    until = blockage.until or blockage.since
    told = "card.blockage.over.person" if isinstance(blockage.place, Account) else "card.blockage.over.text"
    return Card(
        title=say.words("card.blockage.over.title"),
        tone=Tone.SUCCESS,
        paragraphs=(say.say(told, place=name, until=until),),
    )


def _remedy(blockage: Blockage) -> str:
    """Name the sentence that says what to do; how a channel is opened to the bot is each platform's own."""
    own = REMEDIES_OF_PLATFORMS.get((blockage.obstacle, blockage.platform))
    return own or REMEDIES[blockage.obstacle]


def _what_follows(blockage: Blockage, say: Interpreter) -> Phrase:
    if isinstance(blockage.place, Platform):
        return say.say("card.blockage.waits.platform")
    if isinstance(blockage.place, Workspace):
        return say.say("card.blockage.waits.workspace")
    if isinstance(blockage.place, Account):
        return say.say("card.blockage.waits.person")
    if blockage.obstacle in {Obstacle.GONE, Obstacle.ARCHIVED}:
        return say.say("card.blockage.waits.given_up", to=blockage.place.text)
    return say.say("card.blockage.waits.channel", to=blockage.place.text)


def _person(account: Account, holder: tuple[Credential, Member | None] | None, say: Interpreter) -> str:
    if holder is None:
        return account.text
    held, member = holder
    if member is None:
        return say.words("card.blockage.person.officer", role=held.role, account=account.text)
    return say.words("card.blockage.person", role=held.role, member=member.name_in(say.language), account=account.text)
