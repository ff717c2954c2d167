"""``docs/acts.md`` is true: every command on a motion, by every person, in every phase, is tried through the door.

The page is worked out from the declarations. What is read here is the page itself. A refused cell is answered with the
sentence under its letter and leaves nothing behind; a cell with ✔ is never refused for who the person is or for where
the motion stands. Each ✔ is tried on a copy of the database of its own, since it may change the motion.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from adapters.bootstrap import House
from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Form, Tone
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.commands.register import REGISTRY
from bot.commands.registry import OptionType
from bot.dispatch import Chosen, Invocation
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.course import EndedAs
from bot.domain.credentials import Role
from bot.domain.events import MotionEnded
from bot.domain.ids import AllianceCode, MemberCode, MotionNumber
from bot.domain.phases import Phase
from bot.locales.phrase import words
from bot.ports import UnitOfWork
from storage.database import Database, open_database
from tests.behaviour.world import START, MovedClock, enrolled

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "acts.md").read_text(encoding="utf-8")
DONE: Final = "✔"
HALL: Final = Channel("console:hall")
FIRST: Final = MotionNumber(1)
DAY: Final = timedelta(days=1)

CHARTER: Final = """
[charter]
version = 1
title = { en = "House", fr = "Maison" }

[rights]
active = ["vote", "propose", "second", "object", "hold a seat", "join", "speak", "attend", "answer"]
suspended = ["speak", "attend", "answer"]

[procedure]
kind = "procedure"

[bodies.council]
title = { en = "Council", fr = "Conseil" }
seats = 5
chair = { by = "fixed", chair = "EST", vice = "BRA" }

[bodies.assembly]
title = { en = "Assembly", fr = "Assemblée" }

[defaults]
voting = "72h"

[kinds.proposal]
title = { en = "Proposal", fr = "Proposition" }
body = "council"
adopt = "more for than against"
quorum = "at least 2 of entitled members voted"
seconds = { needed = 1, within = "72h" }
debate = "48h"
notes = true

[kinds.lasting]
title = { en = "Lasting text", fr = "Texte durable" }
body = "council"
adopt = "more for than against"
takes_effect = "24h"

[kinds.quick]
title = { en = "Quick text", fr = "Texte rapide" }
body = "council"
adopt = "more for than against"
quorum = "at least 2 of entitled members voted"

[kinds.routine]
title = { en = "Routine text", fr = "Texte courant" }
body = "council"
procedure = "silence"
adopt = "no objection"

[kinds.procedure]
title = { en = "Procedure", fr = "Procédure" }
body = "council"
adopt = "more for than against"

[kinds.other]
title = { en = "Other text", fr = "Autre texte" }
body = "assembly"
adopt = "more for than against"
"""

ROSTER: Final = (
    ("EST", "Estonia", "Estonie", "🇪🇪", "active", 1, "core"),
    ("LVA", "Latvia", "Lettonie", "🇱🇻", "active", 1, "core"),
    ("BRA", "Brazil", "Brésil", "🇧🇷", "active", 1, "at-large"),
    ("HUN", "Hungary", "Hongrie", "🇭🇺", "suspended", 1, "at-large"),
)
PERSONS: Final[Mapping[str, tuple[Role, str | None] | None]] = {
    "stranger": None,
    "observer": (Role.OBSERVER, "BRA"),
    "political director": (Role.POLITICAL_DIRECTOR, "BRA"),
    "mover": (Role.HEAD, "LVA"),
    "chair": (Role.HEAD, "EST"),
    "delegate": (Role.HEAD, "BRA"),
    "suspended": (Role.HEAD, "HUN"),
    "secretariat": (Role.SECRETARIAT, None),
    "reviewer": (Role.REVIEWER, None),
}
"""Who the columns are: the role and the state of each."""

GIVEN: Final[Mapping[OptionType, str]] = {
    OptionType.LONG_TEXT: "1. Other words.",
    OptionType.TEXT: "Words",
    OptionType.BALLOT: "yes",
    OptionType.KIND: "other",
    OptionType.MEMBER: "BRA",
    OptionType.MOTION: "M-1",
    OptionType.NUMBER: "1",
    OptionType.REQUEST: "Q-1",
    OptionType.MOMENT: "90h",
    OptionType.CLOSING_MOMENT: "90h",
    OptionType.PAST_MOMENT: "2026-11-23 11:00",
    OptionType.LINK: "https://example.org/note.pdf",
    OptionType.YES_NO: "no",
    OptionType.AMOUNT: "5 EUR",
    OptionType.DECISION: "given",
}
"""What each required option is given, by what it takes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the page."""

    phase: Phase
    command: str
    person: str
    says: str


def _cells() -> Iterator[Cell]:
    phase: Phase | None = None
    for line in PAGE.partition("## Refusals")[0].splitlines():
        if line.startswith("## "):
            phase = Phase(line.removeprefix("## ").lower())
        elif line.startswith("| `") and phase is not None:
            command, *says = (part.strip() for part in line.strip("|").replace("`", "").split("|"))
            yield from (Cell(phase, command, person, said) for person, said in zip(PERSONS, says, strict=True))


def _sentences() -> Mapping[str, re.Pattern[str]]:
    rows = (line.strip("|").split("|") for line in PAGE.partition("## Refusals")[2].splitlines() if "`" in line)
    return {
        letter.strip(): re.compile(".*".join(re.escape(part) for part in sentence.strip().split("…")), re.DOTALL)
        for letter, _, sentence in rows
    }


CELLS: Final = tuple(_cells())
SENTENCES: Final = _sentences()
KEYS: Final = count(1)


class Hall:
    """A house with one motion, put where a phase says."""

    def __init__(self, database: Database, code: AllianceCode, clock: MovedClock) -> None:
        self.database, self.code, self.clock = database, code, clock
        self.house = House(database, clock)
        self.house.notifiers[Platform.CONSOLE] = ConsoleNotifier(lambda _: None)

    async def act(self, person: str, command: str, values: Mapping[str, str]) -> str:
        """Act through the door; give what is read where it is refused, ✔ where it is done or a form is asked for."""
        before = await self.entries()
        reply = await self.house.dispatcher(
            Invocation(
                key=str(next(KEYS)),
                account=Account(f"console:{person}"),
                channel=HALL,
                received_at=self.clock.now(),
                request=Chosen(path=command.removeprefix("/").replace(" ", "."), values=values),
                locale="en",
            )
        )
        if isinstance(reply, Form) or reply.tone is not Tone.REFUSAL:
            return DONE
        assert await self.entries() == before
        return words(reply.paragraphs[0])

    async def entries(self) -> int:
        """Give the length of the journal."""
        return (await self.house.writer.read(lambda uow: uow.journal.head(self.code))).seq

    async def phase(self) -> Phase:
        """Tell where the motion stands."""
        motion = await self.house.writer.read(lambda uow: uow.motions.get(self.code, FIRST))
        assert motion is not None
        return motion.phase(self.clock.now())

    async def do(self, person: str, command: str, **values: str) -> None:
        """Act, and have it done."""
        assert await self.act(person, command, values) == DONE

    async def wait(self, days: float) -> None:
        """Let time pass, and do what is due."""
        self.clock.advance(timedelta(days=days))
        await self.house.round()

    async def record(self, use_case: Callable[[UnitOfWork], object]) -> None:
        """Record something directly."""
        await self.house.writer.write(use_case)


async def _proposed(hall: Hall, kind: str = "proposal") -> None:
    await hall.do("mover", "/motion propose", kind=kind, title="A text", text="1. One.\n2. Two.")


async def _debated(hall: Hall) -> None:
    await _proposed(hall)
    await hall.do("chair", "/motion second", motion="1")


async def _voting(hall: Hall) -> None:
    await _proposed(hall, "quick")


async def _silent(hall: Hall) -> None:
    await _proposed(hall, "routine")
    await hall.wait(0.01)


async def _voted(hall: Hall, ballot: str, kind: str = "quick") -> None:
    await _proposed(hall, kind)
    for person in ("chair", "delegate", "mover"):
        await hall.do(person, "/vote cast", motion="1", ballot=ballot)
    await hall.wait(3.01)


async def _draft(hall: Hall) -> None:
    values = {"kind": "proposal", "title": "A text", "text": "1. One.", "draft": "yes"}
    await hall.do("secretariat", "/motion open", **values)


async def _postponed(hall: Hall) -> None:
    await _debated(hall)
    await hall.do("secretariat", "/motion postpone", motion="1", reason="Later.")


async def _counting(hall: Hall) -> None:
    await _voting(hall)
    hall.clock.advance(3 * DAY + timedelta(milliseconds=500))


async def _unopposed(hall: Hall) -> None:
    await _silent(hall)
    await hall.wait(4)


async def _in_effect(hall: Hall) -> None:
    await _voted(hall, "yes", "lasting")
    await hall.wait(1.1)


async def _no_quorum(hall: Hall) -> None:
    await _voting(hall)
    await hall.wait(3.01)


async def _lapsed(hall: Hall) -> None:
    await _proposed(hall)
    await hall.wait(3.01)


async def _withdrawn(hall: Hall) -> None:
    await _debated(hall)
    await hall.do("mover", "/motion withdraw", motion="1")


async def _void(hall: Hall) -> None:
    await _debated(hall)
    await hall.do("chair", "/motion void", motion="1", reason="Out of order.")


async def _rescinded(hall: Hall) -> None:
    await _voted(hall, "yes")
    now = hall.clock.now()
    event = MotionEnded(motion=FIRST, how=EndedAs.RESCINDED, at=now, reason="No more.")
    await hall.record(lambda uow: uow.record(hall.code, event, at=now, by="clock"))


WAYS: Final[Mapping[Phase, Callable[[Hall], Awaitable[None]]]] = {
    Phase.DRAFT: _draft,
    Phase.PROPOSED: _proposed,
    Phase.DEBATE: _debated,
    Phase.POSTPONED: _postponed,
    Phase.VOTING: _voting,
    Phase.SILENCE: _silent,
    Phase.COUNTING: _counting,
    Phase.ADOPTED: lambda hall: _voted(hall, "yes"),
    Phase.ADOPTED_WITHOUT_VOTE: _unopposed,
    Phase.IN_EFFECT: _in_effect,
    Phase.NOT_ADOPTED: lambda hall: _voted(hall, "no"),
    Phase.NO_QUORUM: _no_quorum,
    Phase.LAPSED: _lapsed,
    Phase.WITHDRAWN: _withdrawn,
    Phase.VOID: _void,
    Phase.RESCINDED: _rescinded,
}
"""How a motion comes to stand in each phase."""


@asynccontextmanager
async def _hall(path: Path, clock: MovedClock, code: AllianceCode | None = None) -> AsyncIterator[Hall]:
    database = open_database(f"sqlite:///{path}")
    if code is None:
        database.migrate()
        code = _found(database)
    hall = Hall(database, code, clock)
    try:
        yield hall
    finally:
        await hall.house.writer.close()
        database.close()


def _found(database: Database) -> AllianceCode:
    with database.transaction() as uow:
        charter = parse_charter(CHARTER)
        code = found_alliance(uow, name="House", time_zone="UTC", language="en", charter=charter, now=START)
        enrol_members(uow, code, [enrolled(row, START) for row in ROSTER], now=START)
        link_channel(uow, code, channel=HALL, purpose=Purpose.MOTIONS, now=START)
        for name, person in PERSONS.items():
            if person is not None:
                role, member = person
                state = None if member is None else MemberCode(member)
                account = Account(f"console:{name}")
                give_credential(uow, code, account=account, role=role, member=state, until=None, now=START)
    return code


def _values(command: str) -> dict[str, str]:
    found = REGISTRY.get(command.removeprefix("/").replace(" ", "."))
    assert found is not None
    return {option.name: GIVEN[option.type] for option in found.options if option.required}


def test_page_has_every_command_person_and_phase() -> None:
    """Nothing is left out: each phase has a row for each command on a motion, and a column for each person."""
    commands = {
        command.name
        for command in REGISTRY.commands
        if command.writes and command.options[:1] and command.options[0].name == "motion"
    }
    assert {cell.command for cell in CELLS} == commands
    assert len(CELLS) == len(Phase) * len(commands) * len(PERSONS)
    assert set(WAYS) == set(Phase)


@pytest.mark.parametrize("phase", Phase)
async def test_every_act_is_answered_as_the_page_says(phase: Phase, tmp_path: Path) -> None:
    """Where the motion stands in this phase: every command, by every person."""
    clock = MovedClock()
    cells = [cell for cell in CELLS if cell.phase is phase]
    wrong: list[str] = []
    async with _hall(tmp_path / "base.db", clock) as hall:
        await WAYS[phase](hall)
        assert await hall.phase() is phase
        code = hall.code
        for cell in cells:
            if cell.says != DONE:
                told = await hall.act(cell.person, cell.command, _values(cell.command))
                if not SENTENCES[cell.says].fullmatch(told):
                    wrong.append(f"{cell.command} by {cell.person}: {told}, not {cell.says}")
        assert await hall.phase() is phase
    for cell in cells:
        if cell.says == DONE:
            wrong += await _forbidden(cell, tmp_path, code, clock)
    assert wrong == []


async def _forbidden(cell: Cell, folder: Path, code: AllianceCode, clock: MovedClock) -> list[str]:
    """Try a ✔ on a copy; give what is said where the person or the phase is what is refused after all."""
    copy = folder / "copy.db"
    for suffix in ("", "-wal", "-shm"):
        source, target = folder / f"base.db{suffix}", folder / f"copy.db{suffix}"
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
    async with _hall(copy, MovedClock(clock.now()), code) as hall:
        told = await hall.act(cell.person, cell.command, _values(cell.command))
    if told != DONE and any(sentence.fullmatch(told) for sentence in SENTENCES.values()):
        return [f"{cell.command} by {cell.person}: {told}, not ✔"]
    return []
