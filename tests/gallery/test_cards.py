"""The gallery is complete, and each of its cards is taken by both platforms, within every limit, with nothing lost."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.render import measure
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.whole import Rest, rest_words, whole
from bot.locales.catalogue import LANGUAGES
from bot.locales.phrase import Moment
from tests.gallery import cards
from tests.gallery.rendering import files_in, message, on_discord, on_slack, texts_of
from tests.gallery.sizes import EMOJI, HARD_NAMES, HARDEST, LONGEST, ORDINARY, WORLD
from tests.gallery.watching import card_functions
from tests.integration.discord_world import unescaped
from tests.servers.discord.limits import demand_message
from tests.servers.discord.schema import discord_openapi
from tests.servers.slack.rules import check_message
from tests.unit.slack.cards import MOMENT

pytestmark = pytest.mark.xdist_group("gallery")
"""Played once: by one process."""

_SLACK_DATE = re.compile(r"<!date\^\d+\^[^|]*\|[^>]*>|<(https?://[^>|]+)>")
_DISCORD_DATE = re.compile(r"<t:\d+:[a-zA-Z]>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_ENGLISH_RULE = re.compile(
    r"\bat (?:least|most) |\bmore (?:for|than) |\bno (?:objection|permanent)|\bmembers\b", re.IGNORECASE
)
_FRENCH_CLAUSES = (
    "plus de voix pour que de voix contre",
    "au moins 3 sièges sur 5",
    "au moins 2/3 de l’ensemble des autres membres",
    "participation au vote d’au moins 1/2 des membres habilités à voter",
    "présence d’au moins 3 membres en règle",
    "aucune objection",
)


def test_every_function_that_gives_a_card_is_in_the_gallery() -> None:
    """Which functions gave which cards was seen while the house ran."""
    made = {function for played in cards.ordinary() for function, _ in played.made}
    assert card_functions() - made == set()
    assert len(made) > 80


def test_gallery_is_as_hard_as_it_says() -> None:
    """Forty states and 193, the longest text, French, three scripts, both directions, emoji, 25 that stand."""
    texts = "".join(whole(card) for _, card in cards.hard())
    assert len(HARDEST.members) == 40
    assert len(WORLD.members) == 193
    assert len(HARDEST.text) >= LONGEST - 40
    assert HARDEST.text.split("\n")[-1] in texts
    assert all(name in texts for name in HARD_NAMES.values())
    assert EMOJI in texts
    assert any(len(card.table.rows) == 193 for _, card in cards.hard() if card.table is not None)
    assert {card.language for _, card in cards.hard()} == set(LANGUAGES)
    assert ORDINARY.language == "en"


def test_every_card_names_the_language_that_it_is_in() -> None:
    """What a front adds to it, such as where the whole is, is said in the same."""
    french = [(name, card) for name, card in cards.hard() if name.startswith(("hardest", "lengthy"))]
    assert len(french) > 200
    assert [name for name, card in french if card.language != "fr"] == []
    shown = [card for played in cards.ordinary() for card in played.shown]
    assert {card.title for card in shown if card.language == "fr"} == {"Vos réglages"}


def test_no_card_in_french_says_a_rule_in_english() -> None:
    """Rules of every motion, of the charter and of sessions, their quorums, and each clause that was measured."""
    french = [(name, whole(card)) for name, card in cards.hard() if card.language == "fr"]
    assert [(name, text) for name, text in french if _ENGLISH_RULE.search(text)] == []
    told = [clause for clause in _FRENCH_CLAUSES if any(clause in text for _, text in french)]
    assert told == list(_FRENCH_CLAUSES)


def test_slack_takes_every_card() -> None:
    """Its shapes and the rules that they lack, slack_sdk's validators, 50 blocks, 13,200 characters."""
    faults = []
    for name, card in cards.every():
        body = message(on_slack(card))
        if (refused := check_message(body)) is not None:
            faults.append((name, refused))
        assert measure(body["blocks"]) <= limits.ALL_BLOCKS, name
        assert len(body["blocks"]) <= limits.MESSAGE_BLOCKS, name
        assert body["text"].strip(), name
    assert faults == []


def test_discord_takes_every_card() -> None:
    """Its OpenAPI description, and the rules that it lacks."""
    described = discord_openapi()
    faults = []
    for name, card in cards.every():
        body = message(on_discord(card))
        demand_message(body)
        sent = json.loads(json.dumps(body))
        if described is not None and (found := described.problems("POST", "/channels/{channel_id}/messages", sent)):
            faults.append((name, found))
    assert faults == []


def test_nothing_of_any_card_is_lost() -> None:
    """Every word is in the message, or the message says in words where the whole is."""
    folded = 0
    for name, card in cards.every():
        for payload, shown in ((on_slack(card), _slack_text), (on_discord(card), _discord_text)):
            folded += _check_nothing_is_lost(card, payload, shown(payload), name)
    assert folded > 5


def _check_nothing_is_lost(card: Card, payload: dict[str, Any], text: str, name: str) -> bool:
    note = {rest_words(card, Rest.THREAD), rest_words(card, Rest.BESIDE)}
    papers = [each for each in files_in(payload) if each.endswith(".txt")]
    if papers:
        assert any(words in text for words in note), name
        assert lost(card, whole(card)) == [], name
    else:
        assert lost(card, text) == [], name
    return bool(papers)


def lost(card: Card, text: str) -> list[str]:
    """Give the words of a card that a text lacks; spaces and line ends count for nothing."""
    shown = _bare(text)
    return [word for part in _parts(card) for word in part.split() if _bare(word) not in shown]


def _parts(card: Card) -> Iterator[str]:
    """Give every text of a card but its instants, which each front writes in the reader's own zone."""
    yield card.title
    for phrase in (*card.paragraphs, *(field.value for field in card.fields), card.footer):
        yield from (span for span in phrase if not isinstance(span, Moment))
    yield from (field.name for field in card.fields)
    yield from (button.label for button in card.buttons)
    if card.table is not None:
        yield from card.table.columns
        yield from (cell for row in card.table.rows for cell in row)
    if card.picture is not None:
        yield card.picture.text


def _bare(text: str) -> str:
    return re.sub(r"[\s\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b�]", "", text)


def _slack_text(payload: dict[str, Any]) -> str:
    text = _SLACK_DATE.sub(r"\1", "\n".join(texts_of(payload["blocks"])))
    for sign, meant in _ESCAPES:
        text = text.replace(sign, meant)
    return text


def _discord_text(payload: dict[str, Any]) -> str:
    """Give what Discord shows: in the foot, on buttons and beside a file it reads no markup."""
    marked = [{name: part for name, part in embed.items() if name != "footer"} for embed in payload["embeds"]]
    shown = (unescaped(_DISCORD_DATE.sub("", text)) for text in texts_of(marked))
    foot = [embed.get("footer", {}) for embed in payload["embeds"]]
    return "\n".join((*shown, *texts_of([foot, payload["components"], payload.get("attachments", [])])))


TEXT = st.builds(
    lambda words, often, end: words * often + end,
    st.text(max_size=40),
    st.sampled_from([1, 1, 1, 30, 90]),
    st.text(max_size=9),
)
PHRASE = st.lists(st.one_of(TEXT, st.just(MOMENT)), max_size=3).map(tuple)
CARDS = st.builds(
    Card,
    title=st.text(max_size=400),
    tone=st.sampled_from(Tone),
    language=st.sampled_from(LANGUAGES),
    paragraphs=st.lists(PHRASE, max_size=12).map(tuple),
    fields=st.lists(st.builds(Field, name=st.text(max_size=300), value=PHRASE), max_size=12).map(tuple),
    table=st.none()
    | st.lists(st.tuples(st.text(max_size=60), st.text(max_size=20)), max_size=193).map(
        lambda rows: Table(columns=("A", "B"), rows=tuple(rows))
    ),
    buttons=st.lists(
        st.builds(Button, label=st.text(min_size=1, max_size=90), action=st.text(min_size=1, max_size=100)), max_size=9
    ).map(tuple),
    footer=PHRASE,
)


@settings(deadline=None, max_examples=100)
@given(CARDS)
def test_nothing_is_lost_whatever_a_card_says(card: Card) -> None:
    """The same for any card there may be."""
    for payload, shown in ((on_slack(card), _slack_text), (on_discord(card), _discord_text)):
        _check_nothing_is_lost(card, payload, shown(payload), "any")
