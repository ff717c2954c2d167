"""An alliance of three states with a vote under way, written through the unit of work alone."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from bot import charters
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.ballot import Choice
from bot.domain.charter import Closing, Effect, LateQuorum, MidVoteLoss
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.events import (
    AllianceFounded,
    BallotCast,
    ChannelLinked,
    CharterApplied,
    CheckpointMade,
    CredentialGiven,
    CredentialRevoked,
    DeadlineMoved,
    DelegationsReminded,
    Event,
    MemberEnrolled,
    MotionDecided,
    MotionTabled,
    RecordRestored,
    RecordSealed,
    SigningKeySet,
    VotingOpened,
)
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode, MotionNumber, WeightName
from bot.domain.journal import Fault, verify
from bot.domain.membership import Status, Tenure
from bot.domain.outages import OUTAGE, OutageRule
from bot.domain.rules import Outcome, Reason, Standing, Tally, Tie
from bot.domain.voting_rules import VotingRules
from bot.ports import UnitOfWork
from storage.database import Database
from tests.behaviour.storage.implementations import implemented
from tests.behaviour.storage.lives import every_life
from tests.behaviour.storage.memberships import membership
from tests.behaviour.storage.seats import seated
from tests.behaviour.storage.sittings import sittings
from tests.behaviour.storage.supports import digested, supported

NOW = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
DAY = timedelta(days=1)

ALLIANCE = AllianceCode("alliance-of-democracies")
OTHER = AllianceCode("other-alliance")

EST, LVA, LTU = MemberCode("EST"), MemberCode("LVA"), MemberCode("LTU")
STATES = {EST: "Estonia", LVA: "Latvia", LTU: "Lithuania"}
FIRST = MotionNumber(1)
SECOND = MotionNumber(2)
COUNCIL = BodyName("council")
HALL = Channel("slack:T1:C1")

CHARTER = (Path(charters.__path__[0]) / "alliance-of-democracies.toml").read_text()

RULES = VotingRules(
    adopt="more than 1/2 of entitled members",
    quorum=None,
    tie=Tie.REJECT,
    seats=15,
    changeable=True,
    closing=Closing.DEADLINE,
    min_open=timedelta(hours=1),
    live_tally=True,
    late_quorum=LateQuorum(window=timedelta(hours=1), extension=timedelta(hours=6)),
    mid_vote_loss=MidVoteLoss.KEEP,
    effect=Effect.ADVISORY,
    coalition=False,
    reminders=(timedelta(hours=4), timedelta(hours=1)),
    outage=OutageRule(),
)


def account_of(member: MemberCode, alliance: AllianceCode = ALLIANCE) -> Account:
    """Give the account of a state's head of delegation."""
    return Account(f"console:{alliance}.{member}")


def founded(alliance: AllianceCode = ALLIANCE) -> AllianceFounded:
    """Found an alliance."""
    return AllianceFounded(code=alliance, name="Alliance", time_zone="Europe/Tallinn", language="en")


def enrolled(member: MemberCode, *, since: datetime = NOW, status: Status = Status.ACTIVE) -> MemberEnrolled:
    """Enrol a state with a seat and a weight."""
    return MemberEnrolled(
        member=member,
        name=STATES[member],
        name_fr="",
        flag="🇪🇪",
        status=status,
        since=since,
        weights={WeightName("population"): Fraction(4, 3)},
        term_start=since,
        term_end=since + 1000 * DAY,
        seats={COUNCIL: Tenure.AT_LARGE},
    )


def credited(account: Account, member: MemberCode, *, since: datetime = NOW) -> CredentialGiven:
    """Make an account head of a state's delegation."""
    return CredentialGiven(account=account, role=Role.HEAD, member=member, since=since, until=None)


def tabled(number: MotionNumber = FIRST, *, opens_at: datetime = NOW) -> MotionTabled:
    """Table a motion."""
    return MotionTabled(
        motion=number,
        kind=KindName("resolution"),
        body=COUNCIL,
        title="On “quoted” things — été",
        text="First line\nsecond line \\u0041",
        mover=EST,
        concerned=None,
        sponsors=(LVA,),
        document="",
        impact="",
        urgent=False,
        tabled_at=NOW,
        opens_at=opens_at,
        closes_at=opens_at + DAY,
    )


def opened(number: MotionNumber = FIRST) -> VotingOpened:
    """Open the vote with all three states on the roll."""
    roll = tuple(
        Elector(member=state, standing=Standing.ENTITLED, weights={WeightName("population"): Fraction(1, 7)})
        for state in STATES
    )
    return VotingOpened(motion=number, rules=RULES, electors=roll)


def cast(
    member: MemberCode,
    choice: Choice,
    *,
    previous: Choice | None = None,
    alliance: AllianceCode = ALLIANCE,
    explanation: str = "",
) -> BallotCast:
    """Cast or change a ballot on the first motion."""
    return BallotCast(
        motion=FIRST,
        member=member,
        choice=choice,
        previous=previous,
        account=account_of(member, alliance),
        role=Role.HEAD,
        cast_at=NOW,
        explanation=explanation,
    )


def moved(to: datetime, number: MotionNumber = FIRST) -> DeadlineMoved:
    """Move the deadline of a running vote for an outage that has ended."""
    return DeadlineMoved(motion=number, closes_at=to, reason=OUTAGE, settled_until=NOW, awaits_return=False)


def reminded(due_at: datetime, number: MotionNumber = FIRST) -> DelegationsReminded:
    """Remind those who have not voted."""
    return DelegationsReminded(motion=number, due_at=due_at, members=(EST, LVA), late=False)


def decided(number: MotionNumber = FIRST) -> MotionDecided:
    """Decide a motion."""
    return MotionDecided(
        motion=number,
        outcome=Outcome.ADOPTED,
        reasons=(
            Reason(option=1, clause=RULES.adopt, base=Fraction(3), needed=Fraction(2), had=Fraction(5, 2), met=True),
            Reason(option=0, clause="quorum", base=None, needed=None, had=None, met=True),
        ),
        tally=Tally(yes=2, no=0, abstain=0, silent=1, not_entitled=0, vacant=12),
        decided_at=NOW + 2 * DAY,
    )


def founding(alliance: AllianceCode = ALLIANCE) -> tuple[Event, ...]:
    """Give the events from the founding to a vote under way."""
    return (
        founded(alliance),
        CharterApplied(text=CHARTER),
        *(enrolled(state) for state in STATES),
        *(credited(account_of(state, alliance), state) for state in STATES),
        ChannelLinked(channel=HALL if alliance == ALLIANCE else Channel("slack:T2:C2"), purpose=Purpose.MOTIONS),
        tabled(),
        opened(),
    )


def whole_story() -> tuple[Event, ...]:
    """Give a journal in which every kind of event occurs."""
    told = (
        *founding(),
        cast(EST, Choice.YES),
        cast(LVA, Choice.NO, explanation="Not yet."),
        cast(EST, Choice.ABSTAIN, previous=Choice.YES),
        DeadlineMoved(motion=FIRST, closes_at=NOW + 2 * DAY, reason="late_quorum"),
        reminded(NOW + DAY),
        decided(),
        CredentialRevoked(account=account_of(EST), at=NOW + 2 * DAY),
        credited(account_of(EST), LTU, since=NOW + 3 * DAY),
        tabled(SECOND, opens_at=NOW + 9 * DAY),
        RecordRestored(copied_at=NOW, restored_at=NOW + DAY, numbers_from=MotionNumber(87_403)),
    )
    return (*told, *lives(NOW + 4 * DAY, entry=len(told) + 1))


def lives(now: datetime, *, entry: int) -> tuple[Event, ...]:
    """Give whole lives from ``now`` on: of motions, an election, what follows one, a membership, sessions, requests.

    ``entry`` is the number that the first of them has in the journal.
    """
    others = (
        *seated(now, RULES),
        *implemented(now, RULES),
        *membership(now),
        *sittings(now),
        *supported(now),
        *digested(now),
        *signed(now),
    )
    return (*every_life(now, RULES, entry=entry), *others)


def signed(now: datetime) -> tuple[Event, ...]:
    """Give a key, and a checkpoint that it signed."""
    return (
        SigningKeySet(public_key="0a" * 32),
        RecordSealed(seal="3d" * 32),
        CheckpointMade(length=3, hash="1b" * 32, at=now, signature="2c" * 64),
    )


def record(uow: UnitOfWork, *events: Event, alliance: AllianceCode = ALLIANCE) -> int:
    """Record events; give the number of the last entry."""
    return [uow.record(alliance, event, at=NOW, by="console:clerk") for event in events][-1]


def write(database: Database, *events: Event, alliance: AllianceCode = ALLIANCE) -> int:
    """Record events in one transaction; give the number of the last entry."""
    with database.transaction() as uow:
        return record(uow, *events, alliance=alliance)


def fault_of(database: Database, alliance: AllianceCode = ALLIANCE) -> Fault | None:
    """Verify an alliance's chain."""
    with database.snapshot() as uow:
        head = uow.journal.head(alliance)
        return verify(uow.journal.entries(alliance), alliance=alliance, head_seq=head.seq, head_hash=head.hash)
