"""``/review object``: the other members have the return of a suspended one put to the vote."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.members import called_card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command
from bot.commands.standing.dossiers import dossier_of, rules_of_membership
from bot.commands.standing.findings import table_about
from bot.commands.standing.moves import lift_move
from bot.commands.standing.telling import tell
from bot.domain.events import MoveOpposed
from bot.domain.membership import Cause, Member, Status
from bot.domain.renewal import check_may_oppose, enough, in_good_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class OpposeReturn:
    """A delegation objects to the return of a suspended member that comes of itself."""

    member: Member


def oppose_return(request: OpposeReturn, context: Context) -> Card:
    """Record the objection; enough of them keep the member from returning, and the return is put to the vote."""
    rules = rules_of_membership(context.alliance, context.command.name)
    _, caller = context.delegation(context.command.name)
    uow, alliance, member = context.uow, context.alliance, request.member.code
    standing = in_good_standing(alliance.charter, context.members().values())
    check_may_oppose(dossier_of(uow, alliance, member), caller, standing)
    opposed = MoveOpposed(
        member=member, status=Status.ACTIVE, by_member=caller, account=context.account, at=context.now
    )
    tell(uow, alliance, member, opposed, now=context.now, by=context.account.text)
    coming, motion = dossier_of(uow, alliance, member).coming_move(Status.ACTIVE), None
    if coming is None:
        raise LookupError(member)
    if enough(coming.objectors, standing, rules.objectors):
        about = table_about(uow, alliance, rules.reinstatement, member, review=coming.review, now=context.now)
        motion = about.number
        lift_move(uow, alliance, member, coming, cause=Cause.MOTION, motion=motion, now=context.now)
    return called_card(request.member, coming.objectors, standing, rules.objectors, motion, context.interpreter)


COMMANDS = (
    Command(
        noun="review",
        verb="object",
        callers=frozenset({Caller.DELEGATION}),
        options=(MEMBER,),
        request=OpposeReturn,
        handler=oppose_return,
        writes=True,
        public=True,
    ),
)
