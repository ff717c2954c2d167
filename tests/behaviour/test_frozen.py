"""Electorate, weights and rule are frozen at opening: no later charter or roster moves a vote (rules, deciding 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from bot.commands.administration import enrol_members
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.events import CredentialGiven, MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber, WeightName
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from bot.domain.voting_rules import VotingRules
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, SECRETARY, Person
from tests.behaviour.charter import CHARTER, changed
from tests.behaviour.storage.tampering import run
from tests.behaviour.world import World, enrolled

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
FINAL = '/motion open final "Seat" "1. The seat is here."'
SANCTIONS = '/motion open sanctions "Measures" "1. Freeze." impact:"None."'
TREATY = '/motion open treaty "Treaty" "1. It is signed."'
VOTING = timedelta(hours=72)
TO_RESULT = VOTING + timedelta(seconds=1)

COUNCIL_RULE = 'adopt = "at least 3 of 5 seats"'
LOWER = 'adopt = "at least 2 of 5 seats"'
HIGHER = 'adopt = "at least 5 of 5 seats"'
ACTIVE = 'active = ["vote", '
WEIGHTED = f"""{CHARTER}
[kinds.treaty]
title = {{ en = "Treaty", fr = "Traité" }}
body = "assembly"
adopt = "at least 65% of the population of entitled members"
"""

LTU = Person(name="ltu", number=70, role=Role.HEAD, member=MemberCode("LTU"))


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What is frozen at the opening of a vote, and its deadline."""

    rules: VotingRules | None
    electors: tuple[Elector, ...]
    closes_at: datetime


async def frozen(house: World, number: int = 1) -> Frozen:
    """Give what is stored of a vote's rules and roll."""
    motion = await house.motion(number)
    electors = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, MotionNumber(number)))
    assert electors
    return Frozen(rules=motion.rules, electors=electors, closes_at=motion.closes_at)


def state(code: str, since: datetime, *, population: int = 1_000, seat: str = "") -> MemberEnrolled:
    """Make the enrolment of a state that is not of the suite's roster."""
    return enrolled((code, code.title(), code.title(), "", "active", population, seat), since)


async def enrol(house: World, *states: MemberEnrolled) -> None:
    """Enter states on the roster now."""
    await house.house.writer.write(lambda uow: enrol_members(uow, house.code, states, now=house.clock.now()))


async def vote(house: World, line: str, *people: Person) -> None:
    """Have each of some people type the same line; each must be given a receipt."""
    for person in people:
        assert "Ballot recorded" in await house.front.say(person, line)


CHARTERS = pytest.mark.parametrize(
    "later",
    [
        pytest.param(changed((COUNCIL_RULE, LOWER)), id="lower rule"),
        pytest.param(changed((COUNCIL_RULE, HIGHER)), id="higher rule"),
        pytest.param(changed((COUNCIL_RULE, 'adopt = "more for than against"')), id="other rule"),
        pytest.param(changed((COUNCIL_RULE, f'{COUNCIL_RULE}\nquorum = "at least 5 of 5 seats voted"')), id="a quorum"),
        pytest.param(
            changed(("seats = 5", "seats = 3"), (COUNCIL_RULE, 'adopt = "at least 2 of 3 seats"')), id="seats"
        ),
        pytest.param(changed((ACTIVE, "active = [")), id="no right to vote"),
        pytest.param(changed((COUNCIL_RULE, f"{COUNCIL_RULE}\nchangeable = false")), id="final ballots"),
        pytest.param(changed((COUNCIL_RULE, f"{COUNCIL_RULE}\nlive_tally = false")), id="quiet count"),
        pytest.param(changed((COUNCIL_RULE, f'{COUNCIL_RULE}\neffect = "binding"')), id="binding"),
        pytest.param(changed(('voting = "72h"', 'voting = "48h"')), id="shorter voting"),
    ],
)


@CHARTERS
@pytest.mark.parametrize(
    ("people", "expected"), [((EST_HEAD, LVA), Phase.NOT_ADOPTED), ((EST_HEAD, LVA, FIN), Phase.ADOPTED)]
)
async def test_charter_applied_during_a_vote_moves_neither_roll_nor_rule_nor_result(
    house: World, later: str, people: tuple[Person, ...], expected: Phase
) -> None:
    """Two of five seats are lost and three carry, as at the opening, whatever the charter says meanwhile."""
    await house.front.say(SECRETARY, RESOLUTION)
    at_opening = await frozen(house)
    await vote(house, "/vote M-1 yes", people[0])
    house.clock.advance(timedelta(hours=1))
    await house.apply(later)
    await vote(house, "/vote M-1 yes", *people[1:])
    await vote(house, "/vote M-1 no", people[0])
    await vote(house, "/vote M-1 yes", people[0])
    assert await frozen(house) == at_opening
    await house.pass_time(TO_RESULT)
    motion = await house.motion()
    assert await frozen(house) == at_opening
    assert motion.phase(house.clock.now()) is expected
    assert motion.result is not None
    (reason,) = motion.result.reasons
    assert (reason.clause, reason.needed, reason.had) == ("at least 3 of 5 seats", Fraction(3), Fraction(len(people)))
    assert motion.result.decided_at == at_opening.closes_at
    assert await house.sound()


@CHARTERS
async def test_charter_applied_governs_the_votes_opened_after_it(house: World, later: str) -> None:
    """The same charters do move a vote that opens under them: the test above would see it."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.apply(later)
    await house.front.say(SECRETARY, RESOLUTION)
    assert await frozen(house, 2) != await frozen(house, 1)


async def test_charter_applied_during_debate_is_the_one_that_is_frozen(house: World) -> None:
    """The instant that counts is the opening of voting, not the tabling."""
    await house.front.say(SECRETARY, SANCTIONS)
    lower = "at least 1/3 of members in good standing"
    await house.apply(changed(("at least 2/3 of members in good standing", lower)))
    await house.pass_time(timedelta(hours=72))
    at_opening = await frozen(house)
    assert at_opening.rules is not None
    assert at_opening.rules.adopt == lower
    await house.apply(CHARTER)
    await vote(house, "/vote M-1 yes", EST_HEAD, LVA)
    await house.pass_time(TO_RESULT)
    assert await frozen(house) == at_opening
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED


async def test_rule_lowered_between_deadline_and_count_does_not_carry_a_motion(house: World) -> None:
    """With the scheduler stopped past the deadline, the count still goes by the rule of the opening."""
    await house.front.say(SECRETARY, RESOLUTION)
    await vote(house, "/vote M-1 yes", EST_HEAD, LVA)
    house.clock.advance(VOTING + timedelta(hours=5))
    await house.apply(changed((COUNCIL_RULE, LOWER)))
    assert "Not adopted: M-1" in await house.front.say(SECRETARY, "/motion close M-1")
    motion = await house.motion()
    assert motion.result is not None
    assert (motion.result.outcome, motion.result.reasons[0].needed) == (Outcome.NOT_ADOPTED, Fraction(3))


async def test_rule_lowered_later_does_not_revive_a_lost_motion(house: World) -> None:
    """A lost motion stays lost in the record, on its card and to whoever asks, under whatever later rule."""
    await house.front.say(SECRETARY, RESOLUTION)
    await vote(house, "/vote M-1 yes", EST_HEAD, LVA)
    await house.pass_time(TO_RESULT)
    await house.settle()
    lost, posts, before = await house.motion(), await house.front.posts(), await house.entries()
    assert lost.phase(house.clock.now()) is Phase.NOT_ADOPTED
    shown = {line: await house.front.say(LVA, line) for line in ("/motion show M-1", "/motion needs M-1")}
    await house.apply(changed((COUNCIL_RULE, LOWER)))
    for _ in range(3):
        await house.pass_time(timedelta(days=10))
    assert "cannot be used on M-1: it is not adopted" in await house.front.say(SECRETARY, "/motion close M-1")
    assert "is decided (Not adopted)" in await house.front.say(FIN, "/vote M-1 yes")
    assert {line: await house.front.say(LVA, line) for line in shown} == shown
    assert "had 2" in shown["/motion needs M-1"]
    assert await house.motion() == lost
    assert await house.front.posts() == posts
    assert await house.entries() == before + 1
    assert await house.sound()


async def test_state_enrolled_during_a_vote_changes_neither_its_roll_nor_its_base(house: World) -> None:
    """Three of five entitled members are more than half; with three states more on the roll they would not be."""
    await house.front.say(SECRETARY, FINAL)
    at_opening = await frozen(house)
    yes = "/vote cast M-1 yes confirm:yes"
    await vote(house, yes, EST_HEAD, LVA)
    house.clock.advance(timedelta(hours=1))
    now = house.clock.now()
    backdated = now - timedelta(days=400)
    await enrol(house, state("LTU", backdated), state("AUT", now, seat="core"), state("SVN", now))
    await house.house.writer.write(
        lambda uow: uow.record(
            house.code,
            CredentialGiven(
                account=Account.parse("console:ltu"), role=Role.HEAD, member=LTU.member, since=now, until=None
            ),
            at=now,
            by="terminal",
        )
    )
    assert "had no place" in await house.front.say(LTU, yes)
    await vote(house, yes, FIN)
    await house.pass_time(TO_RESULT)
    assert await frozen(house) == at_opening
    motion = await house.motion()
    assert motion.result is not None
    (reason,) = motion.result.reasons
    assert (motion.result.outcome, reason.base, reason.needed, reason.had) == (
        Outcome.ADOPTED,
        Fraction(5),
        Fraction(3),
        Fraction(3),
    )
    assert await house.sound()
    await house.front.say(SECRETARY, FINAL)
    assert {elector.member for elector in (await frozen(house, 2)).electors} - {
        elector.member for elector in at_opening.electors
    } == {"LTU", "AUT", "SVN"}


async def test_state_recorded_on_the_roster_past_the_import_is_not_on_a_running_roll(house: World) -> None:
    """The bare event, dated back before the opening, moves no roll that is frozen."""
    await house.front.say(SECRETARY, FINAL)
    at_opening = await frozen(house)
    event = state("LTU", house.clock.now() - timedelta(days=400))
    house.clock.advance(timedelta(hours=1))
    await house.house.writer.write(lambda uow: uow.record(house.code, event, at=house.clock.now(), by="terminal"))
    await vote(house, "/vote cast M-1 yes confirm:yes", EST_HEAD, LVA, FIN)
    await house.pass_time(TO_RESULT)
    assert await frozen(house) == at_opening
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED


async def test_population_changed_during_a_vote_does_not_change_its_weights(house: World) -> None:
    """Brazil carries by its population at the opening, though it has one inhabitant at the count.

    No event of this version changes a weight, so the row itself is changed, as a later version's event would.
    """
    await house.apply(WEIGHTED)
    await house.front.say(SECRETARY, TREATY)
    at_opening = await frozen(house)
    await vote(house, "/vote M-1 yes", BRA)
    house.changed_by_hand = True
    run(house.database, "UPDATE weight SET value = '1' WHERE member = 'BRA'")
    await house.front.say(SECRETARY, TREATY)
    await vote(house, "/vote M-2 yes", BRA)
    await house.pass_time(TO_RESULT)
    assert await frozen(house) == at_opening
    motion, later = await house.motion(1), await house.motion(2)
    assert motion.result is not None
    assert later.result is not None
    (reason,) = motion.result.reasons
    assert (motion.result.outcome, reason.had) == (Outcome.ADOPTED, Fraction(211_998_000))
    assert reason.base == sum(
        (elector.weights[WeightName("population")] for elector in at_opening.electors if elector.entitled), Fraction(0)
    )
    assert (later.result.outcome, later.result.reasons[0].had) == (Outcome.NOT_ADOPTED, Fraction(1))


async def test_populous_state_enrolled_during_a_vote_does_not_weigh_in_it(house: World) -> None:
    """The base of a share of the population is that of the frozen roll."""
    await house.apply(WEIGHTED)
    await house.front.say(SECRETARY, TREATY)
    at_opening = await frozen(house)
    await enrol(house, state("IND", house.clock.now() - timedelta(days=1), population=1_450_000_000))
    await vote(house, "/vote M-1 yes", BRA)
    await house.pass_time(TO_RESULT)
    assert await frozen(house) == at_opening
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED
