"""``/alliance next``: what waits for whoever asks, and for nobody else; gone once it is done."""

from datetime import timedelta

import pytest

from bot.commands.administration import give_credential
from bot.domain.credentials import Role
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    FIN,
    HUN,
    LVA,
    POL,
    POLISH_REVIEWER,
    REVIEWER,
    REVIEWERS,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.chamber import ELECTED
from tests.behaviour.implementing import OPERATION, adopted
from tests.behaviour.membership import BY_VOTE
from tests.behaviour.test_drafts import DRAFT, EST_DIRECTOR, LVA_DIRECTOR
from tests.behaviour.test_notes import NOTED, SECOND_OFFICER, confirmed, entering, noted
from tests.behaviour.test_support_requests import ASK, WITH, flat, say
from tests.behaviour.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def next_of(world: World, person: Person) -> str:
    """Give what waits for a person."""
    return await say(world, person, "/alliance next")


async def test_delegate_sees_its_vote_and_votes_from_there(world: World) -> None:
    """On every front: the line with its instant and command, a button to the motion; gone once the state has voted."""
    await world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await world.settle()
    told = await next_of(world, EST_DELEGATE)
    for said in ("Your state has not voted on M-1: Open skies", "By ", "/vote M-1 yes", "Estonia"):
        assert said in told, told
    assert "/vote M-1" in await next_of(world, LVA)
    for person in (EST_OBSERVER, HUN, REVIEWER):
        assert "Nothing waits for you." in await next_of(world, person)
    assert "Open skies" in await world.front.say(EST_HEAD, "/motion show M-1")
    await world.front.say(EST_HEAD, "/vote M-1 yes")
    for person in (EST_HEAD, EST_DELEGATE):
        assert "Nothing waits for you." in await next_of(world, person)


async def test_button_shows_the_motion(house: World) -> None:
    """One tap from the list to the card with its ballots."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    answer = await house.front.say(EST_HEAD, "/alliance next")
    assert "[M-1 → /motion show 1]" in answer
    assert "Yes → " in await house.front.say(EST_HEAD, "/motion show 1")


async def test_lines_stand_in_the_order_of_their_instants(house: World) -> None:
    """The most pressing first, whatever source it comes from; what has no day is last."""
    await house.apply(BY_VOTE)
    await house.front.say(BRA, '/motion propose proposal "First" "1. Open."')
    await house.pass_time(HOUR)
    await house.front.say(SECRETARY, '/motion open order "Second" "1. Open."')
    told = await next_of(house, EST_HEAD)
    assert told.index("M-1 looks for seconds: First") < told.index("M-2: Second") < told.index("declaration")


async def test_proposal_asks_for_seconds_of_others(house: World) -> None:
    """Neither the mover nor whoever has seconded is asked again."""
    await house.front.say(BRA, '/motion propose proposal "Fish" "1. Open."')
    assert "M-1 looks for seconds: Fish" in await next_of(house, LVA)
    assert "looks for seconds" not in await next_of(house, BRA)
    await house.front.say(LVA, "/motion second M-1")
    assert "looks for seconds" not in await next_of(house, LVA)
    assert "looks for seconds" in await next_of(house, EST_HEAD)


async def test_silence_and_consensus_may_be_broken(house: World) -> None:
    """Until their instants."""
    await house.front.say(SECRETARY, '/motion open routine "Minutes" "1. Approve."')
    await house.settle()
    assert "M-1 is adopted in silence unless you object: Minutes" in await next_of(house, LVA)
    await house.front.say(SECRETARY, '/motion open debated "Ice" "1. Melt."')
    await house.front.say(EST_HEAD, "/motion consensus M-2")
    told = await next_of(house, LVA)
    assert "M-2 is adopted by consensus unless you object: Ice" in told
    assert "by consensus" not in await next_of(house, POL), "who has no seat has no say"
    await house.front.say(LVA, '/motion object M-1 "No."')
    assert "in silence" not in await next_of(house, LVA)


async def test_amendment_waits_for_the_mover(house: World) -> None:
    """Until it is taken in or left to the vote."""
    await house.front.say(BRA, '/motion propose proposal "Fish" "1. Cod."')
    for person in (LVA, POL):
        await house.front.say(person, "/motion second M-1")
    await house.front.say(EST_HEAD, '/motion amend M-1 "1. Herring."')
    assert "The amendment M-2 waits for you" in await next_of(house, BRA)
    assert "amendment" not in await next_of(house, LVA)
    await house.front.say(BRA, "/motion decline M-2")
    assert "amendment" not in await next_of(house, BRA)


async def test_draft_waits_for_political_directors_and_the_secretariat(house: World) -> None:
    """Each clears it for its member; the secretariat tables it; no delegate hears of it."""
    for person, member in ((EST_DIRECTOR, "EST"), (LVA_DIRECTOR, "LVA")):
        await house.front.say(SECRETARY, f"/delegate appoint @{person.name} {member} political-director")
    await house.front.say(SECRETARY, DRAFT)
    assert "/motion clear M-1" in await next_of(house, EST_DIRECTOR)
    assert "/motion table M-1" in await next_of(house, SECRETARY)
    assert "Open skies" not in await next_of(house, EST_HEAD)
    await house.front.say(EST_DIRECTOR, "/motion clear M-1")
    assert "Nothing waits for you." in await next_of(house, EST_DIRECTOR)
    assert "/motion clear M-1" in await next_of(house, LVA_DIRECTOR)
    await house.front.say(SECRETARY, "/motion table M-1")
    assert "Nothing waits for you." in await next_of(house, SECRETARY)


async def test_chair_sees_ties_and_requests(house: World) -> None:
    """Only who presides; the request for support is gone once it has convened."""
    await house.apply(WITH)
    await house.front.say(POL, ASK)
    told = await next_of(house, EST_HEAD)
    assert "requests support (Q-1): convene" in told
    assert "/alliance convene Q-1" in told
    for person in (FIN, POL, SECRETARY):
        assert "Q-1" not in await next_of(house, person)
    await house.front.say(EST_HEAD, "/alliance convene Q-1")
    assert "Q-1" not in await next_of(house, EST_HEAD)
    told = await next_of(house, SECRETARY)
    assert "The chair has convened for 🇵🇱 Poland (Q-1), and no motion is on the table" in told
    assert "/motion open support … concerns:POL urgent:yes" in told
    await house.front.say(SECRETARY, '/motion open support "Help" "1. Ships." concerns:POL urgent:yes draft:yes')
    assert "Q-1" not in await next_of(house, SECRETARY)
    await house.front.say(SECRETARY, "/motion withdraw M-1")
    await house.front.say(SECRETARY, "/chair elect assembly EST")
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-2 yes")
    await house.pass_time(73 * HOUR)
    await house.front.say(SECRETARY, '/motion open chairs-tie "Ice" "1. Melt."')
    await house.front.say(EST_HEAD, "/vote M-3 yes")
    await house.front.say(LVA, "/vote M-3 no")
    await house.pass_time(73 * HOUR)
    assert "M-3 is tied and waits for your casting vote" in await next_of(house, EST_HEAD)
    assert "M-3" not in await next_of(house, LVA)
    await house.front.say(EST_HEAD, "/chair cast M-3 no")
    assert "M-3" not in await next_of(house, EST_HEAD)


async def test_notes_wait_for_the_second_officer_then_for_the_delegation(house: World) -> None:
    """Not for the officer who entered it."""
    await noted(house, NOTED)
    await house.front.say(SECRETARY, entering())
    assert "waits for a second officer" in await next_of(house, SECOND_OFFICER)
    assert "second officer" not in await next_of(house, SECRETARY)
    await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    assert "second officer" not in await next_of(house, SECOND_OFFICER)
    told = await next_of(house, FIN)
    assert "A note verbale cast no for your state on M-1" in told
    assert "/vote contest M-1" in told
    await house.pass_time(3 * HOUR)
    assert "contest" not in await next_of(house, FIN)


async def test_live_call_waits_for_the_state_that_is_called(house: World) -> None:
    """One after the other."""
    await house.front.say(SECRETARY, '/motion open resolution "Ice" "1. Melt." opens:1d')
    answer = await house.front.say(EST_HEAD, "/rollcall call M-1")
    assert "not done" not in answer, answer
    asked = [person for person in (EST_HEAD, LVA, FIN, BRA) if "/vote M-1" in await next_of(house, person)]
    assert len(asked) == 1


async def test_review_waits_for_its_panel_then_for_the_member(house: World) -> None:
    """A national is not asked; who has given an opinion is not asked again; the head replies."""
    await house.apply(BY_VOTE)
    await house.front.say(SECRETARY, '/review open POL "The courts."')
    assert "/review find POL" in await next_of(house, REVIEWER)
    assert "Nothing waits for you." in await next_of(house, POLISH_REVIEWER)
    for person in REVIEWERS[:2]:
        await house.front.say(person, '/review find POL "at risk" "The courts are not free."')
    assert "Nothing waits for you." in await next_of(house, REVIEWER)
    told = await next_of(house, POL)
    assert "You may reply to the finding on your state: at risk (R-1)" in told
    assert "/member declare" in told
    await house.pass_time(22 * DAY)
    assert "/review reply" not in await next_of(house, POL)
    assert "/review confirm POL" in await next_of(house, REVIEWERS[2])
    for person in REVIEWERS[:2]:
        await house.front.say(person, "/review confirm POL")
    assert "Your state is at risk and is asked for commitments" in await next_of(house, POL)
    await house.front.say(POL, '/commitment add "Free the courts." 2027-03-01 confirm:yes')
    told = await next_of(house, POL)
    assert "asked for commitments" not in told
    assert "Commitment 1 of your state: Free the courts." in told
    assert "/commitment done 1" in told


async def test_term_is_told_of_from_its_first_reminder_on(house: World) -> None:
    """180 days before its end."""
    await house.apply(BY_VOTE)
    await house.front.say(SECRETARY, "/term draw")
    term = (await house.house.writer.read(lambda uow: uow.standing.dossiers(house.code)))[0].term
    assert term is not None
    await house.pass_time(term.ends_at - 181 * DAY - house.clock.now())
    assert "The term of your state ends" not in await next_of(house, BRA)
    await house.pass_time(2 * DAY)
    assert "The term of your state ends" in await next_of(house, BRA)


async def test_credential_that_ends_is_told_to_its_holder_and_its_head(house: World) -> None:
    """From thirty days before."""
    await house.front.say(EST_HEAD, f"/delegate revoke @{EST_DELEGATE.name}")
    with house.database.transaction() as uow:
        give_credential(
            uow,
            house.code,
            account=house.front.account(EST_DELEGATE),
            role=Role.DELEGATE,
            member=EST_DELEGATE.member,
            until=house.clock.now() + 31 * DAY,
            now=house.clock.now(),
        )
    assert "Nothing waits for you." in await next_of(house, EST_DELEGATE)
    await house.pass_time(2 * DAY)
    assert "Your credential ends" in await next_of(house, EST_DELEGATE)
    assert "The credential of console:est.delegate" in await next_of(house, EST_HEAD)
    assert "Nothing waits for you." in await next_of(house, LVA)


async def test_secretariat_sees_what_it_must_do(house: World) -> None:
    """Votes without a quorum, contested delegations, members with nobody to vote, the rotation to come."""
    await house.apply(ELECTED)
    await house.front.say(SECRETARY, '/motion open order "Ice" "1. Melt."')
    await house.front.say(LVA, "/vote M-1 yes")
    await house.front.say(LVA, '/delegate contest BRA "Two governments."')
    await house.front.say(SECRETARY, f"/delegate revoke @{POL.name}")
    await house.pass_time(73 * HOUR)
    told = await next_of(house, SECRETARY)
    for said in (
        "M-1 missed its quorum and may be voted once more",
        "The delegation of 🇧🇷 Brazil is contested",
        "Nobody may vote for 🇵🇱 Poland",
        "The seats of Council rotate",
    ):
        assert said in told, told
    assert "quorum" not in await next_of(house, LVA)


@pytest.mark.parametrize("person", [STRANGER, EST_OBSERVER, REVIEWER, SECRETARY, HUN])
async def test_nothing_waits_where_nothing_is_due(house: World, person: Person) -> None:
    """Anyone may ask in a linked channel, and is told for whom it acts."""
    told = await next_of(house, person)
    assert "Nothing waits for you." in told
    assert ("You hold no credential here." in told) is (person is STRANGER)


async def test_many_lines_are_counted(house: World) -> None:
    """Twenty are shown; the others are counted."""
    for number in range(22):
        await house.front.say(SECRETARY, f'/motion open order "Ice {number}" "1. Melt."')
    assert "and 2 more" in await next_of(house, LVA)


async def test_overdue_is_said_to_be_so(house: World) -> None:
    """A commitment whose day has passed still waits."""
    await house.front.say(POL, '/commitment add "Free the courts." 2027-03-01 confirm:yes')
    await house.pass_time(120 * DAY)
    assert "Was due Mon 1 Mar 2027" in await next_of(house, POL)


async def test_french_reader_is_told_in_french(house: World) -> None:
    """In the reader's own language and zone."""
    await house.front.say(SECRETARY, '/motion open order "Ice" "1. Melt."')
    await house.front.say(BRA, "/delegate settings language:fr zone:America/Sao_Paulo")
    told = flat(await house.front.say(BRA, "/alliance next"))
    assert "Votre État n’a pas voté sur M-1 : Ice" in told
    assert "09:00" in told or "9:00" in told or "06:00" in told, told


async def test_confirmed_notes_wait_for_nobody_else(house: World) -> None:
    """The other delegations are not asked to contest."""
    await noted(house, NOTED)
    await confirmed(house)
    assert "contest" not in await next_of(house, LVA)


async def test_what_follows_a_vote_waits_for_heads_until_it_is_done(house: World) -> None:
    """Whether the state joins, what it promised, what its parliament decides; to the secretariat what is overdue."""
    await house.apply(OPERATION)
    await adopted(house, "operation")
    assert "M-1 asks whether your state joins: Help" in await next_of(house, EST_HEAD)
    for person in (EST_DELEGATE, STRANGER, SECRETARY, HUN):
        assert "asks whether" not in await next_of(house, person)
    await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    told = await next_of(house, EST_HEAD)
    assert "asks whether" not in told
    assert "The decision of your parliament on M-1 is awaited: Help" in told
    await house.front.say(EST_HEAD, '/authorisation record M-1 given Riigikogu today "1" until:60d confirm:yes')
    assert "is awaited" not in await next_of(house, EST_HEAD)
    await house.front.say(EST_HEAD, "/contribution add M-1 '500 troops' 30d confirm:yes")
    assert "Your state has promised 500 troops to M-1 (contribution 1)" in await next_of(house, EST_DELEGATE)
    assert "overdue" not in await next_of(house, SECRETARY)
    await house.pass_time(61 * DAY)
    assert "500 troops of EST for M-1 is overdue" in await next_of(house, SECRETARY)
    told = await next_of(house, EST_HEAD)
    assert "is awaited" in told
    assert "asks whether" not in await next_of(house, LVA)
    await house.front.say(EST_HEAD, '/authorisation record M-1 given Riigikogu today "2" confirm:yes')
    await house.front.say(EST_HEAD, "/contribution deliver M-1 1 '500 troops' confirm:yes")
    assert "contribution 1" not in await next_of(house, EST_DELEGATE)


async def test_decision_to_look_at_again_waits_for_the_secretariat_from_its_day_on(house: World) -> None:
    """Not before; another day puts it off."""
    await adopted(house)
    await house.front.say(SECRETARY, "/motion follow-up M-1 review:10d")
    assert "looked at again" not in await next_of(house, SECRETARY)
    await house.pass_time(11 * DAY)
    assert "M-1 is to be looked at again: Help" in await next_of(house, SECRETARY)
    await house.front.say(SECRETARY, "/motion follow-up M-1 text:Seen. review:90d")
    assert "looked at again" not in await next_of(house, SECRETARY)


async def test_session_waits_for_a_delegation_until_it_is_present(house: World) -> None:
    """From its call on; with the line that takes it down once that is open."""
    await house.front.say(SECRETARY, '/session call ministers "Autumn session" 20d body:assembly')
    assert "/session show S-1" in await next_of(house, EST_DELEGATE)
    await house.pass_time(20 * DAY - HOUR / 2)
    assert "/session present S-1" in await next_of(house, EST_DELEGATE)
    await house.front.say(EST_DELEGATE, "/session present S-1")
    assert "Autumn session" not in await next_of(house, EST_DELEGATE)
    assert "Autumn session" in await next_of(house, LVA)
