"""Which body is meant where its seats are asked for, and all seats there are."""

from bot.commands.context import Context
from bot.commands.registry import Option, OptionType
from bot.domain.candidacy import BodyHasNoSeats
from bot.domain.charter import Body
from bot.domain.council import Seat

BODY = Option(name="body", type=OptionType.BODY)


def seated(body: Body | None, context: Context) -> Body:
    """Give the body whose seats are meant: the one named, else the first whose seats rotate, else the first with any.

    Raise BodyHasNoSeats where there is none.
    """
    bodies = context.alliance.charter.bodies.values() if body is None else (body,)
    found = [each for each in bodies if each.seats is not None]
    if not found:
        raise BodyHasNoSeats(body="" if body is None else body.name)
    return next((each for each in found if each.rotation is not None), found[0])


def every_seat(context: Context) -> tuple[Seat, ...]:
    """Give every time that a member of the alliance has held, holds or will hold a seat."""
    return context.uow.council.seats(context.alliance.code)
