"""A long history within the limits of each platform: forty states that change their minds, in both languages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest

from adapters.discord.render import render as on_discord
from adapters.slack.render import render as on_slack
from bot.cards.action import read_action
from bot.cards.card import Card
from bot.cards.history import history_card, pieces
from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.course import TextCause
from bot.domain.credentials import Role
from bot.domain.events import BallotCast, Event, TextChanged
from bot.domain.ids import MotionNumber
from bot.locales.catalogue import LANGUAGES, Interpreter
from bot.locales.phrase import words
from tests.integration.slack_world import text_of
from tests.servers.discord.limits import demand_message
from tests.servers.slack.rules import check_message
from tests.unit.discord import cards

STATES: Final = 40
VIEW: Final = cards.view(STATES)
TEXT: Final = " ".join(f"word{number}" for number in range(440))


def acts() -> Iterator[tuple[int, datetime, Event]]:
    """Give three rounds of ballots of forty states, with two texts of the greatest length before them."""
    at = cards.DEADLINE - timedelta(hours=2)
    for entry in (1, 2):
        yield (
            entry,
            at,
            TextChanged(motion=MotionNumber(12), text=TEXT, cause=TextCause.CORRECTION, by_motion=None, at=at),
        )
    for place, member in enumerate([*VIEW.members] * 3):
        yield (
            place + 3,
            at,
            BallotCast(
                motion=MotionNumber(12),
                member=member,
                choice=Choice.NO if place % 2 else Choice.ABSTAIN,
                previous=Choice.YES,
                account=Account("console:someone"),
                role=Role.HEAD,
                cast_at=at,
                explanation="",
            ),
        )


def parts(say: Interpreter) -> Iterator[Card]:
    """Give each part of the history from the first entry on, as the buttons lead."""
    entry: int | None = 1
    while entry is not None:
        card = history_card(VIEW, acts(), say, entry=entry)
        yield card
        values = [read_action(button.action) for button in card.buttons]
        following = [int(found[1][1]) for found in values if found is not None]
        entry = next((each for each in following if each > entry), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_of_a_long_history_is_shown_whole_on_each_platform(language: str) -> None:
    """No act is shortened or folded away: what does not fit is in another part."""
    say = Interpreter(language, VIEW.alliance.time_zone)
    shown = list(parts(say))
    assert len(shown) > 3
    for card in shown:
        discord = on_discord(card)
        demand_message({"embeds": [dict(embed.to_dict()) for embed in discord.embeds], "components": []})
        values = [field.value or "" for embed in discord.embeds for field in embed.fields]
        assert len(values) == len(card.fields)
        assert not [value for value in values if "…" in value]
        slack = on_slack(card)
        assert check_message({"text": slack.text, "blocks": list(slack.blocks)}) is None
        told = text_of(slack.blocks)
        for field in card.fields:
            assert words(field.value).split()[-1] in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_is_in_one_part(language: str) -> None:
    """Read from the first on, each act comes once, in order."""
    say = Interpreter(language, VIEW.alliance.time_zone)
    told = [field for card in parts(say) for field in card.fields]
    begun = [int(field.name.split(" ")[0].rstrip(",")) for field in told if "·" in field.name]
    assert begun == list(range(1, 3 + 3 * STATES))


@pytest.mark.parametrize("text", ["", "short", TEXT, "a" * 4000, "line\n" * 700, " " * 2000])
def test_pieces_of_a_text_have_all_its_words(text: str) -> None:
    """Cut between words where there are any; nothing but white space is lost."""
    cut = pieces(text)
    assert all(len(piece) <= 900 for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
    if " " in text.strip():
        assert " ".join(" ".join(cut).split()) == text
