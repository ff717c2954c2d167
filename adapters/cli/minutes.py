"""``plenary minutes``: the minutes of a session, from the journal alone, as Markdown or as PDF."""

from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.cli.terminal import SAY, AllianceOption, fail, guarded, looking, show, told
from adapters.drawing.paper import pdf
from bot.cards.document import markdown
from bot.cards.minutes import minutes_document
from bot.commands.conduct.minutes import minutes_at
from bot.commands.resolving import session_number
from bot.domain.session_conduct import UnknownSession
from bot.locales.catalogue import LANGUAGES, Interpreter

PDF: Final = ".pdf"
WRITTEN: Final = (".md", ".markdown", ".txt")
"""How the names of files end that take Markdown."""


@guarded
def minutes(
    session: Annotated[str, typer.Argument(metavar="SESSION", help=told("cli.minutes.session"))],
    language: Annotated[str, typer.Option(metavar="en|fr", help=told("cli.minutes.language"))] = "",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=told("cli.minutes.output"))] = None,
    alliance: AllianceOption = None,
) -> None:
    """Write the minutes of a session: to the terminal, or to a file that is a PDF where its name ends so."""
    if language and language not in LANGUAGES:
        fail(SAY.words("cli.minutes.no_language", value=language, accepted=LANGUAGES))
    if output is not None and output.suffix.casefold() not in {PDF, *WRITTEN}:
        fail(SAY.words("cli.minutes.no_format", path=str(output), accepted=(PDF, *WRITTEN)))
    number = session_number(session)
    with looking(alliance) as (uow, found):
        if uow.sessions.get(found.code, number) is None:
            raise UnknownSession(session=number)
        made = minutes_at(uow, found, number)
    document = minutes_document(made, Interpreter(language or SAY.language, found.time_zone))
    if output is None:
        typer.echo(markdown(document), nl=False)
        return
    output.write_bytes(pdf(document) if output.suffix.casefold() == PDF else markdown(document).encode())
    show("cli.minutes.written", path=str(output))
