"""What follows from a decision, as its result says it and as the record has it."""

from datetime import timedelta

import pytest

from bot.commands.administration import enrol_members
from bot.domain.ids import BodyName, MemberCode
from bot.domain.membership import Status
from bot.domain.phases import Phase
from tests.behaviour.cast import EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.charter import changed
from tests.behaviour.world import World, enrolled

VOTING, SECOND = timedelta(hours=72), timedelta(seconds=1)
DECLARATION = '/motion open declaration "Open skies" "1. Open."'
STANDS = "What members have joined, given or authorised under it stands until they withdraw it."


async def result(house: World, number: int = 1) -> str:
    """Give the post that tells a result, as it is shown now, on one line."""
    await house.settle()
    heads = tuple(f"{word}: M-{number} " for word in ("Adopted", "Not adopted", "No quorum"))
    posts = [post for post in await house.front.posts() if any(head in post for head in heads)]
    assert len(posts) == 1
    return " ".join(posts[0].replace("│", " ").split())


async def status(house: World, code: str) -> Status:
    """Give what a state is to the alliance."""
    member = await house.house.writer.read(
        lambda uow: uow.roster.member(house.code, MemberCode(code), house.clock.now())
    )
    assert member is not None
    return member.status


async def candidate(house: World) -> None:
    """Put a candidate on the roster."""
    now = house.clock.now()
    with house.database.transaction() as uow:
        row = ("LTU", "Lithuania", "Lituanie", "🇱🇹", "candidate", 2_800_000, "")
        enrol_members(uow, house.code, [enrolled(row, now)], now=now)


@pytest.mark.parametrize(
    ("ballot", "becomes", "told"),
    [
        ("yes", Status.ACTIVE, "By this decision 🇱🇹 Lithuania is an active member."),
        ("no", Status.REFUSED, "By this decision 🇱🇹 Lithuania is refused."),
    ],
)
async def test_candidate_is_admitted_or_refused(house: World, ballot: str, becomes: Status, told: str) -> None:
    """The vote gives the status either way, and the result says so."""
    await candidate(house)
    await house.front.say(SECRETARY, '/motion open admission "Lithuania" "1. Admitted." concerns:LTU')
    await house.decide(1, est=ballot)
    assert await status(house, "LTU") is becomes
    assert told in await result(house)


async def test_missed_move_between_statuses_is_said_and_not_made(house: World) -> None:
    """A suspended member is not refused by a vote on its admission: the statutes know no such move."""
    await house.front.say(SECRETARY, '/motion open admission "Hungary" "1. Admitted." concerns:HUN')
    await house.decide(1, est="no")
    assert await status(house, "HUN") is Status.SUSPENDED
    assert "The status of 🇭🇺 Hungary stays as it is" in await result(house)


async def test_result_tells_the_office_that_it_gives(house: World) -> None:
    """The elected chair takes the chair of its body."""
    await house.front.say(SECRETARY, '/motion open chairmanship "Chair" "1. Latvia." concerns:LVA')
    await house.decide(1, est="yes")
    terms = await house.house.writer.read(lambda uow: uow.presidency.terms(house.code, BodyName("assembly")))
    assert [term.member for term in terms] == ["LVA"]
    assert "By this decision 🇱🇻 Latvia is chair of: Assembly." in await result(house)


async def test_text_adopted_by_consensus_takes_effect_as_its_kind_says(house: World) -> None:
    """It came to no vote, and is no less in effect."""
    block = 'adopt = "at least 3 of 5 seats"\ndebate = "48h"\n'
    await house.apply(changed((block, block + 'effect = "binding"\ntakes_effect = "24h"\n')))
    await house.front.say(SECRETARY, '/motion open debated "Dues" "1. Dues."')
    assert "not done" not in await house.front.say(EST_HEAD, "/motion consensus M-1")
    motion = await house.motion()
    assert motion.course.consensus is not None
    await house.pass_time(motion.course.consensus.until + SECOND - house.clock.now())
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE
    assert "It takes effect" in await result(house)
    house.clock.advance(timedelta(hours=24))
    assert await house.phase() is Phase.IN_EFFECT


async def test_result_tells_what_it_was_forwarded_to(world: World) -> None:
    """On every front: the announcement that stands is made current, with the link and how that motion stands."""
    await world.front.say(SECRETARY, '/motion open resolution "Open skies" "1. Open."')
    await world.decide(1, est="yes", lva="yes", fin="yes")
    await world.settle()
    assert "M-2" not in next(post for post in await world.front.posts() if "Adopted: M-1" in post)
    await world.front.say(SECRETARY, "/motion forward M-1 declaration")
    await world.settle()
    assert "M-2 (forwarded: voting)" in next(post for post in await world.front.posts() if "Adopted: M-1" in post)
    await world.decide(2, est="yes")
    await world.settle()
    assert "M-2 (forwarded: adopted)" in next(post for post in await world.front.posts() if "Adopted: M-1" in post)


async def test_result_counts_the_statements_and_leads_to_them(house: World) -> None:
    """Those made after it too; the details have each in full."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.front.say(HUN, '/vote explain M-1 "We are watching."')
    await house.decide(1, est="yes")
    assert "1 statement is on record" in await result(house)
    await house.front.say(LVA, '/vote explain M-1 "We stayed away."')
    told = await result(house)
    assert "2 statements are on record" in told
    assert "We stayed away." not in told
    assert "[Details → /motion show 1]" in told
    assert "We stayed away." in await house.front.say(STRANGER, "/motion show M-1")


async def test_rescission_says_what_stands(house: World) -> None:
    """The decision holds no longer; what members did on the strength of it is theirs to withdraw."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes")
    await house.front.say(POL, '/motion rescind M-1 "A mistake."')
    await house.decide(2, est="yes")
    told = await result(house, 2)
    assert f"The decision on M-1 holds no longer. {STANDS}" in told
    assert STANDS in " ".join((await house.front.say(LVA, "/motion show M-1")).replace("│", " ").split())
    assert "Adopted as" not in told


async def test_lost_rescission_leaves_the_decision(house: World) -> None:
    """Half is not two thirds."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est="yes")
    await house.front.say(POL, '/motion rescind M-1 "A mistake."')
    await house.decide(2, est="yes", lva="no")
    assert "The decision on M-1 stands as it is." in await result(house, 2)
    assert await house.phase() is Phase.ADOPTED


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("yes", "yes", f"It takes the place of the decision on M-1, which holds no longer. {STANDS}"),
        ("yes", "no", f"It takes the place of the decision on M-1, which holds no longer. {STANDS}"),
        ("no", "yes", "The earlier decision on M-1 stays on the record as it was taken; this one holds."),
    ],
)
async def test_decision_taken_again_says_what_becomes_of_the_first(
    house: World, first: str, second: str, told: str
) -> None:
    """An adopted one gives way whichever way the second goes; one that was lost stays lost."""
    await house.front.say(SECRETARY, DECLARATION)
    await house.decide(1, est=first)
    await house.front.say(LVA, '/motion reconsider M-1 "New facts."')
    await house.decide(2, est="yes")
    assert "The decision on M-1 is taken again. It stands as it is until then." in await result(house, 2)
    assert any("M-3 · Voting" in post for post in await house.front.posts())
    await house.decide(3, est=second)
    assert told in await result(house, 3)
    assert await house.phase(1) is (Phase.RESCINDED if first == "yes" else Phase.NOT_ADOPTED)
    assert "M-3 (taken again" in await house.front.say(LVA, "/motion show M-1")


async def test_what_bears_on_a_motion_says_what_it_does_to_it(house: World) -> None:
    """An amendment is no decision of its own, and its result says what becomes of the text."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Wide open."')
    await house.front.say(FIN, '/motion recuse M-1 reason:"It owns the airline." member:BRA')
    assert (await house.motion(3)).course.bearing is not None
    await house.decide(3, est="yes")
    assert "🇧🇷 Brazil does not take part in the vote on M-1." in await result(house, 3)
    await house.pass_time((await house.motion()).opens_at + SECOND - house.clock.now())
    assert await house.phase(2) is Phase.VOTING
    await house.decide(2, est="yes", lva="yes", fin="yes")
    told = await result(house, 2)
    assert "The text of M-1 is amended." in told
    assert "advisory" not in told
    assert "Adopted as" not in told
