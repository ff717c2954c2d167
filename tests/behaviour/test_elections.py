"""Elections by ranked ballots: called, voted, counted, and what they do not take."""

import pytest

from bot.commands.conduct.tallying import tally
from bot.domain.events import ElectionCounted
from bot.domain.ids import MotionNumber
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from bot.ports import UnitOfWork
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    FIN,
    HUN,
    LVA,
    POL,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.chamber import DAY, ELECTED, SECOND, VOTING, change, elect, posted, rank, seats
from tests.behaviour.world import World


async def contested(house: World, charter: str = ELECTED) -> None:
    """Have Poland and Hungary stand for the one vacant seat."""
    await house.apply(charter)
    await change(house, "HUN", Status.ACTIVE)
    called = await elect(house, POL, HUN, vacant=True)
    assert "1 vacant seat of Council, from the result until Sun 20 Dec 2026, 00:00 EET" in called


async def test_election_from_nomination_to_seat(world: World) -> None:
    """On every front: nominated, called, ranked with receipts, counted by the clock, seated on the day of rotation."""
    await world.apply(ELECTED)
    called = await elect(world, POL)
    assert "M-1" in called
    assert "3 seats of Council" in called
    assert "no more candidates than seats" in called
    assert "Ballot recorded on M-1" in await world.front.say(EST_DELEGATE, "/vote rank M-1 POL")
    card = await posted(world)
    assert "Poland" in "\n".join(await world.front.direct(EST_HEAD))
    assert "Rank the candidates" in card
    assert "1 of 5 have cast a ballot" in card
    await world.pass_time(VOTING)
    posts = await posted(world)
    assert "Elected · M-1" in posts
    assert "2 seats stay vacant" in posts
    assert "Poland" not in await seats(world, "2026-12-19")
    after = await seats(world, "2026-12-20")
    assert "Poland" in after
    assert "2 vacant" in after


async def test_button_of_the_card_asks_for_the_candidates_in_order(world: World) -> None:
    """On every front."""
    await world.apply(ELECTED)
    await elect(world, POL)
    await world.settle()
    asked = await world.front.press(LVA, "M-1", "Rank the candidates")
    assert "most preferred first" in asked or "/vote rank election names" in asked


async def test_nobody_is_told_who_is_ahead_before_the_result(house: World) -> None:
    """Neither card nor details, history or status; once it is decided every ballot is on the record."""
    await contested(house)
    await rank(house, 1, {LVA: "POL HUN", FIN: "HUN", EST_HEAD: "hungary, poland", BRA: "POL", HUN: '"HUN" "POL"'})
    shown = await house.front.say(STRANGER, "/motion show M-1")
    history = await house.front.say(STRANGER, "/motion history M-1")
    assert " > " not in shown + history + await posted(house)
    assert "no rule to adopt by" in await house.front.say(STRANGER, "/motion needs M-1")
    status = await house.front.say(STRANGER, "/vote status M-1")
    assert "Voted (5)" in status
    assert "No ballot (1)" in status
    assert "Poland" in await house.front.say(SECRETARY, "/vote pending M-1")
    await house.pass_time(VOTING + SECOND)
    posts = await posted(house)
    assert "The quota was 3 votes" in posts
    assert "1. HUN 3, POL 2. Elected: HUN." in posts
    assert "POL > HUN" in await house.front.say(STRANGER, "/motion show M-1")
    assert "Latvia ranked POL > HUN" in await house.front.say(STRANGER, "/motion history M-1")
    assert "Hungary" in await seats(house)
    assert "Hungary" not in await seats(house, "2026-12-20")


async def test_lots_are_drawn_from_the_record_and_anybody_can_count_again(house: World) -> None:
    """The seed is the hash of the entry before the count; from it and the ballots the same count follows."""
    await contested(house)
    await rank(house, 1, {LVA: "POL", FIN: "HUN"})
    await house.pass_time(VOTING + SECOND)
    posts = await posted(house)
    assert "Eliminated by lot" in posts

    def look(uow: UnitOfWork) -> None:
        entries = tuple(uow.journal.entries(house.code))
        events = {entry.seq: uow.journal.event(house.code, entry.seq) for entry in entries}
        counted, event = next((seq, each) for seq, each in events.items() if isinstance(each, ElectionCounted))
        assert event.count.seed == entries[counted - 2].hash == entries[counted - 1].previous
        assert event.count.seed in posts.replace("\n│ ", "")
        election = uow.council.election(house.code, MotionNumber(1))
        assert election is not None
        ballots = tuple(uow.council.rankings(house.code, MotionNumber(1)).values())
        assert tally(election.candidates, ballots, seats=1, seed=event.count.seed) == event.count == election.count

    await house.house.writer.read(look)


async def test_ballot_is_changed_and_taken_back_like_any_other(house: World) -> None:
    """The last one counts; the delegation has a receipt of each, and the head's is the head's to change."""
    await contested(house)
    await rank(house, 1, {EST_DELEGATE: "POL HUN"})
    assert "ranked anew" in await house.front.say(EST_HEAD, "/vote rank 1 HUN")
    assert "ask the head" in await house.front.say(EST_DELEGATE, "/vote rank 1 POL")
    assert "has ranked the same" in await house.front.say(EST_HEAD, "/vote rank 1 HUN")
    await house.settle()
    assert "ranked anew" in "\n".join(await house.front.direct(EST_DELEGATE))
    assert "has taken its ballot" in await house.front.say(EST_HEAD, "/vote retract M-1")
    assert await house.ballots() == {}
    await rank(house, 1, {EST_HEAD: "POL"})
    await house.pass_time(VOTING + SECOND)
    assert "Poland" in await seats(house)
    history = await house.front.say(STRANGER, "/motion history M-1")
    assert "Estonia changed its ballot to HUN" in history
    assert "took its ballot back" in history


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (LVA, "/vote rank 1 FIN", "Finland does not stand in M-1. Candidates: POL and HUN"),
        (LVA, "/vote rank 1 POL POL", "is on the ballot twice"),
        (LVA, "/vote rank 1 POL poland", "is on the ballot twice"),
        (LVA, "/vote rank 1 ,", "names nobody"),
        (LVA, "/vote rank 1 XXX", "XXX"),
        (LVA, '/vote rank 1 names:"POL XXX"', "XXX"),
        (LVA, "/vote rank 9 POL", "M-9"),
        (LVA, "/vote rank 2 POL", "M-2 is no election"),
        (LVA, "/vote M-1 yes", "M-1 is an election"),
        (SECRETARY, "/vote rank 1 POL", "is for delegations"),
        (STRANGER, "/vote rank 1 POL", "credential"),
        (SECRETARY, '/motion correct M-1 "Other words" "Typo"', "is for motions with a text and a rule"),
        (LVA, '/motion amend M-1 "1. Other."', "is for motions with a text and a rule"),
        (LVA, "/motion challenge M-1 order", "is for motions with a text and a rule"),
        (SECRETARY, "/rollcall call M-1", "is for motions with a text and a rule"),
        (SECRETARY, "/council rotate vacant:yes", "M-1 elects to seats of Council already"),
        (SECRETARY, '/motion open seats "Seats" "1. Seats."', "/council rotate"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_in_an_election_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says why and what to do, and nothing is recorded."""
    await contested(house)
    await house.front.say(SECRETARY, '/motion open declaration "Open skies" "1. Open."')
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_ballot_of_who_may_not_vote_is_refused_as_ever(house: World) -> None:
    """Not yet open, suspended when it opened, closed: the same sentences as for any vote."""
    await house.apply(ELECTED.replace('procedure = "ranked"', 'procedure = "ranked"\ndebate = "24h"'))
    await elect(house, POL, vacant=True)
    assert "opens" in await house.front.say(LVA, "/vote rank 1 POL")
    await house.pass_time(DAY)
    assert "suspended" in await house.front.say(HUN, "/vote rank 1 POL")
    await house.pass_time(VOTING + SECOND)
    assert "M-1 is decided" in await house.front.say(LVA, "/vote rank 1 POL")
    assert await house.phase() is Phase.ADOPTED


async def test_final_ballots_of_an_election_stay(house: World) -> None:
    """Where the kind says that ballots cannot be changed."""
    await contested(house, ELECTED.replace('procedure = "ranked"', 'procedure = "ranked"\nchangeable = false'))
    await rank(house, 1, {LVA: "POL"})
    assert "are final" in await house.front.say(LVA, "/vote rank 1 HUN")


async def test_ballot_received_before_the_one_that_stands_changes_nothing(house: World) -> None:
    """Of two ballots the one received later stands, whichever gets here first."""
    await contested(house)
    await house.pass_time(SECOND)
    await rank(house, 1, {LVA: "POL"})
    house.clock.advance(-SECOND)
    assert "A later ballot of" in await house.front.say(LVA, "/vote rank 1 HUN")


async def test_delegations_without_a_ballot_are_reminded(house: World) -> None:
    """As in any vote; who has ranked is not."""
    await contested(house, ELECTED.replace('procedure = "ranked"', 'procedure = "ranked"\nreminders = ["24h"]'))
    await rank(house, 1, {LVA: "POL"})
    await house.pass_time(VOTING - DAY + SECOND)
    await house.settle()
    assert "M-1" in "\n".join(await house.front.direct(FIN))
    assert "not voted" not in "\n".join(await house.front.direct(LVA))


async def test_missed_quorum_elects_nobody_and_counts_nothing(house: World) -> None:
    """The nominations are spent; the seats stay vacant."""
    quorum = 'procedure = "ranked"\nquorum = "at least 1/2 of entitled members voted"'
    await contested(house, ELECTED.replace('procedure = "ranked"', quorum))
    await rank(house, 1, {LVA: "POL"})
    await house.pass_time(VOTING + SECOND)
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.outcome is Outcome.NO_QUORUM
    posts = await posted(house)
    assert "Nobody elected" in posts
    assert "Too few took part" in posts
    assert "1 vacant" in await seats(house)
    assert "The quota" not in await house.front.say(STRANGER, "/motion show M-1")


async def test_election_without_a_ballot_elects_nobody_where_there_is_a_choice(house: World) -> None:
    """Two stood for one seat, and nobody said which."""
    await contested(house)
    await house.pass_time(VOTING + SECOND)
    posts = await posted(house)
    assert "Nobody elected" in posts
    assert "No ballot ranked any candidate" in posts
    assert await house.phase() is Phase.NOT_ADOPTED


async def test_candidate_that_can_take_no_seat_any_more_is_left_out_of_the_count(house: World) -> None:
    """Hungary is suspended again in mid-vote: its ballots go to the next, its own is annulled."""
    await contested(house)
    await rank(house, 1, {LVA: "HUN POL", FIN: "HUN", HUN: "HUN"})
    await change(house, "HUN", Status.SUSPENDED)
    await house.pass_time(VOTING + SECOND)
    posts = await posted(house)
    assert "Not counted, as they could not take a seat any more" in posts
    assert "Poland" in await seats(house)
    assert "HUN" not in await house.ballots()


async def test_all_candidates_gone_leave_the_seats_vacant(house: World) -> None:
    """Nobody elected, and why."""
    await house.apply(ELECTED)
    await elect(house, POL, vacant=True)
    await change(house, "POL", Status.SUSPENDED)
    await house.pass_time(VOTING + SECOND)
    assert "None of the candidates could take a seat any more" in await posted(house)


async def test_seat_filled_in_mid_vote_is_not_given_again(house: World) -> None:
    """The election was to the one vacant seat; an adopted motion took it meanwhile."""
    await house.apply(ELECTED)
    await change(house, "HUN", Status.ACTIVE)
    await house.front.say(SECRETARY, '/motion open vacancy "A seat" "1. The seat." concerns:POL')
    await house.vote(1, est="yes", lva="yes")
    await house.pass_time(DAY)
    await elect(house, HUN, vacant=True)
    await rank(house, 2, {LVA: "HUN"})
    await house.pass_time(VOTING - DAY + SECOND)
    assert "Poland has a seat" in await house.front.say(SECRETARY, "/council fill M-1")
    await house.pass_time(DAY)
    posts = await posted(house)
    assert "Nobody elected" in posts
    assert "0 of the 1 seats were left to be given" in posts
    assert "5 are held" in await seats(house)


async def test_void_election_lets_those_who_stood_stand_in_the_next(house: World) -> None:
    """It came to nothing: the nominations stand."""
    await house.front.say(SECRETARY, "/chair elect assembly LVA")
    await house.decide(1, est="yes", lva="yes")
    await contested(house, ELECTED.replace('procedure = "ranked"', 'procedure = "ranked"\ndebate = "24h"'))
    assert "void" in await house.front.say(LVA, '/motion void M-2 "Called in error."')
    assert "stands for a seat of Council already" in await house.front.say(POL, "/council nominate")
    assert "M-3" in await house.front.say(SECRETARY, "/council rotate vacant:yes")


async def test_those_who_could_not_be_elected_to_these_seats_stand_for_the_next(house: World) -> None:
    """Brazil sits until the rotation, and may be elected again at once here: not to a seat that is vacant before."""
    again = 'by = "ranked", immediate_reelection = true'
    await house.apply(ELECTED.replace('by = "ranked"', again))
    called = await elect(house, POL, BRA, vacant=True)
    assert "could not be elected to these seats" in called
    assert "Candidates (1)" in called
    await house.pass_time(VOTING + SECOND)
    assert "Candidates (1)" in await house.front.say(SECRETARY, "/council rotate")
    await house.pass_time(VOTING + SECOND)
    assert "Brazil" in await seats(house, "2026-12-20")
