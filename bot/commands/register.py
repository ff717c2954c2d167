"""The register of all commands, noun by noun."""

from typing import Final

from bot.commands import (
    alliance,
    authorisation,
    calendar,
    chair,
    coalition,
    commitment,
    consult,
    contribution,
    council,
    delegate,
    member,
    motion,
    record,
    review,
    rollcall,
    session,
    term,
    vote,
    waiting,
)
from bot.commands.registry import Registry

REGISTRY: Final = Registry(
    (
        *alliance.COMMANDS,
        *calendar.COMMANDS,
        *waiting.COMMANDS,
        *consult.COMMANDS,
        *motion.COMMANDS,
        *vote.COMMANDS,
        *rollcall.COMMANDS,
        *chair.COMMANDS,
        *member.COMMANDS,
        *review.COMMANDS,
        *term.COMMANDS,
        *coalition.COMMANDS,
        *contribution.COMMANDS,
        *commitment.COMMANDS,
        *authorisation.COMMANDS,
        *delegate.COMMANDS,
        *council.COMMANDS,
        *session.COMMANDS,
        *record.COMMANDS,
    )
)
