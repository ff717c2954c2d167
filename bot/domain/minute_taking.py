"""The minutes of a session, worked out from the acts of the journal alone.

What is read is the journal from its first entry to the end of the session, or to a given entry while it runs; no table
is looked at. So whoever has the journal makes the same minutes again, and minutes that were made once never change:
what happens to a motion after the end of the session is not in them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.ballot import Choice
from bot.domain.course import Treatment
from bot.domain.events import (
    AllianceFounded,
    BallotCast,
    BallotRetracted,
    CharterApplied,
    CoalitionAnswered,
    CoalitionLeft,
    DelegationsReminded,
    DraftCleared,
    DraftCommented,
    ElectionCounted,
    Event,
    MemberEnrolled,
    MotionDecided,
    MotionEvent,
    MotionTabled,
    NoteConfirmed,
    NoteContested,
    NoteDiscarded,
    NoteEntered,
    ObjectionRaised,
    ObjectionWithdrawn,
    RankingCast,
    RulingGiven,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    SessionRollCalled,
    TurnTaken,
    VoteExplained,
    VoteLost,
    VotingOpened,
    VotingReopened,
)
from bot.domain.evolution import LeavesMotion, after, tabled
from bot.domain.ids import MemberCode, MotionNumber, SessionNumber
from bot.domain.membership import Member
from bot.domain.minutes import Minutes, Report, Round, Said, Told, Vote
from bot.domain.session_evolution import called_session, session_after
from bot.domain.sessions import Presence, Session

UNTOLD = (
    BallotCast
    | BallotRetracted
    | RankingCast
    | TurnTaken
    | VoteExplained
    | NoteEntered
    | NoteConfirmed
    | NoteContested
    | NoteDiscarded
    | DelegationsReminded
    | DraftCommented
    | DraftCleared
    | MotionDecided
)
"""Acts on a motion that the course of a session leaves out: its votes, words and result have their own place."""


@dataclass(slots=True)
class _Note:
    """A note verbale: whose ballot it is, which, and the vote that it took the place of."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    replaced: Vote | None = None


@dataclass(slots=True)
class _Reading:
    """The journal as far as it has been read."""

    number: SessionNumber
    alliance: str = ""
    charter: str = ""
    states: dict[MemberCode, Member] = field(default_factory=dict)
    reports: dict[MotionNumber, Report] = field(default_factory=dict)
    notes: dict[int, _Note] = field(default_factory=dict)
    session: Session | None = None
    called: SessionCalled | None = None
    opened: SessionOpened | None = None
    closed: SessionClosed | None = None
    cancelled: SessionCancelled | None = None
    decided: list[MotionNumber] = field(default_factory=list)
    rulings: list[RulingGiven] = field(default_factory=list)

    @property
    def running(self) -> bool:
        return self.opened is not None and self.closed is None

    @property
    def over(self) -> bool:
        return self.closed is not None or self.cancelled is not None

    def read(self, entry: int, at: datetime, event: Event) -> None:
        match event:
            case AllianceFounded():
                self.alliance = event.name
            case CharterApplied():
                self.charter = event.text
            case MemberEnrolled():
                self.states[event.member] = _state(event)
            case RulingGiven() if self.running and self.session is not None and event.body == self.session.body:
                self.rulings.append(event)
            case _ if isinstance(event, SessionEvent):
                self._of_session(event)
            case _ if isinstance(event, MotionEvent):
                self._of_motion(entry, at, event)
            case _:
                return

    def _of_session(self, event: SessionEvent) -> None:
        if event.session != self.number:
            return
        match event:
            case SessionCalled():
                self.called, self.session = event, called_session(event)
                return
            case SessionOpened():
                self.opened = event
            case SessionClosed():
                self.closed = event
            case SessionCancelled():
                self.cancelled = event
            case SessionRollCalled() if event.motion in self.reports:
                report = self.reports[event.motion]
                self.reports[event.motion] = replace(report, called=True, present=event.present)
            case _:
                pass
        if self.session is not None:
            self.session = session_after(self.session, event)

    def _of_motion(self, entry: int, at: datetime, event: MotionEvent) -> None:
        number = event.motion
        if isinstance(event, MotionTabled):
            self.reports[number] = Report(motion=tabled(event, seq=entry))
        report = self.reports[number]
        if not isinstance(event, MotionTabled | LeavesMotion):
            report = replace(report, motion=after(report.motion, event))
        if self.running and not isinstance(event, UNTOLD):
            report = replace(report, course=(*report.course, Told(at=at, event=event)))
        self.reports[number] = self._with_votes(report, entry, event)
        if isinstance(event, BallotCast) and report.called:
            self._answered_the_roll(event)
        if isinstance(event, MotionDecided) and self.running:
            self.decided.append(number)

    def _answered_the_roll(self, event: BallotCast) -> None:
        """Count a state that answers the roll in the session as present there, where it was not before."""
        session = self.session
        if session is not None and self.running and event.member not in session.attending:
            came = Presence(member=event.member, at=event.cast_at)
            self.session = replace(session, present=(*session.present, came))

    def _with_votes(self, report: Report, entry: int, event: MotionEvent) -> Report:
        """Give the report with what an event changes of its roll, its votes, and what members said."""
        match event:
            case VotingOpened():
                return replace(report, electors=event.electors)
            case BallotCast():
                return _voted(
                    report, event.member, Vote(choice=event.choice, explanation=event.explanation, at=event.cast_at)
                )
            case ObjectionRaised():
                return _voted(report, event.member, Vote(choice=Choice.NO, explanation=event.text, at=event.at))
            case RankingCast():
                ranked = replace(report, rankings={**report.rankings, event.member: event.ranking})
                return _voted(ranked, event.member, Vote(choice=Choice.YES, explanation="", at=event.cast_at))
            case BallotRetracted() | ObjectionWithdrawn():
                return _without(report, event.member)
            case VoteLost() if event.treatment is not Treatment.KEPT:
                electors = tuple(
                    replace(each, standing=event.standing) if each.member == event.member else each
                    for each in report.electors
                )
                lost = replace(report, electors=electors)
                return _without(lost, event.member) if event.ballot is not None else lost
            case VotingReopened():
                ended = Round(
                    reasons=event.reasons,
                    votes=report.votes,
                    electors=report.electors,
                    called=report.called,
                    present=report.present,
                    at=event.at,
                )
                rounds = (*report.rounds, ended)
                return replace(report, votes={}, rankings={}, rounds=rounds, called=False, present=())
            case VoteExplained():
                said = Said(member=event.member, text=event.text, at=event.at)
                return replace(report, statements=(*report.statements, said))
            case CoalitionAnswered() | CoalitionLeft():
                return _answered(report, event)
            case ElectionCounted():
                return replace(report, count=event.count)
            case NoteEntered():
                self.notes[entry] = _Note(event.motion, event.member, event.choice)
                return report
            case NoteConfirmed():
                note = self.notes[event.note]
                note.replaced = report.votes.get(event.member)
                return _voted(report, event.member, Vote(choice=note.choice, explanation="", at=event.at))
            case NoteContested():
                note, annulled = self.notes[event.note], _without(report, event.member)
                return annulled if note.replaced is None else _voted(annulled, event.member, note.replaced)
            case _:
                return report


def minutes_of(
    number: SessionNumber, acts: Iterable[tuple[int, datetime, Event]], *, until: int | None = None
) -> Minutes | None:
    """Work out the minutes of a session from the acts of the journal: each its entry, its instant and its event.

    They are read up to the end of the session, or to entry ``until`` where that comes first. None where the session
    was never called.
    """
    reading, last, as_of = _Reading(number), 0, None
    for entry, at, event in acts:
        if reading.over or (until is not None and entry > until):
            break
        reading.read(entry, at, event)
        last, as_of = entry, at
    if reading.session is None or reading.called is None or as_of is None:
        return None
    listed = [item.motion for item in reading.session.agenda if item.motion is not None]
    others = tuple(dict.fromkeys(number for number in reading.decided if number not in listed))
    return Minutes(
        alliance=reading.alliance,
        charter=reading.charter,
        states=reading.states,
        session=reading.session,
        entry=last,
        as_of=as_of,
        called=reading.called,
        opened=reading.opened,
        closed=reading.closed,
        cancelled=reading.cancelled,
        reports=reading.reports,
        others=tuple(_of_body(reading, others)),
        rulings=tuple(reading.rulings),
    )


def _of_body(reading: _Reading, numbers: Iterable[MotionNumber]) -> Iterator[Report]:
    """Give the reports of the motions that the body of the session decides."""
    for number in numbers:
        report = reading.reports[number]
        if reading.session is not None and report.motion.body == reading.session.body:
            yield report


def _state(event: MemberEnrolled) -> Member:
    return Member(
        code=event.member,
        name=event.name,
        name_fr=event.name_fr,
        flag="",
        status=event.status,
        since=event.since,
    )


def _answered(report: Report, event: CoalitionAnswered | CoalitionLeft) -> Report:
    """Give the report with the words of a member on the coalition; those of its former answer go."""
    reserved = tuple(each for each in report.reserved if each.member != event.member)
    declared = tuple(each for each in report.declared if each.member != event.member)
    if isinstance(event, CoalitionAnswered) and event.text:
        said = Said(member=event.member, text=event.text, at=event.at)
        if event.stance.joins:
            reserved = (*reserved, said)
        else:
            declared = (*declared, said)
    return replace(report, reserved=reserved, declared=declared)


def _voted(report: Report, member: MemberCode, vote: Vote) -> Report:
    return replace(report, votes={**report.votes, member: vote})


def _without(report: Report, member: MemberCode) -> Report:
    votes = {state: vote for state, vote in report.votes.items() if state != member}
    rankings = {state: ranking for state, ranking in report.rankings.items() if state != member}
    return replace(report, votes=votes, rankings=rankings)
