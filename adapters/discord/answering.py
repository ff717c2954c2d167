"""One interaction from end to end: acknowledge it, hand it through the door, show the reply.

Discord gives three seconds for the first answer and fifteen minutes for the rest. A form cannot follow an
acknowledgement, so the syntax is asked first. An act that could not be acknowledged
is not carried out: its author was shown that it failed, and will try again.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol
from uuid import uuid4

import aiohttp
import discord
from discord import app_commands

from adapters.discord import limits
from adapters.discord.attachments import with_text
from adapters.discord.escaping import fitted
from adapters.discord.forms import modal_of
from adapters.discord.offering import offered
from adapters.discord.outcomes import SERVER_ERRORS
from adapters.discord.reading import act_of, file_in, invocation_of, typing_of
from adapters.discord.returning import entered, put_right, with_way_back
from adapters.discord.showing import show
from bot.cards.card import Card, Form
from bot.cards.refusals import failure_card, refusal_card
from bot.commands.suggesting import Suggestion
from bot.dispatch import Chosen, Invocation, Reply
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter
from bot.ports import Clock

log: Final = logging.getLogger(__name__)

ALREADY_ACKNOWLEDGED: Final = 40060
"""Another process with our token, or an attempt of ours whose answer was lost, was first (Opcodes)."""
UNKNOWN_INTERACTION: Final = 10062
"""More than three seconds have passed."""
ATTEMPTS: Final = 2


class Door(Protocol):
    """What the front needs of the dispatcher."""

    async def __call__(self, invocation: Invocation) -> Reply:
        """Handle an act."""
        ...

    async def form(self, invocation: Invocation) -> Form | None:
        """Give the form an act needs first."""
        ...

    async def form_again(self, refused: Invocation) -> Form | Card:
        """Give what was sent with a refused act, as a form to put right."""
        ...

    async def suggest(self, act: Invocation, path: str, option: str, typed: str = "") -> tuple[Suggestion, ...]:
        """Give what an option may take."""
        ...


class Answerer:
    """Answers interactions, each on its own."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock

    async def answer(self, interaction: discord.Interaction) -> None:
        """Answer an interaction; never raises, and tells the person privately where something failed.

        Only what goes wrong until the door has answered is a failure of the act; how its card is shown is not.
        """
        received_at = self._clock.now()
        if interaction.user.bot:
            return
        try:
            card = await self._outcome(interaction, received_at)
        except Exception as failure:
            card = await _apology(interaction, failure)
        if card is not None:
            await show(interaction, card)

    async def _outcome(self, interaction: discord.Interaction, received_at: datetime) -> Card | None:
        """Do what is asked; give the card to show, None where everything has been shown."""
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction, received_at)
            return None
        try:
            invocation = invocation_of(interaction, received_at)
        except Refusal as refusal:
            return refusal_card(refusal, _interpreter(interaction)) if await _acknowledged(interaction) else None
        if invocation is None:
            return None
        if (key := put_right(interaction)) is not None:
            return await self._put_right(interaction, replace(invocation, key=key))
        return await self._act(interaction, invocation)

    async def _act(self, interaction: discord.Interaction, invocation: Invocation) -> Card | None:
        """Do an act, after the form that it needs; what comes with a file has none, as reading that may take longer."""
        file = file_in(interaction)
        if file is None and await self._form_opened(interaction, invocation):
            return None
        if not await _acknowledged(interaction):
            log.warning("interaction_not_acknowledged", extra={"key": invocation.key})
            return None
        if file is not None and isinstance(invocation.request, Chosen):
            try:
                request = await with_text(invocation.request, file, interaction.client.http)
            except Refusal as refusal:
                return refusal_card(refusal, _interpreter(interaction))
            invocation = replace(invocation, request=request)
        reply = await self._door(replace(invocation, takes_form=False))
        return with_way_back(reply, invocation.key) if isinstance(reply, Card) else None

    async def _put_right(self, interaction: discord.Interaction, refused: Invocation) -> Card | None:
        """Open the form of a refused act again, with all that was sent; what fits no modal is told in a card."""
        found = await self._door.form_again(refused)
        if isinstance(found, Form):
            modal = await self._modal_of(found, refused)
            if modal is not None:
                await _open(interaction, modal)
                return None
            found = entered(found)
        return found if await _acknowledged(interaction) else None

    async def _form_opened(self, interaction: discord.Interaction, invocation: Invocation) -> bool:
        """Open the form that an act needs first; tell whether there is one, and it fits a modal."""
        form = await self._door.form(invocation)
        modal = None if form is None else await self._modal_of(form, invocation)
        if modal is not None:
            await _open(interaction, modal)
        return modal is not None

    async def _modal_of(self, form: Form, act: Invocation) -> discord.ui.Modal | None:
        """Give the modal of an act's form, with the answers that its questions may have; None where it fits none."""
        return modal_of(await offered(form, partial(self._door.suggest, act)))

    async def _suggest(self, interaction: discord.Interaction, now: datetime) -> None:
        typing = typing_of(interaction)
        found: tuple[Suggestion, ...] = ()
        if typing is not None:
            act = act_of(interaction, now, Chosen(path=typing.path, values={}))
            asked = self._door.suggest(act, typing.path, typing.option, typing.typed)
            try:
                found = await asyncio.wait_for(asked, limits.SUGGEST_WITHIN.total_seconds())
            except TimeoutError:
                log.warning("suggestions_came_too_late", extra={"path": typing.path, "option": typing.option})
        await interaction.response.autocomplete([_choice(one) for one in found][: limits.CHOICES])


def _choice(suggestion: Suggestion) -> app_commands.Choice[str]:
    return app_commands.Choice(name=fitted(suggestion.label, limits.CHOICE_LENGTH), value=suggestion.value)


async def _acknowledged(interaction: discord.Interaction) -> bool:
    """Promise a private answer; tell whether the person sees it promised.

    Where the connection broke the promise is made again: Discord then says whether the first one had arrived.
    """
    if interaction.response.is_done():
        return True
    for _ in range(ATTEMPTS):
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        except discord.HTTPException as refused:
            if refused.status < SERVER_ERRORS:
                return refused.code == ALREADY_ACKNOWLEDGED
        except (aiohttp.ClientError, TimeoutError, OSError):
            continue
        else:
            return True
    return False


async def _open(interaction: discord.Interaction, modal: discord.ui.Modal) -> None:
    """Open a form; where another process was first, or the person waited too long, there is nothing left to say."""
    try:
        await interaction.response.send_modal(modal)
    except discord.HTTPException as refused:
        if refused.code not in {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION}:
            raise
        log.warning("form_not_opened", extra={"key": f"discord:{interaction.id}", "code": refused.code})


async def _apology(interaction: discord.Interaction, failure: Exception) -> Card | None:
    """Log a failure of an act; give the card that says so, None where Discord lets us say nothing any more."""
    reference = uuid4().hex[:8]
    facts = {"reference": reference, "key": f"discord:{interaction.id}"}
    log.error("interaction_failed", extra=facts, exc_info=failure)
    if interaction.type is discord.InteractionType.autocomplete:
        return None
    try:
        acknowledged = await _acknowledged(interaction)
    except Exception:
        log.exception("apology_failed", extra={"reference": reference})
        return None
    return failure_card(reference, _interpreter(interaction)) if acknowledged else None


def _interpreter(interaction: discord.Interaction) -> Interpreter:
    """Give who speaks to a person whose own choice of a language cannot be looked up."""
    return Interpreter.speaking(interaction.locale.value)
