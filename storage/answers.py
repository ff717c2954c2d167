"""The first answer to each act, kept so that a redelivered act gets the same one and no second effect."""

import json
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.cards.card import Card
from bot.domain.journal import canonical
from bot.ports import Answered
from storage.decoding import read
from storage.rows import AnswerRow, table
from storage.writes import Writes

_ANSWERS = table(AnswerRow)
_BLANK: Final[dict[str, object]] = json.loads(canonical(Card(title="")))
_FIND = select(_ANSWERS.c.card).where(_ANSWERS.c.key == bindparam("key"))
_KEEP = insert(_ANSWERS)


class StoredAnswers:
    """The answers already given."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def find(self, key: str) -> Answered | None:
        """Give the answer already given to the act with this key."""
        card = self._connection.scalar(_FIND, {"key": key})
        return None if card is None else Answered(card=_card(card))

    def keep(self, key: str, card: Card, at: datetime) -> None:
        """Keep the answer to an act in the transaction of its effect; a key is kept once."""
        values = {"key": key, "card": canonical(card), "given_at": at}
        self._connection.execute(_KEEP, values)
        self._writes.happened()

    def prune(self, before: datetime) -> None:
        """Drop answers given before ``before``."""
        if self._connection.execute(delete(_ANSWERS).where(_ANSWERS.c.given_at < before)).rowcount:
            self._writes.happened()


def _card(text: str) -> Card:
    """Read a card that was kept; one that an earlier version kept lacks what cards have had since."""
    return read(Card, json.dumps(_BLANK | json.loads(text)))
