"""What is voted before a motion: paragraphs by themselves, and that no vote on a part is disturbed or lost."""

from datetime import timedelta

import pytest

from bot.commands.administration import give_credential, revoke_credential
from bot.domain.course import EndedAs
from bot.domain.credentials import Role
from bot.domain.phases import Phase
from bot.domain.rules import Standing
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, Person
from tests.behaviour.charter import changed
from tests.behaviour.world import World

DEBATE, VOTING, DAY = timedelta(hours=48), timedelta(hours=72), timedelta(hours=24)
SECOND = timedelta(seconds=1)
THREE = '/motion open debated "Open skies" "Recalling the past,\n1. Skies open.\n2. Seas open.\n3. Roads open."'
ONE = '/motion open debated "Open skies" "1. Skies open."'
COUNCIL = (EST_HEAD, LVA, FIN)


async def carry(house: World, number: int) -> None:
    """Have the council adopt, and let its vote close."""
    for person in COUNCIL:
        assert "not done" not in await house.front.say(person, f"/vote M-{number} yes")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase(number) is Phase.ADOPTED


async def test_paragraph_that_is_not_adopted_is_struck_out_and_the_rest_is_voted(world: World) -> None:
    """On every front: separate votes come first, by number; what is left keeps its numbers and is voted as a whole."""
    await world.front.say(SECRETARY, ONE)
    await world.front.say(LVA, '/motion amend M-1 "Recalling the past,\n1. Skies open.\n2. Seas open."')
    assert "taken into the text" in await world.front.say(SECRETARY, "/motion accept M-2")
    assert "is voted separately" in await world.front.say(LVA, "/motion separate M-1 2")
    assert "is voted separately" in await world.front.say(FIN, "/motion separate M-1 1")
    assert "asked for already" in await world.front.say(FIN, "/motion separate M-1 1")
    assert (await world.motion()).course.held_by == (4, 3)
    await world.pass_time(DEBATE)
    await carry(world, 4)
    await world.pass_time(VOTING + SECOND)
    assert await world.phase(3) is Phase.NOT_ADOPTED
    motion = await world.motion()
    assert motion.text == "Recalling the past,\n1. Skies open."
    assert len(motion.course.earlier_texts) == 2
    await carry(world, 1)


async def test_text_without_any_paragraph_left_is_rejected_as_a_whole(house: World) -> None:
    """A preamble by itself decides nothing: all operative parts rejected, the proposal is (General Assembly, 129)."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "Recalling the past,\n1. Skies open."')
    await house.front.say(LVA, "/motion separate M-1 1")
    await house.pass_time(DEBATE)
    await house.pass_time(VOTING + SECOND)
    assert await house.phase() is Phase.NOT_ADOPTED
    ending = (await house.motion()).course.ending
    assert ending is not None
    assert ending.how is EndedAs.REJECTED
    assert "each of its paragraphs was rejected" in await house.front.say(LVA, "/motion show M-1")
    await house.settle()
    assert any("each of its paragraphs was rejected" in post for post in await house.front.posts())


async def test_paragraph_is_voted_as_amended_and_falls_where_an_amendment_removed_it(house: World) -> None:
    """Its words are those of the text when its vote opens; a paragraph that is gone has no vote."""
    await house.front.say(SECRETARY, THREE)
    await house.front.say(LVA, "/motion separate M-1 2")
    await house.front.say(LVA, "/motion separate M-1 3")
    await house.front.say(FIN, '/motion amend M-1 "Recalling the past,\n1. Skies open.\n2. All seas open."')
    await house.pass_time(DEBATE)
    await carry(house, 4)
    assert await house.phase(2) is Phase.VOTING
    assert (await house.motion(2)).text == "2. All seas open."
    await carry(house, 2)
    await house.pass_time(SECOND)
    assert await house.phase(3) is Phase.VOID
    assert await house.phase() is Phase.VOTING
    assert (await house.motion()).text == "Recalling the past,\n1. Skies open.\n2. All seas open."


async def test_paragraph_without_a_quorum_stays_in_the_text(house: World) -> None:
    """A missed quorum decides nothing: staying away must not strike out what voting no would not."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Skies open.\n2. Seas open." opens:2d')
    await house.front.say(LVA, "/motion separate M-1 2")
    await house.pass_time(DEBATE)
    await house.front.say(LVA, "/vote M-2 no")
    await house.pass_time(VOTING + SECOND)
    assert await house.phase(2) is Phase.NO_QUORUM
    assert (await house.motion()).text == "1. Skies open.\n2. Seas open."
    assert await house.phase() is Phase.VOTING
    before = await house.entries()
    assert "no longer waits for it" in await house.front.say(SECRETARY, "/motion vote M-2")
    assert await house.entries() == before


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (SECRETARY, "/motion accept M-3"),
        (SECRETARY, "/motion decline M-3"),
        (SECRETARY, '/motion correct M-1 "1. Skys open." reason:"Spelling."'),
        (BRA, '/motion amend M-1 "1. Skies half open."'),
        (BRA, "/motion challenge M-1 order"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else value.split()[1],
)
async def test_nothing_changes_under_a_vote_on_the_parts(house: World, person: Person, line: str) -> None:
    """What the house votes on would be another text, and the list of amendments would never end."""
    await house.front.say(SECRETARY, ONE)
    await house.front.say(LVA, '/motion amend M-1 "1. No sky is closed to anyone at any time of the year."')
    await house.front.say(FIN, '/motion amend M-1 "1. Skies wide open."')
    await house.pass_time(DEBATE)
    assert [await house.phase(number) for number in (2, 3)] == [Phase.VOTING, Phase.DEBATE]
    before = await house.entries()
    assert "is being voted, from M-2 on" in await house.front.say(person, line)
    assert await house.entries() == before


async def test_question_in_the_middle_of_the_parts_leaves_one_vote_at_a_time(house: World) -> None:
    """A recusal is decided at once; the paragraph under vote stays so, one asked for since waits for its turn."""
    await house.front.say(SECRETARY, THREE)
    await house.front.say(LVA, "/motion separate M-1 2")
    await house.pass_time(DEBATE)
    await house.front.say(FIN, "/motion separate M-1 1")
    await house.front.say(LVA, '/motion recuse M-1 reason:"It owns it." member:BRA')
    assert (await house.motion()).course.held_by == (4, 3, 2)
    await house.pass_time(DAY + SECOND)
    assert await house.phase(4) is Phase.NO_QUORUM
    assert [await house.phase(number) for number in (2, 3)] == [Phase.VOTING, Phase.DEBATE]
    assert (await house.motion()).course.under_vote == 2
    await house.pass_time(VOTING - DAY)
    assert [await house.phase(number) for number in (1, 2, 3)] == [Phase.DEBATE, Phase.NOT_ADOPTED, Phase.VOTING]


async def test_order_of_the_chair_stands_when_more_is_moved(house: World) -> None:
    """What is moved later comes after what the chair has put into order."""
    await house.front.say(SECRETARY, ONE)
    assert "nothing to put into order" in await house.front.say(EST_HEAD, '/motion order M-1 "M-2"')
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(FIN, '/motion amend M-1 "1. No sky is closed to anyone at any time of the year."')
    await house.front.say(EST_HEAD, '/motion order M-1 "M-2 M-3"')
    await house.front.say(BRA, "/motion separate M-1 1")
    await house.front.say(BRA, '/motion amend M-1 "1. Neither sky nor sea nor road is closed to anyone at any time."')
    await house.front.say(BRA, "/motion challenge M-1 order")
    assert (await house.motion()).course.held_by == (6, 2, 3, 5, 4)


async def test_recused_state_has_no_vote_on_the_amendments_either(house: World) -> None:
    """Its interest in the whole is one in the parts."""
    await house.front.say(SECRETARY, ONE)
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(BRA, '/motion recuse M-1 reason:"We own the airline."')
    await house.pass_time(DEBATE)
    number = (await house.motion(2)).number
    roll = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, number))
    assert next(elector.standing for elector in roll if elector.member == "BRA") is Standing.RECUSED
    assert "recused" in await house.front.say(BRA, "/vote M-2 yes")


async def test_amendment_that_would_run_across_a_rotation_is_voted_after_it(house: World) -> None:
    """Nothing is marked as under vote that is not, so that nothing waits for ever."""
    await house.apply(changed(("seats = 5\n", 'seats = 5\nrotation = "11-28"\n')))
    await house.front.say(SECRETARY, ONE)
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.pass_time(DEBATE)
    assert [await house.phase(number) for number in (1, 2)] == [Phase.DEBATE, Phase.DEBATE]
    await house.pass_time(VOTING)
    assert await house.phase(2) is Phase.VOTING
    await carry(house, 2)
    await carry(house, 1)


async def test_amendment_to_a_silent_text_waits_for_a_credential_and_is_adopted_in_silence(house: World) -> None:
    """It is decided by its motion's rule, and a silence does not start while a member could not break it."""
    account, now = house.front.account(POL), house.clock.now()
    await house.house.writer.write(lambda uow: revoke_credential(uow, house.code, account=account, now=now))
    await house.front.say(SECRETARY, '/motion open routine "Minutes" "1. Noted." opens:2d')
    await house.front.say(LVA, '/motion amend M-1 "1. Noted with thanks."')
    await house.pass_time(DEBATE)
    entries = await house.entries()
    await house.pass_time(SECOND)
    assert await house.entries() == entries
    assert await house.phase(2) is Phase.DEBATE
    later = house.clock.now()
    await house.house.writer.write(
        lambda uow: give_credential(
            uow, house.code, account=account, role=Role.HEAD, member=POL.member, until=None, now=later
        )
    )
    await house.settle()
    assert await house.phase(2) is Phase.SILENCE
    await house.settle()
    await house.pass_time(VOTING + SECOND)
    assert await house.phase(2) is Phase.ADOPTED_WITHOUT_VOTE
    assert (await house.motion()).text == "1. Noted with thanks."
    assert await house.phase() is Phase.SILENCE


async def test_withdrawn_motion_ends_the_vote_on_its_amendment(house: World) -> None:
    """What bears on a motion that is gone has no object, also where the house votes on it."""
    await house.front.say(SECRETARY, ONE)
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.pass_time(DEBATE)
    await house.front.say(SECRETARY, "/motion withdraw M-1")
    assert [await house.phase(number) for number in (1, 2)] == [Phase.WITHDRAWN, Phase.VOID]
    assert "not done" in await house.front.say(LVA, "/vote M-2 yes")


async def test_withdrawn_amendment_is_moved_anew_and_not_taken_over(house: World) -> None:
    """It is no text of its own; any member may move it on its motion."""
    await house.front.say(SECRETARY, ONE)
    await house.front.say(LVA, '/motion amend M-1 "1. Skies wide open."')
    await house.front.say(LVA, "/motion withdraw M-2")
    before = await house.entries()
    assert "is no text of its own" in await house.front.say(FIN, "/motion take-over M-2")
    assert await house.entries() == before
    assert "is tabled" in await house.front.say(FIN, '/motion amend M-1 "1. Skies wide open."')


@pytest.mark.parametrize("line", ['amend M-1 "1. Skies wide open."', "separate M-1 1", "challenge M-1 order"])
async def test_nothing_is_moved_while_consensus_is_asked(house: World, line: str) -> None:
    """Members agree to the text that they were shown; who wants another one objects."""
    await house.front.say(SECRETARY, ONE)
    await house.front.say(EST_HEAD, "/motion consensus M-1")
    before = await house.entries()
    assert "has asked for consensus" in await house.front.say(LVA, f"/motion {line}")
    assert await house.entries() == before


async def test_paragraphs_are_typed_on_one_line_of_the_console(house: World) -> None:
    r"""A terminal takes one line at a time: ``\n`` in a text ends one of its own."""
    await house.front.say(SECRETARY, r'/motion open debated "Open skies" "1. Skies open.\n2. Seas open."')
    assert (await house.motion()).text == "1. Skies open.\n2. Seas open."
    assert "is voted separately" in await house.front.say(LVA, "/motion separate M-1 2")
