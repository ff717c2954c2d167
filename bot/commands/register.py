"""The register of all commands, noun by noun."""

from typing import Final

from bot.commands import (
    alliance,
    calendar,
    chair,
    commitment,
    consult,
    council,
    delegate,
    member,
    motion,
    review,
    rollcall,
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
        *commitment.COMMANDS,
        *delegate.COMMANDS,
        *council.COMMANDS,
    )
)
