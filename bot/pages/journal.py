"""The journal as the record publishes it: its entries as they are, up to the first ballot that is kept back."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.commands.context import Context
from bot.commands.export.horizon import entries_told
from bot.domain.checkpoints import Checkpoint

PIECE: Final = 500
"""Entries that are read in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """What whoever checks the record starts from: its length, its last hash, the key, the latest checkpoint.

    ``told`` is how many entries may be told now; the last hash is that of the last one of these.
    """

    entries: int
    told: int
    hash: str
    key: str
    checkpoint: Checkpoint | None


def checking_page(context: Context) -> Checking:
    """Gather what a reader holds the journal against."""
    uow, code = context.uow, context.alliance.code
    entries, told = uow.journal.head(code).seq, entries_told(context)
    return Checking(
        entries=entries,
        told=told,
        hash=uow.journal.hashes(code, [told]).get(told, ""),
        key=uow.checkpoints.public_key(code),
        checkpoint=uow.checkpoints.last(code),
    )


def lines_of(context: Context, *, after: int, until: int) -> tuple[int, bytes]:
    """Give the next lines of the journal behind an entry, and the last entry among them; ``after`` for none."""
    entries = context.uow.journal.entries(context.alliance.code, after=after)
    found = [entry for entry in islice(entries, PIECE) if entry.seq <= until]
    return (found[-1].seq if found else after), b"".join(f"{entry.body}\n".encode() for entry in found)
