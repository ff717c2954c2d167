"""Looking at a deployment: ``verify``, ``doctor``."""

from collections.abc import Iterator
from dataclasses import dataclass

import typer

from adapters.bootstrap import NoAlliance, opened_database, the_alliance
from adapters.cli.terminal import SAY, AllianceOption, JsonOption, guarded, load_settings, show, show_json
from adapters.settings import Settings
from bot.domain.addresses import Platform
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.domain.journal import verify as verify_chain
from bot.ports import NotRecorded, UnitOfWork
from storage.database import Database
from storage.faults import DatabaseUnguarded
from storage.replay import tables_equal_replay


@guarded
def verify(alliance: AllianceOption = None, json: JsonOption = False) -> None:
    """Prove that the record is whole and that the tables say what it says."""
    with opened_database(load_settings(), even_unguarded=True) as database, database.snapshot() as uow:
        codes = uow.journal.alliances() if alliance is None else (the_alliance(uow, alliance).code,)
        lengths = {code: uow.journal.head(code).seq for code in codes}
        unguarded = _unguarded(database)
        faults = {code: (*unguarded, *_faults(uow, database, code)) for code in codes}
    if not codes:
        raise NoAlliance
    if json:
        show_json({code: {"entries": lengths[code], "faults": list(found)} for code, found in faults.items()})
    else:
        for code, found in faults.items():
            for sentence in found:
                typer.echo(f"{code}: {sentence}")
            if not found:
                show("cli.verify.whole", alliance=code, entries=lengths[code])
    if any(faults.values()):
        raise typer.Exit(1)


def _unguarded(database: Database) -> tuple[str, ...]:
    """Tell where the triggers that keep the journal from being changed are gone."""
    try:
        database.check_schema()
    except DatabaseUnguarded as refusal:
        return (SAY.words(refusal.message_id, **refusal.facts),)
    return ()


def _faults(uow: UnitOfWork, database: Database, code: AllianceCode) -> tuple[str, ...]:
    """Tell what is wrong with an alliance's record; the tables are only compared with a chain that is whole."""
    head = uow.journal.head(code)
    fault = verify_chain(uow.journal.entries(code), alliance=code, head_seq=head.seq, head_hash=head.hash)
    if fault is not None:
        return (SAY.words(fault.message_id, seq=fault.seq),)
    return tuple(
        SAY.words(found.message_id, table=found.table, key=found.key) for found in tables_equal_replay(database, code)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``good`` is False where the operator must act."""

    good: bool
    sentence: str


@guarded
def doctor(json: JsonOption = False) -> None:
    """Look at settings, database, record and deliveries, and tell what needs an operator."""
    settings = load_settings()
    findings = (*_settings(settings), *_database(settings))
    if json:
        show_json({"findings": [{"good": found.good, "sentence": found.sentence} for found in findings]})
    else:
        for found in findings:
            typer.echo(f"{'✔' if found.good else '✘'} {found.sentence}")
    if not all(found.good for found in findings):
        raise typer.Exit(1)


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.wants_slack:
        yield from _slack(settings)
    if settings.wants_discord:
        yield Finding(good=True, sentence=SAY.words("doctor.discord"))
    if not settings.wants_slack and not settings.wants_discord:
        yield Finding(good=True, sentence=SAY.words("doctor.console_only"))


def _slack(settings: Settings) -> Iterator[Finding]:
    tokens = {"PLENARY_SLACK_BOT_TOKEN": (settings.slack_bot_token, "xoxb-")}
    if settings.slack_app_token is not None:
        tokens["PLENARY_SLACK_APP_TOKEN"] = (settings.slack_app_token, "xapp-")
    for name, (token, beginning) in tokens.items():
        if token is None or not token.get_secret_value().startswith(beginning):
            yield Finding(good=False, sentence=SAY.words("doctor.slack.token", name=name, beginning=beginning))
    socket, signed = settings.slack_app_token is not None, settings.slack_signing_secret is not None
    message = "doctor.slack.socket" if socket else "doctor.slack.http" if signed else "doctor.slack.half"
    yield Finding(good=socket or signed, sentence=SAY.words(message))


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with opened_database(settings) as database, database.snapshot() as uow:
            yield Finding(good=True, sentence=SAY.words("doctor.database", kind=database.dialect))
            yield from _alliances(uow, database, settings)
            yield from _deliveries(uow)
    except Refusal as refusal:
        yield Finding(good=False, sentence=SAY.words(refusal.message_id, **refusal.facts))
    except NotRecorded as lost:
        yield Finding(good=False, sentence=SAY.words("cli.not_recorded", reason=lost.reason))


def _alliances(uow: UnitOfWork, database: Database, settings: Settings) -> Iterator[Finding]:
    codes = uow.alliances.codes()
    if not codes:
        yield Finding(good=False, sentence=SAY.words("NoAlliance"))
    for code in codes:
        faults = _faults(uow, database, code)
        whole = SAY.words("cli.verify.whole", alliance=code, entries=uow.journal.head(code).seq)
        yield Finding(good=not faults, sentence=f"{code}: {faults[0]}" if faults else whole)
        yield from _channels(uow, code, settings)


def _channels(uow: UnitOfWork, code: AllianceCode, settings: Settings) -> Iterator[Finding]:
    linked = {found.channel.platform for found in uow.channels.linked(code)}
    wanted = {Platform.SLACK: settings.wants_slack, Platform.DISCORD: settings.wants_discord}
    for platform, configured in wanted.items():
        if configured and platform not in linked:
            yield Finding(good=False, sentence=SAY.words("doctor.no_channel", alliance=code, platform=platform))
        if platform in linked and not configured:
            yield Finding(good=False, sentence=SAY.words("doctor.no_token", alliance=code, platform=platform))


def _deliveries(uow: UnitOfWork) -> Iterator[Finding]:
    yield Finding(good=True, sentence=SAY.words("doctor.waiting", count=uow.outbox.waiting()))
    for address, key, reason in uow.outbox.dead():
        yield Finding(good=False, sentence=SAY.words("doctor.dead", address=address, key=key, reason=reason))
