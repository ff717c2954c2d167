"""Run the measurements and print one table: ``make bench``, or ``python -m tests.benchmarks NAME …`` for some."""

import argparse
import sys
from collections.abc import Mapping
from typing import Final, Protocol

from tests.benchmarks.boards import board_edits
from tests.benchmarks.deadlines import catching_up, closing_at_once, waking
from tests.benchmarks.decisions import decisions
from tests.benchmarks.earlier import earlier_on_postgres, earlier_on_sqlite
from tests.benchmarks.fronts import votes_on_discord, votes_on_slack
from tests.benchmarks.pages import pages
from tests.benchmarks.results import results_posted
from tests.benchmarks.starting import starting
from tests.benchmarks.table import Line, printed
from tests.benchmarks.votes import votes_on_postgres, votes_on_sqlite


class Measurement(Protocol):
    """Measures something."""

    def __call__(self, *, full: bool) -> list[Line]:
        """Give the lines of the table; ``full``: also those that take many minutes."""
        ...


MEASUREMENTS: Final[Mapping[str, Measurement]] = {
    "votes-sqlite": votes_on_sqlite,
    "votes-postgresql": votes_on_postgres,
    "fronts-slack": votes_on_slack,
    "fronts-discord": votes_on_discord,
    "earlier-sqlite": earlier_on_sqlite,
    "earlier-postgresql": earlier_on_postgres,
    "decisions": decisions,
    "start": starting,
    "catch-up": catching_up,
    "closing": closing_at_once,
    "wake": waking,
    "board": board_edits,
    "result": results_posted,
    "web": pages,
}


def main() -> int:
    """Print the table of the measurements asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--full", action="store_true", help="measure what takes many minutes too")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"no measurement is called {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    lines: list[Line] = []
    for name in given.names or MEASUREMENTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        lines += MEASUREMENTS[name](full=given.full)
    print(printed(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
