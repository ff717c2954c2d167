"""The tables, one row class each. They never leave ``storage``: mapping turns rows into values of the domain.

Tables of the record: ``alliance``, ``head``, ``journal``. Projected from the journal, and rebuilt from it to
verify: ``PROJECTED``. Of the delivery, and outside the journal: ``outbox``, ``answer``.
"""

from storage.rows.delivery import AnswerRow, OutboxRow, PostState
from storage.rows.motions import BallotRow, ElectorRow, MotionRow
from storage.rows.people import (
    AccountRow,
    ChannelRow,
    CredentialRow,
    MemberRow,
    SeatRow,
    StatusRow,
    WeightRow,
)
from storage.rows.record import AllianceRow, HeadRow, JournalRow
from storage.rows.table import Row, table

__all__ = [
    "PROJECTED",
    "AccountRow",
    "AllianceRow",
    "AnswerRow",
    "BallotRow",
    "ChannelRow",
    "CredentialRow",
    "ElectorRow",
    "HeadRow",
    "JournalRow",
    "MemberRow",
    "MotionRow",
    "OutboxRow",
    "PostState",
    "Row",
    "SeatRow",
    "StatusRow",
    "WeightRow",
    "table",
]

PROJECTED: tuple[type[Row], ...] = (
    AllianceRow,
    MemberRow,
    StatusRow,
    SeatRow,
    WeightRow,
    AccountRow,
    CredentialRow,
    ChannelRow,
    MotionRow,
    ElectorRow,
    BallotRow,
)
"""The tables that are a function of the journal, parents first."""
