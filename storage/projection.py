"""The effect of each event on the tables: the only code that writes the projected ones.

The tables are a function of the journal. Nothing here asks the clock, reads the charter or looks at another
alliance, so a replay of the same entries gives the same rows. What an event makes of a motion is the domain's to say
(``bot.domain.evolution``); what it makes of ballots and notes stands in ``storage.ballot_projection``, of people in
``storage.people_projection``.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.consultation import RequestEvent
from bot.domain.digests import DigestEvent
from bot.domain.dossier_evolution import DossierEvent
from bot.domain.events import (
    AllianceFounded,
    CandidateNominated,
    ChannelLinked,
    CharterApplied,
    CheckpointMade,
    CommitmentsAsked,
    DayAnnounced,
    DayDropped,
    DayScheduled,
    DigestChosen,
    Event,
    ImplementationEvent,
    IndicesImported,
    IndicesMoved,
    MemberEnrolled,
    MotionEvent,
    MotionTabled,
    OfficeTaken,
    RecordRestored,
    RecordSealed,
    RulingGiven,
    RulingOverturned,
    SeatLeft,
    SeatTaken,
    SeatTermSet,
    SessionEvent,
    SigningKeySet,
    TermsDrawn,
    VotingOpened,
)
from bot.domain.evolution import LeavesMotion, after, tabled
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from bot.domain.membership import Cause
from bot.domain.motion import Motion
from bot.domain.review_evolution import ReviewEvent
from storage.ballot_projection import project_ballots
from storage.council_projection import project_council
from storage.deadlines import change_deadlines
from storage.digest_projection import project_choice, project_digest
from storage.figures import project_figures
from storage.implementation_projection import project_implementation
from storage.mapping import motion_of
from storage.people_projection import PeopleEvent, project_people
from storage.rows import (
    AllianceRow,
    ChannelRow,
    CheckpointRow,
    ElectorRow,
    MemberRow,
    MotionRow,
    OfficeRow,
    RestorationRow,
    Row,
    RulingRow,
    SeatRow,
    SigningKeyRow,
    StatusRow,
    WeightRow,
    table,
)
from storage.sessions_projection import project_session
from storage.standing_projection import project_standing
from storage.statements import EffectMissed, one_row, touch_one, upserting
from storage.support_projection import project_support

_MOTIONS = table(MotionRow)
_MOTION = select(_MOTIONS).where(
    _MOTIONS.c.alliance == bindparam("of_alliance"), _MOTIONS.c.number == bindparam("of_motion")
)


def project(connection: Connection, alliance: AllianceCode, seq: int, event: Event) -> None:
    """Write the effect of entry ``seq``; raise EffectMissed where the event does not fit what is stored."""
    if isinstance(event, DossierEvent | ReviewEvent):
        project_standing(connection, alliance, seq, event)
        return
    if isinstance(event, ImplementationEvent):
        project_implementation(connection, alliance, event)
        return
    if isinstance(event, SessionEvent):
        project_session(connection, alliance, event)
        return
    if isinstance(event, RequestEvent):
        project_support(connection, alliance, event)
        return
    if isinstance(event, DigestEvent):
        project_digest(connection, alliance, event)
        return
    match event:
        case AllianceFounded():
            _found(connection, alliance, seq, event)
        case CharterApplied():
            row = table(AllianceRow)
            touch_one(connection, update(row).where(row.c.code == alliance).values(charter=event.text), row)
        case MemberEnrolled():
            _enrol(connection, alliance, seq, event)
            project_standing(connection, alliance, seq, event)
        case ChannelLinked():
            _link_channel(connection, alliance, seq, event)
        case OfficeTaken() | RulingGiven() | RulingOverturned():
            _preside(connection, alliance, seq, event)
        case IndicesImported():
            project_figures(connection, alliance, event)
        case DigestChosen():
            project_choice(connection, alliance, event)
        case IndicesMoved() | TermsDrawn() | CommitmentsAsked() | RecordSealed():
            pass  # they change nothing, or tell what other entries have changed
        case SeatTaken() | SeatTermSet() | SeatLeft() | CandidateNominated():
            project_council(connection, alliance, seq, event)
        case DayScheduled() | DayDropped() | DayAnnounced():
            project_council(connection, alliance, seq, event)
        case SigningKeySet():
            _add(connection, SigningKeyRow, [{"alliance": alliance, "seq": seq, "public_key": event.public_key}])
        case CheckpointMade():
            told = {"length": event.length, "hash": event.hash, "made_at": event.at, "signature": event.signature}
            _add(connection, CheckpointRow, [{"alliance": alliance, "seq": seq, **told}])
        case RecordRestored():
            restored = {"copied_at": event.copied_at, "restored_at": event.restored_at}
            values = {"alliance": alliance, "seq": seq, **restored, "numbers_from": event.numbers_from}
            _add(connection, RestorationRow, [values])
        case _ if isinstance(event, PeopleEvent):
            project_people(connection, alliance, seq, event)
        case _:
            _project_motion(connection, alliance, seq, event)


def _project_motion(connection: Connection, alliance: AllianceCode, seq: int, event: MotionEvent) -> None:
    """Write what an event of a motion changes: what hangs on it, the motion itself, and what the clock must do."""
    project_ballots(connection, alliance, seq, event)
    if isinstance(event, MotionTabled):
        motion = tabled(event, seq=seq)
        key = {"alliance": alliance, "number": event.motion}
        _add(connection, MotionRow, [key | _values(motion)])
        change_deadlines(connection, alliance, str(motion.number), (), motion.deadlines())
        return
    if isinstance(event, LeavesMotion):
        return
    found = one_row(connection, MotionRow, _MOTION, of_alliance=alliance, of_motion=event.motion)
    if found is None:
        raise EffectMissed(table=_MOTIONS.name, touched=0)
    motion = motion_of(found)
    try:
        changed = after(motion, event)
    except ValueError as misfit:
        raise EffectMissed(table=_MOTIONS.name, touched=0) from misfit
    of_motion = (_MOTIONS.c.alliance == alliance) & (_MOTIONS.c.number == event.motion)
    touch_one(connection, update(_MOTIONS).where(of_motion).values(**_values(changed)), _MOTIONS)
    change_deadlines(connection, alliance, str(event.motion), motion.deadlines(), changed.deadlines())
    if isinstance(event, VotingOpened):
        _freeze_roll(connection, alliance, event)


def _values(motion: Motion) -> dict[str, Any]:
    """Give the columns of a motion but its key."""
    result, course = motion.result, motion.course
    return {
        "kind": motion.kind,
        "body": motion.body,
        "title": motion.title,
        "text": motion.text,
        "mover": motion.mover,
        "concerned": motion.concerned,
        "sponsors": canonical(motion.sponsors),
        "document": motion.document,
        "impact": motion.impact,
        "urgent": motion.urgent,
        "tabled_at": motion.tabled_at,
        "opens_at": motion.opens_at,
        "closes_at": motion.closes_at,
        "extended_for": motion.extended_for,
        "settled_until": motion.settled_until,
        "awaits_return": motion.awaits_return,
        "reminded_at": motion.reminded_at,
        "rules": None if motion.rules is None else canonical(motion.rules),
        "outcome": None if result is None else result.outcome,
        "reasons": None if result is None else canonical(result.reasons),
        "tally": None if result is None else canonical(result.tally),
        "decided_at": None if result is None else result.decided_at,
        "without_vote": result is not None and result.without_vote,
        "parent": course.parent,
        "bearing": course.bearing,
        "serial": course.serial,
        "year": course.year,
        "course": canonical(course),
    }


def _freeze_roll(connection: Connection, alliance: AllianceCode, event: VotingOpened) -> None:
    electors = [
        {
            "alliance": alliance,
            "motion": event.motion,
            "member": elector.member,
            "standing": elector.standing,
            "permanent": elector.permanent,
            "weights": canonical(elector.weights),
        }
        for elector in event.electors
    ]
    _add(connection, ElectorRow, electors)


def _preside(
    connection: Connection, alliance: AllianceCode, seq: int, event: OfficeTaken | RulingGiven | RulingOverturned
) -> None:
    match event:
        case OfficeTaken():
            told = {"body": event.body, "office": event.office, "member": event.member}
            _add(
                connection,
                OfficeRow,
                [{"alliance": alliance, "seq": seq, **told, "since": event.since, "motion": event.motion}],
            )
        case RulingGiven():
            values = {
                "alliance": alliance,
                "number": event.number,
                "body": event.body,
                "member": event.member,
                "motion": event.motion,
                "text": event.text,
                "given_at": event.at,
                "overturned_by": None,
            }
            _add(connection, RulingRow, [values])
        case RulingOverturned():
            row = table(RulingRow)
            of = (row.c.alliance == alliance) & (row.c.number == event.number) & row.c.overturned_by.is_(None)
            touch_one(connection, update(row).where(of).values(overturned_by=event.by_motion), row)


def _add(connection: Connection, row: type[Row], values: Sequence[dict[str, Any]]) -> None:
    if len(values) == 1:
        connection.execute(insert(table(row)), values[0])
    elif values:
        connection.execute(insert(table(row)), values)


def _found(connection: Connection, alliance: AllianceCode, seq: int, event: AllianceFounded) -> None:
    if event.code != alliance:
        raise EffectMissed(table="alliance", touched=0)
    values = {"code": alliance, "name": event.name, "time_zone": event.time_zone, "language": event.language}
    _add(connection, AllianceRow, [values | {"charter": None}])
    if event.public_key:
        _add(connection, SigningKeyRow, [{"alliance": alliance, "seq": seq, "public_key": event.public_key}])


def _enrol(connection: Connection, alliance: AllianceCode, seq: int, event: MemberEnrolled) -> None:
    of_member = {"alliance": alliance, "member": event.member}
    member = {
        "alliance": alliance,
        "code": event.member,
        "name": event.name,
        "name_fr": event.name_fr,
        "flag": event.flag,
        "term_start": event.term_start,
        "term_end": event.term_end,
    }
    _add(connection, MemberRow, [member])
    status = {"since": event.since, "status": event.status, "cause": Cause.ENROLMENT, "seq": seq, "coming": False}
    _add(connection, StatusRow, [of_member | status | {"motion": None, "review": None}])
    _add(
        connection,
        WeightRow,
        [of_member | {"name": name, "value": value} for name, value in event.weights.items()],
    )
    seat = of_member | {"since": event.since, "until": None, "motion": None}
    _add(connection, SeatRow, [seat | {"body": body, "tenure": tenure} for body, tenure in event.seats.items()])


def _link_channel(connection: Connection, alliance: AllianceCode, seq: int, event: ChannelLinked) -> None:
    row = table(ChannelRow)
    values = {"channel": event.channel.text, "alliance": alliance, "purpose": event.purpose, "seq": seq}
    link = upserting(row, connection.dialect.name).values(values)
    link = link.on_conflict_do_update(
        index_elements=[row.c.channel],
        set_={"purpose": link.excluded.purpose, "seq": link.excluded.seq},
        where=row.c.alliance == alliance,
    )
    touch_one(connection, link, row)
