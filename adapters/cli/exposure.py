"""Files that hold what is confidential and that other users of the machine could read."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from adapters.settings import ENV_FILE

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
BESIDE: Final = ("", "-wal", "-shm", "-journal", ".lock")
"""What an SQLite database consists of: SQLite gives the files beside it the rights that it has itself."""


def confidential(database: Path | None) -> tuple[Path, ...]:
    """Give the files to look at: the settings in this folder, and an SQLite database whole."""
    beside = () if database is None else tuple(database.with_name(database.name + end) for end in BESIDE)
    return (Path(ENV_FILE), *beside)


def exposed(files: Iterable[Path]) -> Iterator[Path]:
    """Give those of the files that exist and that others than their owner have any right to."""
    for file in files:
        try:
            mode = file.stat().st_mode
        except OSError:
            continue
        if mode & OTHERS:
            yield file
