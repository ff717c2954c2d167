"""``plenary export``: parts of the record as files that other programs read, and decisions as documents."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.papers import LanguageOption, check_paper, language_of, write_paper
from adapters.cli.terminal import CLOCK, SAY, AllianceOption, fail, guarded, looking, show, told
from bot.cards.decisions import decision_document
from bot.commands.export.exports import exported
from bot.commands.export.forms import FORMS, Export, FileForm, form_of
from bot.commands.record import decided
from bot.commands.resolving import motion_number
from bot.pages.visiting import visitor

OutputOption = Annotated[Path | None, typer.Option("--output", metavar="FILE", help=told("cli.export.output"))]
FormatOption = Annotated[str, typer.Option("--format", metavar="FORM", help=told("cli.export.format"))]


@guarded
def export_part(export: Export, form: str, output: Path | None, alliance: str | None) -> None:
    """Write one part of the record, to a file or to standard output."""
    forms = tuple(each.value for each in FORMS[export])
    if form and form not in forms:
        fail(SAY.words("cli.export.no_format", value=form, accepted=forms))
    with looking(alliance) as (uow, found):
        context = visitor(uow, found, (SAY.language,), CLOCK.now())
        text = exported(export, form_of(export, FileForm(form) if form else None), context)
    if output is None:
        typer.echo(text, nl=False)
        return
    output.write_bytes(text.encode())
    show("cli.export.done", path=str(output))


@guarded
def export_decision(
    motion: Annotated[str, typer.Argument(metavar="MOTION", help=told("cli.export.motion"))],
    language: LanguageOption = "",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=told("cli.paper.output"))] = None,
    alliance: AllianceOption = None,
) -> None:
    """Write a decision: to the terminal, or to a file that is a PDF where its name ends so."""
    check_paper(language, output)
    with looking(alliance) as (uow, found):
        context = visitor(uow, found, (SAY.language,), CLOCK.now())
        view, entry = decided(context.motion(motion_number(motion)), context)
    write_paper(decision_document(view, entry, language_of(language, found)), output)


def add_exports(app: typer.Typer) -> None:
    """Add a command for each part of the record, and one for decisions; the journal has its own."""
    for export in Export:
        if export is not Export.JOURNAL:
            _add(app, export)
    app.command("decision", help=told("cli.export.decision.help"))(export_decision)


def _add(app: typer.Typer, export: Export) -> None:
    @app.command(export.value, help=told(f"cli.export.{export.value}.help"))
    def command(form: FormatOption = "", output: OutputOption = None, alliance: AllianceOption = None) -> None:
        export_part(export, form, output, alliance)
