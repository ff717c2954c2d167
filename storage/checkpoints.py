"""The checkpoints of the record and the keys that check them, read from the tables."""

from sqlalchemy import Connection, bindparam, select

from bot.domain.checkpoints import Checkpoint
from bot.domain.ids import AllianceCode
from storage.columns import HIGHEST
from storage.rows import CheckpointRow, SigningKeyRow, table
from storage.statements import one_row

_CHECKPOINTS, _KEYS = table(CheckpointRow), table(SigningKeyRow)
_LAST = (
    select(_CHECKPOINTS).where(_CHECKPOINTS.c.alliance == bindparam("of")).order_by(_CHECKPOINTS.c.seq.desc()).limit(1)
)
_KEY = (
    select(_KEYS)
    .where(_KEYS.c.alliance == bindparam("of"), _KEYS.c.seq <= bindparam("at"))
    .order_by(_KEYS.c.seq.desc())
    .limit(1)
)


class StoredCheckpoints:
    """The checkpoints of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, alliance: AllianceCode) -> Checkpoint | None:
        """Give the latest checkpoint; None where there is none yet."""
        row = one_row(self._connection, CheckpointRow, _LAST, of=alliance)
        if row is None:
            return None
        return Checkpoint(entry=row.seq, length=row.length, hash=row.hash, at=row.made_at, signature=row.signature)

    def public_key(self, alliance: AllianceCode, *, at: int | None = None) -> str:
        """Give the key that checks checkpoints now, or did at an entry, in hexadecimal; empty where there is none."""
        row = one_row(self._connection, SigningKeyRow, _KEY, of=alliance, at=HIGHEST if at is None else at)
        return "" if row is None else row.public_key
