"""Ties (decision rules, deciding 3): the chair's casting vote, and the second vote; ballots that come between."""

from datetime import datetime, timedelta

import pytest

from bot.cards.card import Card
from bot.dispatch.invocation import Invocation, Typed
from bot.domain.addresses import Platform
from bot.domain.events import CharterApplied
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, Person
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World

DAY, HOUR, VOTING, SECOND = timedelta(hours=24), timedelta(hours=1), timedelta(hours=72), timedelta(seconds=1)
TIED = '/motion open chairs-tie "Open skies" "1. Open."'
TWICE = '/motion open second-vote "Open skies" "1. Open."'


async def tied(house: World, line: str, number: int) -> datetime:
    """Open a motion that ties, and have it counted; give its deadline."""
    await house.front.say(SECRETARY, line)
    await house.front.say(EST_HEAD, f"/vote M-{number} yes")
    await house.front.say(LVA, f"/vote M-{number} no")
    deadline = (await house.motion(number)).closes_at
    await house.pass_time(VOTING + SECOND)
    return deadline


async def elect(house: World, state: str, number: int, office: str = "chair") -> None:
    """Have the assembly elect a member to an office, by the motion of this number."""
    await house.front.say(SECRETARY, f"/chair elect assembly {state} office:{office}")
    for person in (EST_HEAD, LVA):
        await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time(VOTING + SECOND)


async def handled_late(house: World, person: Person, line: str, *, at: datetime) -> str:
    """Have an act handled now that a front received at ``at``; give the title and text of the answer."""
    act = Invocation(
        key=f"{at} {line}",
        account=house.front.account(person),
        channel=house.front.channel,
        received_at=at,
        request=Typed(line=line),
    )
    reply = await house.house.dispatcher(act)
    assert isinstance(reply, Card)
    return " ".join("".join(str(span) for span in phrase) for phrase in ((reply.title,), *reply.paragraphs))


async def test_casting_vote_stands_beside_the_chairs_own_ballot(house: World) -> None:
    """Estonia voted yes and settles it with no: its ballot is not changed, and the result is declared at once."""
    await elect(house, "EST", 1)
    await tied(house, TIED, 2)
    await house.settle()
    assert "is tied" in "\n".join(await house.front.direct(EST_HEAD))
    assert await house.phase(2) is Phase.COUNTING
    await house.front.say(EST_HEAD, "/chair cast M-2 no")
    assert await house.phase(2) is Phase.NOT_ADOPTED
    assert await house.ballots(2) == {"EST": "yes", "LVA": "no"}
    result = (await house.motion(2)).result
    assert result is not None
    assert (result.tally.yes, result.tally.no) == (1, 1)
    await house.settle()
    told = "Estonia settled it from the chair: no."
    assert told in "\n".join(await house.front.posts())
    assert told in await house.front.say(FIN, "/motion show M-2")


async def test_result_says_that_the_chair_left_the_tie_standing(house: World) -> None:
    """Its time ran out; whoever reads the result need not guess why half is not enough."""
    await elect(house, "EST", 1)
    await tied(house, TIED, 2)
    await house.pass_time(DAY + SECOND)
    assert "The vote was tied. The chair had until" in await house.front.say(FIN, "/motion show M-2")


async def test_casting_vote_is_in_time_at_its_last_instant(house: World) -> None:
    """Twenty-four hours from the deadline, inclusive."""
    await elect(house, "EST", 1)
    deadline = await tied(house, TIED, 2)
    house.clock.advance(deadline + DAY - house.clock.now())
    await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    assert await house.phase(2) is Phase.ADOPTED


async def test_casting_vote_is_refused_where_none_is_awaited(house: World) -> None:
    """While the vote runs, and in the second in which nothing has been counted yet."""
    await elect(house, "EST", 1)
    await house.front.say(SECRETARY, TIED)
    before = await house.entries()
    assert "cannot be used on M-2" in await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    house.clock.advance(VOTING + SECOND / 2)
    assert "awaits no casting vote" in await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    assert await house.entries() == before


async def test_vice_chair_settles_a_tie_where_the_chair_has_lost_its_vote(house: World) -> None:
    """Suspended while the chair's vote is awaited, Estonia presides no more."""
    await elect(house, "EST", 1)
    await elect(house, "FIN", 2, "vice-chair")
    await house.front.say(SECRETARY, '/motion open suspension "Suspension" "1. Suspended." concerns:EST closes:84h')
    for person in (LVA, FIN, BRA, POL):
        await house.front.say(person, "/vote M-3 yes")
    await house.pass_time(SECOND)
    await tied(house, TIED, 4)
    assert "presided over by Estonia" in await house.front.say(FIN, "/chair cast M-4 yes")
    await house.pass_time(timedelta(hours=12))
    assert await house.phase(3) is Phase.ADOPTED
    assert "presided over by Finland" in await house.front.say(EST_HEAD, "/chair cast M-4 yes")
    await house.front.say(FIN, "/chair cast M-4 yes")
    assert await house.phase(4) is Phase.ADOPTED


async def test_ballot_received_in_time_does_not_undo_a_tie(house: World) -> None:
    """It got here after the count: it is answered as not recorded, and the chair's vote is still awaited."""
    await elect(house, "EST", 1)
    deadline = await tied(house, TIED, 2)
    before = await house.entries()
    assert "it was not recorded" in await handled_late(house, BRA, "/vote M-2 no", at=deadline)
    assert "closed" in await house.front.say(BRA, "/vote M-2 no")
    assert await house.entries() == before
    assert await house.ballots(2) == {"EST": "yes", "LVA": "no"}


async def test_late_ballot_of_the_first_vote_is_none_of_the_second(house: World) -> None:
    """Received before the tie was counted: refused; the same state votes anew."""
    deadline = await tied(house, TWICE, 1)
    before = await house.entries()
    for instant in (deadline - timedelta(minutes=1), deadline):
        assert "it was not recorded" in await handled_late(house, BRA, "/vote M-1 no", at=instant)
    assert await house.entries() == before
    assert "Ballot recorded" in await house.front.say(BRA, "/vote M-1 no")
    assert await house.ballots() == {"BRA": "no"}


async def test_second_vote_is_decided_by_its_own_ballots(house: World) -> None:
    """Those of the first round are gone: one yes carries; the time is 48 hours, inclusive."""
    await tied(house, TWICE, 1)
    opened = house.clock.now()
    house.clock.advance(timedelta(hours=48))
    assert "Ballot recorded" in await house.front.say(BRA, "/vote M-1 yes")
    await house.pass_time(SECOND)
    assert await house.phase(1) is Phase.ADOPTED
    motion = await house.motion()
    assert motion.course.round == 2
    assert motion.closes_at == opened + timedelta(hours=48)


async def test_second_tie_is_not_adopted_and_not_voted_again(house: World) -> None:
    """By nobody's act."""
    await tied(house, TWICE, 1)
    await house.front.say(FIN, "/vote M-1 yes")
    await house.front.say(POL, "/vote M-1 no")
    await house.pass_time(timedelta(hours=48) + SECOND)
    assert await house.phase(1) is Phase.NOT_ADOPTED
    assert "cannot be used on M-1" in await house.front.say(SECRETARY, "/motion vote M-1")


async def test_second_vote_has_the_electorate_of_the_first(house: World) -> None:
    """Brazil is suspended between: it has lost its vote in the second too, and no one comes in."""
    await house.front.say(SECRETARY, '/motion open suspension "Suspension" "1. Suspended." concerns:BRA')
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    await house.pass_time(SECOND)
    await tied(house, TWICE, 2)
    roll = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, 2))  # type: ignore[arg-type]
    assert {elector.member for elector in roll} == {"EST", "LVA", "FIN", "BRA", "HUN", "POL"}
    assert "not done" in await house.front.say(BRA, "/vote M-2 yes")
    await house.front.say(POL, "/vote M-2 yes")
    await house.pass_time(timedelta(hours=48) + SECOND)
    assert await house.phase(2) is Phase.ADOPTED


@pytest.mark.parametrize(("yes", "no"), [((), ()), ((EST_HEAD,), ()), ((), (EST_HEAD,))])
async def test_what_is_no_tie_is_not_voted_again(house: World, yes: tuple[Person, ...], no: tuple[Person, ...]) -> None:
    """As many yes as no ballots, one of each at the least."""
    await house.front.say(SECRETARY, TWICE)
    for person in yes:
        await house.front.say(person, "/vote M-1 yes")
    for person in no:
        await house.front.say(person, "/vote M-1 no")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase(1) is (Phase.ADOPTED if yes else Phase.NOT_ADOPTED)


async def test_outage_gives_the_chair_longer_for_its_vote(house: World) -> None:
    """Out of reach in the last quarter of its day: four hours from the return, then none means not adopted."""

    async def in_reach() -> str | None:
        return None

    await elect(house, "EST", 1)
    deadline = await tied(house, TIED, 2)
    await house.pass_time(deadline + DAY - HOUR - house.clock.now())
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.beat()
    house.clock.advance(HOUR + HOUR)
    await house.house.beat()
    await house.house.round()
    casting = (await house.motion(2)).course.casting_vote
    assert casting is not None
    assert casting.until == deadline + HOUR + 4 * HOUR + DAY
    assert await house.phase(2) is Phase.COUNTING
    await house.settle()
    assert sum("is tied" in post for post in await house.front.posts()) == 1
    house.clock.advance(casting.until - house.clock.now())
    await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    assert await house.phase(2) is Phase.ADOPTED


async def test_chair_that_stays_silent_after_an_outage_too_leaves_the_tie(house: World) -> None:
    """An outage is counted once."""

    async def in_reach() -> str | None:
        return None

    await elect(house, "EST", 1)
    deadline = await tied(house, TIED, 2)
    await house.pass_time(deadline + DAY - HOUR - house.clock.now())
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.beat()
    house.clock.advance(HOUR / 2)
    for _ in range(4 * 30 + 1):
        await house.house.beat()
        house.clock.advance(timedelta(minutes=2))
    await house.house.round()
    assert await house.phase(2) is Phase.NOT_ADOPTED


async def test_tie_of_final_ballots_is_not_declared_before_the_deadline(house: World) -> None:
    """The chair may yet decide it, so that its result is not certain though everyone has voted."""
    text = CHARTER.replace('tie = "chair"', 'tie = "chair"\nchangeable = false\nclose = "decided"\nmin_open = "1h"')
    now = house.clock.now()
    await house.house.writer.write(lambda uow: uow.record(house.code, CharterApplied(text=text), at=now, by="test"))
    await elect(house, "EST", 1)
    await house.front.say(SECRETARY, TIED)
    for person, ballot in ((EST_HEAD, "yes"), (LVA, "no"), (FIN, "yes"), (BRA, "no"), (POL, "abstain")):
        await house.front.say(person, f"/vote cast M-2 {ballot} confirm:yes")
    await house.pass_time(DAY)
    assert "cannot be closed yet" in await house.front.say(SECRETARY, "/motion close M-2")
    await house.pass_time(VOTING - DAY + SECOND)
    assert await house.phase(2) is Phase.COUNTING
    await house.front.say(EST_HEAD, "/chair cast M-2 no")
    assert await house.phase(2) is Phase.NOT_ADOPTED


async def test_extension_received_in_time_does_not_undo_a_tie(house: World) -> None:
    """The vote has been counted by the time it gets here: only the chair's own vote is still open."""
    await elect(house, "EST", 1)
    await house.front.say(SECRETARY, TIED)
    early = house.clock.now() + SECOND
    for person, ballot in ((EST_HEAD, "yes"), (LVA, "no")):
        await house.front.say(person, f"/vote M-2 {ballot}")
    await house.pass_time(VOTING + SECOND)
    tied_until = await house.motion(2)
    answer = await handled_late(house, EST_HEAD, '/motion extend M-2 96h "More."', at=early)
    assert "cannot be used on M-2" in answer
    assert await house.motion(2) == tied_until
