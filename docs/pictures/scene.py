"""Estonia's case, played as `plenary demo estonia` plays it, keeping each payload that the two platforms would get."""
# ruff: noqa: INP001 - a script and its parts beside what they write

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any, Final

from adapters.cli.demo.estonia import ABSTAINS, MOTION, OPENING, START
from adapters.cli.demo.stage import ZONE, Person, Stage, stage
from adapters.cli.sample.roster import sample_members
from adapters.discord import render as discord_render
from adapters.discord.components import view_of
from adapters.discord.notifier import mark_for
from adapters.slack import render as slack_render
from bot.cards.action import action
from bot.cards.card import Card
from bot.cards.picture import Picture
from bot.charters.load import parse_charter, shipped_charter
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.ports import Address

Payload = dict[str, Any]
"""What is sent to a platform, as its API knows it."""

BEFORE: Final = 6
"""Yes votes, after Estonia's own, that the picture of the running card shows; eleven carry the motion."""
NEEDED: Final = 11
HOURS: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One message as a platform gets it; ``at`` is when it was posted, and looked at on the same day.

    ``picture`` goes with it as a file.
    """

    platform: Platform
    payload: Payload
    at: datetime
    private: bool = False
    picture: Picture | None = None


class Wall:
    """Fills the port ``Notifier``: keeps what each post shows at present, and the last picture that went with one."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.posts: dict[str, Payload] = {}
        self.picture: Picture | None = None

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",  # noqa: ARG002 - a wall has no threads
        until: float = inf,  # noqa: ARG002 - nothing is late
    ) -> str:
        """Keep a post in a channel; a direct message, and news in a thread, are not for the pictures."""
        if isinstance(to, Channel) and thread is None:
            self.posts[key] = payload_of(self.platform, card, key=key)
            self.picture = card.picture or self.picture
        return key

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows; its mark stays."""
        await self.post(to, card, key=message, until=until)

    async def find(self, to: Address, *, key: str, since: datetime, thread: str | None = None) -> str | None:  # noqa: ARG002 - nothing is lost here
        """Find a post by its key."""
        return key if key in self.posts else None


def payload_of(platform: Platform, card: Card, *, key: str = "") -> Payload:
    """Render a card with the platform's own adapter; ``key`` is what a post is found by, private answers have none."""
    match platform:
        case Platform.SLACK:
            message = slack_render.render(card)
            return {"text": message.text, "blocks": list(message.blocks)}
        case Platform.DISCORD:
            rendered = discord_render.render(card, mark=mark_for(key) if key else "")
            view = view_of(rendered)
            return {
                "embeds": [embed.to_dict() for embed in rendered.embeds],
                "components": [] if view is None else view.to_components(),
            }
        case Platform.CONSOLE:
            raise ValueError(platform)


async def play() -> dict[str, Shot]:
    """Play the case; give its messages by name: ``slack-motion``, ``discord-result`` and so on."""
    charter = parse_charter(shipped_charter("alliance-of-democracies"))
    roster = sample_members(charter, ZONE, START)
    heads = [_head(number, each.member) for number, each in enumerate(each for each in roster if each.seats)]
    officer = Person(name="Secretariat", account=Account("slack:T0ALLIANCE:U0SECRETARY"), role=Role.SECRETARIAT)
    estonia = MemberCode("EST")
    alternate = Person(name="Alternate", account=Account("discord:900001"), role=Role.ALTERNATE, member=estonia)
    async with stage(
        charter=charter,
        name="Alliance of Democracies",
        members=roster,
        people=(officer, alternate, *heads),
        start=START,
        write=lambda _: None,
    ) as (scene, _):
        return await _course(scene, officer, alternate, {head.member: head for head in heads if head.member})


async def _course(scene: Stage, officer: Person, alternate: Person, heads: dict[MemberCode, Person]) -> dict[str, Shot]:
    walls = {platform: Wall(platform) for platform in (Platform.SLACK, Platform.DISCORD)}
    scene.house.notifiers.update(walls)  # the stage itself would only write the posts to the terminal
    await scene.type(officer, OPENING)
    await scene.settle()
    receipt = await scene.press(heads.pop(MemberCode("EST")), "Yes", action("vote.cast", MOTION, "yes"))
    refusal = await scene.type(alternate, "/vote M-1 no")
    line = "/vote cast M-1 abstain explanation:“Our parliament has not been heard yet.”"
    explained = await scene.type(heads.pop(ABSTAINS), line)
    others = list(heads.values())[:NEEDED]
    await _say_yes(scene, others[:BEFORE])
    shots = {}
    for name, wall in walls.items():
        (motion,) = wall.posts.values()
        shots[f"{name.value}-motion"] = Shot(platform=name, payload=motion, at=START)
    await _say_yes(scene, others[BEFORE:])
    await scene.pass_time(HOURS)
    await scene.settle()
    for name, wall in walls.items():
        closed, result = wall.posts.values()
        shots[f"{name.value}-closed"] = Shot(platform=name, payload=closed, at=START)
        shots[f"{name.value}-result"] = Shot(platform=name, payload=result, at=START + HOURS, picture=wall.picture)
    return shots | {
        "slack-receipt": _answer(Platform.SLACK, receipt),
        "discord-receipt": _answer(Platform.DISCORD, explained),
        "slack-refusal": _answer(Platform.SLACK, refusal),
        "discord-refusal": _answer(Platform.DISCORD, refusal),
    }


async def _say_yes(scene: Stage, people: list[Person]) -> None:
    for person in people:
        await scene.press(person, "Yes", action("vote.cast", MOTION, "yes"))
    await scene.settle()


def _answer(platform: Platform, card: Card) -> Shot:
    return Shot(platform=platform, payload=payload_of(platform, card), at=START, private=True)


def _head(number: int, member: MemberCode) -> Person:
    """Seat every second delegation on Discord; Estonia's head is in Slack."""
    on_slack = member == "EST" or number % 2 == 0
    account = f"slack:T0ALLIANCE:U{number:04}" if on_slack else f"discord:{3000 + number}"
    return Person(name=member, account=Account(account), role=Role.HEAD, member=member)
