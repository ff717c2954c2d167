"""Publishing the commands: an explicit step of the operator, and nothing where nothing changed.

Publishing on every start runs into Discord's limit of 200 new commands a day. What is published is compared
with what Discord holds, so that nothing about it is kept here.
"""

from dataclasses import dataclass
from typing import Any

import discord
from discord.http import Route

from adapters.discord.commands import CHAT_INPUT, digest, payloads
from adapters.discord.endpoints import redirect
from adapters.discord.faults import DiscordCommandsRefused, DiscordTokenMissing, reaching
from adapters.discord.outcomes import SERVER_ERRORS
from adapters.discord.wording import Json, Translations, translations
from adapters.settings import Settings
from bot.commands.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did, by the names of commands as people see them; false where nothing was to be done."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


async def sync(settings: Settings, registry: Registry, *, translated: Translations | None = None) -> Published:
    """Publish the commands where they differ from what Discord holds; tell what differed.

    Raises DiscordTokenMissing, DiscordTokenRefused, DiscordUnreachable or DiscordCommandsRefused.
    """
    if settings.discord_token is None:
        raise DiscordTokenMissing
    wanted = payloads(registry, translations() if translated is None else translated)
    restore = redirect(settings)
    try:
        with reaching(settings.discord_api_url):
            return await _publish(settings.discord_token.get_secret_value(), wanted)
    finally:
        restore()


async def _publish(token: str, wanted: list[Json]) -> Published:
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        if client.application_id is None:
            raise LookupError("a client that has logged in knows its application")
        held = await _held(client, client.application_id)
        published = _difference(held, wanted)
        if not published:
            return published
        try:
            await client.http.bulk_upsert_global_commands(client.application_id, wanted)
        except discord.HTTPException as refused:
            if refused.status >= SERVER_ERRORS:
                raise
            raise DiscordCommandsRefused(reason=refused.text) from refused
        return published


async def _held(client: discord.Client, application_id: int) -> list[Json]:
    """Read what is published, with the translations, which the library's own call leaves out."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    held: list[dict[str, Any]] = await client.http.request(route, params={"with_localizations": "true"})
    return held


def _difference(held: list[Json], wanted: list[Json]) -> Published:
    """Compare command by command: Discord gives them back in an order of its own, which nobody sees."""
    before, after = _by_name(held), _by_name(wanted)
    return Published(
        added=tuple(name for name in after if name not in before),
        changed=tuple(name for name in after if name in before and digest([before[name]]) != digest([after[name]])),
        removed=tuple(name for name in before if name not in after),
    )


def _by_name(commands: list[Json]) -> dict[str, Json]:
    """Sort commands by how people see them; Discord tells them apart by type and name."""
    return {f"/{one['name']}" if one.get("type", CHAT_INPUT) == CHAT_INPUT else one["name"]: one for one in commands}
