"""Cards as messages of Discord: what they show, and the files that are attached to each message that shows them.

Pictures are drawn once, documents set once; the whole text of a folded card goes along as a file of its own.
"""

import io
import logging
from dataclasses import dataclass, replace
from typing import Final

import discord

from adapters.discord import limits
from adapters.discord.components import view_of
from adapters.discord.escaping import fitted
from adapters.discord.render import Rendered, file_name, render
from adapters.drawing.chart import drawn
from adapters.drawing.paper import Paper, papers_of, whole_paper
from bot.cards.card import Card
from bot.cards.whole import Rest

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What goes with a message: the bytes of its picture, the files of its document, and its whole text.

    False where nothing does.
    """

    picture: bytes = b""
    papers: tuple[Paper, ...] = ()
    whole: Paper | None = None

    def __bool__(self) -> bool:
        return bool(self.picture or self.papers or self.whole)


NOTHING: Final = Attached()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A card as it is sent, any number of times."""

    card: Card
    rendered: Rendered
    attached: Attached

    @property
    def embeds(self) -> list[discord.Embed]:
        """What it shows."""
        return list(self.rendered.embeds)

    def view(self) -> discord.ui.View | None:
        """Give its buttons, made anew for each try."""
        return view_of(self.rendered)

    def files(self) -> list[discord.File]:
        """Give its attachments, made anew for each try: the library reads a file once."""
        with_it = (*self.attached.papers, *((self.attached.whole,) if self.attached.whole else ()))
        papers = [discord.File(io.BytesIO(paper.content), filename=paper.name) for paper in with_it]
        if self.card.picture is None or not self.attached.picture:
            return papers
        picture, words = io.BytesIO(self.attached.picture), fitted(self.card.picture.text, limits.ALT_TEXT)
        return [discord.File(picture, filename=file_name(self.card.picture), description=words), *papers]


async def message_of(card: Card, *, mark: str = "") -> Message:
    """Give the message of a card; without a picture where it has none, or where it could not be drawn."""
    return composed(card, Attached(picture=await _bytes_of(card), papers=await papers_of(card)), mark=mark)


def in_words(card: Card, *, mark: str = "") -> Message:
    """Give the message of a card with no file beside it: what would be one is told in words, as far as these fit."""
    return _with(card, NOTHING, mark)


def composed(card: Card, attached: Attached, *, mark: str = "") -> Message:
    """Give the message of a card with its picture and its document, and with its whole text where it is folded."""
    message = _with(card, attached, mark)
    return _with(card, replace(attached, whole=whole_paper(card)), mark) if message.rendered.folded else message


async def _bytes_of(card: Card) -> bytes:
    if card.picture is None:
        return b""
    try:
        return await drawn(card.picture)
    except Exception:
        log.exception("drawing_failed", extra={"picture": card.picture.name})
        return b""


def _with(card: Card, attached: Attached, mark: str) -> Message:
    rendered = render(
        card,
        mark=mark,
        drawn=bool(attached.picture),
        enclosed=bool(attached.papers),
        rest=Rest.BESIDE if attached.whole else Rest.NOWHERE,
    )
    return Message(card=card, rendered=rendered, attached=attached)
