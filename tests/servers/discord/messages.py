"""Users and the messages they write: the present text, the earlier ones and whom the message rings.

Whom a message rings follows "Allowed Mentions Object": without one, a channel message rings everybody it
names and an interaction's or webhook's message only users. Embeds and edits ring nobody. Left out: replies,
reactions, stickers, polls.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tests.servers.discord.limits import BUTTON, SELECTS, embed_texts, walk
from tests.servers.discord.refusals import Json

HAS_THREAD, EPHEMERAL, LOADING = 1 << 5, 1 << 6, 1 << 7
SENDABLE_FLAGS = EPHEMERAL | 1 << 2 | 1 << 12 | 1 << 15  # and: no link previews, silent, components V2
ORDINARY, SLASH_ANSWER = 0, 20
EDITABLE = ("content", "embeds", "components", "attachments")
EVERYBODY = re.compile(r"@(?:everyone|here)\b")
USER_MENTION = re.compile(r"<@!?(\d+)>")
ROLE_MENTION = re.compile(r"<@&(\d+)>")


@dataclass(kw_only=True, eq=False)
class User:
    """A person or the bot itself."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    accepts_direct_messages: bool = True

    @property
    def mention(self) -> str:
        """Return how the user is named in a text."""
        return f"<@{self.id}>"

    def json(self) -> Json:
        """Return Discord's user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(kw_only=True, eq=False)
class Message:
    """A message as people see it now; `versions` holds what it said before each edit."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    flags: int = 0
    kind: int = ORDINARY
    nonce: str | None = None
    pings: frozenset[str] = frozenset()
    interaction: Json | None = None
    seen_by: User | None = None
    edited_at: datetime | None = None
    readable_at: datetime | None = None
    deleted: bool = False
    versions: list[Json] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only one user sees the message."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Tell whether the message still says "thinking"."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """Return all a person reads: content, then embeds, then texts in components, one a line."""
        lines: list[str | None] = [self.content]
        lines += [text for embed in self.embeds for text in embed_texts(embed)]
        lines += [part.get("content") for _, part in walk(self.components, ())]
        return "\n".join(line for line in lines if line)

    @property
    def controls(self) -> list[Json]:
        """Return the buttons and selects, link buttons included."""
        return [part for _, part in walk(self.components, ()) if part.get("type") in {BUTTON, *SELECTS}]

    @property
    def custom_ids(self) -> list[str]:
        """Return the identifiers of the buttons and selects that can be used."""
        usable = [part for part in self.controls if not part.get("disabled")]
        return [part["custom_id"] for part in usable if part.get("custom_id")]

    def control(self, custom_id: str) -> Json:
        """Return the button or select a person can use; raises `LookupError` when there is none."""
        for part in self.controls:
            if part.get("custom_id") == custom_id and not part.get("disabled"):
                return part
        raise LookupError(f"no usable {custom_id!r} among {self.custom_ids}")

    def change(self, body: Json, at: datetime) -> None:
        """Apply an edit and keep what was there before."""
        self.versions.append({name: getattr(self, name) for name in EDITABLE})
        for name in EDITABLE:
            if name in body:
                setattr(self, name, body[name] or ("" if name == "content" else []))
        self.flags |= (body.get("flags") or 0) & SENDABLE_FLAGS & ~EPHEMERAL
        self.edited_at = at

    def fill(self, body: Json) -> None:
        """Put the first content into a message that was loading."""
        self.flags &= ~LOADING
        for name in EDITABLE:
            setattr(self, name, body.get(name) or ("" if name == "content" else []))
        self.flags |= (body.get("flags") or 0) & SENDABLE_FLAGS & ~EPHEMERAL

    def attach(self, files: dict[str, bytes]) -> None:
        """Add files that came with the request."""
        self.files |= files
        described = {item.get("filename"): item for item in self.attachments}
        for name, content in files.items():
            address = f"http://127.0.0.1/attachments/{self.id}/{name}"
            facts = {"id": str(self.id), "filename": name, "size": len(content)}
            described[name] = {**described.get(name, {}), **facts, "url": address, "proxy_url": address}
        self.attachments = [item for item in described.values() if "size" in item]
        addresses = {f"attachment://{item['filename']}": item["url"] for item in self.attachments}
        for embed in self.embeds:
            image = embed.get("image") or {}
            if image.get("url") in addresses:
                embed["image"] = {**image, "url": addresses[image["url"]]}

    def json(self) -> Json:
        """Return Discord's message object."""
        message: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "author": self.author.json(),
            "content": self.content,
            "embeds": [{"type": "rich", **embed} for embed in self.embeds],
            "components": self.components,
            "attachments": self.attachments,
            "timestamp": self.created_at.isoformat(),
            "edited_timestamp": self.edited_at.isoformat() if self.edited_at else None,
            "flags": self.flags,
            "type": self.kind,
            "tts": False,
            "pinned": False,
            "mention_everyone": "everyone" in self.pings,
            "mentions": [],
            "mention_roles": [ping.removeprefix("role:") for ping in self.pings if ping.startswith("role:")],
        }
        if self.nonce is not None:
            message["nonce"] = self.nonce
        if self.interaction is not None:
            message |= {"interaction_metadata": self.interaction, "application_id": str(self.author.id)}
            message["webhook_id"] = str(self.author.id)
        return message


def pings(content: str, allowed: Json | None, *, webhook: bool) -> frozenset[str]:
    """Tell whom a new message rings: `everyone`, `user:<id>`, `role:<id>`."""
    if allowed is None:
        parse = ["users"] if webhook else ["users", "roles", "everyone"]
        allowed = {"parse": parse}
    rung = {"everyone"} if "everyone" in allowed.get("parse", []) and EVERYBODY.search(content) else set()
    for kind, named in (("user", USER_MENTION.findall(content)), ("role", ROLE_MENTION.findall(content))):
        rung |= {f"{kind}:{one}" for one in _permitted(f"{kind}s", named, allowed)}
    return frozenset(rung)


def _permitted(kind: str, named: Iterable[str], allowed: Json) -> list[str]:
    if kind in allowed.get("parse", []):
        return list(named)
    listed = {str(one) for one in allowed.get(kind) or []}
    return [one for one in named if one in listed]
