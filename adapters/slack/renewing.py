"""Tokens that run out: renewed in time, by one process at a time, and never lost between Slack and the database.

Where an app has token rotation switched on, a bot token lives for twelve hours, and a refresh token buys the next one,
once. It is bought early, so that there is time to try again while the old one lives.
Reference: docs.slack.dev/authentication/using-token-rotation.
"""

import asyncio
import logging
from datetime import timedelta
from secrets import token_hex
from time import time
from typing import Final

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.slack.checking import FAULTS
from adapters.slack.installations import InstallationStore, place_of_bot
from bot.ports import NotRecorded, Writer

log: Final = logging.getLogger(__name__)

AHEAD: Final = timedelta(hours=2)
"""How long before its end a token is renewed, as slack_sdk has it."""
TERM: Final = timedelta(minutes=1)
"""How long one process may take to renew a token before another may try."""


class Renewal:
    """Renews the tokens that are about to run out."""

    def __init__(self, rotator: AsyncTokenRotator, installed: InstallationStore, writer: Writer) -> None:
        self._rotator = rotator
        self._installed = installed
        self._writer = writer
        self._owner = token_hex(8)
        self._one_at_a_time = asyncio.Lock()
        self._unsaved: dict[str, Bot] = {}

    async def keep_fresh(self, bot: Bot) -> None:
        """Renew a token that is about to run out; where that cannot be now, the next look tries again."""
        place = place_of_bot(bot)
        if not runs_out(bot):
            self._unsaved.pop(place, None)
            return
        async with self._one_at_a_time:
            try:
                await self._renew(place)
            except (SlackTokenRotationError, NotRecorded, *FAULTS) as fault:
                log.warning("slack_token_not_renewed", extra={"workspace": place, "reason": type(fault).__name__})

    async def _renew(self, place: str) -> None:
        """Renew a token where nobody else does or has just done so."""
        if place in self._unsaved:
            return await self._save(place)
        lead = f"slack token {place}"
        if not await self._writer.write(lambda uow: uow.leases.hold(lead, owner=self._owner, term=TERM)):
            return None
        try:
            found = await self._installed.bot(place)
            minutes = AHEAD // timedelta(minutes=1)
            renewed = (
                None
                if found is None
                else await self._rotator.perform_bot_token_rotation(bot=found, minutes_before_expiration=minutes)
            )
            if renewed is not None:
                self._unsaved[place] = renewed
                await self._save(place)
        finally:
            await self._writer.write(lambda uow: uow.leases.give_up(lead, owner=self._owner))

    async def _save(self, place: str) -> None:
        """Keep a new token: it is in memory for as long as the database does not take it."""
        await self._installed.async_save_bot(self._unsaved[place])
        del self._unsaved[place]
        log.info("slack_token_renewed", extra={"workspace": place})


def runs_out(bot: Bot) -> bool:
    """Tell whether a token ends soon, by the machine's own time, as slack_sdk has it."""
    ends = bot.bot_token_expires_at
    return bot.bot_refresh_token is not None and ends is not None and ends <= time() + AHEAD.total_seconds()
