"""The core scenarios: each runs on every front and on both databases."""

from datetime import timedelta

from bot.domain.phases import Phase
from bot.jobs import heartbeat
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OTHER,
    FIN,
    HUN,
    LVA,
    POL,
    SECRETARY,
    STRANGER,
)
from tests.behaviour.world import World

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
ORDER = '/motion open order "Order of the day" "1. The agenda is adopted."'


async def test_motion_runs_from_tabling_to_result(world: World) -> None:
    """A motion tabled by the secretariat is voted, closed by the clock, decided by its rule and posted."""
    answer = await world.front.say(SECRETARY, RESOLUTION)
    assert "M-1 is tabled" in answer
    await world.settle()
    assert any("Open skies" in post and "Yes" in post for post in await world.front.posts())
    for person in (EST_HEAD, LVA, FIN):
        assert ": yes, on “Open skies”" in await world.front.say(person, "/vote cast M-1 yes")
    await world.pass_time(timedelta(hours=73))
    assert (await world.motion()).phase(world.clock.now()) is Phase.ADOPTED
    assert any("Adopted: M-1" in post and "Needed 3, had 3" in post for post in await world.front.posts())
    assert await world.sound()


async def test_card_stays_one_post_and_loses_its_buttons(world: World) -> None:
    """A motion has one card that is edited; after the deadline it has no buttons."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.settle()
    await world.front.say(EST_HEAD, "/vote cast M-1 yes")
    await world.front.say(LVA, "/vote cast M-1 no")
    await world.settle()
    cards = [post for post in await world.front.posts() if "Kind" in post]
    assert len(cards) == 1
    assert "For (1)" in cards[0]
    assert "Against (1)" in cards[0]
    await world.pass_time(timedelta(hours=73))
    cards = [post for post in await world.front.posts() if "Kind" in post]
    assert len(cards) == 1
    assert "Abstain" not in cards[0]


async def test_buttons_cast_ballots(world: World) -> None:
    """A button says the same as the typed command: Yes, No and Abstain cast, Details shows the whole roll."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.settle()
    assert ": yes, on “Open skies”" in await world.front.press(EST_HEAD, "Open skies", "Yes")
    assert ": no, on “Open skies”" in await world.front.press(LVA, "Open skies", "No")
    assert ": abstain, on “Open skies”" in await world.front.press(FIN, "Open skies", "Abstain")
    assert "Brazil" in await world.front.press(BRA, "Open skies", "Details")
    assert await world.ballots() == {"EST": "yes", "LVA": "no", "FIN": "abstain"}


async def test_ballot_may_be_changed_until_close_and_is_counted_once(world: World) -> None:
    """A seat has one ballot; a change replaces it and every act stays in the journal."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.front.say(EST_DELEGATE, "/vote cast M-1 yes")
    before = await world.entries()
    assert "no, no longer yes" in await world.front.say(EST_OTHER, "/vote cast M-1 no")
    assert await world.ballots() == {"EST": "no"}
    assert await world.entries() == before + 1


async def test_delegate_does_not_change_the_heads_ballot(world: World) -> None:
    """A ballot cast by the head is changed only by the head (spec: membership)."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.front.say(EST_HEAD, "/vote cast M-1 yes")
    answer = await world.front.say(EST_DELEGATE, "/vote cast M-1 no")
    assert "Estonia has already voted yes on M-1" in answer
    assert "ask the head" in answer
    assert await world.ballots() == {"EST": "yes"}


async def test_late_ballot_is_refused_with_the_scheduler_stopped(world: World) -> None:
    """The deadline is the domain's: no job needs to have run for a ballot to be late."""
    await world.front.say(SECRETARY, RESOLUTION)
    world.clock.advance(timedelta(hours=72))
    assert ": yes, on “Open skies”" in await world.front.say(EST_HEAD, "/vote cast M-1 yes")
    world.clock.advance(timedelta(microseconds=1))
    assert "closed" in await world.front.say(LVA, "/vote cast M-1 yes")
    assert await world.ballots() == {"EST": "yes"}
    assert (await world.motion()).result is None


async def test_strangers_and_members_without_a_seat_are_kept_out(world: World) -> None:
    """No credential, no seat, no vote: each is told why."""
    await world.front.say(SECRETARY, RESOLUTION)
    assert "holds no credential" in await world.front.say(STRANGER, "/vote cast M-1 yes")
    assert "had no place in this body" in await world.front.say(POL, "/vote cast M-1 yes")
    assert await world.ballots() == {}


async def test_suspended_member_has_no_vote(world: World) -> None:
    """A member suspended when voting opens is on the roll and has no vote."""
    await world.front.say(SECRETARY, ORDER)
    assert "suspended" in await world.front.say(HUN, "/vote cast M-1 yes")
    assert await world.ballots() == {}


async def test_no_quorum_is_a_result_of_its_own(world: World) -> None:
    """Quorum comes first: without it there is no decision, whatever the ballots say."""
    await world.front.say(SECRETARY, ORDER)
    for person in (EST_HEAD, LVA):
        await world.front.say(person, "/vote cast M-1 yes")
    await world.pass_time(timedelta(hours=73))
    assert (await world.motion()).phase(world.clock.now()) is Phase.NO_QUORUM
    assert any("No quorum: M-1" in post for post in await world.front.posts())


async def test_status_pending_needs_and_list_tell_where_things_stand(world: World) -> None:
    """Anyone may see who has voted and what is needed; the secretariat sees who has not."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.front.say(EST_HEAD, "/vote cast M-1 yes")
    assert "Estonia" in await world.front.say(STRANGER, "/vote status M-1")
    pending = await world.front.say(SECRETARY, "/vote pending")
    assert "Latvia" in pending
    assert "Estonia" not in pending
    assert "2 further yes votes" in await world.front.say(LVA, "/motion needs M-1")
    assert "Open skies" in await world.front.say(STRANGER, "/motion list")
    assert "for the secretariat" in await world.front.say(LVA, "/vote pending")


async def test_mistakes_are_told_with_what_to_do(world: World) -> None:
    """Unknown motion: one sentence, nothing recorded."""
    await world.front.say(SECRETARY, RESOLUTION)
    before = await world.entries()
    assert "There is no motion M-99" in await world.front.say(EST_HEAD, "/vote cast M-99 yes")
    assert await world.entries() == before


async def test_receipt_goes_to_the_rest_of_the_delegation(world: World) -> None:
    """Every ballot's receipt goes to the whole delegation: the caller at once, the others by direct message."""
    await world.front.say(SECRETARY, RESOLUTION)
    await world.front.say(EST_DELEGATE, "/vote cast M-1 yes")
    await world.settle()
    assert any(": yes, on “Open skies”" in told for told in await world.front.direct(EST_HEAD))
    assert await world.front.direct(EST_DELEGATE) == []
    assert await world.front.direct(LVA) == []


async def test_delegation_that_has_not_voted_is_reminded_and_votes_from_the_reminder(world: World) -> None:
    """A day before the deadline, by direct message, with the ballots at hand; who has voted is left alone."""
    await world.front.say(SECRETARY, '/motion open declaration "Open skies" "1. The skies are open."')
    await world.front.say(LVA, "/vote cast M-1 yes")
    await world.pass_time(timedelta(hours=48))
    (reminder,) = await world.front.direct(BRA)
    assert "Brazil has not voted on “Open skies” yet" in reminder
    assert await world.front.direct(LVA) == []
    assert "Ballot recorded" in await world.front.press(BRA, "waits for your vote", "No")
    assert await world.ballots() == {"LVA": "yes", "BRA": "no"}


async def test_outage_shortly_before_the_deadline_moves_it(world: World) -> None:
    """A platform that was out of reach for a quarter of an hour before the deadline: four hours more for everyone."""
    await world.front.say(SECRETARY, RESOLUTION)
    reached = {world.front.platform: None}
    await heartbeat.beat(world.house.writer, world.clock, reached)
    closes_at = (await world.motion()).closes_at
    world.clock.advance(timedelta(hours=71, minutes=30))
    await heartbeat.beat(world.house.writer, world.clock, reached)
    world.clock.advance(timedelta(minutes=15))
    await heartbeat.beat(world.house.writer, world.clock, reached)
    back = world.clock.now()
    await world.settle()
    assert (await world.motion()).closes_at == back + timedelta(hours=4) > closes_at
    assert any("New deadline for M-1" in post for post in await world.front.posts())
    await world.pass_time(timedelta(minutes=30))
    assert "Ballot recorded" in await world.front.say(LVA, "/vote cast M-1 yes")
    assert await world.sound()
