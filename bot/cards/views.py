"""All that a card about a motion shows, gathered at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot, Choice, Statement
from bot.domain.calling import Called
from bot.domain.charter import Body
from bot.domain.drafts import Clearing
from bot.domain.elections import Election, Ranking
from bot.domain.electorate import Elector
from bot.domain.ids import MemberCode
from bot.domain.implementation import Implementation
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import RollCall
from bot.domain.titles import Wording
from bot.domain.voting import roll_call
from bot.domain.voting_rules import VotingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionView:
    """A motion with its roll, its ballots and the states by code, as of ``now``.

    Before voting opens, ``electors`` and ``rules`` are what they would be if it opened at ``now``.
    """

    alliance: Alliance
    motion: Motion
    now: datetime
    rules: VotingRules
    electors: tuple[Elector, ...]
    ballots: Mapping[MemberCode, Ballot]
    members: Mapping[MemberCode, Member]
    statements: tuple[Statement, ...] = ()
    amendments: Mapping[MemberCode, str] = field(default_factory=dict)
    """The texts that members which object to a silence would adopt instead."""
    without_voters: tuple[MemberCode, ...] = ()
    """The entitled members that a silence procedure waits for, as nobody could object for them."""
    related: tuple[Motion, ...] = ()
    """The motion that this one bears on, and those that bear on it."""
    election: Election | None = None
    """What the motion elects to by ranked ballots."""
    implementation: Implementation | None = None
    """What follows its adoption; before that, what it waits for."""
    asked: tuple[MemberCode, ...] = ()
    """The members that are asked to join in carrying it out."""
    rankings: Mapping[MemberCode, Ranking] = field(default_factory=dict)
    """The ranked ballots; nobody is shown one before the result."""

    clearing: Clearing = field(default_factory=Clearing)
    """What political directors have said of a draft, and who has cleared it; nothing once it is tabled."""

    present: frozenset[MemberCode] = frozenset()
    """Who counts as present in a live roll call; nobody in a vote over days."""

    @property
    def parent(self) -> Motion | None:
        """The motion that this one bears on."""
        return next((each for each in self.related if each.number == self.motion.course.parent), None)

    @property
    def sequels(self) -> tuple[Motion, ...]:
        """The motions that bear on this one."""
        return tuple(each for each in self.related if each.course.parent == self.motion.number)

    @property
    def phase(self) -> Phase:
        """Where the motion stands."""
        return self.motion.phase(self.now)

    @property
    def running(self) -> bool:
        """Whether ballots are taken."""
        return self.phase is Phase.VOTING

    @property
    def called(self) -> Called | None:
        """Who is called in a live roll call; None where none is under way."""
        call = self.motion.course.call
        return None if call is None or not self.running else call.standing(self.now)

    @property
    def kind(self) -> Wording:
        """What the kind of motion is called."""
        return self.alliance.charter.title_of(self.motion.kind)

    @property
    def body(self) -> Body:
        """The body that decides."""
        return self.alliance.charter.bodies[self.motion.body]

    @property
    def shows_choices(self) -> bool:
        """Whether the card may tell who voted how: always once the vote is over, before that as the kind says."""
        return self.election is None and (self.rules.live_tally or not self.motion.under_way)

    @property
    def vacant(self) -> int:
        """How many seats of the body nobody holds."""
        return max(0, (self.rules.seats or 0) - len(self.electors))

    def roll_call(self, *, closed: bool) -> RollCall:
        """Give the roll and the ballots as the decision rules take them."""
        return roll_call(
            self.rules, self.motion, self.electors, tuple(self.ballots.values()), closed=closed, present=self.present
        )

    def voted(self, choice: Choice) -> tuple[MemberCode, ...]:
        """Give the states whose ballot is ``choice``."""
        return tuple(
            elector.member
            for elector in self.electors
            if elector.member in self.ballots and self.ballots[elector.member].choice is choice
        )

    @property
    def silent(self) -> tuple[MemberCode, ...]:
        """The entitled states without a ballot."""
        return tuple(
            elector.member for elector in self.electors if elector.entitled and elector.member not in self.ballots
        )

    @property
    def not_participating(self) -> tuple[MemberCode, ...]:
        """The states in good standing that are recused or concerned."""
        return tuple(
            elector.member for elector in self.electors if not elector.entitled and elector.standing.in_good_standing
        )

    @property
    def suspended(self) -> tuple[MemberCode, ...]:
        """The states on the roll without the right to vote: suspended, expired, their seat in abeyance."""
        return tuple(elector.member for elector in self.electors if not elector.standing.in_good_standing)
