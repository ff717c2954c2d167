"""The bot's answers to interactions: the first one and, through its webhook, the later ones.

Imitated (docs "Receiving and Responding", "Followup Messages"): answer types 4 to 9, the 3 seconds (10062),
one answer only (40060), 15 minutes for the rest (50027), the first followup filling a deferred answer, which
keeps the visibility chosen when deferring. Left out: activities, premium prompts, the limit of five
followups of user-installed apps.
"""

from datetime import timedelta

from tests.servers.discord.delivery import Attempt, CallbackKind, Delivery, Kind, Modal
from tests.servers.discord.http import Call
from tests.servers.discord.limits import demand_choices, demand_message, demand_modal
from tests.servers.discord.messages import EPHEMERAL, LOADING, SLASH_ANSWER, Message
from tests.servers.discord.posts import Posts
from tests.servers.discord.refusals import InvalidForm, Json, Problem, Refusal, unknown
from tests.servers.discord.world import World

FIRST_ANSWER_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
MESSAGES = frozenset({CallbackKind.MESSAGE, CallbackKind.DEFERRED_MESSAGE})
UPDATES = frozenset({CallbackKind.DEFERRED_UPDATE, CallbackKind.UPDATE})


class Callbacks:
    """Every interaction that was sent, by token, and the routes that answer them."""

    def __init__(self, world: World, posts: Posts) -> None:
        self._world = world
        self._posts = posts
        self.deliveries: dict[str, Delivery] = {}

    async def respond(self, call: Call) -> object:
        """Take the first answer."""
        delivery = self.deliveries.get(call.params["interaction_token"])
        if delivery is None or str(delivery.id) != call.params["interaction_id"]:
            raise unknown("interaction", 10062)
        data: Json = call.json.get("data") or {}
        kind, at = call.json["type"], self._world.clock.now()
        try:
            self._demand_open(delivery)
            _demand_fitting(delivery, kind)
            await self._take(delivery, CallbackKind(kind), data, call.files)
        except Refusal as refused:
            delivery.attempts.append(Attempt(kind=kind, data=data, at=at, code=refused.code))
            raise
        delivery.attempts.append(Attempt(kind=kind, data=data, at=at, code=0))
        wanted = call.query.get("with_response", "").lower() in {"1", "true"}
        return _callback_resource(delivery, kind) if wanted else None

    async def follow_up(self, call: Call) -> object:
        """Write one more message, or the one the deferred answer promised."""
        delivery = self._acknowledged(call)
        self._posts.check(call.json, call.files)
        original = delivery.original
        if original is not None and original.loading:
            await self._posts.edit(delivery.channel, original, call.json, call.files)
            delivery.note(original)
            return original.json()
        message = await self._write(delivery, call.json, call.files)
        delivery.followups.append(message)
        delivery.note(message)
        return message.json()

    async def edit(self, call: Call) -> object:
        """Change the first answer or a followup."""
        delivery, message = self._message(call)
        await self._posts.edit(delivery.channel, message, call.json, call.files)
        delivery.note(message)
        return message.json()

    async def fetch(self, call: Call) -> object:
        """Return the first answer or a followup."""
        return self._message(call)[1].json()

    async def delete(self, call: Call) -> object:
        """Take away the first answer or a followup."""
        delivery, message = self._message(call)
        await self._posts.delete(delivery.channel, message)
        return None

    async def _take(self, delivery: Delivery, kind: CallbackKind, data: Json, files: dict[str, bytes]) -> None:
        match kind:
            case CallbackKind.MESSAGE:
                self._posts.check(data, files, "data")
                delivery.original = await self._write(delivery, data, files)
                delivery.note(delivery.original)
            case CallbackKind.DEFERRED_MESSAGE:
                flags = (data.get("flags") or 0) & EPHEMERAL
                delivery.original = await self._write(delivery, {"flags": flags}, {}, LOADING)
            case CallbackKind.DEFERRED_UPDATE:
                delivery.original = delivery.source
            case CallbackKind.UPDATE:
                await self._update(delivery, data, files)
            case CallbackKind.CHOICES:
                demand_choices(data)
                delivery.choices = data.get("choices") or []
            case CallbackKind.MODAL:
                demand_modal(data)
                delivery.modal = Modal(
                    delivery=delivery,
                    custom_id=data["custom_id"],
                    title=data["title"],
                    components=data["components"],
                )

    async def _update(self, delivery: Delivery, data: Json, files: dict[str, bytes]) -> None:
        if delivery.source is None:
            raise unknown("Message", 10008)
        demand_message(data, ("data",))
        delivery.original = delivery.source
        await self._posts.edit(delivery.channel, delivery.source, data, files)
        delivery.note(delivery.source)

    async def _write(self, delivery: Delivery, body: Json, files: dict[str, bytes], extra_flags: int = 0) -> Message:
        message = self._posts.draft(delivery.channel, self._world.bot, body, files, webhook=True)
        message.flags |= extra_flags
        message.kind = SLASH_ANSWER if delivery.kind is Kind.COMMAND else message.kind
        message.seen_by = delivery.user if message.ephemeral else None
        message.interaction = {
            "id": str(delivery.id),
            "type": int(delivery.kind),
            "user": delivery.user.json(),
            "authorizing_integration_owners": delivery.payload["authorizing_integration_owners"],
        }
        await self._posts.publish(delivery.channel, message)
        return message

    def _demand_open(self, delivery: Delivery) -> None:
        if delivery.acknowledged:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self._world.clock.now() - delivery.created_at > FIRST_ANSWER_WITHIN:
            raise unknown("interaction", 10062)

    def _acknowledged(self, call: Call) -> Delivery:
        delivery = self.deliveries.get(call.params["webhook_token"])
        if delivery is None or call.params["webhook_id"] != str(self._world.bot.id):
            raise unknown("Webhook", 10015)
        if self._world.clock.now() - delivery.created_at > TOKEN_LIVES:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if not delivery.acknowledged:
            raise unknown("Webhook", 10015)
        return delivery

    def _message(self, call: Call) -> tuple[Delivery, Message]:
        delivery = self._acknowledged(call)
        wanted = call.params.get("message_id", "@original")
        original = delivery.original
        known = delivery.followups if original is None else [original, *delivery.followups]
        for message in known:
            named = message is original if wanted == "@original" else str(message.id) == wanted
            if named and not message.deleted:
                return delivery, message
        raise unknown("Message", 10008)


def _demand_fitting(delivery: Delivery, kind: int) -> None:
    """Refuse a type of answer that this type of interaction does not take."""
    if delivery.kind is Kind.AUTOCOMPLETE:
        fitting: set[int] = {CallbackKind.CHOICES}
    else:
        fitting = {*MESSAGES}
        if delivery.source is not None:
            fitting |= UPDATES
        if delivery.kind is not Kind.MODAL:
            fitting.add(CallbackKind.MODAL)
    if kind not in fitting:
        sentence = f"Value must be one of {sorted(map(int, fitting))}."
        raise InvalidForm([Problem(("type",), "BASE_TYPE_CHOICES", sentence)])


def _callback_resource(delivery: Delivery, kind: int) -> Json:
    interaction: Json = {"id": str(delivery.id), "type": int(delivery.kind)}
    answer: Json = {"interaction": interaction}
    message = delivery.original
    if message is not None:
        interaction |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if kind != CallbackKind.DEFERRED_UPDATE:
            answer["resource"] = {"type": kind, "message": message.json()}
    return answer
