"""The installation as ``doctor`` looks at it: settings, rights of files, room on the disk, whether a bot runs."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from adapters.cli.exposure import confidential, exposed
from adapters.cli.findings import Finding, fine, refused, wrong
from adapters.settings import Settings
from adapters.slack.checking import SlackSigningSecretMissing, check_tokens
from adapters.slack.manifest import INSTALL_PATH
from adapters.web.record.access import access_of
from bot.domain.addresses import Platform
from bot.domain.errors import Refusal
from bot.jobs.heartbeat import BEAT
from bot.ports import UnitOfWork
from storage.database import Database
from storage.lock_file import is_locked

MEGABYTE: Final = 1_000_000
LEAST_FREE: Final = 200 * MEGABYTE
"""Room for a bad day of logs and posts; a write that finds none is refused."""
BACKUPS: Final = 2
"""The database must fit this often into what is free: an upgrade on SQLite writes it anew, and so does a backup."""


READ_BY: Final = {True: "doctor.record.public", False: "doctor.record.link"}
"""How the record is told to be read, by whether everybody may."""


def set_platforms(settings: Settings) -> frozenset[Platform]:
    """Give the platforms that the settings name."""
    wanted = {Platform.SLACK: settings.wants_slack, Platform.DISCORD: settings.wants_discord}
    return frozenset(platform for platform, is_set in wanted.items() if is_set)


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set for each platform; tokens are never shown."""
    if settings.wants_slack:
        yield from _slack(settings)
    if settings.wants_discord:
        yield fine("doctor.discord")
    if not set_platforms(settings):
        yield fine("doctor.console_only")
    try:
        access = access_of(settings)
    except Refusal as lacking:
        yield refused(lacking)
    else:
        yield fine("doctor.record.off" if access is None else READ_BY[access.public])


def _slack(settings: Settings) -> Iterator[Finding]:
    """Look at Slack's settings; what they amount to is told only where none of them is wrong."""
    faults = tuple(_slack_faults(settings))
    yield from faults
    if not faults and settings.is_installed_by_workspaces:
        yield fine("doctor.slack.several", address=f"{(settings.public_url or '').rstrip('/')}{INSTALL_PATH}")
    if not faults:
        yield fine("doctor.slack.http" if settings.slack_app_token is None else "doctor.slack.socket")


def _slack_faults(settings: Settings) -> Iterator[Finding]:
    several = settings.slack_client_id is not None or settings.slack_client_secret is not None
    tokens = {} if several else {"PLENARY_SLACK_BOT_TOKEN": (settings.slack_bot_token, "xoxb-")}
    if settings.slack_app_token is not None:
        tokens["PLENARY_SLACK_APP_TOKEN"] = (settings.slack_app_token, "xapp-")
    for name, (token, beginning) in tokens.items():
        if token is None or not token.get_secret_value().startswith(beginning):
            yield wrong("doctor.slack.token", name=name, beginning=beginning)
    if several:
        yield from map(refused, check_tokens(settings))
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        yield refused(SlackSigningSecretMissing()) if settings.slack_bot_token is None else wrong("doctor.slack.half")
    elif settings.slack_app_token is None and settings.public_url is None and not several:
        yield wrong("doctor.slack.no_address")


def workspaces_findings(settings: Settings, uow: UnitOfWork) -> Iterator[Finding]:
    """Tell where Slack's app is installed, where workspaces do that themselves."""
    if settings.is_installed_by_workspaces:
        places = tuple(each.place for each in uow.installations.every())
        yield fine("doctor.slack.installed", places=places) if places else wrong("doctor.slack.nowhere")


def files_findings(database: Path | None) -> Iterator[Finding]:
    """Look at who may read the files, and at the room beside an SQLite database."""
    for file in exposed(confidential(database)):
        yield wrong("doctor.exposed", file=str(file))
    if database is not None:
        free, size = shutil.disk_usage(database.absolute().parent).free, database.stat().st_size
        if free < max(LEAST_FREE, BACKUPS * size):
            yield wrong("doctor.space", free=free // MEGABYTE, path=str(database.absolute().parent))


def runs(database: Database, uow: UnitOfWork, now: datetime) -> bool:
    """Tell whether a bot runs on the database: by its lock on a file, elsewhere by its last beat."""
    if database.path is not None:
        return is_locked(database.path.resolve())
    beats = (each.seen_at for each in uow.liveness.reach().values() if each.seen_at is not None)
    return any(abs(now - seen_at) <= 2 * BEAT for seen_at in beats)
