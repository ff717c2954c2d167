"""The tables, one row class each. They never leave ``storage``: mapping turns rows into values of the domain.

Tables of the record: ``alliance``, ``head``, ``journal``. Projected from the journal, and rebuilt from it to
verify: ``PROJECTED``. Of the delivery, and outside the journal: ``outbox``, ``answer``, ``blockage``. Of the running
house: ``liveness``, ``outage``, ``lease``, ``code_try``; and, with tokens in them and in no backup, ``installation``
and ``installation_begun``.
"""

from storage.rows.blockages import BlockageRow
from storage.rows.council import ElectionRow, NominationRow, RankingRow
from storage.rows.delegations import CodeTryRow, DelegationRow, InvitationRow, PreferenceRow
from storage.rows.delivery import AnswerRow, OutboxRow, PostState
from storage.rows.digests import DigestRefusalRow, DigestRow
from storage.rows.figures import FigureRow
from storage.rows.implementation import ImplementationRow
from storage.rows.installations import InstallationBegunRow, InstallationRow
from storage.rows.motions import BallotRow, DeadlineRow, ElectorRow, MotionRow, NoteRow, StatementRow
from storage.rows.people import (
    AccountRow,
    ChannelRow,
    CredentialRow,
    MemberRow,
    SeatRow,
    StatusRow,
    WeightRow,
)
from storage.rows.presidency import OfficeRow, RulingRow
from storage.rows.record import AllianceRow, CheckpointRow, HeadRow, JournalRow, RestorationRow, SigningKeyRow
from storage.rows.running import LeaseRow, LivenessRow, OutageRow
from storage.rows.sessions import SessionRollRow, SessionRow
from storage.rows.standing import DossierRow, ReviewRow
from storage.rows.support import SupportRequestRow
from storage.rows.table import Row, table

__all__ = [
    "PROJECTED",
    "AccountRow",
    "AllianceRow",
    "AnswerRow",
    "BallotRow",
    "BlockageRow",
    "ChannelRow",
    "CheckpointRow",
    "CodeTryRow",
    "CredentialRow",
    "DeadlineRow",
    "DelegationRow",
    "DigestRefusalRow",
    "DigestRow",
    "DossierRow",
    "ElectionRow",
    "ElectorRow",
    "FigureRow",
    "HeadRow",
    "ImplementationRow",
    "InstallationBegunRow",
    "InstallationRow",
    "InvitationRow",
    "JournalRow",
    "LeaseRow",
    "LivenessRow",
    "MemberRow",
    "MotionRow",
    "NominationRow",
    "NoteRow",
    "OfficeRow",
    "OutageRow",
    "OutboxRow",
    "PostState",
    "PreferenceRow",
    "RankingRow",
    "RestorationRow",
    "ReviewRow",
    "Row",
    "RulingRow",
    "SeatRow",
    "SessionRollRow",
    "SessionRow",
    "SigningKeyRow",
    "StatementRow",
    "StatusRow",
    "SupportRequestRow",
    "WeightRow",
    "table",
]

PROJECTED: tuple[type[Row], ...] = (
    AllianceRow,
    RestorationRow,
    SigningKeyRow,
    CheckpointRow,
    MemberRow,
    StatusRow,
    SeatRow,
    WeightRow,
    AccountRow,
    CredentialRow,
    ChannelRow,
    MotionRow,
    DeadlineRow,
    ElectorRow,
    BallotRow,
    StatementRow,
    NoteRow,
    OfficeRow,
    RulingRow,
    FigureRow,
    DossierRow,
    ReviewRow,
    InvitationRow,
    DelegationRow,
    PreferenceRow,
    NominationRow,
    ElectionRow,
    RankingRow,
    ImplementationRow,
    SessionRow,
    SessionRollRow,
    SupportRequestRow,
    DigestRow,
    DigestRefusalRow,
)
"""The tables that are a function of the journal, parents first."""
