"""Reading the text of a line as JSON: numbers exactly, no key twice, and a known list of members only once.

The lines of a file mostly list the same members, letter for letter, and the list is most of a line. So the
usual line is read key by key, and where its members are those of a line before, that list is neither read nor
checked again. A line that is in any way unusual is read as a whole, which finds what is wrong with it.
"""

import json
import re
from collections import deque
from decimal import Decimal

from adapters.cli.calculator.line import BadLine
from adapters.cli.calculator.roster import Roster, checked_roster

_ROSTERS = 4  # lists of members kept: a file may go back and forth between a few bodies
_OPENING = re.compile(r"[ \t\n\r]*\{")
_KEY = re.compile(r'[ \t\n\r]*"([a-z]+)"[ \t\n\r]*:[ \t\n\r]*')
_AFTER = re.compile(r"[ \t\n\r]*(?:(,)|\}[ \t\n\r]*\Z)")


class _Unusual(ValueError):
    """Something that only reading the whole line can name."""


class Reader:
    """Reads the lines of one file, one after the other."""

    def __init__(self) -> None:
        self._decoder = json.JSONDecoder(
            parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
        )
        self._rosters: deque[tuple[str, Roster]] = deque(maxlen=_ROSTERS)

    def read(self, text: str) -> tuple[object, list[str]]:
        """Read a line, and list the keys that an object in it gives twice; raise BadLine where it is no JSON."""
        try:
            return self._by_keys(text), []
        except (ValueError, RecursionError):
            return read_whole(text)

    def _by_keys(self, text: str) -> dict[str, object]:
        """Read a line of the usual shape; raise ValueError where anything at all is unusual."""
        text.encode()
        found: dict[str, object] = {}
        after = _OPENING.match(text)
        while after is not None:
            key = _KEY.match(text, after.end())
            if key is None or key[1] in found:
                raise _Unusual
            read = self._roster if key[1] == "members" else self._decoder.raw_decode
            found[key[1]], end = read(text, key.end())
            after = _AFTER.match(text, end)
            if after is not None and after[1] is None:
                return found
        raise _Unusual

    def _roster(self, text: str, start: int) -> tuple[Roster, int]:
        """Give the members listed from here on, and where their list ends."""
        for listed, roster in self._rosters:
            if text.startswith(listed, start):
                return roster, start + len(listed)
        members, end = self._decoder.raw_decode(text, start)
        roster = checked_roster(members)
        self._rosters.appendleft((text[start:end], roster))
        return roster, end


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unusual
    return found


def read_whole(text: str) -> tuple[object, list[str]]:
    """Read any line, and list the keys that an object in it gives twice; raise BadLine where it is no JSON."""
    twice: list[str] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(key for key in found if keys.count(key) > 1)
        return found

    try:
        text.encode()
        value: object = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=mapping
        )
    except UnicodeEncodeError:
        raise BadLine("the line is not UTF-8") from None
    except RecursionError:
        raise BadLine("the line is nested too deep") from None
    except ValueError as error:
        raise BadLine(f"the line is not JSON: {error}") from error
    return value, twice


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")
