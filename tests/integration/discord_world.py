"""The Discord front before a local Discord, driven as its users do: typed commands, pressed buttons, forms."""

import re
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self

from pydantic import SecretStr

from adapters.discord.answering import Door
from adapters.discord.app import DiscordFront
from adapters.discord.client import SILENCE
from adapters.discord.tree import sync
from adapters.settings import Settings
from bot.commands.register import REGISTRY
from bot.commands.registry import OptionType
from bot.commands.text import Parsed, parse_line
from bot.domain.addresses import Account, Channel, Platform
from bot.ports import Clock, Notifier
from tests.servers.discord import Delivery, DiscordServer, Guild, Message, Modal, User

GUILD, COUNCIL, LOBBY, FIRST_USER = 4194304000, 4194304001, 4194304002, 4194305000
NOWHERE = "ws://127.0.0.1:9/"
POSTING = 0x400 | 0x800 | 0x4000 | 0x10000 | 1 << 35 | 1 << 38
"""See the channel, send messages, embed links, read the history, create public threads, send messages in them."""


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


class DiscordWorld:
    """A front that is connected to a Discord of one guild with two channels, the first one linked for motions.

    It wants ``shards``, and names itself by an address where nobody is: what counts is that of the settings.
    With ``published`` the commands are published first, and people can send only what those allow, as in Discord's
    own window. ``settings`` gives what would be set; the front is a real one and can be stopped and started.
    """

    platform = Platform.DISCORD

    def __init__(
        self,
        dispatcher: Door,
        clock: Clock,
        *,
        published: bool = False,
        shards: int = 1,
        silence: timedelta = SILENCE,
    ) -> None:
        self._silence = silence
        self._dispatcher = dispatcher
        self._clock = clock
        self._published = published
        self._shards = shards
        self._users: dict[int, User] = {}
        self._forms: dict[int, Modal] = {}
        self.server = DiscordServer()
        self.channel = Channel.parse(f"discord:{GUILD}:{COUNCIL}")

    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        self.guild = self._found_guild()
        self.settings = Settings(
            _env_file=None,
            discord_token=SecretStr(self.server.token),
            discord_api_url=self.server.api_url,
            discord_gateway_url=self.server.gateway_url,
        )
        self.server.advise_shards(self._shards, gateway_url=NOWHERE)
        self._set_clock()
        try:
            if self._published:
                await sync(self.settings, REGISTRY)
            await self.start()
        except BaseException:
            await self.server.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.front.stop()
        await self.server.__aexit__(kind, error, trace)

    async def start(self) -> None:
        """Start the front, a new one where it was stopped."""
        self.front = DiscordFront(self.settings, self._dispatcher, self._clock, silence=self._silence)
        await self.front.start()
        self.notifier: Notifier = self.front.notifier

    async def restart(self) -> None:
        """Stop the front and start another, which remembers nothing."""
        await self.front.stop()
        await self.start()

    def user(self, person: Someone, *, locale: str = "en-US") -> User:
        """Give a person's user, who comes to be at the first call."""
        if person.number not in self._users:
            user = self.server.add_user(FIRST_USER + person.number, person.name, locale)
            self._users[person.number] = user
        return self._users[person.number]

    def account(self, person: Someone) -> Account:
        """Give a person's account."""
        return Account.parse(f"discord:{self.user(person).id}")

    async def say(self, person: Someone, line: str, *, privately: bool = False) -> str:
        """Send a typed line as the slash command it means; give the private answer, or the form, as text."""
        delivery = await self.send(person, line, privately=privately)
        return await self._told(person, delivery)

    async def send(self, person: Someone, line: str, *, privately: bool = False) -> Delivery:
        """Send a typed line as the slash command it means, without waiting for the answer."""
        self._set_clock()
        parsed = parse_line(REGISTRY, line)
        return await self.server.slash_command(
            user=self.user(person),
            guild=None if privately else self.guild,
            name=parsed.command.noun,
            options={parsed.command.verb: self._sent(parsed)},
        )

    async def send_on(self, person: Someone, message: Message, name: str) -> Delivery:
        """Choose a command from the menu of a message, without waiting for the answer."""
        self._set_clock()
        return await self.server.message_command(self.user(person), message, name)

    async def say_on(self, person: Someone, message: Message, name: str) -> str:
        """Choose a command from the menu of a message; give the private answer, or the form, as text."""
        return await self._told(person, await self.send_on(person, message, name))

    async def fill(self, person: Someone, answers: Mapping[str, object]) -> str:
        """Fill in the form that a person was shown last and send it; give the private answer as text."""
        self._set_clock()
        form = self._forms.pop(person.number)
        return await self._told(person, await self.server.submit_modal(self.user(person), form, answers))

    async def press(self, person: Someone, post: str | Message, label: str) -> str:
        """Press a button of a message, or of the newest one seen that says ``post``; give the private answer."""
        self._set_clock()
        message = self._newest(person, post, label) if isinstance(post, str) else post
        [control] = [control for control in message.controls if control.get("label") == label]
        delivery = await self.server.click(self.user(person), message, control["custom_id"])
        return await self._told(person, delivery)

    async def posts(self) -> list[str]:
        """Give what the linked channel shows now, threads too, with its buttons, oldest first."""
        return [told(message) for message in self._shown()]

    async def thread(self, post: str) -> list[str]:
        """Give what the thread of the newest post in the linked channel that says ``post`` shows now."""
        above = [message for message in self.server.messages(COUNCIL) if post in told(message)]
        thread = self.server.thread(above[-1]) if above else None
        return [] if thread is None else [told(message) for message in self.server.messages(thread)]

    async def direct(self, person: Someone) -> list[str]:
        """Give the direct messages a person has."""
        return [told(message) for message in self.server.direct_messages(self.user(person))]

    def _sent(self, parsed: Parsed) -> dict[str, object]:
        """Give the values as Discord's window sends them: digits as numbers, a person of Discord as one picked."""
        sent: dict[str, object] = dict(parsed.values)
        for option in parsed.command.options:
            value = parsed.values.get(option.name, "")
            person = re.fullmatch(r"<@(\d+)>|discord:(\d+)", value)
            if option.type is OptionType.NUMBER and value.isdigit():
                sent[option.name] = int(value)
            elif option.type is OptionType.ACCOUNT and person is not None:
                sent[option.name] = self.server.world.user(person[1] or person[2])
        return sent

    async def _told(self, person: Someone, delivery: Delivery) -> str:
        await self.server.wait_for(lambda _: delivery.modal is not None or delivery.first is not None)
        if delivery.modal is not None:
            self._forms[person.number] = delivery.modal
            return "\n".join([delivery.modal.title, *(_question(part) for part in delivery.modal.components)])
        answer = await delivery.answer()
        if not answer.ephemeral:
            raise AssertionError(f"an answer that everyone sees: {answer.text}")
        return told(answer)

    def _shown(self) -> list[Message]:
        """Give the messages of the linked channel and of its threads, oldest first."""
        council = self.server.world.channel(COUNCIL)
        places = [council, *(each for each in self.guild.channels.values() if each.parent is council)]
        return sorted((each for place in places for each in self.server.messages(place)), key=lambda each: each.id)

    def _newest(self, person: Someone, post: str, label: str) -> Message:
        seen = (*self._shown(), *self.server.direct_messages(self.user(person)))
        fitting = [
            message
            for message in seen
            if post in told(message) and label in [control.get("label") for control in message.controls]
        ]
        if not fitting:
            raise LookupError(f"no post says {post!r} and has a button {label!r}")
        return fitting[-1]

    def _found_guild(self) -> Guild:
        guild = self.server.add_guild(GUILD)
        self.server.add_channel(guild, COUNCIL, "council")
        self.server.add_channel(guild, LOBBY, "lobby")
        role = self.server.add_role(guild, GUILD + 9, "plenary", POSTING)
        self.server.set_member(guild, self.server.world.bot, roles=[role])
        return guild

    def _set_clock(self) -> None:
        """Put the server's clock on the test's, which dates messages and interactions."""
        self.server.advance((self._clock.now() - self.server.world.clock.now()).total_seconds())


def told(message: Message) -> str:
    """Give what a person reads of a message, buttons in brackets; escapes and invisible signs taken off."""
    buttons = " ".join(f"[{control['label']}]" for control in message.controls)
    return "\n".join(line for line in (unescaped(message.text), buttons) if line)


def unescaped(text: str) -> str:
    """Give text as Discord shows it, as far as backslashes and spaces of no width go."""
    shown = text.replace("\\\\", "\0")
    return shown.replace("\\", "").replace("\0", "\\").replace("\u200b", "")


def _question(part: Mapping[str, object]) -> str:
    return f"{part['label']}: {part.get('description', '')}"
