"""The daily checkpoint as the announcements show it: what to keep, and how to hold the record against it."""

from bot.cards.card import Card, Field
from bot.domain.events import CheckpointMade
from bot.locales.catalogue import Interpreter


def checkpoint_card(made: CheckpointMade, public_key: str, say: Interpreter) -> Card:
    """Tell a checkpoint: how long the record was, its last hash, and the signature of both."""
    return Card(
        title=say.words("card.checkpoint.title", length=made.length),
        paragraphs=(say.say("card.checkpoint.text", at=made.at, length=made.length),),
        fields=(
            Field(name=say.words("card.checkpoint.hash"), value=(made.hash,), wide=True),
            Field(name=say.words("card.checkpoint.signature"), value=(made.signature,), wide=True),
            Field(name=say.words("card.checkpoint.key"), value=(public_key,), wide=True),
        ),
        footer=say.say("card.checkpoint.keep", length=made.length),
    )
