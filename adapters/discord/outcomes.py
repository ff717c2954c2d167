"""What Discord's refusals mean for a post: try later, never, or look first whether it was written.

Final is only what nobody can mend: a place, a post or a person that is gone, and a body that Discord does not take.
A permission can be given back and a token replaced, so what is owed waits for that. Source: Opcodes and Status Codes,
JSON Error Codes.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import discord

from bot.domain.blockages import Obstacle
from bot.ports import Postponed, Uncertain, Undeliverable, Vanished

log: Final = logging.getLogger(__name__)

LONG: Final = timedelta(minutes=15)
"""Until a ban by the network has passed."""
FOR_A_PERSON: Final = timedelta(minutes=1)
"""Until somebody has given a permission back. It grows with the attempts."""
SHORT: Final = timedelta(seconds=5)
"""For a token that is not taken any more: what is owed is tried as soon as Discord is served again."""

UNAUTHORIZED: Final = 401
TOO_MANY_REQUESTS: Final = 429
SERVER_ERRORS: Final = 500
"""From here on the trouble is Discord's own."""
PROOF: Final = frozenset({400, 403, 404})
"""What Discord answers where it will not write a post in that place: it proves that nothing was posted."""

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10008, 10013
NOT_OUR_MESSAGE, CANNOT_MESSAGE_USER, NO_MUTUAL_GUILD = 50005, 50007, 50278
MISSING_ACCESS: Final = 50001
GONE: Final[Mapping[int, Obstacle | None]] = {
    UNKNOWN_CHANNEL: Obstacle.GONE,
    UNKNOWN_GUILD: Obstacle.REMOVED,
    UNKNOWN_USER: Obstacle.PERSON_GONE,
    NO_MUTUAL_GUILD: Obstacle.PERSON_GONE,
    CANNOT_MESSAGE_USER: Obstacle.PERSON_CLOSED,
    NOT_OUR_MESSAGE: None,
}
"""What nobody can mend by waiting, and what it says of the place."""
ARCHIVED, THREAD_EXISTS = 50083, 160004
"""Editing in an archived thread, and opening a thread where there is one."""
OPENING_MESSAGES_TOO_FAST: Final = 40003
"""Comes as a malformed request, and passes."""


def outcome_of(refused: discord.HTTPException) -> Postponed | Undeliverable | Uncertain:
    """Give what a refusal means; an answer of Discord's own trouble proves nothing."""
    reason = f"{refused.status} {refused.code} {refused.text}".strip()
    if refused.status >= SERVER_ERRORS:
        return Uncertain(reason=reason)
    if refused.code == UNKNOWN_MESSAGE:
        return Vanished(reason=reason)
    if refused.code in GONE:
        return Undeliverable(reason=reason, obstacle=GONE[refused.code])
    if refused.status == UNAUTHORIZED:
        return Postponed(pause=SHORT, reason=reason)
    if refused.status == TOO_MANY_REQUESTS or refused.code == OPENING_MESSAGES_TOO_FAST:
        return Postponed(pause=LONG, reason=reason)
    if isinstance(refused, discord.Forbidden | discord.NotFound):
        log.error("discord_asked_for_an_operator", extra={"reason": reason})
        obstacle = Obstacle.REMOVED if refused.code == MISSING_ACCESS else Obstacle.FORBIDDEN
        return Postponed(pause=FOR_A_PERSON, reason=reason, obstacle=obstacle)
    log.error("post_refused_as_malformed", extra={"reason": reason})
    return Undeliverable(reason=reason)
