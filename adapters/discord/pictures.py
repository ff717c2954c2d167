"""The files of cards on Discord, attached to each message that shows them.

Pictures are drawn once, documents set once; the whole text of a folded card goes along as a file of its own.
"""

import io
import logging
from dataclasses import dataclass, replace
from typing import Final

import discord

from adapters.discord import limits
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


async def attached_to(card: Card, *, mark: str = "") -> Attached:
    """Make what goes with a card; give no picture where it has none, or where it could not be drawn."""
    attached = Attached(picture=await _bytes_of(card), papers=await papers_of(card.document))
    folded = rendered_with(card, attached, mark=mark).folded
    return replace(attached, whole=whole_paper(card)) if folded else attached


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
    with_it = (*attached.papers, *((attached.whole,) if attached.whole else ()))
    papers = [discord.File(io.BytesIO(paper.content), filename=paper.name) for paper in with_it]
    if card.picture is None or not attached.picture:
        return papers
    words = fitted(card.picture.text, limits.ALT_TEXT)
    return [discord.File(io.BytesIO(attached.picture), filename=file_name(card.picture), description=words), *papers]


def rendered_with(card: Card, attached: Attached, *, mark: str = "") -> Rendered:
    """Give the message of a card with what goes with it; what does not is told in words."""
    rest = Rest.BESIDE if attached.whole else Rest.NOWHERE
    return render(card, mark=mark, drawn=bool(attached.picture), enclosed=bool(attached.papers), rest=rest)
