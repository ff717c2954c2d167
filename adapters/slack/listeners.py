"""What happens when Slack sends something: acknowledge, translate, dispatch, answer.

A listener acknowledges first and leaves the work to a task of its own; it never raises, as that takes the
acknowledgement back. Only what Slack wants answered within the acknowledgement waits a little: a form that is sent,
so that a refusal can be shown in the form, and what a person searches for while it types.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import uuid4
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, parse
from adapters.slack.answering import Answers
from adapters.slack.checking import FAULTS
from adapters.slack.elements import MORE, answers, option_of
from adapters.slack.home import home_view
from adapters.slack.limits import ACKNOWLEDGEMENT, OPTION_VALUE, SUGGESTIONS
from adapters.slack.offering import offer
from adapters.slack.parse import Payload, Place
from adapters.slack.people import People
from adapters.slack.tasks import Tasks
from adapters.slack.workspaces import Workspaces, arrival
from bot.cards.card import Card, Form, Tone
from bot.cards.refusals import failure_card, refusal_card
from bot.commands.refusals import ForgedAction, MissingOptions
from bot.commands.registry import Registry
from bot.commands.suggesting import Suggestion
from bot.dispatch import Invocation, Reply
from bot.domain.addresses import Account
from bot.domain.errors import Refusal
from bot.locales.catalogue import Interpreter
from bot.ports import Clock

log: Final = logging.getLogger(__name__)


class Door(Protocol):
    """What the front needs of the dispatcher."""

    async def __call__(self, invocation: Invocation) -> Reply:
        """Handle an act."""
        ...

    async def suggest(
        self, act: Invocation, path: str, option: str, typed: str = "", *, most: int
    ) -> tuple[Suggestion, ...]:
        """Give what an option may take."""
        ...

    async def home(self, account: Account, *, now: datetime, locale: str | None) -> tuple[Card, ...]:
        """Give the cards of a person's own page."""
        ...


Ack = Callable[..., Awaitable[Any]]
Read = Callable[[], Invocation]
"""Reads a payload of Slack's; raises a refusal for ids that are none."""

FORM_PATIENCE: Final = ACKNOWLEDGEMENT - timedelta(seconds=1)
"""How long a sent form waits for its answer before it is acknowledged without one."""


class Listeners:
    """The acts that Slack reports, each with its listener."""

    def __init__(
        self,
        *,
        door: Door,
        registry: Registry,
        clock: Clock,
        workspaces: Workspaces,
        tasks: Tasks,
        prefix: str = "",
        form_patience: timedelta = FORM_PATIENCE,
    ) -> None:
        self._door = door
        self._registry = registry
        self._clock = clock
        self._workspaces = workspaces
        self._answers = Answers(workspaces)
        self._people = People(workspaces)
        self._tasks = tasks
        self._prefix = prefix
        self._form_patience = form_patience
        self._showing: WeakValueDictionary[Account, asyncio.Lock] = WeakValueDictionary()

    @property
    def _client(self) -> AsyncWebClient:
        """The client of the workspace in which the act under way was done."""
        return self._workspaces.acting.client

    async def command(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a slash command."""
        received_at = self._clock.now()
        place, trigger = parse.slash_place(body), str(body["trigger_id"])
        await ack()
        self._do(lambda: parse.slash_invocation(body, prefix=self._prefix, received_at=received_at), place, trigger)

    async def press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a pressed button; the bot's own page, where it was pressed there, shows at once what came of it."""
        received_at = self._clock.now()
        place, trigger = parse.press_place(body), str(body["trigger_id"])
        await ack()
        page = body if parse.is_on_page(body) else None
        self._do(lambda: parse.press_invocation(body, received_at=received_at), place, trigger, page=page)

    async def shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """Take a command that begins from a message."""
        received_at = self._clock.now()
        place, trigger = parse.shortcut_place(body), str(body["trigger_id"])
        await ack()
        registry = self._registry
        self._do(lambda: parse.shortcut_invocation(body, registry=registry, received_at=received_at), place, trigger)

    async def mention(self, body: dict[str, Any], context: Any) -> None:  # noqa: ANN401 - Bolt's own
        """Take a mention of the bot; for an event, the end of its listener is the acknowledgement."""
        received_at = self._clock.now()
        if not parse.is_an_act(body["event"]):
            return
        bot_user = str(context.bot_user_id)
        place = parse.mention_place(body)
        self._do(lambda: parse.mention_invocation(body, bot_user=bot_user, received_at=received_at), place, None)

    async def home(self, body: dict[str, Any]) -> None:
        """Show a person the bot's own page, as it opens it."""
        if body["event"].get("tab", "home") == "home":
            self._tasks.start(self._publish(body))

    async def suggest(self, ack: Ack, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Complete what a person types into a menu."""
        try:
            found = await asyncio.wait_for(self._suggested(body), self._patience(context))
        except Exception as fault:
            log.warning("suggestions_not_given", extra={"reason": type(fault).__name__})
            found = ()
        await ack(options=[option_of(one.value, one.label) for one in found if len(one.value) <= OPTION_VALUE])

    async def form(self, ack: Ack, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Take a form: it closes, or stays open with the refusal and with everything that was entered."""
        received_at = self._clock.now()
        view, place = body["view"], forms.place_of(body)

        def read() -> Invocation:
            return parse.form_invocation(
                body,
                path=forms.path_of(view),
                values=answers(view, parse.home_of(body)),
                channel=place.channel,
                received_at=received_at,
            )

        work = asyncio.ensure_future(self._reply(read, place.user))
        done, _ = await asyncio.wait({work}, timeout=self._patience(context))
        if not done:
            await ack(response_action="update", view=forms.working_view(view))
            self._tasks.start(self._late(work, view, place))
            return
        card = _card(work.result())
        if card.tone is not Tone.REFUSAL:
            await ack()
            self._tasks.start(self._answers.tell(place, card))
        elif (by_field := forms.errors(view, card)) is not None:
            await ack(response_action="errors", errors=by_field)
        else:
            await ack(response_action="update", view=forms.refused_view(view, card))

    def _patience(self, context: dict[str, Any]) -> float:
        """Give the seconds that are left until a request must be acknowledged: Slack counts from when it came."""
        gone = asyncio.get_running_loop().time() - arrival(context)
        return max(0.0, self._form_patience.total_seconds() - gone)

    def _do(self, read: Read, place: Place, trigger: str | None, *, page: Payload | None = None) -> None:
        self._tasks.start(self._serve(read, place, trigger, page))

    async def _serve(self, read: Read, place: Place, trigger: str | None, page: Payload | None) -> None:
        reply = await self._reply(read, place.user)
        if isinstance(reply, Form):
            await self._open(reply, place, trigger, pushed=page is not None and not parse.is_home(page))
        elif page is None or not await self._shown_above(page, reply, trigger):
            await self._answers.tell(place, reply)
        if page is not None:
            await self._publish(page)

    async def _shown_above(self, page: Payload, card: Card, trigger: str | None) -> bool:
        """Show an answer above the page on which a button was pressed: a direct message would be seen by nobody there.

        The buttons of such an answer, as that of a second tap, are answered in its place. Tell whether it is shown.
        """
        view = forms.answer_view(card)
        try:
            if parse.is_home(page):
                await self._client.views_open(trigger_id=str(trigger), view=view)
            else:
                await self._client.views_update(view_id=page["view"]["id"], view=view)
        except FAULTS as fault:
            log.warning("answer_not_shown_above", extra={"reason": type(fault).__name__})
            return False
        return True

    async def _reply(self, read: Read, user: str) -> Reply:
        """Give the reply to an act of a person's; whatever goes wrong is a card too."""
        locale = await self._people.locale(user)
        say = Interpreter.speaking(locale)
        try:
            return await self._door(replace(read(), locale=locale))
        except Refusal as refusal:
            return refusal_card(refusal, say)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("slack_act_failed", extra={"reference": reference})
            return failure_card(reference, say)

    async def _open(self, form: Form, place: Place, trigger: str | None, *, pushed: bool) -> None:
        """Open a form, or push it above an open view; where Slack does not let it, offer it by a button.

        The press of that brings a new trigger.
        """
        if trigger is not None:
            opening = self._client.views_push if pushed else self._client.views_open
            try:
                await opening(trigger_id=trigger, view=forms.form_view(form, place))
            except FAULTS as fault:
                reason = fault.response.get("error") if isinstance(fault, SlackApiError) else type(fault).__name__
                log.warning("form_not_opened", extra={"reason": reason, "command": form.action})
            else:
                return
        say = Interpreter.speaking(form.language)
        await self._answers.tell(place, offer(form, say) or self._instead_of(form, say))

    def _instead_of(self, form: Form, say: Interpreter) -> Card:
        """Say how to type a command whose form can neither be opened nor offered."""
        command = self._registry.get(form.action)
        usage = form.title if command is None else command.usage
        lacking = tuple(field.name for field in form.fields if field.required and not field.value)
        return refusal_card(MissingOptions(options=lacking, usage=usage), say)

    async def _suggested(self, body: Payload) -> tuple[Suggestion, ...]:
        place, path = forms.place_of(body), forms.path_of(body["view"])
        now = self._clock.now()
        act = parse.typing_invocation(body, path=path, channel=place.channel, received_at=now)
        act = replace(act, locale=await self._people.locale(act.account.parts[-1]))
        option, typed = str(body["action_id"]).removesuffix(MORE), str(body.get("value") or "")
        return await self._door.suggest(act, path, option, typed, most=SUGGESTIONS)

    async def _publish(self, body: Payload) -> None:
        """Show a person's own page as it is now; where Slack does not take it, it stays as it was.

        One at a time for each person: a page that was read earlier must not come after a newer one.
        """
        try:
            account = parse.account_of(body)
            user = account.parts[-1]
            async with self._showing.setdefault(account, asyncio.Lock()):
                cards = await self._door.home(account, now=self._clock.now(), locale=await self._people.locale(user))
                await self._client.views_publish(user_id=user, view=home_view(cards))
        except Exception:
            log.exception("page_not_shown")

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
    return reply if isinstance(reply, Card) else refusal_card(ForgedAction(), Interpreter.speaking(None))
