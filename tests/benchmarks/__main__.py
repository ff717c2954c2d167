"""Run every measurement and print one table: ``make bench``.

The figures are medians of rounds that alternate between the floor and the product, so that a machine whose speed
drifts changes both alike.
"""

import asyncio
import json
import math
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from adapters.bootstrap import House
from adapters.cli.decide import answer_lines
from adapters.clock import SystemClock
from adapters.console.notifier import ConsoleNotifier
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.dispatch import Invocation, Typed
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.ports import UnitOfWork
from storage.database import open_database
from tests.behaviour.cast import ROSTER
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import START, MovedClock, enrolled, found

ROUNDS = 7
VOTES = 60
LINES = 500
CLOSINGS = 5
CHANNEL = Channel("console:main")
ACCOUNTS = {code: Account(f"console:{code.lower()}") for code in ("EST", "LVA", "FIN", "BRA")}


def medians(floor: Callable[[], float], product: Callable[[], float]) -> tuple[float, float]:
    """Measure both in turn and give the median of each."""
    pairs = [(floor(), product()) for _ in range(ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def vote_floor(folder: Path) -> Callable[[], float]:
    """Measure a vote's bare statements on raw sqlite3: read, upsert, journal, outbox, answer, commit."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE ballot (member TEXT PRIMARY KEY, choice TEXT);
        CREATE TABLE journal (seq INTEGER PRIMARY KEY, body TEXT, hash TEXT);
        CREATE TABLE outbox (key TEXT PRIMARY KEY, revision INTEGER);
        CREATE TABLE answer (key TEXT PRIMARY KEY, card TEXT);
        """
    )
    number = count(1)

    def run() -> float:
        started = time.perf_counter()
        for _ in range(VOTES):
            seq = next(number)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT choice FROM ballot WHERE member = ?", ("EST",)).fetchone()
            connection.execute(
                "INSERT INTO ballot VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET choice = excluded.choice",
                ("EST", "yes"),
            )
            connection.execute("INSERT INTO journal VALUES (?, ?, ?)", (seq, "x" * 400, "y" * 64))
            connection.execute(
                "INSERT INTO outbox VALUES ('card', 1) ON CONFLICT (key) DO UPDATE SET revision = revision + 1"
            )
            connection.execute("INSERT INTO answer VALUES (?, ?)", (f"k{seq}", "z" * 600))
            connection.execute("COMMIT")
        return (time.perf_counter() - started) / VOTES

    return run


def vote_product(folder: Path) -> Callable[[], float]:
    """Measure a vote through the dispatcher, from the typed line to the receipt."""
    database = open_database(f"sqlite:///{folder}/product.db")
    database.migrate()
    code = found(database)
    clock = MovedClock()
    with database.transaction() as uow:
        link_channel(uow, code, channel=CHANNEL, purpose=Purpose.MOTIONS, now=START)
        officer = Account("console:officer")
        give_credential(uow, code, account=officer, role=Role.SECRETARIAT, member=None, until=None, now=START)
        for member, account in ACCOUNTS.items():
            give_credential(
                uow, code, account=account, role=Role.HEAD, member=MemberCode(member), until=None, now=START
            )
    house = House(database, clock)
    number = count(1)

    def act(account: Account, line: str) -> Invocation:
        return Invocation(
            key=f"bench:{next(number)}",
            account=account,
            channel=CHANNEL,
            received_at=clock.now(),
            request=Typed(line=line),
        )

    async def votes() -> float:
        if next(number) == 1:
            await house.dispatcher(act(officer, '/motion open resolution "T" "1. Text."'))
        started = time.perf_counter()
        for turn in range(VOTES):
            ballot = "yes" if (turn // len(ACCOUNTS)) % 2 else "no"
            account = list(ACCOUNTS.values())[turn % len(ACCOUNTS)]
            await house.dispatcher(act(account, f"/vote M-1 {ballot}"))
        return (time.perf_counter() - started) / VOTES

    loop = asyncio.new_event_loop()
    return lambda: loop.run_until_complete(votes())


def closing_lag(folder: Path) -> list[float]:
    """Measure, on the real clock, the seconds from a deadline to the post of its result; one is the grace."""
    database = open_database(f"sqlite:///{folder}/closing.db")
    database.migrate()
    quick = CHARTER.replace('voting = "72h"', 'voting = "1s"').replace('min_open = "1h"', 'min_open = "1s"')
    quick = quick.replace('late_quorum = { window = "6h", extension = "24h" }', "")
    officer = Account("console:officer")
    with database.transaction() as uow:
        now = datetime.now(UTC)
        code = found_alliance(uow, name="Bench", time_zone="UTC", language="en", charter=parse_charter(quick), now=now)
        enrol_members(uow, code, [enrolled(row, now) for row in ROSTER], now=now)
        link_channel(uow, code, channel=CHANNEL, purpose=Purpose.MOTIONS, now=now)
        give_credential(uow, code, account=officer, role=Role.SECRETARIAT, member=None, until=None, now=now)
    return asyncio.run(_closings(House(database, SystemClock()), code, officer))


def _motion(uow: UnitOfWork, code: AllianceCode, number: MotionNumber) -> Motion | None:
    return uow.motions.get(code, number)


async def _closings(house: House, code: AllianceCode, officer: Account) -> list[float]:
    posted: asyncio.Queue[datetime] = asyncio.Queue()

    def seen(text: str) -> None:
        if "Not adopted: M-" in text:
            posted.put_nowait(datetime.now(UTC))

    house.notifiers[Platform.CONSOLE] = ConsoleNotifier(seen)
    schedulers = (house.keeping_motions(), house.posting_on(Platform.CONSOLE))
    for scheduler in schedulers:
        house.writer.on_commit(scheduler.wake)
        await scheduler.start()
    lags = []
    for number in range(1, CLOSINGS + 1):
        act = Invocation(
            key=f"lag:{number}",
            account=officer,
            channel=CHANNEL,
            received_at=datetime.now(UTC),
            request=Typed(line='/motion open resolution "T" "1. Text."'),
        )
        await house.dispatcher(act)
        motion = await house.writer.read(partial(_motion, code=code, number=MotionNumber(number)))
        at = await posted.get()
        lags.append((at - motion.closes_at).total_seconds() if motion else math.inf)
    for scheduler in schedulers:
        await scheduler.stop()
    await house.writer.close()
    return lags


def decide_lines() -> list[str]:
    """Give roll calls of a hundred members."""
    members = [{"id": f"M{number:03}", "weights": {"population": number * 1000 + 7}} for number in range(100)]
    ballots = {f"M{number:03}": ("yes", "no", "abstain")[number % 3] for number in range(90)}
    rule = "at least 55% of entitled members and at least 65% of the population of entitled members"
    return [
        json.dumps({"id": str(number), "adopt": rule, "members": members, "ballots": ballots})
        for number in range(LINES)
    ]


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Give how long a work takes, per line."""

    def run() -> float:
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) / LINES

    return run


def main() -> int:
    """Print the table."""
    lines = decide_lines()
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        votes = medians(vote_floor(Path(folder)), vote_product(Path(folder)))
    decisions = medians(
        timed(lambda: [json.loads(line) for line in lines]), timed(lambda: list(answer_lines(iter(lines))))
    )
    print(f"{'measured':<46}{'floor':>12}{'product':>12}{'ratio':>8}")
    for name, (floor, product) in {
        "a vote: dispatch / raw sqlite3, full durability": votes,
        "decide, 100 members: the line / reading its JSON": decisions,
    }.items():
        print(f"{name:<46}{floor * 1e3:>9.3f} ms{product * 1e3:>9.3f} ms{product / floor:>8.1f}")
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        lags = closing_lag(Path(folder))
    print(
        f"from a deadline to the post of its result: median {statistics.median(lags):.2f} s, "
        f"longest {max(lags):.2f} s, of which 1 s is the grace; the promise is 3 s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
