"""How the ballots of a vote stood at each instant, worked out from its acts: what a chart of the vote is drawn from.

A ballot stands from the instant at which a front received it; one by note verbale from the confirmation by a second
officer, since it counts from then on. A vote that is taken again begins anew: the ballots before it count no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ballot import Choice
from bot.domain.course import Treatment
from bot.domain.events import (
    BallotCast,
    BallotRetracted,
    Event,
    NoteConfirmed,
    NoteContested,
    NoteEntered,
    RankingCast,
    VoteLost,
    VotingOpened,
    VotingReopened,
)
from bot.domain.ids import MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningCount:
    """How many ballots stood as what from ``at`` on; a ranked one stands as a yes, as everywhere."""

    at: datetime
    yes: int
    no: int
    abstain: int

    @property
    def cast(self) -> int:
        """How many ballots stood, whatever they said."""
        return self.yes + self.no + self.abstain


def running_counts(acts: Iterable[tuple[int, datetime, Event]], *, choices: bool = True) -> tuple[RunningCount, ...]:
    """Give the counts of a vote from its acts, each with its entry and instant, oldest first.

    The first count is that of the opening, without a ballot; each further one differs from the one before it: in any
    choice, or without ``choices`` in how many ballots there are, so that not even the instants tell of a change of
    mind. There is none where voting has not opened.
    """
    differs = _in_a_choice if choices else _in_turnout
    counts: list[RunningCount] = []
    box = _Box()
    for entry, at, event in acts:
        if isinstance(event, VotingOpened | VotingReopened):
            counts, box = [_counted({}, at)], _Box()
            continue
        changed_at = box.take(entry, at, event)
        if not counts or changed_at is None:
            continue
        found = _counted(box.choices, max(changed_at, counts[-1].at))
        if differs(found, counts[-1]):
            counts.append(found)
    return tuple(counts)


def _in_a_choice(one: RunningCount, other: RunningCount) -> bool:
    return (one.yes, one.no, one.abstain) != (other.yes, other.no, other.abstain)


def _in_turnout(one: RunningCount, other: RunningCount) -> bool:
    return one.cast != other.cast


def _counted(choices: dict[MemberCode, Choice], at: datetime) -> RunningCount:
    cast = list(choices.values())
    return RunningCount(at=at, yes=cast.count(Choice.YES), no=cast.count(Choice.NO), abstain=cast.count(Choice.ABSTAIN))


@dataclass(slots=True)
class _Box:
    """The ballots that stand, by member, and by entry what each note says and which ballot it took the place of."""

    choices: dict[MemberCode, Choice] = field(default_factory=dict)
    notes: dict[int, Choice] = field(default_factory=dict)
    replaced: dict[int, Choice | None] = field(default_factory=dict)

    def take(self, entry: int, at: datetime, event: Event) -> datetime | None:
        """Take in an act; give since when what it changes stands, None where it changes nothing."""
        match event:
            case BallotCast():
                self.choices[event.member] = event.choice
                return event.cast_at
            case RankingCast():
                self.choices[event.member] = Choice.YES
                return event.cast_at
            case BallotRetracted():
                self.choices.pop(event.member, None)
            case VoteLost(treatment=Treatment.REMOVED):
                self.choices.pop(event.member, None)
            case NoteEntered():
                self.notes[entry] = event.choice
            case NoteConfirmed():
                self.replaced[event.note] = self.choices.get(event.member)
                self.choices[event.member] = self.notes[event.note]
            case NoteContested():
                self._let_stand_again(event)
            case _:
                return None
        return at

    def _let_stand_again(self, event: NoteContested) -> None:
        """Annul a note, so that the ballot that it took the place of stands again."""
        self.choices.pop(event.member, None)
        before = self.replaced.get(event.note)
        if before is not None:
            self.choices[event.member] = before
