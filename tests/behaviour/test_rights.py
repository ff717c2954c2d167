"""``docs/rights.md`` is true: every one of its cells is tried through the door, on a real database.

The page is made from the register and the rules. What is read here is the page itself, so that neither it nor the door
can say anything else: a cell with ✔ is done, one with a letter is answered with the sentence under that letter.
"""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, product
from pathlib import Path
from typing import Final

import pytest

from bot.cards.card import Card, Tone
from bot.charters.load import parse_charter, shipped_charter
from bot.commands.administration import (
    enrol_members,
    found_alliance,
    give_credential,
    link_channel,
    revoke_credential,
)
from bot.commands.options import CONFIRM
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, OptionType
from bot.dispatch import Chosen, Invocation
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import AllianceCode, KindName, MemberCode
from bot.domain.membership import Status
from bot.locales.phrase import words
from bot.ports import UnitOfWork
from storage.database import Database
from tests.behaviour.world import START, MovedClock, World, enrolled, found, open_world

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
CHARTER: Final = parse_charter(shipped_charter("alliance-of-democracies"))
LINKED: Final = Channel("console:linked")
UNLINKED: Final = Channel("console:nobodys")
DONE: Final = "✔"
KIND: Final = "resolution"
DELEGATION: Final = tuple(role for role in Role if role.of_delegation)
OFFICES: Final = tuple(role for role in Role if not role.of_delegation)
MINUTE: Final = timedelta(minutes=1)

VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "/motion open": {"kind": "resolution", "title": "Open skies", "text": "1. The skies are open."},
    "/motion show": {"motion": "M-1"},
    "/motion needs": {"motion": "M-1"},
    "/motion history": {"motion": "M-1"},
    "/motion propose": {"kind": "resolution", "title": "Open skies", "text": "1. The skies are open."},
    "/vote cast": {"ballot": "yes"},
    "/vote status": {"motion": "M-1"},
    "/delegate list": {},
    "/delegate settings": {"language": "en"},
}
"""What the commands are given that are done wherever they may be used; a motion not named is chosen for each cell."""

ALWAYS_DONE: Final = frozenset(
    {*VALUES, "/alliance info", "/alliance help", "/motion list", "/motion close", "/vote pending"}
)
"""The commands that nothing but the person forbids here. What else may forbid the others, ``docs/acts.md`` tells."""

GIVEN: Final[Mapping[OptionType, str]] = {
    OptionType.MOTION: "M-1",
    OptionType.LONG_TEXT: "1. Other words.",
    OptionType.TEXT: "Words",
    OptionType.BALLOT: "yes",
    OptionType.KIND: "statement",
    OptionType.BODY: "council",
    OptionType.MEMBER: "ACT1",
    OptionType.MEMBERS: "ACT1",
    OptionType.NUMBER: "1",
    OptionType.REQUEST: "Q-1",
    OptionType.MOMENT: "90h",
    OptionType.CLOSING_MOMENT: "90h",
    OptionType.OPENING_MOMENT: "90h",
    OptionType.FINDING: "meets",
    OptionType.PAST_MOMENT: "2026-11-23 11:00",
    OptionType.LINK: "https://example.org/note.pdf",
    OptionType.YES_NO: "no",
    OptionType.ACCOUNT: "console:newcomer",
    OptionType.ROLE: "observer",
    OptionType.AMOUNT: "5 EUR",
    OptionType.DECISION: "given",
    OptionType.SESSION: "S-1",
    OptionType.LEVEL: "ministers",
    OptionType.EXPORT: "motions",
}
"""What a required option of any other command is given, by what it takes."""

BODIES: Final[Mapping[str, tuple[str, bool]]] = {
    "in the assembly": ("charter-change", False),
    "in the council, holding a seat": ("resolution", True),
    "in the council, without a seat": ("resolution", False),
}
"""The ways to belong to the deciding body that the page tells apart: a kind that it decides, and with a seat or not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its table, its row, its column, and what stands there."""

    title: str
    row: str
    column: str
    says: str


BY_RIGHT: Final = "By the right that a command takes"
"""The table of what the status of a member forbids its delegation."""


def _cells() -> Iterator[Cell]:
    title = ""
    columns: list[str] = []
    for line in PAGE.splitlines():
        if line.startswith("#"):
            title, columns = line.lstrip("# ").replace("`", ""), []
        elif line.startswith("| ---"):
            continue
        elif line.startswith("|"):
            first, *rest = (part.strip() for part in line.strip("|").replace("`", "").split("|"))
            if columns:
                yield from (Cell(title, first, column, says) for column, says in zip(columns, rest, strict=True))
            else:
                columns = rest


CELLS: Final = tuple(_cells())
SENTENCES: Final = {
    cell.row: re.compile(".+".join(re.escape(part) for part in cell.says.split("…")), re.DOTALL)
    for cell in CELLS
    if cell.title == "Refusals" and cell.column == "what the person reads"
}
PLACES: Final[Mapping[str, tuple[Channel | None, ...]]] = {
    "In a linked channel": (LINKED,),
    "By direct message, or in a channel that is not linked": (None, UNLINKED),
}


def _member(status: Status, *, seated: bool) -> MemberCode:
    return MemberCode(f"{status.value[:3].upper()}{int(seated)}")


def _account(name: str) -> Account:
    return Account.parse(f"console:{name}")


def _delegate(role: Role, member: MemberCode) -> Account:
    return _account(f"{role.value}.{member}")


def _enrolments(now: datetime) -> list[MemberEnrolled]:
    return [
        enrolled((code, code, code, "🏳️", status.value, 1_000_000, "at-large" if seated else ""), now)
        for status, seated in product(Status, (True, False))
        for code in [_member(status, seated=seated)]
    ]


class Parliament:
    """An alliance with a member of every status, with and without a seat, and everyone whom the page names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ballots: dict[tuple[Role, Channel | None], int] = {}
        self._keys = count(1)
        self._due = count(1)

    async def people(self) -> None:
        """Give everyone their credentials, and take away what is revoked."""
        now = self.world.clock.now()
        other = found(self.world.database, name="Other alliance", now=now)
        await self.world.house.writer.write(lambda uow: self._enter(uow, other, now))

    def _enter(self, uow: UnitOfWork, other: AllianceCode, now: datetime) -> None:
        code = self.world.code
        for role in OFFICES:
            give_credential(uow, code, account=_account(role.value), role=role, member=None, until=None, now=now)
        for role, status, seated in product(DELEGATION, Status, (True, False)):
            member = _member(status, seated=seated)
            account = _delegate(role, member)
            give_credential(uow, code, account=account, role=role, member=member, until=None, now=now)
        head, elsewhere = _member(Status.ACTIVE, seated=True), MemberCode("EST")
        soon = now + timedelta(minutes=1)
        for name, until in (("revoked", None), ("expired", soon)):
            give_credential(uow, code, account=_account(name), role=Role.HEAD, member=head, until=until, now=now)
        revoke_credential(uow, code, account=_account("revoked"), now=now)
        foreign = _account("of.another.alliance")
        give_credential(uow, other, account=foreign, role=Role.HEAD, member=elsewhere, until=None, now=now)
        link_channel(uow, code, channel=LINKED, purpose=Purpose.SECRETARIAT, now=now)

    async def table_motions(self, kind: str) -> None:
        """Table a motion for each role and place to vote from, and let their debate run until voting is open."""
        places = [place for named in PLACES.values() for place in named]
        for number, way in enumerate(product(DELEGATION, places), start=1):
            values = {**VALUES["/motion open"], "kind": kind}
            assert await self.answer(_account(Role.SECRETARIAT.value), "/motion open", values, LINKED) == DONE
            self.ballots[way] = number
        self.world.clock.advance(CHARTER.kinds[KindName(kind)].wait + MINUTE)
        await self.world.house.move()

    def close_voting(self, kind: str) -> None:
        """Let the time for voting run out."""
        self.world.clock.advance(CHARTER.kinds[KindName(kind)].voting + MINUTE)

    def motion_of(self, command: str, role: Role | None, place: Channel | None) -> dict[str, str]:
        """Give the motion for a cell: one that is due to close, or one where nobody has voted as this role, here."""
        if command == "/vote cast":
            return {"motion": str(self.ballots.get((role or Role.HEAD, place), 1))}
        if command == "/motion close":
            return {"motion": str(next(self._due) if role is Role.SECRETARIAT else 1)}
        return {}

    async def answer(self, account: Account, command: str, values: Mapping[str, str], place: Channel | None) -> str:
        """Act through the door; give ✔ where it is done, else the letters whose sentence was read."""
        before = await self.world.entries()
        reply = await self.world.house.dispatcher(
            Invocation(
                key=str(next(self._keys)),
                account=account,
                channel=place,
                received_at=self.world.clock.now(),
                request=Chosen(path=command.removeprefix("/").replace(" ", "."), values=values),
                locale="en",
            )
        )
        assert isinstance(reply, Card)
        recorded = await self.world.entries() > before
        if reply.tone is not Tone.REFUSAL:
            assert recorded is _writes(command)
            return DONE
        assert not recorded
        told = words(reply.paragraphs[0])
        return " ".join(letter for letter, sentence in SENTENCES.items() if sentence.fullmatch(told)) or told


def _writes(command: str) -> bool:
    found = REGISTRY.get(command.removeprefix("/").replace(" ", "."))
    assert found is not None
    return found.writes


@pytest.fixture
async def parliament(sqlite_database: Database) -> AsyncIterator[Parliament]:
    """Give an alliance under a charter that ships."""
    clock = MovedClock()
    async with open_world(sqlite_database, clock) as world:
        with sqlite_database.transaction() as uow:
            world.code = found_alliance(
                uow, name="Parliament", time_zone="UTC", language="en", charter=CHARTER, now=START
            )
            enrol_members(uow, world.code, _enrolments(START), now=START)
        opened = Parliament(world)
        await opened.people()
        yield opened


def test_page_has_every_command_person_and_status() -> None:
    """Nothing is left out of the page: each command has a row for each place, each role and status a column."""
    commands = {command.name for command in REGISTRY.commands}
    for title in PLACES:
        table = [cell for cell in CELLS if cell.title == title]
        assert {cell.row for cell in table} == commands
        assert {cell.column for cell in table} >= {role.value for role in Role} | {"stranger", "revoked", "expired"}
    for title in BODIES:
        table = [cell for cell in CELLS if cell.title == f"/vote cast {title}; status when voting opened"]
        assert {cell.row for cell in table} == {role.value for role in DELEGATION}
        assert {cell.column for cell in table} == {status.value for status in Status}
    by_right = {cell.row: cell.says for cell in CELLS if cell.title == BY_RIGHT and cell.column == "right"}
    assert by_right == {command.name: command.right.value for command in REGISTRY.commands if command.right}


def test_nobody_without_a_valid_credential_changes_anything() -> None:
    """Whatever writes to the record takes a credential that holds, in every place; or a code that gives one."""
    without = {"stranger", "revoked", "expired", "of another alliance"}
    allowed = {
        (cell.row, cell.column)
        for cell in CELLS
        if cell.title in PLACES and cell.says == DONE and cell.column in without and _writes(cell.row)
    }
    assert allowed == {("/delegate claim", column) for column in without}


def test_ballots_are_for_members_in_good_standing_alone() -> None:
    """Only a head, a delegate or an alternate of an active member votes."""
    voting = {(cell.row, cell.column) for cell in CELLS if cell.title.startswith("/vote cast") and cell.says == DONE}
    assert voting == {("head", "active"), ("delegate", "active"), ("alternate", "active")}


@pytest.mark.parametrize("title", sorted(PLACES))
async def test_every_command_answers_every_person_as_the_page_says(parliament: Parliament, title: str) -> None:
    """By role and place; a delegation is tried for a member of every status where the page tells no statuses apart."""
    wrong = []
    await parliament.table_motions(KIND)
    closing = [cell for cell in CELLS if cell.title == title and cell.row == "/motion close"]
    for cell in sorted(CELLS, key=lambda cell: cell.row != "/vote cast"):
        if cell.title == title and cell not in closing:
            wrong += await _untrue(parliament, cell, PLACES[title])
    parliament.close_voting(KIND)
    for cell in closing:
        wrong += await _untrue(parliament, cell, PLACES[title])
    assert wrong == []


async def _untrue(parliament: Parliament, cell: Cell, places: Iterable[Channel | None]) -> list[str]:
    """Give what happens otherwise than a cell says, for each place and each person that it stands for."""
    found = []
    for place, (account, role) in product(places, _persons(cell)):
        values = {**_values(cell.row), **parliament.motion_of(cell.row, role, place)}
        answered = await parliament.answer(account, cell.row, values, place)
        if not _true(cell, answered):
            found.append(f"{account}, {cell.row}, in {place}: {answered}, not {cell.says}")
    return found


def _values(command: str) -> Mapping[str, str]:
    """Give what a command is given: what is said above, else something for each option that it requires."""
    found = REGISTRY.get(command.removeprefix("/").replace(" ", "."))
    assert found is not None
    confirmed = {option.name: "yes" for option in found.options if option.name == CONFIRM.name}
    needed = {option.name: GIVEN[option.type] for option in found.options if option.required}
    return VALUES.get(command) or needed | confirmed


def _true(cell: Cell, answered: str) -> bool:
    """Tell whether an answer is what a cell says: done, or at least not refused for who the person is."""
    if cell.says == DONE and cell.row not in ALWAYS_DONE:
        return answered == DONE or answered not in SENTENCES or answered == _lacking()
    return answered == cell.says


def _lacking() -> str:
    """Give the letter of what a member's status lacks, which a table of its own tells."""
    return next(cell.row for cell in CELLS if cell.title == "Refusals" and cell.says == "RightLacking")


def _persons(cell: Cell) -> Iterator[tuple[Account, Role | None]]:
    """Give the accounts that a column stands for."""
    role = next((role for role in Role if role.value == cell.column), None)
    if role is None:
        yield _account(cell.column.replace(" ", ".")), None
    elif role in OFFICES:
        yield _account(role.value), role
    else:
        told_apart = cell.row == "/vote cast" or _right_of(cell.row)
        statuses = (Status.ACTIVE,) if told_apart else tuple(Status)
        yield from ((_delegate(role, _member(status, seated=True)), role) for status in statuses)


def _right_of(command: str) -> bool:
    found = REGISTRY.get(command.removeprefix("/").replace(" ", "."))
    return found is not None and found.right is not None


def _role_for(command: str) -> Role:
    """Give a role of a delegation that may use a command, as far as the role goes."""
    found = REGISTRY.get(command.removeprefix("/").replace(" ", "."))
    directors = found is not None and Caller.POLITICAL_DIRECTOR in found.callers
    return Role.POLITICAL_DIRECTOR if directors else Role.HEAD


async def test_every_right_is_asked_for_as_the_page_says(parliament: Parliament) -> None:
    """A command that takes a right is refused to a delegation whose member's status does not carry it."""
    await parliament.table_motions(KIND)
    lacking, wrong = _lacking(), []
    for cell in CELLS:
        if cell.title == BY_RIGHT and cell.column != "right":
            account = _delegate(_role_for(cell.row), _member(Status(cell.column), seated=True))
            answered = await parliament.answer(account, cell.row, _values(cell.row), LINKED)
            if (answered == lacking) != (cell.says == lacking):
                wrong.append(f"{account}, {cell.row}: {answered}, not {cell.says}")
    assert wrong == []


@pytest.mark.parametrize("title", BODIES)
async def test_every_status_votes_or_does_not_as_the_page_says(parliament: Parliament, title: str) -> None:
    """By role and status, in every way to belong to the deciding body, in every place."""
    wrong = []
    kind, seated = BODIES[title]
    await parliament.table_motions(kind)
    places = [place for named in PLACES.values() for place in named]
    table = [cell for cell in CELLS if cell.title == f"/vote cast {title}; status when voting opened"]
    for cell, place in product(table, places):
        role = Role(cell.row)
        account = _delegate(role, _member(Status(cell.column), seated=seated))
        motion = parliament.motion_of("/vote cast", role, place)
        answered = await parliament.answer(account, "/vote cast", {**VALUES["/vote cast"], **motion}, place)
        if answered != cell.says:
            wrong.append(f"{account}, in {place}: {answered}, not {cell.says}")
    assert wrong == []


async def test_every_status_sponsors_or_does_not_as_the_page_says(parliament: Parliament) -> None:
    """A sponsor needs the right to propose."""
    table = [cell for cell in CELLS if cell.title == "/motion open, with a sponsor"]
    assert [cell.column for cell in table] == [status.value for status in Status]
    for cell in table:
        sponsor = _member(Status(cell.column), seated=False)
        values = {**VALUES["/motion open"], "sponsors": sponsor}
        assert await parliament.answer(_account("secretariat"), "/motion open", values, LINKED) == cell.says


async def test_help_lists_what_the_page_allows(parliament: Parliament) -> None:
    """Each person is shown the commands that may be used in a linked channel, and no others."""
    for column in [role.value for role in Role] + ["stranger"]:
        cells = [cell for cell in CELLS if cell.title == "In a linked channel" and cell.column == column]
        account, _ = next(_persons(cells[0]))
        reply = await parliament.world.house.dispatcher(
            Invocation(
                key=f"help:{column}",
                account=account,
                channel=LINKED,
                received_at=parliament.world.clock.now(),
                request=Chosen(path="alliance.help", values={}),
            )
        )
        assert isinstance(reply, Card)
        assert reply.table is not None
        listed = {" ".join(usage.split()[:2]) for usage, _ in reply.table.rows}
        assert listed == {cell.row for cell in cells if cell.says == DONE}
