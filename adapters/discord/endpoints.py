"""Where Discord is: the two class attributes of discord.py that say so, set from the settings.

They hold for the whole process and are not documented; ``Route.BASE`` also serves the answers to
interactions. The constructor of ``Client`` offers nothing for a proxy of the API, so this is the one place
that touches them. The address of the gateway is that of the settings whatever ``GET /gateway/bot`` says: see
``client.py``.
"""

from collections.abc import Callable

import yarl
from discord import VoiceClient
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.settings import Settings


def redirect(settings: Settings) -> Callable[[], None]:
    """Point discord.py at the addresses of the settings; give what puts the earlier ones back."""
    VoiceClient.warn_nacl = VoiceClient.warn_dave = False  # no voice here: nothing an operator should be warned of
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = settings.discord_api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)

    def restore() -> None:
        Route.BASE = base
        DiscordWebSocket.DEFAULT_GATEWAY = gateway

    return restore
