"""Ids and other short values, whatever is in them: read, or refused by name; nothing else is ever raised."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import forms as discord_forms
from adapters.slack.parse import private_metadata, typed_text, unescaped
from bot.cards.action import ACTION_LIMIT, action, read_action
from bot.commands.moments import LONGEST, read_moment
from bot.commands.register import REGISTRY
from bot.commands.resolving import folded, motion_number
from bot.commands.text import parse_line
from bot.domain.addresses import Account, Channel
from bot.domain.errors import Refusal
from bot.locales.catalogue import known_language
from tests.fuzz import texts
from tests.fuzz.conftest import many

pytestmark = pytest.mark.xdist_group("fuzz ids")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("Europe/Tallinn", "Pacific/Apia", "America/St_Johns", "UTC")]

MOMENTS = st.one_of(st.sampled_from(texts.MOMENTS), texts.VALUE)
READERS: dict[str, Callable[[str], object]] = {
    "account": Account.parse,
    "channel": Channel.parse,
    "motion": motion_number,
    "line": lambda text: parse_line(REGISTRY, text),
    "button": read_action,
    "form": discord_forms.read_id,
    "metadata": lambda text: private_metadata({"private_metadata": text}),
    "mention": lambda text: typed_text(text, "T1"),
    "escapes": unescaped,
    "name": folded,
    "language": lambda text: known_language(text, default="en"),
}


@pytest.mark.parametrize("reader", sorted(READERS))
@many(60)
@given(text=st.one_of(texts.VALUE, texts.WORD, texts.ACTIONS, texts.LINES))
def test_anything_is_read_or_refused(reader: str, text: str) -> None:
    with suppress(Refusal):
        READERS[reader](text)


@many(400)
@given(text=MOMENTS, zone=st.sampled_from(ZONES), end_of_day=st.booleans())
def test_moment_is_near_or_refused(text: str, zone: ZoneInfo, *, end_of_day: bool) -> None:
    """Nothing is set further away than ten years and a day, in either direction."""
    try:
        read = read_moment(text, option="closes", now=NOW, zone=zone, end_of_day=end_of_day)
    except Refusal:
        return
    assert abs(read - NOW) <= LONGEST + timedelta(days=2)


@many(200)
@given(account=st.sampled_from(("slack:T1:", "discord:", "console:", "")), text=texts.WORD)
def test_account_that_is_read_has_no_sign_of_another_kind(account: str, text: str) -> None:
    """An id never holds a colon of its own, a control character or a sign outside its alphabet."""
    try:
        read = Account.parse(account + text)
    except Refusal:
        return
    assert read.text.isascii()
    assert read.text.isprintable()
    assert read.text.count(":") == (2 if account.startswith("slack") else 1)
    assert len(read.text) <= 88


@many(200)
@given(values=st.lists(texts.WORD.map(lambda text: text.encode("utf-8", "replace").decode()), max_size=3))
def test_button_reads_back_what_it_was_given(values: list[str]) -> None:
    """A value cannot forge another one, whatever signs are in it."""
    made = action("vote.cast", *values)
    read = read_action(made)
    assert read == (("vote.cast", tuple(values)) if len(made) <= ACTION_LIMIT else None)
