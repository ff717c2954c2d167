"""A card as a Discord message: embeds and rows of buttons, within every limit, pure.

The embeds of a message share 6,000 characters. Title and foot come first, then the named fields, then the
table, then the text: what must give way ends in a visible ellipsis, and the message says where the whole is: such a
card is folded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord

from adapters.discord import limits
from adapters.discord.escaping import ELLIPSIS, INVISIBLE, escaped, fitted, plain, size
from adapters.discord.tables import holds, lines_of
from bot.cards.card import Button, Card, Field, Tone
from bot.cards.picture import Picture
from bot.cards.whole import Rest, rest_words
from bot.locales.phrase import Moment, Phrase, words

COLOURS: Final = {
    Tone.NEUTRAL: discord.Colour(0x6C757D),
    Tone.RUNNING: discord.Colour(0x0072B2),
    Tone.SUCCESS: discord.Colour(0x009E73),
    Tone.FAILURE: discord.Colour(0xD55E00),
    Tone.REFUSAL: discord.Colour(0xE69F00),
}
"""Colours that a colour-blind reader tells apart (Okabe and Ito); a card's title says the same in words."""

FOOT_ROOM: Final = 300
TABLE_ROOM: Final = 1500
"""What a table may claim before the text of a card; it takes more where the text leaves more."""
TEXT_ROOM: Final = 1200
"""The same for the text before the fields."""
SHORT: Final = 24
"""Characters of a field that may stand beside another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a message shows; ``folded`` says that not all of the card is in it, so that the whole must go along."""

    embeds: tuple[discord.Embed, ...]
    rows: tuple[tuple[Button, ...], ...]
    folded: bool = False


def render(
    card: Card, *, mark: str = "", drawn: bool = False, enclosed: bool = False, rest: Rest = Rest.NOWHERE
) -> Rendered:
    """Give the message of a card; ``mark`` is a short sign at the end of its foot, to find it again by.

    ``drawn`` says that the card's picture comes with it as a file, ``enclosed`` that its document does; else they are
    told in words, as far as these fit. ``rest`` says where the whole of the card is, should it be folded.
    """
    missing = [] if card.picture is None or drawn or card.picture.repeats else [card.picture.text]
    missing += () if enclosed else card.instead_of_files
    card = replace(card, paragraphs=(*card.paragraphs, *((text,) for text in missing)))
    body = _laid_out(card, _foot(card, mark))
    if body.folded:
        body = _laid_out(card, _foot(card, mark, note=rest_words(card, rest)))
    embeds = list(body.embeds)
    if drawn and card.picture is not None:
        embeds[-1].set_image(url=f"attachment://{file_name(card.picture)}")
    return Rendered(embeds=tuple(embeds), rows=_rows(card.buttons), folded=body.folded)


def _laid_out(card: Card, foot: str) -> Rendered:
    """Give the embeds of a card above its foot, and whether something is shortened that they say nowhere else."""
    title = fitted(escaped(card.title), limits.EMBED_TITLE)
    room = limits.EMBED_TOTAL - size(title) - size(foot)
    whole_title = [(card.title,)] if title != escaped(card.title) else []
    text = "\n\n".join(_written(paragraph) for paragraph in (*whole_title, *card.paragraphs))
    fields = list(_fields(card))
    table_room = 0 if card.table is None else TABLE_ROOM
    shown = _fitting(fields, room - table_room - min(size(text), TEXT_ROOM))
    room -= sum(size(name) + size(value) for name, value, _ in shown)
    told = fitted(text, min(room - table_room, limits.EMBED_DESCRIPTION))
    lines = [] if card.table is None else lines_of(card.table, room - size(told))
    embeds = [*_body(title, told, shown, COLOURS[card.tone]), *_table(card, lines)]
    if foot:
        embeds[-1].set_footer(text=foot)
    whole = told == text and shown == fields and (card.table is None or holds(card.table, lines))
    return Rendered(embeds=tuple(embeds), rows=(), folded=not whole or _too_long(card))


def _too_long(card: Card) -> bool:
    """Tell whether one of a card's short texts is longer than Discord takes, wherever it stands."""
    foot = fitted(_written(card.footer), limits.FIELD_VALUE) if _has_moment(card.footer) else plain(words(card.footer))
    return (
        any(size(escaped(field.name)) > limits.FIELD_NAME for field in card.fields)
        or any(size(_written(field.value)) > limits.FIELD_VALUE for field in card.fields)
        or any(size(plain(button.label)) > limits.BUTTON_LABEL for button in card.buttons)
        or len(card.buttons) > limits.ROWS * limits.BUTTONS_IN_ROW
        or (size(foot) > FOOT_ROOM if not _has_moment(card.footer) else foot.endswith(ELLIPSIS))
        or (card.picture is not None and size(plain(card.picture.text)) > limits.ALT_TEXT)
    )


def file_name(picture: Picture) -> str:
    """Name the file of a picture, by which its embed refers to it."""
    return f"{picture.name}.png"


def mark_of(embeds: Sequence[discord.Embed], sign: str) -> str:
    """Read the mark that ``render`` put at the end of a message's foot; ``sign`` is how marks begin."""
    last = (embeds[-1].footer.text or "").rpartition(" ")[2] if embeds else ""
    return last if last.startswith(sign) else ""


def _written(phrase: Phrase) -> str:
    """Write a phrase in markdown, each instant so that every reader sees it in their own time zone."""
    runs: list[str] = []
    typed = ""
    for span in phrase:
        if isinstance(span, Moment):
            runs += [escaped(typed), f"<t:{int(span.at.timestamp())}:{'T' if span.exact else 'f'}>"]
            typed = ""
        else:
            typed += span
    return "".join([*runs, escaped(typed)])


def _foot(card: Card, mark: str, note: str = "") -> str:
    told = "" if _has_moment(card.footer) else plain(words(card.footer))
    more = len(card.buttons) - limits.ROWS * limits.BUTTONS_IN_ROW
    rest = f"{ELLIPSIS} +{more}" if more > 0 else ""
    return " · ".join(part for part in (fitted(told, FOOT_ROOM), rest, note, mark) if part)


def _has_moment(phrase: Phrase) -> bool:
    return any(isinstance(span, Moment) for span in phrase)


def _fields(card: Card) -> Iterator[tuple[str, str, bool]]:
    """Give the fields as name, value and whether another may stand beside.

    A foot with an instant is the last field: Discord reads no markdown in a foot, so the instant would not be in
    the reader's own time zone there.
    """
    for field in card.fields:
        yield _field(field)
    if _has_moment(card.footer):
        yield INVISIBLE, fitted(f"-# {_written(card.footer)}", limits.FIELD_VALUE), False


def _field(field: Field) -> tuple[str, str, bool]:
    name = fitted(escaped(field.name), limits.FIELD_NAME) or INVISIBLE
    value = fitted(_written(field.value), limits.FIELD_VALUE) or INVISIBLE
    return name, value, not field.wide and size(name) <= SHORT and size(value) <= SHORT


def _fitting(fields: list[tuple[str, str, bool]], room: int) -> list[tuple[str, str, bool]]:
    """Give the fields within ``room``: whole where they can be, else the longest ones shortened alike."""
    most = limits.FIELD_VALUE
    while sum(size(name) + min(size(value), most) for name, value, _ in fields) > room and most > 1:
        most //= 2
    shown = [(name, fitted(value, most), beside) for name, value, beside in fields]
    kept = shown[: limits.EMBED_FIELDS * (limits.EMBEDS - 2)]
    while sum(size(name) + size(value) for name, value, _ in kept) > room:
        kept.pop()
    if len(kept) < len(fields):
        kept[-1:] = [(ELLIPSIS, f"+{len(fields) - len(kept) + 1}", False)]
    return kept


def _body(
    title: str, text: str, fields: list[tuple[str, str, bool]], colour: discord.Colour
) -> Iterator[discord.Embed]:
    embed = discord.Embed(title=title, description=text or None, colour=colour)
    for number, (name, value, beside) in enumerate(fields):
        if number and number % limits.EMBED_FIELDS == 0:
            yield embed
            embed = discord.Embed(colour=colour)
        embed.add_field(name=name, value=value, inline=beside)
    yield embed


def _table(card: Card, lines: list[str]) -> Iterator[discord.Embed]:
    """Give a table as embeds of its own, each of whole lines."""
    part: list[str] = []
    for line in lines:
        if part and size("\n".join((*part, line))) > limits.EMBED_DESCRIPTION:
            yield discord.Embed(description="\n".join(part), colour=COLOURS[card.tone])
            part = []
        part.append(fitted(line, limits.EMBED_DESCRIPTION))
    if part:
        yield discord.Embed(description="\n".join(part), colour=COLOURS[card.tone])


def _rows(buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    starts = range(0, len(buttons), limits.BUTTONS_IN_ROW)
    return tuple(buttons[start : start + limits.BUTTONS_IN_ROW] for start in starts)[: limits.ROWS]
