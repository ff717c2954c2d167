"""Posts on Slack: each bears its key as metadata, so that it can be found again after a lost answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import inf
from typing import Any, Final, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawing.paper import Paper
from adapters.slack.checking import FAULTS, SlackNotInstalled
from adapters.slack.faults import (
    BODY_REFUSED,
    CHANNEL_IS_GONE,
    LONG_PAUSE,
    NO_THREAD,
    NOT_KNOWN_HERE,
    SHORT_PAUSE,
    TOKEN_IS_DEAD,
    error_of,
    outcome_of,
)
from adapters.slack.limits import HISTORY_PAGE, POST_PACE
from adapters.slack.papers import Threads, papers_for, shared
from adapters.slack.pictures import SETTLING, uploaded
from adapters.slack.render import Message, render
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.card import Card
from bot.cards.whole import Rest
from bot.domain.addresses import Account, Platform
from bot.domain.blockages import Obstacle
from bot.ports import Address, NotRecorded, Postponed, Uncertain, Undeliverable, check_not_late

log: Final = logging.getLogger(__name__)

T = TypeVar("T")

EVENT_TYPE: Final = "plenary_post"
LOOK_BACK: Final = timedelta(seconds=1)
"""How much earlier than ``since`` a post is looked for: Slack's clock is not ours."""
PAGES: Final = 20
"""Pages of a channel's history read for one post; beyond them nothing is certain."""
LONGEST_WAIT: Final = timedelta(seconds=8)
"""A post that would wait longer for its turn goes back: the relay gives up after twenty seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A conversation, and the workspace by whose client it is reached."""

    workspace: Workspace
    channel: str

    @property
    def client(self) -> AsyncWebClient:
        """What writes and reads there."""
        return self.workspace.client


class SlackNotifier:
    """Fills the port ``Notifier`` for Slack.

    ``pace`` is the time between two posts in one channel. A post to a workspace without an installation waits.
    """

    platform: Final = Platform.SLACK

    def __init__(self, workspaces: Workspaces, *, pace: timedelta = POST_PACE) -> None:
        self._workspaces = workspaces
        self._pace = pace.total_seconds()
        self._turns: dict[tuple[str, str], float] = {}
        self._conversations: dict[tuple[str, str], str] = {}
        self._threads = Threads()

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
        return await self._in_room(to, lambda room: self._post(room, card, key, until, thread))

    async def _post(self, room: Room, card: Card, key: str, until: float, thread: str | None) -> str:
        await self._turn(room)
        if thread is not None:
            try:
                return await self._write(room, card, key, until, thread=_stamp(thread))
            except Undeliverable as refused:
                if refused.reason not in NO_THREAD:
                    raise
                log.warning("thread_refused", extra={"key": key, "reason": refused.reason})
        return await self._write(room, card, key, until)

    async def _write(self, room: Room, card: Card, key: str, until: float, *, thread: str | None = None) -> str:
        async def send(message: Message) -> Mapping[str, Any]:
            check_not_late(until)
            return await self._call(
                room.client,
                room.client.chat_postMessage(
                    channel=room.channel,
                    text=message.text,
                    blocks=list(message.blocks),
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                    thread_ts=thread,
                    unfurl_links=False,
                    unfurl_media=False,
                ),
                writes=True,
            )

        papers = await _papers_of(card)
        written, file = await self._shown(room.client, card, send)
        place, stamp = Room(workspace=room.workspace, channel=str(written["channel"])), str(written["ts"])
        if await shared(place.client, papers, channel=place.channel, thread=thread or stamp):
            self._threads.note(place.channel, stamp, thread or stamp, papers)
        else:
            await self._tell_in_words(place, stamp, render(card, file=file), until)
        return f"{place.channel}:{stamp}"

    async def _tell_in_words(self, room: Room, stamp: str, message: Message, until: float) -> None:
        """Have a post say what its files would; it stands already, so that nothing is raised any more."""
        try:
            await self._change(room, stamp, message, until)
        except (Postponed, Undeliverable, Uncertain) as fault:
            log.warning("document_not_told", extra={"channel": room.channel, "reason": fault.reason})

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows; a post that is gone is undeliverable."""
        channel, _, stamp = message.rpartition(":")
        if not channel:
            raise Undeliverable(reason=f"no post of Slack: {message} to {to.text}")
        room = Room(workspace=await self._workspace_of_post(to), channel=channel)

        async def send(message: Message) -> Mapping[str, Any]:
            return await self._change(room, stamp, message, until)

        papers = await _papers_of(card)
        thread = await self._threads.of(room.client, channel, stamp) if papers else None
        known = thread is not None or not papers
        _, file = await self._shown(room.client, card, send, known=known)
        if thread is None or not (lacking := thread.lacks(papers)):
            return
        if await shared(room.client, lacking, channel=channel, thread=thread.stamp):
            self._threads.note(channel, stamp, thread.stamp, lacking)
        else:
            await self._tell_in_words(room, stamp, render(card, file=file), until)

    async def _change(self, room: Room, stamp: str, message: Message, until: float) -> Mapping[str, Any]:
        check_not_late(until)
        change = room.client.chat_update(channel=room.channel, ts=stamp, text=message.text, blocks=list(message.blocks))
        return await self._call(room.client, change, writes=True)

    async def _shown(
        self,
        client: AsyncWebClient,
        card: Card,
        send: Callable[[Message], Awaitable[Mapping[str, Any]]],
        *,
        known: bool = True,
    ) -> tuple[Mapping[str, Any], str]:
        """Show a card, with its picture as soon as Slack lets that be named, else with the words of it.

        ``known`` says that its files are in its thread, or will be at once. Give Slack's answer, and the picture shown.
        """
        rest = Rest.THREAD if known else Rest.COMMAND
        file = await uploaded(client, card)
        for pause in SETTLING if file else ():
            await asyncio.sleep(pause)
            try:
                return await send(render(card, file=file, enclosed=known, rest=rest)), file
            except Undeliverable as refused:
                if refused.reason not in BODY_REFUSED:
                    raise
        return await send(render(card, enclosed=known, rest=rest)), ""

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Look for a post by its key: in its thread, then in the channel, where it is if Slack refused the thread."""

        async def look(room: Room) -> str | None:
            found = None if thread is None else await self._find_in_thread(room, _stamp(thread), key)
            return found or await self._find_in_channel(room, key, since)

        return await self._in_room(to, look)

    async def _find_in_thread(self, room: Room, thread: str, key: str) -> str | None:
        """Look through a thread, which Slack gives from its beginning; a thread that is not there holds nothing."""
        read = partial(room.client.conversations_replies, ts=thread)
        try:
            return await self._search(room, key, read, over=lambda _: False, place="the thread")
        except Undeliverable as refused:
            if refused.reason not in NO_THREAD:
                raise
            return None

    async def _find_in_channel(self, room: Room, key: str, since: datetime) -> str | None:
        """Look through the channel, the newest first; the newest page is read whatever its dates say.

        Slack's clock may be behind.
        """
        oldest = (since - LOOK_BACK).timestamp()

        def over(messages: Sequence[Mapping[str, Any]]) -> bool:
            return not messages or float(messages[-1]["ts"]) < oldest

        return await self._search(
            room, key, room.client.conversations_history, over=over, place="the channel's history"
        )

    async def _search(
        self,
        room: Room,
        key: str,
        read: Callable[..., Awaitable[Any]],
        *,
        over: Callable[[Sequence[Mapping[str, Any]]], bool],
        place: str,
    ) -> str | None:
        """Look for a post page by page; ``over`` tells from a page's messages that none further can hold it."""
        cursor = ""
        for _ in range(PAGES):
            reading = read(channel=room.channel, limit=HISTORY_PAGE, include_all_metadata=True, cursor=cursor or None)
            page = await self._call(room.client, reading, writes=False)
            messages = page.get("messages") or []
            for message in messages:
                if _key_of(message) == key:
                    return f"{room.channel}:{message['ts']}"
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or over(messages):
                return None
        raise Uncertain(reason=f"{place} is too long to search")

    async def _workspaces_of(self, to: Address) -> tuple[Workspace, ...]:
        """Give the workspaces by which an address is reached; raise Postponed where somebody has to install the app."""
        try:
            return await self._workspaces.of(to)
        except SlackNotInstalled as missing:
            reason = f"the app is not installed in {missing.workspace}"
            raise Postponed(pause=LONG_PAUSE, reason=reason, obstacle=Obstacle.NOT_INSTALLED) from missing
        except NotRecorded as lost:
            raise Postponed(pause=SHORT_PAUSE, reason=lost.reason) from lost

    async def _workspace_of_post(self, to: Address) -> Workspace:
        """Give the workspace in which a post to an address stands."""
        first, *others = await self._workspaces_of(to)
        return (await self._room(to)).workspace if others else first

    async def _in_room(self, to: Address, act: Callable[[Room], Awaitable[T]]) -> T:
        """Do something in a channel, or in the direct messages with an account: in new ones where those are gone."""
        room = await self._room(to)
        try:
            return await act(room)
        except Undeliverable as refused:
            if refused.reason != CHANNEL_IS_GONE or not isinstance(to, Account):
                raise
            log.warning("conversation_opened_anew", extra={"to": to.text})
        self._conversations.pop((room.workspace.place, to.parts[-1]), None)
        return await act(await self._room(to))

    async def _room(self, to: Address) -> Room:
        """Give the channel, or the direct messages with an account."""
        workspaces = await self._workspaces_of(to)
        if not isinstance(to, Account):
            return Room(workspace=workspaces[0], channel=to.parts[-1])
        for workspace in workspaces:
            known = self._conversations.get((workspace.place, to.parts[-1]))
            if known is not None:
                return Room(workspace=workspace, channel=known)
        return await self._opened(to.parts[-1], workspaces)

    async def _opened(self, person: str, workspaces: Sequence[Workspace]) -> Room:
        """Open the direct messages with a person, in the first of an organisation's workspaces that knows them."""
        *others, last = workspaces
        for workspace in others:
            try:
                return await self._open(person, workspace)
            except Undeliverable as refused:
                if refused.reason not in NOT_KNOWN_HERE:
                    raise
        return await self._open(person, last)

    async def _open(self, person: str, workspace: Workspace) -> Room:
        opened = await self._call(workspace.client, workspace.client.conversations_open(users=person), writes=False)
        channel = self._conversations[workspace.place, person] = str(opened["channel"]["id"])
        return Room(workspace=workspace, channel=channel)

    async def _turn(self, room: Room) -> None:
        """Wait for this post's turn in the channel; raise Postponed where it is far off."""
        now, channel = asyncio.get_running_loop().time(), (room.workspace.place, room.channel)
        turn = max(now, self._turns.get(channel, now))
        if turn - now > LONGEST_WAIT.total_seconds():
            raise Postponed(pause=timedelta(seconds=turn - now), reason="many posts in one channel")
        self._turns = {each: at for each, at in self._turns.items() if at > now} | {channel: turn + self._pace}
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _call(self, client: AsyncWebClient, call: Awaitable[Any], *, writes: bool) -> Mapping[str, Any]:
        try:
            answer = await call
        except FAULTS as fault:
            error = error_of(fault) if isinstance(fault, SlackApiError) else ""
            if error in TOKEN_IS_DEAD:
                await self._workspaces.died(client, error)
            raise outcome_of(fault, writes=writes) from fault
        data: Mapping[str, Any] = answer.data
        return data


async def _papers_of(card: Card) -> tuple[Paper, ...]:
    """Give the files of a card in its thread."""
    return await papers_for(card, folded=render(card, enclosed=True).folded)


def _stamp(message: str) -> str:
    """Give the ``ts`` of a post's id."""
    return message.rpartition(":")[2]


def _key_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("key", ""))
