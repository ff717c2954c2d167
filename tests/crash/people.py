"""Delegates and secretaries on either platform: they type a command, may send it again, and read what they are told.

Each act bears a mark: the explanation of a ballot, the title of a motion. By it the act is known in the journal.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from bot.domain.addresses import Account, Platform
from bot.domain.ballot import Choice
from tests.crash.scene import FINAL, Platforms
from tests.servers.discord import Delivery as DiscordDelivery
from tests.servers.slack import Delivery as SlackDelivery


class Sent(Protocol):
    """An act that was sent, once or more often under the same id."""

    deliveries: int

    async def again(self) -> None:
        """Deliver the same act once more."""
        ...

    async def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true, looking whenever the platform changes; raise TimeoutError."""
        ...

    def told(self) -> tuple[str, ...]:
        """Give everything that the person was told in answer so far, each text whole."""
        ...


class Person(Protocol):
    """Somebody with an account."""

    account: Account

    async def reach(self, seconds: float) -> bool:
        """Wait until there is a bot that hears the platform; tell whether there is."""
        ...

    async def vote(self, motion: int, choice: Choice, mark: str, *, confirmed: bool) -> Sent:
        """Cast a ballot whose explanation is the mark."""
        ...

    async def table(self, kind: str, mark: str) -> Sent:
        """Table a motion whose title is the mark."""
        ...


def person(platforms: Platforms, account: Account) -> Person:
    """Give the person behind an account."""
    if account.platform is Platform.SLACK:
        return SlackPerson(platforms, account)
    return DiscordPerson(platforms, account)


class SlackPerson:
    """Somebody who types slash commands in a channel of the local Slack."""

    def __init__(self, platforms: Platforms, account: Account) -> None:
        self.account = account
        self._slack = platforms.slack

    async def reach(self, seconds: float) -> bool:
        """Wait until there is a bot that hears the platform; tell whether there is."""
        with suppress(TimeoutError):
            await self._slack.wait_for(lambda slack: slack.connections, seconds)
        return bool(self._slack.connections)

    async def vote(self, motion: int, choice: Choice, mark: str, *, confirmed: bool) -> Sent:
        """Cast a ballot whose explanation is the mark."""
        confirm = " confirm:yes" if confirmed else ""
        return await self._type("/vote", f"M-{motion} {choice.value} explanation:{mark}{confirm}")

    async def table(self, kind: str, mark: str) -> Sent:
        """Table a motion whose title is the mark."""
        return await self._type("/motion", f'open {kind} {mark} "1. It is so."')

    async def _type(self, command: str, text: str) -> Sent:
        user = self.account.parts[-1]
        return SlackSent(await self._slack.slash_command(user=user, channel="C1", command=command, text=text))


class SlackSent:
    """A slash command; its answers come by its response_url, or privately in the channel."""

    def __init__(self, delivery: SlackDelivery) -> None:
        self.deliveries = 1
        self._delivery = delivery

    async def again(self) -> None:
        """Deliver the same act once more."""
        self.deliveries += 1
        await self._delivery.redeliver()

    async def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true, looking whenever the platform changes; raise TimeoutError."""
        await self._delivery.world.until(until, seconds)

    def told(self) -> tuple[str, ...]:
        """Give everything that came back by the act's own address.

        What comes privately in the channel instead bears no sign of the act it answers, and is not counted.
        """
        own = (each for each in self._delivery.answers if each.response_url is not None)
        return tuple(json.dumps([each.text, *each.blocks], ensure_ascii=False) for each in own)


class DiscordPerson:
    """Somebody who uses the commands of the local Discord."""

    def __init__(self, platforms: Platforms, account: Account) -> None:
        self.account = account
        self._platforms = platforms

    async def reach(self, seconds: float) -> bool:
        """Wait until there is a bot that hears the platform; tell whether there is."""
        with suppress(TimeoutError):
            await self._platforms.discord.wait_for(lambda discord: discord.gateway.connected, seconds)
        return self._platforms.discord.gateway.connected

    async def vote(self, motion: int, choice: Choice, mark: str, *, confirmed: bool) -> Sent:
        """Cast a ballot whose explanation is the mark."""
        confirm = {"confirm": "yes"} if confirmed else {}
        options = {"motion": f"M-{motion}", "ballot": choice.value, "explanation": mark, **confirm}
        return await self._use("vote", "cast", options)

    async def table(self, kind: str, mark: str) -> Sent:
        """Table a motion whose title is the mark."""
        return await self._use("motion", "open", {"kind": kind, "title": mark, "text": "1. It is so."})

    async def _use(self, noun: str, verb: str, options: dict[str, str]) -> Sent:
        here = self._platforms
        delivery = await here.discord.slash_command(
            user=here.user(self.account), guild=here.guild, channel=here.motions, name=noun, options={verb: options}
        )
        return DiscordSent(delivery)


class DiscordSent:
    """An interaction; its answers are the one promised and those after it."""

    def __init__(self, delivery: DiscordDelivery) -> None:
        self.deliveries = 1
        self._delivery = delivery

    async def again(self) -> None:
        """Deliver the same act once more."""
        self.deliveries += 1
        await self._delivery.redeliver()

    async def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true, looking whenever the platform changes; raise TimeoutError."""
        await self._delivery.wait(until, seconds)

    def told(self) -> tuple[str, ...]:
        """Give every message in answer that has been filled in, and what each said before it was changed."""
        original = self._delivery.original
        shown = [*([] if original is None else [original]), *self._delivery.followups]
        earlier = [json.dumps(version["embeds"], ensure_ascii=False) for each in shown for version in each.versions]
        return (*(text for text in earlier if text != "[]"), *(each.text for each in shown if each.text))


def must_confirm(kind: str) -> bool:
    """Tell whether a ballot on a motion of this kind is final, so that it is cast with a confirmation."""
    return kind == FINAL
