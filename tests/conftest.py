"""Databases for every suite: a new one for each test, on both engines."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests.chance import settled
from tests.servers.postgres import Postgres, running_postgres

os.environ["COLUMNS"] = "100"
"""The console breaks its lines at the width of the terminal, on which no test may depend."""


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """The server of this test run, and the name of a migrated database to copy."""

    server: Postgres
    template: str


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start one server for the process, with a migrated database as a template."""
    with running_postgres() as server:
        template = server.create_database()
        database = open_database(server.url(template))
        database.migrate()
        database.close()
        yield PostgresServer(server=server, template=template)


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Give the URL of a new migrated database."""
    name = postgres.server.create_database(postgres.template)
    yield postgres.server.url(name)
    postgres.server.drop_database(name)


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Give the URL of a new database without a schema."""
    name = postgres.server.create_database()
    yield postgres.server.url(name)
    postgres.server.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'plenary.db'}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an SQLite file with the schema of this version, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "plenary.db"
    database = open_database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_url: str, migrated_file: Path) -> Iterator[Database]:
    """Give a migrated SQLite database."""
    shutil.copy(migrated_file, sqlite_url.removeprefix("sqlite:///"))
    database = open_database(sqlite_url, chance=settled())
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """Give a migrated PostgreSQL database."""
    database = open_database(postgres_url, chance=settled())
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give a migrated database on each engine in turn."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    given = request.getfixturevalue(name)
    assert isinstance(given, Database)
    return given
