"""Who presides over a body at an instant, from its charter, its elections and the roster."""

from collections.abc import Iterable
from datetime import datetime

from bot.cards.presidency import Presided
from bot.domain.alliance import Alliance
from bot.domain.chairing import Office, presiding, rotating_chair, rotating_vice
from bot.domain.charter import Body, ChairBy, Chairing
from bot.domain.ids import BodyName, MemberCode
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.rulings import can_preside
from bot.ports import UnitOfWork


def every_presidency(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> tuple[Presided, ...]:
    """Give every body of the charter with its officers and who of them can preside."""
    roster = uow.roster.on(alliance.code, now)
    return tuple(
        _presided(uow, alliance, body, roster, concerned=None, now=now) for body in alliance.charter.bodies.values()
    )


def presiding_member(
    uow: UnitOfWork, alliance: Alliance, body: BodyName, *, concerned: MemberCode | None, now: datetime
) -> MemberCode | None:
    """Give the member that presides where a motion concerns ``concerned``; None where nobody can."""
    of, roster = alliance.charter.bodies[body], uow.roster.on(alliance.code, now)
    return _presided(uow, alliance, of, roster, concerned=concerned, now=now).presiding


def _presided(
    uow: UnitOfWork,
    alliance: Alliance,
    body: Body,
    roster: Iterable[Member],
    *,
    concerned: MemberCode | None,
    now: datetime,
) -> Presided:
    able = [member for member in roster if can_preside(alliance.charter, body, member)]
    chair, vice = _officers(uow, alliance, body, able, now=now)
    presides = presiding(chair, vice, concerned=concerned, able={member.code for member in able})
    return Presided(body=body, chair=chair, vice=vice, presiding=presides)


def _officers(
    uow: UnitOfWork, alliance: Alliance, body: Body, able: Iterable[Member], *, now: datetime
) -> tuple[MemberCode | None, MemberCode | None]:
    """Give the chair and the vice-chair of a body; None where an office is vacant."""
    chairing = body.chairing
    if chairing is None:
        return None, None
    match chairing.by:
        case ChairBy.FIXED:
            return chairing.chair, chairing.vice
        case ChairBy.ROTATING:
            return _in_turn(alliance, chairing, able, now=now)
        case ChairBy.ELECTED:
            latest = {term.office: term.member for term in uow.presidency.terms(alliance.code, body.name)}
            return latest.get(Office.CHAIR), latest.get(Office.VICE_CHAIR)


def _in_turn(
    alliance: Alliance, chairing: Chairing, able: Iterable[Member], *, now: datetime
) -> tuple[MemberCode | None, MemberCode | None]:
    if chairing.first_month is None:
        return None, None
    order = [member.code for member in sorted(able, key=lambda member: member.name)]
    today = now.astimezone(alliance.time_zone).date()
    chair = rotating_chair(order, first_month=chairing.first_month, on=today)
    return chair, rotating_vice(order, first_month=chairing.first_month, on=today)


def presiding_over(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> MemberCode | None:
    """Give the member that presides over a motion; None where nobody can.

    Who is concerned steps aside; so does, for an appeal, the chair whose ruling it is.
    """
    concerned = motion.concerned
    ruling = None if motion.course.ruling is None else uow.presidency.ruling(alliance.code, motion.course.ruling)
    if ruling is not None:
        concerned = ruling.member
    return presiding_member(uow, alliance, motion.body, concerned=concerned, now=now)
