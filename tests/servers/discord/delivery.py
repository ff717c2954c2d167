"""One interaction as the bot received it, and everything the bot answered to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from tests.servers.discord.limits import LABEL, ROW, TEXT_INPUT, TEXT_INPUT_KIND, walk
from tests.servers.discord.messages import Message, User
from tests.servers.discord.refusals import Json
from tests.servers.discord.world import Channel

Wait = Callable[[Callable[[], bool], float], Awaitable[None]]
RADIO_GROUP, CHECKBOX = 21, 23
MANY_VALUES = frozenset({3, 5, 6, 7, 8, 19, 22})


class Kind(IntEnum):
    """The types of interaction."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class CallbackKind(IntEnum):
    """The types of first answer."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try of the bot to give the first answer; code 0 is success, else Discord's error code."""

    kind: int
    data: Json
    at: datetime
    code: int


@dataclass(kw_only=True, eq=False)
class Delivery:
    """An interaction and its answers.

    `original` is the first answer (for updates: the message that was clicked), `followups` the later ones;
    `first` is the message where the user first read something.
    """

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    payload: Json
    created_at: datetime
    source: Message | None
    wait: Wait
    send: Callable[["Delivery"], Awaitable[None]]
    attempts: list[Attempt] = field(default_factory=list)
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    first: Message | None = None
    modal: "Modal | None" = None
    choices: list[Json] | None = None

    @property
    def callback(self) -> Attempt | None:
        """Return the first answer that was accepted."""
        return next((attempt for attempt in self.attempts if attempt.code == 0), None)

    @property
    def acknowledged(self) -> bool:
        """Tell whether the bot answered in time."""
        return self.callback is not None

    @property
    def deferred(self) -> bool:
        """Tell whether the bot asked for more time."""
        deferrals = {CallbackKind.DEFERRED_MESSAGE, CallbackKind.DEFERRED_UPDATE}
        return self.callback is not None and self.callback.kind in deferrals

    async def answer(self, timeout: float = 5) -> Message:  # noqa: ASYNC109 - every wait is bounded
        """Wait for the first message with content; raises `LookupError` when there is none."""
        await self.wait(lambda: self.first is not None or self._shows_no_message, timeout)
        if self.first is None:
            raise LookupError(f"no message but {self.modal or self.choices}")
        return self.first

    async def acknowledgement(self, timeout: float = 5) -> Attempt:  # noqa: ASYNC109 - as above
        """Wait for the first accepted answer, of whatever type."""
        await self.wait(lambda: self.acknowledged, timeout)
        if self.callback is None:
            raise LookupError("not acknowledged")
        return self.callback

    async def form(self, timeout: float = 5) -> "Modal":  # noqa: ASYNC109 - as above
        """Wait for the modal the bot opens; raises `LookupError` when it answers with something else."""
        await self.wait(lambda: self.acknowledged, timeout)
        if self.modal is None:
            raise LookupError(f"no modal but {self.callback}")
        return self.modal

    async def suggestions(self, timeout: float = 5) -> list[Json]:  # noqa: ASYNC109 - as above
        """Wait for the autocomplete choices; raises `LookupError` when there are none."""
        await self.wait(lambda: self.acknowledged, timeout)
        if self.choices is None:
            raise LookupError(f"no choices but {self.callback}")
        return self.choices

    async def redeliver(self) -> None:
        """Send the same interaction, with the same id and token, again."""
        await self.send(self)

    def note(self, message: Message) -> None:
        """Remember the first message the user can read."""
        self.first = self.first or message

    @property
    def _shows_no_message(self) -> bool:
        return self.modal is not None or self.choices is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """A form on a user's screen."""

    delivery: Delivery
    custom_id: str
    title: str
    components: list[Json]

    @property
    def inputs(self) -> dict[str, Json]:
        """Return what can be filled in, by custom id."""
        parts = [part for _, part in walk(self.components, ())]
        return {part["custom_id"]: part for part in parts if "custom_id" in part}

    def filled(self, values: dict[str, object]) -> list[Json]:
        """Return the components as a submission sends them; raises `LookupError` where a person could not."""
        if strange := set(values) - set(self.inputs):
            raise LookupError(f"no input {sorted(strange)} in {sorted(self.inputs)}")
        return [self._filled(number, part, values) for number, part in enumerate(self.components, 1)]

    def _filled(self, number: int, part: Json, values: dict[str, object]) -> Json:
        if part["type"] == ROW:
            inner = [_entry(number * 10 + place, one, values) for place, one in enumerate(part["components"])]
            return {"type": ROW, "id": number, "components": inner}
        if part["type"] == LABEL:
            return {"type": LABEL, "id": number, "component": _entry(number * 10, part["component"], values)}
        return {"type": part["type"], "id": number}


def _entry(number: int, part: Json, values: dict[str, object]) -> Json:
    entry: Json = {"type": part["type"], "id": number, "custom_id": part["custom_id"]}
    value = values.get(part["custom_id"])
    if part["type"] == TEXT_INPUT_KIND:
        return {**entry, "value": _typed(part, value)}
    if part["type"] in MANY_VALUES:
        return {**entry, "values": _chosen(part, value)}
    if part["type"] == RADIO_GROUP:
        return {**entry, "value": next(iter(_chosen(part, value)), None)}
    return {**entry, "value": bool(value) if part["type"] == CHECKBOX else value}


def _chosen(part: Json, value: object) -> list[str]:
    """Return what is chosen of a list, which starts with what the bot chose; raises `LookupError` for what is not."""
    options: list[Json] | None = part.get("options")
    chosen = [option["value"] for option in options or [] if option.get("default")]
    if value is not None:
        chosen = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    if options is not None and (strange := set(chosen) - {option["value"] for option in options}):
        raise LookupError(f"no choice {sorted(strange)} in {part['custom_id']!r}")
    if part.get("required", True) and not chosen:
        raise LookupError(f"{part['custom_id']!r} needs an answer")
    return chosen


def _typed(part: Json, value: object) -> str:
    """Return the text in a field, which starts with what the bot put there."""
    text = str((part.get("value") or "") if value is None else value)
    required = part.get("required", True)
    least, longest = part.get("min_length") or int(required), part.get("max_length") or TEXT_INPUT
    if not least <= len(text) <= longest and (text or required):
        raise LookupError(f"{part['custom_id']!r} takes {least} to {longest} characters, not {len(text)}")
    return text
