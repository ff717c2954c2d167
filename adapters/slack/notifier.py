"""Posts on Slack: each bears its key as metadata, so that it can be found again after a lost answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checking import FAULTS
from adapters.slack.faults import BODY_REFUSED, NO_THREAD, TOKEN_IS_DEAD, error_of, outcome_of
from adapters.slack.limits import HISTORY_PAGE, POST_PACE
from adapters.slack.papers import missing, papers_for, shared
from adapters.slack.pictures import SETTLING, uploaded
from adapters.slack.render import Message, render
from bot.cards.card import Card
from bot.cards.whole import Rest
from bot.domain.addresses import Account, Platform
from bot.ports import Address, Postponed, Uncertain, Undeliverable, check_not_late

log: Final = logging.getLogger(__name__)

EVENT_TYPE: Final = "plenary_post"
LOOK_BACK: Final = timedelta(seconds=1)
"""How much earlier than ``since`` a post is looked for: Slack's clock is not ours."""
PAGES: Final = 20
"""Pages of a channel's history read for one post; beyond them nothing is certain."""
LONGEST_WAIT: Final = timedelta(seconds=8)
"""A post that would wait longer for its turn goes back: the relay gives up after twenty seconds."""


class SlackNotifier:
    """Fills the port ``Notifier`` for Slack.

    ``pace`` is the time between two posts in one channel. ``dead`` is told where Slack takes the token no more.
    """

    platform: Final = Platform.SLACK

    def __init__(
        self, client: AsyncWebClient, *, pace: timedelta = POST_PACE, dead: Callable[[str], None] | None = None
    ) -> None:
        self._client = client
        self._dead = dead
        self._pace = pace.total_seconds()
        self._turns: dict[str, float] = {}
        self._conversations: dict[str, str] = {}

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",  # noqa: ARG002 - threads have no names on Slack
        until: float = inf,
    ) -> str:
        """Write a post, in the channel where Slack has no such thread; its id is ``CHANNEL:TS``."""
        channel = await self._conversation(to)
        await self._turn(channel)
        if thread is not None:
            try:
                return await self._write(channel, card, key, until, thread=_stamp(thread))
            except Undeliverable as refused:
                if refused.reason not in NO_THREAD:
                    raise
                log.warning("thread_refused", extra={"key": key, "reason": refused.reason})
        return await self._write(channel, card, key, until)

    async def _write(self, channel: str, card: Card, key: str, until: float, *, thread: str | None = None) -> str:
        async def send(message: Message) -> Mapping[str, Any]:
            check_not_late(until)
            return await self._call(
                self._client.chat_postMessage(
                    channel=channel,
                    text=message.text,
                    blocks=list(message.blocks),
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                    thread_ts=thread,
                    unfurl_links=False,
                    unfurl_media=False,
                ),
                writes=True,
            )

        written, folded = await self._shown(card, send)
        channel, stamp = str(written["channel"]), str(written["ts"])
        papers = await papers_for(card, folded=folded)
        if not await shared(self._client, papers, channel=channel, thread=thread or stamp):
            await self._tell_in_words(channel, stamp, card, until)
        return f"{channel}:{stamp}"

    async def _tell_in_words(self, channel: str, stamp: str, card: Card, until: float) -> None:
        """Have a post say what its files would; it stands already, so that nothing is raised any more."""
        try:
            await self._change(channel, stamp, render(card), until)
        except (Postponed, Undeliverable, Uncertain) as fault:
            log.warning("document_not_told", extra={"channel": channel, "reason": fault.reason})

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows; a post that is gone is undeliverable."""
        channel, _, stamp = message.rpartition(":")
        if not channel:
            raise Undeliverable(reason=f"no post of Slack: {message} to {to.text}")

        async def send(message: Message) -> Mapping[str, Any]:
            return await self._change(channel, stamp, message, until)

        _, folded = await self._shown(card, send)
        papers = await papers_for(card, folded=folded)
        papers, thread = await missing(self._client, papers, channel=channel, post=stamp)
        if not await shared(self._client, papers, channel=channel, thread=thread):
            await self._tell_in_words(channel, stamp, card, until)

    async def _change(self, channel: str, stamp: str, message: Message, until: float) -> Mapping[str, Any]:
        check_not_late(until)
        change = self._client.chat_update(channel=channel, ts=stamp, text=message.text, blocks=list(message.blocks))
        return await self._call(change, writes=True)

    async def _shown(
        self, card: Card, send: Callable[[Message], Awaitable[Mapping[str, Any]]]
    ) -> tuple[Mapping[str, Any], bool]:
        """Show a card, with its picture as soon as Slack lets that be named, else with the words of it.

        Give Slack's answer, and whether the card is folded.
        """
        message = render(card, enclosed=True, rest=Rest.THREAD)
        file = await uploaded(self._client, card)
        for pause in SETTLING if file else ():
            await asyncio.sleep(pause)
            try:
                return await send(render(card, file=file, enclosed=True, rest=Rest.THREAD)), message.folded
            except Undeliverable as refused:
                if refused.reason not in BODY_REFUSED:
                    raise
        return await send(message), message.folded

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Look for a post by its key: in its thread, then in the channel, where it is if Slack refused the thread."""
        channel = await self._conversation(to)
        found = None if thread is None else await self._find_in_thread(channel, _stamp(thread), key)
        return found or await self._find_in_channel(channel, key, since)

    async def _find_in_thread(self, channel: str, thread: str, key: str) -> str | None:
        """Look through a thread, which Slack gives from its beginning; a thread that is not there holds nothing."""
        cursor = ""
        for _ in range(PAGES):
            try:
                page = await self._call(
                    self._client.conversations_replies(
                        channel=channel, ts=thread, limit=HISTORY_PAGE, include_all_metadata=True, cursor=cursor or None
                    ),
                    writes=False,
                )
            except Undeliverable as refused:
                if refused.reason not in NO_THREAD:
                    raise
                return None
            for message in page.get("messages") or []:
                if _key_of(message) == key:
                    return f"{channel}:{message['ts']}"
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise Uncertain(reason="the thread is too long to search")

    async def _find_in_channel(self, channel: str, key: str, since: datetime) -> str | None:
        """Look through the channel, the newest first; the newest page is read whatever its dates say.

        Slack's clock may be behind.
        """
        oldest = (since - LOOK_BACK).timestamp()
        cursor = ""
        for _ in range(PAGES):
            page = await self._page(channel, cursor)
            messages = page.get("messages") or []
            for message in messages:
                if _key_of(message) == key:
                    return f"{channel}:{message['ts']}"
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or not messages or float(messages[-1]["ts"]) < oldest:
                return None
        raise Uncertain(reason="the channel's history is too long to search")

    async def _page(self, channel: str, cursor: str) -> Mapping[str, Any]:
        return await self._call(
            self._client.conversations_history(
                channel=channel, limit=HISTORY_PAGE, include_all_metadata=True, cursor=cursor or None
            ),
            writes=False,
        )

    async def _conversation(self, to: Address) -> str:
        """Give the id of the channel, or of the direct messages with an account."""
        own = to.parts[-1]
        if not isinstance(to, Account):
            return own
        if own not in self._conversations:
            opened = await self._call(self._client.conversations_open(users=own), writes=False)
            self._conversations[own] = str(opened["channel"]["id"])
        return self._conversations[own]

    async def _turn(self, channel: str) -> None:
        """Wait for this post's turn in the channel; raise Postponed where it is far off."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._turns.get(channel, now))
        if turn - now > LONGEST_WAIT.total_seconds():
            raise Postponed(pause=timedelta(seconds=turn - now), reason="many posts in one channel")
        self._turns = {each: at for each, at in self._turns.items() if at > now} | {channel: turn + self._pace}
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _call(self, call: Awaitable[Any], *, writes: bool) -> Mapping[str, Any]:
        try:
            answer = await call
        except FAULTS as fault:
            error = error_of(fault) if isinstance(fault, SlackApiError) else ""
            if error in TOKEN_IS_DEAD and self._dead is not None:
                self._dead(error)
            raise outcome_of(fault, writes=writes) from fault
        data: Mapping[str, Any] = answer.data
        return data


def _stamp(message: str) -> str:
    """Give the ``ts`` of a post's id."""
    return message.rpartition(":")[2]


def _key_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("key", ""))
