"""A roster or a list of credentials is taken whole or not at all, its faults told by row (spec: terminal)."""

from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest

from adapters.cli.cells import flag_of
from adapters.cli.files import FileFaults, RosterFile, read_credentials, read_roster
from adapters.cli.terminal import fault_line, fault_lines
from bot.charters.load import parse_charter, shipped_charter
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import WeightName
from bot.domain.membership import Status, Tenure

CHARTER = parse_charter(shipped_charter("alliance-of-democracies"))
WITHOUT_SEATS = parse_charter(shipped_charter("democratic-defense-alliance"))
HEADER = "code,name,name_fr,population,status,term_start,term_end,seat"
ESTONIA = "EST,Estonia,Estonie,1372341,active,2026-07-01,2028-06-30,at-large"
BRAZIL = "BRA,Brazil,Brésil,211998573,active,2026-07-01,2028-06-30,core"


def roster(*rows: str, header: str = HEADER) -> RosterFile:
    return read_roster("\n".join((header, *rows)).encode(), CHARTER)


def roster_faults(data: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(FileFaults) as caught:
        read_roster(data, CHARTER)
    assert all(fault_line(fault).startswith(f"row {fault.row}") for fault in caught.value.faults)
    return [(fault.row, fault.column, fault.message_id) for fault in caught.value.faults]


def credential_faults(*rows: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FileFaults) as caught:
        read_credentials("\n".join(("account,role,member,until", *rows)).encode())
    assert all(fault_line(fault).startswith(f"row {fault.row}") for fault in caught.value.faults)
    return [(fault.row, fault.column, fault.message_id) for fault in caught.value.faults]


def test_roster_is_read_whole() -> None:
    (row,) = roster(ESTONIA).rows
    assert (row.row, row.code, row.name, row.name_fr, row.flag) == (2, "EST", "Estonia", "Estonie", "🇪🇪")
    assert row.weights == {WeightName("population"): Fraction(1372341)}
    assert (row.status, row.seat) == (Status.ACTIVE, Tenure.AT_LARGE)
    assert (row.term_start, row.term_end) == (date(2026, 7, 1), date(2028, 6, 30))


def test_seats_of_a_roster_are_on_the_body_with_seats() -> None:
    assert roster(ESTONIA).seats_of == "council"
    unseated = ESTONIA.replace("at-large", "")
    assert read_roster(f"{HEADER}\n{unseated}".encode(), WITHOUT_SEATS).seats_of is None


def test_term_and_seat_may_be_empty() -> None:
    (row,) = roster("EST,Estonia,Estonie,0.5,candidate,,,").rows
    assert (row.term_start, row.term_end, row.seat) == (None, None, None)
    assert row.weights == {WeightName("population"): Fraction(1, 2)}


def test_small_letters_spaces_blank_lines_and_byte_order_mark_are_tolerated() -> None:
    data = f"{HEADER.title()}\r\n\r\n{ESTONIA.lower().replace(',', ' , ')}\r\n".encode("utf-8-sig")
    (row,) = read_roster(data, CHARTER).rows
    assert (row.row, row.code, row.name) == (3, "EST", "estonia")


def test_extra_column_is_ignored_with_a_notice() -> None:
    read = roster(f"{ESTONIA},Tallinn", header=f"{HEADER},capital")
    assert [(notice.row, notice.column, notice.message_id) for notice in read.notices] == [
        (1, "capital", "file.ExtraColumn")
    ]
    assert [fault_line(notice) for notice in read.notices] == [
        "row 1, capital: this column is not used and was ignored"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("EST", "XXX", "row 2, code: “XXX” is not an ISO 3166-1 alpha-3 code such as EST"),
        ("1372341", "-5", "row 2, population: -5 is below 0: give a number of 0 or more"),
        (
            "at-large",
            "rotating",
            "row 2, seat: “rotating” is not known: write one of these: core or at-large",
        ),
        ("active", "candidate", "row 2, seat: a state with the status “candidate” holds no seat: leave this empty"),
        (
            "at-large",
            "at-large,1",
            "row 2: the header has 8 cells, this row has 9: check its commas and quotes",
        ),
    ],
)
def test_faults_read_as_lines_of_the_terminal(old: str, new: str, told: str) -> None:
    with pytest.raises(FileFaults) as caught:
        roster(ESTONIA.replace(old, new))
    assert [fault_line(fault) for fault in caught.value.faults] == [told]


def test_rows_that_are_wrong_in_the_same_way_are_told_in_one_line() -> None:
    """Fifteen seats where there is one body too many are one sentence, not fifteen."""
    states = ("EST", "LVA", "LTU", "FIN", "SWE", "NOR", "DNK", "POL", "DEU", "FRA", "ESP", "PRT")
    rows = [ESTONIA.replace("EST", code) for code in states]
    with pytest.raises(FileFaults) as caught:
        read_roster("\n".join((HEADER, *rows, BRAZIL.replace("Brésil", ""))).encode(), WITHOUT_SEATS)
    seats, name, *more = fault_lines(caught.value.faults)
    assert seats.startswith("rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more, seat: seats can be given here only")
    assert name.startswith("row 14, name_fr: ")
    assert not more


def test_few_rows_that_are_wrong_in_the_same_way_are_all_named() -> None:
    with pytest.raises(FileFaults) as caught:
        roster(ESTONIA + ",1", BRAZIL + ",1")
    assert list(fault_lines(caught.value.faults)) == [
        "rows 2 and 3: the header has 8 cells, this row has 9: check its commas and quotes"
    ]


def test_refusal_carries_the_number_of_faults_and_their_places() -> None:
    """A log has them without any words."""
    with pytest.raises(FileFaults) as caught:
        roster(ESTONIA.replace("1372341", "-5"))
    assert caught.value.facts == {"count": 1, "places": ("2 population file.NegativeNumber",)}


def test_kosovo_has_its_code_and_flag_though_iso_gives_none() -> None:
    assert flag_of("XKX") == "🇽🇰"
    assert flag_of("XXX") is None


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("EST", "XXX", "code", "UnknownState"),
        ("EST", "", "code", "UnknownState"),
        ("EST", "EE", "code", "UnknownState"),
        ("Estonia", "", "name", "Name"),
        ("Estonie", "E" * 101, "name_fr", "Name"),
        ("Estonia", "Esto\x07nia", "name", "Name"),
        ("1372341", "-1", "population", "NegativeNumber"),
        ("1372341", "many", "population", "NumberUnreadable"),
        ("1372341", "", "population", "NumberUnreadable"),
        ("1372341", "1e6", "population", "NumberUnreadable"),
        ("1372341", "1 372 341", "population", "NumberUnreadable"),
        ("1372341", "٣", "population", "NumberUnreadable"),
        ("active", "member", "status", "UnknownValue"),
        ("active", "", "status", "UnknownValue"),
        ("at-large", "rotating", "seat", "UnknownValue"),
        ("active", "candidate", "seat", "SeatWithoutMembership"),
        ("active", "expired", "status", "UnknownValue"),
        ("active", "refused", "status", "UnknownValue"),
        ("active", "withdrawn", "status", "UnknownValue"),
        ("2026-07-01", "", "term_start", "TermHalfGiven"),
        ("2028-06-30", "", "term_end", "TermHalfGiven"),
        ("2028-06-30", "9999-12-31", "term_end", "DayTooFar"),
        ("2026-07-01", "1899-12-31", "term_start", "DayTooFar"),
        ("2028-06-30", "2026-06-30", "term_end", "TermEndsBeforeStart"),
        ("2028-06-30", "30/06/2028", "term_end", "DayUnreadable"),
        ("2028-06-30", "2027-02-29", "term_end", "DayUnreadable"),
        ("2026-07-01", "20260701", "term_start", "DayUnreadable"),
        (",at-large", "", "", "RowLength"),
        ("at-large", "at-large,1", "", "RowLength"),
    ],
)
def test_each_fault_of_a_roster_is_told_with_its_row_and_column(old: str, new: str, column: str, message: str) -> None:
    data = f"{HEADER}\n{BRAZIL}\n{ESTONIA.replace(old, new)}".encode()
    assert roster_faults(data) == [(3, column, f"file.{message}")]


def test_all_faults_of_a_roster_are_told_at_once_in_the_order_of_its_rows() -> None:
    rows = (BRAZIL.replace("Brésil", ""), ESTONIA.replace("active", "x").replace("1372341", "-5"), BRAZIL)
    assert roster_faults("\n".join((HEADER, *rows)).encode()) == [
        (2, "name_fr", "file.Name"),
        (3, "status", "file.UnknownValue"),
        (3, "population", "file.NegativeNumber"),
        (4, "code", "file.Repeated"),
    ]


def test_missing_columns_are_told_by_name() -> None:
    data = b"code,name,status,term_start,term_end,seat\n"
    assert roster_faults(data) == [
        (1, "name_fr", "file.MissingColumn"),
        (1, "population", "file.MissingColumn"),
    ]


def test_column_given_twice_is_refused() -> None:
    assert roster_faults(f"{HEADER},code\n".encode()) == [(1, "code", "file.RepeatedColumn")]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", (1, "", "file.Empty")),
        (b"\n\n", (1, "", "file.Empty")),
        (HEADER.encode(), (1, "", "file.NoRows")),
        (HEADER.replace(",", ";").encode(), (1, "", "file.Separator")),
        (f"{HEADER}\n{BRAZIL}".encode("latin-1"), (2, "", "file.Encoding")),
        (f"{HEADER}\n{BRAZIL}".encode("utf-16"), (1, "", "file.Encoding")),
        (f'{HEADER}\n"EST,Estonia'.encode(), (2, "", "file.Syntax")),
    ],
)
def test_file_that_cannot_be_used_as_a_whole(data: bytes, fault: tuple[int, str, str]) -> None:
    assert roster_faults(data) == [fault]


def test_seat_beyond_those_of_the_body_is_refused() -> None:
    codes = ("ARG", "AUS", "AUT", "BEL", "BRA", "CAN", "CHE", "CHL", "CZE", "DEU", "DNK", "ESP", "EST", "FIN")
    rows = (ESTONIA.replace("EST", code) for code in (*codes, "FRA", "GBR"))
    assert roster_faults("\n".join((HEADER, *rows)).encode()) == [(17, "seat", "file.TooManySeats")]


def test_seat_where_no_body_has_seats_is_refused() -> None:
    with pytest.raises(FileFaults) as caught:
        read_roster(f"{HEADER}\n{ESTONIA}".encode(), WITHOUT_SEATS)
    assert [fault.message_id for fault in caught.value.faults] == ["file.SeatsNotKnown"]


def test_credentials_are_read_whole() -> None:
    data = b"account,role,member,until\nslack:T1:U1,head,EST,2027-12-31\nconsole:office,secretariat,,\n"
    head, office = read_credentials(data).rows
    assert (head.account, head.role, head.member) == (Account("slack:T1:U1"), Role.HEAD, "EST")
    assert head.until == date(2027, 12, 31)
    assert (office.role, office.member, office.until) == (Role.SECRETARIAT, None, None)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("slack:U1,head,EST,", "account", "AccountUnreadable"),
        (",head,EST,", "account", "AccountUnreadable"),
        ("discord:1,ambassador,EST,", "role", "UnknownValue"),
        ("discord:1,head,,", "member", "MemberMissing"),
        ("discord:1,secretariat,EST,", "member", "MemberNotTaken"),
        ("discord:1,head,XXX,", "member", "UnknownState"),
        ("discord:1,head,EST,soon", "until", "DayUnreadable"),
    ],
)
def test_each_fault_of_credentials_is_told_with_its_row_and_column(row: str, column: str, message: str) -> None:
    assert credential_faults("console:a,head,BRA,", row) == [(3, column, f"file.{message}")]


@pytest.mark.parametrize(
    ("nationality", "faults"),
    [("", ["NationalityMissing"]), ("ATL", ["UnknownState"]), ("EST", [])],
)
def test_reviewer_needs_a_nationality(nationality: str, faults: list[str]) -> None:
    data = f"account,role,member,until,nationality\ndiscord:1,reviewer,,,{nationality}\ndiscord:2,head,EST,,\n".encode()
    if not faults:
        reviewer, head = read_credentials(data).rows
        assert (reviewer.nationality, head.nationality) == ("EST", None)
        return
    with pytest.raises(FileFaults) as caught:
        read_credentials(data)
    assert [(fault.row, fault.column, fault.message_id) for fault in caught.value.faults] == [
        (2, "nationality", f"file.{fault}") for fault in faults
    ]


def test_reviewer_in_a_file_without_nationalities_is_refused() -> None:
    missing, member = (3, "nationality", "file.NationalityMissing"), (3, "member", "file.MemberNotTaken")
    assert credential_faults("console:a,head,BRA,", "discord:1,reviewer,,") == [missing]
    assert credential_faults("console:a,head,BRA,", "discord:1,reviewer,EST,") == [missing, member]


def test_one_account_acts_for_one_member() -> None:
    assert credential_faults("console:a,head,BRA,", "console:a,delegate,EST,") == [(3, "account", "file.Repeated")]


def test_sample_roster_fills_the_council_of_the_alliance() -> None:
    data = files("adapters.cli").joinpath("sample", "democracies.csv").read_bytes()
    read = read_roster(data, CHARTER)
    seats = [row.seat for row in read.rows]
    assert len(read.rows) == 40
    assert (seats.count(Tenure.CORE), seats.count(Tenure.AT_LARGE)) == (8, 7)
    assert [row.seat for row in read.rows if row.code == "EST"] == [Tenure.AT_LARGE]


def test_half_of_the_sample_terms_end_after_one_year() -> None:
    """Founders' first terms do not all end on one night (spec: membership, terms)."""
    data = files("adapters.cli").joinpath("sample", "democracies.csv").read_bytes()
    ends = [row.term_end for row in read_roster(data, CHARTER).rows]
    assert (ends.count(date(2027, 6, 30)), ends.count(date(2028, 6, 30))) == (20, 20)
