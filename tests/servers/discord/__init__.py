"""A local Discord for tests: REST v10, the gateway, and people who type commands and press buttons.

Sources: discord/discord-api-docs (interactions, gateway, resources, rate limits), Discord's OpenAPI file,
and the source of discord.py 2.7.1 for what its client reads. Every module says what it imitates and what it
leaves out.
"""

from tests.servers.discord.delivery import Delivery, Modal
from tests.servers.discord.faults import Fault
from tests.servers.discord.http import Exchange, Violation
from tests.servers.discord.messages import Message
from tests.servers.discord.server import DiscordServer
from tests.servers.discord.uploads import Upload
from tests.servers.discord.world import Channel, Guild, Member, Role, User

__all__ = [
    "Channel",
    "Delivery",
    "DiscordServer",
    "Exchange",
    "Fault",
    "Guild",
    "Member",
    "Message",
    "Modal",
    "Role",
    "Upload",
    "User",
    "Violation",
]
