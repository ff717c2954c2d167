"""Brings a database to the schema of this version, and tells whether it has it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.backups.faults import DatabaseIsBackup
from storage.backups.file import mark_of
from storage.faults import DatabaseNewer, DatabaseNotMigrated, DatabaseUnguarded
from storage.guards import missing_guards

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x706C656E
"""Key of PostgreSQL's advisory lock: two replicas that start together migrate one after the other."""


def check_schema(connection: Connection) -> None:
    """Raise DatabaseNotMigrated, DatabaseNewer, DatabaseUnguarded or DatabaseIsBackup where it cannot be run on."""
    _refuse_backup(connection)
    script = ScriptDirectory.from_config(_config(connection))
    found, needed = _refuse_newer(connection, script), _latest(script)
    if found != needed:
        raise DatabaseNotMigrated(found=found, needed=needed)
    missing = missing_guards(connection)
    if missing:
        raise DatabaseUnguarded(missing=missing)


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Upgrade within the connection's transaction; raise DatabaseNewer, or DatabaseIsBackup for a copy.

    On SQLite the connection enforces no foreign keys, since rebuilding a table would delete its children;
    they are checked at the end.
    """
    config = _config(connection)
    _refuse_backup(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration left {len(broken)} rows without their parents")


def is_older(connection: Connection) -> bool:
    """Tell whether the schema is an earlier one than this version's; raise DatabaseNewer for a later one."""
    script = ScriptDirectory.from_config(_config(connection))
    return _refuse_newer(connection, script) != _latest(script)


def latest_revision() -> str:
    """Name the revision that this version needs."""
    return _latest(ScriptDirectory.from_config(_config()))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_backup(connection: Connection) -> None:
    """Raise DatabaseIsBackup for a copy: run on as it is, its house would know nothing of what came after it."""
    mark = mark_of(connection)
    if mark is not None:
        raise DatabaseIsBackup(copied_at=mark.copied_at)


def _refuse_newer(connection: Connection, script: ScriptDirectory) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(found=found, known=_latest(script))
    return found


def _latest(script: ScriptDirectory) -> str:
    latest = script.get_current_head()
    if latest is None:
        raise RuntimeError("this installation has no migrations")
    return latest
