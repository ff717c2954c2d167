"""What stands on the platforms, found by the keys that the house puts into its posts."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator

from adapters.discord.notifier import MARK
from adapters.slack.notifier import EVENT_TYPE
from tests.crash.evidence import Seen
from tests.crash.scene import GUILD, Platforms
from tests.servers.discord import Channel as DiscordChannel
from tests.servers.discord import Message as DiscordMessage
from tests.servers.slack import Message as SlackMessage


class Sightings:
    """How many posts there are of each kind at each address."""

    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms
        self._read: Counter[int] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()

    def count(self, to: str, kind: str) -> int:
        """Count the posts of a kind, as the first part of their keys has it, at an address."""
        self._look()
        return self._found[to, kind]

    def total(self) -> int:
        """Count all messages that there are, whoever wrote them."""
        discord = self._platforms.discord.world.channels.values()
        return len(self._platforms.slack.world.messages) + sum(len(channel.messages) for channel in discord)

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true, looking whenever a platform changes; in vain where time runs out."""
        waits = (
            asyncio.ensure_future(self._platforms.slack.world.until(true, seconds)),
            asyncio.ensure_future(self._platforms.discord.wait_for(lambda _: true(), seconds)),
        )
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    def _look(self) -> None:
        messages = self._platforms.slack.world.messages
        for message in messages[self._read[0] :]:
            self._note(seen_on_slack(self._platforms, message))
        self._read[0] = len(messages)
        for channel in list(self._platforms.discord.world.channels.values()):
            for post in channel.messages[self._read[channel.id] :]:
                self._note(seen_on_discord(self._platforms, channel, post))
            self._read[channel.id] = len(channel.messages)

    def _note(self, seen: Seen | None) -> None:
        if seen is not None and seen.key is not None:
            self._found[seen.to, seen.key.partition(":")[0]] += 1


def everything_seen(platforms: Platforms) -> Iterator[Seen]:
    """Give every post of the bot that stands on a platform; private answers to acts are none."""
    for message in platforms.slack.world.messages:
        if (seen := seen_on_slack(platforms, message)) is not None:
            yield seen
    for channel in platforms.discord.world.channels.values():
        for post in channel.messages:
            if (found := seen_on_discord(platforms, channel, post)) is not None:
                yield found


def seen_on_slack(platforms: Platforms, message: SlackMessage) -> Seen | None:
    """Read a message of Slack; None for those of others, private ones, and answers in direct messages."""
    if message.bot_id is None or message.ephemeral_to is not None or message.is_deleted:
        return None
    channel = platforms.slack.world.workspace(message.team).channels[message.channel]
    key = _slack_key(message)
    if key is None and channel.is_direct:
        return None
    members = channel.members - {platforms.slack.world.workspace(message.team).bot_user}
    place = next(iter(members)) if channel.is_direct else message.channel
    text = json.dumps([message.text, *message.blocks], ensure_ascii=False)
    above = platforms.slack.world.find(message.team, message.channel, message.thread_ts or "")
    under = None if above is None else _slack_key(above)
    return Seen(to=f"slack:{message.team}:{place}", key=key, text=text, under=under)


def _slack_key(message: SlackMessage) -> str | None:
    metadata = message.metadata or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str(metadata["event_payload"]["key"]).rpartition("/")[2]


def seen_on_discord(platforms: Platforms, channel: DiscordChannel, message: DiscordMessage) -> Seen | None:
    """Read a message of Discord; None for those of others, private ones, and answers in direct messages."""
    if message.author is not platforms.discord.world.bot or message.ephemeral or message.deleted:
        return None
    key = _discord_key(message)
    if key is None and channel.recipient is not None:
        return None
    place = channel.parent or channel
    above = next((each for each in place.messages if each.id == channel.id), None)
    to = f"discord:{GUILD}:{place.id}" if channel.recipient is None else f"discord:{channel.recipient.id}"
    return Seen(to=to, key=key, text=message.text, under=None if above is None else _discord_key(above))


def _discord_key(message: DiscordMessage) -> str | None:
    feet = [str((embed.get("footer") or {}).get("text") or "") for embed in message.embeds]
    marks = [word for foot in feet for word in foot.split() if word.startswith(MARK)]
    return marks[-1].removeprefix(MARK) if marks else None
