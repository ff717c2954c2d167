"""The silence procedure: from the last delivery to the expiry, broken and unbroken."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.administration import give_credential, revoke_credential
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.phases import Phase
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    FIN,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.world import START, World

ROUTINE = '/motion open routine "Calendar" "1. The calendar of 2027 stands."'
SILENCE = timedelta(hours=72)


async def begun(house: World) -> datetime:
    """Start a silence and give its expiry."""
    await house.front.say(SECRETARY, ROUTINE)
    await house.settle()
    motion = await house.motion()
    assert motion.silence_runs
    return motion.closes_at


async def phase(house: World) -> Phase:
    """Tell where the motion stands."""
    return (await house.motion()).phase(house.clock.now())


async def test_silence_adopts_without_a_vote(world: World) -> None:
    """On every front: every delegation gets the text, the period runs from the last delivery, nobody objects."""
    expiry = await begun(world)
    assert expiry - world.clock.now() <= SILENCE
    assert any("Silence procedure" in text for text in await world.front.direct(EST_HEAD))
    await world.pass_time(expiry - world.clock.now())
    assert await phase(world) is Phase.SILENCE
    await world.pass_time(timedelta(seconds=1))
    await world.settle()
    assert await phase(world) is Phase.ADOPTED_WITHOUT_VOTE
    assert "Adopted" in "\n".join(await world.front.posts())


async def test_objection_breaks_the_silence_by_name_and_in_writing(world: World) -> None:
    """On every front: a member objects through a form or a line; at the expiry the text is not adopted."""
    expiry = await begun(world)
    assert "broken the silence" in await world.front.say(LVA, '/motion object M-1 "We cannot agree to May."')
    await world.settle()
    assert "We cannot agree to May." in "\n".join(await world.front.posts())
    await world.pass_time(expiry + timedelta(seconds=1) - world.clock.now())
    await world.settle()
    assert await phase(world) is Phase.NOT_ADOPTED
    assert "Latvia" in await world.front.say(SECRETARY, "/motion show M-1")


async def test_objection_taken_back_before_the_expiry_leaves_the_silence_whole(house: World) -> None:
    """An objection may be withdrawn before expiry."""
    expiry = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "Not May."')
    assert "taken its objection" in await house.front.say(LVA, "/motion unobject M-1")
    await house.pass_time(expiry + timedelta(seconds=1) - house.clock.now())
    assert await phase(house) is Phase.ADOPTED_WITHOUT_VOTE


async def test_objection_after_the_expiry_is_late_though_no_job_has_run(house: World) -> None:
    """The expiry is exact and inclusive: at it an objection counts, a moment later it does not."""
    expiry = await begun(house)
    house.clock.advance(expiry - house.clock.now())
    assert "broken the silence" in await house.front.say(LVA, '/motion object M-1 "Just in time."')
    house.clock.advance(timedelta(microseconds=1))
    assert "cannot be used on M-1" in await house.front.say(FIN, '/motion object M-1 "Too late."')


async def test_silence_does_not_start_while_a_member_has_no_credential(house: World) -> None:
    """A member with nobody to object for it holds the start; it begins once it has somebody."""
    with house.database.transaction() as uow:
        revoke_credential(uow, house.code, account=house.fronts[0].account(POL), now=START)
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(timedelta(hours=1))
    assert await phase(house) is Phase.DEBATE
    with house.database.transaction() as uow:
        new = Account("console:pol.new")
        member = MemberCode("POL")
        give_credential(uow, house.code, account=new, role=Role.HEAD, member=member, until=None, now=house.clock.now())
    await house.pass_time(timedelta(minutes=1))
    await house.settle()
    assert await phase(house) is Phase.SILENCE
    assert (await house.motion()).silence_runs


async def test_period_does_not_run_before_the_last_delivery(house: World) -> None:
    """Until every delegation has the text nothing runs, and nothing is adopted."""
    await house.front.say(SECRETARY, ROUTINE)
    assert await phase(house) is Phase.SILENCE
    assert not (await house.motion()).silence_runs
    house.clock.advance(timedelta(days=10))
    await house.house.move()
    assert await phase(house) is Phase.SILENCE
    await house.settle()
    motion = await house.motion()
    assert motion.course.silence is not None
    assert motion.course.silence.delivered_at is not None
    assert motion.closes_at == motion.course.silence.delivered_at + SILENCE


async def test_newcomer_to_a_delegation_is_given_the_text(house: World) -> None:
    """Who comes to a delegation while the silence runs learns of it."""
    await begun(house)
    with house.database.transaction() as uow:
        account = Account("console:est.new")
        give_credential(
            uow,
            house.code,
            account=account,
            role=Role.DELEGATE,
            member=MemberCode("EST"),
            until=None,
            now=house.clock.now(),
        )
    await house.settle()
    shown = house.house.notifiers[house.front.platform].shown(account)  # type: ignore[attr-defined]
    assert any("Silence procedure" in text for text in shown)


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (HUN, '/motion object M-1 "No."', "does not have the right to object"),
        (EST_OBSERVER, '/motion object M-1 "No."', "does not cast ballots"),
        (SECRETARY, '/motion object M-1 "No."', "is for delegations"),
        (REVIEWER, '/motion object M-1 "No."', "is for delegations"),
        (STRANGER, '/motion object M-1 "No."', "no credential"),
        (LVA, "/motion object M-1", "text"),
        (FIN, "/motion unobject M-1", "has not objected"),
        (BRA, '/motion object M-1 "Again."', "objected to M-1 already"),
        (EST_DELEGATE, "/motion unobject M-1", "Only the head takes it back"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_objections_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Only an entitled member objects, once, in writing; a head's objection only the head takes back."""
    await begun(house)
    await house.front.say(BRA, '/motion object M-1 "No."')
    await house.front.say(EST_HEAD, '/motion object M-1 "No."')
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_chair_extends_a_silence_once(house: World) -> None:
    """One extension, later only, by the body's chair; here the body has none, so it is refused."""
    expiry = await begun(house)
    later = (expiry + timedelta(hours=24)).astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    assert "Nobody presides" in await house.front.say(EST_HEAD, f'/motion extend M-1 "{later}" "More time."')


async def test_no_one_is_reminded_to_vote_in_a_silence(house: World) -> None:
    """A silence asks for nothing."""
    expiry = await begun(house)
    before = len(await house.front.direct(FIN))
    await house.pass_time(expiry - timedelta(minutes=30) - house.clock.now())
    assert len(await house.front.direct(FIN)) == before
