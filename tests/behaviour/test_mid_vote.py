"""What changes while a vote runs: a member suspended, admitted, recused; a delegation that changes."""

from datetime import timedelta

import pytest

from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, give_credential, revoke_credential
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.events import CharterApplied
from bot.domain.ids import MemberCode
from bot.domain.late_quorum import LATE_QUORUM
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.rules import Standing
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, Person
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World, enrolled

VOTING, SECOND, HOUR = timedelta(hours=72), timedelta(seconds=1), timedelta(hours=1)
SUSPEND = '/motion open suspension "Suspension of Brazil" "1. Suspended." concerns:BRA'


async def standing(house: World, number: int, state: str = "BRA") -> Standing | None:
    """Give a state's standing on a frozen roll."""
    motion = await house.motion(number)
    roll = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, motion.number))
    return next((elector.standing for elector in roll if elector.member == state), None)


async def keep(house: World) -> None:
    """Have the charter keep what a member has cast that loses its vote."""
    text = CHARTER.replace('mid_vote_loss = "remove"', 'mid_vote_loss = "keep"')
    assert text != CHARTER
    parse_charter(text)
    now = house.clock.now()
    await house.house.writer.write(lambda uow: uow.record(house.code, CharterApplied(text=text), at=now, by="test"))


async def suspend_brazil_in_mid_vote(house: World, kind: str) -> None:
    """M-1 suspends Brazil; M-2 is opened an hour later and still runs when that is decided."""
    await house.front.say(SECRETARY, SUSPEND)
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, f'/motion open {kind} "Other" "1. Other."')
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    await house.front.say(BRA, "/vote M-2 yes")
    await house.front.say(LVA, "/vote M-2 no")
    await house.pass_time(VOTING - HOUR + SECOND)
    assert await house.phase(1) is Phase.ADOPTED
    assert await house.phase(2) is Phase.VOTING


async def test_suspended_member_leaves_the_electorate_and_its_ballot_is_annulled(world: World) -> None:
    """On every front, by default: the ballot does not count, the seat votes no more, the card says so."""
    await suspend_brazil_in_mid_vote(world, "declaration")
    assert await world.ballots(2) == {"LVA": "no"}
    assert await standing(world, 2) is Standing.SUSPENDED
    assert "not done" in await world.front.say(BRA, "/vote M-2 yes")
    member = await world.house.writer.read(
        lambda uow: uow.roster.member(world.code, MemberCode("BRA"), world.clock.now())
    )
    assert member is not None
    assert member.status is Status.SUSPENDED
    await world.pass_time(HOUR + SECOND)
    assert await world.phase(2) is Phase.NOT_ADOPTED


async def test_on_a_body_with_seats_its_seat_is_in_abeyance_and_the_seats_stay(house: World) -> None:
    """At least 3 of 5 seats asks for three, whoever is suspended."""
    await suspend_brazil_in_mid_vote(house, "resolution")
    assert await standing(house, 2) is Standing.ABEYANCE
    for person in (EST_HEAD, FIN):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(HOUR + SECOND)
    assert await house.phase(2) is Phase.NOT_ADOPTED


async def test_all_members_stay_what_they_were(house: World) -> None:
    """At least 2/3 of all other members: four of five, and still of five when one of them has lost its vote."""
    await house.front.say(SECRETARY, SUSPEND)
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, '/motion open suspension "Suspension of Poland" "1. Suspended." concerns:POL')
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    for person in (EST_HEAD, LVA, FIN, BRA):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(VOTING - HOUR + SECOND)
    assert await standing(house, 2) is Standing.SUSPENDED
    await house.pass_time(HOUR + SECOND)
    assert await house.phase(2) is Phase.NOT_ADOPTED
    assert "needed 4, had 3" in " ".join((await house.front.say(LVA, "/motion needs M-2")).casefold().split())


async def test_quorum_of_those_entitled_is_measured_without_the_member(house: World) -> None:
    """At least half of four: two ballots are enough, and the second comes late, as the annulled one counts no more."""
    await suspend_brazil_in_mid_vote(house, "order")
    assert (await house.motion(2)).course.moves == ()
    await house.front.say(EST_HEAD, "/vote M-2 yes")
    assert (await house.motion(2)).course.moves == (LATE_QUORUM,)
    await house.pass_time(timedelta(hours=25) + SECOND)
    assert await house.ballots(2) == {"EST": "yes", "LVA": "no"}
    assert await house.phase(2) is Phase.NOT_ADOPTED


async def test_loss_that_lets_the_quorum_be_reached_late_moves_the_deadline(house: World) -> None:
    """Two of five are no half, two of four are; that came in the last hours, so the vote runs a day longer, once."""
    await house.front.say(SECRETARY, SUSPEND)
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, '/motion open order "Other" "1. Other."')
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    before = (await house.motion(2)).closes_at
    await house.pass_time(VOTING - HOUR + SECOND)
    moved = await house.motion(2)
    assert moved.closes_at == before + timedelta(hours=24)
    assert moved.course.moves == (LATE_QUORUM,)
    await house.pass_time(moved.closes_at + SECOND - house.clock.now())
    assert await house.phase(2) is Phase.ADOPTED


async def test_loss_of_a_vote_is_seen_on_the_running_card(house: World) -> None:
    """The card in the channel is made current at once, and the history says whose vote went."""
    await suspend_brazil_in_mid_vote(house, "declaration")
    await house.settle()
    card = next(post for post in await house.front.posts() if "M-2 · Voting" in post)
    assert "BRA" not in card
    assert "Brazil lost its vote" in await house.front.say(LVA, "/motion history M-2")


async def test_charter_may_keep_what_was_cast(house: World) -> None:
    """``keep``: the ballot stands, and can be neither changed nor taken back; nothing new is cast."""
    await keep(house)
    await suspend_brazil_in_mid_vote(house, "declaration")
    assert await house.ballots(2) == {"BRA": "yes", "LVA": "no"}
    assert await standing(house, 2) is Standing.ENTITLED
    for line in ("/vote M-2 no", "/vote retract M-2"):
        assert "has lost its vote" in await house.front.say(BRA, line)
    await house.front.say(EST_HEAD, "/vote M-2 yes")
    await house.pass_time(HOUR + SECOND)
    assert await house.phase(2) is Phase.ADOPTED


async def test_member_suspended_before_a_silence_has_begun_cannot_break_it(house: World) -> None:
    """A silence whose period has not begun is a vote that runs: the member is out of it."""
    await house.front.say(SECRETARY, SUSPEND)
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    house.clock.advance(VOTING)
    await house.front.say(SECRETARY, '/motion open routine "Calendar" "1. Dates."')
    house.clock.advance(SECOND)
    await house.house.move()
    assert await house.phase(1) is Phase.ADOPTED
    assert await house.phase(2) is Phase.SILENCE
    assert "does not have the right to object" in await house.front.say(BRA, '/motion object M-2 "No."')
    await house.settle()
    assert (await house.motion(2)).silence_runs


@pytest.mark.parametrize("kept", [False, True], ids=["remove", "keep"])
async def test_objection_of_a_member_that_loses_its_vote_goes_or_stays(house: World, *, kept: bool) -> None:
    """A silence it has broken is whole again where what it cast is annulled, and stays broken where it is kept."""
    if kept:
        await keep(house)
    await house.front.say(SECRETARY, SUSPEND)
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, '/motion open routine "Calendar" "1. Dates."')
    await house.settle()
    await house.settle()
    assert (await house.motion(2)).silence_runs
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    assert "not done" not in await house.front.say(BRA, '/motion object M-2 "No."')
    await house.pass_time((await house.motion()).closes_at + SECOND - house.clock.now())
    assert await house.ballots(2) == ({"BRA": "no"} if kept else {})
    await house.pass_time((await house.motion(2)).closes_at + SECOND - house.clock.now())
    assert await house.phase(2) is (Phase.NOT_ADOPTED if kept else Phase.ADOPTED_WITHOUT_VOTE)


async def test_vote_that_had_closed_before_is_counted_as_it_was(house: World) -> None:
    """Both end at one instant, and the bot slept: what was cast in time counts."""
    await house.front.say(SECRETARY, SUSPEND)
    await house.front.say(SECRETARY, '/motion open declaration "Other" "1. Other."')
    for person in (EST_HEAD, LVA, FIN, POL):
        await house.front.say(person, "/vote M-1 yes")
    await house.front.say(BRA, "/vote M-2 yes")
    await house.pass_time(VOTING + 2 * SECOND)
    assert await house.phase(1) is Phase.ADOPTED
    assert await house.ballots(2) == {"BRA": "yes"}
    assert await house.phase(2) is Phase.ADOPTED


async def test_member_admitted_in_mid_vote_is_not_in_the_electorate(house: World) -> None:
    """The roll is that of the opening."""
    await house.front.say(SECRETARY, '/motion open declaration "Other" "1. Other."')
    await house.pass_time(HOUR)
    account, state = Account("console:ltu"), MemberCode("LTU")
    with house.database.transaction() as uow:
        row = ("LTU", "Lithuania", "Lituanie", "🇱🇹", "active", 2_800_000, "")
        enrol_members(uow, house.code, [enrolled(row, house.clock.now())], now=house.clock.now())
        give_credential(
            uow, house.code, account=account, role=Role.HEAD, member=state, until=None, now=house.clock.now()
        )
    newcomer = Person(name="ltu", number=99, role=Role.HEAD, member=state)
    assert "no place" in await house.front.say(newcomer, "/vote M-1 yes")
    assert await standing(house, 1, "LTU") is None


@pytest.mark.parametrize("role", [Role.HEAD, Role.DELEGATE])
async def test_new_delegation_finds_the_ballot_of_the_old_one(house: World, role: Role) -> None:
    """A ballot cast stands; the new head changes it, a new delegate cannot change a head's."""
    await house.front.say(SECRETARY, '/motion open declaration "Other" "1. Other."')
    await house.front.say(LVA, "/vote M-1 yes")
    with house.database.transaction() as uow:
        now = house.clock.now()
        revoke_credential(uow, house.code, account=house.front.account(LVA), now=now)
        give_credential(
            uow,
            house.code,
            account=Account("console:lva.new"),
            role=role,
            member=MemberCode("LVA"),
            until=None,
            now=now,
        )
    await house.pass_time(SECOND)
    assert "revoked" in await house.front.say(LVA, "/vote M-1 no")
    assert await house.ballots() == {"LVA": "yes"}
    new = Person(name="lva.new", number=98, role=role, member=MemberCode("LVA"))
    answer = await house.front.say(new, "/vote M-1 no")
    head = role is Role.HEAD
    assert ("not done" in answer) is not head
    assert await house.ballots() == {"LVA": "no" if head else "yes"}
