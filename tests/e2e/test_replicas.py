"""Three processes on one PostgreSQL database: they share the work, and one of them is killed in mid-vote."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.domain.ids import MotionNumber
from bot.domain.journal import verify
from bot.domain.motion import Motion
from bot.ports import UnitOfWork
from storage.database import Database, open_database
from storage.replay import tables_equal_replay
from tests.e2e.scene import CODE, Running, found, launch, platforms, settings
from tests.servers.discord import Channel as DiscordChannel
from tests.servers.discord import DiscordServer, Guild
from tests.servers.slack import SlackServer

REPLICAS: Final = 3
VOTING: Final = 26
"""Seconds: the kill, the takeover and the votes after it fit in."""
LEASE: Final = 6
"""Seconds that a dead process's claims last here."""
MOTIONS: Final = 4
POSTS: Final = "/channels/{channel_id}/messages"


class Delegates:
    """People on both platforms."""

    def __init__(self, slack: SlackServer, discord: DiscordServer, guild: Guild, channel: DiscordChannel) -> None:
        self._slack, self._discord, self._guild, self._channel = slack, discord, guild, channel

    async def table(self, number: int) -> None:
        """Have the secretariat open a motion in Slack."""
        opened = await self._slack.slash_command(
            user="USEC", channel="C1", command="/motion", text=f'open resolution "Matter {number}" "1. It is so."'
        )
        assert f"M-{number} is tabled" in (await opened.answer(timeout=15)).text

    async def vote_in_slack(self, user: str, number: int) -> None:
        """Vote yes by a typed command."""
        cast = await self._slack.slash_command(user=user, channel="C1", command="/vote", text=f"M-{number} yes")
        assert "Ballot recorded" in (await cast.answer(timeout=15)).text

    async def vote_on_discord(self, user: int, number: int, ballot: str) -> str:
        """Vote by a typed command; give what is answered."""
        cast = await self._discord.slash_command(
            user=self._discord.world.users[user],
            guild=self._guild,
            channel=self._channel,
            name="vote",
            options={"cast": {"motion": f"M-{number}", "ballot": ballot}},
        )
        return (await cast.answer(timeout=15)).text


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Look into the shared database beside the processes."""
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


def leader(database: Database, replicas: list[Running]) -> Running:
    """Give the process that listens to Discord."""
    with database.snapshot() as uow:
        holder = uow.leases.holder("discord")
    assert holder is not None
    return next(each for each in replicas if each.pid == int(holder.split(":")[1]))


async def test_three_processes_share_the_work_and_one_is_killed(empty_postgres_url: str, tmp_path: Path) -> None:
    """Each deadline is decided once and each post written once, whoever does it; the tally is right."""
    found(empty_postgres_url, voting=VOTING)
    async with platforms() as (slack, discord, guild, channel):
        environment = {**settings(empty_postgres_url, slack, discord), "PLENARY_DELIVERY_LEASE": str(LEASE)}
        replicas = [await launch(environment, tmp_path) for _ in range(REPLICAS)]
        people = Delegates(slack, discord, guild, channel)
        try:
            with opened(empty_postgres_url) as database:
                await everyone_runs(replicas, slack, discord)
                await vote_before_the_kill(people, slack)
                dead = await kill_the_leader_while_it_posts(database, replicas, people, discord)
                left = [each for each in replicas if each is not dead]
                await discord_is_served_again(discord)
                await vote_after_the_kill(people, slack)
                await everything_decided(slack, discord)
                await everything_posted(database)
                await hand_over_in_order(database, left, people, discord)
                for each in left:
                    assert await each.stop() == 0
                assert_decided_once(database)
        finally:
            for each in replicas:
                await each.stop(signal.SIGKILL)
        assert_posted_once(slack, discord)
        assert slack.violations == []
        assert discord.violations == []
        assert not [each.told for each in replicas if "Traceback" in each.told]


async def everyone_runs(replicas: list[Running], slack: SlackServer, discord: DiscordServer) -> None:
    """Wait until each has its connections to Slack, and one alone listens to Discord."""
    for each in replicas:
        await each.runs()
    await slack.wait_for(lambda s: len(s.connections) == 2 * REPLICAS, timeout=30)
    await discord.wait_for(lambda d: d.gateway.connected, timeout=30)
    assert len(discord.gateway.sessions) == 1
    assert sum("Discord is served by another process" in each.told for each in replicas) == REPLICAS - 1


async def vote_before_the_kill(people: Delegates, slack: SlackServer) -> None:
    """Open all motions but the last and vote on both platforms; every connection of every process hears something."""
    for number in range(1, MOTIONS):
        await people.table(number)
    numbers = range(1, MOTIONS)
    await asyncio.gather(*(people.vote_in_slack(user, number) for user in ("UEST", "ULVA") for number in numbers))
    told = await asyncio.gather(*(people.vote_on_discord(2001, number, "yes") for number in numbers))
    assert all("Ballot recorded" in each for each in told)
    assert all(connection.acknowledgements for connection in slack.connections)
    assert len(slack.connections) == 2 * REPLICAS


async def kill_the_leader_while_it_posts(
    database: Database, replicas: list[Running], people: Delegates, discord: DiscordServer
) -> Running:
    """Kill it while Discord has a post of its in hand, which Discord then writes: nobody is left to mark it."""
    held = discord.fail_next("POST", POSTS, "hold")
    await people.table(MOTIONS)
    await discord.wait_for(lambda _: held.hits == 1, timeout=15)
    dead = await asyncio.to_thread(leader, database, replicas)
    assert await dead.stop(signal.SIGKILL) != 0
    held.release()
    await discord.wait_for(lambda d: not d.gateway.connected, timeout=15)
    discord.gateway.forget_lost()
    return dead


async def discord_is_served_again(discord: DiscordServer) -> None:
    """Wait until another process listens to Discord."""
    await discord.wait_for(lambda d: d.gateway.connected, timeout=30)
    assert len(discord.gateway.sessions) == 1


async def vote_after_the_kill(people: Delegates, slack: SlackServer) -> None:
    """Vote on what is open, on both platforms."""
    await slack.wait_for(lambda s: len(s.connections) == 2 * (REPLICAS - 1), timeout=15)
    for number in range(1, MOTIONS + 1):
        assert "Ballot recorded" in await people.vote_on_discord(2002, number, "no")
    assert "Ballot recorded" in await people.vote_on_discord(2001, MOTIONS, "yes")
    await asyncio.gather(*(people.vote_in_slack(user, MOTIONS) for user in ("UEST", "ULVA")))


async def everything_decided(slack: SlackServer, discord: DiscordServer) -> None:
    """Wait for every result on both platforms."""
    numbers = range(1, MOTIONS + 1)
    await slack.wait_for(
        lambda s: all(any(f"Adopted: M-{n}" in m.text for m in s.messages("C1")) for n in numbers), timeout=VOTING + 30
    )
    await discord.wait_for(
        lambda d: all(any(f"Adopted: M-{n}" in m.text for m in d.messages(1002)) for n in numbers), timeout=30
    )


async def everything_posted(database: Database) -> None:
    """Wait until every post has been marked as shown; there is nothing but the record to wait on."""

    def waiting() -> int:
        with database.snapshot() as uow:
            return uow.outbox.waiting()

    async with asyncio.timeout(30):
        while await asyncio.to_thread(waiting):
            pass


async def hand_over_in_order(
    database: Database, left: list[Running], people: Delegates, discord: DiscordServer
) -> None:
    """Stop the new leader in order: the last process listens to Discord then."""
    assert await (await asyncio.to_thread(leader, database, left)).stop() == 0
    await discord.wait_for(lambda d: d.gateway.connected, timeout=30)
    assert "M-1 is decided" in await people.vote_on_discord(2001, 1, "no")


def assert_decided_once(database: Database) -> None:
    """Check the record: one decision for each motion, the tally, the chain, and nothing left to post."""
    with database.snapshot() as uow:
        for number in range(1, MOTIONS + 1):
            result = motion(uow, number).result
            assert result is not None
            assert (result.tally.yes, result.tally.no) == (3, 1)
        entries = tuple(uow.journal.entries(CODE))
        head = uow.journal.head(CODE)
        assert uow.outbox.waiting() == 0
        assert uow.outbox.dead() == ()
    assert sum('"MotionDecided"' in entry.body for entry in entries) == MOTIONS
    assert sum('"BallotCast"' in entry.body for entry in entries) == 4 * MOTIONS
    assert verify(entries, alliance=CODE, head_seq=head.seq, head_hash=head.hash) is None
    assert not tables_equal_replay(database, CODE)


def motion(uow: UnitOfWork, number: int) -> Motion:
    """Give a motion as it is stored."""
    stored = uow.motions.get(CODE, MotionNumber(number))
    assert stored is not None
    return stored


def assert_posted_once(slack: SlackServer, discord: DiscordServer) -> None:
    """Check both channels: one card and one result for each motion."""
    in_slack = [str(message.blocks) + message.text for message in slack.messages("C1") if message.bot_id]
    on_discord = [message.text for message in discord.messages(1002) if message.author is discord.world.bot]
    for posts in (in_slack, on_discord):
        for number in range(1, MOTIONS + 1):
            about = [post for post in posts if f"M-{number}" in post]
            assert len([post for post in about if f"Adopted: M-{number}" in post]) == 1
            assert len(about) == 2
