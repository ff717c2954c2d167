"""The files of cards on Discord: pictures drawn once, documents set once, attached to each message that shows them."""

import io
import logging
from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord import limits
from adapters.discord.escaping import fitted
from adapters.discord.render import Rendered, file_name, render
from adapters.drawing.chart import drawn
from adapters.drawing.paper import Paper, papers_of
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What goes with a message: the bytes of its picture, and the files of its document; false where nothing does."""

    picture: bytes = b""
    papers: tuple[Paper, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.picture or self.papers)


NOTHING: Final = Attached()


async def attached_to(card: Card) -> Attached:
    """Make what goes with a card; give no picture where it has none, or where it could not be drawn."""
    return Attached(picture=await _bytes_of(card), papers=await papers_of(card.document))


async def _bytes_of(card: Card) -> bytes:
    if card.picture is None:
        return b""
    try:
        return await drawn(card.picture)
    except Exception:
        log.exception("drawing_failed", extra={"picture": card.picture.name})
        return b""


def files_of(card: Card, attached: Attached) -> list[discord.File]:
    """Give the attachments of a message, made anew for each try: the library reads a file once."""
    papers = [discord.File(io.BytesIO(paper.content), filename=paper.name) for paper in attached.papers]
    if card.picture is None or not attached.picture:
        return papers
    words = fitted(card.picture.text, limits.ALT_TEXT)
    return [discord.File(io.BytesIO(attached.picture), filename=file_name(card.picture), description=words), *papers]


def rendered_with(card: Card, attached: Attached, *, mark: str = "") -> Rendered:
    """Give the message of a card with what goes with it; what does not is told in words."""
    return render(card, mark=mark, drawn=bool(attached.picture), enclosed=bool(attached.papers))
