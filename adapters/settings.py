"""Settings of the bot: environment variables, or a ``.env`` file beside it. ``.env.example`` explains each."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict


def _private_or_secure(address: str) -> str:
    """Refuse plain http and ws to any host but this one: tokens would travel in the clear.

    What is no address may be a token in the wrong place, so a refusal never repeats it. An address is told in logs and
    sentences, so it holds no password.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"https", "wss", "http", "ws"} or not parts.hostname:
        raise PydanticCustomError("cli.setting.not_an_address", "not an address")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError("cli.setting.holds_a_password", "holds a password")
    if parts.scheme in {"http", "ws"} and not _is_loopback(parts.hostname):
        raise PydanticCustomError("cli.setting.in_the_clear", "{value}", {"value": address})
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


Address = Annotated[str, AfterValidator(_private_or_secure)]


ENV_FILE: Final = ".env"
"""Read where the bot is started."""


class Settings(BaseSettings):
    """Everything that an operator may set."""

    model_config = SettingsConfigDict(
        env_prefix="PLENARY_",
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: SecretStr = SecretStr("sqlite:///plenary.db")
    """Secret, as that of a server holds a password."""
    slack_bot_token: SecretStr | None = None
    slack_client_id: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$")] | None = None
    slack_client_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Address = "https://slack.com/api/"
    discord_token: SecretStr | None = None
    discord_api_url: Address = "https://discord.com/api/v10"
    discord_gateway_url: Address = "wss://gateway.discord.gg/"
    public_url: Address | None = None
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    web_record: Literal["off", "public", "link"] = "off"
    web_record_secret: Annotated[SecretStr, Field(min_length=32)] | None = None
    """What the links of the record are made from."""
    web_journal: bool = False
    signing_key_file: Path = Path("plenary.key")
    delivery_lease: Annotated[int, Field(ge=2, le=3600)] = 90
    command_prefix: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,20}$")] = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def wants_slack(self) -> bool:
        """Whether any part of Slack is configured."""
        tokens = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        return any((*tokens, self.slack_client_id, self.slack_client_secret))

    @property
    def is_installed_by_workspaces(self) -> bool:
        """Whether workspaces install Slack's app themselves, each with a token of its own."""
        return self.slack_client_id is not None and self.slack_client_secret is not None

    @property
    def wants_discord(self) -> bool:
        """Whether Discord is configured."""
        return self.discord_token is not None


def range_of(setting: str) -> tuple[int, int] | None:
    """Give the least and the greatest number that a setting takes; None where it takes something else."""
    limits = Settings.model_fields[setting].metadata
    least = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
    most = next((limit.le for limit in limits if hasattr(limit, "le")), None)
    return (least, most) if isinstance(least, int) and isinstance(most, int) else None
