"""Reading the operator's CSV files, a roster or a list of credentials: the whole file, or every fault by row.

Rows are counted as a spreadsheet counts them: the header is row 1. Nothing is written here, and whether a
state or an account is already known to the alliance is for the caller to ask.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from adapters.cli.cells import (
    WrongCell,
    flag_of,
    optional,
    read_account,
    read_choice,
    read_day,
    read_name,
    read_number,
    read_state,
)
from bot.domain.addresses import Account
from bot.domain.charter import Charter
from bot.domain.credentials import Role
from bot.domain.errors import Fact, Refusal
from bot.domain.ids import BodyName, MemberCode, WeightName
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Status, Tenure

ENTERED: Final = (Status.ACTIVE, Status.SUSPENDED, Status.CANDIDATE)
"""The statuses with which a state is entered on the roster; the others are for who has been on it."""

ROSTER_COLUMNS: Final = ("code", "name", "name_fr", "status", "term_start", "term_end", "seat")
CREDENTIALS_COLUMNS: Final = ("account", "role", "member", "until")
CREDENTIALS_MORE: Final = ("nationality",)
"""Columns that a list of credentials may have; reviewers need it."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One fault, or one notice, of a file: its row, its column where there is one, and its message."""

    row: int
    column: str
    message_id: str
    facts: Mapping[str, Fact]


@dataclass(kw_only=True, eq=False)
class FileFaults(Refusal):
    """A file of which nothing is taken, with every fault found, in the order of its rows."""

    faults: tuple[FileFault, ...]

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The number of faults, and the row, column and message of each."""
        places = tuple(f"{fault.row} {fault.column} {fault.message_id}" for fault in self.faults)
        return {"count": len(self.faults), "places": places}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """A state as the roster file gives it; a term's end is its last day."""

    row: int
    code: MemberCode
    name: str
    name_fr: str
    flag: str
    weights: Mapping[WeightName, Fraction]
    status: Status
    term_start: date | None
    term_end: date | None
    seat: Tenure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """A whole roster; ``seats_of`` is the body on which its seats are, where the charter has one."""

    rows: tuple[RosterRow, ...]
    seats_of: BodyName | None
    notices: tuple[FileFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRow:
    """Who an account acts for; ``until`` is the last day it does. ``nationality`` is a reviewer's."""

    row: int
    account: Account
    role: Role
    member: MemberCode | None
    until: date | None
    nationality: MemberCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsFile:
    """A whole list of credentials."""

    rows: tuple[CredentialRow, ...]
    notices: tuple[FileFault, ...]


def read_roster(data: bytes, charter: Charter) -> RosterFile:
    """Read a roster, with a column for each weight of ``charter``; raise FileFaults with every fault."""
    rows, faults, notices = file_rows(data, (*ROSTER_COLUMNS, *charter.weights))
    read = [_roster_row(row, charter.weights) for row in rows]
    _refuse_repeats(rows, "code")
    seats_of = _check_seats(rows, charter)
    return RosterFile(rows=whole_or_faults(read, faults), seats_of=seats_of, notices=notices)


def read_credentials(data: bytes) -> CredentialsFile:
    """Read a list of credentials; raise FileFaults with every fault."""
    rows, faults, notices = file_rows(data, CREDENTIALS_COLUMNS, CREDENTIALS_MORE)
    read = [_credential_row(row) for row in rows]
    _refuse_repeats(rows, "account")
    return CredentialsFile(rows=whole_or_faults(read, faults), notices=notices)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its cells by column, and the file's faults, to which it adds its own."""

    number: int
    values: Mapping[str, str]
    faults: list[FileFault]

    def read(self, column: str, reading: Callable[[str], _Read]) -> _Read | None:
        """Read a cell; note a fault and give None where it cannot be read."""
        try:
            return reading(self.values[column])
        except WrongCell as wrong:
            self.refuse(column, wrong.message_id, **wrong.facts)
            return None

    def refuse(self, column: str, message_id: str, /, **facts: Fact) -> None:
        """Note a fault of this row."""
        self.faults.append(file_fault(self.number, column, message_id, **facts))


def _roster_row(row: FileRow, weights: Sequence[WeightName]) -> RosterRow | None:
    before = len(row.faults)
    code = row.read("code", read_state)
    name = row.read("name", read_name)
    name_fr = row.read("name_fr", read_name)
    status = row.read("status", lambda value: read_choice(value, ENTERED))
    term_start = row.read("term_start", optional(read_day))
    term_end = row.read("term_end", optional(read_day))
    seat = row.read("seat", optional(lambda value: read_choice(value, Tenure)))
    weighed = {weight: row.read(weight, read_number) for weight in weights}
    given, lacking = ("term_start", "term_end") if row.values["term_start"] else ("term_end", "term_start")
    if row.values[given] and not row.values[lacking]:
        row.refuse(lacking, "file.TermHalfGiven", given=given)
    if term_start and term_end and term_end < term_start:
        row.refuse("term_end", "file.TermEndsBeforeStart", start=str(term_start), end=str(term_end))
    if seat and status and status not in MEMBERS_OF_THE_ALLIANCE:
        row.refuse("seat", "file.SeatWithoutMembership", status=status.value)
    if len(row.faults) > before or not (code and name and name_fr and status):
        return None
    return RosterRow(
        row=row.number,
        code=code,
        name=name,
        name_fr=name_fr,
        flag=flag_of(code) or "",
        weights={weight: figure for weight, figure in weighed.items() if figure is not None},
        status=status,
        term_start=term_start,
        term_end=term_end,
        seat=seat,
    )


def _credential_row(row: FileRow) -> CredentialRow | None:
    before = len(row.faults)
    account = row.read("account", read_account)
    role = row.read("role", lambda value: read_choice(value, Role))
    member = row.read("member", optional(read_state))
    until = row.read("until", optional(read_day))
    nationality = row.read("nationality", optional(read_state)) if "nationality" in row.values else None
    if role is Role.REVIEWER and not row.values.get("nationality"):
        row.refuse("nationality", "file.NationalityMissing")
    given = bool(row.values["member"])
    if role is not None and role.of_delegation and not given:
        row.refuse("member", "file.MemberMissing", role=role.value)
    if role is not None and not role.of_delegation and given:
        row.refuse("member", "file.MemberNotTaken", role=role.value)
    if len(row.faults) > before or not (account and role):
        return None
    return CredentialRow(
        row=row.number, account=account, role=role, member=member, until=until, nationality=nationality
    )


def _check_seats(rows: Sequence[FileRow], charter: Charter) -> BodyName | None:
    """Tell which body the seats are on, noting seats that no body has."""
    seated = [row for row in rows if row.values["seat"]]
    bodies = [body for body in charter.bodies.values() if body.seats is not None]
    if len(bodies) != 1:
        for row in seated:
            row.refuse("seat", "file.SeatsNotKnown", bodies=len(bodies))
        return None
    body = bodies[0]
    for row in seated[body.seats :]:
        row.refuse("seat", "file.TooManySeats", body=body.name, seats=body.seats)
    return body.name


def _refuse_repeats(rows: Sequence[FileRow], column: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        value = row.values[column]
        before = first.setdefault(value.upper(), row.number)
        if value and before != row.number:
            row.refuse(column, "file.Repeated", value=value, before=before)


def file_rows(
    data: bytes, columns: Sequence[str], more: Sequence[str] = ()
) -> tuple[list[FileRow], list[FileFault], tuple[FileFault, ...]]:
    """Cut a file into rows; give them with the faults and the notices found so far. ``more`` columns may be missing.

    Raises FileFaults where the file as a whole cannot be used.
    """
    records = _records(data)
    names = [name.lower() for name in records[0][1]] if records else []
    _check_header(names, columns)
    faults: list[FileFault] = []
    rows = [FileRow(number, dict(zip(names, cells, strict=False)), faults) for number, cells in records[1:]]
    whole = []
    for row, (_, cells) in zip(rows, records[1:], strict=True):
        if len(cells) == len(names):
            whole.append(row)
        else:
            row.refuse("", "file.RowLength", had=len(cells), expected=len(names))
    if not rows:
        faults.append(file_fault(1, "", "file.NoRows"))
    notices = tuple(file_fault(1, name, "file.ExtraColumn") for name in names if name not in {*columns, *more})
    return whole, faults, notices


def _records(data: bytes) -> list[tuple[int, list[str]]]:
    """Give the cells of each row that has any, with the row's number."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        fault = file_fault(row, "", "file.Encoding")
        raise FileFaults(faults=(fault,)) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                records.append((number, stripped))
    except csv.Error as error:
        fault = file_fault(reader.line_num, "", "file.Syntax", reason=str(error))
        raise FileFaults(faults=(fault,)) from error
    return records


def _check_header(names: Sequence[str], columns: Sequence[str]) -> None:
    if not names:
        raise FileFaults(faults=(file_fault(1, "", "file.Empty"),))
    if len(names) == 1 and ";" in names[0]:
        raise FileFaults(faults=(file_fault(1, "", "file.Separator"),))
    faults = [file_fault(1, column, "file.MissingColumn") for column in columns if column not in names]
    faults += [
        file_fault(1, name, "file.RepeatedColumn")
        for name in dict.fromkeys(names)
        if name in columns and names.count(name) > 1
    ]
    if faults:
        raise FileFaults(faults=tuple(faults))


def whole_or_faults(rows: Iterable[_Read | None], faults: Sequence[FileFault]) -> tuple[_Read, ...]:
    """Give the rows as read; raise FileFaults in the order of the file where there is any fault."""
    if faults:
        raise FileFaults(faults=tuple(sorted(faults, key=lambda fault: fault.row)))
    return tuple(row for row in rows if row is not None)


def file_fault(row: int, column: str, message_id: str, /, **facts: Fact) -> FileFault:
    """Make a fault, or a notice, of a row."""
    return FileFault(row=row, column=column, message_id=message_id, facts=facts)
