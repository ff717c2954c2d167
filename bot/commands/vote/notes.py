"""``/vote enter, confirm, discard, contest``: votes by note verbale; two officers, and the last word is the state's."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.card import Card
from bot.commands.conduct.notes import set_aside, tell_of
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import CARD_PAUSE, owe_card, owe_secretariat
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, REASON
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.views import done
from bot.commands.vote.casting import keep_quorum_open
from bot.domain.ballot import Ballot, Choice
from bot.domain.events import NoteConfirmed, NoteContested, NoteEntered
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.note_verbale import (
    NotesNotTaken,
    NoteVerbale,
    as_received,
    check_may_stand,
    check_none_waits,
    check_received,
    check_takes_notes,
    note_to_confirm,
    note_to_contest,
)
from bot.domain.notices import NoteToConfirm
from bot.domain.phases import Phase


def _notes(motion: Motion, context: Context) -> tuple[NoteVerbale, ...]:
    return context.uow.ballots.notes(context.alliance.code, motion.number)


def _ballot(motion: Motion, member: MemberCode, context: Context) -> Ballot | None:
    return context.uow.ballots.of_member(context.alliance.code, motion.number, member)


def _check(
    motion: Motion, ballot: Ballot | None, member: MemberCode, received_at: datetime, *, revokes: bool, context: Context
) -> None:
    """Let a note be the ballot of a seat as things stand, or raise why not."""
    check_received(motion, received_at, context.now)
    elector = context.uow.motions.elector(context.alliance.code, motion.number, member)
    check_may_stand(motion, elector, ballot, member=member, received_at=received_at, revokes=revokes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterNote:
    """An officer enters a vote received by note verbale; ``file`` is where the note itself is kept."""

    motion: MotionNumber
    member: Member
    ballot: Choice
    sender: str
    reference: str
    received: datetime
    file: str
    revokes: bool = False


def enter_note(request: EnterNote, context: Context) -> Card:
    """Record the note, and ask the secretariat for a second officer; it counts once that one has confirmed it."""
    motion, member = context.bring_up(request.motion), request.member.code
    check_takes_notes(motion, context.command.name, context.now)
    ballot, received_at = _ballot(motion, member, context), as_received(motion, request.received)
    _check(motion, ballot, member, received_at, revokes=request.revokes, context=context)
    check_none_waits(motion, _notes(motion, context), member)
    entry = context.record(
        NoteEntered(
            motion=motion.number,
            member=member,
            choice=request.ballot,
            sender=request.sender,
            reference=request.reference,
            received_at=received_at,
            file=request.file,
            revokes=request.revokes,
            officer=context.account,
            at=context.now,
        )
    )
    owe_secretariat(context.uow, context.alliance, NoteToConfirm(motion=motion.number, entry=entry), now=context.now)
    return done(motion, "note_entered", context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmNote:
    """A second officer confirms the note of a member that waits."""

    motion: MotionNumber
    member: Member


def confirm_note(request: ConfirmNote, context: Context) -> Card:
    """Let the note's ballot stand, all checked again, and tell the delegation, which may contest it."""
    motion, member = context.bring_up(request.motion), request.member.code
    check_takes_notes(motion, context.command.name, context.now)
    note = note_to_confirm(motion, _notes(motion, context), member, context.account)
    ballot = _ballot(motion, member, context)
    _check(motion, ballot, member, note.received_at, revokes=note.revokes, context=context)
    if motion.rules is None:
        raise NotesNotTaken(motion=motion.number, kind=motion.kind)
    context.record(
        NoteConfirmed(
            motion=motion.number,
            member=member,
            note=note.entry,
            previous=None if ballot is None else ballot.choice,
            officer=context.account,
            at=context.now,
            contestable_until=context.now + motion.rules.contest,
        )
    )
    confirmed = opened(context.uow, context.alliance, motion.number)
    if ballot is None and confirmed.phase(context.now) is Phase.VOTING:
        confirmed = keep_quorum_open(confirmed, member, context)
    owe_card(context.uow, context.alliance, confirmed, due=context.now + CARD_PAUSE)
    tell_of(context.uow, context.alliance, replace(note, confirmed_at=context.now), now=context.now)
    return done(confirmed, "note_confirmed", context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardNote:
    """An officer takes back a note that waits: it was entered wrongly, or is not what it seems."""

    motion: MotionNumber
    member: Member
    reason: str


def discard_note(request: DiscardNote, context: Context) -> Card:
    """Set the waiting note of a member aside, on record with the reason; another may then be entered."""
    motion, member = context.bring_up(request.motion), request.member.code
    note = note_to_confirm(motion, _notes(motion, context), member, None)
    by = context.account.text
    set_aside(context.uow, context.alliance, (note,), reason=request.reason, now=context.now, by=by)
    return done(motion, "note_discarded", context, member=member)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestNote:
    """A delegation says that a note was not its state's."""

    motion: MotionNumber
    reason: str


def contest_note(request: ContestNote, context: Context) -> Card:
    """Annul the note's ballot; the one that it revoked stands again, and everyone is told."""
    _, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    note = note_to_contest(motion, _notes(motion, context), _ballot(motion, member, context), member, context.now)
    event = NoteContested(
        motion=motion.number,
        member=member,
        note=note.entry,
        account=context.account,
        reason=request.reason,
        at=context.now,
    )
    contested = context.carried_out(motion, event)
    tell_of(context.uow, context.alliance, note, now=context.now)
    return done(contested, "note_contested", context, member=member)


_IN_VOTE = frozenset({Phase.VOTING, Phase.COUNTING})
_OFFICERS = frozenset({Caller.SECRETARIAT})

COMMANDS = (
    Command(
        noun="vote",
        verb="enter",
        callers=_OFFICERS,
        options=(
            MOTION,
            MEMBER,
            Option(name="ballot", type=OptionType.BALLOT, required=True),
            Option(name="sender", type=OptionType.TEXT, required=True),
            Option(name="reference", type=OptionType.TEXT, required=True),
            Option(name="received", type=OptionType.PAST_MOMENT, required=True),
            Option(name="file", type=OptionType.LINK, required=True, limit=500),
            Option(name="revokes", type=OptionType.YES_NO),
        ),
        request=EnterNote,
        handler=enter_note,
        writes=True,
        phases=_IN_VOTE,
    ),
    Command(
        noun="vote",
        verb="confirm",
        callers=_OFFICERS,
        options=(MOTION, MEMBER),
        request=ConfirmNote,
        handler=confirm_note,
        writes=True,
        phases=_IN_VOTE,
    ),
    Command(
        noun="vote",
        verb="discard",
        callers=_OFFICERS,
        options=(MOTION, MEMBER, REASON),
        request=DiscardNote,
        handler=discard_note,
        writes=True,
        phases=_IN_VOTE,
    ),
    Command(
        noun="vote",
        verb="contest",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION, REASON),
        request=ContestNote,
        handler=contest_note,
        writes=True,
        public=True,
        phases=_IN_VOTE,
    ),
)
