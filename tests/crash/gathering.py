"""Takes the evidence once a run is over: from the database, from the platforms, and from the terminal's own check."""

import asyncio
import os
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.domain.journal import verify
from storage.database import Database, open_database
from storage.decoding import read_entry
from storage.replay import tables_equal_replay
from tests.crash.evidence import Act, Audience, Evidence, Recorded
from tests.crash.fleet import Fleet
from tests.crash.process import PLENARY
from tests.crash.scene import ANNOUNCEMENTS, CODE, DELEGATIONS, MOTIONS
from tests.crash.sightings import everything_seen

WHOLE = "the record is whole"
AUDIENCE = Audience(
    motions=tuple(channel.text for channel in MOTIONS),
    announcements=tuple(channel.text for channel in ANNOUNCEMENTS),
    delegations={each.member: tuple(account.text for account in each.accounts) for each in DELEGATIONS},
)


async def gather(fleet: Fleet, acts: Sequence[Act], *, status: int) -> Evidence:
    """Gather everything; no bot may be running, and ``status`` is how the last one ended."""
    platforms = fleet.platforms
    verdict = await verdict_of_terminal(fleet.settings, fleet.folder)
    database = open_database(fleet.settings["PLENARY_DATABASE_URL"])
    try:
        with database.snapshot() as uow:
            entries = tuple(uow.journal.entries(CODE))
            motions = uow.motions.every(CODE)
            ballots = [ballot for motion in motions for ballot in uow.ballots.of_motion(CODE, motion.number)]
            waiting, dead = uow.outbox.waiting(), uow.outbox.dead()
        return Evidence(
            audience=AUDIENCE,
            acts=acts,
            journal=tuple(Recorded(seq=entry.seq, event=read_entry(entry.body).event) for entry in entries),
            standing={(ballot.motion, ballot.member): ballot.choice for ballot in ballots},
            posts=tuple(everything_seen(platforms)),
            chain=(*verdict, *_faults(database)),
            waiting=waiting,
            dead=tuple(f"{letter.to} {letter.key}: {letter.reason}" for letter in dead),
            faults=(
                *([] if status == 0 else [f"the last process ended with {status}"]),
                *(words for words in fleet.ended if "Traceback" in words),
                *(str(violation) for violation in (*platforms.slack.violations, *platforms.discord.violations)),
            ),
        )
    finally:
        database.close()


def _faults(database: Database) -> tuple[str, ...]:
    """Give what is wrong with the chain, and where the tables are not what the journal makes of them."""
    with database.snapshot() as uow:
        head = uow.journal.head(CODE)
        fault = verify(uow.journal.entries(CODE), alliance=CODE, head_seq=head.seq, head_hash=head.hash)
    broken = () if fault is None else (f"entry {fault.seq}: {fault.message_id}",)
    differences = tables_equal_replay(database, CODE)
    return (*broken, *(f"{each.table} {each.key}: {each.message_id}" for each in differences))


async def verdict_of_terminal(settings: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    """Run ``plenary verify``; give what it says where that is not that the record is whole."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    process = await asyncio.create_subprocess_exec(
        PLENARY, "verify", env={**environment, **settings}, cwd=folder, stdout=PIPE, stderr=STDOUT
    )
    told, _ = await process.communicate()
    if process.returncode == 0 and WHOLE in told.decode():
        return ()
    return (f"plenary verify, status {process.returncode}: {told.decode()[:500]}",)
