"""Whether a record is whole: its chain from the first entry to the last, and every checkpoint against it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.commands.signatures import is_signed
from bot.domain.checkpoints import BEARING, Posted, breaches
from bot.domain.ids import AllianceCode
from bot.domain.journal import Entry, verify
from bot.ports import Journal

Told = tuple[str, Mapping[str, int | datetime]]
"""A message and its facts."""


def faults_of(journal: Journal, alliance: AllianceCode, posted: Iterable[Posted] = ()) -> list[Told]:
    """Tell what is wrong with a record: the first fault of its chain, or else what its checkpoints show.

    ``posted`` are checkpoints that were kept elsewhere. The record is read once.
    """
    head, hashes = journal.head(alliance), dict[int, str]()
    entries = _noted(journal.entries(alliance), hashes)
    fault = verify(entries, alliance=alliance, head_seq=head.seq, head_hash=head.hash)
    if fault is not None:
        return [(fault.message_id, {"seq": fault.seq})]
    bearing = {act.entry: act.event for act in journal.acts_of(alliance, BEARING, after=0)}
    acts = ((entry, digest, bearing.get(entry)) for entry, digest in hashes.items())
    return [(each.message_id, each.facts) for each in breaches(alliance, acts, is_signed, posted)]


def _noted(entries: Iterable[Entry], hashes: dict[int, str]) -> Iterator[Entry]:
    """Give entries as they come, and note the hash of each."""
    for entry in entries:
        hashes[entry.seq] = entry.hash
        yield entry
