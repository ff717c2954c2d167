"""The private answer to an interaction, by the first way that works.

Where there is a card to show, its act is over: it may be recorded. So the same card goes every way that is left,
and a way that fails is never told as a failure of the act.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import discord
from discord.utils import MISSING

from adapters.discord.messages import Message, in_words, message_of
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)

Way = Callable[[discord.Interaction, Message], Awaitable[None]]


async def show(interaction: discord.Interaction, card: Card) -> None:
    """Show a card to the person who acted; where no way works, this is logged and nothing is raised.

    A picture or a document that no way takes along is told in words.
    """
    message = await message_of(card)
    if await _shown(interaction, message):
        return
    if not (message.attached and await _shown(interaction, in_words(card))):
        log.error("answer_lost", extra={"key": f"discord:{interaction.id}", "user": interaction.user.id})


async def _shown(interaction: discord.Interaction, message: Message) -> bool:
    key = f"discord:{interaction.id}"
    for name, way in WAYS:
        try:
            await way(interaction, message)
        except Exception as fault:
            code = fault.code if isinstance(fault, discord.HTTPException) else None
            reason = type(fault).__name__
            log.warning("answer_failed", extra={"key": key, "way": name, "reason": reason, "code": code})
        else:
            return True
    return False


async def _promised(interaction: discord.Interaction, message: Message) -> None:
    """Fill the answer that was promised; doing so twice shows it once."""
    files = message.files() or MISSING
    await interaction.edit_original_response(embeds=message.embeds, view=message.view(), attachments=files)


async def _follow_up(interaction: discord.Interaction, message: Message) -> None:
    files, view = message.files() or MISSING, message.view() or MISSING
    await interaction.followup.send(embeds=message.embeds, view=view, files=files, ephemeral=True)


async def _directly(interaction: discord.Interaction, message: Message) -> None:
    view = message.view()
    if view is None:
        await interaction.user.send(embeds=message.embeds, files=message.files())
    else:
        await interaction.user.send(embeds=message.embeds, view=view, files=message.files())


WAYS: Final[tuple[tuple[str, Way], ...]] = (
    ("promised", _promised),
    ("promised", _promised),
    ("follow_up", _follow_up),
    ("directly", _directly),
)
"""The ways in the order they are tried; what was promised is tried twice, as one broken connection is common."""
