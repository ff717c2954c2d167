"""People named in a command: an account as the terminal writes it, or a mention as the caller's platform does.

A mention names an account of the caller's own platform, on Slack of its own workspace. Sources: Slack, "Formatting
text for app surfaces" (``<@U123>``, ``<@U123|name>``); Discord, "Message Formatting" (``<@123>``, ``<@!123>``).
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.addresses import Account, MalformedAccount, Platform
from bot.domain.errors import Refusal

_SLACK: Final = re.compile(r"<@(?P<user>[UW][A-Z0-9]{1,39})(?:\|[^<>]*)?>")
_DISCORD: Final = re.compile(r"<@!?(?P<user>[0-9]{1,20})>")
_CONSOLE: Final = re.compile(r"@(?P<user>[A-Za-z0-9_.-]{1,40})")

NAMES_ACCOUNT: Final = frozenset(platform.value for platform in Platform)
"""The words with which the written form of an account begins: never the name of an option."""


@dataclass(kw_only=True, eq=False)
class UnknownPerson(Refusal):
    """A text that names no account: neither a mention of the caller's platform nor a written account."""

    value: str


def read_account(value: str, *, caller: Account) -> Account:
    """Read whom a command names; raise UnknownPerson."""
    text = value.strip()
    match caller.platform:
        case Platform.SLACK if found := _SLACK.fullmatch(text):
            text = f"slack:{caller.parts[0]}:{found['user']}"
        case Platform.DISCORD if found := _DISCORD.fullmatch(text):
            text = f"discord:{found['user']}"
        case Platform.CONSOLE if found := _CONSOLE.fullmatch(text):
            text = f"console:{found['user']}"
        case _:
            pass
    try:
        return Account.parse(text)
    except MalformedAccount as unknown:
        raise UnknownPerson(value=value) from unknown
