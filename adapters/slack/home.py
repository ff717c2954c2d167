"""The bot's own page, the App Home: its cards one below the other, within one view.

Source: docs.slack.dev/surfaces/app-home, docs.slack.dev/reference/methods/views.publish.
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.render import Json, blocks_of, plain_text
from bot.cards.card import Card
from bot.cards.whole import left_out_words

DIVIDER: Final[Json] = {"type": "divider"}


def home_view(cards: Sequence[Card]) -> Json:
    """Give the page. Cards that it has no room for are left out from the end, and counted: the first matter most."""
    parts = [[*([DIVIDER] if number else []), *_apart(blocks_of(card), number)] for number, card in enumerate(cards)]
    ends = list(accumulate(map(len, parts)))
    kept = len(parts) if sum(map(len, parts)) <= VIEW_BLOCKS else bisect(ends, VIEW_BLOCKS - 1)  # one tells the rest
    blocks = [block for part in parts[:kept] for block in part]
    if kept < len(parts):
        said = left_out_words(len(parts) - kept, cards[0].language)
        blocks.append({"type": "context", "elements": [plain_text(said)]})
    return {"type": "home", "blocks": blocks}


def _apart(blocks: list[Json], number: int) -> list[Json]:
    """Name a card's rows of buttons: Slack tells two rows with the same buttons apart by these names alone."""
    return [
        {**block, "block_id": f"home:{number}:{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(blocks)
    ]
