"""What a running bot leaves in its logs, at their most talkative: events, ids and reasons, and nothing anyone confided.

The bot runs as a process against local platforms and a database of its own, through a life with everything in it that
tends to be logged: refusals, failing platforms, a database that goes away, a defect met by an act.
"""

import ast
import asyncio
import json
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from adapters.logging import ANNOUNCED
from tests.architecture.test_house import ROOT
from tests.behaviour.storage.tampering import by_hand
from tests.e2e.scene import PLENARY, found, settings
from tests.servers.discord import DiscordServer
from tests.servers.postgres import Postgres, running_postgres
from tests.servers.slack import SlackServer

BOT_TOKEN: Final = "xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"
APP_TOKEN: Final = "xapp-1-A0123456789-1234567890123-0123456789abcdef"
SIGNING_SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
DISCORD_TOKEN: Final = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
PASSWORD: Final = "k0rrektes-Pferd"
SECRETS: Final = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, DISCORD_TOKEN, PASSWORD)

TITLE, TEXT, REASONS, FORMED, TYPED = "Zirconium", "Quetzalcoatl", "Bathysphere", "Xylophonist", "Kaleidoscope"
CONFIDED: Final = (TITLE, TEXT, REASONS, FORMED, TYPED)
"""Words that stand in a title, a text, the explanations of votes, a form, and what could not be read."""

OURS: Final = re.compile(rf"(bot|adapters|storage)\.|{re.escape(ANNOUNCED)}$")
EVENT: Final = re.compile(r"[a-z]+(_[a-z]+)+")
PAST: Final = frozenset(
    {
        "began", "begun", "broke", "broken", "came", "caught", "done", "fell", "forgotten", "found", "gave", "given",
        "gone", "grown", "heard", "held", "hidden", "kept", "knew", "known", "left", "lost", "made", "met",
        "overtaken", "put", "ran", "read", "said", "sent", "set", "shown", "shut", "stood", "taken", "thrown", "told",
        "went", "withdrawn", "woken", "written",
    }
)  # fmt: skip
"""Past forms that do not end in ``ed``."""


LOGGING: Final = re.compile(r"log\.(debug|info|warning|error|exception|critical)|announce")


class Bot:
    """A running process and all that it has said."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._heard = asyncio.Condition()
        self.lines: list[str] = []
        self._listening = [asyncio.create_task(self._listen(pipe)) for pipe in (process.stdout, process.stderr)]

    @property
    def told(self) -> str:
        """Everything, on one string."""
        return "\n".join(self.lines)

    async def wait_for(self, text: str, *, times: int = 1) -> None:
        """Wait until something has been said so often."""
        with suppress(TimeoutError):
            async with asyncio.timeout(60), self._heard:
                await self._heard.wait_for(lambda: self.told.count(text) >= times or self._ended)
        assert self.told.count(text) >= times, self.told

    async def end(self, how: signal.Signals | None = signal.SIGTERM) -> int:
        """Stop the process, or wait for its own end; give its status once all it said is read."""
        if how is not None and not self._ended:
            self._process.send_signal(how)
        async with asyncio.timeout(60):
            await self._process.wait()
            await asyncio.gather(*self._listening)
        assert self._process.returncode is not None
        return self._process.returncode

    @property
    def _ended(self) -> bool:
        return all(task.done() for task in self._listening)

    async def _listen(self, pipe: asyncio.StreamReader | None) -> None:
        assert pipe is not None
        async for line in pipe:
            async with self._heard:
                self.lines.append(line.decode().rstrip("\n"))
                self._heard.notify_all()
        async with self._heard:
            self._heard.notify_all()


@asynccontextmanager
async def running(environment: Mapping[str, str], folder: Path) -> AsyncIterator[Bot]:
    """Run the bot; it is ended with the block at the latest."""
    process = await asyncio.create_subprocess_exec(
        PLENARY, "run", env=dict(environment), cwd=folder, stdout=PIPE, stderr=PIPE, limit=2**22
    )
    bot = Bot(process)
    try:
        yield bot
    finally:
        await bot.end()


@asynccontextmanager
async def local_platforms() -> AsyncIterator[tuple[SlackServer, DiscordServer]]:
    """Start both local platforms, with tokens that have the shape of real ones."""
    async with (
        SlackServer(team="T1", bot_token=BOT_TOKEN, app_token=APP_TOKEN) as slack,
        DiscordServer(token=DISCORD_TOKEN) as discord,
    ):
        for user in ("USEC", "UEST", "ULVA"):
            slack.add_user(user)
        slack.add_channel("C1", members=("USEC", "UEST", "ULVA"))
        discord.add_channel(discord.add_guild(1001), 1002, "motions")
        discord.add_user(2001, "fin")
        yield slack, discord


def environment_of(url: str, slack: SlackServer, discord: DiscordServer, form: str) -> dict[str, str]:
    """Give the environment of a bot that logs everything it can."""
    return {
        **settings(url, slack, discord),
        "PLENARY_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PLENARY_LOG_LEVEL": "DEBUG",
        "PLENARY_LOG_FORMAT": form,
    }


def with_password(url: str) -> str:
    """Put a password into the address of a database that asks for none."""
    return url.replace("postgresql://postgres@", f"postgresql://postgres:{PASSWORD}@")


@pytest.fixture
def server() -> Iterator[Postgres]:
    """Give a server of the test's own, which it may stop."""
    with running_postgres() as started:
        yield started


@pytest.mark.parametrize("form", ["json", "text"])
async def test_logs_of_a_whole_life_hold_no_secret_and_no_word_of_anyone(
    form: str, server: Postgres, tmp_path: Path
) -> None:
    """Open, vote, be refused, with failing platforms, a database that goes away, and a record that cannot be read."""
    name = server.create_database()
    url = with_password(server.url(name))
    found(url)
    async with local_platforms() as (slack, discord):
        async with running(environment_of(url, slack, discord, form), tmp_path) as bot:
            await bot.wait_for("Plenary is running")
            await live(bot, slack, discord)
            server.stop()
            assert "Not recorded" in await say(slack, "UEST", "/vote", f'M-1 yes explanation:"{REASONS}"')
            await bot.wait_for("act_not_recorded")
            server.start()
            with by_hand(url) as connection:
                connection.execute(text("UPDATE motion SET body = :nothing_known"), {"nothing_known": TYPED})
            assert "went wrong" in await say(slack, "UEST", "/motion", "show M-1")
            await bot.wait_for("act_failed")
            assert await bot.end() == 0
        check_silence(bot, [*SECRETS, *(sent.token for sent in discord.deliveries), *slack.world.response_urls])
    check_events(bot, form)
    for event in ("act_answered", "act_not_recorded", "act_failed", "post_", "bot_started"):
        assert form == "text" or f'"event": "{event}' in bot.told
    assert "UnknownMotion" in bot.told or form == "text"


async def live(bot: Bot, slack: SlackServer, discord: DiscordServer) -> None:
    """Do what people do, while the platforms fail now and then."""
    slack.fail_next("chat.postMessage", "channel_is_limited_access")
    discord.fail_next("POST", "/channels/1002/messages", 403)
    opening = f'open resolution "{TITLE} skies" "1. The {TEXT} is open."'
    assert "M-1 is tabled" in await say(slack, "USEC", "/motion", opening)
    await bot.wait_for("post_put_off", times=2)
    assert "Ballot recorded" in await say(slack, "UEST", "/vote", f'M-1 no explanation:"{REASONS} weighs on us"')
    finland, channel = discord.world.users[2001], discord.world.channel(1002)
    guild = discord.world.guilds[1001]
    ballot = {"motion": "M-1", "ballot": "yes", "explanation": f"{REASONS} again"}
    options = {"cast": ballot}
    cast = await discord.slash_command(user=finland, guild=guild, channel=channel, name="vote", options=options)
    assert "Ballot recorded" in (await cast.answer()).text
    for command, typed in (
        ("/vote", "M-77 yes"),
        ("/vote", f"M-1 {TYPED}"),
        ("/vote", f'M-1 yes explanation:"{REASONS}" more {TYPED}'),
        ("/motion", f'open {TYPED} "{TITLE}" "{TEXT}"'),
        ("/alliance", TYPED),
    ):
        assert await say(slack, "ULVA", command, typed)
    slack.fail_next("response_url", 500)
    slack.fail_next("chat.postEphemeral", "user_not_in_channel")
    await slack.slash_command(user="ULVA", channel="C1", command="/motion", text="show M-1")
    await bot.wait_for("answer_failed")
    await tell_by_form(slack)
    await discord.cut_sockets()


async def say(slack: SlackServer, user: str, command: str, typed: str) -> str:
    """Type a command on Slack; give the private answer."""
    sent = await slack.slash_command(user=user, channel="C1", command=command, text=typed)
    return (await sent.answer()).text


async def tell_by_form(slack: SlackServer) -> None:
    """Send a form with something confided in it that is refused."""
    opened = await slack.slash_command(user="USEC", channel="C1", command="/motion", text=f'open {TYPED} "{FORMED}"')
    sent = await slack.submit_view("USEC", await opened.opened_view(), {"text": f"1. The {FORMED} plays."})
    assert sent.ack_body


@pytest.mark.parametrize(
    ("form", "setting", "value"),
    [
        ("json", "PLENARY_DATABASE_URL", f"postgresql://plenary:{PASSWORD}@127.0.0.1:9/plenary"),
        ("text", "PLENARY_DATABASE_URL", f"postgresql://plenary@127.0.0.1:9/plenary?password={PASSWORD}"),
        ("json", "PLENARY_SLACK_BOT_TOKEN", f"{BOT_TOKEN}x"),
        ("json", "PLENARY_SLACK_APP_TOKEN", f"{APP_TOKEN}x"),
        ("json", "PLENARY_DISCORD_TOKEN", f"{DISCORD_TOKEN}x"),
    ],
)
async def test_bot_that_does_not_start_says_why_without_the_secret(
    form: str, setting: str, value: str, tmp_path: Path
) -> None:
    """A database that is not there and a token that is not taken are told by name alone."""
    url = f"sqlite:///{tmp_path}/plenary.db"
    found(url)
    async with (
        local_platforms() as (slack, discord),
        running({**environment_of(url, slack, discord, form), setting: value}, tmp_path) as bot,
    ):
        assert await bot.end(None) == 1
    check_silence(bot, SECRETS)
    check_events(bot, form)
    assert form == "text" or '"event": "start_refused"' in bot.told


def check_silence(bot: Bot, secrets: list[str] | tuple[str, ...]) -> None:
    """Check that no secret was said, no part of a token that could be used, and nothing that anyone confided."""
    assert [secret for secret in secrets if secret in bot.told] == []
    assert [word for word in CONFIDED if word.lower() in bot.told.lower()] == []


def check_events(bot: Bot, form: str) -> None:
    """Check that every line is a JSON object of its own, and that every event of ours has happened."""
    assert bot.lines
    if form == "text":
        return
    lines = [json.loads(line) for line in bot.lines]
    assert all({"event", "level", "timestamp", "logger"} <= line.keys() for line in lines)
    assert not_past(line["event"] for line in lines if OURS.match(line["logger"])) == set()
    for line in lines:
        if line["event"] == "act_answered":
            assert {"act", "platform", "command", "outcome", "milliseconds"} <= line.keys()


def not_past(events: Iterator[str]) -> set[str]:
    """Give the events that are no words in the past tense."""
    return {event for event in events if not (EVENT.fullmatch(event) and any(map(is_past, event.split("_"))))}


def is_past(word: str) -> bool:
    """Tell whether a word is a verb in the past tense."""
    return word.endswith("ed") or word in PAST


def events_of_the_code() -> Iterator[str]:
    """Give the event of every line that the code can log or announce."""
    for folder in ("bot", "adapters", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and LOGGING.fullmatch(ast.unparse(node.func)):
                    yield from (
                        each.value
                        for each in ast.walk(node.args[0])
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    )


def test_every_event_of_the_code_is_in_the_past_tense() -> None:
    """A log tells what has happened; its facts stand beside it."""
    assert not_past(events_of_the_code()) == set()
    assert len(set(events_of_the_code())) > 40
