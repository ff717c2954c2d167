"""Bringing another charter into force: what is under way must fit it, and what it asks for begins."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.administration import TERMINAL
from bot.commands.conduct.digests import keep_digests
from bot.commands.conduct.opening import open_what_is_due
from bot.commands.conduct.yearly import keep_calendar
from bot.commands.standing.telling import tell
from bot.domain.alliance import Alliance
from bot.domain.charter import Charter
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.events import CharterApplied, TermWatched
from bot.domain.ids import BodyName, KindName, MotionNumber, SessionNumber
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE
from bot.domain.terms import term_between
from bot.ports import UnitOfWork


@dataclass(kw_only=True, eq=False)
class CharterInForce(Refusal):
    """The charter that is in force already, word for word."""


@dataclass(kw_only=True, eq=False)
class CharterLacksKind(Refusal):
    """A charter without a kind of which a motion is under way, or that decides it otherwise."""

    kind: KindName
    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class CharterLacksProposedKind(Refusal):
    """A charter without the kind that a challenge under way proposes for its motion."""

    kind: KindName
    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class CharterLacksSeats(Refusal):
    """A charter without a body on which seats are held, or with fewer seats than that."""

    body: BodyName
    held: int


@dataclass(kw_only=True, eq=False)
class CharterLacksBody(Refusal):
    """A charter without the body of which a session is ahead."""

    body: BodyName
    session: SessionNumber


def apply_charter(uow: UnitOfWork, alliance: Alliance, charter: Charter, *, now: datetime) -> None:
    """Bring a charter into force; votes that run go on under the rules that were frozen for them.

    Raise CharterInForce, CharterLacksKind, CharterLacksProposedKind, CharterLacksSeats or CharterLacksBody. Terms that
    were running without rules for their end are looked after from now on, where it has such rules.
    """
    uow.lock(alliance.code)
    if charter.text == alliance.charter.text:
        raise CharterInForce
    open_what_is_due(uow, alliance, until=now, now=now)
    _check_motions(uow, alliance, charter)
    _check_seats(uow, alliance, charter, now=now)
    _check_sessions(uow, alliance, charter)
    uow.record(alliance.code, CharterApplied(text=charter.text), at=now, by=TERMINAL)
    changed = uow.alliances.get(alliance.code)
    if changed is None:
        raise LookupError(alliance.code)
    keep_calendar(uow, changed, now=now)
    keep_digests(uow, changed, now=now)
    for dossier in uow.standing.dossiers(alliance.code):
        _watch(uow, changed, dossier, now=now)


def _check_motions(uow: UnitOfWork, alliance: Alliance, charter: Charter) -> None:
    for motion in uow.motions.every(alliance.code):
        if not motion.under_way:
            continue
        kind, before = charter.kinds.get(motion.kind), alliance.charter.kinds[motion.kind]
        same = kind is not None and (kind.body, kind.procedure) == (before.body, before.procedure)
        if not same or motion.body not in charter.bodies:
            raise CharterLacksKind(kind=motion.kind, motion=motion.number)
        proposed = motion.course.proposed_kind
        if proposed is not None and proposed not in charter.kinds:
            raise CharterLacksProposedKind(kind=proposed, motion=motion.number)


def _check_sessions(uow: UnitOfWork, alliance: Alliance, charter: Charter) -> None:
    for session in uow.sessions.ahead(alliance.code):
        if session.body not in charter.bodies:
            raise CharterLacksBody(body=session.body, session=session.number)


def _check_seats(uow: UnitOfWork, alliance: Alliance, charter: Charter, *, now: datetime) -> None:
    held: dict[BodyName, int] = {}
    for member in uow.roster.on(alliance.code, now):
        for body in member.seats:
            held[body] = held.get(body, 0) + 1
    for name, count in held.items():
        there = charter.bodies.get(name)
        if there is None or there.seats is None or there.seats < count:
            raise CharterLacksSeats(body=name, held=count)


def _watch(uow: UnitOfWork, alliance: Alliance, dossier: Dossier, *, now: datetime) -> None:
    """Look after the end of a term from now on: remind of it, review its renewal, renew it."""
    rules, term = alliance.charter.membership, dossier.term
    if rules is None or term is None or term.watched or dossier.status not in MEMBERS_OF_THE_ALLIANCE:
        return
    zone = alliance.time_zone
    watched = term_between(
        term.starts_at.astimezone(zone).date(),
        term.ends_at.astimezone(zone).date(),
        cause=term.cause,
        rules=rules,
        zone=zone,
        now=now,
    )
    event = TermWatched(
        member=dossier.member, ends_at=term.ends_at, reminders=watched.reminders, review_at=watched.review_at
    )
    tell(uow, alliance, dossier.member, event, now=now, by=TERMINAL)
