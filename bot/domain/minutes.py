"""The minutes of a session: what they say of it, of its motions, and of those present."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ballot import Choice
from bot.domain.elections import Count, Ranking
from bot.domain.electorate import Elector
from bot.domain.events import (
    MotionEvent,
    RulingGiven,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionOpened,
)
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.rules import Reason
from bot.domain.sessions import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How a state voted, and what it said with it."""

    choice: Choice
    explanation: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a state put on record."""

    member: MemberCode
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act on a motion while the session was open, as its course tells it."""

    at: datetime
    event: MotionEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A vote that decided nothing, and was taken again: its reasons, and how each state had voted."""

    reasons: tuple[Reason, ...]
    votes: Mapping[MemberCode, Vote]
    electors: tuple[Elector, ...]
    called: bool
    present: tuple[MemberCode, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the minutes say of a motion: itself as it was, its roll and votes, and the words of members on it.

    ``reserved`` are the reservations with which members join in carrying it out, ``declared`` the declarations of those
    that abstain constructively. ``rounds`` are the votes before the last one. ``called`` says that the roll was
    called in the session, with those ``present`` there.
    """

    motion: Motion
    electors: tuple[Elector, ...] = ()
    votes: Mapping[MemberCode, Vote] = field(default_factory=dict)
    rankings: Mapping[MemberCode, Ranking] = field(default_factory=dict)
    count: Count | None = None
    statements: tuple[Said, ...] = ()
    reserved: tuple[Said, ...] = ()
    declared: tuple[Said, ...] = ()
    rounds: tuple[Round, ...] = ()
    course: tuple[Told, ...] = ()
    called: bool = False
    present: tuple[MemberCode, ...] = ()

    @property
    def explanations(self) -> tuple[Said, ...]:
        """The explanations of vote, those given with a ballot too, in the order in which they were given."""
        with_ballots = (
            Said(member=member, text=vote.explanation, at=vote.at)
            for member, vote in self.votes.items()
            if vote.explanation
        )
        statements = () if self.in_silence else self.statements
        return tuple(sorted((*with_ballots, *statements), key=lambda said: (said.at, said.member)))

    @property
    def in_silence(self) -> bool:
        """Whether the motion was put in silence: what members say to it then is a reservation."""
        return self.motion.course.silence is not None

    @property
    def reservations(self) -> tuple[Said, ...]:
        """The reservations: statements that did not break a silence, and those with which members joined."""
        return (*(self.statements if self.in_silence else ()), *self.reserved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of a session, from the journal up to ``entry``.

    ``charter`` is the text of the one in force, ``states`` every state by its code. ``others`` are the motions of the
    body that were decided in the session without being on its agenda.
    """

    alliance: str
    charter: str
    states: Mapping[MemberCode, Member]
    session: Session
    entry: int
    as_of: datetime
    called: SessionCalled
    opened: SessionOpened | None
    closed: SessionClosed | None
    cancelled: SessionCancelled | None
    reports: Mapping[MotionNumber, Report]
    others: tuple[Report, ...]
    rulings: tuple[RulingGiven, ...]

    @property
    def final(self) -> bool:
        """Whether the session is over: minutes of one that is not are a draft."""
        return self.closed is not None
