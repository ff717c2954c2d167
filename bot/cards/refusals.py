"""A refusal as people read it: what, why, and what to do."""

from collections.abc import Mapping

from bot.cards.card import Card, Tone
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter


def refusal_card(refusal: Refusal, say: Interpreter, *, named: Mapping[str, str] | None = None) -> Card:
    """Put a refusal into one card; its sentence stands under the refusal's own name in the catalogue.

    ``named`` gives names in the place of codes, by the fact that holds the code.
    """
    facts = {**refusal.facts, **(named or {})}
    return Card(
        title=say.words("card.refusal.stands" if refusal.harmless else "card.refusal.title"),
        tone=Tone.SUCCESS if refusal.harmless else Tone.REFUSAL,
        language=say.language,
        paragraphs=(say.say(refusal.message_id, **facts),),
        at_fault=refusal.at_fault,
    )


def not_recorded_card(say: Interpreter) -> Card:
    """Say that nothing was recorded and that the act may be tried again."""
    return Card(
        title=say.words("card.not_recorded.title"),
        tone=Tone.REFUSAL,
        language=say.language,
        paragraphs=(say.say("card.not_recorded.text"),),
    )


def outcome_unknown_card(say: Interpreter) -> Card:
    """Say that it is not known whether the act was recorded, and how to find out."""
    return Card(
        title=say.words("card.outcome_unknown.title"),
        tone=Tone.REFUSAL,
        language=say.language,
        paragraphs=(say.say("card.outcome_unknown.text"),),
    )


def failure_card(reference: str, say: Interpreter) -> Card:
    """Say that a defect stopped the act, with a reference that the operator finds in the log."""
    return Card(
        title=say.words("card.failure.title"),
        tone=Tone.REFUSAL,
        language=say.language,
        paragraphs=(say.say("card.failure.text", reference=reference),),
    )
