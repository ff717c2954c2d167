"""``plenary minutes``: the minutes of a session, from the journal alone, as Markdown or as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.papers import LanguageOption, check_paper, language_of, write_paper
from adapters.cli.terminal import AllianceOption, guarded, looking, told
from bot.cards.minutes import minutes_document
from bot.commands.conduct.minutes import minutes_at
from bot.commands.resolving import session_number
from bot.domain.session_conduct import UnknownSession


@guarded
def minutes(
    session: Annotated[str, typer.Argument(metavar="SESSION", help=told("cli.minutes.session"))],
    language: LanguageOption = "",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help=told("cli.paper.output"))] = None,
    alliance: AllianceOption = None,
) -> None:
    """Write the minutes of a session: to the terminal, or to a file that is a PDF where its name ends so."""
    check_paper(language, output)
    number = session_number(session)
    with looking(alliance) as (uow, found):
        if uow.sessions.get(found.code, number) is None:
            raise UnknownSession(session=number)
        made = minutes_at(uow, found, number)
    write_paper(minutes_document(made, language_of(language, found)), output)
