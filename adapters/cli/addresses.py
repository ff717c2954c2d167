"""Addresses as an operator types them: the words of the manual, left where ids belong, are told from ids."""

from typing import Final

from adapters.cli.terminal import SAY, fail
from bot.domain.addresses import Account, Channel

PLACEHOLDERS: Final = frozenset({"TEAM", "GUILD", "CHANNEL", "USER"})
"""What the manual writes for an id. Slack's ids are capitals and digits too, so these would pass for one."""


def channel_given(value: str) -> Channel:
    """Read a channel to be linked; fail where it is copied from the manual, raise MalformedChannel where it is none."""
    _refuse_placeholders(value, "channel")
    return Channel.parse(value)


def account_given(value: str) -> Account:
    """Read an account to be credentialed; fail where it is copied from the manual, raise MalformedAccount else."""
    _refuse_placeholders(value, "account")
    return Account.parse(value)


def _refuse_placeholders(value: str, kind: str) -> None:
    platform, *ids = value.split(":")
    if platform in {"slack", "discord"} and PLACEHOLDERS.intersection(ids):
        fail(SAY.words(f"cli.placeholder.{platform}.{kind}", value=value))
