"""The bot as a process of its own: ``plenary run`` against local platforms, on the real clock."""

import asyncio
import signal
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.scheduler import SAFETY
from storage.database import open_database
from tests.e2e.scene import CODE, PLENARY, VOTING, found, platforms, settings, start
from tests.servers.slack import Fault


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/plenary.db"
    return str(request.getfixturevalue("empty_postgres_url"))


async def test_vote_runs_across_both_platforms_and_is_closed_by_the_clock(url: str, tmp_path: Path) -> None:
    """Tabled in Slack, voted in both, killed and restarted in mid-vote, closed by the clock, posted in both."""
    found(url)
    async with platforms() as (slack, discord, guild, channel):
        environment = settings(url, slack, discord)
        process = await start(environment, tmp_path)
        opened = await slack.slash_command(
            user="USEC", channel="C1", command="/motion", text='open resolution "Open skies" "1. The skies are open."'
        )
        assert "M-1 is tabled" in (await opened.answer()).text
        await everything_posted(url)
        voted = await slack.slash_command(user="UEST", channel="C1", command="/vote", text="M-1 yes")
        assert "Ballot recorded" in (await voted.answer()).text
        assert await process.stop(signal.SIGKILL) != 0
        process = await start(environment, tmp_path)
        await discord.wait_for(lambda d: len(d.gateway.sessions) == 2 and d.gateway.connected, timeout=20)
        finland = discord.world.users[2001]
        cast = await discord.slash_command(
            user=finland,
            guild=guild,
            channel=channel,
            name="vote",
            options={"cast": {"motion": "M-1", "ballot": "yes"}},
        )
        assert "Ballot recorded" in (await cast.answer()).text
        await slack.wait_for(lambda s: any("Not adopted: M-1" in m.text for m in s.messages("C1")), timeout=VOTING + 30)
        await discord.wait_for(lambda d: any("Not adopted: M-1" in m.text for m in d.messages(1002)), timeout=30)
        assert await process.stop() == 0
        assert slack.violations == []
        assert discord.violations == []
    assert_closed_in_time(url)


async def test_token_revoked_in_mid_run_is_told_once_and_by_doctor(tmp_path: Path) -> None:
    """Whoever runs the bot reads one sentence, and doctor tells the same; the other platform goes on."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, guild, channel):
        environment = settings(url, slack, discord)
        process = await start(environment, tmp_path)
        refused = Fault(error="token_revoked")
        slack.set_weather(lambda method: Fault() if method == "response_url" else refused)
        opened = await slack.slash_command(
            user="USEC", channel="C1", command="/motion", text='open resolution "Open skies" "1. The skies are open."'
        )
        assert "M-1 is tabled" in (await opened.answer()).text
        await slack.wait_for(lambda there: there.connections == [], timeout=30)
        told = await refused_by(environment, tmp_path, "doctor")
        assert "token_revoked" in told
        await discord.wait_for(lambda there: any("M-1" in message.text for message in there.messages(1002)))
        cast = await discord.slash_command(
            user=discord.world.users[2001],
            guild=guild,
            channel=channel,
            name="vote",
            options={"cast": {"motion": "M-1", "ballot": "yes"}},
        )
        assert "Ballot recorded" in (await cast.answer()).text
        assert await process.stop() == 0
    assert process.told.count("Slack does not take the bot token (token_revoked)") == 1
    assert "Plenary goes on without Slack" in process.told
    assert "Traceback" not in process.told


async def everything_posted(url: str) -> None:
    """Wait until the process has marked every post as shown, so that a kill leaves no lease behind."""

    def waiting() -> int:
        with database.snapshot() as uow:
            return uow.outbox.waiting()

    database = open_database(url)
    async with asyncio.timeout(20):
        while await asyncio.to_thread(waiting):
            pass
    database.close()


def assert_closed_in_time(url: str) -> None:
    """Check that the decision came a second after the deadline or later, by a wake and not by the safety tick."""
    database = open_database(url)
    with database.snapshot() as uow:
        motion = next(iter(uow.motions.every(CODE)))
        entries = [entry for entry in uow.journal.entries(CODE) if '"MotionDecided"' in entry.body]
    database.close()
    assert len(entries) == 1
    assert motion.result is not None
    assert motion.result.tally.yes == 2
    at = datetime.fromisoformat(entries[0].body.split('"at":"')[1].split('"')[0])
    assert timedelta(seconds=1) <= at - motion.closes_at < SAFETY


async def test_second_bot_on_one_file_refuses(tmp_path: Path) -> None:
    """One bot at a time runs on an SQLite file; a terminal command may run beside it."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        environment = settings(url, slack, discord)
        process = await start(environment, tmp_path)
        assert "Another Plenary runs" in await refused_by(environment, tmp_path, "run")
        beside = await asyncio.create_subprocess_exec(PLENARY, "verify", env=environment, cwd=tmp_path, stdout=PIPE)
        told, _ = await beside.communicate()
        assert "the record is whole" in told.decode()
        await process.stop()


async def refused_by(environment: Mapping[str, str], folder: Path, *arguments: str) -> str:
    """Run a command that must fail with one sentence; give what it says."""
    process = await asyncio.create_subprocess_exec(
        PLENARY, *arguments, env=dict(environment), cwd=folder, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(60):
        told, _ = await process.communicate()
    assert process.returncode == 1
    assert b"Traceback" not in told
    return told.decode()


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PLENARY_SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack cannot be reached"),
        ("PLENARY_DISCORD_API_URL", "http://127.0.0.1:9/api", "Discord at http://127.0.0.1:9/api does not answer"),
    ],
)
async def test_platform_out_of_reach_at_the_start_does_not_keep_the_other_away(
    tmp_path: Path, setting: str, value: str, sentence: str
) -> None:
    """One sentence says so; the clock and the other platform run, and the absent one is tried again."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        process = await start({**settings(url, slack, discord), setting: value}, tmp_path)
        assert sentence in process.told
        assert "tries again by itself" in process.told
        assert await process.stop() == 0


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PLENARY_SLACK_BOT_TOKEN", "xoxb-wrong", "Slack does not take the bot token"),
        ("PLENARY_SLACK_APP_TOKEN", "xapp-wrong", "Slack does not take the app token"),
        ("PLENARY_SLACK_CLIENT_ID", "1.2", "PLENARY_SLACK_CLIENT_SECRET is missing"),
        ("PLENARY_SLACK_CLIENT_SECRET", "wrong", "PLENARY_SLACK_CLIENT_ID is missing"),
        ("PLENARY_DISCORD_TOKEN", "wrong", "Discord does not accept the token"),
        ("PLENARY_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none", "The database cannot be reached"),
        ("PLENARY_DATABASE_URL", "mysql://x", "neither SQLite nor PostgreSQL"),
    ],
)
async def test_wrong_setting_is_one_sentence_at_the_start(
    tmp_path: Path, setting: str, value: str, sentence: str
) -> None:
    """No traceback, no half-started bot, and never the token itself."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with platforms() as (slack, discord, _, _):
        environment = {**settings(url, slack, discord), setting: value}
        told = await refused_by(environment, tmp_path, "run")
    assert sentence in told
    seen_at_once = setting.startswith("PLENARY_SLACK_CLIENT")
    assert told.count("\n") == 1 or not seen_at_once
    assert "wrong" not in told.replace("something went wrong", "")
