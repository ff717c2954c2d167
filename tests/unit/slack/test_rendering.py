"""What a card becomes on Slack: inside every limit, and nothing in a user's text is obeyed."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import escape, limits
from adapters.slack.render import NOTE, measure, render, shares
from bot.cards.card import Button, Card, Emphasis, Field, Table, Tone
from bot.cards.picture import Picture
from bot.cards.whole import Rest, rest_words
from bot.locales.catalogue import LANGUAGES
from bot.locales.phrase import Phrase
from tests.hostile import TEXTS as HOSTILE
from tests.servers.slack.rules import check_message
from tests.unit.slack import cards

OURS = re.compile(r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]*>|<https?://[^<>|\s]+>")
"""The only markup that a message of ours may hold."""


def _body(card: Card) -> dict[str, Any]:
    message = render(card)
    return {"text": message.text, "blocks": list(message.blocks)}


def _mrkdwn(value: object) -> list[str]:
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for each in value.values() for text in _mrkdwn(each)]
        case list():
            return [text for each in value for text in _mrkdwn(each)]
        case _:
            return []


def _written(card: Card) -> str:
    return "\n".join(cards.texts_of(_body(card)["blocks"]))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("with_moment", [False, True])
def test_text_of_a_user_is_never_obeyed(hostile: str, *, with_moment: bool) -> None:
    """Pings, links, labels and formatting in a title, a paragraph, a field, a cell or a foot stay text."""
    phrase: Phrase = (hostile, cards.MOMENT) if with_moment else (hostile,)
    card = Card(
        title=hostile,
        paragraphs=(phrase,),
        fields=(Field(name="Title", value=phrase), Field(name=hostile, value=(hostile * 9,))),
        table=Table(columns=("A",), rows=((hostile,),)),
        buttons=(Button(label=hostile, action="v1:vote.cast:1:yes"),),
        footer=phrase,
    )
    body = _body(card)
    assert check_message(body) is None
    for text in (*_mrkdwn(body), body["text"]):
        assert not re.search(r"[<>]", OURS.sub("", text))
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", json.dumps(body, ensure_ascii=False).replace("\\n", ""))


def test_formatting_signs_of_a_user_are_shown_beside_an_instant() -> None:
    """Text with an instant and signs that Slack would read becomes rich text, whose parts are literal."""
    card = Card(title="M-1", paragraphs=(("“*x*” closes ", cards.MOMENT),))
    block = render(card).blocks[1]
    assert block["type"] == "rich_text"
    text, date = block["elements"][0]["elements"]
    assert text == {"type": "text", "text": "“*x*” closes "}
    assert date["timestamp"] == int(cards.DEADLINE.timestamp())


def test_instant_is_shown_in_the_zone_of_each_reader() -> None:
    """An instant is Slack's own date mark, with words where a client cannot."""
    stamp = int(cards.DEADLINE.timestamp())
    expected = f"<!date^{stamp}^{{date_short_pretty}} {{time}}|Fri 4 Dec 2026, 17:00 CET>"
    assert expected in _written(cards.refusal_card())
    assert "17:00 CET" in render(cards.refusal_card()).text


@pytest.mark.parametrize("count", [40, 193])
def test_roll_is_shown_whole_beside_a_long_text(count: int) -> None:
    """Forty states and the whole world fit, each by name, beside a text of 4,000 characters."""
    text = ("Every word of a long motion counts. " * 120)[:4000]
    card = cards.details_card(count, text=text)
    body = _body(card)
    written = re.sub(r"\s", "", _written(card))
    assert check_message(body) is None
    assert "…" not in written
    assert all(re.sub(r"\s", "", name) in written and code in written for name, code in cards.states(count))
    assert re.sub(r"\s", "", text) in written


def test_rows_that_fit_stand_on_a_line_each() -> None:
    """A table of forty is not gathered: a line a state."""
    written = _written(cards.details_card(40))
    assert f"{cards.states(1)[0][0]} · {cards.states(1)[0][1]} · yes" in written.splitlines()


def test_rows_that_cannot_fit_are_counted() -> None:
    """What has to go is said, with its number."""
    rows = tuple((f"state number {number}", f"its own words {number}") for number in range(2000))
    card = Card(title="Roll", table=Table(columns=("State", "Words"), rows=rows))
    assert check_message(_body(card)) is None
    *lines, last, note = _written(card).splitlines()
    assert last == f"… +{2000 - (len(lines) - 2)}"
    assert note == rest_words(card, Rest.NOWHERE)


@pytest.mark.parametrize("rest", Rest)
@pytest.mark.parametrize("language", LANGUAGES)
def test_folded_card_says_where_the_whole_is(rest: Rest, language: str) -> None:
    """In the reader's language, in the message and to screen readers; the words fit the room that is kept for them."""
    card = Card(title="M-1", paragraphs=(("word " * 4000,),), language=language)
    message = render(card, rest=rest)
    note = rest_words(card, rest)
    assert message.folded
    assert note in [text for block in message.blocks for text in cards.texts_of(block)]
    assert message.text.endswith(note)
    assert measure([{"type": "context", "elements": [{"type": "plain_text", "text": note}]}]) < NOTE


def test_card_that_fits_is_not_folded() -> None:
    """No file, and no word of one."""
    for card in (cards.motion_card(), cards.result_card(), cards.refusal_card(), cards.details_card(193)):
        assert not render(card).folded


@pytest.mark.parametrize("file", ["", "F1"])
def test_picture_alone_decides_nothing_on_folding(file: str) -> None:
    """Whether a card is folded is known before its picture is uploaded."""
    for length in range(12_300, 12_700, 20):
        picture = Picture(name="p", title="P", text="x" * 300, panels=())
        card = Card(title="M-1", paragraphs=(("x" * length,),), picture=picture)
        assert render(card, file=file).folded == render(card).folded


def test_words_for_screen_readers_say_that_the_message_has_more() -> None:
    """Slack wants no more than 4,000 characters of them; the message itself is whole."""
    message = render(cards.details_card(193))
    assert not message.folded
    assert message.text.endswith(rest_words(cards.details_card(1), Rest.MESSAGE))
    assert len(message.text) <= limits.FALLBACK


def test_field_with_a_long_name_and_no_value_is_shown() -> None:
    """Its name alone says something."""
    card = Card(title="M-1", fields=(Field(name="N" * 90, value=()),))
    assert "N" * 90 in _written(card)


def test_title_too_long_for_a_header_is_given_in_full_below() -> None:
    """A header takes 150 characters; the rest is not lost."""
    title = "M-12 · Sanctions · " + "measures on trade and transit " * 6
    card = Card(title=title)
    header, section = render(card).blocks
    assert header["text"]["text"].endswith("…")
    assert len(header["text"]["text"]) <= limits.HEADER
    assert section["text"]["text"].strip() == title.strip()


def test_tone_is_marked_and_the_title_says_it_too() -> None:
    """No meaning lies in a sign or a colour alone."""
    header = render(cards.result_card()).blocks[0]["text"]["text"]
    assert header == "✅ Adopted: M-12 · Measures on trade"


def test_buttons_carry_what_they_do() -> None:
    """A button is known by its id and its value, and dressed by its emphasis."""
    actions = render(cards.motion_card()).blocks[-2]["elements"]
    assert {each["action_id"] == each["value"] for each in actions} == {True}
    assert actions[0]["value"] == "v1:vote.cast:12:yes"
    assert [each.get("style") for each in actions] == ["primary", "danger", None, None]


def test_two_buttons_with_one_meaning_have_ids_of_their_own() -> None:
    """Slack refuses an id given twice; the value still says what both do."""
    twice = Button(label="Yes", action="v1:vote.cast:1:yes")
    actions = render(Card(title="M-1", buttons=(twice, twice))).blocks[-1]["elements"]
    assert [each["action_id"] for each in actions] == ["v1:vote.cast:1:yes", "v1:vote.cast:1:yes#2"]
    assert {each["value"] for each in actions} == {"v1:vote.cast:1:yes"}


def test_thirty_buttons_stand_in_two_rows() -> None:
    """A block of actions takes twenty-five."""
    buttons = tuple(Button(label=str(number), action=f"v1:motion.show:{number}") for number in range(30))
    assert [len(b["elements"]) for b in render(Card(title="x", buttons=buttons)).blocks[1:]] == [25, 5]


def test_link_is_shown_as_its_own_address() -> None:
    """A document may be clicked, and its label cannot lie."""
    texts = _mrkdwn(_body(cards.motion_card()))
    assert "*Document*\n<https://example.org/doc?a=1&amp;b=2>" in texts


def test_shares_serve_the_small_first() -> None:
    """Who wants less than an equal part gets all of it."""
    assert shares([10, 500, 700], 600) == [10, 295, 295]
    assert shares([10, 20], 600) == [10, 20]
    assert shares([10, 20], -5) == [0, 0]


TEXT = st.text(max_size=3000)
PHRASE = st.lists(st.one_of(TEXT, st.just(cards.MOMENT)), max_size=3).map(tuple)
CARDS = st.builds(
    Card,
    title=st.text(max_size=400),
    tone=st.sampled_from(Tone),
    paragraphs=st.lists(PHRASE, max_size=40).map(tuple),
    fields=st.lists(st.builds(Field, name=st.text(max_size=200), value=PHRASE), max_size=40).map(tuple),
    table=st.none()
    | st.lists(st.tuples(st.text(max_size=60), st.text(max_size=20)), max_size=193).map(
        lambda rows: Table(columns=("A", "B"), rows=tuple(rows))
    ),
    buttons=st.lists(
        st.builds(
            Button,
            label=st.text(min_size=1, max_size=90),
            action=st.text(min_size=1, max_size=100),
            emphasis=st.sampled_from(Emphasis),
        ),
        max_size=10,
    ).map(tuple),
    footer=PHRASE,
)


@settings(deadline=None)
@given(CARDS)
def test_every_card_keeps_to_every_limit(card: Card) -> None:
    """Whatever the core puts into a card, Slack takes the message."""
    body = _body(card)
    assert check_message(body) is None
    assert measure(body["blocks"]) <= limits.ALL_BLOCKS
    assert len(body["blocks"]) <= limits.MESSAGE_BLOCKS


@settings(deadline=None)
@given(PHRASE, st.integers(min_value=200, max_value=3000))
def test_pieces_lose_nothing_but_spaces(phrase: Phrase, limit: int) -> None:
    """A long text goes over several sections whole."""
    parts = escape.pieces(phrase, limit)
    assert all(escape.size_of(part) <= limit for part in parts)
    whole = "".join(escape.plain(part) for part in parts)
    assert "".join(whole.split()) == "".join(escape.plain(phrase).split())


@pytest.mark.parametrize(
    ("text", "counted"),
    [("", 0), ("été", 3), ("&", 5), ("<>", 8), ("😀", 5), ("🇪🇪", 10), ("a&b 😀 <c>", 23), ("\ud83d", 1)],
)
def test_texts_are_counted_as_slack_may_keep_them(text: str, counted: int) -> None:
    """Slack keeps ``&``, ``<`` and ``>`` escaped, and an emoji as its name: a flag is two characters, so two names."""
    assert escape.size(text) == counted
