"""``python -m tests.crash --kills 200 --engine sqlite|postgresql|both [--seed N]``: the long run, and its table."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.crash.climate import CLIMATES
from tests.crash.engine import Engine, PostgresEngine, SqliteEngine
from tests.crash.report import report
from tests.crash.run import SHORTEST_LEASE, Outcome, Plan, run
from tests.servers.postgres import running_postgres

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    """Run, print the table; give 1 where anything is wrong."""
    asked = _asked()
    seed = secrets.randbelow(2**32) if asked.seed is None else asked.seed
    plan = Plan(kills=asked.kills, seed=seed, climate=CLIMATES[asked.climate], lease=asked.lease)
    engines = ENGINES if asked.engine == "both" else (asked.engine,)
    _say(f"seed {seed}")
    outcomes = list(_outcomes(engines, plan, asked.folder))
    _say(report(outcomes))
    return int(any(outcome.findings for outcome in outcomes))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--lease", type=float, default=SHORTEST_LEASE, help="seconds")
    parser.add_argument("--climate", choices=sorted(CLIMATES), default="stormy")
    parser.add_argument("--folder", type=Path, help="where to keep the database and what the bot says")
    return parser.parse_args()


def _outcomes(engines: tuple[str, ...], plan: Plan, kept: Path | None) -> Iterator[Outcome]:
    for name in engines:
        with ExitStack() as stack:
            root = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plenary-crash-")))
            folder = root / f"{name}-{plan.seed}"
            folder.mkdir(parents=True)
            yield asyncio.run(run(_engine(name, folder, stack), plan, folder))


def _engine(name: str, folder: Path, stack: ExitStack) -> Engine:
    if name == "sqlite":
        return SqliteEngine(path=folder / "plenary.db")
    server = stack.enter_context(running_postgres())
    return PostgresEngine(server=server, database=server.create_database())


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
