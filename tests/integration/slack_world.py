"""A Slack of our own with the real front in it: what a test types, presses and reads.

The local server speaks Slack's protocols; the front is the one that runs in production, over Socket Mode or over
signed HTTP. A person is Slack's id, such as ``UEST``, or has a number; whoever is new joins the workspace and its
channel.
"""

import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Literal, Protocol, Self

from aiohttp import web
from pydantic import SecretStr

from adapters.platforms import slack_routes
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.slack.listeners import FORM_PATIENCE, Door
from adapters.slack.parse import unescaped
from bot.commands.register import REGISTRY
from bot.commands.registry import Registry
from bot.domain.addresses import Account, Channel, Platform
from bot.ports import Clock, Notifier
from tests.servers.slack import Delivery, Message, SlackServer, View

Transport = Literal["socket mode", "signed http"]
TRANSPORTS: Final[tuple[Transport, ...]] = ("socket mode", "signed http")
TEAM: Final = "T1"
CHANNEL: Final = "C1"

_DATE: Final = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
_LINK: Final = re.compile(r"<(https?://[^|>]+)>")


class Someone(Protocol):
    """A person of a test: known by a number and a name."""

    @property
    def name(self) -> str:
        """What they are called."""
        ...

    @property
    def number(self) -> int:
        """What tells them apart."""
        ...


Who = str | Someone
"""A person: Slack's id, or someone whose number makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as its reader sees it: text with instants in words, and the labels of its buttons."""

    text: str
    buttons: tuple[str, ...]
    message: Message

    @property
    def told(self) -> str:
        """The text with the buttons in brackets."""
        return "\n".join(line for line in (self.text, " ".join(f"[{label}]" for label in self.buttons)) if line)


class SlackWorld:
    """The local Slack and the front, as an async context manager."""

    platform: Final = Platform.SLACK

    def __init__(
        self,
        dispatcher: Door,
        clock: Clock,
        *,
        transport: Transport = "socket mode",
        registry: Registry = REGISTRY,
        prefix: str = "",
        form_patience: timedelta = FORM_PATIENCE,
        bot_token: str | None = None,
    ) -> None:
        self.server: Final = SlackServer(team=TEAM)
        self._dispatcher = dispatcher
        self._clock = clock
        self._transport = transport
        self._registry = registry
        self._prefix = prefix
        self._form_patience = form_patience
        self._bot_token = bot_token
        self._stack = AsyncExitStack()
        self._front: SlackFront | None = None
        self.http_url = ""

    @property
    def front(self) -> SlackFront:
        """The front that runs."""
        if self._front is None:
            raise LookupError("the world has not been entered")
        return self._front

    async def __aenter__(self) -> Self:
        """Start the server, then the front."""
        await self._stack.enter_async_context(self.server)
        self.server.add_channel(CHANNEL)
        self._front = SlackFront(
            self._settings(),
            self._dispatcher,
            self._clock,
            registry=self._registry,
            pace=timedelta(0),
            form_patience=self._form_patience,
            ping_interval=timedelta(seconds=1),
        )
        self._stack.push_async_callback(self._front.stop)
        try:
            await self._front.start()
            await self._open_way()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the front, then the server."""
        await self._stack.aclose()

    async def restart_front(self) -> None:
        """Stop the front and start a new one, as after a crash: nothing in memory survives."""
        await self.front.stop()
        self._front = SlackFront(
            self._settings(), self._dispatcher, self._clock, registry=self._registry, pace=timedelta(0)
        )
        self._stack.push_async_callback(self._front.stop)
        await self._front.start()
        await self._open_way()

    @property
    def notifier(self) -> Notifier:
        """The notifier of the front that runs."""
        return self.front.notifier

    @property
    def channel(self) -> Channel:
        """The channel for motions."""
        return Channel(f"slack:{TEAM}:{CHANNEL}")

    def user(self, who: Who) -> str:
        """Give a person's id on Slack."""
        return who if isinstance(who, str) else f"U{who.number:04}"

    def account(self, who: Who) -> Account:
        """Give a person's account as the core writes it; whoever is new joins."""
        return Account(f"slack:{TEAM}:{self.know(who)}")

    def know(self, who: Who, channel: str = CHANNEL) -> str:
        """Let a person join the workspace and a channel; give the id."""
        workspace, user = self.server.world.workspace(TEAM), self.user(who)
        if user not in workspace.users:
            self.server.add_user(user, name=user.lower() if isinstance(who, str) else who.name)
        workspace.channels[channel].members.add(user)
        return user

    async def type(self, who: Who, line: str, channel: str = CHANNEL) -> Delivery:
        """Type a slash command; give its delivery."""
        command, _, text = line.partition(" ")
        user = self.know(who, channel)
        return await self.server.slash_command(user=user, channel=channel, command=command, text=text)

    async def say(self, who: Who, line: str, channel: str = CHANNEL) -> str:
        """Type a slash command; give the text of the private answer, or of the form that opens."""
        return await self._outcome(await self.type(who, line, channel))

    async def mention(self, who: Who, line: str, channel: str = CHANNEL) -> str:
        """Mention the bot; give the text of the private answer."""
        return await self._outcome(await self.server.mention(self.know(who, channel), channel, line))

    async def press(self, who: Who, post: str | Shown | Message, label: str) -> str:
        """Press a button by its label, of a message or of the newest post, own direct ones too, that says ``post``.

        Gives the text of the private answer, or of the form that opens.
        """
        found = self._newest(who, post, label) if isinstance(post, str) else post
        message = found.message if isinstance(found, Shown) else found
        user = self.know(who, message.channel)
        [control] = [each for each in _buttons(message.blocks) if each["text"]["text"] == label]
        return await self._outcome(await self.server.click(user, message, action_id=control["action_id"]))

    async def fill(self, who: Who, values: Mapping[str, str]) -> str:
        """Fill in and send the form a person has open; give the text of the answer, in the form or privately.

        What is searched for is typed into its menu first, and chosen there.
        """
        user = self.user(who)
        view, told = self.server.views(user)[-1], len(self.answers(user))
        for block in view.blocks:
            if (
                block["type"] == "input"
                and block["element"]["type"] == "external_select"
                and block["block_id"] in values
            ):
                await self.server.block_suggestion(
                    user, view, action_id=block["element"]["action_id"], value=values[block["block_id"]]
                )
        delivery = await self.server.submit_view(user, view, dict(values))
        body = delivery.ack_body if isinstance(delivery.ack_body, dict) else {}
        if body.get("response_action") == "errors":
            return "\n".join(body["errors"].values())
        if body.get("response_action") == "update":
            return text_of(self.server.views(user)[-1].blocks)
        await self.server.wait_for(lambda _: len(self.answers(user)) > told)
        return self.answers(user)[told].told

    def form(self, who: Who) -> View | None:
        """Give the form that a person has open."""
        views = self.server.views(self.user(who))
        return views[-1] if views else None

    def shown(self, channel: str = CHANNEL) -> list[Shown]:
        """Give what the bot has posted in a channel, as it stands now, oldest first."""
        return [shown(each) for each in self.server.messages(channel) if each.bot_id]

    def shown_to(self, who: Who) -> list[Shown]:
        """Give what the bot has written to a person directly, oldest first."""
        return [shown(each) for each in self.server.direct_messages(self.user(who)) if each.bot_id]

    def answers(self, who: Who) -> list[Shown]:
        """Give the private answers that a person has got, oldest first."""
        return [shown(each) for each in self.server.ephemerals(self.user(who))]

    async def posts(self) -> list[str]:
        """Give what the channel for motions shows now, threads too, with its buttons, oldest first."""
        return [each.told for each in self.shown()]

    async def thread(self, post: str) -> list[str]:
        """Give what the thread of the newest post in the channel that says ``post`` shows now, without that post."""
        above = [each.message for each in self.shown() if post in each.told and each.message.thread_ts is None]
        return [each.told for each in self.shown() if above and each.message.thread_ts == above[-1].ts]

    async def direct(self, who: Who) -> list[str]:
        """Give the direct messages a person has."""
        return [each.told for each in self.shown_to(who)]

    def _newest(self, who: Who, post: str, label: str) -> Shown:
        fitting = [each for each in (*self.shown(), *self.shown_to(who)) if post in each.told and label in each.buttons]
        if not fitting:
            raise LookupError(f"no post says {post!r} and has a button {label!r}")
        return fitting[-1]

    async def _outcome(self, delivery: Delivery) -> str:
        if not delivery.acknowledged:
            raise LookupError(f"not acknowledged: {delivery.failure}")
        await self.server.wait_for(lambda _: delivery.answers or delivery.view)
        if delivery.answers:
            return shown(delivery.answers[0].message).told
        return text_of(delivery.view.blocks) if delivery.view else ""

    def _settings(self) -> Settings:
        over_http = self._transport == "signed http"
        return Settings(
            _env_file=None,
            slack_bot_token=SecretStr(self._bot_token or self.server.bot_token),
            slack_app_token=None if over_http else SecretStr(self.server.app_token),
            slack_signing_secret=SecretStr(self.server.signing_secret) if over_http else None,
            slack_api_url=self.server.base_url,
            command_prefix=self._prefix,
        )

    async def _open_way(self) -> None:
        """Let the server reach the front."""
        if self._transport == "socket mode":
            await self.server.wait_for(lambda slack: len(slack.connections) == 2)
            return
        app = web.Application()
        app.add_routes(slack_routes(self._settings(), lambda: self.front))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.http_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        await self.server.send_by_http(self.http_url)


def shown(message: Message) -> Shown:
    """Give a message as its reader sees it."""
    labels = tuple(str(button["text"]["text"]) for button in _buttons(message.blocks))
    return Shown(text=text_of(message.blocks) or message.text, buttons=labels, message=message)


def text_of(value: object) -> str:
    """Give the text of blocks, a line for each text; buttons are left out."""
    match value:
        case {"type": "actions"}:
            return ""
        case {"type": "mrkdwn", "text": str(text)}:
            return unescaped(_LINK.sub(r"\1", _DATE.sub(r"\1", text))).replace("*", "")
        case {"type": "plain_text" | "text", "text": str(text)}:
            return text
        case {"type": "date", "fallback": str(words)}:
            return words
        case {"type": "rich_text_section", "elements": list(elements)}:
            return "".join(text_of(each) for each in elements)
        case dict():
            return text_of([each for each in value.values() if isinstance(each, dict | list)])
        case list() | tuple():
            return "\n".join(text for text in (text_of(each) for each in value) if text)
        case _:
            return ""


def _buttons(blocks: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [element for row in rows for element in row if element["type"] == "button"]
