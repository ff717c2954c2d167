"""The key that signs checkpoints, at the terminal: ``key show``, ``key adopt``, and what ``doctor`` says of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import typer

from adapters.cli.findings import Finding, fine, refused, wrong
from adapters.cli.looking import Look
from adapters.cli.terminal import CLOCK, AllianceOption, guarded, load_settings, looking, show, told, working
from adapters.signing import SigningKeyMissing, load_key, load_or_make_key
from bot.commands.administration import set_signing_key
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode

LATE: Final = timedelta(days=3)
"""How old the last checkpoint of a record that grew since may be: one comes each day."""

key_app = typer.Typer(help=told("cli.key.help"), no_args_is_help=True)


@key_app.command("show", help=told("cli.key.show.help"))
@guarded
def show_key(alliance: AllianceOption = None) -> None:
    """Tell which key signs by the record, and which the file has."""
    path = load_settings().signing_key_file
    with looking(alliance) as (uow, found):
        on_record = uow.checkpoints.public_key(found.code)
    show("cli.key.on_record", key=on_record) if on_record else show("cli.key.none")
    if path.exists():
        show("cli.key.in_file", path=str(path), key=load_key(path).public_key)
    else:
        show("cli.key.no_file", path=str(path))


@key_app.command("adopt", help=told("cli.key.adopt.help"))
@guarded
def adopt_key(alliance: AllianceOption = None) -> None:
    """Have the key of the file sign from now on; it is made where there is none."""
    signer = load_or_make_key(load_settings().signing_key_file)
    with working(alliance) as (uow, found):
        is_another = set_signing_key(uow, found.code, public_key=signer.public_key, now=CLOCK.now())
    show("cli.key.adopted" if is_another else "cli.key.same", key=signer.public_key)


def key_findings(look: Look, code: AllianceCode, path: Path) -> Iterator[Finding]:
    """Tell whether checkpoints can be signed, and whether they are."""
    uow = look.uow
    on_record, last, head = uow.checkpoints.public_key(code), uow.checkpoints.last(code), uow.journal.head(code)
    if on_record:
        try:
            in_file = load_key(path).public_key if path.exists() else ""
        except Refusal as unusable:
            yield refused(unusable)
            return
        if in_file == on_record:
            yield fine("doctor.key", alliance=code)
        elif in_file:
            yield wrong("doctor.key.another", path=str(path))
        else:
            yield refused(SigningKeyMissing(path=str(path)))
    if last is not None and head.seq > last.entry and look.now - last.at > LATE:
        yield wrong("doctor.checkpoint_late", alliance=code, at=last.at)
