"""Random acts by random people on a moving clock, held against a small independent model.

No state is reached that the model does not know, no ballot stands of a state outside the electorate, every result is
the model's, and the journal replays to the same tables.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.bootstrap import House
from bot.cards.card import Card, Tone
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.commands.conduct.membership import change_status
from bot.dispatch import Chosen, Invocation
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.ballot import Ballot
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.journal import verify
from bot.domain.membership import Status
from bot.domain.motion import Motion
from bot.ports import UnitOfWork
from storage.database import Database, open_database
from storage.replay import tables_equal_replay
from tests.behaviour.machine_model import Model, ModelMotion
from tests.behaviour.world import START, MovedClock, enrolled

HALL: Final = Channel("console:hall")
STATES: Final = ("AAA", "BBB", "CCC", "DDD", "EEE")
CHARTER: Final = """
[charter]
version = 1
title = { en = "House", fr = "Maison" }

[rights]
active = ["vote", "propose", "second", "object", "speak"]
suspended = ["speak"]

[bodies.assembly]
title = { en = "Assembly", fr = "Assemblée" }
chair = { by = "fixed", chair = "AAA", vice = "BBB" }

[defaults]
voting = "48h"

[kinds.proposal]
title = { en = "Proposal", fr = "Proposition" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 1/2 of entitled members voted"
seconds = { needed = 1, within = "24h" }
debate = "24h"

[kinds.quick]
title = { en = "Quick text", fr = "Texte rapide" }
body = "assembly"
adopt = "at least 1/2 of all members"
"""

state = st.sampled_from(STATES)
recent = st.integers(0, 2)
ballot = st.sampled_from(("yes", "no", "abstain"))


@lru_cache(maxsize=1)
def founded() -> tuple[Path, AllianceCode]:
    """Give a database with the house in it, to be copied for each run of the machine."""
    path = Path(tempfile.mkdtemp(prefix="machine-")) / "founded.db"
    database = open_database(f"sqlite:///{path}")
    database.migrate()
    with database.transaction() as uow:
        code = found_alliance(
            uow, name="House", time_zone="UTC", language="en", charter=parse_charter(CHARTER), now=START
        )
        rows = [(name, name, name, "🏳️", "active", 1, "") for name in STATES]
        enrol_members(uow, code, [enrolled(row, START) for row in rows], now=START)
        link_channel(uow, code, channel=HALL, purpose=Purpose.MOTIONS, now=START)
        people = {"secretary": None, **{name: MemberCode(name) for name in STATES}}
        for name, member in people.items():
            role = Role.SECRETARIAT if member is None else Role.HEAD
            account = Account(f"console:{name}")
            give_credential(uow, code, account=account, role=role, member=member, until=None, now=START)
    database.close()
    return path, code


class Motions(RuleBasedStateMachine):
    """A house and its model, side by side."""

    def __init__(self) -> None:
        super().__init__()
        source, self.code = founded()
        self.folder = tempfile.TemporaryDirectory(prefix="machine-")
        path = Path(self.folder.name) / "house.db"
        shutil.copy(source, path)
        self.database: Database = open_database(f"sqlite:///{path}")
        self.clock = MovedClock(START)
        self.house = House(self.database, self.clock)
        self.runner = asyncio.Runner()
        self.model = Model(STATES, START)
        self.keys = count(1)

    def teardown(self) -> None:
        """Verify the record, and that its replay gives the same tables."""
        with self.database.snapshot() as uow:
            head = uow.journal.head(self.code)
            entries = uow.journal.entries(self.code)
            assert verify(entries, alliance=self.code, head_seq=head.seq, head_hash=head.hash) is None
        assert tables_equal_replay(self.database, self.code) == []
        self.runner.run(self.house.writer.close())
        self.runner.close()
        self.database.close()
        self.folder.cleanup()

    def act(self, person: str, path: str, **values: str) -> bool:
        """Act through the door; tell whether it was done, and that nothing was recorded where it was not."""
        before = self.entries()
        reply = self.runner.run(
            self.house.dispatcher(
                Invocation(
                    key=str(next(self.keys)),
                    account=Account(f"console:{person}"),
                    channel=HALL,
                    received_at=self.clock.now(),
                    request=Chosen(path=path, values=values),
                )
            )
        )
        assert isinstance(reply, Card)
        done = reply.tone is not Tone.REFUSAL and reply.title != "It stands already"
        assert done or self.entries() == before
        return done

    def entries(self) -> int:
        """Give the length of the journal."""
        return self.runner.run(self.house.writer.read(lambda uow: uow.journal.head(self.code))).seq

    def stored(self) -> Mapping[int, Motion]:
        """Give the motions as they are stored."""
        found = self.runner.run(self.house.writer.read(lambda uow: uow.motions.every(self.code)))
        return {motion.number: motion for motion in found}

    def pick(self, which: int) -> tuple[str, ModelMotion]:
        """Give one of the latest motions, of which most becomes."""
        number = len(self.model.motions) - which % len(self.model.motions)
        return str(number), self.model.motions[number]

    @rule(state=state, kind=st.sampled_from(("proposal", "quick")))
    def propose(self, state: str, kind: str) -> None:
        """Propose a text."""
        done = self.act(state, "motion.propose", kind=kind, title="A text", text="1. One.")
        assert done == self.model.propose(state, kind)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent)
    def second(self, state: str, which: int) -> None:
        """Second one."""
        number, motion = self.pick(which)
        assert self.act(state, "motion.second", motion=number) == self.model.second(state, motion)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent)
    def withdraw(self, state: str, which: int) -> None:
        """Withdraw one."""
        number, motion = self.pick(which)
        assert self.act(state, "motion.withdraw", motion=number) == self.model.withdraw(state, motion)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent)
    def void(self, state: str, which: int) -> None:
        """Void one, as the chair or not."""
        number, motion = self.pick(which)
        assert self.act(state, "motion.void", motion=number, reason="No.") == self.model.void(state, motion)

    @precondition(lambda self: self.model.motions)
    @rule(which=recent)
    def postpone(self, which: int) -> None:
        """Adjourn a debate."""
        number, motion = self.pick(which)
        assert self.act("secretary", "motion.postpone", motion=number, reason="No.") == self.model.postpone(motion)

    @precondition(lambda self: self.model.motions)
    @rule(which=recent)
    def resume(self, which: int) -> None:
        """Resume one."""
        number, motion = self.pick(which)
        assert self.act("secretary", "motion.resume", motion=number) == self.model.resume(motion)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent, ballot=ballot)
    def vote(self, state: str, which: int, ballot: str) -> None:
        """Vote."""
        number, motion = self.pick(which)
        done = self.act(state, "vote.cast", motion=number, ballot=ballot)
        assert done == self.model.vote(state, motion, ballot)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent)
    def retract(self, state: str, which: int) -> None:
        """Take a ballot back."""
        number, motion = self.pick(which)
        assert self.act(state, "vote.retract", motion=number) == self.model.retract(state, motion)

    @precondition(lambda self: self.model.motions)
    @rule(state=state, which=recent)
    def recuse(self, state: str, which: int) -> None:
        """Stay out of a vote."""
        number, motion = self.pick(which)
        assert self.act(state, "motion.recuse", motion=number, reason="So.") == self.model.recuse(state, motion)

    @rule(state=state)
    def suspend(self, state: str) -> None:
        """Suspend a member."""
        assert self.turn(state, Status.SUSPENDED) == self.model.suspend(state)

    @rule(state=state)
    def reinstate(self, state: str) -> None:
        """Reinstate a member."""
        assert self.turn(state, Status.ACTIVE) == self.model.reinstate(state)

    def turn(self, state: str, status: Status) -> bool:
        """Give a member another status, as a decision does."""
        now = self.clock.now()

        def change(uow: UnitOfWork) -> bool:
            uow.lock(self.code)
            alliance = uow.alliances.get(self.code)
            assert alliance is not None
            return change_status(
                uow, alliance, MemberCode(state), status, motion=None, reason="Test.", since=now, now=now
            )

        self.pass_time(timedelta(seconds=1))  # two changes of one member never share an instant
        now = self.clock.now()
        return self.runner.run(self.house.writer.write(change))

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        """Let time pass with the bot awake."""
        for _ in range(hours):
            self.pass_time(timedelta(hours=1))
            self.tick()

    @rule(hours=st.integers(1, 30))
    def sleep(self, hours: int) -> None:
        """Let time pass while no job runs."""
        self.pass_time(timedelta(hours=hours))

    def pass_time(self, by: timedelta) -> None:
        """Move both clocks."""
        self.clock.advance(by)
        self.model.advance(by)

    def tick(self) -> None:
        """Let the house do what is due, and the model."""
        self.runner.run(self.house.move())
        self.model.tick()

    @rule()
    def awake(self) -> None:
        """Run the job."""
        self.tick()

    @invariant()
    def both_agree(self) -> None:
        """Find every motion where the model has it, with the same ballots, none from outside the electorate."""
        now, stored = self.clock.now(), self.stored()
        assert set(stored) == set(self.model.motions)
        for number, motion in self.model.motions.items():
            assert stored[MotionNumber(number)].phase(now).value == self.model.phase(motion), number
            query = partial(_ballots, code=self.code, number=MotionNumber(number))
            ballots = self.runner.run(self.house.writer.read(query))
            assert {str(each.member): each.choice.value for each in ballots} == motion.ballots
            assert set(motion.ballots) <= (motion.electorate or set())


def _ballots(uow: UnitOfWork, code: AllianceCode, number: MotionNumber) -> tuple[Ballot, ...]:
    return uow.ballots.of_motion(code, number)


TestMotions = Motions.TestCase
TestMotions.settings = settings(
    max_examples=60,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
