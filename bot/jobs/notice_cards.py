"""The card that a notice stands for, made from the record as it stands when it is posted."""

from datetime import datetime

from bot.cards.acts import news_card
from bot.cards.calls import turn_card
from bot.cards.card import Card
from bot.cards.checkpoints import checkpoint_card
from bot.cards.council import day_card, seat_card
from bot.cards.elections import announcement, ranking_receipt
from bot.cards.members import drawn_card
from bot.cards.minutes import minutes_card
from bot.cards.motions import motion_card, thread_name
from bot.cards.notes import delegation_card, officer_card
from bot.cards.notices import (
    deadline_card,
    reminder_card,
    restored_card,
    tie_card,
    voting_open_card,
)
from bot.cards.presidency import ruled_card
from bot.cards.receipts import receipt_card
from bot.cards.sessions import (
    invitation_card,
    session_card,
    session_news_card,
    session_reminder_card,
)
from bot.cards.silence import silence_card
from bot.cards.standing import standing_card
from bot.cards.views import MotionView
from bot.commands.conduct.consulting import card_of_request
from bot.commands.conduct.elections import coming_rotation
from bot.commands.conduct.minutes import minutes_at
from bot.commands.conduct.opening import opened
from bot.commands.conduct.presiding import presiding_over
from bot.commands.conduct.sessions import may_receive, session_at, session_view, summit_called
from bot.commands.context import Context
from bot.commands.preferences import interpreter_for
from bot.commands.register import REGISTRY
from bot.commands.views import view_of
from bot.commands.waiting.digest import Told, digest_for
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice, DeadLetterNotice, DeliveryNotice
from bot.domain.events import (
    BallotCast,
    CandidateNominated,
    CheckpointMade,
    DayAnnounced,
    DeadlineMoved,
    DigestSent,
    MotionEvent,
    RankingCast,
    SeatLeft,
    SeatTaken,
    SessionEvent,
    StandingEvent,
    TermsDrawn,
)
from bot.domain.extension import EXTENSION
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.note_verbale import NoteVerbale
from bot.domain.notices import (
    CallNotice,
    CheckpointNotice,
    CourseNotice,
    DeadlineNotice,
    DigestNotice,
    MinutesNotice,
    MotionCard,
    NoteNotice,
    NoteToConfirm,
    ReceiptNotice,
    ReminderNotice,
    RequestCard,
    RestoredNotice,
    ResultNotice,
    RulingNotice,
    SessionCard,
    SessionInvitation,
    SessionNews,
    SessionPost,
    SessionReminderNotice,
    SilenceNotice,
    StandingNotice,
    TieNotice,
    VotingOpenNotice,
)
from bot.domain.phases import Phase
from bot.domain.sessions import SessionPhase, subject_of
from bot.jobs.delivery_cards import card_of_blockage, card_of_dead_letter
from bot.jobs.overtaken import Overtaken
from bot.locales.catalogue import Interpreter
from bot.ports import Post, UnitOfWork


def card_for(uow: UnitOfWork, post: Post, *, now: datetime) -> Card:
    """Make the card of a post: in the alliance's language, to a person as it has chosen.

    Raise Overtaken where there is nothing to say any more, or where it must not be said to this address any more.
    """
    alliance = uow.alliances.get(post.alliance)
    if alliance is None:
        raise LookupError(post.alliance)
    say = (
        interpreter_for(uow, alliance, post.to, language=alliance.language)
        if isinstance(post.to, Account)
        else Interpreter(alliance.language, alliance.time_zone)
    )
    return _card(uow, alliance, post, say, now).in_language(say.language)


def _card(uow: UnitOfWork, alliance: Alliance, post: Post, say: Interpreter, now: datetime) -> Card:
    match post.notice:
        case CheckpointNotice(entry=entry):
            return _checkpoint(uow, alliance, entry, say)
        case DeadLetterNotice(letter=number):
            _check_still_officer(uow, alliance, post, now)
            return card_of_dead_letter(uow, number, say)
        case BlockageNotice() | BlockageOverNotice() as told:
            _check_still_officer(uow, alliance, post, now)
            return card_of_blockage(uow, alliance, told, say, now=now)
        case ReceiptNotice() as receipt:
            return _receipt(uow, alliance, post, receipt, say, now)
        case ReminderNotice() as reminder:
            return _reminder(uow, alliance, post, reminder, say, now)
        case DigestNotice(member=member, entry=entry):
            return _digest(uow, alliance, post, member, entry, say, now)
        case StandingNotice(entry=entry):
            return _standing(uow, alliance, entry, say, now)
        case RulingNotice() as given:
            return _ruling(uow, alliance, given.ruling, say, now)
        case _ if isinstance(post.notice, SessionPost):
            return _of_session(uow, alliance, post, post.notice, say, now)
        case RequestCard(request=number):
            return card_of_request(uow, alliance, number, say, now=now)
        case RestoredNotice() as restored:
            under_way = tuple(motion for motion in uow.motions.every(alliance.code) if _to_look_at(motion))
            return restored_card(restored, under_way, say, now=now)
        case notice:
            view = view_of(uow, alliance, opened(uow, alliance, notice.motion), now=now)
    match notice:
        case CallNotice():
            return _turn(uow, view, post, notice, say)
        case NoteToConfirm(entry=entry):
            _check_still_officer(uow, alliance, post, now)
            return officer_card(view, _note(uow, view, entry), say)
        case NoteNotice(entry=entry):
            _check_still_of(uow, alliance, post, notice.member, now)
            return delegation_card(view, _note(uow, view, entry), say)
        case VotingOpenNotice() if view.motion.course.call is not None:
            raise Overtaken
        case CourseNotice(entry=entry):
            return _news(uow, view, entry, say)
        case TieNotice():
            return tie_card(view, presiding_over(uow, alliance, view.motion, now=now), say)
        case SilenceNotice():
            return silence_card(view, say)
        case MotionCard():
            return motion_card(view, say)
        case VotingOpenNotice():
            return voting_open_card(view, say)
        case DeadlineNotice():
            return deadline_card(view, say, note=_word_of_the_chair(uow, view))
        case ResultNotice():
            return announcement(view, say)


def _of_session(
    uow: UnitOfWork, alliance: Alliance, post: Post, notice: SessionPost, say: Interpreter, now: datetime
) -> Card:
    """Give what is posted of a session, as it now is; a reminder of one that is open or over says nothing any more."""
    session = session_at(uow, alliance, notice.session)
    if isinstance(notice, MinutesNotice):
        return minutes_card(minutes_at(uow, alliance, notice.session, until=notice.entry or None), say)
    view = session_view(uow, alliance, session, now=now)
    match notice:
        case SessionCard():
            return session_card(view, say)
        case SessionInvitation():
            _check_still_attends(uow, alliance, post, now)
            return invitation_card(view, say)
        case SessionReminderNotice():
            _check_still_attends(uow, alliance, post, now)
            if session.phase is not SessionPhase.CALLED:
                raise Overtaken
            return session_reminder_card(view, say, due_at=notice.due_at, late=notice.late)
        case SessionNews(entry=entry):
            event = uow.journal.event(alliance.code, entry)
            if not isinstance(event, SessionEvent):
                raise LookupError(entry)  # noqa: TRY004 - the entry is another one, its type is no mistake
            return session_news_card(view, event, say)


def _check_still_attends(uow: UnitOfWork, alliance: Alliance, post: Post, now: datetime) -> None:
    """Keep what is for delegations from whoever has left one since."""
    if isinstance(post.to, Account):
        credential = uow.credentials.of_account(alliance.code, post.to)
        member = None if credential is None or not credential.valid_at(now) else credential.member
        if member is None or not may_receive(uow, alliance, member, now=now):
            raise Overtaken


def _to_look_at(motion: Motion) -> bool:
    """Tell whether a motion is still to be decided, and known to everyone."""
    return motion.under_way and not motion.course.draft


def _ruling(uow: UnitOfWork, alliance: Alliance, number: int, say: Interpreter, now: datetime) -> Card:
    ruling = uow.presidency.ruling(alliance.code, number)
    if ruling is None:
        raise LookupError(number)
    members = {member.code: member for member in uow.roster.on(alliance.code, now)}
    return ruled_card(ruling, members, say)


def _standing(uow: UnitOfWork, alliance: Alliance, entry: int, say: Interpreter, now: datetime) -> Card:
    """Give the news of an entry of the journal about a member, its people, its review or its seat."""
    event = uow.journal.event(alliance.code, entry)
    if not isinstance(event, StandingEvent):
        raise LookupError(entry)  # noqa: TRY004 - the entry is another one, its type is no mistake
    members = {member.code: member for member in uow.roster.on(alliance.code, now)}
    if isinstance(event, DayAnnounced):
        coming = coming_rotation(uow, alliance, event, now=now)
        session = summit_called(uow, alliance, event.at)
        return day_card(event, alliance.charter, members, say, coming=coming, session=session)
    if isinstance(event, SeatTaken | SeatLeft | CandidateNominated):
        return seat_card(event, alliance.charter, members, say)
    if isinstance(event, TermsDrawn):
        return drawn_card(event, members, say)
    return standing_card(event, members, say)


def _news(uow: UnitOfWork, view: MotionView, entry: int, say: Interpreter) -> Card:
    """Give the news of an entry of the journal about a motion."""
    event = uow.journal.event(view.alliance.code, entry)
    if not isinstance(event, MotionEvent):
        raise LookupError(entry)  # noqa: TRY004 - the entry is another one, its type is no mistake
    return news_card(view, event, say)


def _word_of_the_chair(uow: UnitOfWork, view: MotionView) -> str:
    """Give what the chair said of its extension, where that moved the deadline last."""
    if view.motion.extended_for != EXTENSION:
        return ""
    events = (act.event for act in uow.journal.acts_on(view.alliance.code, view.motion))
    return [event.note for event in events if isinstance(event, DeadlineMoved)][-1]


def thread_name_for(uow: UnitOfWork, post: Post) -> str:
    """Give what the thread in which a post is written is called; empty for a post that stands by itself."""
    notice = post.notice
    if post.thread is None or isinstance(
        notice,
        CheckpointNotice | DigestNotice | RequestCard | RestoredNotice | RulingNotice | StandingNotice | DeliveryNotice,
    ):
        return ""
    if isinstance(notice, SessionPost):
        session = uow.sessions.get(post.alliance, notice.session)
        return "" if session is None else f"{subject_of(session.number)} {session.title}"
    motion = uow.motions.get(post.alliance, notice.motion)
    return "" if motion is None else thread_name(motion)


def _digest(
    uow: UnitOfWork, alliance: Alliance, post: Post, member: MemberCode, entry: int, say: Interpreter, now: datetime
) -> Card:
    """Give the digest to one of a delegation, as it would get it if it asked for it now."""
    _check_still_of(uow, alliance, post, member, now)
    event, command = uow.journal.event(alliance.code, entry), REGISTRY.get("alliance.digest")
    if not isinstance(event, DigestSent) or not isinstance(post.to, Account) or command is None:
        raise LookupError(entry)
    context = Context(
        uow=uow,
        alliance=alliance,
        account=post.to,
        credential=uow.credentials.of_account(alliance.code, post.to),
        now=now,
        interpreter=say,
        registry=REGISTRY,
        command=command,
    )
    return digest_for(context, Told(since=event.since, after=event.after, until=event.until), late=event.late)


def _receipt(
    uow: UnitOfWork, alliance: Alliance, post: Post, notice: ReceiptNotice, say: Interpreter, now: datetime
) -> Card:
    _check_still_of(uow, alliance, post, notice.member, now)
    event = uow.journal.event(alliance.code, notice.entry)
    if isinstance(event, RankingCast):
        members = {member.code: member for member in uow.roster.on(alliance.code, event.cast_at)}
        return ranking_receipt(opened(uow, alliance, notice.motion), event, members, say)
    if not isinstance(event, BallotCast):
        raise LookupError(post.key)  # noqa: TRY004 - the entry is another one, its type is no mistake
    member = uow.roster.member(alliance.code, notice.member, event.cast_at)
    if member is None:
        raise LookupError(post.key)
    return receipt_card(opened(uow, alliance, notice.motion), event, member, say)


def _reminder(
    uow: UnitOfWork, alliance: Alliance, post: Post, notice: ReminderNotice, say: Interpreter, now: datetime
) -> Card:
    _check_still_of(uow, alliance, post, notice.member, now)
    motion: Motion = opened(uow, alliance, notice.motion)
    voted = uow.ballots.of_member(alliance.code, notice.motion, notice.member) is not None
    member = uow.roster.member(alliance.code, notice.member, now)
    if voted or member is None or motion.phase(now) is not Phase.VOTING:
        raise Overtaken
    return reminder_card(motion, member, say, late=notice.late)


def _turn(uow: UnitOfWork, view: MotionView, post: Post, notice: CallNotice, say: Interpreter) -> Card:
    """Tell a delegation that it is called; whoever is no longer called need not hear of it."""
    _check_still_of(uow, view.alliance, post, notice.member, view.now)
    called = view.called
    if called is None or (called.member, called.second) != (notice.member, notice.second):
        raise Overtaken
    return turn_card(view, called, say)


def _note(uow: UnitOfWork, view: MotionView, entry: int) -> NoteVerbale:
    notes = uow.ballots.notes(view.alliance.code, view.motion.number)
    found = next((note for note in notes if note.entry == entry), None)
    if found is None:
        raise LookupError(entry)
    return found


def _checkpoint(uow: UnitOfWork, alliance: Alliance, entry: int, say: Interpreter) -> Card:
    match uow.journal.event(alliance.code, entry):
        case CheckpointMade() as made:
            return checkpoint_card(made, uow.checkpoints.public_key(alliance.code, at=entry), say)
        case _:
            raise LookupError(entry)


def _check_still_officer(uow: UnitOfWork, alliance: Alliance, post: Post, now: datetime) -> None:
    """Keep what is the secretariat's from whoever has left it since."""
    if isinstance(post.to, Account):
        held = uow.credentials.of_account(alliance.code, post.to)
        if held is None or not held.valid_at(now) or held.role is not Role.SECRETARIAT:
            raise Overtaken


def _check_still_of(uow: UnitOfWork, alliance: Alliance, post: Post, member: MemberCode, now: datetime) -> None:
    """Keep what is a delegation's own from whoever has left it since."""
    if isinstance(post.to, Account):
        credential = uow.credentials.of_account(alliance.code, post.to)
        if credential is None or not credential.valid_at(now) or credential.member != member:
            raise Overtaken
