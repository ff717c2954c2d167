"""What can stand in the way of a backup or of a restore, as refusals for the operator."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode


@dataclass(kw_only=True, eq=False)
class BackupExists(Refusal):
    """A name for a backup that something has already."""

    path: str


@dataclass(kw_only=True, eq=False)
class BackupUnfinished(Refusal):
    """The beginning of a backup under the same name, which another process writes or has left behind."""

    path: str


@dataclass(kw_only=True, eq=False)
class BackupFailed(Refusal):
    """The backup could not be written; nothing of it is left."""

    reason: str


@dataclass(kw_only=True, eq=False)
class RecordUnsound(Refusal):
    """A record that is not whole: no backup is made of it, since nobody could restore that."""


@dataclass(kw_only=True, eq=False)
class NoBackup(Refusal):
    """A file that is no backup of this house."""

    path: str


@dataclass(kw_only=True, eq=False)
class BackupNewer(Refusal):
    """A backup made by a later version than this one knows."""

    found: str
    known: str


@dataclass(kw_only=True, eq=False)
class BackupUnreadable(Refusal):
    """A backup whose pages cannot be read, or not all of them."""

    path: str
    reason: str


@dataclass(kw_only=True, eq=False)
class BackupUnguarded(Refusal):
    """A backup without the triggers that keep its journal from being changed."""

    path: str


@dataclass(kw_only=True, eq=False)
class BackupEntryChanged(Refusal):
    """A backup whose journal is not whole."""

    path: str
    alliance: AllianceCode
    seq: int


@dataclass(kw_only=True, eq=False)
class BackupTableChanged(Refusal):
    """A backup with a table that is not what its journal makes of it."""

    path: str
    alliance: AllianceCode
    table: str
    key: str


@dataclass(kw_only=True, eq=False)
class BackupSealBroken(Refusal):
    """A backup that does not hold what was written to it."""

    path: str


@dataclass(kw_only=True, eq=False)
class RestoreFailed(Refusal):
    """The record could not be written into the database, which is as it was before."""

    reason: str


@dataclass(kw_only=True, eq=False)
class DatabaseNotEmpty(Refusal):
    """A restore into a database that holds something."""


@dataclass(kw_only=True, eq=False)
class LogLeftBehind(Refusal):
    """A write-ahead log without its database: its file was moved without what was last written to it."""

    path: str


@dataclass(kw_only=True, eq=False)
class DatabaseIsBackup(Refusal):
    """A backup in the place of a database: it is restored, never run on."""

    copied_at: datetime
