"""What the house owes someone: a post to write, or to keep current, once the act behind it is committed.

A notice names its subject only. What it says is made from the record when it is posted, so it is never out of date.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice, DeadLetterNotice
from bot.domain.ids import MemberCode, MotionNumber, RequestNumber, SessionNumber
from bot.domain.owed import Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionCard(Owed):
    """The card of a motion, one post per channel, kept current until the result stands."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"card:{self.motion}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpenNotice(Owed):
    """Voting on a motion has opened after its debate; in the thread of its card."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"open:{self.motion}"

    @property
    def thread_of(self) -> str | None:
        """The motion's card."""
        return MotionCard(motion=self.motion).key


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNotice(Owed):
    """The deadline of a running vote has moved; in the thread of the motion's card."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"deadline:{self.motion}"

    @property
    def thread_of(self) -> str | None:
        """The motion's card."""
        return MotionCard(motion=self.motion).key


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNotice(Owed):
    """The result of a motion, with every state by name."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"result:{self.motion}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TieNotice(Owed):
    """A vote is tied and taken again, or waits for the chair; or a vote that missed its quorum is taken again."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"tie:{self.motion}"

    @property
    def thread_of(self) -> str | None:
        """The motion's card."""
        return MotionCard(motion=self.motion).key


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNotice(Owed):
    """The text of a silence procedure, for each delegation: the period runs once all of them have it."""

    motion: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"silence:{self.motion}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseNotice(Owed):
    """Something has happened to a motion on its way; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"course:{self.motion}:{self.entry}"

    @property
    def thread_of(self) -> str | None:
        """The motion's card."""
        return MotionCard(motion=self.motion).key


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptNotice(Owed):
    """The receipt of a ballot, for the rest of the delegation; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    member: MemberCode
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"receipt:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderNotice(Owed):
    """A delegation has not voted yet; ``due_at`` is the reminder's own instant, ``late`` that it comes after it."""

    motion: MotionNumber
    member: MemberCode
    due_at: datetime
    late: bool

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"reminder:{self.motion}:{int(self.due_at.timestamp())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNotice(Owed):
    """A delegation is called in a live roll call; ``second`` in the second call, to a state that passed."""

    motion: MotionNumber
    member: MemberCode
    second: bool

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"call:{self.motion}:{self.member}:{2 if self.second else 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteToConfirm(Owed):
    """A vote by note verbale waits for a second officer; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"note:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNotice(Owed):
    """A delegation's vote by note verbale has been confirmed; ``entry`` is the note's entry in the journal."""

    motion: MotionNumber
    member: MemberCode
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"noted:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNotice(Owed):
    """Something has happened to a member, its people, its review or its seat; ``entry`` is its entry in the journal."""

    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"standing:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingNotice(Owed):
    """The chair has ruled on a point of order."""

    ruling: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"ruling:{self.ruling}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard(Owed):
    """The card of a request for support, one post per address, kept current until it is answered."""

    request: RequestNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"request:{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNotice(Owed):
    """The weekly digest of a delegation, for one of its people; ``entry`` is its entry in the journal."""

    member: MemberCode
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"digest:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointNotice(Owed):
    """A checkpoint of the record; ``entry`` is its entry in the journal."""

    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"checkpoint:{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredNotice(Owed):
    """The record was restored from an earlier copy, as the event of the same facts has it."""

    copied_at: datetime
    restored_at: datetime
    numbers_from: MotionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"restored:{int(self.restored_at.timestamp())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCard(Owed):
    """The card of a session, one post per channel, kept current with its agenda and who is present."""

    session: SessionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"session:{self.session}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionInvitation(Owed):
    """The notice of a session with its agenda, for each delegation."""

    session: SessionNumber

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"invited:{self.session}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReminderNotice(Owed):
    """A delegation is reminded of a session ahead; ``late`` that it comes after ``due_at``, its own instant."""

    session: SessionNumber
    due_at: datetime
    late: bool

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"session-reminder:{self.session}:{int(self.due_at.timestamp())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNews(Owed):
    """Something has happened to a session; ``entry`` is its entry in the journal. In the thread of its card."""

    session: SessionNumber
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"session-news:{self.session}:{self.entry}"

    @property
    def thread_of(self) -> str | None:
        """The session's card."""
        return SessionCard(session=self.session).key


WHOLE: Final = 0
"""In the place of an entry: up to the end of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesNotice(Owed):
    """The minutes of a session as a file, from the journal up to ``entry``; WHOLE where it is over."""

    session: SessionNumber
    entry: int

    @property
    def key(self) -> str:
        """What is owed once per address."""
        return f"minutes:{self.session}:{self.entry}"


SessionPost = SessionCard | SessionInvitation | SessionReminderNotice | SessionNews | MinutesNotice
"""What is posted of a session."""

Notice = (
    MotionCard
    | VotingOpenNotice
    | DeadlineNotice
    | ResultNotice
    | TieNotice
    | SilenceNotice
    | CourseNotice
    | RulingNotice
    | StandingNotice
    | ReceiptNotice
    | ReminderNotice
    | CallNotice
    | NoteToConfirm
    | NoteNotice
    | RequestCard
    | DigestNotice
    | CheckpointNotice
    | DeadLetterNotice
    | BlockageNotice
    | BlockageOverNotice
    | RestoredNotice
    | SessionPost
)

NOTICES: tuple[type[Notice], ...] = (
    MotionCard,
    VotingOpenNotice,
    DeadlineNotice,
    ResultNotice,
    TieNotice,
    SilenceNotice,
    CourseNotice,
    RulingNotice,
    StandingNotice,
    ReceiptNotice,
    ReminderNotice,
    CallNotice,
    NoteToConfirm,
    NoteNotice,
    RequestCard,
    DigestNotice,
    CheckpointNotice,
    DeadLetterNotice,
    BlockageNotice,
    BlockageOverNotice,
    RestoredNotice,
    SessionCard,
    SessionInvitation,
    SessionReminderNotice,
    SessionNews,
    MinutesNotice,
)
