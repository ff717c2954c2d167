"""The effect of each event on the tables: the only code that writes the projected ones.

The tables are a function of the journal. Nothing here asks the clock, reads the charter or looks at another
alliance, so a replay of the same entries gives the same rows.
"""

from collections.abc import Sequence
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from bot.domain.events import (
    AllianceFounded,
    BallotCast,
    ChannelLinked,
    CharterApplied,
    CredentialGiven,
    CredentialRevoked,
    DeadlineMoved,
    DelegationsReminded,
    Event,
    MemberEnrolled,
    MotionDecided,
    MotionTabled,
    RecordRestored,
    VotingOpened,
)
from bot.domain.ids import AllianceCode, MotionNumber
from bot.domain.journal import canonical
from storage.mapping import motion_of
from storage.rows import (
    AccountRow,
    AllianceRow,
    BallotRow,
    ChannelRow,
    CredentialRow,
    DeadlineRow,
    ElectorRow,
    MemberRow,
    MotionRow,
    RestorationRow,
    Row,
    SeatRow,
    StatusRow,
    WeightRow,
    table,
)
from storage.statements import EffectMissed, one_row, touch_one, upserting

_BALLOTS = table(BallotRow)
_DEADLINES = table(DeadlineRow)
_DROP_DEADLINES = delete(_DEADLINES).where(
    _DEADLINES.c.alliance == bindparam("of_alliance"), _DEADLINES.c.subject == bindparam("of_subject")
)
_FIRST_BALLOT = insert(_BALLOTS)
_CHANGE_BALLOT = (
    update(_BALLOTS)
    .where(
        _BALLOTS.c.alliance == bindparam("of_alliance"),
        _BALLOTS.c.motion == bindparam("of_motion"),
        _BALLOTS.c.member == bindparam("of_member"),
        _BALLOTS.c.choice == bindparam("previous"),
    )
    .values({name: bindparam(f"to_{name}") for name in ("choice", "account", "role", "cast_at", "explanation")})
)


_MOTIONS = table(MotionRow)
_DECIDE = (
    update(_MOTIONS)
    .where(
        _MOTIONS.c.alliance == bindparam("of_alliance"),
        _MOTIONS.c.number == bindparam("of_motion"),
        _MOTIONS.c.rules.is_not(None),
        _MOTIONS.c.outcome.is_(None),
    )
    .values({name: bindparam(f"to_{name}") for name in ("outcome", "reasons", "tally", "decided_at")})
)


def project(connection: Connection, alliance: AllianceCode, seq: int, event: Event) -> None:
    """Write the effect of entry ``seq``; raise EffectMissed where the event does not fit what is stored."""
    match event:
        case AllianceFounded():
            _found(connection, alliance, event)
        case CharterApplied():
            row = table(AllianceRow)
            touch_one(connection, update(row).where(row.c.code == alliance).values(charter=event.text), row)
        case MemberEnrolled():
            _enrol(connection, alliance, event)
        case CredentialGiven():
            _give_credential(connection, alliance, seq, event)
        case CredentialRevoked():
            _revoke_credential(connection, alliance, event)
        case ChannelLinked():
            _link_channel(connection, alliance, seq, event)
        case MotionTabled():
            _table_motion(connection, alliance, event)
        case VotingOpened():
            _open_voting(connection, alliance, event)
        case BallotCast():
            _cast_ballot(connection, alliance, event)
        case DeadlineMoved():
            _move_deadline(connection, alliance, event)
        case DelegationsReminded():
            row = table(MotionRow)
            change = update(row).where(_running(alliance, event.motion)).values(reminded_at=event.due_at)
            touch_one(connection, change, row)
            _renew_deadlines(connection, alliance, event.motion)
        case MotionDecided():
            _decide_motion(connection, alliance, event)
        case RecordRestored():
            restored = {"copied_at": event.copied_at, "restored_at": event.restored_at}
            values = {"alliance": alliance, "seq": seq, **restored, "numbers_from": event.numbers_from}
            _add(connection, RestorationRow, [values])
        case _:
            assert_never(event)


def _add(connection: Connection, row: type[Row], values: Sequence[dict[str, Any]]) -> None:
    if len(values) == 1:
        connection.execute(insert(table(row)), values[0])
    elif values:
        connection.execute(insert(table(row)), values)


def _found(connection: Connection, alliance: AllianceCode, event: AllianceFounded) -> None:
    if event.code != alliance:
        raise EffectMissed(table="alliance", touched=0)
    values = {"code": alliance, "name": event.name, "time_zone": event.time_zone, "language": event.language}
    _add(connection, AllianceRow, [values | {"charter": None}])


def _enrol(connection: Connection, alliance: AllianceCode, event: MemberEnrolled) -> None:
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
    _add(connection, StatusRow, [of_member | {"since": event.since, "status": event.status}])
    _add(
        connection,
        WeightRow,
        [of_member | {"name": name, "value": value} for name, value in event.weights.items()],
    )
    seat = of_member | {"since": event.since, "until": None}
    _add(connection, SeatRow, [seat | {"body": body, "tenure": tenure} for body, tenure in event.seats.items()])


def _give_credential(connection: Connection, alliance: AllianceCode, seq: int, event: CredentialGiven) -> None:
    account = upserting(table(AccountRow), connection.dialect.name).on_conflict_do_nothing()
    connection.execute(account, {"account": event.account.text, "alliance": alliance})
    values = {
        "alliance": alliance,
        "account": event.account.text,
        "seq": seq,
        "role": event.role,
        "member": event.member,
        "since": event.since,
        "until": event.until,
        "revoked_at": None,
    }
    _add(connection, CredentialRow, [values])


def _revoke_credential(connection: Connection, alliance: AllianceCode, event: CredentialRevoked) -> None:
    row = table(CredentialRow)
    of_account = (row.c.alliance == alliance) & (row.c.account == event.account.text)
    latest = select(row.c.seq).where(of_account).order_by(row.c.seq.desc()).limit(1).scalar_subquery()
    change = update(row).where(of_account, row.c.seq == latest, row.c.revoked_at.is_(None))
    touch_one(connection, change.values(revoked_at=event.at), row)


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


def _table_motion(connection: Connection, alliance: AllianceCode, event: MotionTabled) -> None:
    values = {
        "alliance": alliance,
        "number": event.motion,
        "kind": event.kind,
        "body": event.body,
        "title": event.title,
        "text": event.text,
        "mover": event.mover,
        "concerned": event.concerned,
        "sponsors": canonical(event.sponsors),
        "document": event.document,
        "impact": event.impact,
        "urgent": event.urgent,
        "tabled_at": event.tabled_at,
        "opens_at": event.opens_at,
        "closes_at": event.closes_at,
        "awaits_return": False,
    }
    _add(connection, MotionRow, [values])
    _renew_deadlines(connection, alliance, event.motion)


def _open_voting(connection: Connection, alliance: AllianceCode, event: VotingOpened) -> None:
    row = table(MotionRow)
    change = update(row).where(row.c.alliance == alliance, row.c.number == event.motion, row.c.rules.is_(None))
    touch_one(connection, change.values(rules=canonical(event.rules)), row)
    _renew_deadlines(connection, alliance, event.motion)
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


def _cast_ballot(connection: Connection, alliance: AllianceCode, event: BallotCast) -> None:
    values = {
        "choice": event.choice,
        "account": event.account.text,
        "role": event.role,
        "cast_at": event.cast_at,
        "explanation": event.explanation,
    }
    if event.previous is None:
        keys = {"alliance": alliance, "motion": event.motion, "member": event.member}
        connection.execute(_FIRST_BALLOT, keys | values)
        return
    changed = {f"to_{name}": value for name, value in values.items()}
    of = {"of_alliance": alliance, "of_motion": event.motion, "of_member": event.member}
    touch_one(connection, _CHANGE_BALLOT, _BALLOTS, **of, previous=event.previous, **changed)


def _move_deadline(connection: Connection, alliance: AllianceCode, event: DeadlineMoved) -> None:
    row = table(MotionRow)
    moved = {
        "closes_at": event.closes_at,
        "extended_for": event.reason,
        "awaits_return": event.awaits_return,
    }
    if event.settled_until is not None:
        moved["settled_until"] = event.settled_until
    touch_one(connection, update(row).where(_running(alliance, event.motion)).values(**moved), row)
    _renew_deadlines(connection, alliance, event.motion)


def _decide_motion(connection: Connection, alliance: AllianceCode, event: MotionDecided) -> None:
    decided = {
        "to_outcome": event.outcome,
        "to_reasons": canonical(event.reasons),
        "to_tally": canonical(event.tally),
        "to_decided_at": event.decided_at,
    }
    touch_one(connection, _DECIDE, _MOTIONS, of_alliance=alliance, of_motion=event.motion, **decided)
    connection.execute(_DROP_DEADLINES, {"of_alliance": alliance, "of_subject": str(event.motion)})


def _running(alliance: AllianceCode, number: MotionNumber) -> ColumnElement[bool]:
    """Pick a motion whose voting has been opened and not decided."""
    row = table(MotionRow)
    undecided = row.c.rules.is_not(None) & row.c.outcome.is_(None)
    return (row.c.alliance == alliance) & (row.c.number == number) & undecided


def _renew_deadlines(connection: Connection, alliance: AllianceCode, number: MotionNumber) -> None:
    """Write down what the clock must do to a motion as it now is."""
    row = table(MotionRow)
    wanted = select(row).where(row.c.alliance == alliance, row.c.number == number)
    found = one_row(connection, MotionRow, wanted)
    if found is None:
        raise EffectMissed(table=row.name, touched=0)
    connection.execute(_DROP_DEADLINES, {"of_alliance": alliance, "of_subject": str(number)})
    deadlines = [
        {"alliance": alliance, "subject": each.subject, "what": each.what, "due_at": each.at}
        for each in motion_of(found).deadlines()
    ]
    _add(connection, DeadlineRow, deadlines)
