"""``/council show, nominate``: who holds the seats on a date, and who stands for them."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.cards.card import Card
from bot.cards.council import Chamber, chamber_card, nominated_card
from bot.commands.conduct.elections import nominations_standing
from bot.commands.conduct.yearly import keep_calendar, owe_channels_of
from bot.commands.context import Context
from bot.commands.council.bodies import BODY, every_seat, seated
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.domain.calendar import next_rotation
from bot.domain.candidacy import (
    NominatedAlready,
    NominatesOthers,
    NomineeMissing,
    check_elected,
    check_may_stand,
    may,
)
from bot.domain.charter import Body
from bot.domain.council import held_at, vacant_at
from bot.domain.credentials import Role
from bot.domain.events import CandidateNominated
from bot.domain.ids import MemberCode
from bot.domain.membership import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCouncil:
    """Anyone asks who holds the seats of a body, now or on a date."""

    on: datetime | None = None
    body: Body | None = None


def show_council(request: ShowCouncil, context: Context) -> Card:
    """Tell the seats of the body on that date: holder, how it is held, until when; those in abeyance and vacant."""
    body, at = seated(request.body, context), request.on or context.now
    seats = context.uow.council.seats(context.alliance.code)
    roster = context.uow.roster.on(context.alliance.code, at)
    chamber = Chamber(
        body=body,
        at=at,
        seats=held_at(seats, body.name, at),
        members={member.code: member for member in roster},
        standing=tuple(each.member for each in nominations_standing(context.uow, context.alliance, body.name)),
        rotation=next_rotation(body, after=at, zone=context.alliance.time_zone),
    )
    return chamber_card(chamber, context.alliance.charter, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class NominateCandidate:
    """A delegation nominates its own state, or the secretariat records a nomination."""

    member: Member | None = None
    body: Body | None = None


def nominate_candidate(request: NominateCandidate, context: Context) -> Card:
    """Put a member on the list of those who stand; raise where it could be elected to no seat that is coming up."""
    body, by_member = seated(request.body, context), None
    check_elected(body)
    if context.credential is not None and context.credential.role is not Role.SECRETARIAT:
        _, by_member = context.delegation(context.command.name)
    member = _nominee(request.member, by_member, context)
    keep_calendar(context.uow, context.alliance, now=context.now)
    if any(each.member == member.code for each in nominations_standing(context.uow, context.alliance, body.name)):
        raise NominatedAlready(member=member.code, body=body.name)
    _check_could_be_elected(body, member, context)
    event = CandidateNominated(
        body=body.name, member=member.code, by_member=by_member, account=context.account, at=context.now
    )
    owe_channels_of(context.uow, context.alliance, body.name, context.record(event), now=context.now)
    return nominated_card(body, member, context.interpreter)


def _nominee(named: Member | None, own: MemberCode | None, context: Context) -> Member:
    """Give who is nominated: a delegation's own state, or whom the secretariat names."""
    if own is None:
        if named is None:
            raise NomineeMissing
        return named
    if named is not None and named.code != own:
        raise NominatesOthers(member=own)
    return context.member(own)


def _check_could_be_elected(body: Body, member: Member, context: Context) -> None:
    """Let a member stand that could be elected to a seat vacant now or from the coming rotation, or raise why not."""
    alliance, seats = context.alliance, every_seat(context)
    rotation = next_rotation(body, after=context.now, zone=alliance.time_zone)
    check = partial(check_may_stand, alliance.charter, body, member, seats, zone=alliance.time_zone)
    if vacant_at(seats, body, context.now) and may(partial(check, since=context.now)):
        return
    check(since=context.now if rotation is None else rotation)


COMMANDS = (
    Command(
        noun="council",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="on", type=OptionType.MOMENT), BODY),
        request=ShowCouncil,
        handler=show_council,
    ),
    Command(
        noun="council",
        verb="nominate",
        callers=frozenset({Caller.DELEGATION, Caller.SECRETARIAT}),
        options=(Option(name="member", type=OptionType.MEMBER), BODY),
        request=NominateCandidate,
        handler=nominate_candidate,
        writes=True,
        public=True,
    ),
)
