"""``plenary pages``, and the settings of the web record, as an operator meets them."""

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.settings import Settings
from adapters.web.record.access import RecordSecretMissing, access_of
from storage.database import Database
from tests.behaviour.world import found

SECRET = "thirty-two characters or more of it"


@pytest.fixture
def ask(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Give the environment of an operator whose database holds the alliance of the suite."""
    found(sqlite_database)
    monkeypatch.setenv("PLENARY_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("PLENARY_PUBLIC_URL", "https://plenary.example.org/")
    return monkeypatch


def pages() -> Result:
    """Ask for the addresses."""
    return CliRunner().invoke(app, ["pages"])


def test_address_of_each_record_is_printed(ask: pytest.MonkeyPatch) -> None:
    """Public: as it is. By link: with the secret of the alliance, which another secret of the operator changes."""
    ask.setenv("PLENARY_WEB_RECORD", "public")
    assert "https://plenary.example.org/record/test-alliance/\n" in pages().output
    ask.setenv("PLENARY_WEB_RECORD", "link")
    printed = []
    for secret in (SECRET, SECRET[::-1]):
        ask.setenv("PLENARY_WEB_RECORD_SECRET", secret)
        done = pages()
        assert done.exit_code == 0, done.output
        printed.append(done.output.strip().rpartition("/~")[2])
        assert secret not in done.output
    assert [len(each) for each in printed] == [25, 25]
    assert printed[0] != printed[1]


def test_record_that_is_not_served_has_no_address(ask: pytest.MonkeyPatch) -> None:
    """It is off unless an operator serves it, and by link it takes a secret that is long enough."""
    done = pages()
    assert done.exit_code == 1
    assert "Set PLENARY_WEB_RECORD" in " ".join(done.output.split())
    ask.setenv("PLENARY_WEB_RECORD", "link")
    assert "PLENARY_WEB_RECORD_SECRET" in pages().output
    ask.setenv("PLENARY_WEB_RECORD_SECRET", "short")
    done = pages()
    assert done.exit_code == 1
    assert "PLENARY_WEB_RECORD_SECRET" in done.output
    assert "short" not in done.output.replace("shorter", "")


def test_bot_does_not_start_with_links_that_cannot_be_made() -> None:
    """It says what to set; a record that is off needs nothing."""
    assert access_of(Settings(_env_file=None)) is None
    with pytest.raises(RecordSecretMissing):
        access_of(Settings(_env_file=None, web_record="link"))
