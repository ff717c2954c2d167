"""``plenary export journal`` and ``import journal``: the record as one file, and back into an empty database."""

import json
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from adapters.cli.exporting import OutputOption
from adapters.cli.terminal import AllianceOption, guarded, load_settings, looking, show
from bot.domain.errors import Refusal
from bot.domain.journal import Entry, digest, verify
from storage.database import Database, open_database
from storage.decoding import UnreadableRecord, read_entry
from storage.statements import EffectMissed


@dataclass(kw_only=True, eq=False)
class JournalUnreadable(Refusal):
    """A file that is no whole journal; ``line`` is the first that is wrong."""

    line: int


@dataclass(kw_only=True, eq=False)
class JournalOnRecord(Refusal):
    """A journal brought into a database that holds one already."""


@guarded
def export_journal(output: OutputOption = None, alliance: AllianceOption = None) -> None:
    """Write the journal, one entry a line, as docs/record describes it."""
    with looking(alliance) as (uow, found):
        lines = (f"{entry.body}\n".encode() for entry in uow.journal.entries(found.code))
        if output is None:
            for line in lines:
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            return
        with output.open("wb") as file:
            file.writelines(lines)
        entries = uow.journal.head(found.code).seq
    show("cli.export.journal.done", entries=entries, path=str(output))


@guarded
def import_journal(file: Path) -> None:
    """Bring an exported journal into an empty database; the whole file or nothing."""
    entries = _entries(file.read_bytes())
    with closing(open_database(load_settings().database_url.get_secret_value())) as database:
        database.migrate()
        _bring_in(database, entries)
    show("cli.import.journal.done", entries=len(entries), alliance=entries[0].alliance)


def _entries(data: bytes) -> list[Entry]:
    """Read a file as the entries of one whole chain; raise JournalUnreadable at the first that does not fit."""
    *lines, rest = data.split(b"\n")
    if rest or not lines:
        raise JournalUnreadable(line=len(lines) + 1)
    entries = [_entry(number, line) for number, line in enumerate(lines, 1)]
    head = entries[-1]
    fault = verify(entries, alliance=entries[0].alliance, head_seq=len(lines), head_hash=head.hash)
    if fault is not None:
        raise JournalUnreadable(line=fault.seq)
    return entries


def _entry(number: int, line: bytes) -> Entry:
    try:
        body = line.decode()
        alliance, previous = read_entry(body).alliance, str(json.loads(body)["previous"])
    except (UnicodeDecodeError, UnreadableRecord, KeyError) as fault:
        raise JournalUnreadable(line=number) from fault
    return Entry(alliance=alliance, seq=number, previous=previous, body=body, hash=digest(body))


def _bring_in(database: Database, entries: list[Entry]) -> None:
    with database.transaction() as uow:
        if uow.journal.alliances():
            raise JournalOnRecord
        for entry in entries:
            try:
                uow.bring_in(entry)
            except EffectMissed as misfit:
                raise JournalUnreadable(line=entry.seq) from misfit
