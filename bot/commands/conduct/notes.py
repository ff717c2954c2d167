"""Setting votes by note verbale aside that can count no more, each on record with its reason."""

from collections.abc import Iterable
from datetime import datetime

from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import owe_delegation, owe_secretariat
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot
from bot.domain.events import NoteDiscarded
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.note_verbale import (
    RETRACTED,
    UNCONFIRMED,
    VOTE_LOST,
    VOTED_SINCE,
    NoteVerbale,
    note_in_force,
    takes_notes,
)
from bot.domain.notices import NoteNotice, NoteToConfirm
from bot.ports import UnitOfWork


def discard_waiting(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Set aside the notes that no second officer has confirmed by the declaration."""
    if takes_notes(motion):
        waiting = (note for note in uow.ballots.notes(alliance.code, motion.number) if note.awaits_confirmation)
        set_aside(uow, alliance, waiting, reason=UNCONFIRMED, now=now, by=CLOCK)


def discard_overtaken(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, member: MemberCode, *, now: datetime, by: str
) -> None:
    """Set aside the notes of a seat, waiting or standing, in whose place its delegation has just cast a ballot."""
    if takes_notes(motion):
        notes = uow.ballots.notes(alliance.code, motion.number)
        overtaken = (note for note in notes if note.member == member and (note.awaits_confirmation or note.stands))
        set_aside(uow, alliance, overtaken, reason=VOTED_SINCE, now=now, by=by)


def discard_retracted(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, ballot: Ballot, *, now: datetime, by: str
) -> None:
    """Set aside the note whose ballot its delegation has just taken back; one that waits may still take its place."""
    note = note_in_force(uow.ballots.notes(alliance.code, motion.number), ballot, ballot.member)
    if note is not None:
        set_aside(uow, alliance, (note,), reason=RETRACTED, now=now, by=by)


def discard_lost(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, member: MemberCode, *, kept: bool, now: datetime, by: str
) -> None:
    """Set aside the notes of a state that has lost its vote; where what it cast is ``kept``, those that wait."""
    if takes_notes(motion):
        notes = (note for note in uow.ballots.notes(alliance.code, motion.number) if note.member == member)
        lost = (note for note in notes if note.awaits_confirmation or (note.stands and not kept))
        set_aside(uow, alliance, lost, reason=VOTE_LOST, now=now, by=by)


def set_aside(
    uow: UnitOfWork, alliance: Alliance, notes: Iterable[NoteVerbale], *, reason: str, now: datetime, by: str
) -> None:
    """Record that notes count no more, and have what was posted of them say so."""
    for note in notes:
        event = NoteDiscarded(motion=note.motion, member=note.member, note=note.entry, reason=reason, at=now)
        uow.record(alliance.code, event, at=now, by=by)
        tell_of(uow, alliance, note, now=now)


def tell_of(uow: UnitOfWork, alliance: Alliance, note: NoteVerbale, *, now: datetime) -> None:
    """Owe what has become of a note to the secretariat, and to its delegation where that has been told of it."""
    owe_secretariat(uow, alliance, NoteToConfirm(motion=note.motion, entry=note.entry), now=now)
    if note.confirmed_at is not None:
        notice = NoteNotice(motion=note.motion, member=note.member, entry=note.entry)
        owe_delegation(uow, alliance, note.member, notice, now=now, voters=False)
