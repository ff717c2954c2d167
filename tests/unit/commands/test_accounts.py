"""Whom a command names: written accounts, and mentions as each platform writes them."""

import pytest

from bot.commands.accounts import UnknownPerson, read_account
from bot.commands.refusals import UnknownOption
from bot.commands.register import REGISTRY
from bot.commands.text import parse_line
from bot.domain.addresses import Account

SLACK, DISCORD, CONSOLE = Account("slack:T1:U1"), Account("discord:1"), Account("console:me")


@pytest.mark.parametrize(
    ("caller", "text", "account"),
    [
        (SLACK, "<@U123>", "slack:T1:U123"),
        (SLACK, "<@W123|jane>", "slack:T1:W123"),
        (SLACK, " discord:42 ", "discord:42"),
        (DISCORD, "<@42>", "discord:42"),
        (DISCORD, "<@!42>", "discord:42"),
        (DISCORD, "slack:T2:U9", "slack:T2:U9"),
        (CONSOLE, "@est.head", "console:est.head"),
        (CONSOLE, "console:est.head", "console:est.head"),
    ],
)
def test_person_is_named(caller: Account, text: str, account: str) -> None:
    """A mention means an account of the caller's own platform and workspace."""
    assert read_account(text, caller=caller).text == account


@pytest.mark.parametrize(
    ("caller", "text"),
    [
        (SLACK, "<@42>"),
        (SLACK, "@jane"),
        (SLACK, "U123"),
        (SLACK, "<@U123"),
        (DISCORD, "<@U123>"),
        (DISCORD, "<@&42>"),
        (DISCORD, "@everyone"),
        (CONSOLE, "<@42>"),
        (CONSOLE, "@"),
        (CONSOLE, "slack:T1"),
        (CONSOLE, "email:me@example.org"),
    ],
)
def test_what_names_nobody_is_refused(caller: Account, text: str) -> None:
    """Names people choose, roles and other platforms' mentions name no account."""
    with pytest.raises(UnknownPerson):
        read_account(text, caller=caller)


def test_account_is_typed_without_quotes() -> None:
    """What begins like an option's name is an account where the command takes one, and only there."""
    values = parse_line(REGISTRY, "/delegate appoint slack:T1:U1 EST head until:2027-01-01").values
    assert values == {"user": "slack:T1:U1", "member": "EST", "role": "head", "until": "2027-01-01"}
    assert parse_line(REGISTRY, "/delegate revoke user:discord:1").values == {"user": "discord:1"}
    with pytest.raises(UnknownOption):
        parse_line(REGISTRY, "/motion show discord:1")
