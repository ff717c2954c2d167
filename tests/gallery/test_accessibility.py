"""No meaning lies in a colour or a sign alone; every picture has words; every message has some for screen readers."""

import re
from typing import Any, Final

import pytest

from bot.cards.card import Card, Tone
from bot.cards.whole import whole
from bot.locales.phrase import words
from tests.gallery import cards
from tests.gallery.rendering import on_console, on_discord, on_slack, texts_of

pytestmark = pytest.mark.xdist_group("gallery")

SIGNS: Final = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\u20e3]"
)
"""Emoji, flags, arrows, ticks and crosses."""
OPPOSITES: Final = ((Tone.SUCCESS, Tone.FAILURE), (Tone.RUNNING, Tone.SUCCESS), (Tone.RUNNING, Tone.FAILURE))


def _bare(payload: dict[str, Any] | str) -> str:
    """Give what is left of a message without colours and signs."""
    text = payload if isinstance(payload, str) else "\n".join(texts_of({**payload, "text": ""}))
    return re.sub(r"[•│!]", "", SIGNS.sub("", text))


def _of_function() -> dict[str, dict[Tone, Card]]:
    """Give the named cards by the function that gave them and their tone."""
    found: dict[str, dict[Tone, Card]] = {}
    for name, card in cards.named().items():
        for tone in Tone:
            if name.endswith(f"-{tone}"):
                found.setdefault(name.removesuffix(f"-{tone}"), {})[tone] = card
    return found


@pytest.mark.parametrize("front", [on_slack, on_discord, on_console], ids=["slack", "discord", "console"])
def test_opposite_results_differ_without_colours_and_signs(front: Any) -> None:  # noqa: ANN401 - a payload or a text
    """What tells adopted from rejected, running from over, is said in the title or the first words."""
    compared = 0
    for name, tones in _of_function().items():
        for one, other in OPPOSITES:
            if one in tones and other in tones:
                compared += 1
                told = {_bare(front(tones[tone])) for tone in (one, other)}
                heads = {_bare(_head(tones[tone])) for tone in (one, other)}
                assert len(told) == len(heads) == 2, (name, one, other)
    assert compared > 5


def _head(card: Card) -> str:
    return "\n".join((card.title, *(words(each) for each in card.paragraphs)))


def test_every_result_says_in_its_title_how_it_ended() -> None:
    """Adopted, not adopted, no quorum, elected: in words, in both languages."""
    said: dict[Tone, set[str]] = {}
    for card in (card for played in cards.ordinary() for name, card in played.made if name == "results.result_card"):
        said.setdefault(card.tone, set()).add(_bare(card.title).split(":")[0].strip())
    assert said.keys() >= {Tone.SUCCESS, Tone.FAILURE}
    assert not said[Tone.SUCCESS] & said[Tone.FAILURE]
    assert all(re.search(r"[a-z]{4}", each) for titles in said.values() for each in titles)


def test_refusal_says_in_words_that_nothing_was_done() -> None:
    """Its title is one of few, and never a sign alone."""
    titles = {(card.language, card.title) for _, card in cards.every() if card.tone is Tone.REFUSAL}
    assert len(titles) >= 4
    assert all(re.search(r"[A-Za-zÀ-ÿ]{4}", title) for _, title in titles)
    assert {title for language, title in titles if language == "en"}.isdisjoint(
        card.title for _, card in cards.every() if card.tone is Tone.SUCCESS
    )


def test_item_of_an_agenda_says_in_words_where_it_stands() -> None:
    """Not by a tick and a triangle alone."""
    card = cards.named()["sessions-session-card-running"]
    told = SIGNS.sub("", whole(card))
    assert "(now)" in told
    assert "(taken up)" in told


def test_every_picture_has_its_words() -> None:
    """An alternative text on Slack, a description of the attachment on Discord, and words on the console.

    The console leaves out those that the card itself says.
    """
    pictured = [card for _, card in cards.every() if card.picture is not None]
    assert pictured
    for card in pictured:
        assert card.picture is not None
        [image] = [block for block in on_slack(card)["blocks"] if block["type"] == "image"]
        assert image["alt_text"].strip()
        assert image["alt_text"].rstrip("…")[:900] in card.picture.text
        described = [each for each in on_discord(card)["attachments"] if each["filename"].endswith(".png")]
        assert [each["description"][:900] for each in described] == [card.picture.text[:900]]
        assert card.picture.repeats or card.picture.text.split()[0] in on_console(card)


def test_every_message_on_slack_has_words_for_screen_readers() -> None:
    """The title, and what matters: what the card says first, its fields and its table, within Slack's length."""
    for name, card in cards.every():
        text = on_slack(card)["text"]
        shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert shown.startswith(card.title.strip()), name
        assert len(text) <= 4000, name
        for part in (*(words(each) for each in card.paragraphs[:1]), *(field.name for field in card.fields[:1])):
            assert part.strip()[:200] in shown, name
        if card.table is not None and not card.paragraphs and not card.fields:
            assert card.table.rows[0][0] in shown, name
