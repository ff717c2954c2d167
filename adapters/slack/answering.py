"""Private answers: by the act's response_url, else in the channel to one person, else as a direct message.

Where there is a card to show, its act is over: it may be recorded. So the same card goes every way that is left,
and a way that fails is never told as a failure of the act.
"""

import asyncio
import logging
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.drawing.paper import Paper
from adapters.slack.papers import papers_for, shared
from adapters.slack.parse import Place
from adapters.slack.pictures import SETTLING, uploaded
from adapters.slack.render import Message, render
from adapters.slack.workspaces import Workspaces
from bot.cards.card import Card
from bot.cards.whole import Rest

log: Final = logging.getLogger(__name__)


class Answers:
    """Shows a card to one person, by the first way that works."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    @property
    def _client(self) -> AsyncWebClient:
        return self._workspaces.acting.client

    async def tell(self, place: Place, card: Card) -> None:
        """Show a card privately; where no way works, this is logged and nothing is raised."""
        message = render(card, enclosed=True, rest=Rest.DIRECT)
        papers = await papers_for(card, folded=message.folded)
        sent = not papers or await self._sent(place, papers)
        file = await uploaded(self._client, card)
        rest = Rest.DIRECT if sent else Rest.NOWHERE
        if file and await self._with_picture(place, render(card, file=file, enclosed=sent, rest=rest)):
            return
        if not sent:
            message = render(card, rest=rest)
        if not await self._told(place, message):
            log.error("answer_lost", extra={"user": place.user})

    async def _sent(self, place: Place, papers: tuple[Paper, ...]) -> bool:
        """Send the files of a card as a direct message, since a private answer takes none along."""
        try:
            opened = await self._client.conversations_open(users=place.user)
            return await shared(self._client, papers, channel=opened["channel"]["id"])
        except Exception as fault:
            log.warning("document_not_sent", extra={"reason": type(fault).__name__})
            return False

    async def _with_picture(self, place: Place, message: Message) -> bool:
        """Show a card with its picture as soon as Slack lets it be named; tell whether it did."""
        for pause in SETTLING:
            await asyncio.sleep(pause)
            if await self._told(place, message):
                return True
        return False

    async def _told(self, place: Place, message: Message) -> bool:
        """Show a message by the first way that works; tell whether any did."""
        for way in (self._by_url, self._in_channel, self._directly):
            try:
                if await way(place, message):
                    return True
            except Exception as fault:
                log.warning("answer_failed", extra={"way": way.__name__.strip("_"), "reason": type(fault).__name__})
        return False

    async def _by_url(self, place: Place, message: Message) -> bool:
        """Answer by the act's own address; it works where the bot is not a member, for half an hour."""
        if not place.response_url:
            return False
        hook = AsyncWebhookClient(place.response_url, session=self._client.session, retry_handlers=[])
        answer = await hook.send_dict(
            {
                "response_type": "ephemeral",
                "replace_original": False,
                "text": message.text,
                "blocks": list(message.blocks),
            }
        )
        return bool(answer.status_code == 200)

    async def _in_channel(self, place: Place, message: Message) -> bool:
        if not place.channel or place.channel.startswith("D"):
            return False
        await self._client.chat_postEphemeral(
            channel=place.channel,
            user=place.user,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=place.thread,
        )
        return True

    async def _directly(self, place: Place, message: Message) -> bool:
        opened = await self._client.conversations_open(users=place.user)
        await self._client.chat_postMessage(
            channel=opened["channel"]["id"],
            text=message.text,
            blocks=list(message.blocks),
            unfurl_links=False,
            unfurl_media=False,
        )
        return True
