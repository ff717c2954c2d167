"""What has happened to a member, its people, its review or its seat, in one sentence and the words that go with it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.acts import facts_of
from bot.cards.card import Card, Tone
from bot.cards.criteria import movements_in_words
from bot.cards.members import reason_phrase
from bot.cards.names import with_flag
from bot.domain.addresses import Account
from bot.domain.events import IndicesMoved, MemberStatusChanged, StandingEvent
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import Phrase

WORDS = ("reason", "reasons", "text", "evidence")
"""The fields of events that hold what a person wrote."""


def standing_phrase(event: StandingEvent, members: Mapping[MemberCode, Member], say: Interpreter) -> Phrase:
    """Say what has happened in one sentence; its message stands under the event's name and its variant."""
    named = ".".join(filter(None, (type(event).__name__, getattr(event, "variant", ""))))
    account: Account | None = getattr(event, "account", None)
    facts: dict[str, Value] = {"account": None if account is None else account.text}
    return say.say(f"standing.{named}", **facts, **dict(facts_of(event, members, say)))


def standing_done_card(event: StandingEvent, members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """Confirm what has happened to whoever did it."""
    return replace(standing_card(event, members, say), tone=Tone.SUCCESS)


def standing_card(event: StandingEvent, members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """Tell everyone concerned what has happened, with the words of whoever did it."""
    member = getattr(event, "member", None)
    return Card(
        title=say.words("card.standing.alliance")
        if member is None
        else say.words("card.standing.title", member=with_flag(members, member, say)),
        tone=Tone.NEUTRAL,
        paragraphs=(
            standing_phrase(event, members, say),
            *_grounds(event, say),
        ),
    )


def _grounds(event: StandingEvent, say: Interpreter) -> tuple[Phrase, ...]:
    """Give why something has happened: what the record says of it, else what a person wrote."""
    match event:
        case IndicesMoved():
            return movements_in_words(event.movements, say)
        case MemberStatusChanged():
            return (reason_phrase(event, say),)
        case _:
            said = (getattr(event, name, "") for name in WORDS)
            return tuple((text,) for text in said if isinstance(text, str) and text)
