"""What exists on the local Slack: workspaces, users, channels, messages, views, and the keys handed out.

Messages and views are frozen: each edit puts a new record in place of the old one, so a test that kept the
old record can still press its buttons, as people with a slow client do. Left out: files' contents,
reactions, profiles, presence, Enterprise Grid and Slack Connect.
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tests.servers.slack.rules import Refusal, elements_of
from tests.servers.slack.shapes import Json

TRIGGER_LIFE = 3.0
RESPONSE_URL_LIFE = 30 * 60.0
RESPONSE_URL_USES = 5
DEFAULT_SCOPES = (
    "app_mentions:read,bots:read,channels:history,channels:read,chat:write,commands,files:write,groups:history,"
    "groups:read,im:history,im:read,im:write,mpim:history,mpim:read,mpim:write,users:read"
)


class Refused(Exception):
    """A call is answered with an error; `is_violation` says that the body broke a rule of the platform."""

    def __init__(self, refusal: Refusal | str, *, is_violation: bool = False, **more: object) -> None:
        self.refusal = Refusal(error=refusal) if isinstance(refusal, str) else refusal
        self.is_violation = is_violation
        self.more = more
        super().__init__(self.refusal.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A body that Slack would have refused, and where it came."""

    where: str
    error: str
    messages: tuple[str, ...]
    body: object


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A member of one workspace."""

    id: str
    team: str
    name: str
    tz: str = "Europe/London"
    locale: str = "en-US"
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_deleted: bool = False


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel, private channel or direct message with its members (the bot among them or not)."""

    id: str
    team: str
    name: str
    members: set[str]
    is_private: bool = False
    is_direct: bool = False
    is_archived: bool = False


@dataclass(slots=True, kw_only=True)
class Workspace:
    """A workspace, and the app in it: not installed where it has no token.

    ``organisation`` is the one it belongs to; ``is_of_whole`` where that has the app in all of its workspaces.
    """

    id: str
    domain: str
    bot_token: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    organisation: str | None = None
    is_of_whole: bool = False
    older_tokens: set[str] = field(default_factory=set)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One version of a message; `versions` are the earlier ones, oldest first."""

    team: str
    channel: str
    ts: str
    user: str
    text: str = ""
    bot_id: str | None = None
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    versions: tuple["Message", ...] = ()
    is_deleted: bool = False
    files: tuple[Json, ...] = ()

    def json(self, *, with_metadata: bool = True) -> Json:
        """Return the message as Slack shows it in histories and payloads."""
        bot = {"bot_id": self.bot_id, "app_id": "A1"} if self.bot_id else {}
        body: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "team": self.team,
            "text": self.text,
            **bot,
        }
        body |= {"blocks": list(self.blocks)} if self.blocks else {}
        body |= {"attachments": list(self.attachments)} if self.attachments else {}
        body |= {"files": list(self.files)} if self.files else {}
        body |= {"thread_ts": self.thread_ts} if self.thread_ts else {}
        body |= {"edited": {"user": self.bot_id or self.user, "ts": self.ts}} if self.versions else {}
        return body | ({"metadata": self.metadata} if self.metadata and with_metadata else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One version of a modal or of an App Home, as its user sees it."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    is_open: bool = True
    versions: tuple["View", ...] = ()

    @property
    def callback_id(self) -> str:
        """Return the callback id, empty when there is none."""
        return str(self.body.get("callback_id") or "")

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Return the blocks, ids filled in."""
        return tuple(self.body["blocks"])

    def json(self, *, bot_id: str, state: Json | None = None) -> Json:
        """Return the view as Slack shows it in answers and payloads."""
        defaults: Json = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
        }
        keys: Json = {"id": self.id, "team_id": self.team, "app_id": "A1", "app_installed_team_id": self.team}
        place: Json = {"hash": self.hash, "root_view_id": self.root_id, "previous_view_id": self.previous_id}
        return defaults | self.body | keys | place | {"bot_id": bot_id, "state": {"values": state or {}}}


@dataclass(slots=True, kw_only=True)
class Trigger:
    """A trigger_id: whose act it comes from, when, and whether a view was opened with it."""

    id: str
    team: str
    user: str
    made_at: float
    is_used: bool = False
    view_id: str | None = None


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """A response_url: where its messages go and how often it was used."""

    url: str
    team: str
    user: str
    channel: str
    made_at: float
    message: Message | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message to one user, and how it was sent: by response_url, chat.postEphemeral or acknowledgement."""

    message: Message
    how: str
    response_url: str | None = None

    @property
    def text(self) -> str:
        """Return the fallback text."""
        return self.message.text

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Return the blocks."""
        return self.message.blocks

    @property
    def is_public(self) -> bool:
        """Tell whether everybody in the channel sees it."""
        return self.message.ephemeral_to is None


class World:
    """All state of the local Slack, and the signal that wakes those who wait for a change."""

    def __init__(self) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, Json] = {}
        self.answers: list[Answer] = []
        self.suggestions: dict[tuple[str, str, str], list[Json]] = {}
        self.violations: list[Violation] = []
        self.revoked_tokens: set[str] = set()
        self.skipped_time = 0.0
        self.history_lag: Callable[[], float] = lambda: 0.0
        self._readable_at: dict[tuple[str, str, str], float] = {}
        self._numbers = itertools.count(1)
        self._start = int(time.time())
        self._changed = asyncio.Event()

    def now(self) -> float:
        """Return the platform's time in seconds, moved ahead by what a test skipped."""
        return time.time() + self.skipped_time

    def number(self) -> int:
        """Return a number never returned before."""
        return next(self._numbers)

    def new_ts(self) -> str:
        """Return the unique time stamp of a new message, later than all before."""
        number = self.number()
        return f"{self._start + number // 1_000_000}.{number % 1_000_000:06d}"

    def note_change(self) -> None:
        """Wake everybody who waits for a condition."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Wait until `condition` holds, looking at each change; raises TimeoutError with what is known."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._changed.wait()
        except TimeoutError as error:
            raise TimeoutError(f"not so within {seconds} s; violations: {self.violations}") from error

    def note_violation(self, where: str, refusal: Refusal, body: object) -> None:
        """Keep a broken rule for the test to see."""
        self.violations.append(Violation(where=where, error=refusal.error, messages=refusal.messages, body=body))
        self.note_change()

    def with_ids(self, blocks: Iterable[Json]) -> tuple[Json, ...]:
        """Return copies of blocks with the ids that Slack gives to those without."""
        filled: list[Json] = []
        for block in blocks:
            copy = {**block, "block_id": block.get("block_id") or f"b{self.number()}"}
            known = [id(element) for element in elements_of(block)]
            for place in ("accessory", "element"):
                if id(copy.get(place)) in known:
                    copy[place] = self._with_action_id(copy[place])
            if "elements" in copy and known and block["type"] == "actions":
                copy["elements"] = [self._with_action_id(element) for element in copy["elements"]]
            filled.append(copy)
        return tuple(filled)

    def _with_action_id(self, element: Json) -> Json:
        if element["type"] == "image" or "action_id" in element:
            return element
        return {**element, "action_id": f"a{self.number()}"}

    def keep(self, message: Message) -> Message:
        """Put a message, or its new version, in its place."""
        for index, old in enumerate(self.messages):
            if (old.team, old.channel, old.ts) == (message.team, message.channel, message.ts):
                message = replace(message, versions=(*old.versions, replace(old, versions=())))
                self.messages[index] = message
                break
        else:
            self.messages.append(message)
            self._readable_at[message.team, message.channel, message.ts] = self.now() + self.history_lag()
        self.note_change()
        return message

    def is_readable(self, message: Message) -> bool:
        """Tell whether histories show a message already: they lag behind by what `history_lag` gives for each."""
        return self.now() >= self._readable_at[message.team, message.channel, message.ts]

    def note_answer(self, message: Message, how: str, response_url: str | None = None) -> None:
        """Keep a message as the answer to an act of a user."""
        self.answers.append(Answer(message=message, how=how, response_url=response_url))
        self.note_change()

    def find(self, team: str, channel: str, ts: str) -> Message | None:
        """Return the present version of a message that was not deleted."""
        for message in self.messages:
            if (message.team, message.channel, message.ts) == (team, channel, ts) and not message.is_deleted:
                return message
        return None

    def show_view(self, view: View) -> View:
        """Put a view, or its new version, in its place."""
        old = self.views.get(view.id)
        if old is not None:
            view = replace(view, versions=(*old.versions, replace(old, versions=())))
        self.views[view.id] = view
        self.note_change()
        return view

    def new_trigger(self, team: str, user: str) -> Trigger:
        """Hand out a trigger_id for an act of a user."""
        trigger = Trigger(id=f"{self.number()}.1.{'f' * 32}", team=team, user=user, made_at=self.now())
        self.triggers[trigger.id] = trigger
        return trigger

    def use_trigger(self, trigger_id: object, team: str) -> Trigger:
        """Spend a trigger_id; raises Refused when it is unknown, old or spent."""
        trigger = self.triggers.get(str(trigger_id))
        if trigger is None or trigger.team != team:
            raise Refused("invalid_trigger_id", is_violation=True)
        if self.now() - trigger.made_at > TRIGGER_LIFE:
            raise Refused("expired_trigger_id", is_violation=True)
        if trigger.is_used:
            raise Refused("exchanged_trigger_id", is_violation=True)
        trigger.is_used = True
        return trigger

    def workspace_by(self, token: str, args: Json) -> Workspace | None:
        """Return the workspace that a token is for; of an organisation's the one that the call names something of."""
        held = [each for each in self.workspaces.values() if token in {each.bot_token, *each.older_tokens} - {""}]
        named = {str(args[name]) for name in ("channel", "users", "user") if args.get(name)}
        return next((each for each in held if named & {*each.channels, *each.users}), held[0] if held else None)

    def workspace(self, team: str | None = None) -> Workspace:
        """Return a workspace by its id, or the first."""
        return self.workspaces[team] if team else next(iter(self.workspaces.values()))
