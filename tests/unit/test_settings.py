"""No setting that is a secret is ever shown: not by the settings, a refusal or the terminal, and not in a log."""

import json
import logging
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from adapters.cli.main import app
from adapters.settings import Settings
from storage.engines import locate
from storage.faults import DatabaseUrlMalformed, DatabaseUrlUnknown

SECRET: Final = "hunter2pw" * 4
"""Long enough for each of them."""
SERVER: Final = f"postgresql://plenary:{SECRET}@127.0.0.1:9/plenary"
OPEN: Final = frozenset(
    {
        "slack_api_url",
        "slack_client_id",
        "discord_api_url",
        "discord_gateway_url",
        "public_url",
        "web_host",
        "command_prefix",
    }
)
"""Settings of text that anyone may see; an address with a password is refused, and a client id that is no such."""
SECRETS: Final = frozenset(
    name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)
)


def test_every_setting_of_text_is_a_secret_or_known_to_be_none() -> None:
    """A new setting is secret until somebody says here that it is not; numbers and fixed words never are."""
    texts = {name for name, field in Settings.model_fields.items() if "str" in str(field.annotation)}
    assert texts - SECRETS <= OPEN
    assert {"database_url", "slack_bot_token", "discord_token"} <= SECRETS


def test_settings_never_show_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    """Written out, dumped or logged, a secret is stars."""
    given: dict[str, Any] = {name: SecretStr(SERVER if name == "database_url" else SECRET) for name in SECRETS}
    settings = Settings(_env_file=None, **given)
    logging.getLogger("plenary").warning("settings_read %s %r", settings, settings, extra={"settings": settings})
    shown = [str(settings), repr(settings), str(settings.model_dump()), settings.model_dump_json(), caplog.text]
    assert all(SECRET not in text and "**********" in text for text in shown)


@pytest.mark.parametrize("name", ["slack_api_url", "discord_api_url", "discord_gateway_url", "public_url"])
@pytest.mark.parametrize(
    "value",
    [SECRET, f"https://plenary:{SECRET}@example.org/api/", f"https://{SECRET}@example.org/", f"ftp://{SECRET}"],
)
def test_address_with_a_password_is_refused_without_repeating_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An address is told in sentences and logs; a token in the wrong setting is not."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"PLENARY_{name.upper()}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert SECRET not in str(refused.value)
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 1
    assert f"PLENARY_{name.upper()} is not usable" in told.output
    assert SECRET not in told.output


@pytest.mark.parametrize(
    "url",
    [
        SERVER,
        f"{SERVER}?connect_timeout=1",
        f"postgresql://plenary@127.0.0.1:9/plenary?password={SECRET}",
        f"postgresql://plenary:{SECRET}@127.0.0.1:port/plenary",
        f"postgresql://plenary:pass@{SECRET}@127.0.0.1:9/plenary",
        f"postgresql:/plenary:{SECRET}@127.0.0.1",
        f"mysql://plenary:{SECRET}@127.0.0.1/plenary",
        SECRET,
    ],
)
@pytest.mark.parametrize("command", [("doctor",), ("doctor", "--json"), ("migrate",), ("verify",), ("run",)])
def test_terminal_never_shows_the_password_of_the_database(
    command: tuple[str, ...], url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever is wrong with the database's address, one sentence says so without it, even with all logs on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", url)
    monkeypatch.setenv("PLENARY_LOG_LEVEL", "DEBUG")
    told = CliRunner().invoke(app, list(command))
    assert told.exit_code == 1
    assert not isinstance(told.exception, Exception)
    assert "PLENARY_DATABASE_URL" in told.output
    assert SECRET not in told.output


@pytest.mark.parametrize(
    "token", ["slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_client_secret", "discord_token"]
)
def test_doctor_never_shows_a_token(token: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A token that cannot be right is named by its setting alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    monkeypatch.setenv(f"PLENARY_{token.upper()}", SECRET)
    told = CliRunner().invoke(app, ["doctor", "--json"])
    assert told.exit_code == 1
    assert json.loads(told.output)["findings"]
    assert SECRET not in told.output


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", DatabaseUrlUnknown),
        ("sqlite://", DatabaseUrlUnknown),
        ("sqlite:///:memory:", DatabaseUrlUnknown),
        ("oracle://x", DatabaseUrlUnknown),
        (SECRET, DatabaseUrlUnknown),
        ("postgresql://a:b@host:0x10/x", DatabaseUrlMalformed),
        ("postgresql://a:b@c@host/x", DatabaseUrlMalformed),
    ],
)
def test_address_of_a_database_is_read_or_refused(url: str, refusal: type[Exception]) -> None:
    """Nothing is guessed, and what cannot be read is not repeated."""
    with pytest.raises(refusal) as refused:
        locate(url)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
