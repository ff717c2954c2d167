"""What the bot's own page and the views of Slack say of what they have no room for."""

from dataclasses import replace

import pytest

from adapters.slack.home import home_view
from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.render import Json, blocks_of
from bot.cards.card import Card, Field
from bot.cards.whole import Rest, left_out_words, rest_words
from bot.locales.catalogue import LANGUAGES
from tests.unit.slack.cards import texts_of

LONG = Card(title="What waits for you", paragraphs=(("No word of this may be lost. " * 800,),))
FIELDS = tuple(Field(name=f"M-{number}", value=("x" * 80,), wide=True) for number in range(20))


def _page(count: int, language: str) -> tuple[list[Json], list[Json]]:
    """Give the blocks of a page of so many cards, and those of one card."""
    cards = [Card(title=f"Card {number}", fields=FIELDS, language=language) for number in range(count)]
    return home_view(cards)["blocks"], blocks_of(cards[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_folded_card_in_a_view_names_the_commands_that_tell_the_whole(language: str) -> None:
    """No file goes with a view, so none is said to be missing."""
    card = replace(LONG, language=language)
    for blocks in (blocks_of(card), home_view([card])["blocks"]):
        assert rest_words(card, Rest.COMMAND) in list(texts_of(blocks))
    for command in ("/alliance next", "/motion show", "/member show"):
        assert command in rest_words(card, Rest.COMMAND)


def test_folded_answer_in_a_form_that_a_message_follows_says_so() -> None:
    """The same answer is told as a message, which says where its file is."""
    card = replace(LONG, language="en")
    assert list(texts_of(blocks_of(card, rest=Rest.FOLLOWS)))[-1] == rest_words(card, Rest.FOLLOWS)
    assert rest_words(card, Rest.FOLLOWS) != rest_words(card, Rest.COMMAND)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_that_a_page_has_no_room_for_are_counted(language: str) -> None:
    """In the language of the others, as the last thing on the page."""
    for count in range(1, 12):
        blocks, each = _page(count, language)
        shown = sum(block["type"] == "header" for block in blocks)
        assert len(blocks) <= VIEW_BLOCKS
        said = list(texts_of(blocks))[-1]
        assert (said == left_out_words(count - shown, language)) == (shown < count)
        assert shown == count or len(blocks) + len(each) + 1 > VIEW_BLOCKS - 1


def test_page_without_cards_left_out_says_nothing_of_them() -> None:
    blocks, each = _page(2, "en")
    assert len(blocks) == 2 * len(each) + 1
