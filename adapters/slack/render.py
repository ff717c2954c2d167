"""A card as Slack's blocks, with a fallback text for notifications and screen readers.

Everything a card says fits: short texts get the room they need first, long ones share the rest fairly. What still has
to go is marked by an ellipsis, and the message says where the whole is: such a card is folded. A table becomes one line
a row, as columns break on a phone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.slack.escape import (
    cut,
    escaped,
    has_markup,
    has_moment,
    mrkdwn,
    plain,
    shortened,
    size,
    size_of,
)
from adapters.slack.limits import (
    ACTION_ID,
    ACTIONS,
    ALL_BLOCKS,
    ALT_TEXT,
    BUTTON,
    CONTEXT,
    FALLBACK,
    FIELDS,
    HEADER,
    SECTION,
)
from adapters.slack.sections import ELEMENT, FRAME, NAME, Json, Name, Text, marked, named, plain_text, sections
from adapters.slack.table import fits, heading_of, table_text
from bot.cards.card import Button, Card, Emphasis, Field, Tone
from bot.cards.picture import Picture
from bot.cards.whole import Rest, rest_words, whole_parts
from bot.locales.phrase import Phrase

__all__ = ["Json", "Message", "blocks_of", "fallback", "measure", "plain_text", "render", "shares"]

MARKS: Final = {
    Tone.NEUTRAL: "",
    Tone.RUNNING: "🗳️ ",
    Tone.SUCCESS: "✅ ",
    Tone.FAILURE: "❌ ",
    Tone.REFUSAL: "⚠️ ",
}
STYLES: Final = {Emphasis.PLAIN: None, Emphasis.PRIMARY: "primary", Emphasis.DANGER: "danger"}
WIDE: Final = 60
"""A field longer than this is a paragraph of its own: half a phone's width would break it badly."""
MANY: Final = 25
"""Texts of a card beyond which they are joined, so that a message keeps to its blocks."""
NOTE: Final = 400
"""Characters kept free for the words on where the whole is, wherever that is."""
PICTURE: Final = 200
"""Characters kept free for the block of a picture beside its words, so that these alone fold as the picture does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent: blocks, and the text shown where blocks are not.

    ``folded`` says that not all of the card is in it, so that the whole must go along as a file.
    """

    text: str
    blocks: tuple[Json, ...]
    folded: bool = False


_Part = Text | tuple[Field, ...]


def render(card: Card, *, file: str = "", enclosed: bool = False, rest: Rest = Rest.NOWHERE) -> Message:
    """Give the message that shows a card; it keeps to every limit of Slack.

    ``file`` is the uploaded picture of the card; without one the picture is told in words. ``enclosed`` says that the
    files of its document come with it; else it is told in words, as far as these fit. ``rest`` says where the whole of
    the card is, should it be folded; whether it is depends on neither the picture's file nor on ``rest``.
    """
    if not enclosed:
        card = replace(card, paragraphs=(*card.paragraphs, *((text,) for text in card.instead_of_files)))
    blocks, folded = _laid_out(card, file, rest)
    return Message(text=fallback(card, rest if folded else Rest.MESSAGE), blocks=tuple(blocks), folded=folded)


def blocks_of(card: Card, *, rest: Rest = Rest.COMMAND) -> list[Json]:
    """Give the blocks of a card, for a view, which no file goes with; ``rest`` says where the whole of the card is."""
    return _laid_out(card, "", rest)[0]


def _laid_out(card: Card, file: str, rest: Rest) -> tuple[list[Json], bool]:
    """Give the blocks of a card, and tell whether it is folded: whether some of it is not in them."""
    title = MARKS[card.tone] + " ".join(card.title.split())
    head: list[Json] = [{"type": "header", "text": plain_text(shortened(title, HEADER))}]
    foot = [*_actions(card.buttons), *_context(card.footer)]
    pieces = [*([Text(phrase=(card.title,))] if size(title) > HEADER else []), *_parts(card)]
    short = {index: _fields(part) for index, part in enumerate(pieces) if isinstance(part, tuple)}
    kept = PICTURE + measure([*_picture(card.picture, "")]) if card.picture is not None else 0
    framed = sum(measure(block) for block in (*head, *foot, *short.values()))
    room = ALL_BLOCKS - framed - kept - NOTE
    fitted = list(_fitted(pieces, card, room))
    folded = _folded(card, pieces, fitted)
    body: list[Json] = []
    for index, text in enumerate(fitted):
        body += sections(text) if isinstance(text, Text) else [short[index]]
    if folded:
        body.append({"type": "context", "elements": [plain_text(rest_words(card, rest))]})
    return [*head, *body, *_picture(card.picture, file), *foot], folded


def _folded(card: Card, parts: list[_Part], fitted: list[_Part]) -> bool:
    """Tell whether something of a card is shortened that the message says nowhere else."""
    names = (part.name for part in parts if isinstance(part, Text))
    return (
        fitted[: len(parts)] != parts
        or not all(fits(card.table, text.name, text.phrase) for text in fitted[len(parts) :] if isinstance(text, Text))
        or any(size(name) > NAME for name in names)
        or any(size(button.label) > BUTTON for button in card.buttons)
        or size_of(card.footer) > CONTEXT
        or (card.picture is not None and size(card.picture.text) > ALT_TEXT)
    )


def fallback(card: Card, rest: Rest = Rest.MESSAGE) -> str:
    """Give a card as one text, escaped: what a notification and a screen reader say.

    Where that is too long its parts share the room, so that a long text does not hide the deadline; ``rest`` says where
    the whole is.
    """
    told = whole_parts(card)
    text = "\n\n".join(told)
    if rest is not Rest.MESSAGE or size(text) > FALLBACK:
        note = rest_words(card, rest)
        room = FALLBACK - size(note) - 2 * len(told)
        allowed = shares([size(part) for part in told], room)
        text = "\n\n".join((*map(shortened, told, allowed), note))
    return escaped(text) or "…"


def measure(value: object) -> int:
    """Count every character in a block, as Slack may count them."""
    match value:
        case str():
            return size(value)
        case dict():
            return sum(measure(each) for each in value.values())
        case list():
            return sum(measure(each) for each in value)
        case _:
            return 0


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """Divide room: whoever wants less than an equal part gets all of it, the others share what is left."""
    allowed = [0] * len(wanted)
    for served, index in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        allowed[index] = min(wanted[index], max(0, room) // (len(wanted) - served))
        room -= allowed[index]
    return allowed


def _parts(card: Card) -> list[_Part]:
    paragraphs = [Text(phrase=phrase) for phrase in card.paragraphs if plain(phrase).strip()]
    if len(paragraphs) + len(card.fields) > MANY:
        joined = tuple(span for text in paragraphs for span in ("\n\n", *text.phrase))[1:]
        under = tuple(span for field in card.fields for span in ("\n", Name(f"{field.name}\n"), *field.value, "\n"))[1:]
        return [Text(phrase=phrase) for phrase in (joined, under) if phrase]
    parts: list[_Part] = [*paragraphs]
    for field in card.fields:
        last = parts[-1] if parts else None
        alone = field.wide or size_of(field.value) > WIDE or size(field.name) > WIDE
        if alone or has_markup((field.name, *field.value)):
            parts.append(Text(phrase=field.value, name=field.name))
        elif isinstance(last, tuple) and len(last) < FIELDS:
            parts[-1] = (*last, field)
        else:
            parts.append((field,))
    return [each for part in parts for each in _paired(part)]


def _paired(part: _Part) -> Iterator[_Part]:
    """Give short fields two by two; one that is left over has the whole width, of which half would break it badly."""
    if isinstance(part, Text) or len(part) % 2 == 0:
        yield part
        return
    if len(part) > 1:
        yield part[:-1]
    yield Text(phrase=part[-1].value, name=part[-1].name)


def _fitted(parts: list[_Part], card: Card, room: int) -> Iterator[_Part]:
    """Give the parts with their long texts and the table cut to what fits in ``room``."""
    texts = [part for part in parts if isinstance(part, Text)]
    wanted = [size_of(text.phrase) + size(text.name) for text in texts]
    if card.table is not None:
        wanted.append(size(table_text(card.table)))
    frames = sum(FRAME * (1 + each // (SECTION - WIDE)) for each in wanted)
    frames += sum(ELEMENT * len(text.phrase) for text in texts if any(isinstance(span, Name) for span in text.phrase))
    allowed = iter(zip(shares(wanted, room - frames), wanted, strict=True))
    for part in parts:
        if isinstance(part, tuple):
            yield part
            continue
        most, whole = next(allowed)
        yield part if most == whole else Text(phrase=cut(part.phrase, most - size(part.name)), name=part.name)
    if card.table is not None:
        told, heading = table_text(card.table, next(allowed)[0]), heading_of(card.table)
        under = size(heading) <= NAME and told.startswith(f"{heading}\n")
        yield Text(phrase=(told.removeprefix(f"{heading}\n"),), name=heading) if under else Text(phrase=(told,))


def _fields(fields: tuple[Field, ...]) -> Json:
    return {"type": "section", "fields": [named(field.name, field.value or ("–",)) for field in fields]}


def _actions(buttons: tuple[Button, ...]) -> Iterator[Json]:
    seen: dict[str, int] = {}
    elements: list[Json] = []
    for button in buttons:
        seen[button.action] = seen.get(button.action, 0) + 1
        mark = "" if seen[button.action] == 1 else f"#{seen[button.action]}"
        style = STYLES[button.emphasis]
        elements.append(
            {
                "type": "button",
                "text": plain_text(shortened(button.label, BUTTON)),
                "action_id": (button.action + mark)[:ACTION_ID],
                "value": button.action,
                **({"style": style} if style else {}),
            }
        )
    for start in range(0, len(elements), ACTIONS):
        yield {"type": "actions", "elements": elements[start : start + ACTIONS]}


def _picture(picture: Picture | None, file: str) -> Iterator[Json]:
    if picture is not None and file:
        words = shortened(picture.text, ALT_TEXT)
        yield {"type": "image", "slack_file": {"id": file}, "alt_text": words}
    elif picture is not None and not picture.repeats:
        yield {"type": "context", "elements": [plain_text(shortened(picture.text, CONTEXT))]}


def _context(footer: Phrase) -> Iterator[Json]:
    if plain(footer).strip():
        phrase = cut(footer, CONTEXT)
        text = marked(mrkdwn(phrase)) if has_moment(phrase) else plain_text(plain(phrase))
        yield {"type": "context", "elements": [text]}
