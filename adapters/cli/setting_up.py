"""Setting an alliance up: ``init``, ``charter``, ``import``, ``link``, ``migrate``."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.bootstrap import the_alliance
from adapters.cli.addresses import channel_given
from adapters.cli.enrolment import enrolments
from adapters.cli.files import FileFault, RosterFile, read_credentials, read_roster
from adapters.cli.terminal import (
    CLOCK,
    SAY,
    AllianceOption,
    JsonOption,
    fail,
    fault_line,
    fault_sentence,
    guarded,
    load_settings,
    looking,
    show,
    show_json,
    told,
    working,
)
from adapters.signing import load_or_make_key
from bot.charters.faults import CharterFault, CharterFaults
from bot.charters.load import charter_warnings, parse_charter, shipped_charter, shipped_charters
from bot.commands.administration import (
    check_founding,
    enrol_members,
    found_alliance,
    give_credential,
    link_channel,
)
from bot.commands.reconstitution import apply_charter
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.calendar import last_instant
from bot.domain.charter import Charter
from bot.ports import UnitOfWork
from storage.database import open_database

charter_app = typer.Typer(help=told("cli.charter.help"), no_args_is_help=True)
import_app = typer.Typer(help=told("cli.import.help"), no_args_is_help=True)


@guarded
def init(
    charter: Annotated[str, typer.Option(metavar="NAME|FILE", help=told("cli.init.charter"))],
    name: Annotated[str, typer.Option(metavar="TEXT", help=told("cli.init.name"))],
    roster: Annotated[Path | None, typer.Option(metavar="FILE", help=told("cli.init.roster"))] = None,
    time_zone: Annotated[str, typer.Option(metavar="ZONE", help=told("cli.init.time_zone"))] = "UTC",
    language: Annotated[str, typer.Option(metavar="en|fr", help=told("cli.init.language"))] = "en",
) -> None:
    """Found an alliance; make the database where there is none yet."""
    check_founding(name=name, time_zone=time_zone, language=language)
    rules = charter_of(charter)
    states = None if roster is None else _read_roster(roster.read_bytes(), rules)
    now = CLOCK.now()
    settings = load_settings()
    signer = load_or_make_key(settings.signing_key_file)
    database = open_database(settings.database_url.get_secret_value())
    try:
        database.migrate()
        with database.transaction() as uow:
            code = found_alliance(
                uow,
                name=name,
                time_zone=time_zone,
                language=language,
                charter=rules,
                now=now,
                public_key=signer.public_key,
            )
            alliance = the_alliance(uow, code)
            enrolled = 0 if states is None else _enrol(uow, alliance, states, now)
    finally:
        database.close()
    show("cli.init.done", name=name, code=code, members=enrolled)


@guarded
def migrate() -> None:
    """Bring the database to this version's schema."""
    database = open_database(load_settings().database_url.get_secret_value())
    try:
        database.migrate()
    finally:
        database.close()
    show("cli.migrate.done")


@charter_app.command("check", help=told("cli.charter.check.help"))
@guarded
def check_charter(file: Annotated[str, typer.Argument(metavar="NAME|FILE")], json: JsonOption = False) -> None:
    """Check a charter whole and tell all faults at once."""
    text = charter_text(file)
    faults: tuple[CharterFault, ...] = ()
    warnings: tuple[CharterFault, ...] = ()
    try:
        warnings = charter_warnings(text)
    except CharterFaults as found:
        faults = found.faults
    if json:
        show_json({"file": file, "faults": _rows(faults), "warnings": _rows(warnings)})
    else:
        for fault in (*faults, *warnings):
            typer.echo(fault_line(fault))
        if not faults:
            show("cli.charter.sound", file=file)
    if faults:
        raise typer.Exit(1)


@charter_app.command("apply", help=told("cli.charter.apply.help"))
@guarded
def bring_charter_into_force(
    file: Annotated[str, typer.Argument(metavar="NAME|FILE")], alliance: AllianceOption = None
) -> None:
    """Bring a charter into force; votes that run go on under the rules that were frozen for them."""
    charter = charter_of(file)
    with working(alliance) as (uow, found):
        apply_charter(uow, found, charter, now=CLOCK.now())
        name = found.name
    show("cli.charter.apply.done", name=name, charter=charter.title.en)


@charter_app.command("show", help=told("cli.charter.show.help"))
@guarded
def show_charter(alliance: AllianceOption = None) -> None:
    """Print the charter in force, word for word."""
    with looking(alliance) as (_, found):
        typer.echo(found.charter.text)


@import_app.command("roster", help=told("cli.import.roster.help"))
@guarded
def import_roster(file: Path, alliance: AllianceOption = None) -> None:
    """Enter the states of a file on the roster; the whole file or nothing."""
    data = file.read_bytes()
    with looking(alliance) as (_, found):
        read = _read_roster(data, found.charter)
    with working(alliance) as (uow, found):
        enrolled = _enrol(uow, found, read, CLOCK.now())
    show("cli.import.roster.done", members=enrolled)


@import_app.command("credentials", help=told("cli.import.credentials.help"))
@guarded
def import_credentials(file: Path, alliance: AllianceOption = None) -> None:
    """Give the credentials of a file; the whole file or nothing."""
    read = read_credentials(file.read_bytes())
    now = CLOCK.now()
    with working(alliance) as (uow, found):
        for row in read.rows:
            give_credential(
                uow,
                found.code,
                account=row.account,
                role=row.role,
                member=row.member,
                until=None if row.until is None else last_instant(row.until, found.time_zone),
                now=now,
                nationality=row.nationality,
            )
    _notices(read.notices)
    show("cli.import.credentials.done", credentials=len(read.rows))


@guarded
def link(
    channel: str,
    purpose: Annotated[Purpose, typer.Option(help=told("cli.link.purpose"))],
    alliance: AllianceOption = None,
) -> None:
    """Bind a channel to an alliance for a purpose."""
    with working(alliance) as (uow, found):
        link_channel(uow, found.code, channel=channel_given(channel), purpose=purpose, now=CLOCK.now())
    show("cli.link.done", channel=channel, purpose=purpose.value)


def charter_text(name: str) -> str:
    """Give the text of a charter that ships, or of a file."""
    if name in shipped_charters():
        return shipped_charter(name)
    path = Path(name)
    if not path.exists():
        fail(SAY.words("cli.charter.unknown", value=name, accepted=shipped_charters()))
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(SAY.words("cli.charter.encoding", path=name))


def charter_of(name: str) -> Charter:
    """Give a charter that ships, or of a file; raise CharterFaults with every fault."""
    return parse_charter(charter_text(name))


def _read_roster(data: bytes, charter: Charter) -> RosterFile:
    read = read_roster(data, charter)
    _notices(read.notices)
    return read


def _enrol(uow: UnitOfWork, alliance: Alliance, read: RosterFile, now: datetime) -> int:
    enrolled = tuple(enrolments(read, alliance.time_zone, now))
    return enrol_members(uow, alliance.code, enrolled, now=now)


def _notices(notices: tuple[FileFault, ...]) -> None:
    for notice in notices:
        typer.echo(fault_line(notice), err=True)


def _rows(faults: tuple[CharterFault, ...]) -> list[dict[str, int | str]]:
    return [{"line": fault.line, "where": fault.where, "sentence": fault_sentence(fault)} for fault in faults]
