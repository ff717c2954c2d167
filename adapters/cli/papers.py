"""Writes a document from the terminal: as Markdown there or in a file, or as PDF where the file's name ends so."""

from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.cli.terminal import SAY, fail, show, told
from adapters.drawing.paper import pdf
from bot.cards.document import Document, markdown
from bot.domain.alliance import Alliance
from bot.locales.catalogue import LANGUAGES, Interpreter

PDF: Final = ".pdf"
WRITTEN: Final = (".md", ".markdown", ".txt")
"""How the names of files end that take Markdown."""

LanguageOption = Annotated[str, typer.Option("--language", metavar="en|fr", help=told("cli.paper.language"))]


def check_paper(language: str, output: Path | None) -> None:
    """End with a sentence where there is no such language, or where a file's name ends in no form that is written."""
    if language and language not in LANGUAGES:
        fail(SAY.words("cli.paper.no_language", value=language, accepted=LANGUAGES))
    if output is not None and output.suffix.casefold() not in {PDF, *WRITTEN}:
        fail(SAY.words("cli.paper.no_format", path=str(output), accepted=(PDF, *WRITTEN)))


def language_of(language: str, alliance: Alliance) -> Interpreter:
    """Give who speaks the language named, or else the terminal's, with the times of the alliance's zone."""
    return Interpreter(language or SAY.language, alliance.time_zone)


def write_paper(document: Document, output: Path | None) -> None:
    """Write a document to a file, or to standard output."""
    if output is None:
        typer.echo(markdown(document), nl=False)
        return
    output.write_bytes(pdf(document) if output.suffix.casefold() == PDF else markdown(document).encode())
    show("cli.paper.written", path=str(output))
