"""What is wrong with a charter file: where, on which line, and what was expected there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic_core import ErrorDetails

from bot.charters.lines import LineFinder, Path
from bot.domain.errors import Fact, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterFault:
    """One fault, or one warning, of a charter file.

    ``line`` counts from 1; ``where`` is the key with its tables (``kinds.sanctions.adopt``); ``message_id``
    and ``facts`` are for the catalogue, ``sentence`` says the same in English.
    """

    line: int
    where: str
    message_id: str
    facts: Mapping[str, Fact]
    sentence: str

    def __str__(self) -> str:
        """Write the fault as the terminal does."""
        place = f"line {self.line}, {self.where}" if self.where else f"line {self.line}"
        return f"{place}: {self.sentence}"


@dataclass(kw_only=True, eq=False)
class CharterFaults(Refusal):
    """A charter that cannot be used, with every fault found, in the order of the file."""

    faults: tuple[CharterFault, ...]

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The number of faults, and each as one line of English."""
        return {"count": len(self.faults), "faults": tuple(map(str, self.faults))}


_OWN: Final = "charter."
"""The prefix of the faults that the shapes raise themselves; their type is already a message id."""

_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "text in quotes",
    "string_too_short": "text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "a name of small letters, figures and hyphens, such as joint-fund",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "too_short": "at least one entry",
    "enum": "one of {expected}",
    "greater_than_equal": "a number of {ge} or more",
    "less_than_equal": "a number of {le} or less",
}
"""What a value should have been, by the type of the shape's error."""

_KEY_MARK: Final = "[key]"
_LONGEST: Final = 80  # characters of a wrong value that a fault quotes


def fault_of(error: ErrorDetails, finder: LineFinder, *, under: Path = ()) -> CharterFault:
    """Turn an error of a shape into a fault; ``under`` is the path of the table that was checked."""
    path: Path = (*under, *(part for part in error["loc"] if part != _KEY_MARK))
    context: Mapping[str, Fact] = error.get("ctx") or {}
    kind = error["type"]
    if kind.startswith(_OWN):
        return fault_at(path, finder, kind, error["msg"], context)
    if kind == "extra_forbidden":
        told = "this key is not known: remove it or correct its name"
        return fault_at(path, finder, "charter.UnknownKey", told)
    if kind == "missing":
        return fault_at(path, finder, "charter.MissingKey", "this key is missing: add it")
    expected = _EXPECTED.get(kind, error["msg"]).format(**context)
    given = shown(path[-1]) if _KEY_MARK in error["loc"] else shown(error["input"])
    facts: Mapping[str, Fact] = {"expected": expected, "given": given}
    return fault_at(path, finder, "charter.WrongValue", f"expected {expected}, found {given}", facts)


def fault_at(
    path: Path, finder: LineFinder, message_id: str, sentence: str, facts: Mapping[str, Fact] | None = None
) -> CharterFault:
    """Make the fault of the key at ``path``, on its line."""
    return CharterFault(
        line=finder.line(path),
        where=written_path(path),
        message_id=message_id,
        facts=facts or {},
        sentence=sentence,
    )


def syntax_fault(message: str, line: int) -> CharterFault:
    """Make the fault of a file that is not TOML."""
    return CharterFault(
        line=line,
        where="",
        message_id="charter.Syntax",
        facts={"reason": message},
        sentence=f"this is not valid TOML: {message}",
    )


def written_path(path: Path) -> str:
    """Write a path as a person reads it: ``kinds.sanctions.reminders[2]``, the first entry being 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def shown(value: object) -> str:
    """Write a value of the file in a few characters."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{value}”" if len(value) <= _LONGEST else f"“{value[:_LONGEST]}…”"
        case int() | float():
            return str(value)
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return "a table" if value else "an empty table"
        case _:
            return "a date or time"
