"""Each refusal in one sentence: what, why, what to do; nothing recorded. On the console and SQLite."""

from datetime import timedelta

import pytest

from bot.commands.administration import give_credential, revoke_credential
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    EST_OTHER,
    FIN,
    LVA,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.world import World

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'
URGENT = '/motion open sanctions "Measures" "1. Freeze." impact:"None." sponsors:EST,LVA urgent:yes'

LINES = [
    (EST_HEAD, "/nonsense", "There is no command “/nonsense”"),
    (EST_HEAD, "/vote", "/vote needs a word after it"),
    (EST_HEAD, "/vote frobnicate", "/vote does not take “frobnicate”"),
    (EST_HEAD, "/vote cast banana yes", "“banana” is not the number of a motion"),
    (EST_HEAD, "/vote cast M-1", "still needs ballot"),
    (EST_HEAD, "/vote cast M-1 ye", "“ye” is not a ballot, so nothing was recorded"),
    (EST_HEAD, "/vote cast M-1 yes maybe", "one word too many"),
    (EST_HEAD, "/vote cast M-1 yes colour:red", "has no option “colour”"),
    (EST_HEAD, "/vote cast M-1 yes explanation:a explanation:b", "given twice"),
    (EST_HEAD, '/vote cast M-1 yes explanation:"never closed', "quotation mark is never closed"),
    (EST_HEAD, f"/vote cast M-1 yes explanation:{'x' * 1001}", "1001 characters; at most 1000"),
    (EST_HEAD, '/vote cast M-1 yes explanation:" "', "is empty"),
    (EST_HEAD, "/vote cast M-1 yes explanation:a\u202eb", "cannot be seen"),
    (EST_HEAD, "/vote cast M-99 yes", "There is no motion M-99"),
    (EST_HEAD, RESOLUTION, "for the secretariat"),
    (EST_OBSERVER, "/vote cast M-1 yes", "Your role in the delegation of Estonia does not cast ballots"),
    (REVIEWER, "/vote cast M-1 yes", "does not act for a member"),
    (SECRETARY, "/vote cast M-1 yes", "is for delegations"),
    (STRANGER, "/vote cast M-1 yes", "holds no credential"),
    (SECRETARY, '/motion open decree "T" "x"', "“decree” is not a kind of motion"),
    (SECRETARY, '/motion open resolution "T" " "', "is empty"),
    (SECRETARY, f'/motion open resolution "{"t" * 151}" "x"', "151 characters; at most 150"),
    (SECRETARY, f'/motion open resolution "T" "{"t" * 4001}"', "4001 characters; at most 4000"),
    (SECRETARY, '/motion open resolution "T" "x" body:assembly', "decided by another body: Council"),
    (SECRETARY, '/motion open resolution "T" "x" body:senate', "is not something that “body” takes"),
    (SECRETARY, '/motion open resolution "T" "x" closes:whenever', "cannot be read as a time"),
    (SECRETARY, '/motion open resolution "T" "x" closes:2026-13-01', "cannot be read as a time"),
    (SECRETARY, '/motion open resolution "T" "x" closes:1h', "gives members until at least"),
    (SECRETARY, '/motion open resolution "T" "x" closes:60d', "may close at the latest"),
    (SECRETARY, '/motion open resolution "T" "x" urgent:yes', "no urgent procedure"),
    (SECRETARY, '/motion open resolution "T" "x" urgent:perhaps', "is not something that “urgent” takes"),
    (SECRETARY, '/motion open resolution "T" "x" document:ftp://x', "is not something that “document” takes"),
    (SECRETARY, '/motion open resolution "T" "x" concerns:EST', "is about no member"),
    (SECRETARY, '/motion open sanctions "T" "x"', "needs a statement of impact"),
    (SECRETARY, '/motion open sanctions "T" "x" impact:y opens:1h', "open no earlier than"),
    (SECRETARY, '/motion open sanctions "T" "x" impact:y urgent:yes', "needs 2 members in good standing"),
    (SECRETARY, '/motion open sanctions "T" "x" impact:y concerns:Ruritania', "is not a state on the roster"),
    (SECRETARY, '/motion open sanctions "T" "x" impact:y concerns:Estnia', "Estonia (EST)"),
    (SECRETARY, '/motion open sanctions "T" "x" impact:y sponsors:HUN urgent:yes', "may not propose"),
    (SECRETARY, '/motion open seats "T" "x"', "elections by ranked ballots"),
    (SECRETARY, '/motion open support "T" "x"', "must name the member it is about"),
    (SECRETARY, "/vote cast M-1 yes confirm:no", "is for delegations"),
    (EST_HEAD, "/vote cast M-1 yes confirm:no", "was not confirmed"),
    (SECRETARY, "/motion list status:votin", "Did you mean voting?"),
    (
        SECRETARY,
        '/motion open resolution "T" "x" sponsors:EST,XYZ',
        "“XYZ” is not a state on the roster. Write its code",
    ),
    (SECRETARY, "/motion close M-1", "runs until"),
    (SECRETARY, "/motion list status:sleeping", "is not something that “status” takes"),
    (SECRETARY, "/alliance help command:dance", "is not something that “command” takes"),
]


@pytest.mark.parametrize(("person", "line", "told"), LINES, ids=[f"{p.name}:{line[:50]}" for p, line, _ in LINES])
async def test_refusal_says_what_is_wrong_and_changes_nothing(
    house: World, person: Person, line: str, told: str
) -> None:
    """Every refusal is one card with its sentence, and the journal is as long as before."""
    await house.front.say(SECRETARY, RESOLUTION)
    before = await house.entries()
    answer = " ".join((await house.front.say(person, line)).replace("│", "").split())
    assert told in answer
    assert "{" not in answer
    assert await house.entries() == before
    assert await house.ballots() == {}


async def test_vote_before_opening_is_refused_with_the_time(house: World) -> None:
    """A motion in debate takes no ballots yet."""
    await house.front.say(SECRETARY, '/motion open sanctions "Measures" "1. Freeze." impact:"None."')
    assert "is not open yet" in await house.front.say(EST_HEAD, "/vote M-1 yes")
    assert await house.ballots() == {}


async def test_debate_opens_by_itself_when_the_tick_is_late(house: World) -> None:
    """A ballot after the opening instant counts even when no tick has opened the vote."""
    await house.front.say(SECRETARY, '/motion open sanctions "Measures" "1. Freeze." impact:"None."')
    house.clock.advance(timedelta(hours=72, minutes=5))
    assert ": yes, on “Measures”" in await house.front.say(EST_HEAD, "/vote M-1 yes")
    motion = await house.motion()
    assert motion.closes_at - motion.opens_at == timedelta(hours=72)


async def test_vote_opened_after_an_outage_keeps_its_whole_period(house: World) -> None:
    """An outage decides nothing: members get the whole of their time, counted from the late opening."""
    await house.front.say(SECRETARY, '/motion open sanctions "Measures" "1. Freeze." impact:"None."')
    await house.pass_time(timedelta(days=30))
    motion = await house.motion()
    assert motion.result is None
    assert motion.closes_at == house.clock.now() + timedelta(hours=72)
    assert ": yes, on “Measures”" in await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.settle()
    assert any("was opened late" in post for post in await house.front.posts())
    assert await house.sound()


async def test_member_concerned_has_no_vote(house: World) -> None:
    """The kind excludes the member that the motion is about."""
    await house.front.say(SECRETARY, f"{URGENT} concerns:Brazil")
    assert "Brazil is the member that M-1 is about" in await house.front.say(BRA, "/vote M-1 no")
    assert "(does not vote)" in await house.front.say(BRA, "/motion show M-1")


async def test_revoked_credential_is_refused_and_its_ballot_stands(house: World) -> None:
    """Revocation takes effect at once; ballots already cast stand."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(LVA, "/vote M-1 yes")
    account = house.front.account(LVA)
    await house.house.writer.write(
        lambda uow: revoke_credential(uow, house.code, account=account, now=house.clock.now())
    )
    assert "has been revoked" in await house.front.say(LVA, "/vote M-1 no")
    assert await house.ballots() == {"LVA": "yes"}


async def test_expired_credential_is_refused(house: World) -> None:
    """A credential holds until its last instant and not after."""
    account = Account.parse("console:temporary")
    until = house.clock.now() + timedelta(hours=1)
    await house.house.writer.write(
        lambda uow: give_credential(
            uow,
            house.code,
            account=account,
            role=Role.DELEGATE,
            member=MemberCode("FIN"),
            until=until,
            now=house.clock.now(),
        )
    )
    await house.front.say(SECRETARY, RESOLUTION)
    temporary = Person(name="temporary", number=99, role=Role.DELEGATE, member=MemberCode("FIN"))
    house.clock.advance(timedelta(hours=1))
    assert ": yes, on “Open skies”" in await house.front.say(temporary, "/vote M-1 yes")
    house.clock.advance(timedelta(seconds=1))
    assert "has run out" in await house.front.say(temporary, "/vote M-1 no")
    assert await house.ballots() == {"FIN": "yes"}


async def test_same_ballot_again_is_refused_with_the_first_one(house: World) -> None:
    """A doubled tap never looks like a second vote."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(FIN, "/vote M-1 yes")
    before = await house.entries()
    assert "has already voted yes" in await house.front.say(FIN, "/vote yes M-1")
    assert await house.entries() == before


async def test_final_ballot_is_confirmed_first_and_then_stands(house: World) -> None:
    """Where ballots are final, the first tap asks and the second casts (spec: rules, deciding 7)."""
    await house.front.say(SECRETARY, '/motion open final "Seat" "1. The seat is here."')
    assert "Confirm?" in await house.front.say(EST_HEAD, "/vote M-1 yes")
    assert await house.ballots() == {}
    assert "cannot be changed" in await house.front.say(EST_HEAD, "/vote cast M-1 yes confirm:yes")
    assert "cannot be changed" in await house.front.say(EST_HEAD, "/vote cast M-1 no confirm:yes")
    assert await house.ballots() == {"EST": "yes"}


async def test_vote_closes_early_only_when_final_ballots_have_decided_it(house: World) -> None:
    """``close = "decided"``: certain, and open for at least ``min_open``."""
    await house.front.say(SECRETARY, '/motion open final "Seat" "1. The seat is here."')
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote cast M-1 yes confirm:yes")
    assert "cannot be closed yet" in await house.front.say(SECRETARY, "/motion close M-1")
    await house.front.say(FIN, "/vote cast M-1 yes confirm:yes")
    assert "cannot be closed yet" in await house.front.say(SECRETARY, "/motion close M-1")
    house.clock.advance(timedelta(hours=1))
    assert "Adopted: M-1" in await house.front.say(SECRETARY, "/motion close M-1")
    assert "is decided" in await house.front.say(BRA, "/vote cast M-1 no confirm:yes")


async def test_close_declares_a_result_that_no_tick_has_declared(house: World) -> None:
    """With the scheduler stopped the secretariat may declare the result once the deadline has passed."""
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(timedelta(hours=72))
    assert "runs until" in await house.front.say(SECRETARY, "/motion close M-1")
    house.clock.advance(timedelta(seconds=1))
    assert "Not adopted: M-1" in await house.front.say(SECRETARY, "/motion close M-1")
    assert "cannot be used on M-1" in await house.front.say(SECRETARY, "/motion close M-1")


async def test_late_quorum_moves_the_deadline_once(house: World) -> None:
    """A quorum first reached in the last hours gives everyone another day, once (spec: rules, deciding 8)."""
    await house.front.say(SECRETARY, '/motion open order "Agenda" "1. Adopted."')
    first = (await house.motion()).closes_at
    house.clock.advance(timedelta(hours=67))
    for person in (EST_HEAD, LVA):
        await house.front.say(person, "/vote M-1 yes")
    assert (await house.motion()).closes_at == first
    await house.front.say(FIN, "/vote M-1 no")
    assert (await house.motion()).closes_at == first + timedelta(hours=24)
    await house.front.say(BRA, "/vote M-1 no")
    assert (await house.motion()).closes_at == first + timedelta(hours=24)
    await house.settle()
    assert any("reached late" in post for post in await house.front.posts())
    assert await house.sound()


async def test_quiet_kind_shows_turnout_and_no_choices_until_the_result(house: World) -> None:
    """``live_tally = false``: the card tells how many have voted, not how."""
    await house.front.say(SECRETARY, '/motion open quiet "Choice" "1. This one."')
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    await house.settle()
    card = next(post for post in await house.front.posts() if "· Choice" in post)
    assert "1 ballot cast" in card
    assert "For (1)" not in card
    details = await house.front.say(LVA, "/motion show M-1")
    assert "voted" in details
    assert "For (1)" not in await house.front.say(LVA, "/vote status M-1")


async def test_text_form_is_forgiving_where_nothing_is_lost(house: World) -> None:
    """Curly quotes, prefixes, both orders, French words and capitals are all understood."""
    await house.front.say(SECRETARY, "/MOTION OP Resolution “Open skies” “1. The skies aren’t closed.”")
    assert ": yes, on “Open skies”" in await house.front.say(EST_DELEGATE, "/vote OUI m1")
    assert "no, no longer yes" in await house.front.say(EST_OTHER, "/VOTE ca 1 contre explanation:‘we can’t’")
    assert (await house.motion()).text == "1. The skies aren’t closed."
    shown = await house.front.say(STRANGER, "/motion m-1")
    assert "Open skies" in shown
