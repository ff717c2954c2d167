"""A decision as a document: its text, the result with its rule, and how each member voted."""

from collections.abc import Iterator

from bot.cards.buttons import details_button
from bot.cards.card import Card, Tone
from bot.cards.document import Block, BlockKind, Document
from bot.cards.elections import announcement
from bot.cards.motions import motion_details
from bot.cards.results import ended_at, text_number
from bot.cards.views import MotionView
from bot.domain.rules import Outcome
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words


def decision_card(view: MotionView, entry: int, say: Interpreter) -> Card:
    """Give a decision as files, with the card that says what they are; ``entry`` is that of its result."""
    document, result = decision_document(view, entry, say), view.motion.result
    adopted = result is not None and result.outcome is Outcome.ADOPTED
    return Card(
        title=document.title,
        tone=Tone.SUCCESS if adopted else Tone.FAILURE,
        language=say.language,
        paragraphs=(say.say("card.decision.text", motion=view.motion.number),),
        buttons=(details_button(view.motion, say),),
        document=document,
    )


def decision_document(view: MotionView, entry: int, say: Interpreter) -> Document:
    """Write a motion that has a result as a document; its title says how a text is cited, or else how it ended."""
    motion = view.motion
    cited = "" if motion.course.serial is None else text_number(motion, view.kind, say)
    title = f"{cited} · {motion.title}" if cited else announcement(view, say).title
    return Document(
        name=f"decision-M-{motion.number}-{say.language}",
        title=title,
        language=say.language,
        dated=ended_at(view),
        blocks=tuple(_blocks(view, title, entry, say)),
    )


def _blocks(view: MotionView, title: str, entry: int, say: Interpreter) -> Iterator[Block]:
    details, told = motion_details(view, say), announcement(view, say)
    yield Block(kind=BlockKind.TITLE, text=title)
    body = view.body.title.in_language(say.language)
    yield Block(kind=BlockKind.NOTE, text=say.words("decision.of", alliance=view.alliance.name, body=body))
    if view.motion.text:
        yield Block(kind=BlockKind.HEADING, text=say.words("decision.text"))
        yield Block(kind=BlockKind.TEXT, text=view.motion.text)
    yield Block(kind=BlockKind.HEADING, text=say.words("decision.result"))
    yield from (Block(kind=BlockKind.TEXT, text=words(paragraph)) for paragraph in told.paragraphs)
    fields = [field for field in details.fields if words(field.value)]
    rows = tuple((field.name, words(field.value)) for field in fields if not field.wide)
    yield Block(kind=BlockKind.TABLE, rows=((say.words("decision.what"), say.words("decision.value")), *rows))
    table = details.table
    if table is not None:
        yield Block(kind=BlockKind.HEADING, text=say.words("decision.roll"))
        yield Block(kind=BlockKind.TABLE, rows=(table.columns, *table.rows))
    for field in fields:
        if field.wide:
            yield Block(kind=BlockKind.SUBHEADING, text=field.name)
            yield Block(kind=BlockKind.QUOTE, text=words(field.value))
    yield Block(kind=BlockKind.NOTE, text=say.words("decision.source", entry=entry))
