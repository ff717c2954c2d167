"""The processes of the bot in a run: who runs now, how often one was lost, and where each says what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.process import Bot
from tests.crash.scene import Platforms


@dataclass(kw_only=True)
class Fleet:
    """Starts processes and counts their ends.

    ``lost`` goes up with each that is killed, before anyone can see it. ``ended`` are the last words of those that had
    ended by themselves.
    """

    settings: Mapping[str, str]
    folder: Path
    platforms: Platforms
    lost: int = 0
    started: int = 0
    running: list[Bot] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    async def start(self) -> Bot:
        """Start one more process."""
        self.started += 1
        bot = await Bot.start(self.settings, self.folder, self.folder / f"bot-{self.started:04d}.log")
        self.running.append(bot)
        return bot

    async def kill(self, bot: Bot) -> None:
        """Kill a process; whoever waits for an answer of it hears of it. One that had ended is noted instead."""
        if bot.ended:
            self.ended.append(bot.last_words())
        else:
            self.lost += 1
        await bot.kill()
        self._forget(bot)

    def heard(self) -> bool:
        """Tell whether both platforms have a connection to some process."""
        return bool(self.platforms.slack.connections) and self.platforms.discord.gateway.connected

    async def stop(self, bot: Bot) -> int:
        """Ask a process to stop; give its status."""
        status = await bot.stop()
        self._forget(bot)
        return status

    async def away(self) -> None:
        """End everything that still runs."""
        for bot in list(self.running):
            await bot.kill()
            self._forget(bot)

    def _forget(self, bot: Bot) -> None:
        self.running.remove(bot)
        self.platforms.discord.gateway.forget_lost()
        self.platforms.slack.world.note_change()
