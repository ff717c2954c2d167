"""Reading a charter: one TOML file to one typed Charter, or every fault at once, each with its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.charters.agreement import charter_disagreements, doubts_of
from bot.charters.building import typed_charter
from bot.charters.constitution import BodyTable, Table
from bot.charters.faults import CharterFault, CharterFaults, fault_at, fault_of, syntax_fault
from bot.charters.lines import LineFinder, Path
from bot.charters.shapes import CharterTable, DefaultsTable, KindTable, Setting
from bot.charters.values import Weight
from bot.domain.charter import Charter
from bot.domain.errors import Fact
from bot.domain.ids import WeightName

_SUFFIX: Final = ".toml"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_WEIGHTS: Final[TypeAdapter[list[WeightName]]] = TypeAdapter(list[Weight])
_Table = TypeVar("_Table", bound=Table)


@dataclass(kw_only=True, eq=False)
class UnknownCharter(LookupError):
    """A name under which no charter ships: a defect of the caller, which has ``shipped_charters`` to ask."""

    name: str


def parse_charter(text: str) -> Charter:
    """Read the charter in ``text``, a whole TOML file.

    Raises CharterFaults with every fault in the order of the file. A text that is not TOML has one fault,
    since nothing after it can be trusted.
    """
    return _Reading(text).charter()


def charter_warnings(charter_text: str) -> tuple[CharterFault, ...]:
    """List what a charter may not mean as written, such as a rounded share or a chair whom nobody elects.

    Raises CharterFaults as parse_charter does.
    """
    charter = parse_charter(charter_text)
    finder = LineFinder(charter_text)
    return tuple(sorted(doubts_of(charter, finder), key=lambda warning: warning.line))


def shipped_charters() -> tuple[str, ...]:
    """Name the charters that ship, in the order of the alphabet."""
    here = files("bot.charters").iterdir()
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in here if file.name.endswith(_SUFFIX)))


def shipped_charter(name: str) -> str:
    """Give the text of a charter that ships; raise UnknownCharter where there is none of that name."""
    if name not in shipped_charters():
        raise UnknownCharter(name=name)
    return files("bot.charters").joinpath(f"{name}{_SUFFIX}").read_text(encoding="utf-8")


_NAMED: Final = {"kind": "kinds", "body": "bodies"}
"""Where what a key names is to be found."""

_NAMING: Final = (
    ("procedure", "kind", "charter.ProcedureKindNotKnown"),
    ("consultation", "kind", "charter.ConsultationKindNotKnown"),
    ("consultation", "body", "charter.ConsultationBodyNotKnown"),
)
"""The tables that name a kind or a body, by which key, and the fault where there is none of that name."""


@dataclass(slots=True)
class _Reading:
    """One file on its way to a charter, and the faults found so far."""

    text: str
    faults: list[CharterFault] = field(default_factory=list)
    finder: LineFinder = field(init=False)

    def charter(self) -> Charter:
        raw = self._toml()
        whole = self._checked(CharterTable, raw)
        kinds = self._kinds(raw)
        self._check_names(raw)
        if whole is not None:
            self.faults.extend(charter_disagreements(whole, kinds, self.finder))
        if self.faults or whole is None:
            raise CharterFaults(faults=tuple(sorted(self.faults, key=lambda fault: fault.line)))
        return typed_charter(self.text, whole, kinds)

    def _toml(self) -> dict[str, object]:
        try:
            raw = tomllib.loads(self.text)
        except ValueError as error:  # not TOML, or a number longer than Python reads
            message = str(error)
            place = _PLACE.search(message)
            line = int(place.group(1)) if place and place.group(1) else self.text.count("\n") + 1
            fault = syntax_fault(_PLACE.sub("", message), line)
            raise CharterFaults(faults=(fault,)) from error
        self.finder = LineFinder(self.text)
        return raw

    def _kinds(self, raw: Mapping[str, object]) -> dict[str, KindTable]:
        """Check each kind with the defaults filled in; a default at fault is told once and not filled in."""
        given = _table(raw.get("defaults"))
        faulty = self._faulty_defaults(given)
        sound = {key: value for key, value in given.items() if key not in faulty}
        setting = Setting(bodies=_bodies(raw), weights=_weights(raw))
        kinds: dict[str, KindTable] = {}
        for name, table in _table(raw.get("kinds")).items():
            if not isinstance(table, dict):
                continue  # reported with the whole file
            filled = {**_fitting(sound, table), **table}
            kind = self._checked(KindTable, filled, under=("kinds", name), excused=faulty, setting=setting)
            if "late_quorum" in table and "quorum" not in table:
                self._blame(("kinds", name, "late_quorum"), "charter.LateQuorumWithoutQuorum")
            if kind is not None:
                kinds[name] = kind
        return kinds

    def _check_names(self, raw: Mapping[str, object]) -> None:
        """Blame what names a kind or a body that there is not; where there are none at all, that is told already."""
        for table, key, message_id in _NAMING:
            named, known = _table(raw.get(table)).get(key), _table(raw.get(_NAMED[key]))
            if isinstance(named, str) and known and named not in known:
                self._blame((table, key), message_id, **{key: named}, known=tuple(known))

    def _blame(self, path: Path, message_id: str, **facts: Fact) -> None:
        self.faults.append(fault_at(path, self.finder, message_id, **facts))

    def _faulty_defaults(self, given: dict[str, object]) -> frozenset[str]:
        before = len(self.faults)
        self._checked(DefaultsTable, given, under=("defaults",))
        return frozenset(fault.where.split(".")[1].partition("[")[0] for fault in self.faults[before:])

    def _checked(
        self,
        shape: type[_Table],
        raw: Mapping[str, object],
        *,
        under: Path = (),
        excused: frozenset[str] = frozenset(),
        setting: Setting | None = None,
    ) -> _Table | None:
        try:
            return shape.model_validate(raw, context=setting)
        except ValidationError as error:
            self.faults.extend(
                fault_of(found, self.finder, under=under)
                for found in error.errors(include_url=False)
                if not (found["type"] == "missing" and str(found["loc"][0]) in excused)
            )
            return None


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _bodies(raw: Mapping[str, object]) -> dict[str, BodyTable | None]:
    return {name: _body(table) for name, table in _table(raw.get("bodies")).items()}


def _body(table: object) -> BodyTable | None:
    try:
        return BodyTable.model_validate(table)
    except ValidationError:
        return None


def _weights(raw: Mapping[str, object]) -> tuple[WeightName, ...] | None:
    try:
        return tuple(_WEIGHTS.validate_python(_table(raw.get("charter")).get("weights", []), strict=True))
    except ValidationError:
        return None


def _fitting(defaults: Mapping[str, object], kind: Mapping[str, object]) -> dict[str, object]:
    """Give the defaults that fit a kind.

    Urgency and votes by note verbale are for votes, late quorum is for kinds with a quorum; seconds, notice and
    debate are not for kinds that are always urgent.
    """
    left_out = set()
    if kind.get("procedure", "vote") != "vote":
        left_out |= {"urgent", "notes"}
    if _table(kind.get("urgent", defaults.get("urgent"))).get("always") is True:
        left_out |= {"seconds", "notice", "debate"}
    if "quorum" not in kind:
        left_out.add("late_quorum")
    return {key: value for key, value in defaults.items() if key not in left_out}
