"""Reading the operator's CSV files, a roster or a list of credentials: the whole file, or every fault by row.

Rows are counted as a spreadsheet counts them: the header is row 1. Nothing is written here, and whether a
state or an account is already known to the alliance is for the caller to ask.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

import pycountry

from bot.domain.addresses import Account, MalformedAccount
from bot.domain.charter import Charter
from bot.domain.credentials import Role
from bot.domain.errors import Fact, Refusal
from bot.domain.ids import BodyName, MemberCode, WeightName
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Status, Tenure

ROSTER_COLUMNS: Final = ("code", "name", "name_fr", "status", "term_start", "term_end", "seat")
CREDENTIALS_COLUMNS: Final = ("account", "role", "member", "until")

_KOSOVO: Final = ("XKX", "XK")  # user-assigned codes in general use; ISO 3166-1 gives it none
_LONGEST_NAME: Final = 100
_NUMBER: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,12})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REGIONAL_INDICATOR_A: Final = 0x1F1E6  # Unicode: two regional indicators make the flag of a region

_Choice = TypeVar("_Choice", bound=StrEnum)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One fault, or one notice, of a file: its row, its column where there is one, and what it says."""

    row: int
    column: str
    message_id: str
    facts: Mapping[str, Fact]
    sentence: str

    def __str__(self) -> str:
        """Write the fault as the terminal does."""
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.sentence}"


@dataclass(kw_only=True, eq=False)
class FileFaults(Refusal):
    """A file of which nothing is taken, with every fault found, in the order of its rows."""

    faults: tuple[FileFault, ...]

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The number of faults, and each as one line of English."""
        return {"count": len(self.faults), "faults": tuple(map(str, self.faults))}


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
    """Who an account acts for; ``until`` is the last day it does."""

    row: int
    account: Account
    role: Role
    member: MemberCode | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsFile:
    """A whole list of credentials."""

    rows: tuple[CredentialRow, ...]
    notices: tuple[FileFault, ...]


def read_roster(data: bytes, charter: Charter) -> RosterFile:
    """Read a roster, with a column for each weight of ``charter``; raise FileFaults with every fault."""
    rows, faults, notices = _rows(data, (*ROSTER_COLUMNS, *charter.weights))
    read = [_roster_row(row, charter.weights) for row in rows]
    _refuse_repeats(rows, "code")
    seats_of = _check_seats(rows, charter)
    return RosterFile(rows=_whole(read, faults), seats_of=seats_of, notices=notices)


def read_credentials(data: bytes) -> CredentialsFile:
    """Read a list of credentials; raise FileFaults with every fault."""
    rows, faults, notices = _rows(data, CREDENTIALS_COLUMNS)
    read = [_credential_row(row) for row in rows]
    _refuse_repeats(rows, "account")
    return CredentialsFile(rows=_whole(read, faults), notices=notices)


def flag_of(code: str) -> str | None:
    """Give the flag of an ISO 3166-1 alpha-3 code, or of XKX; None where the code is not known."""
    if code == _KOSOVO[0]:
        alpha_2 = _KOSOVO[1]
    else:
        country = pycountry.countries.get(alpha_3=code)
        if country is None:
            return None
        alpha_2 = str(country.alpha_2)
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in alpha_2)


class _WrongCell(ValueError):
    """A cell that cannot be read: the fault's name, its sentence and its facts."""

    def __init__(self, message: str, sentence: str, **facts: Fact) -> None:
        super().__init__(sentence)
        self.message = message
        self.facts = facts


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells by column, and the file's faults, to which it adds its own."""

    number: int
    values: Mapping[str, str]
    faults: list[FileFault]

    def read(self, column: str, reading: Callable[[str], _Read]) -> _Read | None:
        """Read a cell; note a fault and give None where it cannot be read."""
        try:
            return reading(self.values[column])
        except _WrongCell as wrong:
            self.refuse(column, wrong.message, str(wrong), **wrong.facts)
            return None

    def refuse(self, column: str, message: str, sentence: str, **facts: Fact) -> None:
        """Note a fault of this row."""
        self.faults.append(_fault(self.number, column, message, sentence, facts))


def _roster_row(row: _Row, weights: Sequence[WeightName]) -> RosterRow | None:
    before = len(row.faults)
    code = row.read("code", _state)
    name = row.read("name", _name)
    name_fr = row.read("name_fr", _name)
    status = row.read("status", lambda value: _choice(value, Status))
    term_start = row.read("term_start", _optional(_day))
    term_end = row.read("term_end", _optional(_day))
    seat = row.read("seat", _optional(lambda value: _choice(value, Tenure)))
    weighed = {weight: row.read(weight, _number) for weight in weights}
    if term_start and term_end and term_end < term_start:
        told = f"the term ends on {term_end}, before it starts on {term_start}"
        row.refuse("term_end", "TermEndsBeforeStart", told, start=str(term_start), end=str(term_end))
    if seat and status and status not in MEMBERS_OF_THE_ALLIANCE:
        row.refuse("seat", "SeatWithoutMembership", f"a state that is {status} holds no seat", status=status)
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


def _credential_row(row: _Row) -> CredentialRow | None:
    before = len(row.faults)
    account = row.read("account", _account)
    role = row.read("role", lambda value: _choice(value, Role))
    member = row.read("member", _optional(_state))
    until = row.read("until", _optional(_day))
    given = bool(row.values["member"])
    if role is not None and role.of_delegation and not given:
        row.refuse("member", "MemberMissing", f"a {role} acts for a member: name it", role=role)
    if role is not None and not role.of_delegation and given:
        row.refuse("member", "MemberNotTaken", f"a {role} acts for no member: leave this empty", role=role)
    if len(row.faults) > before or not (account and role):
        return None
    return CredentialRow(row=row.number, account=account, role=role, member=member, until=until)


def _check_seats(rows: Sequence[_Row], charter: Charter) -> BodyName | None:
    """Tell which body the seats are on, noting seats that no body has."""
    seated = [row for row in rows if row.values["seat"]]
    bodies = [body for body in charter.bodies.values() if body.seats is not None]
    if len(bodies) != 1:
        told = "the charter has not one body with seats, so that no seat can be given here: leave this empty"
        for row in seated:
            row.refuse("seat", "SeatsNotKnown", told, bodies=len(bodies))
        return None
    body = bodies[0]
    for row in seated[body.seats :]:
        told = f"the {body.name} has {body.seats} seats, and the rows above hold them all"
        row.refuse("seat", "TooManySeats", told, body=body.name, seats=body.seats)
    return body.name


def _refuse_repeats(rows: Sequence[_Row], column: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        value = row.values[column]
        before = first.setdefault(value.upper(), row.number)
        if value and before != row.number:
            told = f"{value} stands in row {before} already"
            row.refuse(column, "Repeated", told, value=value, before=before)


def _rows(data: bytes, columns: Sequence[str]) -> tuple[list[_Row], list[FileFault], tuple[FileFault, ...]]:
    """Cut a file into rows; give them with the faults and the notices found so far.

    Raises FileFaults where the file as a whole cannot be used.
    """
    records = _records(data)
    names = [name.lower() for name in records[0][1]] if records else []
    _check_header(names, columns)
    faults: list[FileFault] = []
    rows = [_Row(number, dict(zip(names, cells, strict=False)), faults) for number, cells in records[1:]]
    whole = []
    for row, (_, cells) in zip(rows, records[1:], strict=True):
        if len(cells) == len(names):
            whole.append(row)
        else:
            told = f"the row has {len(cells)} cells, the header has {len(names)}"
            row.refuse("", "RowLength", told, had=len(cells), expected=len(names))
    if not rows:
        faults.append(_fault(1, "", "NoRows", "there are no rows below the header", {}))
    extra = "this column is not used and was ignored"
    notices = tuple(_fault(1, name, "ExtraColumn", extra, {}) for name in names if name not in columns)
    return whole, faults, notices


def _records(data: bytes) -> list[tuple[int, list[str]]]:
    """Give the cells of each row that has any, with the row's number."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        fault = _fault(row, "", "Encoding", "the file is not UTF-8: save it as “CSV UTF-8”", {})
        raise FileFaults(faults=(fault,)) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                records.append((number, stripped))
    except csv.Error as error:
        fault = _fault(reader.line_num, "", "Syntax", f"this is not valid CSV: {error}", {"reason": str(error)})
        raise FileFaults(faults=(fault,)) from error
    return records


def _check_header(names: Sequence[str], columns: Sequence[str]) -> None:
    if not names:
        raise FileFaults(faults=(_fault(1, "", "Empty", "the file is empty", {}),))
    if len(names) == 1 and ";" in names[0]:
        told = "the columns are separated by semicolons: save the file with commas"
        raise FileFaults(faults=(_fault(1, "", "Separator", told, {}),))
    faults = [
        _fault(1, column, "MissingColumn", "this column is missing: add it", {})
        for column in columns
        if column not in names
    ]
    faults += [
        _fault(1, name, "RepeatedColumn", "two columns have this name: keep one", {})
        for name in dict.fromkeys(names)
        if name in columns and names.count(name) > 1
    ]
    if faults:
        raise FileFaults(faults=tuple(faults))


def _whole(rows: Iterable[_Read | None], faults: Sequence[FileFault]) -> tuple[_Read, ...]:
    if faults:
        raise FileFaults(faults=tuple(sorted(faults, key=lambda fault: fault.row)))
    return tuple(row for row in rows if row is not None)


def _fault(row: int, column: str, message: str, sentence: str, facts: Mapping[str, Fact]) -> FileFault:
    return FileFault(row=row, column=column, message_id=f"file.{message}", facts=facts, sentence=sentence)


def _optional(reading: Callable[[str], _Read]) -> Callable[[str], _Read | None]:
    return lambda value: reading(value) if value else None


def _name(value: str) -> str:
    if value and value.isprintable() and len(value) <= _LONGEST_NAME:
        return value
    raise _WrongCell("Name", f"give a name of 1 to {_LONGEST_NAME} characters on one line", longest=_LONGEST_NAME)


def _state(value: str) -> MemberCode:
    if flag_of(value.upper()) is not None:
        return MemberCode(value.upper())
    raise _WrongCell("UnknownState", f"“{value}” is not an ISO 3166-1 alpha-3 code such as EST", value=value)


def _number(value: str) -> Fraction:
    if _NUMBER.fullmatch(value):
        return Fraction(value)
    if value.startswith("-") and _NUMBER.fullmatch(value[1:]):
        raise _WrongCell("NegativeNumber", f"{value} is below 0", value=value)
    told = f"“{value}” is not a number: write 1300000 or 0.5, without separators between thousands"
    raise _WrongCell("NumberUnreadable", told, value=value)


def _day(value: str) -> date:
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # no such day, as 2026-02-30: refused below
    raise _WrongCell("DayUnreadable", f"“{value}” is not a date: write it as 2026-12-31", value=value)


def _choice(value: str, choices: type[_Choice]) -> _Choice:
    if value.lower() in set(choices):
        return choices(value.lower())
    known = ", ".join(choices)
    raise _WrongCell("UnknownValue", f"“{value}” is not known: write one of {known}", value=value, known=known)


def _account(value: str) -> Account:
    try:
        return Account.parse(value)
    except MalformedAccount as error:
        told = f"“{value}” is not an account: write slack:TEAM:USER, discord:USER or console:NAME"
        raise _WrongCell("AccountUnreadable", told, value=value) from error
