"""``/member list``, ``show`` and ``roster``: who is on the roster, on any day, and why."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.activity import Activity, activity_fields
from bot.cards.card import Card
from bot.cards.members import flags_of, member_card, roster_card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.standing.dossiers import dossier_of, reviews_under_way
from bot.commands.standing.outlook import falling_members, is_falling
from bot.domain.dossier import Dossier
from bot.domain.elections import is_ranked
from bot.domain.ids import MemberCode
from bot.domain.membership import Member, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMembers:
    """Anyone asks who is on the roster now."""

    status: Status | None = None


def list_members(request: ListMembers, context: Context) -> Card:
    """List the states with their flags."""
    uow, code, say = context.uow, context.alliance.code, context.interpreter
    dossiers = {found.member: found for found in uow.standing.dossiers(code)}
    running = {each.member: each for each in reviews_under_way(uow, context.alliance, dossiers.values())}
    wanted = [each for each in context.members().values() if request.status in {None, each.status}]
    falling = falling_members(uow, context.alliance, now=context.now)
    flags = {
        each.code: flags_of(dossiers.get(each.code), running.get(each.code), say, falling=each.code in falling)
        for each in wanted
    }
    nobody = say.say("card.roster.empty" if request.status is None else "card.roster.nobody")
    return roster_card(wanted, say, title=say.words("card.roster.title"), nobody=nobody, flags=flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMember:
    """Anyone asks about one state."""

    member: Member


def show_member(request: ShowMember, context: Context) -> Card:
    """Tell a state's status and why, its rights and flags, its term, and its statuses so far and to come."""
    return card_of_member(context, request.member.code)


def card_of_member(context: Context, member: MemberCode, *, votes: bool = True) -> Card:
    """Give the card of a state as it is now, with its acts; without ``votes`` those beside its motions and ballots."""
    uow, code = context.uow, context.alliance.code
    dossier = dossier_of(uow, context.alliance, member)
    acts = _activity(context, member, dossier)
    acts = _with_votes(acts, context) if votes else acts
    return member_card(
        context.member(member),
        dossier,
        uow.standing.open_review(code, member),
        uow.roster.timeline(code, member),
        context.alliance.charter,
        context.interpreter,
        falling=is_falling(uow, context.alliance, member, now=context.now),
        activity=activity_fields(acts, context.interpreter, now=context.now),
    )


def _activity(context: Context, member: MemberCode, dossier: Dossier) -> Activity:
    """Gather what a member does to carry decisions out, and for its own standing."""
    every = context.uow.implementations.every(context.alliance.code)
    return Activity(member=member, motions=(), ballots={}, implementations=tuple(reversed(every)), dossier=dossier)


def _with_votes(activity: Activity, context: Context) -> Activity:
    """Add what a member has moved, and how it voted once the result of the motion stands."""
    uow, code, member = context.uow, context.alliance.code, activity.member
    every = {motion.number: motion for motion in uow.motions.every(code) if not motion.course.draft}
    told = {number for number, motion in every.items() if motion.result is not None and not is_ranked(motion)}
    return replace(
        activity,
        motions=tuple(motion for motion in every.values() if member == motion.mover or member in motion.sponsors),
        ballots={each.motion: each for each in uow.ballots.by_member(code, member) if each.motion in told},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRoster:
    """Anyone asks for the roster on a date, past or future."""

    on: datetime | None = None


def show_roster(request: ShowRoster, context: Context) -> Card:
    """List every state on the roster at an instant, with the reason of its status then."""
    at, say = request.on or context.now, context.interpreter
    roster = context.uow.roster.on(context.alliance.code, at)
    note = say.say("card.roster.to_come") if at > context.now else ()
    return roster_card(
        roster, say, title=say.words("card.roster.on", on=at), nobody=say.say("card.roster.empty"), note=note
    )


COMMANDS = (
    Command(
        noun="member",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="status", type=OptionType.STATUS),),
        request=ListMembers,
        handler=list_members,
    ),
    Command(
        noun="member",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(MEMBER,),
        request=ShowMember,
        handler=show_member,
    ),
    Command(
        noun="member",
        verb="roster",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="on", type=OptionType.CLOSING_MOMENT),),
        request=ShowRoster,
        handler=show_roster,
    ),
)
