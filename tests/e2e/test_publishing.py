"""``plenary discord sync`` as an operator runs it: what it says of what it did."""

import asyncio
import subprocess
from pathlib import Path

from tests.e2e.scene import PLENARY, settings
from tests.servers.discord import DiscordServer
from tests.servers.slack import SlackServer


async def test_publishing_says_what_is_new_changed_and_gone(tmp_path: Path) -> None:
    """The first time all of it, then nothing, then what somebody else has changed meanwhile."""
    async with SlackServer() as slack, DiscordServer() as discord:
        environment = settings(f"sqlite:///{tmp_path / 'plenary.db'}", slack, discord)

        async def sync() -> list[str]:
            done = await asyncio.to_thread(
                subprocess.run,
                [PLENARY, "discord", "sync"],
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stderr == ""
            return [line for line in done.stdout.splitlines() if line]

        told, new = await sync()
        assert told == "Discord has the commands of this version now."
        assert new.startswith("New: /alliance, /motion, /motion-2, /vote, ")
        assert new.endswith(", Open a motion, and Propose a motion.")
        assert await sync() == ["Discord had the commands of this version already."]
        published = discord.commands()
        [vote] = [one for one in published if one["name"] == "vote"]
        vote["name_localizations"] = {"fr": "scrutin"}
        published.append({**vote, "name": "ballot"})
        assert await sync() == [told, "Changed: /vote.", "Removed: /ballot."]
        assert discord.violations == []
