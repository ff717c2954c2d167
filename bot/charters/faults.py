"""What is wrong with a charter file: where, on which line, and what was expected there.

A fault names its message; the words are the catalogue's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic_core import ErrorDetails, PydanticCustomError

from bot.charters.lines import LineFinder, Path
from bot.domain.errors import Fact, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A message that is said inside another: what was expected, what was found."""

    message_id: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterFault:
    """One fault, or one warning, of a charter file.

    ``line`` counts from 1; ``where`` is the key with its tables (``kinds.sanctions.adopt``), empty where the
    file as a whole is at fault; ``message_id`` and ``facts`` are for the catalogue.
    """

    line: int
    where: str
    message_id: str
    facts: Mapping[str, Fact | Part]


@dataclass(kw_only=True, eq=False)
class CharterFaults(Refusal):
    """A charter that cannot be used, with every fault found, in the order of the file."""

    faults: tuple[CharterFault, ...]

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The number of faults, and the line, key and message of each."""
        places = tuple(f"{fault.line} {fault.where} {fault.message_id}" for fault in self.faults)
        return {"count": len(self.faults), "places": places}


_OWN: Final = "charter."
"""The prefix of the faults that the shapes raise themselves; their type is already a message id."""

_Context = Mapping[str, Fact]

_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "charter.expected.text",
    "string_too_short": "charter.expected.some_text",
    "string_too_long": "charter.expected.short_text",
    "string_pattern_mismatch": "charter.expected.name",
    "int_type": "charter.expected.int",
    "bool_type": "charter.expected.bool",
    "list_type": "charter.expected.list",
    "dict_type": "charter.expected.table",
    "model_type": "charter.expected.table",
    "too_short": "charter.expected.entry",
    "enum": "charter.expected.choice",
    "greater_than_equal": "charter.expected.at_least",
    "less_than_equal": "charter.expected.at_most",
}
"""The message of what a value should have been, by the type of the shape's error."""

_CHOICE: Final = re.compile(r"'([^']*)'")
_KEY_MARK: Final = "[key]"
_LONGEST: Final = 80  # characters of a wrong value that a fault quotes


def refused(message_id: str, /, **facts: Fact) -> PydanticCustomError:
    """Make the error with which a shape names its fault itself."""
    return PydanticCustomError(message_id, message_id, dict(facts))


def fault_of(error: ErrorDetails, finder: LineFinder, *, under: Path = ()) -> CharterFault:
    """Turn an error of a shape into a fault; ``under`` is the path of the table that was checked."""
    path: Path = (*under, *(part for part in error["loc"] if part != _KEY_MARK))
    context: _Context = error.get("ctx") or {}
    kind = error["type"]
    if kind.startswith(_OWN):
        return fault_at(path, finder, kind, **context)
    if kind == "extra_forbidden":
        return fault_at(path, finder, "charter.UnknownKey")
    if kind == "missing":
        return fault_at(path, finder, "charter.MissingKey")
    found = found_value(path[-1] if _KEY_MARK in error["loc"] else error["input"])
    return fault_at(path, finder, "charter.WrongValue", expected=_expected(kind, context), found=found)


def fault_at(path: Path, finder: LineFinder, message_id: str, /, **facts: Fact | Part) -> CharterFault:
    """Make the fault of the key at ``path``, on its line."""
    return CharterFault(line=finder.line(path), where=written_path(path), message_id=message_id, facts=facts)


def syntax_fault(reason: str, line: int) -> CharterFault:
    """Make the fault of a file that is not TOML, for the reason that the reader of TOML gives."""
    return CharterFault(line=line, where="", message_id="charter.Syntax", facts={"reason": reason})


def written_path(path: Path) -> str:
    """Write a path as a person reads it: ``kinds.sanctions.reminders[2]``, the first entry being 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def found_value(value: object) -> Part:
    """Name a value of the file in a few characters."""
    match value:
        case bool():
            return Part(message_id="charter.found.plain", facts={"value": "true" if value else "false"})
        case str():
            text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
            return Part(message_id="charter.found.text", facts={"value": text})
        case int() | float():
            return Part(message_id="charter.found.plain", facts={"value": str(value)})
        case list():
            return Part(message_id="charter.found.list" if value else "charter.found.empty_list")
        case dict():
            return Part(message_id="charter.found.table" if value else "charter.found.empty_table")
        case _:
            return Part(message_id="charter.found.time")


def _expected(kind: str, context: _Context) -> Part:
    """Tell what an error of ``kind`` expected; an enumeration's choices come as one text, each in quotes."""
    facts = dict(context)
    if kind == "enum":
        facts["choices"] = tuple(_CHOICE.findall(str(context["expected"])))
    return Part(message_id=_EXPECTED[kind], facts=facts)
