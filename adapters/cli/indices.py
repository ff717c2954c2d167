"""Reading a file of figures of published indices, packed or not: the whole file, or every fault by row."""

import gzip
import io
import re
import zlib
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from adapters.cli.cells import WrongCell, optional, read_choice, read_state
from adapters.cli.files import FileFault, FileFaults, FileRow, file_fault, file_rows, whole_or_faults
from bot.domain.indices import SCALES, Figure, Index, Reading

COLUMNS: Final = ("iso3", "year", "index", "score", "status", "low", "high", "source")
NAME: Final = "country"
"""A column that figures usually come with, for people to read; the code alone counts."""
FIRST_YEAR: Final = 1789
"""No index describes an earlier year: it is where V-Dem's begin."""
PACKED: Final = b"\x1f\x8b"
"""How a gzip file begins (RFC 1952)."""
LARGEST: Final = 200_000_000
"""Bytes that a file may unpack to: forty times the largest there is."""
LONGEST_SOURCE: Final = 200

_SCORE: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?")
_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresFile:
    """A whole file of figures."""

    rows: tuple[Figure, ...]
    notices: tuple[FileFault, ...]


def read_figures(data: bytes, *, this_year: int) -> FiguresFile:
    """Read figures, none of a year after ``this_year``; raise FileFaults with every fault."""
    rows, faults, notices = file_rows(unpacked(data), COLUMNS)
    read = [_figure(row, this_year) for row in rows]
    _refuse_repeats(rows)
    return FiguresFile(
        rows=whole_or_faults(read, faults),
        notices=tuple(notice for notice in notices if notice.column != NAME),
    )


def unpacked(data: bytes, *, largest: int = LARGEST) -> bytes:
    """Give a file as it is, or what a gzip file holds; raise FileFaults where that is broken or far too large."""
    if not data.startswith(PACKED):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            whole = packed.read(largest + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise FileFaults(faults=(file_fault(1, "", "file.Packed"),)) from broken
    if len(whole) > largest:
        raise FileFaults(faults=(file_fault(1, "", "file.TooLarge", most=largest // 1_000_000),))
    return whole


def _figure(row: FileRow, this_year: int) -> Figure | None:
    before = len(row.faults)
    member = row.read("iso3", _state)
    year = row.read("year", lambda value: _year(value, this_year))
    index = row.read("index", _index)
    score = row.read("score", read_score)
    low, high = (row.read(column, optional(read_score)) for column in ("low", "high"))
    source = row.read("source", _source)
    if index is not None:
        for column, value in (("score", score), ("low", low), ("high", high)):
            _check_scale(row, column, index, value)
        _check_status(row, index)
    if score is not None and ((low is not None and low > score) or (high is not None and high < score)):
        row.refuse("score", "file.OutsideItsBounds", value=row.values["score"])
    if len(row.faults) > before or not (member and year and index and source) or score is None:
        return None
    reading = Reading(year=year, score=score, status=row.values["status"], low=low, high=high)
    return Figure(member=member, index=index, reading=reading, source=source)


_state = lru_cache(maxsize=512)(read_state)
_index = lru_cache(maxsize=64)(lambda value: read_choice(value, Index))


@lru_cache(maxsize=4096)
def read_score(value: str) -> Fraction:
    """Read a score exactly; raise WrongCell where it is no number."""
    if _SCORE.fullmatch(value):
        return Fraction(value)
    raise WrongCell(message_id="file.NumberUnreadable", facts={"value": value})


def _year(value: str, this_year: int) -> int:
    year = int(value) if _YEAR.fullmatch(value) else 0
    if year > this_year:
        raise WrongCell(message_id="file.YearAhead", facts={"value": value, "this_year": str(this_year)})
    if year < FIRST_YEAR:
        raise WrongCell(message_id="file.YearUnreadable", facts={"value": value})
    return year


def _source(value: str) -> str:
    if value and value.isprintable() and len(value) <= LONGEST_SOURCE:
        return value
    raise WrongCell(message_id="file.Source", facts={"longest": LONGEST_SOURCE})


def _check_scale(row: FileRow, column: str, index: Index, value: Fraction | None) -> None:
    scale = SCALES[index]
    if value is not None and not scale.holds(value):
        facts = {"value": row.values[column], "index": index.value}
        kind = "file.BeyondWholeScale" if scale.whole else "file.BeyondScale"
        row.refuse(column, kind, **facts, lowest=str(scale.lowest), highest=str(scale.highest))


def _check_status(row: FileRow, index: Index) -> None:
    """Refuse a word that the index does not have; one that has words may come without."""
    status, known = row.values["status"], SCALES[index].statuses
    if status and status not in known:
        kind = "file.StatusUnknown" if known else "file.StatusNotTaken"
        row.refuse("status", kind, value=status, index=index.value, known=known)


def _refuse_repeats(rows: list[FileRow]) -> None:
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = (row.values["iso3"].upper(), row.values["index"].lower(), row.values["year"])
        before = first.setdefault(key, row.number)
        if before != row.number:
            state, index, year = key
            row.refuse("year", "file.FigureRepeated", state=state, index=index, value=year, before=before)
