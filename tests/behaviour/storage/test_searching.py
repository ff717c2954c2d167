"""Reading the record in parts: motions that are over by what is looked for, acts by motion, hashes by entry."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import get_args, get_type_hints

from sqlalchemy import Engine, event

from bot.domain import events
from bot.domain.ids import BodyName, KindName, MemberCode
from bot.domain.rules import Outcome
from bot.ports import Found, Part, Sought
from storage.database import Database
from tests.behaviour.cast import SECRETARY
from tests.behaviour.fronts import open_console
from tests.behaviour.world import World, open_world

ALL = Part(limit=100)


async def story(world: World) -> None:
    """Play four motions: two adopted, one withdrawn, one running; and a draft that is withdrawn."""
    say = world.front.say
    for title, kind in (("Open skies", "order"), ("Fisheries", "declaration")):
        await say(SECRETARY, f'/motion open {kind} "{title}" "1. {title}: a 100% share, as_agreed."')
    await world.vote(1, est="yes", lva="yes", fin="yes")
    await world.vote(2, est="yes")
    await world.pass_time(timedelta(days=4))
    await say(SECRETARY, '/motion open debated "Gone \\"draft\\":true" "1. Gone."')
    await say(SECRETARY, "/motion withdraw M-3")
    await say(SECRETARY, '/motion open order "Running" "1. Runs."')
    await say(SECRETARY, '/motion open order "Hushed" "1. Nothing." draft:yes')
    await say(SECRETARY, "/motion withdraw M-5")


def numbers(found: Found) -> list[int]:
    """Give the numbers of what was found."""
    return [motion.number for motion in found.motions]


async def test_motions_that_are_over_are_found_by_what_is_looked_for(database: Database) -> None:
    """On both engines: what fits in every respect, the latest first, in parts; drafts and what runs never."""
    async with open_world(database) as world, open_console(world):
        await story(world)
        code, now = world.code, world.clock.now()
        with database.snapshot() as uow:

            def past(part: Part = ALL, **sought: object) -> Found:
                return uow.motions.past(code, Sought(**sought), part)  # type: ignore[arg-type]

            assert numbers(past()) == [3, 2, 1]
            assert past(Part(limit=1, skipped=1)) == Found(motions=past().motions[1:2], count=3)
            assert past(Part(limit=1, skipped=3)).count == 0
            assert numbers(past(kind=KindName("order"))) == [1]
            assert numbers(past(body=BodyName("council"))) == [3]
            assert set(numbers(past(outcome=Outcome.ADOPTED))) | set(numbers(past(outcome=Outcome.NO_QUORUM))) >= {1}
            assert numbers(past(ended=True)) == [3]
            assert numbers(past(before=now - timedelta(days=30))) == []
            assert numbers(past(since=now - timedelta(days=30), before=now + timedelta(days=1))) == [3, 2, 1]
            assert numbers(past(member=MemberCode("EST"))) == []
            assert numbers(past(words=("FISHERIES",))) == [2]
            assert numbers(past(words=("share", "skies"))) == [1]
            for literal in ("%", "_", "100%", "as_agreed"):
                assert numbers(past(words=(literal,))) == [2, 1], literal
            assert numbers(past(words=("asXagreed",))) == []
            assert uow.motions.years_past(code) == (2026,)


async def test_words_are_found_whatever_their_capitals(database: Database) -> None:
    """Letters with accents too, in the ways that people write them."""
    async with open_world(database) as world, open_console(world):
        await world.front.say(SECRETARY, '/motion open order "Élection" "1. ÉLARGIR la cité."')
        await world.decide(1, est="yes")
        with database.snapshot() as uow:
            for word in ("élection", "ÉLECTION", "élargir", "cité", "Cité"):
                assert numbers(uow.motions.past(world.code, Sought(words=(word,)), ALL)) == [1], word


async def test_ballots_are_told_with_the_result(database: Database) -> None:
    """Those on motions that have one, the latest first, in parts."""
    async with open_world(database) as world, open_console(world):
        await story(world)
        await world.vote(4, est="no")
        with database.snapshot() as uow:
            told = uow.ballots.told(world.code, MemberCode("EST"), ALL)
            assert [ballot.motion for ballot in told] == [2, 1]
            assert uow.ballots.told(world.code, MemberCode("EST"), Part(limit=1, skipped=1)) == told[1:]


async def test_acts_and_hashes_are_found_entry_by_entry(database: Database) -> None:
    """The acts on a motion are those that name it, whatever anybody typed; an entry's hash is the chain's own."""
    async with open_world(database) as world, open_console(world):
        await story(world)
        await world.front.say(SECRETARY, '/motion open order "Quotes" "1. Says \\"motion\\":1, and \\"motion\\":1}."')
        with database.snapshot() as uow:
            every = list(uow.journal.acts(world.code))
            for motion in uow.motions.every(world.code):
                of_motion = [act for act in every if getattr(act.event, "motion", None) == motion.number]
                assert list(uow.journal.acts_on(world.code, motion)) == of_motion
            entries = {entry.seq: entry for entry in uow.journal.entries(world.code)}
            assert uow.journal.hashes(world.code, [1, 3, 999]) == {seq: entries[seq].hash for seq in (1, 3)}
            assert [entry.seq for entry in uow.journal.entries(world.code, after=len(entries) - 2)] == [
                len(entries) - 1,
                len(entries),
            ]


def _within(kind: object, seen: frozenset[object] = frozenset()) -> Iterator[type]:
    """Give the dataclasses within a type."""
    if kind in seen:
        return
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from _within(hint, seen | {kind})
    for part in get_args(kind):
        yield from _within(part, seen | {kind})


def test_no_event_names_another_motion_before_its_own() -> None:
    """So the first motion that stands in the text of an entry is the entry's own: PostgreSQL's index takes that."""
    own = {name: kind for name in events.__all__ if is_dataclass(kind := getattr(events, name))}
    wrong = {
        name: inner.__name__
        for name, kind in own.items()
        for field in fields(kind)
        if field.name < "motion"
        for inner in _within(get_type_hints(kind)[field.name])
        if "motion" in {each.name for each in fields(inner)}
    }
    assert len(own) > 50
    assert wrong == {}


async def test_nothing_that_a_page_asks_reads_a_whole_table(sqlite_database: Database) -> None:
    """Acts, hashes and motions are found by indexes, but where words are looked for."""
    async with open_world(sqlite_database) as world, open_console(world):
        await story(world)
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _k: object, statement: str, values: tuple[object, ...], _x: object, _m: object) -> None:
        statements.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with sqlite_database.snapshot() as uow:
            motion = uow.motions.every(world.code)[0]
            uow.journal.acts_on(world.code, motion)
            uow.journal.hashes(world.code, [1, 2])
            uow.motions.past(world.code, Sought(kind=KindName("order")), ALL)
            uow.ballots.told(world.code, MemberCode("EST"), ALL)
            uow.motions.years_past(world.code)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(statements) > 5
    with sqlite_database.connection() as connection:
        for statement, values in statements:
            if statement.startswith("SELECT"):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
                steps = [row[-1] for row in plan]
                assert not [each for each in steps if each.startswith("SCAN") and "(" not in each], (statement, steps)
                if "instr" in statement:
                    assert any("ix_journal_motion" in each for each in steps), steps
