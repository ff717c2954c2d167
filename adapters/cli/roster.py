"""``plenary roster``: who is on the roster on any day, past or to come, and why."""

from typing import Annotated

import typer

from adapters.cli.terminal import CLOCK, SAY, AllianceOption, JsonOption, day_given, guarded, looking, show_json, told
from adapters.console.render import render
from bot.cards.members import roster_card
from bot.domain.calendar import last_instant
from bot.domain.instants import written
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter


@guarded
def roster(
    on: Annotated[str | None, typer.Option(metavar="DATE", help=told("cli.roster.on"))] = None,
    alliance: AllianceOption = None,
    json: JsonOption = False,
) -> None:
    """Print the roster at the end of a day, with the reason of each status."""
    now, day = CLOCK.now(), None if on is None else day_given("--on", on)
    with looking(alliance) as (uow, found):
        at = now if day is None else last_instant(day, found.time_zone)
        states = uow.roster.on(found.code, at)
        say = Interpreter(SAY.language, found.time_zone)
    if json:
        show_json({"at": written(at), "members": [_row(state) for state in states]})
        return
    note = say.say("card.roster.to_come") if at > now else ()
    title, nobody = say.words("card.roster.on", on=at), say.say("card.roster.empty")
    for line in render(roster_card(states, say, title=title, nobody=nobody, note=note)):
        typer.echo(line)


def _row(state: Member) -> dict[str, object]:
    return {
        "code": state.code,
        "name": state.name,
        "status": state.status.value,
        "since": written(state.since),
        "cause": state.cause.value,
        "motion": state.motion,
        "review": state.review,
        "seats": {body: tenure.value for body, tenure in state.seats.items()},
    }
