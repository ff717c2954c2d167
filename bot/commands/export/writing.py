"""How a sheet is written: CSV for tables, JSON for programs, and roll-calls after Popolo.

CSV is RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know it. A text that a spreadsheet would take for
a formula stands behind an apostrophe there: nothing that a person typed is ever computed. JSON holds it as it is.

Popolo is the one schema for votes that legislatures and their monitors share (popoloproject.com, *VoteEvent*): a vote
event has its motion, its counts, and the vote of each voter. A voter may be an organisation, as a member state is here.
Only votes of yes and no are vote events: silence and consensus take none, and a ranked ballot is neither.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Final

from bot.commands.export.sheets import Cell, Sheet
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets compute (OWASP, CSV injection)."""
MARK: Final = "\ufeff"
POPOLO_OPTIONS: Final[Mapping[str | None, str]] = {"yes": "yes", "no": "no", "abstain": "abstain", None: "absent"}
"""Popolo's words for a vote by ours; a member that could not vote is not there at all."""
POPOLO_RESULTS: Final[Mapping[str, str]] = {"adopted": "pass"}

_Named = Mapping[str, Cell]
"""A row by the names of its columns."""
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
    """Write the motions that have a result as Popolo's, and the votes of yes and no as its vote events."""
    rolls: dict[Cell, list[_Named]] = defaultdict(list)
    for vote in _rows(roll_calls):
        rolls[vote["motion"]].append(vote)
    decided = [each for each in _rows(motions) if each["outcome"] is not None]
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
    events = [_event(each, rolls[each["motion"]]) for each in decided if _was_voted(each)]
    return _json({"alliance": alliance.code, "motions": told, "vote_events": list(events)})


def _was_voted(motion: _Named) -> bool:
    return motion["procedure"] == Procedure.VOTE.value and motion["without_vote"] == "no"


def _event(motion: _Named, roll: Sequence[_Named]) -> Plain:
    cast = [(vote["member"], POPOLO_OPTIONS[_ballot(vote)]) for vote in roll if vote["standing"] == "entitled"]
    many = Counter(option for _, option in cast)
    counts: list[Plain] = [{"option": option, "value": many[option]} for option in POPOLO_OPTIONS.values()]
    each: list[Plain] = [{"voter_id": member, "option": option, "role": None} for member, option in cast]
    return {
        "id": f"{_motion_id(motion)}/vote",
        "motion_id": _motion_id(motion),
        "organization_id": motion["body"],
        "start_date": motion["opens_at"],
        "end_date": min(str(motion["closes_at"]), str(motion["decided_at"])),  # some end before their deadline
        "result": _result(motion),
        "counts": counts,
        "votes": each,
    }


def _ballot(vote: _Named) -> str | None:
    ballot = vote["ballot"]
    return None if ballot is None else str(ballot)


def _motion_id(motion: _Named) -> str:
    return f"M-{motion['motion']}"


def _result(motion: _Named) -> str:
    return POPOLO_RESULTS.get(str(motion["outcome"]), "fail")


def _rows(sheet: Sheet) -> list[_Named]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def _cell(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _json(value: Mapping[str, Plain] | Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
