"""Faults that a hostile reading of scheduler, delivery and replicas proved, each with the test that shows it mended."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from adapters.bootstrap import House
from bot.commands.administration import link_channel
from bot.commands.restoring import carry_on
from bot.domain.addresses import Channel, Platform, Purpose
from bot.jobs.heartbeat import BEAT, beat
from storage.backups.making import back_up
from storage.backups.restoring import restore
from storage.database import Database, open_database
from storage.patience import Patience
from tests.behaviour.cast import EST_HEAD, LVA, SECRETARY
from tests.behaviour.fronts import open_console
from tests.behaviour.storage.cut_wire import Wire
from tests.behaviour.storage.tampering import run as by_hand
from tests.behaviour.test_delivery import RESOLUTION, Wall
from tests.behaviour.world import World, open_world

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SLACK = Channel.parse("slack:T1:C1")


async def link_slack(world: World) -> None:
    """Link a channel on Slack, as an alliance has it that votes there."""
    now = world.clock.now()
    await world.house.writer.write(
        lambda uow: link_channel(uow, world.code, channel=SLACK, purpose=Purpose.MOTIONS, now=now)
    )


async def test_motion_that_cannot_be_read_does_not_hold_up_the_others(database: Database) -> None:
    """One spoilt row: the other deadlines of its alliance are met, on both engines."""
    async with open_world(database) as world, open_console(world):
        await world.front.say(SECRETARY, RESOLUTION)
        await world.front.say(SECRETARY, RESOLUTION)
        by_hand(database, "UPDATE motion SET rules = replace(rules, '\"adopt\"', '\"adopted\"') WHERE number = 1")
        await world.pass_time(73 * HOUR)
        assert (await world.motion(2)).result is not None


async def test_row_that_the_database_refuses_does_not_hold_up_the_others(sqlite_database: Database) -> None:
    """A table changed by hand: what it refuses is left, what it takes is met."""
    async with open_world(sqlite_database) as world, open_console(world):
        await world.front.say(SECRETARY, RESOLUTION)
        await world.front.say(SECRETARY, RESOLUTION)
        by_hand(
            sqlite_database,
            "CREATE TRIGGER spoilt BEFORE UPDATE ON motion WHEN new.number = 1 BEGIN SELECT raise(ABORT, 'no'); END",
        )
        await world.pass_time(73 * HOUR)
        assert (await world.motion(1)).result is None
        assert (await world.motion(2)).result is not None


async def test_start_settles_the_alliances_that_can_be_read(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A record that cannot be read is told in the log, and does not keep the bot from starting."""
    async with open_world(database) as world, open_console(world):
        await world.front.say(SECRETARY, RESOLUTION)
        served = frozenset({Platform.CONSOLE})
        await world.house.begin(served, only=True)
        await beat(world.house.writer, world.clock, {Platform.CONSOLE: None})
        by_hand(database, "UPDATE motion SET rules = replace(rules, '\"adopt\"', '\"adopted\"')")
        world.clock.advance(HOUR)
        with caplog.at_level(logging.ERROR):
            await world.house.begin(served, only=True)
        assert "outages_not_settled" in caplog.text


async def test_console_that_was_closed_keeps_no_vote_open_where_people_vote_elsewhere(house: World) -> None:
    """A terminal comes and goes; only for an alliance that has nothing else is its absence an outage."""
    await link_slack(house)
    await house.house.begin(frozenset({Platform.SLACK}), only=True)
    await house.house.begin(frozenset({Platform.CONSOLE}), only=False)
    await house.front.say(SECRETARY, RESOLUTION)
    await beat(house.house.writer, house.clock, {Platform.SLACK: None, Platform.CONSOLE: None})
    for _ in range(73 * 60 + 1):
        house.clock.advance(MINUTE)
        await beat(house.house.writer, house.clock, {Platform.SLACK: None})
    await house.house.round()
    assert (await house.motion()).result is not None


async def test_console_counts_where_it_is_all_that_is_served(house: World) -> None:
    """A channel on Slack without a token to serve it: who votes at all votes at the terminal, and that was closed."""
    await link_slack(house)
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(71 * HOUR + 30 * MINUTE)
    await beat(house.house.writer, house.clock, {Platform.CONSOLE: None})
    house.clock.advance(2 * HOUR)
    await house.house.begin(frozenset({Platform.CONSOLE}), only=True)
    await house.house.round()
    assert (await house.motion()).closes_at == house.clock.now() + 4 * HOUR


async def test_console_opened_while_the_bot_is_down_decides_nothing_in_its_outage(house: World) -> None:
    """Slack was away at the deadline: the vote waits for its return, whoever looks in meanwhile."""
    await link_slack(house)
    await house.house.begin(frozenset({Platform.SLACK}), only=True)
    await house.front.say(SECRETARY, RESOLUTION)
    house.clock.advance(71 * HOUR + 30 * MINUTE)
    await beat(house.house.writer, house.clock, {Platform.SLACK: None})
    house.clock.advance(2 * HOUR)
    await house.house.begin(frozenset({Platform.CONSOLE}), only=False)
    await house.house.round()
    assert (await house.motion()).result is None
    await house.house.begin(frozenset({Platform.SLACK}), only=True)
    await beat(house.house.writer, house.clock, {Platform.SLACK: None})
    motion = await house.motion()
    assert (motion.result, motion.closes_at, motion.awaits_return) == (None, house.clock.now() + 4 * HOUR, False)


async def test_heartbeat_leaves_a_long_lease_alone(house: World) -> None:
    """An operator may give posts an hour: nobody takes them over sooner."""
    lease = HOUR
    await house.front.say(SECRETARY, RESOLUTION)

    def claim(owner: str) -> int:
        with house.database.transaction() as uow:
            claimed = uow.outbox.claim(
                owner=owner, now=house.clock.now(), lease=lease, limit=9, platforms=frozenset(Platform)
            )
            return len(claimed)

    assert claim("one") == 1
    await beat(house.house.writer, house.clock, {Platform.CONSOLE: None}, lease=lease)
    house.clock.advance(2 * BEAT)
    assert claim("two") == 0


async def test_cards_say_after_a_restore_what_is_on_record(house: World, tmp_path: Path) -> None:
    """A ballot cast after the copy was made is lost: the card does not go on showing it."""
    wall = Wall()
    house.house.notifiers[Platform.CONSOLE] = wall
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    back_up(house.database, tmp_path / "copy.db", now=house.clock.now())
    house.clock.advance(MINUTE)
    await house.front.say(LVA, "/vote M-1 yes")
    await house.settle()
    with restored(tmp_path, house) as again:
        other = House(again, house.clock)
        other.notifiers[Platform.CONSOLE] = wall
        edits = wall.edits
        await other.begin(frozenset({Platform.CONSOLE}), only=True)
        await other.round()
        assert wall.edits > edits
        card = next(card for _, key, card in wall.posts.values() if key.endswith("card:1"))
        assert "Latvia" not in str(card)
        await other.writer.close()


@contextmanager
def restored(folder: Path, house: World) -> Iterator[Database]:
    """Give a database into which the copy has been restored."""
    database = open_database(f"sqlite:///{folder / 'again.db'}")
    now = house.clock.now()
    restore(database, folder / "copy.db", lambda uow, at: carry_on(uow, copied_at=at, now=now))
    yield database
    database.close()


async def test_bots_whose_clocks_differ_by_minutes_close_their_votes(house: World) -> None:
    """The slower clock is no outage for the faster one."""
    await house.front.say(SECRETARY, RESOLUTION)
    slow = timedelta(minutes=2, seconds=30)
    for _ in range(73 * 60 + 1):
        house.clock.advance(MINUTE)
        await beat(house.house.writer, house.clock, {Platform.CONSOLE: None})
        house.clock.advance(-slow)
        await beat(house.house.writer, house.clock, {Platform.CONSOLE: None})
        house.clock.advance(slow)
    await house.house.round()
    assert (await house.motion()).result is not None


async def test_line_that_hangs_for_ever_is_cut_and_the_next_act_recorded(postgres_url: str, tmp_path: Path) -> None:
    """A dead server behind a proxy that keeps the line up: told within bounded time, and no restart needed."""
    url = make_url(postgres_url)
    wire = Wire(tmp_path, Path(str(url.query["host"])))
    wire.open()
    through = url.set(query={"host": str(tmp_path)}).render_as_string(hide_password=False)
    short = timedelta(seconds=1)
    database = open_database(through, Patience(lock=short / 2, answer=short, commit=short))
    try:
        async with open_world(database) as world, open_console(world):
            await world.front.say(SECRETARY, RESOLUTION)
            wire.freeze()
            assert "Not recorded" in await world.front.say(LVA, "/vote M-1 yes")
            answer = ""
            while "Ballot recorded" not in answer:
                answer = await world.front.say(EST_HEAD, "/vote M-1 yes")
                assert "recorded" in answer
            assert await world.ballots() == {"EST": "yes"}
    finally:
        wire.thawed.set()
        database.close()
        wire.close()
