"""The beginning of a silence: what it waits for, who is told what, and from when its period runs."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.charters.load import shipped_charter
from bot.commands.administration import link_channel
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.phases import Phase
from bot.jobs.relay import Relay
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, EST_OTHER, FIN, LVA, POL, SECRETARY
from tests.behaviour.silence import (
    ROUTINE,
    SECOND,
    SILENCE,
    PartlyDeaf,
    begun,
    changed_charter,
    flat,
    give,
    pass_until,
    revoke,
    suspend,
)
from tests.behaviour.world import START, World

NOBODY_FOR_POLAND = "nobody holds a valid credential to object for 🇵🇱\N{NO-BREAK SPACE}Poland"
HOUR = timedelta(hours=1)
SLACK_POLE = Account("slack:T1:U1")
SLACK_HALL = Channel("slack:T1:C1")


async def waiting_for_poland(house: World) -> None:
    """Table a routine text while Poland has nobody."""
    revoke(house, house.front.account(POL))
    await house.front.say(SECRETARY, ROUTINE)
    await house.settle()


async def electors(house: World) -> set[str]:
    """Give the entitled members of the frozen roll of M-1."""
    roll = await house.house.writer.read(lambda uow: uow.motions.electors(house.code, (1)))  # type: ignore[arg-type]
    return {elector.member for elector in roll if elector.entitled}


async def test_card_names_the_members_that_it_waits_for_and_it_starts_by_itself(house: World) -> None:
    """A member with nobody to object for it holds the start, and everyone can read why."""
    await waiting_for_poland(house)
    assert await house.phase() is Phase.DEBATE
    assert NOBODY_FOR_POLAND in "\n".join(await house.front.posts()).replace("\n│" + " " * 27, " ")
    give(house, "console:pol.new", "POL")
    assert await house.phase() is Phase.SILENCE
    assert await begun(house) <= house.clock.now() + SILENCE
    assert "Adopted, unless a member objects by" in "\n".join(await house.front.posts())


async def test_observer_alone_cannot_object_so_the_silence_waits(house: World) -> None:
    """A credential that casts no ballots lets nobody object."""
    await waiting_for_poland(house)
    give(house, "console:pol.observer", "POL", Role.OBSERVER)
    await house.pass_time(HOUR)
    assert await house.phase() is Phase.DEBATE


async def test_roll_of_a_silence_that_waited_is_that_of_its_start(house: World) -> None:
    """Who was suspended while it waited is not entitled once it starts."""
    await waiting_for_poland(house)
    await house.pass_time(HOUR)
    suspend(house, "LVA")
    await house.pass_time(HOUR)
    give(house, "console:pol.new", "POL")
    await house.pass_time(HOUR)
    assert await electors(house) == {"EST", "FIN", "BRA", "POL"}


async def test_silence_starts_once_the_member_it_waits_for_is_no_longer_entitled(house: World) -> None:
    """It waits for entitled members only."""
    await waiting_for_poland(house)
    suspend(house, "POL")
    await house.pass_time(HOUR)
    assert await electors(house) == {"EST", "LVA", "FIN", "BRA"}
    await begun(house)


async def test_body_without_any_entitled_member_adopts_nothing_in_silence(house: World) -> None:
    """Nobody could object, so nothing starts, and the card says so."""
    for member in ("EST", "LVA", "FIN", "BRA", "POL"):
        suspend(house, member)
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(SILENCE + HOUR)
    assert await house.phase() is Phase.DEBATE
    assert "no member of the body may object" in "\n".join(await house.front.posts())


async def test_silence_that_waits_keeps_no_vote_from_closing_in_time(house: World) -> None:
    """What is overdue is looked at again now and then; a deadline that comes meanwhile is met at its instant."""
    await waiting_for_poland(house)
    await house.front.say(SECRETARY, '/motion open resolution "Open skies" "1. The skies are open."')
    closes = (await house.motion(2)).closes_at
    reminders_done = closes - timedelta(seconds=10)
    await pass_until(house, reminders_done)
    assert await house.house.next_move() == closes + SECOND


async def test_delegation_reads_the_expiry_once_the_period_runs(world: World) -> None:
    """On every front: the text that each delegation was given is made current, with its button."""
    await world.front.say(SECRETARY, ROUTINE)
    await world.settle()
    await world.settle()
    [card] = await world.front.direct(BRA)
    assert "unless a member objects, in writing, by" in card
    assert "Object" in card


async def test_period_runs_from_the_last_of_the_deliveries(house: World) -> None:
    """A delegation whose text is late holds the beginning for all."""
    give(house, SLACK_POLE.text, "POL")
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(5 * HOUR)
    assert not (await house.motion()).silence_runs
    house.house.notifiers[Platform.SLACK] = PartlyDeaf(set(), Platform.SLACK)
    await house.pass_time(HOUR)
    motion = await house.motion()
    assert motion.course.silence is not None
    assert motion.course.silence.delivered_at == START + 6 * HOUR
    assert motion.closes_at == START + 6 * HOUR + SILENCE


async def test_channel_stands_in_for_a_delegation_that_cannot_be_written_to(house: World) -> None:
    """The card in a channel on its platform has given it the text."""
    house.house.notifiers[Platform.CONSOLE] = PartlyDeaf({house.front.account(POL)})
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(HOUR)
    assert (await house.motion()).silence_runs


async def test_delegation_that_nothing_reaches_holds_the_period_and_the_secretariat_is_told(house: World) -> None:
    """No post and no channel on its platform: the period does not begin until the secretariat has set it right."""
    revoke(house, house.front.account(POL))
    give(house, SLACK_POLE.text, "POL")
    house.house.notifiers[Platform.SLACK] = PartlyDeaf({SLACK_POLE}, Platform.SLACK)
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(SILENCE + HOUR)
    assert await house.phase() is Phase.SILENCE
    assert not (await house.motion()).silence_runs
    told = flat("\n".join(await house.front.direct(SECRETARY)))
    assert "The text in silence of M-1 could not be posted to slack:T1:U1." in told
    assert "The silence period of M-1 begins once each delegation has its text." in told
    with house.database.transaction() as uow:
        link_channel(uow, house.code, channel=SLACK_HALL, purpose=Purpose.MOTIONS, now=house.clock.now())
    linked = house.clock.now()
    await house.pass_time(HOUR)
    motion = await house.motion()
    assert motion.silence_runs
    assert motion.closes_at == linked + HOUR + SILENCE


async def test_card_shown_before_the_start_is_no_delivery(house: World) -> None:
    """What a channel showed while the text waited has not put it in silence."""
    house.house.notifiers[Platform.CONSOLE] = PartlyDeaf(
        {house.front.account(person) for person in (EST_HEAD, EST_DELEGATE, EST_OTHER, LVA, FIN, BRA)}
    )
    await waiting_for_poland(house)
    await house.pass_time(240 * HOUR)
    house.house.notifiers[Platform.CONSOLE].unreachable.add(give(house, "console:pol.new", "POL"))  # type: ignore[attr-defined]
    started = house.clock.now()
    await house.pass_time(HOUR)
    motion = await house.motion()
    assert motion.course.silence is not None
    assert motion.course.silence.delivered_at == started + HOUR
    assert await house.phase() is Phase.SILENCE


async def test_delivery_to_somebody_who_has_left_holds_nothing(house: World) -> None:
    """Once the account that was not reached is no longer the delegation's, those that are count."""
    give(house, SLACK_POLE.text, "POL")
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(HOUR)
    assert not (await house.motion()).silence_runs
    revoke(house, SLACK_POLE)
    assert (await house.motion()).silence_runs


async def test_member_that_loses_its_vote_holds_the_period_no_more(house: World) -> None:
    """It is not entitled any more; everyone that is has the text."""
    revoke(house, house.front.account(POL))
    give(house, SLACK_POLE.text, "POL")
    await house.front.say(SECRETARY, ROUTINE)
    await house.pass_time(HOUR)
    assert not (await house.motion()).silence_runs
    suspend(house, "POL")
    assert (await house.motion()).silence_runs


async def test_two_relays_at_once_begin_the_period_once(house: World) -> None:
    """Each delivery holds the alliance, and the motion is asked whether its period runs already."""
    await house.front.say(SECRETARY, ROUTINE)
    relays = [
        Relay(house.house.writer, house.clock, house.house.notifiers, owner=owner) for owner in ("one", "two", "three")
    ]
    await asyncio.gather(*(relay.run() for relay in relays))
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    assert sum('"SilenceBegun"' in entry.body for entry in entries) == 1


async def test_period_is_counted_in_the_charters_working_hours(house: World) -> None:
    """Seventy-two hours are nine days of eight: from Monday 11:00 to the second Friday after, 11:00, in Tallinn."""
    hours = '{ days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", to = "17:00" }'
    await house.apply(changed_charter(working_hours=hours))
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    assert (await house.motion()).closes_at == datetime(2026, 12, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expiry"),
    [
        ("alliance-of-democracies", datetime(2026, 11, 26, 9, 0, tzinfo=UTC)),
        ("democratic-defense-alliance", datetime(2026, 11, 26, 9, 0, tzinfo=UTC)),
    ],
)
async def test_routine_texts_of_the_shipped_charters_pass_in_silence(house: World, name: str, expiry: datetime) -> None:
    """Seventy-two hours of the one, twenty-four working hours of the other: here both end on Thursday at 11:00."""
    await house.apply(shipped_charter(name))
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    assert (await house.motion()).closes_at == expiry
    await pass_until(house, expiry)
    assert await house.phase() is Phase.SILENCE
    await house.pass_time(SECOND)
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def test_routine_text_of_the_defense_alliance_rests_at_the_week_end(house: World) -> None:
    """Tabled on Friday at 16:00: one hour that day, and the other 23 until Wednesday at 16:00."""
    await house.apply(shipped_charter("democratic-defense-alliance"))
    await pass_until(house, datetime(2026, 11, 27, 14, 0, tzinfo=UTC))
    await house.front.say(SECRETARY, ROUTINE)
    await house.house.round()
    assert (await house.motion()).closes_at == datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
