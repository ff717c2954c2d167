"""Publishing the commands: an explicit step of the operator, and nothing where nothing changed.

Publishing on every start runs into Discord's limit of 200 new commands a day. What is published is compared
with what Discord holds, so that nothing about it is kept here.
"""

from typing import Any, Final

import discord
from discord.http import Route

from adapters.discord.commands import Json, Translations, digest, payloads, translations
from adapters.discord.endpoints import redirect
from adapters.discord.faults import DiscordCommandsRefused, DiscordTokenMissing, reaching
from adapters.settings import Settings
from bot.commands.registry import Registry

SERVER_ERRORS: Final = 500


async def sync(settings: Settings, registry: Registry, *, translated: Translations | None = None) -> bool:
    """Publish the commands where they differ from what Discord holds; tell whether they did.

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


async def _publish(token: str, wanted: list[Json]) -> bool:
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(token)
        if client.application_id is None:
            raise LookupError("a client that has logged in knows its application")
        held = await _held(client, client.application_id)
        if digest(_ordered(held, wanted)) == digest(wanted):
            return False
        try:
            await client.http.bulk_upsert_global_commands(client.application_id, wanted)
        except discord.HTTPException as refused:
            if refused.status >= SERVER_ERRORS:
                raise
            raise DiscordCommandsRefused(reason=refused.text) from refused
        return True


async def _held(client: discord.Client, application_id: int) -> list[Json]:
    """Read what is published, with the translations, which the library's own call leaves out."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    held: list[dict[str, Any]] = await client.http.request(route, params={"with_localizations": "true"})
    return held


def _ordered(held: list[Json], wanted: list[Json]) -> list[Json]:
    """Put published commands into our order; Discord gives them back in its own."""
    places = {command["name"]: place for place, command in enumerate(wanted)}
    return sorted(held, key=lambda command: places.get(command["name"], len(places)))
