"""The effect of events on what hangs on a motion: ballots, objections, the frozen roll, statements and notes.

An objection that breaks a silence is kept as the no ballot of its member: the decision rules count it as one.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.ballot import Ballot, Choice
from bot.domain.course import Treatment
from bot.domain.credentials import Role
from bot.domain.events import (
    BallotCast,
    BallotRetracted,
    ElectionCalled,
    ElectionCounted,
    MotionEvent,
    NoteConfirmed,
    NoteContested,
    NoteDiscarded,
    NoteEntered,
    ObjectionRaised,
    ObjectionWithdrawn,
    RankingCast,
    VoteExplained,
    VoteLost,
    VotingReopened,
)
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.journal import canonical
from storage.council_projection import project_election
from storage.decoding import read
from storage.mapping import ballot_of
from storage.rows import BallotRow, ElectorRow, NoteRow, RankingRow, StatementRow, table
from storage.statements import EffectMissed, one_row, touch_one

_BALLOTS, _NOTES, _RANKINGS = table(BallotRow), table(NoteRow), table(RankingRow)
_FIRST_BALLOT = insert(_BALLOTS)
_OF_SEAT = (
    (_BALLOTS.c.alliance == bindparam("of_alliance"))
    & (_BALLOTS.c.motion == bindparam("of_motion"))
    & (_BALLOTS.c.member == bindparam("of_member"))
)
_CHANGE_BALLOT = (
    update(_BALLOTS)
    .where(_OF_SEAT, _BALLOTS.c.choice == bindparam("previous"))
    .values({name: bindparam(f"to_{name}") for name in ("choice", "account", "role", "cast_at", "explanation")})
)
_TAKE_BALLOT = delete(_BALLOTS).where(_OF_SEAT, _BALLOTS.c.choice == bindparam("previous"))
_BALLOT = select(_BALLOTS).where(_OF_SEAT)
_TAKE_RANKING = delete(_RANKINGS).where(
    _RANKINGS.c.alliance == bindparam("of_alliance"),
    _RANKINGS.c.motion == bindparam("of_motion"),
    _RANKINGS.c.member == bindparam("of_member"),
)


def project_ballots(connection: Connection, alliance: AllianceCode, seq: int, event: MotionEvent) -> None:
    """Write the effect of an event of a motion on what hangs on it; most have none."""
    match event:
        case BallotCast():
            ballot = Ballot(
                motion=event.motion,
                member=event.member,
                choice=event.choice,
                account=event.account,
                role=event.role,
                cast_at=event.cast_at,
                explanation=event.explanation,
            )
            _put_ballot(connection, alliance, ballot, event.previous)
        case BallotRetracted():
            _take_ballot(connection, alliance, event.motion, event.member, event.previous)
        case ObjectionRaised():
            objection = Ballot(
                motion=event.motion,
                member=event.member,
                choice=Choice.NO,
                account=event.account,
                role=event.role,
                cast_at=event.at,
                explanation=event.text,
            )
            _put_ballot(connection, alliance, objection, None)
        case ObjectionWithdrawn():
            _take_ballot(connection, alliance, event.motion, event.member, Choice.NO)
        case VoteLost():
            _lose_vote(connection, alliance, event)
        case VotingReopened():
            ranked = (_RANKINGS.c.alliance == alliance) & (_RANKINGS.c.motion == event.motion)
            connection.execute(delete(_RANKINGS).where(ranked))
            again = (_BALLOTS.c.alliance == alliance) & (_BALLOTS.c.motion == event.motion)
            connection.execute(delete(_BALLOTS).where(again))
        case VoteExplained():
            said = {"alliance": alliance, "motion": event.motion, "seq": seq, "member": event.member}
            connection.execute(insert(table(StatementRow)), said | {"text": event.text, "at": event.at})
        case ElectionCalled() | ElectionCounted():
            project_election(connection, alliance, event)
        case RankingCast():
            _rank(connection, alliance, event)
        case NoteEntered() | NoteConfirmed() | NoteContested() | NoteDiscarded():
            _note(connection, alliance, seq, event)
        case _:
            return


def _put_ballot(connection: Connection, alliance: AllianceCode, ballot: Ballot, previous: Choice | None) -> None:
    values = {
        "choice": ballot.choice,
        "account": ballot.account.text,
        "role": ballot.role,
        "cast_at": ballot.cast_at,
        "explanation": ballot.explanation,
    }
    if previous is None:
        keys = {"alliance": alliance, "motion": ballot.motion, "member": ballot.member}
        connection.execute(_FIRST_BALLOT, keys | values)
        return
    changed = {f"to_{name}": value for name, value in values.items()}
    of = {"of_alliance": alliance, "of_motion": ballot.motion, "of_member": ballot.member}
    touch_one(connection, _CHANGE_BALLOT, _BALLOTS, **of, previous=previous, **changed)


def _take_ballot(
    connection: Connection, alliance: AllianceCode, motion: MotionNumber, member: MemberCode, previous: Choice
) -> None:
    of = {"of_alliance": alliance, "of_motion": motion, "of_member": member}
    connection.execute(_TAKE_RANKING, of)
    touch_one(connection, _TAKE_BALLOT, _BALLOTS, **of, previous=previous)


def _rank(connection: Connection, alliance: AllianceCode, event: RankingCast) -> None:
    """Keep a ranked ballot as the seat's ballot in favour of an election, and the ranking beside it."""
    ballot = Ballot(
        motion=event.motion,
        member=event.member,
        choice=Choice.YES,
        account=event.account,
        role=event.role,
        cast_at=event.cast_at,
        explanation="",
    )
    _put_ballot(connection, alliance, ballot, None if event.previous is None else Choice.YES)
    of = {"of_alliance": alliance, "of_motion": event.motion, "of_member": event.member}
    connection.execute(_TAKE_RANKING, of)
    key = {"alliance": alliance, "motion": event.motion, "member": event.member}
    connection.execute(insert(_RANKINGS), key | {"ranking": canonical(event.ranking)})


def _lose_vote(connection: Connection, alliance: AllianceCode, event: VoteLost) -> None:
    """Take a member off the electorate and annul its ballot, where the charter says so."""
    if event.treatment is Treatment.KEPT:
        return
    if event.ballot is not None:
        _take_ballot(connection, alliance, event.motion, event.member, event.ballot)
    row = table(ElectorRow)
    of = (row.c.alliance == alliance) & (row.c.motion == event.motion) & (row.c.member == event.member)
    touch_one(connection, update(row).where(of).values(standing=event.standing), row)


def _note(
    connection: Connection,
    alliance: AllianceCode,
    seq: int,
    event: NoteEntered | NoteConfirmed | NoteContested | NoteDiscarded,
) -> None:
    if isinstance(event, NoteEntered):
        connection.execute(insert(_NOTES), _entered(alliance, seq, event))
        return
    of = (_NOTES.c.alliance == alliance) & (_NOTES.c.motion == event.motion) & (_NOTES.c.seq == event.note)
    note = one_row(connection, NoteRow, select(_NOTES).where(of))
    if note is None or note.ended_at is not None:
        raise EffectMissed(table=_NOTES.name, touched=0)
    change: dict[str, Any]
    match event:
        case NoteConfirmed():
            replaced = _confirmed(connection, alliance, note, event)
            change = {
                "confirmed_by": event.officer.text,
                "confirmed_at": event.at,
                "contestable_until": event.contestable_until,
                "replaced": None if replaced is None else canonical(replaced),
            }
        case NoteContested():
            _contested(connection, alliance, note)
            change = {"ended_at": event.at, "ended_for": event.reason}
        case NoteDiscarded():
            change = {"ended_at": event.at, "ended_for": event.reason}
    touch_one(connection, update(_NOTES).where(of).values(**change), _NOTES)


def _entered(alliance: AllianceCode, seq: int, event: NoteEntered) -> dict[str, Any]:
    return {
        "alliance": alliance,
        "motion": event.motion,
        "seq": seq,
        "member": event.member,
        "choice": event.choice,
        "sender": event.sender,
        "reference": event.reference,
        "received_at": event.received_at,
        "file": event.file,
        "revokes": event.revokes,
        "officer": event.officer.text,
        "entered_at": event.at,
        "confirmed_by": None,
        "confirmed_at": None,
        "contestable_until": None,
        "ended_at": None,
        "ended_for": None,
        "replaced": None,
    }


def _confirmed(connection: Connection, alliance: AllianceCode, note: NoteRow, event: NoteConfirmed) -> Ballot | None:
    """Put the note's ballot in the place of the one that the seat has, which is given back."""
    of = {"of_alliance": alliance, "of_motion": event.motion, "of_member": event.member}
    found = one_row(connection, BallotRow, _BALLOT, **of)
    earlier = None if found is None else ballot_of(found)
    ballot = Ballot(
        motion=event.motion,
        member=event.member,
        choice=note.choice,
        account=event.officer,
        role=Role.SECRETARIAT,
        cast_at=note.received_at,
        explanation="",
    )
    _put_ballot(connection, alliance, ballot, event.previous)
    return earlier


def _contested(connection: Connection, alliance: AllianceCode, note: NoteRow) -> None:
    """Annul the note's ballot, and let the one that it replaced stand again."""
    motion, member = MotionNumber(note.motion), MemberCode(note.member)
    _take_ballot(connection, alliance, motion, member, note.choice)
    if note.replaced is not None:
        _put_ballot(connection, alliance, read(Ballot, note.replaced), None)
