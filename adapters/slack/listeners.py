"""What happens when Slack sends something: acknowledge, translate, dispatch, answer.

A listener acknowledges first and leaves the work to a task of its own; it never raises, as that takes the
acknowledgement back. Only a form that is sent waits a little, so that a refusal can be shown in the form.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, parse
from adapters.slack.answering import Answers
from adapters.slack.checking import FAULTS
from adapters.slack.limits import ACKNOWLEDGEMENT
from adapters.slack.parse import Payload, Place
from adapters.slack.tasks import Tasks
from adapters.slack.workspaces import Workspaces
from bot.cards.card import Card, Form, Tone
from bot.cards.refusals import failure_card, refusal_card
from bot.commands.refusals import ForgedAction, MissingOptions
from bot.commands.registry import Registry
from bot.dispatch import DEFAULT_LANGUAGE, DEFAULT_ZONE, Invocation, Reply
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter, known_language
from bot.ports import Clock

log: Final = logging.getLogger(__name__)

Dispatch = Callable[[Invocation], Awaitable[Reply]]
"""The one door of the house, as ``bot.dispatch.Dispatcher`` is."""
Ack = Callable[..., Awaitable[Any]]

FORM_PATIENCE: Final = ACKNOWLEDGEMENT - timedelta(seconds=1)
"""How long a sent form waits for its answer before it is acknowledged without one."""


class Listeners:
    """The acts that Slack reports, each with its listener."""

    def __init__(
        self,
        *,
        dispatch: Dispatch,
        registry: Registry,
        clock: Clock,
        workspaces: Workspaces,
        tasks: Tasks,
        prefix: str = "",
        form_patience: timedelta = FORM_PATIENCE,
    ) -> None:
        self._dispatch = dispatch
        self._registry = registry
        self._clock = clock
        self._workspaces = workspaces
        self._answers = Answers(workspaces)
        self._tasks = tasks
        self._prefix = prefix
        self._form_patience = form_patience

    @property
    def _client(self) -> AsyncWebClient:
        """The client of the workspace in which the act under way was done."""
        return self._workspaces.acting

    async def command(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a slash command."""
        received_at = self._clock.now()
        place, trigger = parse.slash_place(body), str(body["trigger_id"])
        await ack()
        self._do(lambda: parse.slash_invocation(body, prefix=self._prefix, received_at=received_at), place, trigger)

    async def press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a pressed button."""
        received_at = self._clock.now()
        place, trigger = parse.press_place(body), str(body["trigger_id"])
        await ack()
        self._do(lambda: parse.press_invocation(body, received_at=received_at), place, trigger)

    async def mention(self, body: dict[str, Any], context: Any) -> None:  # noqa: ANN401 - Bolt's own
        """Take a mention of the bot; for an event, the end of its listener is the acknowledgement."""
        received_at = self._clock.now()
        if not parse.is_an_act(body["event"]):
            return
        bot_user = str(context.bot_user_id)
        place = parse.mention_place(body)
        self._do(lambda: parse.mention_invocation(body, bot_user=bot_user, received_at=received_at), place, None)

    async def form(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a form: it closes, or stays open with the refusal and with everything that was entered."""
        received_at = self._clock.now()
        view, place = body["view"], forms.place_of(body)

        def read() -> Invocation:
            return parse.form_invocation(body, path=forms.path_of(view), channel=place.channel, received_at=received_at)

        work = asyncio.ensure_future(self._reply(read))
        done, _ = await asyncio.wait({work}, timeout=self._form_patience.total_seconds())
        if not done:
            await ack(response_action="update", view=forms.working_view(view))
            self._tasks.start(self._late(work, view, place))
            return
        card = _card(work.result())
        if card.tone is Tone.REFUSAL:
            await ack(response_action="update", view=forms.refused_view(view, card))
            return
        await ack()
        self._tasks.start(self._answers.tell(place, card))

    def _do(self, read: Callable[[], Invocation], place: Place, trigger: str | None) -> None:
        self._tasks.start(self._serve(read, place, trigger))

    async def _serve(self, read: Callable[[], Invocation], place: Place, trigger: str | None) -> None:
        reply = await self._reply(read)
        if isinstance(reply, Card):
            await self._answers.tell(place, reply)
        elif trigger is not None:
            await self._open(reply, place, trigger)

    async def _reply(self, read: Callable[[], Invocation]) -> Reply:
        """Give the reply to an act; whatever goes wrong is a card too."""
        say = _interpreter(None)
        try:
            invocation = read()
            return await self._dispatch(invocation)
        except Refusal as refusal:
            return refusal_card(refusal, say)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("slack_act_failed", extra={"reference": reference})
            return failure_card(reference, say)

    async def _open(self, form: Form, place: Place, trigger: str) -> None:
        """Open a form; where Slack no longer lets it, say how to type the command instead."""
        try:
            await self._client.views_open(trigger_id=trigger, view=forms.form_view(form, place))
        except FAULTS as fault:
            reason = fault.response.get("error") if isinstance(fault, SlackApiError) else type(fault).__name__
            log.warning("form_not_opened", extra={"reason": reason, "command": form.action})
            await self._answers.tell(place, self._instead_of(form))

    def _instead_of(self, form: Form) -> Card:
        command = self._registry.get(form.action)
        usage = form.title if command is None else command.usage
        lacking = tuple(field.name for field in form.fields if field.required and not field.value)
        return refusal_card(MissingOptions(options=lacking, usage=usage), _interpreter(None))

    async def _late(self, work: asyncio.Future[Reply], view: Payload, place: Place) -> None:
        """Show the answer that came after the form had to be acknowledged."""
        card = _card(await work)
        try:
            shown = forms.refused_view(view, card) if card.tone is Tone.REFUSAL else forms.told_view(view, card)
            await self._client.views_update(view_id=view["id"], view=shown)
        except Exception as fault:
            log.warning("form_not_updated", extra={"reason": type(fault).__name__})
            await self._answers.tell(place, card)
            return
        if card.tone is not Tone.REFUSAL:
            await self._answers.tell(place, card)


def _card(reply: Reply) -> Card:
    """Give the card of a reply; a form in answer to a form is none of this version's."""
    return reply if isinstance(reply, Card) else refusal_card(ForgedAction(), _interpreter(None))


def _interpreter(locale: str | None) -> Interpreter:
    return Interpreter(known_language(locale, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)
