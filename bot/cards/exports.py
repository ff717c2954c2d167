"""A part of the record as a file for other programs, with the card that it goes with."""

from bot.cards.card import Card, Tone
from bot.cards.document import File
from bot.locales.catalogue import Interpreter


def export_card(what: str, name: str, content: str, say: Interpreter, *, left_out: int = 0) -> Card:
    """Give a file; ``what`` names what is in it, ``left_out`` counts the entries that are not told yet."""
    return Card(
        title=say.words("card.export.title", what=say.words(f"Export.{what}")),
        tone=Tone.SUCCESS,
        language=say.language,
        paragraphs=(
            say.say(f"card.export.{what}" if what in TOLD else "card.export.sheet", file=name),
            *((say.say_count("card.export.left_out", left_out),) if left_out else ()),
        ),
        file=File(name=name, content=content, instead=say.words("card.export.instead", file=name)),
    )


TOLD = ("popolo", "calendar", "journal")
"""What has words of its own; the others are sheets."""
