"""The pictures of pages: each holds what its page tells in words too, and is fetched by itself."""

from collections.abc import Mapping

from bot.cards.boards import board_of
from bot.cards.giving import giving_of
from bot.cards.indices import picture_of
from bot.cards.picture import Picture
from bot.cards.views import MotionView
from bot.cards.votes_over_time import votes_over_time
from bot.commands.context import Context
from bot.commands.views import view_of
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.indices import Figures
from bot.ports import Act


def pictures_of(view: MotionView, acts: tuple[Act, ...], context: Context) -> Mapping[str, Picture]:
    """Give the pictures of a motion that there are: its ``board``, its ``votes`` over time, its ``contributions``."""
    made = {name: _made(name, view, acts, context) for name in ("board", "votes", "contributions")}
    return {name: picture for name, picture in made.items() if picture is not None}


def _made(name: str, view: MotionView, acts: tuple[Act, ...], context: Context) -> Picture | None:
    say, found = context.interpreter, view.implementation
    match name:
        case "board":
            return board_of(view, say)
        case "votes":
            return votes_over_time(view, ((act.entry, act.at, act.event) for act in acts), say)
        case _:
            return None if found is None else giving_of((found,), say)


def motion_picture(context: Context, number: MotionNumber, name: str) -> Picture | None:
    """Give a picture of a motion, None where there is none; raise UnknownMotion as its page does."""
    motion = context.motion(number)
    view = view_of(context.uow, context.alliance, motion, now=context.now)
    acts = context.uow.journal.acts_on(context.alliance.code, motion) if name == "votes" else ()
    return _made(name, view, acts, context)


def member_picture(context: Context, member: MemberCode) -> Picture | None:
    """Give a member's figures on the indices that the charter looks at; None without such a member or any figure."""
    found = context.members().get(member)
    if found is None:
        return None
    alliance = context.alliance
    figures = Figures.of(context.uow.figures.of_member(alliance.code, member))
    year = context.now.astimezone(alliance.time_zone).year
    criteria = tuple(alliance.charter.criteria.values())
    return picture_of(found, criteria, figures, year=year, say=context.interpreter)
