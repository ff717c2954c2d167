"""A platform that shuts the bot out while another is served: the secretariat is told there, once, and of its end."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.faults import DiscordTokenRefused
from adapters.slack.checking import SlackTokenRefused, SlackUnreachable
from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Platform, Purpose
from bot.domain.ids import MotionNumber
from tests.e2e.scene import CODE
from tests.integration.fault_scene import BLOCKED, OPEN_AGAIN
from tests.integration.test_serving import PATIENCE, Stage, open_stage
from tests.servers.slack import Fault

OFFICES = {Platform.SLACK: "C2", Platform.DISCORD: 1003}


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """Give a house between both platforms, with an office of the secretariat on each."""
    async with open_stage(sqlite_url) as opened:
        opened.slack.add_channel("C2")
        opened.discord.add_channel(opened.guild, 1003, "office")
        now = opened.house.clock.now()
        for channel in ("slack:T1:C2", "discord:1001:1003"):
            place = Channel.parse(channel)
            await opened.house.writer.write(
                lambda uow, place=place: link_channel(  # type: ignore[misc]
                    uow, CODE, channel=place, purpose=Purpose.SECRETARIAT, now=now
                )
            )
        for platform in (Platform.SLACK, Platform.DISCORD):
            await opened.serve(platform)
        yield opened


def in_discord(stage: Stage) -> list[str]:
    """Give what the office on Discord reads."""
    return [message.text for message in stage.discord.messages(1003)]


def in_slack(stage: Stage) -> list[str]:
    """Give what the office in Slack reads."""
    return [str(message.blocks) for message in stage.slack.messages("C2")]


async def ballots(stage: Stage) -> dict[str, str]:
    """Give the ballots on the first motion."""
    cast = await stage.house.writer.read(lambda uow: uow.ballots.of_motion(CODE, MotionNumber(1)))
    return {str(ballot.member): ballot.choice.value for ballot in cast}


async def test_slack_that_takes_the_token_no_more_is_told_on_discord(stage: Stage) -> None:
    """However often it is tried; delegates go on there, and the ballots from before stand."""
    await stage.table()
    await stage.vote_in_slack("UEST")
    stage.slack_takes_no_token("token_revoked")
    await stage.house.beat()
    await stage.discord.wait_for(lambda _: len(in_discord(stage)) == 1, PATIENCE)
    assert BLOCKED in in_discord(stage)[0]
    assert "The bot is shut out of Slack" in in_discord(stage)[0]
    assert "token\\_revoked" in in_discord(stage)[0]
    await stage.slack.wait_for(lambda _: stage.refused_tries() > 3, PATIENCE)
    await stage.vote_on_discord(2001)
    assert len(in_discord(stage)) == 1
    stage.slack.set_weather(lambda _method: Fault())
    await stage.discord.wait_for(lambda _: len(in_discord(stage)) == 2, PATIENCE)
    assert OPEN_AGAIN in in_discord(stage)[1]
    await stage.shown_in_slack("For (2)")
    assert in_slack(stage) == []
    assert await ballots(stage) == {"EST": "yes", "FIN": "yes"}
    assert stage.log.told == [(Platform.SLACK, SlackTokenRefused), (Platform.SLACK, None)]


async def test_discord_that_takes_the_token_no_more_is_told_in_slack(stage: Stage) -> None:
    """The connection is closed with 4004 and no login is taken."""
    await stage.table()
    await stage.shown_on_discord("Open skies")
    await stage.vote_on_discord(2001)
    with stage.discord_takes_no_token():
        await stage.discord.gateway.end(4004)
        await stage.slack.wait_for(lambda _: len(in_slack(stage)) == 1, PATIENCE)
        assert "The bot is shut out of Discord" in in_slack(stage)[0]
        await stage.vote_in_slack("UEST")
        await stage.shown_in_slack("For (2)")
    await stage.slack.wait_for(lambda _: len(in_slack(stage)) == 2, PATIENCE)
    assert OPEN_AGAIN in in_slack(stage)[1]
    await stage.shown_on_discord("For (2)")
    assert in_discord(stage) == []
    assert await ballots(stage) == {"FIN": "yes", "EST": "yes"}
    assert stage.log.told == [(Platform.DISCORD, DiscordTokenRefused), (Platform.DISCORD, None)]


async def test_platform_that_is_only_away_is_told_to_nobody_but_the_operator(stage: Stage) -> None:
    """An outage passes by itself: nobody of the secretariat has to do anything."""
    for service in stage.services:
        await service.stop()
    stage.services.clear()
    stage.log.told.clear()
    stage.slack.set_weather(lambda _method: Fault(status=503))
    await stage.serve(Platform.DISCORD)
    await stage.serve(Platform.SLACK)
    await stage.log.until((Platform.SLACK, SlackUnreachable))
    assert await stage.house.writer.read(lambda uow: uow.blockages.every_open(CODE)) == ()
    assert in_discord(stage) == []
    stage.slack.set_weather(lambda _method: Fault())
    await stage.log.until((Platform.SLACK, SlackUnreachable), (Platform.SLACK, None))
    assert in_discord(stage) == []
