"""Signs that nobody sees are the same for every command and every card."""

import pytest

from adapters.discord import escaping
from adapters.slack import escape
from bot.cards.card import Card
from bot.cards.whole import whole
from bot.locales.signs import clean, visible

UNSEEN = ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800"]


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_sign_that_nobody_sees_is_replaced_everywhere(sign: str) -> None:
    """What a command would refuse, neither a message nor a file shows."""
    text = f"Open{sign}skies"
    assert not visible(text)
    shown = [clean(text), escape.plain((text,)), escape.escaped(text), escaping.plain(text), escaping.escaped(text)]
    assert shown == ["Open�skies"] * 5
    assert whole(Card(title=text)) == "Open�skies\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_line_ends_of_every_system_are_line_ends(end: str) -> None:
    """A text that was pasted from elsewhere keeps its lines, and a tab its place."""
    text = f"1. Open{end}2.\tskies"
    assert visible(text)
    assert clean(text) == escape.plain((text,)) == escaping.plain(text) == "1. Open\n2.\tskies"
