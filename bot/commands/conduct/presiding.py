"""Who presides over a body at an instant, from its charter, its elections and the roster."""

from datetime import datetime

from bot.domain.alliance import Alliance
from bot.domain.chairing import Office, presiding, rotating_chair, rotating_vice
from bot.domain.charter import Body, ChairBy
from bot.domain.electorate import belongs_to
from bot.domain.ids import BodyName, MemberCode
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion
from bot.ports import UnitOfWork


def officers_of(
    uow: UnitOfWork, alliance: Alliance, body: BodyName, *, now: datetime
) -> tuple[MemberCode | None, MemberCode | None]:
    """Give the chair and the vice-chair of a body; None where an office is vacant."""
    chairing = alliance.charter.bodies[body].chairing
    if chairing is None:
        return None, None
    match chairing.by:
        case ChairBy.FIXED:
            return chairing.chair, chairing.vice
        case ChairBy.ROTATING:
            return _in_turn(uow, alliance, body, now=now)
        case ChairBy.ELECTED:
            latest = {term.office: term.member for term in uow.presidency.terms(alliance.code, body)}
            return latest.get(Office.CHAIR), latest.get(Office.VICE_CHAIR)


def _in_turn(
    uow: UnitOfWork, alliance: Alliance, body: BodyName, *, now: datetime
) -> tuple[MemberCode | None, MemberCode | None]:
    chairing = alliance.charter.bodies[body].chairing
    if chairing is None or chairing.first_month is None:
        return None, None
    order = [member.code for member in sorted(_able(uow, alliance, body, now=now), key=lambda member: member.name)]
    today = now.astimezone(alliance.time_zone).date()
    chair = rotating_chair(order, first_month=chairing.first_month, on=today)
    return chair, rotating_vice(order, first_month=chairing.first_month, on=today)


def every_presidency(
    uow: UnitOfWork, alliance: Alliance, *, now: datetime
) -> tuple[tuple[Body, MemberCode | None, MemberCode | None], ...]:
    """Give every body of the charter with its chair and its vice-chair; None where an office is vacant."""
    return tuple((body, *officers_of(uow, alliance, body.name, now=now)) for body in alliance.charter.bodies.values())


def presiding_member(
    uow: UnitOfWork, alliance: Alliance, body: BodyName, *, concerned: MemberCode | None, now: datetime
) -> MemberCode | None:
    """Give the member that presides where a motion concerns ``concerned``; None where nobody can."""
    chair, vice = officers_of(uow, alliance, body, now=now)
    able = {member.code for member in _able(uow, alliance, body, now=now)}
    return presiding(chair, vice, concerned=concerned, able=able)


def presiding_over(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> MemberCode | None:
    """Give the member that presides over a motion; None where nobody can.

    Who is concerned steps aside; so does, for an appeal, the chair whose ruling it is.
    """
    concerned = motion.concerned
    if motion.course.ruling is not None:
        rulings = uow.presidency.rulings(alliance.code)
        concerned = next((each.member for each in rulings if each.number == motion.course.ruling), concerned)
    return presiding_member(uow, alliance, motion.body, concerned=concerned, now=now)


def _able(uow: UnitOfWork, alliance: Alliance, body: BodyName, *, now: datetime) -> list[Member]:
    """Give the members of a body that may vote, and so preside."""
    charter = alliance.charter
    return [
        member
        for member in uow.roster.on(alliance.code, now)
        if belongs_to(charter.bodies[body], member) and charter.grants(member.status, Right.VOTE)
    ]
