"""``plenary export``: the record as sheets that other programs read."""

from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.cli.terminal import CLOCK, SAY, AllianceOption, fail, guarded, looking, show, told
from bot.commands.export.sheets import SHEETS
from bot.commands.export.writing import as_csv, as_json, as_popolo

FORMATS: Final = ("csv", "json")
POPOLO: Final = "popolo"
OutputOption = Annotated[Path | None, typer.Option("--output", metavar="FILE", help=told("cli.export.output"))]
FormatOption = Annotated[str, typer.Option("--format", metavar="csv|json", help=told("cli.export.format"))]


@guarded
def export_sheet(name: str, form: str, output: Path | None, alliance: str | None) -> None:
    """Write one sheet, to a file or to standard output."""
    if form not in FORMATS:
        fail(SAY.words("cli.export.no_format", value=form, accepted=FORMATS))
    now = CLOCK.now()
    with looking(alliance) as (uow, found):
        sheet = SHEETS[name](uow, found, now)
        text = as_csv(sheet) if form == "csv" else as_json(sheet, found)
    _write(text, output, rows=len(sheet.rows))


@guarded
def export_popolo(output: OutputOption = None, alliance: AllianceOption = None) -> None:
    """Write the votes that have a result after Popolo."""
    now = CLOCK.now()
    with looking(alliance) as (uow, found):
        calls = SHEETS["roll-calls"](uow, found, now)
        text = as_popolo(SHEETS["motions"](uow, found, now), calls, found)
    _write(text, output, rows=len({row[0] for row in calls.rows}))


def _write(text: str, output: Path | None, *, rows: int) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    output.write_bytes(text.encode())
    show("cli.export.done", rows=rows, path=str(output))


def add_sheets(app: typer.Typer) -> None:
    """Add a command for each sheet."""
    for name in SHEETS:
        _add(app, name)
    app.command(POPOLO, help=told("cli.export.popolo.help"))(export_popolo)


def _add(app: typer.Typer, name: str) -> None:
    @app.command(name, help=told(f"cli.export.{name}.help"))
    def command(form: FormatOption = "csv", output: OutputOption = None, alliance: AllianceOption = None) -> None:
        export_sheet(name, form, output, alliance)
