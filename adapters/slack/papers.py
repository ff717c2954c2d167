"""Files of cards on Slack: uploaded, and shared in the thread of the post that they go with, once.

They are the card's document, and the whole text of a folded card. Slack shares a file by a message of its own, which
bears no key of ours. So the thread is looked at before a post is edited: what it holds already is not shared again, so
that a card whose figures change with each vote does not fill its thread with files.
"""

import logging
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawing.paper import Paper, papers_of, whole_paper
from adapters.slack.limits import HISTORY_PAGE
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)


async def papers_for(card: Card, *, folded: bool) -> tuple[Paper, ...]:
    """Give what goes with a card as files."""
    return (*await papers_of(card.document), *([whole_paper(card)] if folded else ()))


async def shared(client: AsyncWebClient, papers: tuple[Paper, ...], *, channel: str, thread: str | None = None) -> bool:
    """Share files in a channel, or in a thread there; tell whether nothing of them is missing."""
    if not papers:
        return True
    uploads = [{"filename": paper.name, "title": paper.name, "content": paper.content} for paper in papers]
    try:
        await client.files_upload_v2(file_uploads=uploads, channel=channel, thread_ts=thread)
    except Exception as fault:
        log.warning("document_not_shared", extra={"channel": channel, "reason": type(fault).__name__})
        return False
    return True


async def missing(
    client: AsyncWebClient, papers: tuple[Paper, ...], *, channel: str, post: str
) -> tuple[tuple[Paper, ...], str]:
    """Give those files that the thread of a post does not hold, and the thread; where Slack does not say, none."""
    if not papers:
        return (), post
    thread = post
    try:
        messages = await _replies(client, channel, thread)
        if messages and (messages[0].get("thread_ts") or post) != post:
            thread = str(messages[0]["thread_ts"])  # the post stands in a thread itself, and so do its files
            messages = await _replies(client, channel, thread)
    except Exception as fault:
        log.warning("thread_not_read", extra={"channel": channel, "reason": type(fault).__name__})
        return (), thread
    held = {file.get("name") for message in messages for file in message.get("files") or ()}
    return tuple(paper for paper in papers if paper.name not in held), thread


async def _replies(client: AsyncWebClient, channel: str, thread: str) -> list[Any]:
    page: Any = await client.conversations_replies(channel=channel, ts=thread, limit=HISTORY_PAGE)
    return list(page.get("messages") or ())
