"""The silence procedure: from the last delivery to the expiry, broken and unbroken."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.charters.load import shipped_charter
from bot.commands.administration import give_credential, revoke_credential
from bot.domain.addresses import Account, Platform
from bot.domain.credentials import Role
from bot.domain.events import VoteExplained
from bot.domain.ids import MemberCode, MotionNumber
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
from tests.behaviour.charter import CHARTER
from tests.behaviour.silence import (
    ROUTINE,
    SECOND,
    SILENCE,
    changed_charter,
    elect,
    flat,
    pass_until,
    suspend,
)
from tests.behaviour.world import START, World

IN_OFFICE_HOURS = changed_charter(
    working_hours='{ days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", to = "17:00" }'
).replace('procedure = "silence"', 'procedure = "silence"\nvoting = "24h"')
TALLINN = ZoneInfo("Europe/Tallinn")
THURSDAY_MORNING = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
"""At 9:00 in Tallinn, when the working day begins."""


async def begun(house: World) -> datetime:
    """Start a silence and give its expiry."""
    await house.front.say(SECRETARY, ROUTINE)
    await house.settle()
    motion = await house.motion()
    assert motion.silence_runs
    return motion.closes_at


async def test_silence_adopts_without_a_vote(world: World) -> None:
    """On every front: every delegation gets the text, the period runs from the last delivery, nobody objects."""
    expiry = await begun(world)
    assert expiry - world.clock.now() <= SILENCE
    assert any("Silence procedure" in text for text in await world.front.direct(EST_HEAD))
    await world.pass_time(expiry - world.clock.now())
    assert await world.phase() is Phase.SILENCE
    await world.pass_time(timedelta(seconds=1))
    await world.settle()
    assert await world.phase() is Phase.ADOPTED_WITHOUT_VOTE
    assert "Adopted" in "\n".join(await world.front.posts())


async def test_objection_breaks_the_silence_by_name_and_in_writing(world: World) -> None:
    """On every front: a member objects through a form or a line; at the expiry the text is not adopted."""
    expiry = await begun(world)
    assert "broken the silence" in await world.front.say(LVA, '/motion object M-1 "We cannot agree to May."')
    await world.settle()
    assert "We cannot agree to May." in "\n".join(await world.front.posts())
    await world.pass_time(expiry + timedelta(seconds=1) - world.clock.now())
    await world.settle()
    assert await world.phase() is Phase.NOT_ADOPTED
    assert "Latvia" in await world.front.say(SECRETARY, "/motion show M-1")


async def test_objection_taken_back_before_the_expiry_leaves_the_silence_whole(house: World) -> None:
    """An objection may be withdrawn before expiry."""
    expiry = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "Not May."')
    assert "taken its objection" in await house.front.say(LVA, "/motion unobject M-1")
    await house.pass_time(expiry + timedelta(seconds=1) - house.clock.now())
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


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
    assert await house.phase() is Phase.DEBATE
    assert "takes no ballots" in await house.front.say(FIN, "/vote M-1 no")
    assert "has not begun" in await house.front.say(FIN, '/motion object M-1 "Not ours."')
    with house.database.transaction() as uow:
        new = Account("console:pol.new")
        member = MemberCode("POL")
        give_credential(uow, house.code, account=new, role=Role.HEAD, member=member, until=None, now=house.clock.now())
    await house.pass_time(timedelta(minutes=1))
    await house.settle()
    assert await house.phase() is Phase.SILENCE
    assert (await house.motion()).silence_runs


async def test_period_does_not_run_before_the_last_delivery(house: World) -> None:
    """Until every delegation has the text nothing runs, and nothing is adopted."""
    await house.front.say(SECRETARY, ROUTINE)
    assert await house.phase() is Phase.SILENCE
    assert not (await house.motion()).silence_runs
    house.clock.advance(timedelta(days=10))
    await house.house.move()
    assert await house.phase() is Phase.SILENCE
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
        (EST_DELEGATE, "/motion unobject M-1", "takes it back: ask the head"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_objections_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Only an entitled member objects, once, in writing; a head's objection only the head takes back."""
    await begun(house)
    await house.front.say(BRA, '/motion object M-1 "No."')
    await house.front.say(EST_HEAD, '/motion object M-1 "No."')
    before = await house.entries()
    assert told in flat(await house.front.say(person, line))
    assert await house.entries() == before


async def extended(house: World, until: datetime, person: Person = EST_HEAD) -> str:
    """Have the chair extend the silence to an instant."""
    later = until.astimezone(TALLINN).strftime("%Y-%m-%d %H:%M")
    return await house.front.say(person, f'/motion extend M-1 "{later}" "Two capitals have a holiday."')


async def test_chair_extends_a_silence_once(world: World) -> None:
    """On every front: later only, with its reason; a second time is refused, and what was raised stands."""
    elect(world, "EST")
    expiry = await begun(world)
    later = expiry + timedelta(hours=24)
    assert "This was not done" not in await extended(world, later)
    await world.settle()
    told = "\n".join(await world.front.posts())
    assert "The chair has extended the silence" in told
    assert "Two capitals have a holiday." in told
    assert "has been extended once already" in flat(await extended(world, later + timedelta(hours=1)))
    moved = (await world.motion()).closes_at
    assert moved == later.replace(second=0)
    await pass_until(world, moved)
    assert "broken the silence" in await world.front.say(LVA, '/motion object M-1 "No."')
    await world.pass_time(SECOND)
    assert await world.phase() is Phase.NOT_ADOPTED


async def test_silence_without_a_chair_is_not_extended(house: World) -> None:
    """The chair extends, and here the body has none."""
    expiry = await begun(house)
    assert "Nobody presides" in await extended(house, expiry + timedelta(hours=24))


async def test_silence_that_has_not_begun_is_not_extended(house: World) -> None:
    """Its period does not run yet."""
    elect(house, "EST")
    await house.front.say(SECRETARY, ROUTINE)
    assert "has not begun" in await extended(house, START + timedelta(hours=96))


async def test_silence_is_not_extended_in_its_last_quarter(house: World) -> None:
    """Members count on the expiry by then."""
    elect(house, "EST")
    expiry = await begun(house)
    await pass_until(house, expiry - SILENCE / 4)
    assert "last quarter" in await extended(house, expiry + timedelta(hours=1))


async def test_extension_in_working_hours_is_measured_in_them(house: World) -> None:
    """Of 24 working hours the last quarter is six, and the longest extension 24 more: over a week-end it is long."""
    await house.apply(IN_OFFICE_HOURS)
    elect(house, "EST")
    await pass_until(house, THURSDAY_MORNING)
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    expiry = (await house.motion()).closes_at
    assert expiry == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    too_long = datetime(2026, 12, 3, 15, 1, tzinfo=UTC)
    assert "Thu 3 Dec 2026, 17:00" in flat(await extended(house, too_long))
    await pass_until(house, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    assert "last quarter" in await extended(house, expiry + timedelta(hours=1))


async def test_extension_before_the_last_quarter_in_working_hours_is_let_through(house: World) -> None:
    """On Sunday no time of the period runs: six and more working hours are left, whatever the calendar says."""
    await house.apply(IN_OFFICE_HOURS)
    elect(house, "EST")
    await pass_until(house, THURSDAY_MORNING)
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    expiry = (await house.motion()).closes_at
    await pass_until(house, datetime(2026, 11, 29, 21, 0, tzinfo=UTC))
    await extended(house, expiry + timedelta(hours=24))
    assert (await house.motion()).closes_at == expiry + timedelta(hours=24)


async def served(house: World) -> None:
    """Have the console be the platform that is served, and in reach."""
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    house.house.reaches[Platform.CONSOLE] = in_reach
    await house.house.beat()


async def in_reach() -> str | None:
    """Say that the platform is in reach."""
    return None


async def beating_until(house: World, instant: datetime) -> None:
    """Let time pass up to an instant with a heartbeat every second minute."""
    while house.clock.now() < instant:
        house.clock.advance(min(timedelta(minutes=2), instant - house.clock.now()))
        await house.house.beat()


async def test_outage_in_the_last_quarter_moves_the_expiry(house: World) -> None:
    """The same as for a vote: four hours after the return, announced, and an objection until then counts."""
    await served(house)
    expiry = await begun(house)
    await beating_until(house, expiry - timedelta(hours=1))
    house.clock.advance(timedelta(minutes=30))
    await house.house.beat()
    returned = house.clock.now()
    assert (await house.motion()).closes_at == returned + timedelta(hours=4)
    await house.settle()
    assert "An outage decides nothing: it now expires" in flat("\n".join(await house.front.posts()))
    await beating_until(house, returned + timedelta(hours=4))
    assert "broken the silence" in await house.front.say(LVA, '/motion object M-1 "No."')


async def test_outage_that_ends_after_the_expiry_moves_it_though_no_job_has_run(house: World) -> None:
    """Whoever comes first after the return finds the silence still there."""
    await served(house)
    expiry = await begun(house)
    await beating_until(house, expiry - timedelta(minutes=20))
    house.clock.advance(timedelta(hours=2))
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.beat()
    returned = house.clock.now()
    assert "broken the silence" in await house.front.say(LVA, '/motion object M-1 "No."')
    assert (await house.motion()).closes_at == returned + timedelta(hours=4)


async def test_four_hours_after_an_outage_are_working_hours(house: World) -> None:
    """Back on Saturday night, after an expiry on Friday at 17:00: until Monday at 13:00."""
    await house.apply(shipped_charter("democratic-defense-alliance"))
    await served(house)
    await beating_until(house, datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    expiry = (await house.motion()).closes_at
    assert expiry == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    await beating_until(house, expiry - timedelta(minutes=20))
    house.clock.advance(timedelta(hours=8))
    await house.house.beat()
    await house.house.move()
    assert (await house.motion()).closes_at == datetime(2026, 11, 30, 11, 0, tzinfo=UTC)


async def test_text_that_a_member_would_adopt_instead_is_shown_and_changes_nothing(house: World) -> None:
    """An amendment breaks a silence as an objection does; everyone reads both."""
    expiry = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "Not May." amendment:"1. The calendar stands, without May."')
    await house.settle()
    assert any(
        "The text that it would adopt instead:" in post and "without May." in post for post in await house.front.posts()
    )
    assert "without May." in await house.front.say(FIN, "/motion show M-1")
    await pass_until(house, expiry + SECOND)
    await house.settle()
    result = (await house.front.posts())[-1]
    for words in ("the silence was broken by", "Latvia", "Not May.", "without May.", "/motion forward"):
        assert words in result
    assert (await house.motion()).text == "1. The calendar of 2027 stands."


async def test_amendment_of_an_objection_that_was_taken_back_is_no_longer_shown(house: World) -> None:
    """A member that objects again says anew what it would adopt."""
    await begun(house)
    await house.front.say(LVA, '/motion object M-1 "Not May." amendment:"1. Without May."')
    await house.front.say(LVA, "/motion unobject M-1")
    assert "Without May." not in await house.front.say(FIN, "/motion show M-1")
    await house.front.say(LVA, '/motion object M-1 "Not June."')
    shown = await house.front.say(FIN, "/motion show M-1")
    assert "Not June." in shown
    assert "Without May." not in shown


async def test_reservation_is_on_the_record_and_breaks_nothing(house: World) -> None:
    """The result is adopted without a vote, with the reservation beside it."""
    expiry = await begun(house)
    said = VoteExplained(
        motion=MotionNumber(1),
        member=MemberCode("BRA"),
        account=house.front.account(BRA),
        text="We read paragraph 1 as not binding us.",
        at=house.clock.now(),
    )
    with house.database.transaction() as uow:
        uow.record(house.code, said, at=house.clock.now(), by="test")
    await pass_until(house, expiry + SECOND)
    await house.settle()
    result = (await house.front.posts())[-1]
    assert "no member broke the silence" in result
    assert "Reservation of 🇧🇷\N{NO-BREAK SPACE}Brazil" in result
    assert "We read paragraph 1" in result


async def test_recused_member_cannot_object(house: World) -> None:
    """It has left the electorate by its own word."""
    await begun(house)
    await house.front.say(LVA, '/motion recuse M-1 reason:"We host the meeting."')
    assert "recused" in await house.front.say(LVA, '/motion object M-1 "No."')


async def test_member_whose_ballots_are_kept_objects_no_more_once_it_has_lost_its_vote(house: World) -> None:
    """Where the charter keeps what was cast, nothing is added to it, and nothing taken back."""
    await house.apply(changed_charter(mid_vote_loss='"keep"'))
    await begun(house)
    await house.front.say(BRA, '/motion object M-1 "No."')
    await house.front.say(LVA, '/motion recuse M-1 reason:"We host the meeting."')
    assert "has lost its vote" in await house.front.say(LVA, '/motion object M-1 "No."')
    assert "has lost its vote" in await house.front.say(LVA, "/motion unobject M-1")
    suspend(house, "BRA")
    assert "does not have the right" in await house.front.say(BRA, "/motion unobject M-1")
    assert await house.ballots() == {"BRA": "no"}


async def test_objection_of_a_member_suspended_meanwhile_is_annulled(house: World) -> None:
    """As its ballot would be: the charter removes it, and the silence is whole again."""
    expiry = await begun(house)
    await house.front.say(BRA, '/motion object M-1 "No."')
    suspend(house, "BRA")
    assert await house.ballots() == {}
    await pass_until(house, expiry + SECOND)
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def test_member_without_a_seat_in_the_body_cannot_object(house: World) -> None:
    """The roll of a council's silence is the council's."""
    await house.apply(shipped_charter("alliance-of-democracies"))
    await begun(house)
    assert "no place" in await house.front.say(POL, '/motion object M-1 "No."')


async def test_member_concerned_cannot_object_where_the_kind_excludes_it(house: World) -> None:
    """As it could not vote."""
    await house.apply(CHARTER.replace('procedure = "silence"', 'procedure = "silence"\nconcerned = "excluded"'))
    await house.front.say(SECRETARY, f"{ROUTINE} concerns:BRA")
    await house.settle()
    assert "is the member that M-1 is about" in await house.front.say(BRA, '/motion object M-1 "No."')


async def test_ballot_is_no_way_to_break_a_silence(house: World) -> None:
    """The refusal names the way."""
    await begun(house)
    told = flat(await house.front.say(LVA, "/vote M-1 no"))
    assert "takes no ballots. To break it, object: /motion object M-1." in told


async def test_needs_and_status_speak_of_objections(house: World) -> None:
    """No yes votes are counted in a silence."""
    await begun(house)
    assert "Nobody has broken the silence" in await house.front.say(FIN, "/motion needs M-1")
    await house.front.say(LVA, '/motion object M-1 "No."')
    assert "The silence is broken by 🇱🇻" in await house.front.say(FIN, "/motion needs M-1")
    status = await house.front.say(FIN, "/vote status M-1")
    assert "Objected (1)" in status
    assert "Not objected (4)" in status


async def test_history_tells_every_act_of_a_silence(house: World) -> None:
    """From the start to the result, the beginning of the period too."""
    expiry = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "No."')
    await house.front.say(LVA, "/motion unobject M-1")
    await pass_until(house, expiry + SECOND)
    told = await house.front.say(FIN, "/motion history M-1")
    for words in ("Every delegation has the text", "broke the silence", "took its objection back", "Result"):
        assert words in told


async def test_text_whose_silence_was_broken_may_be_put_in_silence_again(house: World) -> None:
    """Nothing of the first time bears on the second."""
    expiry = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "Not May."')
    await pass_until(house, expiry + SECOND)
    await house.front.say(SECRETARY, ROUTINE)
    await house.settle()
    await pass_until(house, (await house.motion(2)).closes_at + SECOND)
    assert await house.phase(1) is Phase.NOT_ADOPTED
    assert await house.phase(2) is Phase.ADOPTED_WITHOUT_VOTE


async def test_object_button_asks_for_the_words(world: World) -> None:
    """On every front: an objection is in writing, so a button alone breaks nothing."""
    await begun(world)
    assert "text" in (await world.front.press(LVA, "Calendar", "Object")).casefold()
    assert await world.ballots() == {}


async def test_buttons_go_with_the_expiry(house: World) -> None:
    """Neither the card nor what each delegation was sent asks for what would be refused."""
    expiry = await begun(house)
    await pass_until(house, expiry + SECOND)
    await house.settle()
    assert not any("[Object" in post for post in await house.front.posts())
    assert not any("[Object" in post for post in await house.front.direct(FIN))


async def test_no_one_is_reminded_to_vote_in_a_silence(house: World) -> None:
    """A silence asks for nothing."""
    expiry = await begun(house)
    before = len(await house.front.direct(FIN))
    await house.pass_time(expiry - timedelta(minutes=30) - house.clock.now())
    assert len(await house.front.direct(FIN)) == before
