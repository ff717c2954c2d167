"""Looking at a deployment: ``verify``, ``doctor``."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from adapters.bootstrap import NoAlliance, SeveralAlliances, opened_database, the_alliance
from adapters.cli.findings import Finding, fine, of_alliance, refused, wrong
from adapters.cli.installation import files_findings, runs, set_platforms, settings_findings, workspaces_findings
from adapters.cli.keys import key_findings
from adapters.cli.looking import Look
from adapters.cli.operation import alliance_findings, house_findings
from adapters.cli.terminal import (
    CLOCK,
    FAILED,
    SAY,
    AllianceOption,
    JsonOption,
    guarded,
    load_settings,
    show,
    show_json,
    told,
)
from adapters.settings import Settings
from bot.commands.proving import faults_of
from bot.domain.checkpoints import Posted, read_posted
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.ports import NotRecorded, UnitOfWork
from storage.database import Database
from storage.faults import DatabaseNotMigrated, DatabaseUnguarded
from storage.replay import tables_equal_replay

PostedOption = Annotated[
    list[str] | None, typer.Option("--posted", metavar="LENGTH:HASH", help=told("cli.verify.posted.help"))
]


@guarded
def verify(alliance: AllianceOption = None, posted: PostedOption = None, json: JsonOption = False) -> None:
    """Prove that the record is whole, fits every checkpoint, and that the tables say what it says."""
    kept = [read_posted(each) for each in posted or ()]
    with opened_database(load_settings(), even_unguarded=True) as database, database.snapshot() as uow:
        codes = uow.journal.alliances() if alliance is None else (the_alliance(uow, alliance).code,)
        if kept and len(codes) > 1:
            raise SeveralAlliances(accepted=tuple(str(code) for code in codes))
        lengths = {code: uow.journal.head(code).seq for code in codes}
        unguarded = _unguarded(database)
        faults = {code: (*unguarded, *_faults(uow, database, code, kept)) for code in codes}
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


def _faults(uow: UnitOfWork, database: Database, code: AllianceCode, posted: Sequence[Posted] = ()) -> tuple[str, ...]:
    """Tell what is wrong with an alliance's record; the tables are only compared with a chain that is whole."""
    broken = tuple(SAY.words(message, **facts) for message, facts in faults_of(uow.journal, code, posted))
    return broken or tuple(
        SAY.words(found.message_id, table=found.table, key=found.key) for found in tables_equal_replay(database, code)
    )


@guarded
def doctor(json: JsonOption = False) -> None:
    """Look at settings, database, record, platforms and deliveries, and tell what needs an operator."""
    settings = load_settings()
    findings = (*settings_findings(settings), *_database(settings))
    if json:
        show_json({"findings": [{"good": one.good, "kind": one.kind, "sentence": one.sentence} for one in findings]})
    else:
        for found in findings:
            typer.echo(f"{'✔' if found.good else '✘'} {found.sentence}")
    if not all(found.good for found in findings):
        raise typer.Exit(FAILED)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with opened_database(settings, even_unguarded=True) as database:
            yield fine("doctor.database", kind=database.dialect)
            yield from files_findings(database.path)
            with database.snapshot() as uow:
                yield from workspaces_findings(settings, uow)
                yield from _record(uow, database, settings)
    except DatabaseNotMigrated as old:
        pending = wrong("doctor.pending", found=old.found, needed=old.needed)
        yield refused(old) if old.found is None else pending
    except Refusal as refusal:
        yield refused(refusal)
    except NotRecorded as lost:
        yield wrong("cli.not_recorded", reason=lost.reason)


def _record(uow: UnitOfWork, database: Database, settings: Settings) -> Iterator[Finding]:
    codes = uow.journal.alliances()
    if not codes:
        yield wrong("NoAlliance")
    for sentence in _unguarded(database):
        yield Finding(good=False, kind="DatabaseUnguarded", sentence=sentence)
    now = CLOCK.now()
    look = Look(uow=uow, wanted=set_platforms(settings), running=runs(database, uow, now), now=now)
    sound = []
    for code in codes:
        faults = _faults(uow, database, code)
        if faults:
            yield of_alliance(code, Finding(good=False, kind="verify", sentence=faults[0]))
            continue
        sound.append(code)
        yield fine("cli.verify.whole", alliance=code, entries=uow.journal.head(code).seq)
        yield from key_findings(look, code, settings.signing_key_file)
        yield from alliance_findings(look, code)
    yield from house_findings(look, sound)
