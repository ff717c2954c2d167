"""Documents of cards on Slack: uploaded, and shared in the thread of the post that they go with, once.

Slack shares a file by a message of its own, which bears no key of ours. So the thread is looked at before a post is
edited: where it holds a file already, nothing is shared again.
"""

import logging
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawing.paper import papers_of
from adapters.slack.limits import HISTORY_PAGE
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)


async def shared(client: AsyncWebClient, card: Card, *, channel: str, thread: str | None = None) -> bool:
    """Share the files of a card's document in a channel; tell whether nothing of them is missing there."""
    papers = await papers_of(card.document)
    if not papers:
        return True
    uploads = [{"filename": paper.name, "title": paper.name, "content": paper.content} for paper in papers]
    try:
        await client.files_upload_v2(file_uploads=uploads, channel=channel, thread_ts=thread)
    except Exception as fault:
        log.warning("document_not_shared", extra={"channel": channel, "reason": type(fault).__name__})
        return False
    return True


async def holds_files(client: AsyncWebClient, *, channel: str, thread: str) -> bool:
    """Tell whether the thread of a post holds a file; where Slack does not say, take it that it does."""
    try:
        page: Any = await client.conversations_replies(channel=channel, ts=thread, limit=HISTORY_PAGE)
    except Exception as fault:
        log.warning("thread_not_read", extra={"channel": channel, "reason": type(fault).__name__})
        return True
    return any(message.get("files") for message in page.get("messages") or ())
