"""``/review criteria``: what a member is held to, and what the figures and the record show of it."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.criteria import criteria_card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command
from bot.commands.standing.undertakings import undertakings_of
from bot.domain.criteria import evaluate, standing_of
from bot.domain.indices import Figures
from bot.domain.membership import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCriteria:
    """Anyone asks how a member stands by the criteria of the charter."""

    member: Member


def show_criteria(request: ShowCriteria, context: Context) -> Card:
    """Evaluate the criteria in force on the figures as they are now."""
    alliance, member = context.alliance, request.member
    figures = Figures.of(context.uow.figures.of_member(alliance.code, member.code))
    year = context.now.astimezone(alliance.time_zone).year
    undertakings = undertakings_of(context.uow, alliance, member.code, now=context.now)
    assessments = evaluate(alliance.charter.criteria, figures, year=year, undertakings=undertakings)
    return criteria_card(member, assessments, standing_of(assessments), figures, year=year, say=context.interpreter)


COMMANDS = (
    Command(
        noun="review",
        verb="criteria",
        callers=frozenset({Caller.ANYONE}),
        options=(MEMBER,),
        request=ShowCriteria,
        handler=show_criteria,
    ),
)
