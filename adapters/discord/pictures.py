"""Pictures of cards on Discord: drawn once, and attached to each message that shows them."""

import io
import logging
from typing import Final

import discord

from adapters.discord import limits
from adapters.discord.escaping import fitted
from adapters.discord.render import file_name
from adapters.drawing.chart import drawn
from bot.cards.card import Card
from bot.cards.picture import Picture

log: Final = logging.getLogger(__name__)


async def bytes_of(card: Card) -> bytes:
    """Draw the picture of a card; give nothing where it has none, or where it could not be drawn."""
    if card.picture is None:
        return b""
    try:
        return await drawn(card.picture)
    except Exception:
        log.exception("drawing_failed", extra={"picture": card.picture.name})
        return b""


def files_of(picture: Picture | None, content: bytes) -> list[discord.File]:
    """Give the attachments of a message, made anew for each try: the library reads a file once."""
    if picture is None or not content:
        return []
    words = fitted(picture.text, limits.ALT_TEXT)
    return [discord.File(io.BytesIO(content), filename=file_name(picture), description=words)]
