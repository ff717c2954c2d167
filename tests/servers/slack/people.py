"""What people do on the local Slack: type commands, press buttons, fill in modals, mention the bot.

Each act makes the payload real Slack sends, delivers it by the present transport, waits for the
acknowledgement (at most three seconds) and does what the acknowledgement asks.
"""

from collections.abc import Callable, Mapping
from secrets import token_urlsafe

from tests.servers.slack import chat_methods, forms, payloads, rules, view_methods
from tests.servers.slack.delivery import Delivery
from tests.servers.slack.forms import Entry, NotPossible
from tests.servers.slack.shapes import Json
from tests.servers.slack.transports import Envelope, Transport
from tests.servers.slack.world import Channel, Message, Refused, ResponseUrl, User, View, Workspace, World

ACK_SECONDS = 3.0


class People:
    """The acts of people, over the world and a transport."""

    def __init__(self, world: World, transport: Callable[[], Transport], address: Callable[[], str]) -> None:
        self.world = world
        self.ack_seconds = ACK_SECONDS
        self.deliveries: list[Delivery] = []
        self._transport = transport
        self._address = address

    async def slash_command(
        self,
        *,
        user: str,
        channel: str,
        text: str = "",
        command: str = "/vote",
        team: str | None = None,
    ) -> Delivery:
        """Type a slash command in a channel."""
        workspace, person = self._who(user, team)
        place = workspace.channels[channel]
        trigger = self.world.new_trigger(workspace.id, user)
        link = self._new_link(workspace, person, place)
        payload = payloads.slash_command(
            workspace,
            person,
            place,
            command=command,
            text=text,
            trigger_id=trigger.id,
            response_url=link,
        )
        return await self._deliver("slash_commands", payload, workspace, user, trigger_id=trigger.id, link=link)

    async def click(
        self,
        user: str,
        source: Message | View,
        *,
        action_id: str | None = None,
        value: Entry = None,
        block_id: str | None = None,
        values: Mapping[str, Entry] | None = None,
    ) -> Delivery:
        """Press a button (by action_id or value), or choose `value` in a menu (by action_id).

        `source` is the version the person looks at, so an old one imitates a slow client. `values` fills
        the other inputs. Raises NotPossible when the person cannot see or use the control.
        """
        workspace, person = self._who(user, source.team)
        if isinstance(source, Message) and source.ephemeral_to not in {None, user}:
            raise NotPossible(f"{user} does not see this message")
        block, element = forms.find_control(source.blocks, action_id=action_id, value=value, block_id=block_id)
        action = forms.action(block, element, value, self._suggested(workspace, user).get(element["action_id"], ()))
        trigger = self.world.new_trigger(workspace.id, user)
        state = forms.state(source.blocks, values or {}, self._suggested(workspace, user), demand_all=False)
        if element["type"] not in {"button", "overflow"}:
            own = {name: content for name, content in action.items() if name not in {"action_id", "block_id"}}
            state.setdefault(block["block_id"], {})[element["action_id"]] = own
        payload = payloads.block_actions(
            self.world, workspace, person, source, action=action, trigger_id=trigger.id, state=state
        )
        link = None
        if isinstance(source, Message):
            link = self._new_link(workspace, person, workspace.channels[source.channel], source)
            payload["response_url"] = link
        return await self._deliver("interactive", payload, workspace, user, trigger_id=trigger.id, link=link)

    async def submit_view(self, user: str, view: View, values: Mapping[str, Entry] | None = None) -> Delivery:
        """Fill in a modal by action_id or block_id and submit it.

        `errors` of the delivery are those shown to the user.
        Raises NotPossible when the modal is not open, a required input is empty or a text too long.
        """
        workspace, person = self._who(user, view.team)
        if not self.world.views[view.id].is_open or view.user != user:
            raise NotPossible(f"{user} has no such modal open")
        state = forms.state(view.blocks, values or {}, self._suggested(workspace, user), demand_all=True)
        trigger = self.world.new_trigger(workspace.id, user)
        payload = payloads.view_submission(workspace, person, view, state=state, trigger_id=trigger.id)
        return await self._deliver("interactive", payload, workspace, user, trigger_id=trigger.id)

    async def close_view(self, user: str, view: View, *, is_cleared: bool = False) -> Delivery | None:
        """Close a modal; the app hears of it only with notify_on_close."""
        workspace, person = self._who(user, view.team)
        view_methods.close(self.world, view)
        if not view.body.get("notify_on_close"):
            return None
        payload = payloads.view_closed(workspace, person, view, is_cleared=is_cleared)
        return await self._deliver("interactive", payload, workspace, user)

    async def block_suggestion(
        self,
        user: str,
        source: Message | View,
        *,
        action_id: str,
        value: str = "",
        block_id: str | None = None,
    ) -> Delivery:
        """Type into an external select; `delivery.options` are those offered, and can then be chosen."""
        workspace, person = self._who(user, source.team)
        block, element = forms.find_control(source.blocks, action_id=action_id, value=None, block_id=block_id)
        if len(value) < element.get("min_query_length", 3):
            raise NotPossible("too few characters are typed for Slack to ask")
        payload = payloads.block_suggestion(
            workspace, person, source, action_id=action_id, block_id=block["block_id"], value=value
        )
        return await self._deliver("interactive", payload, workspace, user)

    async def shortcut(self, user: str, callback_id: str, *, team: str | None = None) -> Delivery:
        """Use a global shortcut."""
        workspace, person = self._who(user, team)
        trigger = self.world.new_trigger(workspace.id, user)
        payload = payloads.shortcut(
            workspace, person, callback_id=callback_id, trigger_id=trigger.id, action_ts=self.world.new_ts()
        )
        return await self._deliver("interactive", payload, workspace, user, trigger_id=trigger.id)

    async def message_shortcut(self, user: str, message: Message, callback_id: str) -> Delivery:
        """Use a shortcut on a message."""
        workspace, person = self._who(user, message.team)
        trigger = self.world.new_trigger(workspace.id, user)
        link = self._new_link(workspace, person, workspace.channels[message.channel])
        payload = payloads.message_shortcut(
            workspace,
            person,
            message,
            callback_id=callback_id,
            trigger_id=trigger.id,
            response_url=link,
        )
        return await self._deliver("interactive", payload, workspace, user, trigger_id=trigger.id, link=link)

    async def mention(
        self, user: str, channel: str, text: str, *, thread_ts: str | None = None, team: str | None = None
    ) -> Delivery:
        """Mention the bot in a channel where it is a member; `text` comes after the mention."""
        workspace, _ = self._who(user, team)
        return await self.say(
            user,
            channel,
            f"<@{workspace.bot_user}> {text}",
            kind="app_mention",
            thread_ts=thread_ts,
            team=team,
        )

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        kind: str = "message",
        thread_ts: str | None = None,
        team: str | None = None,
    ) -> Delivery:
        """Write a message, and tell the app by a `message` (or `app_mention`) event."""
        workspace, _ = self._who(user, team)
        message = self.world.keep(
            Message(
                team=workspace.id,
                channel=channel,
                ts=self.world.new_ts(),
                user=user,
                text=text,
                thread_ts=thread_ts,
            )
        )
        place = workspace.channels[channel]
        kinds = {"channel_type": "im" if place.is_direct else "group" if place.is_private else "channel"}
        inner = message.json() | {"type": kind, "channel": channel, "event_ts": message.ts}
        inner |= kinds if kind == "message" else {}
        return await self.event(inner, team=workspace.id)

    async def event(self, inner: Json, *, team: str | None = None) -> Delivery:
        """Send any event; `inner` is the part with the event's own type."""
        workspace = self.world.workspace(team)
        payload = payloads.event(self.world, workspace, inner)
        user = inner.get("user")
        person = user if isinstance(user, str) else ""
        return await self._deliver("events_api", payload, workspace, person)

    async def redeliver(self, delivery: Delivery, reason: str) -> Delivery:
        """Deliver the same payload again, in a new envelope with the next retry number."""
        old = delivery.envelope
        envelope = Envelope(
            id=f"envelope-{self.world.number()}",
            kind=old.kind,
            payload=old.payload,
            retry=old.retry + 1,
            retry_reason=reason,
        )
        workspace = self.world.workspace(delivery.team)
        again = self._new_delivery(envelope, workspace, delivery.user, delivery.trigger_id, delivery.response_url)
        return await self._send(again, workspace)

    def _who(self, user: str, team: str | None) -> tuple[Workspace, User]:
        workspace = self.world.workspace(team)
        return workspace, workspace.users[user]

    def _suggested(self, workspace: Workspace, user: str) -> dict[str, list[Json]]:
        mine = (workspace.id, user)
        return {key[2]: options for key, options in self.world.suggestions.items() if key[:2] == mine}

    def _new_link(self, workspace: Workspace, user: User, channel: Channel, message: Message | None = None) -> str:
        key = token_urlsafe(24)
        url = f"{self._address()}/response/{key}"
        self.world.response_urls[key] = ResponseUrl(
            url=url,
            team=workspace.id,
            user=user.id,
            channel=channel.id,
            made_at=self.world.now(),
            message=message,
        )
        return url

    def _new_delivery(
        self, envelope: Envelope, workspace: Workspace, user: str, trigger_id: str | None, link: str | None
    ) -> Delivery:
        delivery = Delivery(
            envelope=envelope,
            team=workspace.id,
            user=user,
            trigger_id=trigger_id,
            response_url=link,
            world=self.world,
            again=self.redeliver,
            first_answer=len(self.world.answers),
        )
        self.deliveries.append(delivery)
        return delivery

    async def _deliver(
        self,
        kind: str,
        payload: Json,
        workspace: Workspace,
        user: str,
        *,
        trigger_id: str | None = None,
        link: str | None = None,
    ) -> Delivery:
        envelope = Envelope(id=f"envelope-{self.world.number()}", kind=kind, payload=payload)
        return await self._send(self._new_delivery(envelope, workspace, user, trigger_id, link), workspace)

    async def _send(self, delivery: Delivery, workspace: Workspace) -> Delivery:
        delivery.acknowledgement = await self._transport().deliver(delivery.envelope, self.ack_seconds)
        if delivery.acknowledged:
            try:
                self._follow(delivery, workspace)
            except Refused as refused:
                where = f"acknowledgement of {delivery.payload.get('type', delivery.envelope.kind)}"
                self.world.note_violation(where, refused.refusal, delivery.ack_body)
        self.world.note_change()
        return delivery

    def _follow(self, delivery: Delivery, workspace: Workspace) -> None:
        body = delivery.ack_body
        match delivery.payload.get("type", delivery.envelope.kind):
            case "slash_commands" if body:
                self._show(delivery, workspace, {"text": body} if isinstance(body, str) else body)
            case "view_submission":
                view = self.world.views[delivery.payload["view"]["id"]]
                delivery.errors = view_methods.finish_submission(self.world, workspace, view, body)
            case "block_suggestion":
                if refusal := rules.check_options(body):
                    raise Refused(refusal)
                delivery.options = rules.options_of(body if isinstance(body, dict) else {})
                key = (workspace.id, delivery.user, delivery.payload["action_id"])
                self.world.suggestions[key] = delivery.options
            case _:
                pass

    def _show(self, delivery: Delivery, workspace: Workspace, body: Json) -> None:
        if refusal := rules.check_message(body):
            raise Refused(refusal)
        link = next(each for each in self.world.response_urls.values() if each.url == delivery.response_url)
        message = chat_methods.private_unless_said(self.world, workspace, link, body)
        self.world.note_answer(self.world.keep(message), "acknowledgement", link.url)
