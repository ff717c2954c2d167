"""``plenary export journal`` and ``import journal``: the record as one file, and back into an empty database."""

import json
import os
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.cli.exporting import OutputOption
from adapters.cli.terminal import CLOCK, SAY, AllianceOption, guarded, load_settings, looking, show
from bot.commands.export.horizon import entries_told
from bot.commands.signatures import is_signed
from bot.domain.checkpoints import breaches
from bot.domain.errors import Refusal
from bot.domain.journal import Entry, UnwritableValue, canonical, digest, verify
from bot.pages.visiting import visitor
from storage.database import Database, open_database
from storage.decoding import UnreadableRecord, read_entry
from storage.statements import EffectMissed

NAMES: Final = frozenset({"alliance", "at", "by", "event", "facts", "previous", "seq", "version"})
"""What an entry has; from version 7 on, a salt too."""


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
        entries = uow.journal.head(found.code).seq
        hidden = entries - entries_told(visitor(uow, found, (SAY.language,), CLOCK.now()))
        lines = (f"{entry.body}\n".encode() for entry in uow.journal.entries(found.code))
        if output is None:
            for line in lines:
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            return
        with open(output, "wb", opener=_for_its_owner) as file:
            file.writelines(lines)
    show("cli.export.journal.done", entries=entries, path=str(output))
    if hidden:
        show("cli.export.journal.hidden", entries=hidden)


def _for_its_owner(path: str, flags: int) -> int:
    """Open a file that its owner alone may read: a journal names accounts and holds drafts."""
    return os.open(path, flags, 0o600)


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
    acts = ((entry.seq, entry.hash, read_entry(entry.body).event) for entry in entries)
    for breach in breaches(head.alliance, acts, is_signed):
        raise JournalUnreadable(line=breach.entry)
    return entries


def _entry(number: int, line: bytes) -> Entry:
    try:
        body = line.decode()
        told = json.loads(body)
        alliance, previous = read_entry(body).alliance, str(told["previous"])
        is_written = canonical(told) == body and told.keys() in (NAMES, NAMES | {"salt"})
    except (UnicodeDecodeError, UnreadableRecord, KeyError, ValueError, RecursionError, UnwritableValue) as fault:
        raise JournalUnreadable(line=number) from fault
    if not is_written:
        raise JournalUnreadable(line=number)
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
