"""The presidency: who presides, points of order and appeals, elections to the chair, and ties."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, REVIEWER, SECRETARY, STRANGER, VOTERS, Person
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World

DAY, VOTING, SECOND = timedelta(hours=24), timedelta(hours=72), timedelta(seconds=1)
MONTH_ENDS = datetime(2026, 11, 30, 22, tzinfo=UTC)
"""Midnight in Tallinn."""
ROTATING = CHARTER.replace(
    'chair = { by = "fixed", chair = "EST", vice = "FIN" }', 'chair = { by = "rotating", first_month = "2026-11" }'
)
"""The council of Brazil, Estonia, Finland and Latvia, in the order of their names from November."""


async def elected(house: World, state: str = "EST", office: str = "chair") -> None:
    """Have the assembly elect a member to an office."""
    answer = await house.front.say(SECRETARY, f"/chair elect assembly {state} office:{office}")
    number = int(answer.split("M-")[1].split()[0])
    await house.vote(number, est="yes", lva="yes", fin="yes")
    await house.pass_time(VOTING + SECOND)


async def test_ruling_is_told_and_overturned_on_appeal(world: World) -> None:
    """On every front: the chair rules, a delegation appeals with the button, more against than for overturn it."""
    assert "Ruling 1" in await world.front.say(EST_HEAD, '/chair rule "The debate is closed."')
    await world.settle()
    assert "The debate is closed." in "\n".join(await world.front.posts())
    assert "decides that first" in await world.front.press(LVA, "Ruling 1", "Appeal")
    for person in (LVA, BRA):
        await world.front.say(person, "/vote M-1 yes")
    await world.pass_time(DAY + SECOND)
    await world.settle()
    assert "overturned on appeal" in "\n".join(await world.front.posts())
    assert "has been appealed already" in await world.front.say(FIN, "/chair appeal 1")


async def test_tied_appeal_leaves_the_ruling(house: World) -> None:
    """It stands unless more members vote against it than for it."""
    await house.front.say(EST_HEAD, '/chair rule "Out of order."')
    await house.front.say(LVA, "/chair appeal 1")
    await house.vote(1, lva="yes", fin="no")
    await house.pass_time(DAY + SECOND)
    shown = await house.front.say(STRANGER, "/chair show")
    assert "Ruling 1" in shown
    assert "overturned" not in shown


async def test_chair_is_elected_by_its_body_and_takes_office_with_the_result(house: World) -> None:
    """The assembly has nobody; it votes, and the member presides from then on."""
    assert "Nobody presides" in await house.front.say(LVA, '/chair rule "Order." body:assembly')
    await elected(house, "LVA")
    shown = await house.front.say(STRANGER, "/chair show")
    assert "Latvia" in shown
    assert "by election" in shown
    assert "Ruling 1" in await house.front.say(LVA, '/chair rule "Order." body:assembly')


async def test_chair_steps_aside_where_its_own_state_is_concerned(house: World) -> None:
    """The vice-chair presides then; where that is vacant nobody does."""
    line = '/motion open support "Help" "1. Help." concerns:EST'
    await house.front.say(SECRETARY, line)
    refused = await house.front.say(EST_HEAD, '/motion extend M-1 96h "More."')
    assert "presided over by Finland" in refused
    assert "now closes" in await house.front.say(FIN, '/motion extend M-1 96h "More."')


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, '/chair rule "So."', "presided over by Estonia"),
        (SECRETARY, '/chair rule "So."', "is for delegations"),
        (LVA, "/chair appeal 7", "no ruling 7"),
        (POL, "/chair appeal 1", "no place"),
        (REVIEWER, "/chair appeal 1", "is for delegations"),
        (LVA, "/chair elect council LVA", "is for the secretariat"),
        (SECRETARY, "/chair elect council LVA", "does not have the chair of Council elected"),
        (SECRETARY, "/chair elect assembly XXX", "not a state on the roster"),
        (SECRETARY, "/chair elect assembly LVA office:treasurer", "treasurer"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_of_the_presidency_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    await house.front.say(EST_HEAD, '/chair rule "Order."')
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_tie_waits_for_the_chairs_vote(world: World) -> None:
    """On every front: told to all, settled by the chair's button beside its own ballot, declared at once."""
    await elected(world)
    await world.front.say(SECRETARY, '/motion open chairs-tie "Open skies" "1. Open."')
    await world.vote(2, est="yes", lva="no")
    await world.pass_time(VOTING + SECOND)
    await world.settle()
    assert await world.phase(2) is Phase.COUNTING
    assert "is tied" in "\n".join(await world.front.posts())
    assert "presided over by Estonia" in await world.front.say(LVA, "/chair cast M-2 no")
    assert "yes or no" in await world.front.say(EST_HEAD, "/chair cast M-2 abstain")
    assert "adopted" in await world.front.press(EST_HEAD, "is tied", "Casting vote: yes")
    assert await world.phase(2) is Phase.ADOPTED
    assert "cannot be used" in await world.front.say(EST_HEAD, "/chair cast M-2 no")


async def test_no_casting_vote_in_time_means_not_adopted(house: World) -> None:
    """Twenty-four hours, and none means not adopted; a late one is refused though no job has run."""
    await elected(house)
    await house.front.say(SECRETARY, '/motion open chairs-tie "Open skies" "1. Open."')
    await house.vote(2, est="yes", lva="no")
    await house.pass_time(VOTING + SECOND)
    house.clock.advance(DAY)
    assert "awaits no casting vote" in await house.front.say(EST_HEAD, "/chair cast M-2 yes")
    await house.pass_time(SECOND)
    assert await house.phase(2) is Phase.NOT_ADOPTED


async def test_tie_without_a_chair_is_not_adopted_at_once(house: World) -> None:
    """Nobody could settle it."""
    await house.front.say(SECRETARY, '/motion open chairs-tie "Open skies" "1. Open."')
    await house.vote(1, est="yes", lva="no")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.NOT_ADOPTED


async def test_tie_is_voted_again_by_the_same_members_with_new_ballots(world: World) -> None:
    """On every front: 48 hours, the first ballots count no more, a second tie is not adopted."""
    await world.front.say(SECRETARY, '/motion open second-vote "Open skies" "1. Open."')
    await world.vote(1, est="yes", lva="no")
    await world.pass_time(VOTING + SECOND)
    motion = await world.motion()
    assert motion.phase(world.clock.now()) is Phase.VOTING
    assert motion.closes_at - world.clock.now() == timedelta(hours=48)
    assert await world.ballots() == {}
    await world.vote(1, est="yes", fin="no")
    await world.pass_time(timedelta(hours=48) + SECOND)
    assert await world.phase() is Phase.NOT_ADOPTED


async def test_missed_quorum_is_tried_again_once(house: World) -> None:
    """The secretariat re-opens it, with new ballots and the whole time; a second time it does not."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await house.vote(1, est="yes")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.NO_QUORUM
    assert "open for voting" in await house.front.say(SECRETARY, "/motion vote M-1")
    assert await house.ballots() == {}
    assert (await house.motion()).closes_at - house.clock.now() == VOTING
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.NO_QUORUM
    assert "voted twice already" in await house.front.say(SECRETARY, "/motion vote M-1")


@pytest.mark.parametrize(
    ("after", "line", "told"),
    [
        (1, '/motion extend M-1 71h "More."', "closes"),
        (1, '/motion extend M-1 200h "More."', "at most"),
        (60, '/motion extend M-1 20h "More."', "last quarter"),
    ],
)
async def test_extensions_that_are_refused(house: World, after: int, line: str, told: str) -> None:
    """Later only, at most by the period, none in its last quarter."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await house.pass_time(timedelta(hours=after))
    assert told in await house.front.say(EST_HEAD, line)


async def test_vote_is_extended_once_and_not_when_its_result_is_certain(house: World) -> None:
    """Four of five seats have said no: nothing can carry it any more."""
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    assert "now closes" in await house.front.say(EST_HEAD, '/motion extend M-1 96h "Brazil is travelling."')
    await house.settle()
    assert "Brazil is travelling." in "\n".join(await house.front.posts())
    assert "extended once already" in await house.front.say(EST_HEAD, '/motion extend M-1 120h "More."')


async def test_vote_whose_result_is_certain_is_not_extended(house: World) -> None:
    """All five that may vote have cast final ballots: there is nothing to wait for."""
    await elected(house, "FIN")
    await house.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    for person in (EST_HEAD, LVA, BRA):
        await house.front.say(person, "/vote cast M-2 no confirm:yes")
    assert "is certain whatever" in await house.front.say(FIN, '/motion extend M-2 96h "More."')


async def suspend(house: World, state: str, number: int) -> None:
    """Have the assembly suspend a member, by the motion of this number."""
    await house.front.say(SECRETARY, f'/motion open suspension "Suspension" "1. Suspended." concerns:{state}')
    for code, person in VOTERS.items():
        if code.upper() != state:
            await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time(VOTING + SECOND)


async def presiding(house: World) -> str:
    """Give what the line of the council says of who presides."""
    shown = await house.front.say(STRANGER, "/chair show")
    return next(line for line in shown.splitlines() if "Council" in line)


async def test_chair_goes_round_by_the_month_and_changes_as_the_month_ends(house: World) -> None:
    """Brazil has November, Estonia December, in the order of names; midnight is that of the alliance's own zone."""
    await house.apply(ROTATING)
    assert "Brazil" in (await presiding(house)).split("Estonia")[0]
    assert "in turn, by the month" in await presiding(house)
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open." closes:2026-11-28')
    await house.front.say(SECRETARY, '/motion open resolution "Open seas" "1. Open." opens:2026-11-30')
    await house.pass_time(MONTH_ENDS - SECOND - house.clock.now())
    assert "presided over by Brazil" in await house.front.say(EST_HEAD, '/chair rule "Order." body:council')
    assert "Ruling 1" in await house.front.say(BRA, '/chair rule "Order." body:council')
    await house.pass_time(SECOND)
    assert "presided over by Estonia" in await house.front.say(BRA, '/motion extend M-2 5d "More."')
    assert "now closes" in await house.front.say(EST_HEAD, '/motion extend M-2 5d "More."')


async def test_next_in_turn_presides_where_the_chair_is_concerned(house: World) -> None:
    """The member whose turn comes next is the vice-chair."""
    await house.apply(ROTATING)
    await house.front.say(SECRETARY, '/motion open support "Help" "1. Help." concerns:BRA')
    assert "presided over by Estonia" in await house.front.say(BRA, '/motion extend M-1 96h "More."')
    assert "now closes" in await house.front.say(EST_HEAD, '/motion extend M-1 96h "More."')


async def test_suspended_member_has_no_turn(house: World) -> None:
    """The turns are those of the members with a vote: of three, counted from October, Finland has November."""
    await suspend(house, "BRA", 1)
    await house.apply(ROTATING)
    assert "Finland" in (await presiding(house)).split("Latvia")[0]


async def test_suspended_chair_is_followed_by_the_vice_chair(house: World) -> None:
    """Named by the charter, Estonia presides no more once it is suspended."""
    await suspend(house, "EST", 1)
    assert "presided over by Finland" in await house.front.say(EST_HEAD, '/chair rule "Order." body:council')
    assert "Ruling 1" in await house.front.say(FIN, '/chair rule "Order." body:council')
    assert "presides while the chair cannot" in await house.front.say(STRANGER, "/chair show")


async def test_nobody_presides_where_chair_and_vice_chair_are_suspended(house: World) -> None:
    """Both at once, each with the votes of the others."""
    for number, state in ((1, "EST"), (2, "FIN")):
        await house.front.say(SECRETARY, f'/motion open suspension "Suspension" "1. Suspended." concerns:{state}')
        await house.vote(number, **dict.fromkeys((each for each in VOTERS if each.upper() != state), "yes"))
    await house.pass_time(VOTING + SECOND)
    assert [await house.phase(number) for number in (1, 2)] == [Phase.ADOPTED, Phase.ADOPTED]
    assert "Nobody presides" in await house.front.say(LVA, '/chair rule "Order." body:council')
    assert "nobody can preside now" in await house.front.say(STRANGER, "/chair show")
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    assert "Nobody presides" in await house.front.say(FIN, '/motion extend M-3 96h "More."')


async def test_nobody_presides_where_chair_and_vice_chair_are_concerned(house: World) -> None:
    """There is no third office."""
    await house.apply(CHARTER.replace('chair = "EST", vice = "FIN"', 'chair = "EST"'))
    await house.front.say(SECRETARY, '/motion open support "Help" "1. Help." concerns:EST')
    assert "Nobody presides" in await house.front.say(EST_HEAD, '/motion extend M-1 96h "More."')


async def test_vice_chair_is_in_the_chair_for_an_appeal(house: World) -> None:
    """Whose ruling it is steps aside: Estonia does not extend the vote on it, Finland does."""
    await elected(house, "EST")
    await elected(house, "FIN", "vice-chair")
    await house.front.say(EST_HEAD, '/chair rule "Out of order." body:assembly')
    assert "decides that first" in await house.front.say(LVA, '/chair appeal 1 reason:"It was in order."')
    assert "It was in order." in await house.front.say(POL, "/motion show M-3")
    assert "presided over by Finland" in await house.front.say(EST_HEAD, '/motion extend M-3 36h "More."')
    assert "now closes" in await house.front.say(FIN, '/motion extend M-3 36h "More."')


async def test_ruling_is_appealed_once(house: World) -> None:
    """Not while an appeal is being decided, nor after it was lost; another ruling is."""
    await house.front.say(EST_HEAD, '/chair rule "One."')
    await house.front.say(EST_HEAD, '/chair rule "Two."')
    await house.front.say(LVA, "/chair appeal 1")
    assert "has been appealed already" in await house.front.say(FIN, "/chair appeal 1")
    await house.vote(1, lva="yes", fin="no", bra="no")
    await house.pass_time(DAY + SECOND)
    assert await house.phase() is Phase.NOT_ADOPTED
    assert "has been appealed already" in await house.front.say(FIN, "/chair appeal 1")
    assert "decides that first" in await house.front.say(FIN, "/chair appeal 2")


async def test_appeal_without_procedure_in_the_charter_is_refused(house: World) -> None:
    """No kind decides it."""
    await house.apply(CHARTER.replace('[procedure]\nkind = "procedure"', ""))
    await house.front.say(EST_HEAD, '/chair rule "One."')
    before = await house.entries()
    assert "not done" in await house.front.say(LVA, "/chair appeal 1")
    assert await house.entries() == before


async def test_ruling_on_a_motion_is_the_vice_chairs_where_the_chair_is_concerned(house: World) -> None:
    """And it names the motion."""
    await house.front.say(SECRETARY, '/motion open support "Help" "1. Help." concerns:EST')
    assert "presided over by Finland" in await house.front.say(EST_HEAD, '/chair rule "In order." motion:M-1')
    await house.front.say(FIN, '/chair rule "In order." motion:M-1')
    await house.settle()
    assert "has ruled on M-1" in "\n".join(await house.front.posts())


async def test_election_that_is_not_carried_leaves_the_chair_vacant(house: World) -> None:
    """And one that is carried later replaces the holder."""
    await house.front.say(SECRETARY, "/chair elect assembly LVA")
    await house.vote(1, est="no", lva="yes", fin="no")
    await house.pass_time(VOTING + SECOND)
    assert "Nobody presides" in await house.front.say(LVA, '/chair rule "Order." body:assembly')
    await elected(house, "LVA")
    await elected(house, "BRA")
    assert "presided over by Brazil" in await house.front.say(LVA, '/chair rule "Order." body:assembly')


@pytest.mark.parametrize("state", ["HUN", "POL"])
async def test_member_that_could_not_preside_is_not_elected(house: World, state: str) -> None:
    """Hungary is suspended; Poland has no seat on the council."""
    council = (
        '\n[kinds.presidency]\ntitle = { en = "P", fr = "P" }\nbody = "council"\nadopt = "at least 3 of 5 seats"\n'
    )
    council += 'concerned = "votes"\nnames_member = true\nelects = "chair"\n\n[procedure]'
    text = CHARTER.replace('chair = { by = "fixed", chair = "EST", vice = "FIN" }', 'chair = { by = "elected" }')
    await house.apply(text.replace("\n[procedure]", council))
    before = await house.entries()
    assert "cannot preside over" in await house.front.say(SECRETARY, f"/chair elect council {state}")
    assert await house.entries() == before
    assert "is tabled" in await house.front.say(SECRETARY, "/chair elect council LVA")


async def test_office_that_no_kind_elects_to_is_not_put_to_the_vote(house: World) -> None:
    """The charter has its chair elected, and no kind of motion for the vice-chair."""
    await house.apply(CHARTER.replace('elects = "vice-chair"', ""))
    before = await house.entries()
    refused = await house.front.say(SECRETARY, "/chair elect assembly LVA office:vice-chair")
    assert "does not have the vice-chair" in refused
    assert await house.entries() == before
