"""The language that a person has chosen for Slack; Slack sends it with no act.

What Slack says is remembered for a while, so that an act seldom waits for it. It decides nothing: without it a person
is spoken to in the language of its alliance. Source: docs.slack.dev/reference/methods/users.info, ``include_locale``.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from adapters.slack.checking import FAULTS
from adapters.slack.workspaces import Workspaces

log: Final = logging.getLogger(__name__)

KEPT: Final = timedelta(hours=1)
ASKED_AGAIN: Final = timedelta(minutes=5)
"""How long no answer is taken for one: a Slack that is slow is not asked at each act."""
WITHIN: Final = timedelta(milliseconds=700)
"""How long an act waits: its form must open within three seconds."""
MOST: Final = 5_000
"""People remembered at once."""


class People:
    """Knows people's languages."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._known: dict[tuple[str, str], tuple[str | None, float]] = {}

    async def locale(self, user: str) -> str | None:
        """Give a person's language tag, such as ``fr-FR``; None where Slack does not say."""
        now = asyncio.get_running_loop().time()
        person = (self._workspaces.acting.place, user)
        found = self._known.get(person)
        if found is not None and found[1] > now:
            return found[0]
        locale = await self._asked(user)
        kept = ASKED_AGAIN if locale is None else KEPT
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[person] = (locale, now + kept.total_seconds())
        return locale

    async def _asked(self, user: str) -> str | None:
        asking = self._workspaces.acting.client.users_info(user=user, include_locale=True)
        try:
            answer = await asyncio.wait_for(asking, WITHIN.total_seconds())
        except FAULTS as fault:
            log.warning("language_not_known", extra={"reason": type(fault).__name__})
            return None
        locale = (answer.get("user") or {}).get("locale")
        return str(locale) if locale else None
