"""Databases with very many motions that everyone has voted on, and copies of one on the way.

One motion is voted on as people do it, and left running or closed as the clock does it. Then its rows are written again
and again under the next numbers, in bulk but in the chain: journal, motion, roll, ballots, deadlines, posts, and for
each ballot a receipt as a second delegate would have got it. Answers to ballots are kept for a day: they are written
for decided motions alone, since whoever looks at running ones comes days later.
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Table, insert, select, update

from bot.cards.card import Card
from bot.domain.journal import canonical, digest
from storage.engines import Use, locate, make_engine
from storage.rows import (
    AnswerRow,
    BallotRow,
    DeadlineRow,
    ElectorRow,
    HeadRow,
    JournalRow,
    MotionRow,
    OutboxRow,
    PostState,
    table,
)
from storage.rows.delivery import AddressKind
from tests.behaviour.world import START
from tests.benchmarks.alliance import CHARTER, STATES, SteppingClock, delegates_at, founded
from tests.servers.postgres import Postgres, running_postgres

DECIDED: timedelta = timedelta(days=15)
"""When the first motion has long been decided."""

BATCH = 50
"""Motions that are written in one transaction."""

DURABLE: Mapping[str, str] = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB", "max_wal_size": "1GB"}
"""Settings of a PostgreSQL that waits for the disk; the server of the tests does not."""

Rows = list[dict[str, object]]


class Store(Protocol):
    """Where a database grows and its copies are kept."""

    @property
    def url(self) -> str:
        """The database that grows."""
        ...

    def copy(self) -> str:
        """Copy it as it is; give the copy's URL. Nothing may be connected to it."""
        ...


class FileStore:
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "growing.db"
        self._copies = 0
        self.url = f"sqlite:///{self._file}"

    def copy(self) -> str:
        """Copy the file."""
        self._copies += 1
        copy = self._file.with_name(f"{self._copies}.db")
        shutil.copy(self._file, copy)
        return f"sqlite:///{copy}"


class ServerStore:
    """Databases on a PostgreSQL server."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._name = server.create_database()
        self.url = server.url(self._name)

    def copy(self) -> str:
        """Copy the database."""
        return self._server.url(self._server.create_database(self._name))


@contextmanager
def file_store() -> Iterator[FileStore]:
    """Give a folder for SQLite files."""
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        yield FileStore(Path(folder))


@contextmanager
def server_store() -> Iterator[ServerStore]:
    """Give a PostgreSQL server that waits for the disk."""
    with running_postgres(DURABLE) as server:
        yield ServerStore(server)


class Growth:
    """The database of a store, with one motion at first: decided, or ``running`` with half of the states' votes."""

    def __init__(self, store: Store, *, running: bool = False, charter: str = CHARTER) -> None:
        founded(store.url, charter=charter)
        asyncio.run(_first_motion(store.url, running=running))
        self._store = store
        self._motions = 1
        self._template = self._read(answered=not running)

    def to_votes(self, votes: int) -> str:
        """Write motions until at least so many votes have been cast; give the URL of a copy that holds them."""
        return self.to_motions(-(-votes // STATES))

    def to_motions(self, motions: int) -> str:
        """Write motions until there are so many; give the URL of a copy that holds them."""
        engine = make_engine(locate(self._store.url), Use.WRITE)
        missing = iter(range(self._motions + 1, motions + 1))
        while numbers := tuple(islice(missing, BATCH)):
            with engine.begin() as connection:
                for number in numbers:
                    self._template.write(connection, number)
            self._motions = numbers[-1]
        if engine.dialect.name == "postgresql":
            with engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
        engine.dispose()
        return self._store.copy()

    def _read(self, *, answered: bool) -> "_Template":
        engine = make_engine(locate(self._store.url), Use.READ)
        with engine.begin() as connection:
            template = _Template(connection, answered=answered)
        engine.dispose()
        return template


async def _first_motion(url: str, *, running: bool) -> None:
    clock = SteppingClock(START)
    delegates = delegates_at(url, clock)
    await delegates.open_motion()
    for number in range(STATES // 2 if running else STATES):
        await delegates.vote(number)
    if not running:
        clock.advance(DECIDED)
        await delegates.house.move()
    await delegates.close()


class _Template:
    """The rows of the one motion there is, to be written again."""

    def __init__(self, connection: Connection, *, answered: bool) -> None:
        told = [json.loads(str(row["body"])) for row in _rows(connection, table(JournalRow))]
        self._journal = [body for body in told if "motion" in body["facts"]]
        self._motion = _rows(connection, table(MotionRow))
        self._roll = _rows(connection, table(ElectorRow))
        self._ballots = _rows(connection, table(BallotRow))
        self._deadlines = _rows(connection, table(DeadlineRow))
        self._answered = self._ballots if answered else []
        self._posts = [_posted(row) for row in _rows(connection, table(OutboxRow)) if row["address_kind"] == "channel"]

    def write(self, connection: Connection, number: int) -> None:
        """Write the rows once more, for the motion of this number."""
        self._chain(connection, number)
        _add(connection, table(MotionRow), [row | {"number": number} for row in self._motion])
        _add(connection, table(ElectorRow), [row | {"motion": number} for row in self._roll])
        _add(connection, table(BallotRow), [row | {"motion": number} for row in self._ballots])
        _add(connection, table(DeadlineRow), [row | {"subject": str(number)} for row in self._deadlines])
        _add(connection, table(AnswerRow), [_answer(ballot, number) for ballot in self._answered])
        _add(connection, table(OutboxRow), [row | {"key": f"{row['key']}/{number}"} for row in self._posts])
        _add(connection, table(OutboxRow), [self._receipt(ballot, number) for ballot in self._ballots])

    def _chain(self, connection: Connection, number: int) -> None:
        """Write the entries of the journal behind the last one, and move the head."""
        head = connection.execute(select(table(HeadRow))).one()
        seq, previous = head.seq, head.hash
        entries: Rows = []
        for told in self._journal:
            seq += 1
            body = canonical({**told, "facts": {**told["facts"], "motion": number}, "seq": seq, "previous": previous})
            entry = {"alliance": head.alliance, "seq": seq, "previous": previous, "body": body, "hash": digest(body)}
            entries.append(entry)
            previous = digest(body)
        _add(connection, table(JournalRow), entries)
        connection.execute(update(table(HeadRow)).values(seq=seq, hash=previous))

    def _receipt(self, ballot: Mapping[str, object], number: int) -> dict[str, object]:
        of_account = {"address_kind": AddressKind.ACCOUNT, "address": f"{ballot['account']}.second"}
        return self._posts[0] | of_account | {"notice": "ReceiptNotice", "key": f"receipt:{number}"}


def _rows(connection: Connection, of: Table) -> Rows:
    return [dict(row) for row in connection.execute(select(of)).mappings()]


def _add(connection: Connection, to: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(to), [dict(row) for row in rows])


def _answer(ballot: Mapping[str, object], number: int) -> dict[str, object]:
    card = canonical(Card(title="Ballot recorded", paragraphs=(("x" * 400,),)))
    return {"key": f"{ballot['account']}/earlier:{number}", "card": card, "given_at": ballot["cast_at"]}


def _posted(row: Mapping[str, object]) -> dict[str, object]:
    shown = {"state": PostState.SHOWN, "due_at": None, "shown_revision": row["revision"], "message": "1"}
    return {name: value for name, value in {**row, **shown}.items() if name != "id"}
