"""Pictures of cards on Slack: drawn, uploaded for the bot alone, and named by the block that shows them.

A file that is not shared anywhere is seen by whoever sees the message that names it, a private answer too. Slack may
take a moment until a file that it has taken can be named.
"""

import logging
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawing.chart import drawn
from adapters.slack.escape import shortened
from adapters.slack.limits import ALT_TEXT
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)

SETTLING: Final = (0.0, 0.5, 1.5)
"""Seconds to wait before each try to show a picture; after the last one its words stand in its place."""


async def uploaded(client: AsyncWebClient, card: Card) -> str:
    """Upload the picture of a card; give the file's id, nothing where the card has none or Slack does not take it."""
    picture = card.picture
    if picture is None:
        return ""
    try:
        answer = await client.files_upload_v2(
            filename=f"{picture.name}.png",
            content=await drawn(picture),
            title=picture.title,
            alt_txt=shortened(picture.text, ALT_TEXT),
        )
        return str(answer["files"][0]["id"])
    except Exception as fault:
        log.warning("picture_not_uploaded", extra={"picture": picture.name, "reason": type(fault).__name__})
        return ""
