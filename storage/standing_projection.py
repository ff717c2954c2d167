"""The effect of events on what is kept of members, on their reviews, and on the roster of days to come."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.dossier import ComingMove, Dossier
from bot.domain.dossier_evolution import DossierEvent, dossier_after, enrolled
from bot.domain.events import MemberEnrolled, MemberStatusChanged, ReviewOpened
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from bot.domain.review import Review, subject_of
from bot.domain.review_evolution import ReviewEvent, opened_review, review_after
from storage.deadlines import change_deadlines
from storage.mapping import dossier_of, review_of
from storage.rows import DossierRow, MemberRow, ReviewRow, StatusRow, table
from storage.statements import EffectMissed, one_row, touch_one

_DOSSIERS, _REVIEWS, _STATUSES = table(DossierRow), table(ReviewRow), table(StatusRow)
_MEMBERS = table(MemberRow)
_DOSSIER = select(_DOSSIERS).where(
    _DOSSIERS.c.alliance == bindparam("of_alliance"), _DOSSIERS.c.member == bindparam("of_member")
)
_REVIEW = select(_REVIEWS).where(
    _REVIEWS.c.alliance == bindparam("of_alliance"), _REVIEWS.c.number == bindparam("of_review")
)

StandingOfMembers = MemberEnrolled | DossierEvent | ReviewEvent


def project_standing(connection: Connection, alliance: AllianceCode, seq: int, event: StandingOfMembers) -> None:
    """Write what an event changes; raise EffectMissed where it does not fit what is stored."""
    try:
        if isinstance(event, MemberEnrolled):
            _add_dossier(connection, alliance, enrolled(event))
            return
        if isinstance(event, ReviewEvent):
            _project_review(connection, alliance, event)
        if isinstance(event, DossierEvent):
            _project_dossier(connection, alliance, seq, event)
    except ValueError as misfit:
        raise EffectMissed(table=_DOSSIERS.name, touched=0) from misfit


def _add_dossier(connection: Connection, alliance: AllianceCode, dossier: Dossier) -> None:
    values = {"alliance": alliance, "member": dossier.member, "state": canonical(dossier)}
    connection.execute(insert(_DOSSIERS), values)
    change_deadlines(connection, alliance, dossier.member, (), dossier.deadlines())


def _project_dossier(connection: Connection, alliance: AllianceCode, seq: int, event: DossierEvent) -> None:
    found = one_row(connection, DossierRow, _DOSSIER, of_alliance=alliance, of_member=event.member)
    if found is None:
        raise EffectMissed(table=_DOSSIERS.name, touched=0)
    before = dossier_of(found)
    after = dossier_after(before, event)
    of_member = (_DOSSIERS.c.alliance == alliance) & (_DOSSIERS.c.member == event.member)
    touch_one(connection, update(_DOSSIERS).where(of_member).values(state=canonical(after)), _DOSSIERS)
    change_deadlines(connection, alliance, event.member, before.deadlines(), after.deadlines())
    _change_coming(connection, alliance, seq, before, after)
    if isinstance(event, MemberStatusChanged):
        _add_status(connection, alliance, seq, event)
    if before.term != after.term:
        _change_term(connection, alliance, after)


def _change_term(connection: Connection, alliance: AllianceCode, dossier: Dossier) -> None:
    """Keep beside the name of a state when its term begins and ends; a state without one keeps its last."""
    if dossier.term is None:
        return
    of_member = (_MEMBERS.c.alliance == alliance) & (_MEMBERS.c.code == dossier.member)
    dates = {"term_start": dossier.term.starts_at, "term_end": dossier.term.ends_at}
    touch_one(connection, update(_MEMBERS).where(of_member).values(**dates), _MEMBERS)


def _add_status(connection: Connection, alliance: AllianceCode, seq: int, event: MemberStatusChanged) -> None:
    values = {
        "alliance": alliance,
        "member": event.member,
        "since": event.since,
        "status": event.status,
        "cause": event.cause,
        "motion": event.motion,
        "review": event.review,
        "seq": seq,
        "coming": False,
    }
    connection.execute(insert(_STATUSES), values)


def _change_coming(connection: Connection, alliance: AllianceCode, seq: int, before: Dossier, after: Dossier) -> None:
    """Keep the roster of days to come in step with what is to come of itself; who objects changes nothing there."""
    had, has = _on_roster(before), _on_roster(after)
    for move in had - has:
        of_move = (_STATUSES.c.alliance == alliance) & (_STATUSES.c.member == after.member)
        drop = delete(_STATUSES).where(of_move, _STATUSES.c.since == move.at, _STATUSES.c.coming.is_(True))
        touch_one(connection, drop, _STATUSES)
    for move in has - had:
        values: dict[str, Any] = {
            "alliance": alliance,
            "member": after.member,
            "since": move.at,
            "status": move.status,
            "cause": move.cause,
            "motion": move.motion,
            "review": move.review,
            "seq": seq,
            "coming": True,
        }
        connection.execute(insert(_STATUSES), values)


def _on_roster(dossier: Dossier) -> set[ComingMove]:
    return {replace(move, objectors=()) for move in dossier.coming}


def _project_review(connection: Connection, alliance: AllianceCode, event: ReviewEvent) -> None:
    if isinstance(event, ReviewOpened):
        review = opened_review(event)
        values = {"alliance": alliance, "number": review.number, "member": review.member}
        connection.execute(insert(_REVIEWS), values | _values(review))
        change_deadlines(connection, alliance, subject_of(review.number), (), review.deadlines())
        return
    found = one_row(connection, ReviewRow, _REVIEW, of_alliance=alliance, of_review=event.review)
    if found is None:
        raise EffectMissed(table=_REVIEWS.name, touched=0)
    before = review_of(found)
    after = review_after(before, event)
    of_review = (_REVIEWS.c.alliance == alliance) & (_REVIEWS.c.number == event.review)
    touch_one(connection, update(_REVIEWS).where(of_review).values(**_values(after)), _REVIEWS)
    change_deadlines(connection, alliance, subject_of(event.review), before.deadlines(), after.deadlines())


def _values(review: Review) -> dict[str, Any]:
    return {"closed_at": review.closed_at, "state": canonical(review)}
