"""A vote by note verbale: received outside the chat, entered by one officer and confirmed by a second.

Spec: commands, ``/vote enter``. It counts if it was received by the deadline. It may be entered until the result is
declared, at most so long after the deadline as the charter says. The delegation is told, and may contest it for a
while after its confirmation.

Of a note and a ballot the one received later stands, as of two ballots (``permissions.check_may_replace``): a note that
revokes takes the place of a ballot that was there when it was received, never of one that was cast since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.addresses import Account
from bot.domain.ballot import Ballot, Choice
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.permissions import BallotFinal, check_entitled, refusal_about
from bot.domain.turns import check_not_called

UNCONFIRMED: Final = "unconfirmed"
"""Why a note is set aside that no second officer has confirmed by the declaration, as the record says it."""
VOTED_SINCE: Final = "voted since"
"""Why a note is set aside whose delegation has cast a ballot after it was received."""
RETRACTED: Final = "taken back"
"""Why a note counts no more whose ballot its delegation has taken back."""
VOTE_LOST: Final = "vote lost"
"""Why a note counts no more of a state that has lost its vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVerbale:
    """A note as it was entered, and what has become of it; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    entry: int
    member: MemberCode
    choice: Choice
    sender: str
    reference: str
    received_at: datetime
    file: str
    revokes: bool
    officer: Account
    entered_at: datetime
    confirmed_by: Account | None = None
    confirmed_at: datetime | None = None
    contestable_until: datetime | None = None
    ended_at: datetime | None = None
    ended_for: str | None = None

    @property
    def awaits_confirmation(self) -> bool:
        """Tell whether a second officer has still to confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def stands(self) -> bool:
        """Tell whether its ballot counts."""
        return self.confirmed_at is not None and self.ended_at is None


@dataclass(kw_only=True, eq=False)
class NotesNotTaken(Refusal):
    """A note verbale on a motion of a kind that takes none."""

    motion: MotionNumber
    kind: KindName


@dataclass(kw_only=True, eq=False)
class ReceivedInFuture(Refusal):
    """A note that is said to be received later than now."""

    motion: MotionNumber
    received_at: datetime


@dataclass(kw_only=True, eq=False)
class ReceivedTooEarly(Refusal):
    """A note received before the vote was opened, on a text that could still change."""

    motion: MotionNumber
    received_at: datetime
    opens_at: datetime


@dataclass(kw_only=True, eq=False)
class ReceivedLate(Refusal):
    """A note received after the deadline."""

    motion: MotionNumber
    received_at: datetime
    closes_at: datetime


@dataclass(kw_only=True, eq=False)
class EntryOver(Refusal):
    """A note entered or confirmed when the result is being declared."""

    motion: MotionNumber
    until: datetime


@dataclass(kw_only=True, eq=False)
class BallotNotRevoked(Refusal):
    """A note of a seat that has a ballot, which the note does not revoke."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    cast_at: datetime


@dataclass(kw_only=True, eq=False)
class VotedSince(Refusal):
    """A note that revokes, of a seat that has cast its ballot after the note was received."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    cast_at: datetime
    received_at: datetime


@dataclass(kw_only=True, eq=False)
class NoteWaits(Refusal):
    """A note of a seat of which another waits for its second officer."""

    motion: MotionNumber
    member: MemberCode
    reference: str


@dataclass(kw_only=True, eq=False)
class NoNoteWaits(Refusal):
    """A confirmation, or a discard, where no note of that seat waits."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class SameOfficer(Refusal):
    """A confirmation by the officer that entered the note."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NothingToContest(Refusal):
    """A contest by a delegation whose ballot is not that of a note."""

    motion: MotionNumber
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class ContestOver(Refusal):
    """A contest after the time for it."""

    motion: MotionNumber
    member: MemberCode
    until: datetime


@dataclass(kw_only=True, eq=False)
class NotesOutstanding(Refusal):
    """An early declaration while a note waits to be confirmed, or may still be contested."""

    motion: MotionNumber
    waiting: tuple[MemberCode, ...]
    contestable: tuple[MemberCode, ...]
    declared_at: datetime

    variants = ("contestable",)

    @property
    def variant(self) -> str:
        """Tell notes that wait for an officer from those that only wait for their delegation."""
        return "" if self.waiting else "contestable"


def takes_notes(motion: Motion) -> bool:
    """Tell whether the vote on a motion takes notes verbales at all."""
    return motion.rules is not None and motion.rules.declaration is not None


def check_takes_notes(motion: Motion, command: str, now: datetime) -> None:
    """Let a note be entered, or confirmed, on a motion in the vote at ``now``, or raise why not."""
    if motion.rules is None or motion.rules.declaration is None:
        raise NotesNotTaken(motion=motion.number, kind=motion.kind)
    check_not_called(motion, command)
    until = motion.closes_at + motion.rules.declaration
    if motion.course.casting_vote is not None or now > until:
        raise EntryOver(motion=motion.number, until=until)


def as_received(motion: Motion, received_at: datetime) -> datetime:
    """Give the instant as of which a note counts: one noted by the minute in which voting opened is no earlier."""
    opened = motion.opens_at
    return opened if received_at == opened.replace(second=0, microsecond=0) else received_at


def check_received(motion: Motion, received_at: datetime, now: datetime) -> None:
    """Let a note received at an instant count, or raise why not: while the vote ran, both ends inclusive."""
    if received_at > now:
        raise ReceivedInFuture(motion=motion.number, received_at=received_at)
    if received_at < motion.opens_at:
        raise ReceivedTooEarly(motion=motion.number, received_at=received_at, opens_at=motion.opens_at)
    if received_at > motion.closes_at:
        raise ReceivedLate(motion=motion.number, received_at=received_at, closes_at=motion.closes_at)


def check_may_stand(
    motion: Motion,
    elector: Elector | None,
    ballot: Ballot | None,
    *,
    member: MemberCode,
    received_at: datetime,
    revokes: bool,
) -> None:
    """Let a note be the ballot of a seat, or raise why not; asked at its entry and again at its confirmation."""
    check_entitled(motion, elector, member)
    if ballot is None:
        return
    if not revokes:
        raise BallotNotRevoked(motion=motion.number, member=member, choice=ballot.choice, cast_at=ballot.cast_at)
    if motion.rules is not None and not motion.rules.changeable:
        raise refusal_about(ballot, BallotFinal)
    if ballot.cast_at > received_at:
        raise VotedSince(
            motion=motion.number,
            member=member,
            choice=ballot.choice,
            cast_at=ballot.cast_at,
            received_at=received_at,
        )


def waiting_note(notes: Sequence[NoteVerbale], member: MemberCode) -> NoteVerbale | None:
    """Give the note of a seat that waits for its second officer."""
    return next((note for note in notes if note.member == member and note.awaits_confirmation), None)


def check_none_waits(motion: Motion, notes: Sequence[NoteVerbale], member: MemberCode) -> None:
    """Let a note of a seat be entered, or raise NoteWaits where another waits."""
    waiting = waiting_note(notes, member)
    if waiting is not None:
        raise NoteWaits(motion=motion.number, member=member, reference=waiting.reference)


def note_to_confirm(
    motion: Motion, notes: Sequence[NoteVerbale], member: MemberCode, officer: Account | None
) -> NoteVerbale:
    """Give the note of a seat that waits, for ``officer`` to confirm; None where it is only to be discarded.

    Raise NoNoteWaits where none waits, SameOfficer where the officer is the one that entered it.
    """
    waiting = waiting_note(notes, member)
    if waiting is None:
        raise NoNoteWaits(motion=motion.number, member=member)
    if waiting.officer == officer:
        raise SameOfficer(motion=motion.number, member=member)
    return waiting


def note_in_force(notes: Sequence[NoteVerbale], ballot: Ballot | None, member: MemberCode) -> NoteVerbale | None:
    """Give the note whose ballot a seat has; None where it has none, or one of its delegation's own."""
    if ballot is None or ballot.role is not Role.SECRETARIAT:
        return None
    return next((note for note in reversed(notes) if note.member == member and note.stands), None)


def note_to_contest(
    motion: Motion, notes: Sequence[NoteVerbale], ballot: Ballot | None, member: MemberCode, now: datetime
) -> NoteVerbale:
    """Give the note that a delegation may contest at ``now``, or raise why there is none; the last instant counts."""
    note = note_in_force(notes, ballot, member)
    if note is None or note.contestable_until is None:
        raise NothingToContest(motion=motion.number, member=member)
    if now > note.contestable_until:
        raise ContestOver(motion=motion.number, member=member, until=note.contestable_until)
    return note


def check_none_outstanding(motion: Motion, notes: Sequence[NoteVerbale], now: datetime) -> None:
    """Let a result be declared before its time, or raise NotesOutstanding where notes can still change it."""
    waiting = tuple(note.member for note in notes if note.awaits_confirmation)
    contestable = tuple(
        note.member
        for note in notes
        if note.stands and note.contestable_until is not None and now <= note.contestable_until
    )
    if waiting or contestable:
        raise NotesOutstanding(
            motion=motion.number,
            waiting=waiting,
            contestable=contestable,
            declared_at=motion.declared_at,
        )
