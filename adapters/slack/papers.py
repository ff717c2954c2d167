"""Files of cards on Slack: uploaded, and shared in the thread of the post that they go with, once.

They are the card's document, and the whole text of a folded card. Slack shares a file by a message of its own, which
bears no key of ours. What a thread holds already is not shared again, so that a card whose figures change with each
vote does not fill its thread with files. The process remembers what it has shared; only after a restart does it read
a thread, once for each post whose card is folded or has a document. A delivery keeps no more than the id of its post,
which an edit cannot change, while a card may come to be folded with any edit: so that is not kept with it.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawing.paper import Paper, papers_of, whole_paper
from adapters.slack.limits import HISTORY_PAGE
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)

REMEMBERED: Final = 1000
"""Posts whose threads are remembered: those of a year of motions."""


async def papers_for(card: Card, *, folded: bool) -> tuple[Paper, ...]:
    """Give what goes with a card as files."""
    return (*await papers_of(card), *([whole_paper(card)] if folded else ()))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The thread that a post's files are in, and the names of the files there."""

    stamp: str
    names: frozenset[str]

    def lacks(self, papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
        """Give those files that are not there."""
        return tuple(paper for paper in papers if paper.name not in self.names)


class Threads:
    """What the threads of posts hold, as far as this process has shared or read it; of the latest ``REMEMBERED``."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Thread] = {}

    def note(self, channel: str, post: str, thread: str, papers: tuple[Paper, ...]) -> None:
        """Remember files that were shared."""
        before = self._known.pop((channel, post), Thread(stamp=thread, names=frozenset())).names
        self._known[channel, post] = Thread(stamp=thread, names=before | {paper.name for paper in papers})
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    async def of(self, client: AsyncWebClient, channel: str, post: str) -> Thread | None:
        """Give the thread of a post, read where it is not known; None where Slack does not say."""
        if (channel, post) not in self._known:
            try:
                self._known[channel, post] = await _read(client, channel, post)
            except Exception as fault:
                log.warning("thread_not_read", extra={"channel": channel, "reason": type(fault).__name__})
        return self._known.get((channel, post))


async def _read(client: AsyncWebClient, channel: str, post: str) -> Thread:
    thread, messages = post, await _replies(client, channel, post)
    if messages and (messages[0].get("thread_ts") or post) != post:
        thread = str(messages[0]["thread_ts"])  # the post stands in a thread itself, and so do its files
        messages = await _replies(client, channel, thread)
    names = (str(file.get("name")) for message in messages for file in message.get("files") or ())
    return Thread(stamp=thread, names=frozenset(names))


async def _replies(client: AsyncWebClient, channel: str, thread: str) -> list[Any]:
    page: Any = await client.conversations_replies(channel=channel, ts=thread, limit=HISTORY_PAGE)
    return list(page.get("messages") or ())
