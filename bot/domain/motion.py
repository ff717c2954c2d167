"""A motion with all that has been recorded of it, and where it stands by that and the clock (``bot.domain.phases``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.charter import Procedure
from bot.domain.course import Course, EndedAs
from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.instants import CLOSING_GRACE
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from bot.domain.voting_rules import Result, VotingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A motion with all that has been recorded of it but its ballots.

    ``mover`` is None for the secretariat's own. ``closes_at`` is inclusive. ``rules`` is None until voting has
    opened, ``result`` until it has been decided. ``extended_for`` names why the deadline was moved last, if it was;
    ``settled_until`` is the end of the last outage that moved it, and ``awaits_return`` says that one still lasts.
    ``reminded_at`` is the instant of the last reminder that has been dealt with.
    """

    number: MotionNumber
    kind: KindName
    body: BodyName
    title: str
    text: str
    mover: MemberCode | None
    concerned: MemberCode | None
    sponsors: tuple[MemberCode, ...]
    document: str
    impact: str
    urgent: bool
    tabled_at: datetime
    opens_at: datetime
    closes_at: datetime
    extended_for: str | None = None
    settled_until: datetime | None = None
    awaits_return: bool = False
    reminded_at: datetime | None = None
    rules: VotingRules | None = None
    result: Result | None = None
    course: Course = field(default_factory=Course)

    def phase(self, now: datetime) -> Phase:
        """Tell where the motion stands at ``now``, from the record and the clock alone.

        Voting that has been opened stays open, also where the clock has been set back since.
        """
        course = self.course
        if course.ending is not None:
            return _ENDED[course.ending.how]
        if self.result is not None:
            return self._decided(self.result, now)
        if course.draft:
            return Phase.DRAFT
        if course.seconding is not None and course.lacks_seconds:
            return Phase.PROPOSED if now <= course.seconding.until else Phase.LAPSED
        if self.rules is None:
            return self._before_voting(now)
        if self.rules.procedure is Procedure.SILENCE:
            return Phase.SILENCE if not self.silence_runs or now <= self.closes_at else Phase.COUNTING
        if course.casting_vote is not None:
            return Phase.COUNTING
        if course.call is not None:
            return Phase.COUNTING if course.call.finished(now) else Phase.VOTING
        return Phase.VOTING if now <= self.closes_at else Phase.COUNTING

    def _decided(self, result: Result, now: datetime) -> Phase:
        if result.outcome is not Outcome.ADOPTED:
            return _FINAL[result.outcome]
        if self.course.takes_effect_at is not None and now >= self.course.takes_effect_at:
            return Phase.IN_EFFECT
        return Phase.ADOPTED_WITHOUT_VOTE if result.without_vote else Phase.ADOPTED

    def _before_voting(self, now: datetime) -> Phase:
        course = self.course
        if course.question is not None:
            return Phase.DEBATE if now <= course.question.until else Phase.COUNTING
        if course.adjourned(now):
            return Phase.POSTPONED
        if now < self.opens_at or self.held or self.awaits_turn or course.procedure is Procedure.SILENCE:
            return Phase.DEBATE
        return Phase.VOTING if now <= self.closes_at else Phase.COUNTING

    @property
    def held(self) -> bool:
        """Whether voting cannot open before other motions have been dealt with."""
        return bool(self.course.held_by)

    @property
    def awaits_turn(self) -> bool:
        """Whether the vote opens only when the motion that this one bears on is put to the vote."""
        return self.course.takes_turn and self.rules is None and self.under_way

    @property
    def silence_runs(self) -> bool:
        """Whether a silence period has begun: every delegation has been given the text."""
        return self.course.silence is not None and self.course.silence.delivered_at is not None

    @property
    def awaits_delivery(self) -> bool:
        """Whether a silence procedure has started, and its period waits for a delegation to be given the text."""
        return self.course.silence is not None and not self.silence_runs and self.under_way

    @property
    def vote_ended_at(self) -> datetime:
        """When ballots stopped being taken: the deadline, or before it the decision, where nothing could change it."""
        return self.voted_until if self.result is None else min(self.voted_until, self.result.decided_at)

    @property
    def under_way(self) -> bool:
        """Whether anything can still become of the motion before a decision."""
        return self.result is None and self.course.ending is None

    @property
    def keeps_ballots_back(self) -> bool:
        """Whether nobody may know a ballot yet: the kind hides them, or they are ranked, until the vote is over."""
        hides = self.rules is not None and not self.rules.live_tally
        return self.under_way and (hides or self.course.procedure is Procedure.RANKED)

    def due_to_open(self, now: datetime) -> bool:
        """Tell whether voting should have opened by ``now`` and has not been recorded as open."""
        if not self.under_way or self.rules is not None or self.awaits_turn or self.held or now < self.opens_at:
            return False
        course = self.course
        return not (course.draft or course.lacks_seconds or course.question is not None or course.adjourned(now))

    def due_to_take_up(self, now: datetime) -> bool:
        """Tell whether the next of the motions that hold this one should be put to the vote by ``now``."""
        if self.rules is not None or not self.under_way or not self.held or self.course.under_vote is not None:
            return False
        return now >= self.opens_at and self.phase(now) is Phase.DEBATE

    def due_to_lapse(self, now: datetime) -> bool:
        """Tell whether a proposal has lapsed by ``now``, and nobody has recorded it."""
        seconding = self.course.seconding
        if not self.under_way or seconding is None or not self.course.lacks_seconds:
            return False
        return now >= seconding.until + CLOSING_GRACE

    @property
    def declared_at(self) -> datetime:
        """The instant from which the clock may declare the result: one second after whatever is waited for last."""
        course, waited = self.course, self.closes_at
        if course.casting_vote is not None:
            waited = course.casting_vote.until
        elif course.question is not None and self.rules is None:
            waited = course.question.until
        elif course.call is not None:
            return course.call.ends_by()
        elif self.rules is not None and self.rules.declaration is not None:
            waited = max(self.closes_at + self.rules.declaration, course.contestable_until or self.closes_at)
        return waited + CLOSING_GRACE

    @property
    def voted_until(self) -> datetime:
        """The instant until which ballots count: the deadline, or the end of a live roll call."""
        return self.closes_at if self.course.call is None else self.course.call.ends_by()

    def due_to_close(self, now: datetime) -> bool:
        """Tell whether the clock may declare the result: one second after its deadline and not before."""
        if not self.under_way:
            return False
        if self.rules is None:
            return self.course.question is not None and now >= self.declared_at
        if self.rules.procedure is Procedure.SILENCE and not self.silence_runs:
            return False
        if self.course.call is not None and self.course.casting_vote is None:
            return self.course.call.finished(now)
        return now >= self.declared_at

    def deadlines(self) -> tuple[Deadline, ...]:
        """Give what the clock must still do: lapse, open, remind, call the next state, close; nothing once decided."""
        subject = str(self.number)
        course = self.course
        if not self.under_way or course.draft:
            return ()
        if course.seconding is not None and course.lacks_seconds:
            return (Deadline(course.seconding.until + CLOSING_GRACE, Due.LAPSE, subject),)
        if self.rules is None:
            return tuple(self._before_opening(subject))
        if self.rules.procedure is Procedure.SILENCE:
            return (Deadline(self.declared_at, Due.CLOSING, subject),) if self.silence_runs else ()
        closing = Deadline(self.declared_at, Due.CLOSING, subject)
        if course.casting_vote is not None:
            return (closing,)
        if course.call is not None:
            return (Deadline(course.call.next_change(), Due.TURN, subject),)
        return (*(Deadline(at, Due.REMINDER, subject) for at in self._reminders(self.rules)), closing)

    def _before_opening(self, subject: str) -> Iterator[Deadline]:
        course = self.course
        if course.question is not None:
            yield Deadline(self.declared_at, Due.CLOSING, subject)
        elif self.awaits_turn:
            return
        elif course.under_vote is None and (course.adjournment is None or course.adjournment.until is not None):
            yield Deadline(self.opens_at, Due.OPENING, subject)

    def _reminders(self, rules: VotingRules) -> Iterator[datetime]:
        """Give the instants of reminders still to come: those after the opening and after the last one dealt with."""
        after = max(self.opens_at, self.reminded_at or self.opens_at)
        return (at for before in rules.reminders if (at := self.closes_at - before) > after)

    def reminder_due(self, now: datetime) -> datetime | None:
        """Give the latest reminder due by ``now`` while voting runs: earlier ones missed are folded into it."""
        if self.rules is None or self.phase(now) is not Phase.VOTING or self.course.call is not None:
            return None
        return max((at for at in self._reminders(self.rules) if at <= now), default=None)


_ENDED: Mapping[EndedAs, Phase] = {
    EndedAs.LAPSED: Phase.LAPSED,
    EndedAs.WITHDRAWN: Phase.WITHDRAWN,
    EndedAs.VOID: Phase.VOID,
    EndedAs.ACCEPTED: Phase.ADOPTED_WITHOUT_VOTE,
    EndedAs.RESCINDED: Phase.RESCINDED,
    EndedAs.REJECTED: Phase.NOT_ADOPTED,
}

_FINAL: Mapping[Outcome, Phase] = {
    Outcome.ADOPTED: Phase.ADOPTED,
    Outcome.NOT_ADOPTED: Phase.NOT_ADOPTED,
    Outcome.NO_QUORUM: Phase.NO_QUORUM,
}
