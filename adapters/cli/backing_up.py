"""Copies of the record: ``backup``, ``restore``."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.bootstrap import opened_database
from adapters.cli.terminal import CLOCK, guarded, load_settings, show, told
from bot.commands.restoring import carry_on
from storage.backups.making import Copied, back_up
from storage.backups.restoring import check_backup
from storage.backups.restoring import restore as read_back
from storage.database import open_database


@guarded
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help=told("cli.backup.file"))]) -> None:
    """Copy the whole record into a new file, beside a running bot."""
    with opened_database(load_settings()) as database:
        copied = back_up(database, file, now=CLOCK.now())
    _tell(copied)
    show("cli.backup.done", path=str(file))


@guarded
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=told("cli.restore.file"))],
    check: Annotated[bool, typer.Option("--check", help=told("cli.restore.check"))] = False,
) -> None:
    """Read a backup into an empty database; with ``--check``, only prove that it could be read."""
    if check:
        found = check_backup(file)
        _tell(found)
        show("cli.restore.checked", path=str(file), copied_at=found.copied_at)
        return
    now = CLOCK.now()
    database = open_database(load_settings().database_url.get_secret_value())
    try:
        restored = read_back(database, file, lambda uow, copied_at: carry_on(uow, copied_at=copied_at, now=now))
    finally:
        database.close()
    _tell(restored)
    show("cli.restore.done", copied_at=restored.copied_at)


def _tell(copied: Copied) -> None:
    """Tell of each alliance how long its journal is; all of it has been proven."""
    for code, entries in copied.entries.items():
        show("cli.verify.whole", alliance=code, entries=entries)
