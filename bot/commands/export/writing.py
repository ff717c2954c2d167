"""How a sheet is written: CSV for tables, JSON for programs, and roll-calls after Popolo.

CSV is RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know it. A text that a spreadsheet would take for
a formula stands behind an apostrophe there: nothing that a person typed is ever computed. JSON holds it as it is.

Popolo is the one schema for votes that legislatures and their monitors share (popoloproject.com, *VoteEvent*): a vote
event has its motion, its counts, and the vote of each voter. A voter may be an organisation, as a member state is here.
"""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Final

from bot.commands.export.sheets import Cell, Sheet
from bot.domain.alliance import Alliance

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets compute (OWASP, CSV injection)."""
MARK: Final = "\ufeff"
POPOLO_OPTIONS: Final[Mapping[str | None, str]] = {"yes": "yes", "no": "no", "abstain": "abstain", None: "absent"}
"""Popolo's words for a vote by ours; a member that could not vote is not there at all."""
POPOLO_RESULTS: Final[Mapping[str, str]] = {"adopted": "pass"}

Plain = str | int | None | list["Plain"] | dict[str, "Plain"]


def as_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(sheet.columns)
    writer.writerows([_cell(cell) for cell in row] for row in sheet.rows)
    return MARK + written.getvalue()


def as_json(sheet: Sheet, alliance: Alliance) -> str:
    """Write a sheet as JSON: an object for each row, under the name of the sheet."""
    rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    return _json({"alliance": alliance.code, sheet.name: list(rows)})


def as_popolo(motions: Sheet, roll_calls: Sheet, alliance: Alliance) -> str:
    """Write the votes that have a result as Popolo's vote events, with their motions."""
    votes = _rows(roll_calls)
    decided = [each for each in _rows(motions) if each["outcome"] is not None]
    events = [_event(each, [vote for vote in votes if vote["motion"] == each["motion"]]) for each in decided]
    told: list[Plain] = [
        {
            "id": _motion_id(each),
            "organization_id": each["body"],
            "creator_id": each["mover"],
            "text": each["text"],
            "classification": each["kind"],
            "date": each["tabled_at"],
            "result": _result(each),
        }
        for each in decided
    ]
    return _json({"alliance": alliance.code, "motions": told, "vote_events": list(events)})


def _event(motion: Mapping[str, Cell], votes: list[dict[str, Cell]]) -> Plain:
    cast = [vote for vote in votes if vote["standing"] == "entitled"]
    counts: list[Plain] = [
        {"option": option, "value": sum(vote["ballot"] == ballot for vote in cast)}
        for ballot, option in POPOLO_OPTIONS.items()
    ]
    each: list[Plain] = [
        {"voter_id": vote["member"], "option": POPOLO_OPTIONS[_ballot(vote)], "role": None} for vote in cast
    ]
    return {
        "id": f"{_motion_id(motion)}/vote",
        "motion_id": _motion_id(motion),
        "organization_id": motion["body"],
        "start_date": motion["opens_at"],
        "end_date": motion["closes_at"],
        "result": _result(motion),
        "counts": counts,
        "votes": each,
    }


def _ballot(vote: Mapping[str, Cell]) -> str | None:
    ballot = vote["ballot"]
    return None if ballot is None else str(ballot)


def _motion_id(motion: Mapping[str, Cell]) -> str:
    return f"M-{motion['motion']}"


def _result(motion: Mapping[str, Cell]) -> str:
    return POPOLO_RESULTS.get(str(motion["outcome"]), "fail")


def _rows(sheet: Sheet) -> list[dict[str, Cell]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def _cell(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _json(value: Mapping[str, Plain] | Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
