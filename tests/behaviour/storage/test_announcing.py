"""Several bots on one database hear of each other's commits, and do not wake themselves twice."""

import threading

from bot.cards.card import Card
from storage.database import Database, open_database
from tests.behaviour.storage.scene import NOW

PATIENCE = 20.0


def keep(database: Database, key: str) -> None:
    """Commit something."""
    with database.transaction() as uow:
        uow.answers.keep(key, Card(title="Recorded"), NOW)


def test_commit_of_another_bot_wakes_this_one(postgres_url: str) -> None:
    """What the other wrote may be this one's to post; what it wrote itself it knows."""
    heard = threading.Semaphore(0)
    here, there = open_database(postgres_url), open_database(postgres_url)
    with here.heard(heard.release):
        assert heard.acquire(timeout=PATIENCE)
        keep(here, "own")
        keep(there, "another")
        assert heard.acquire(timeout=PATIENCE)
    assert not heard.acquire(blocking=False)
    here.close()
    there.close()


def test_transaction_that_wrote_nothing_wakes_nobody(postgres_url: str) -> None:
    """Looking is no news."""
    heard = threading.Semaphore(0)
    here, there = open_database(postgres_url), open_database(postgres_url)
    with here.heard(heard.release):
        assert heard.acquire(timeout=PATIENCE)
        with there.transaction() as uow:
            uow.outbox.waiting()
        keep(there, "another")
        assert heard.acquire(timeout=PATIENCE)
    assert not heard.acquire(blocking=False)
    here.close()
    there.close()


def test_alone_on_a_file_nobody_is_heard(sqlite_database: Database) -> None:
    """An SQLite file has one bot."""
    heard = threading.Semaphore(0)
    with sqlite_database.heard(heard.release):
        keep(sqlite_database, "own")
    assert not heard.acquire(blocking=False)
