"""The bot's own page, the App Home: its cards one below the other, within one view.

Source: docs.slack.dev/surfaces/app-home, docs.slack.dev/reference/methods/views.publish.
"""

from collections.abc import Sequence
from typing import Final

from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.render import Json, blocks_of
from bot.cards.card import Card

DIVIDER: Final[Json] = {"type": "divider"}


def home_view(cards: Sequence[Card]) -> Json:
    """Give the page. Cards that it has no room for are left out from the end: the first ones matter most."""
    blocks: list[Json] = []
    for number, card in enumerate(cards):
        more = [*([DIVIDER] if blocks else []), *_apart(blocks_of(card), number)]
        if len(blocks) + len(more) > VIEW_BLOCKS:
            break
        blocks += more
    return {"type": "home", "blocks": blocks}


def _apart(blocks: list[Json], number: int) -> list[Json]:
    """Name a card's rows of buttons: Slack tells two rows with the same buttons apart by these names alone."""
    return [
        {**block, "block_id": f"home:{number}:{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(blocks)
    ]
