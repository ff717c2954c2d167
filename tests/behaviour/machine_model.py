"""A small model of a house, written apart from the product: plain dictionaries, the rules of one page, no shared code.

It knows two kinds. A *proposal* needs one second within 24 hours, is debated for 24, voted for 48, and carries by more
for than against where at least half of the entitled members voted. A *quick* text is voted at once for 48 hours and
carries with the yes of at least half of all members. The first state presides, the second where the first cannot.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
GRACE = timedelta(seconds=1)


@dataclass
class ModelMotion:
    """What has happened to one motion."""

    kind: str
    mover: str
    seconds_until: datetime | None
    opens: datetime | None
    seconded_by: set[str] = field(default_factory=set)
    closes: datetime | None = None
    postponed_at: datetime | None = None
    ended: str | None = None
    electorate: set[str] | None = None
    body: set[str] = field(default_factory=set)
    recused: set[str] = field(default_factory=set)
    ballots: dict[str, str] = field(default_factory=dict)
    extended: bool = False
    result: str | None = None


class Model:
    """A house of five states."""

    def __init__(self, states: Iterable[str], now: datetime) -> None:
        self.states, self.now = list(states), now
        self.suspended: set[str] = set()
        self.motions: dict[int, ModelMotion] = {}

    def active(self, state: str) -> bool:
        """Tell whether a state has its rights."""
        return state not in self.suspended

    def chair(self) -> str | None:
        """Give who presides."""
        return next((state for state in self.states[:2] if self.active(state)), None)

    def phase(self, motion: ModelMotion) -> str:
        """Tell where a motion stands now."""
        if motion.ended is not None:
            return motion.ended
        if motion.result is not None:
            return motion.result
        if motion.opens is None:
            assert motion.seconds_until is not None
            return "proposed" if self.now <= motion.seconds_until else "lapsed"
        if motion.postponed_at is not None:
            return "postponed"
        if self.now < motion.opens:
            return "debate"
        assert motion.closes is not None
        return "voting" if self.now <= motion.closes else "counting"

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by

    def open_due(self, motion: ModelMotion) -> None:
        """Open a vote that is due: the electorate is frozen; one opened over ten minutes late has its whole time."""
        if motion.electorate is not None or self.phase(motion) not in {"voting", "counting"}:
            return
        assert motion.opens is not None
        assert motion.closes is not None
        motion.body = set(self.states)
        motion.electorate = {state for state in self.states if self.active(state)} - motion.recused
        if self.now - motion.opens > 10 * MINUTE:
            motion.closes = self.now + (motion.closes - motion.opens)

    def tick(self) -> None:
        """Open and declare what is due."""
        for motion in self.motions.values():
            self.open_due(motion)
            due = motion.closes is not None and self.now >= motion.closes + GRACE
            if self.phase(motion) == "counting" and due:
                motion.result = self.outcome(motion)

    def outcome(self, motion: ModelMotion) -> str:
        """Count."""
        assert motion.electorate is not None
        yes = sum(ballot == "yes" for ballot in motion.ballots.values())
        no = sum(ballot == "no" for ballot in motion.ballots.values())
        if motion.kind == "quick":
            return "adopted" if yes and 2 * yes >= len(motion.body) else "not adopted"
        if 2 * len(motion.ballots) < len(motion.electorate):
            return "no quorum"
        return "adopted" if yes > no else "not adopted"

    # What each act does; each gives whether it is allowed.

    def propose(self, state: str, kind: str) -> bool:
        """Propose a text."""
        if not self.active(state):
            return False
        number = len(self.motions) + 1
        if kind == "quick":
            motion = ModelMotion(kind, state, None, self.now, closes=self.now + 48 * HOUR)
        else:
            motion = ModelMotion(kind, state, self.now + 24 * HOUR, None)
        self.motions[number] = motion
        self.open_due(motion)
        return True

    def second(self, state: str, motion: ModelMotion) -> bool:
        """Second a proposal: one other state is enough."""
        if not self.active(state) or self.phase(motion) != "proposed" or state == motion.mover:
            return False
        motion.opens = self.now + 24 * HOUR
        motion.closes = motion.opens + 48 * HOUR
        return True

    def withdraw(self, state: str, motion: ModelMotion) -> bool:
        """Withdraw a text before its vote."""
        if self.phase(motion) not in {"proposed", "debate", "postponed"} or state != motion.mover:
            return False
        motion.ended = "withdrawn"
        return True

    def void(self, state: str, motion: ModelMotion) -> bool:
        """Void a text before its vote."""
        if self.phase(motion) not in {"proposed", "debate", "postponed"} or state != self.chair():
            return False
        motion.ended = "void"
        return True

    def postpone(self, motion: ModelMotion) -> bool:
        """Adjourn the debate."""
        if self.phase(motion) != "debate":
            return False
        motion.postponed_at = self.now
        return True

    def resume(self, motion: ModelMotion) -> bool:
        """Resume the debate: what was left of it runs from now."""
        if self.phase(motion) != "postponed":
            return False
        assert motion.opens is not None
        assert motion.closes is not None
        assert motion.postponed_at is not None
        left, period = motion.opens - motion.postponed_at, motion.closes - motion.opens
        motion.opens = self.now + left
        motion.closes, motion.postponed_at = motion.opens + period, None
        self.open_due(motion)
        return True

    def vote(self, state: str, motion: ModelMotion, ballot: str) -> bool:
        """Cast or change a ballot; the same one again is no act."""
        opened = replace(motion)
        self.open_due(opened)
        if self.phase(opened) != "voting" or state not in (opened.electorate or ()):
            return False
        if motion.ballots.get(state) == ballot:
            return False
        self.open_due(motion)
        motion.ballots[state] = ballot
        return True

    def retract(self, state: str, motion: ModelMotion) -> bool:
        """Take a ballot back."""
        if self.phase(motion) != "voting" or state not in motion.ballots:
            return False
        del motion.ballots[state]
        return True

    def recuse(self, state: str, motion: ModelMotion) -> bool:
        """Stay out of a vote, before having voted: in the debate, or while it runs."""
        opened = replace(motion)
        self.open_due(opened)
        phase = self.phase(opened)
        if not self.active(state) or state in motion.recused or state in motion.ballots:
            return False
        if phase == "voting" and state in (opened.electorate or ()):
            self.open_due(motion)
            assert motion.electorate is not None
            motion.electorate.discard(state)
            return True
        if phase in {"debate", "postponed"}:
            motion.recused.add(state)
            return True
        return False

    def suspend(self, state: str) -> bool:
        """Suspend a state: it leaves the electorates, its ballots are annulled."""
        if not self.active(state):
            return False
        for motion in self.motions.values():
            self.open_due(motion)
        self.suspended.add(state)
        for motion in self.motions.values():
            if self.phase(motion) == "voting" and motion.electorate is not None:
                motion.electorate.discard(state)
                motion.ballots.pop(state, None)
        return True

    def reinstate(self, state: str) -> bool:
        """Give a state its rights back; it enters no electorate that is frozen."""
        if self.active(state):
            return False
        for motion in self.motions.values():
            self.open_due(motion)
        self.suspended.discard(state)
        return True
