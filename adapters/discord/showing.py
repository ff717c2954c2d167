"""The private answer to an interaction, by the first way that works.

Where there is a card to show, its act is over: it may be recorded. So the same card goes every way that is left,
and a way that fails is never told as a failure of the act.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import discord
from discord.utils import MISSING

from adapters.discord.components import view_of
from adapters.discord.pictures import NOTHING, Attached, attached_to, files_of, rendered_with
from bot.cards.card import Card

log: Final = logging.getLogger(__name__)

Way = Callable[[discord.Interaction, Card, Attached], Awaitable[None]]


async def show(interaction: discord.Interaction, card: Card) -> None:
    """Show a card to the person who acted; where no way works, this is logged and nothing is raised.

    A picture or a document that no way takes along is told in words.
    """
    attached = await attached_to(card)
    if attached and await _shown(interaction, card, attached):
        return
    if not await _shown(interaction, card, NOTHING):
        log.error("answer_lost", extra={"key": f"discord:{interaction.id}", "user": interaction.user.id})


async def _shown(interaction: discord.Interaction, card: Card, attached: Attached) -> bool:
    key = f"discord:{interaction.id}"
    for name, way in WAYS:
        try:
            await way(interaction, card, attached)
        except Exception as fault:
            code = fault.code if isinstance(fault, discord.HTTPException) else None
            reason = type(fault).__name__
            log.warning("answer_failed", extra={"key": key, "way": name, "reason": reason, "code": code})
        else:
            return True
    return False


async def _promised(interaction: discord.Interaction, card: Card, attached: Attached) -> None:
    """Fill the answer that was promised; doing so twice shows it once."""
    rendered = rendered_with(card, attached)
    embeds, view, files = list(rendered.embeds), view_of(rendered), files_of(card, attached)
    await interaction.edit_original_response(embeds=embeds, view=view, attachments=files or MISSING)


async def _follow_up(interaction: discord.Interaction, card: Card, attached: Attached) -> None:
    rendered = rendered_with(card, attached)
    embeds, view, files = list(rendered.embeds), view_of(rendered), files_of(card, attached)
    if view is None:
        await interaction.followup.send(embeds=embeds, files=files or MISSING, ephemeral=True)
    else:
        await interaction.followup.send(embeds=embeds, view=view, files=files or MISSING, ephemeral=True)


async def _directly(interaction: discord.Interaction, card: Card, attached: Attached) -> None:
    rendered = rendered_with(card, attached)
    embeds, view, files = list(rendered.embeds), view_of(rendered), files_of(card, attached)
    if view is None:
        await interaction.user.send(embeds=embeds, files=files)
    else:
        await interaction.user.send(embeds=embeds, view=view, files=files)


WAYS: Final[tuple[tuple[str, Way], ...]] = (
    ("promised", _promised),
    ("promised", _promised),
    ("follow_up", _follow_up),
    ("directly", _directly),
)
"""The ways in the order they are tried; what was promised is tried twice, as one broken connection is common."""
