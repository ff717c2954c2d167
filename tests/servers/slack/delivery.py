"""One act of a person (or an event) on its way to the app, and everything that came back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.servers.slack.shapes import Json
from tests.servers.slack.transports import Acknowledgement, Envelope
from tests.servers.slack.world import Answer, View, World


@dataclass(slots=True, kw_only=True, eq=False)
class Delivery:
    """What was sent, whether the app acknowledged it in time, and what the user got to see.

    `answers` are messages to the user since the delivery: by its response_url, as the acknowledgement of a
    slash command, or by chat.postEphemeral. The last carry no mark of the act they answer, so two acts of
    one user at the same time share them.
    """

    envelope: Envelope
    team: str
    user: str
    trigger_id: str | None
    response_url: str | None
    world: World
    again: Callable[["Delivery", str], Awaitable["Delivery"]]
    acknowledgement: Acknowledgement | None = None
    errors: dict[str, str] = field(default_factory=dict)
    options: list[Json] = field(default_factory=list)
    first_answer: int = 0

    @property
    def payload(self) -> Json:
        """Return the payload as sent."""
        return self.envelope.payload

    @property
    def acknowledged(self) -> bool:
        """Tell whether the app acknowledged in time."""
        return self.acknowledgement is not None and self.acknowledgement.failure is None

    @property
    def failure(self) -> str | None:
        """Return what the user saw instead of an acknowledgement: operation_timeout or dispatch_failed."""
        return self.acknowledgement.failure if self.acknowledgement else None

    @property
    def ack_latency(self) -> float | None:
        """Return the seconds until the acknowledgement, or None."""
        return self.acknowledgement.latency if self.acknowledgement else None

    @property
    def ack_body(self) -> Json | str | None:
        """Return the body of the acknowledgement, None when empty."""
        return self.acknowledgement.body if self.acknowledgement else None

    @property
    def answers(self) -> list[Answer]:
        """Return what the user was told, oldest first."""
        return [each for each in self.world.answers[self.first_answer :] if self._is_mine(each)]

    @property
    def view(self) -> View | None:
        """Return the view opened with this act's trigger_id, in its present version."""
        trigger = self.world.triggers.get(self.trigger_id or "")
        return self.world.views[trigger.view_id] if trigger and trigger.view_id else None

    def _is_mine(self, answer: Answer) -> bool:
        if answer.response_url is not None:
            return answer.response_url == self.response_url
        return (answer.message.team, answer.message.ephemeral_to) == (self.team, self.user)

    async def answer(self, timeout: float = 5.0, *, number: int = 1) -> Answer:  # noqa: ASYNC109 - a test's patience
        """Return the first answer (or the one with this number), waiting for it; raises TimeoutError."""
        await self.world.until(lambda: len(self.answers) >= number, timeout)
        return self.answers[number - 1]

    async def opened_view(self, timeout: float = 5.0) -> View:  # noqa: ASYNC109 - a test's patience
        """Return the view opened with this act's trigger_id, waiting for it; raises TimeoutError."""
        await self.world.until(lambda: self.view is not None, timeout)
        if self.view is None:
            raise LookupError("the view is gone")
        return self.view

    async def redeliver(self, *, reason: str = "http_timeout") -> "Delivery":
        """Deliver the same payload again in a new envelope marked as a retry."""
        return await self.again(self, reason)
