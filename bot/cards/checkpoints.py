"""The daily checkpoint as the announcements show it: what to keep, and how to hold the record against it."""

from collections.abc import Sequence

from bot.cards.card import Card, Field, Tone
from bot.domain.checkpoints import Checkpoint
from bot.domain.events import CheckpointMade
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase


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


def verified_card(faults: Sequence[Phrase], last: Checkpoint | None, say: Interpreter) -> Card:
    """Tell whether the record is whole: what is wrong in words, and the last checkpoint.

    Neither how long it is by now nor its last hash: while a vote hides its choices, both would tell of its ballots.
    """
    fields: list[Field] = []
    if last is not None:
        told = say.say("card.verified.checkpoint_value", at=last.at, length=last.length)
        fields.append(Field(name=say.words("card.verified.checkpoint"), value=told, wide=True))
        fields.append(Field(name=say.words("card.checkpoint.hash"), value=(last.hash,), wide=True))
    return Card(
        title=say.words("card.verified.broken" if faults else "card.verified.whole"),
        tone=Tone.FAILURE if faults else Tone.SUCCESS,
        paragraphs=tuple(faults) or (say.say("card.verified.text"),),
        fields=tuple(fields),
        footer=say.say("card.verified.operator"),
    )
