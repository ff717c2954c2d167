"""Reads back what ``bot.domain.journal.canonical`` wrote, driven by the types of the fields.

It is strict. A missing or unknown field, a value of another kind than the field's, an unknown event: each is
an ``UnreadableRecord``, never a default, because the record must mean the same on the day it is read.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.domain.addresses import Account, Channel
from bot.domain.events import EVENTS, VERSION, Event
from bot.domain.ids import AllianceCode
from bot.domain.journal import Plain
from storage.upcasting import Facts, present

T = TypeVar("T")
Reader = Callable[[Plain], object]

_EVENTS: Mapping[str, type[Event]] = {event.__name__: event for event in EVENTS}


@dataclass(kw_only=True, eq=False)
class UnreadableRecord(ValueError):
    """A text of the record that does not have the form its type promises."""

    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An entry of the journal as it was meant: which event, at what instant, by whom."""

    alliance: AllianceCode
    seq: int
    at: datetime
    by: str
    event: Event


def read_entry(body: str) -> Recorded:
    """Read the body of a journal entry; raise UnreadableRecord where it is of no version known here."""
    told = _parsed(body)
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(told, dict) or type(version) is not int or not 1 <= version <= VERSION:
        raise UnreadableRecord(found="version")
    kind = _EVENTS.get(str(told.get("event")))
    if kind is None:
        raise UnreadableRecord(found=f"event {told.get('event')}")
    facts = told.get("facts")
    if version != VERSION and isinstance(facts, dict):
        facts = _upcast(version, kind.__name__, facts)
    return Recorded(
        alliance=AllianceCode(_value(str, told.get("alliance"))),
        seq=_value(int, told.get("seq")),
        at=_value(datetime, told.get("at")),
        by=_value(str, told.get("by")),
        event=_value(kind, facts),
    )


def _upcast(version: int, event: str, facts: Facts) -> Facts:
    try:
        return present(version, event, facts)
    except (KeyError, TypeError) as missing:
        raise UnreadableRecord(found=f"fields of {event}") from missing


def read(kind: type[T], text: str) -> T:
    """Read a value of ``kind`` from its canonical text; raise UnreadableRecord where it does not fit."""
    return _value(kind, _parsed(text))


def _parsed(text: str) -> Plain:
    try:
        return cast("Plain", json.loads(text))
    except ValueError as fault:
        raise UnreadableRecord(found="not JSON") from fault


def _value(kind: type[T], value: Plain) -> T:
    return cast("T", _reader(cast("object", kind))(value))


@cache
def _reader(kind: object) -> Reader:
    """Make the reader of a type, as the fields of events name it."""
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__)
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _of_union(get_args(kind))
    if origin is tuple:
        return _of_tuple(_reader(get_args(kind)[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, item = get_args(kind)
        return _of_mapping(_reader(key), _reader(item))
    if isinstance(kind, type):
        return _of_class(kind)
    raise TypeError(f"no reader for {kind!r}")


def _of_class(kind: type) -> Reader:
    if kind in {str, int, bool, types.NoneType}:
        return _of_simple(kind)
    if kind is datetime:
        return _from_text(_instant)
    if kind is date:
        return _from_text(date.fromisoformat)
    if kind is timedelta:
        return _from_whole_seconds
    if kind is Fraction or issubclass(kind, Enum) or kind in {Account, Channel}:
        return _from_text(kind)
    if is_dataclass(kind):
        return _of_dataclass(kind)
    raise TypeError(f"no reader for {kind!r}")


def _of_simple(kind: type) -> Reader:
    def simple(value: Plain) -> object:
        if type(value) is not kind:
            raise UnreadableRecord(found=f"{type(value).__name__} for {kind.__name__}")
        return value

    return simple


def _from_text(kind: Callable[[str], object]) -> Reader:
    def from_text(value: Plain) -> object:
        if not isinstance(value, str):
            raise UnreadableRecord(found=f"{type(value).__name__} for text")
        try:
            return kind(value)
        except ValueError as fault:
            raise UnreadableRecord(found=value) from fault

    return from_text


def _instant(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _from_whole_seconds(value: Plain) -> object:
    if type(value) is not int:
        raise UnreadableRecord(found=f"{type(value).__name__} for whole seconds")
    return timedelta(seconds=value)


def _of_tuple(item: Reader) -> Reader:
    def of_tuple(value: Plain) -> object:
        if not isinstance(value, list):
            raise UnreadableRecord(found=f"{type(value).__name__} for a list")
        return tuple(item(each) for each in value)

    return of_tuple


def _of_mapping(key: Reader, item: Reader) -> Reader:
    def of_mapping(value: Plain) -> object:
        if not isinstance(value, dict):
            raise UnreadableRecord(found=f"{type(value).__name__} for a mapping")
        return {key(name): item(each) for name, each in value.items()}

    return of_mapping


def _of_dataclass(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def of_dataclass(value: Plain) -> object:
        if not isinstance(value, dict) or value.keys() != readers.keys():
            raise UnreadableRecord(found=f"fields of {kind.__name__}")
        return kind(**{name: reader(value[name]) for name, reader in readers.items()})

    return of_dataclass


def _of_union(kinds: tuple[object, ...]) -> Reader:
    readers = {_written_as(kind): _reader(kind) for kind in kinds}
    if len(readers) != len(kinds):
        raise TypeError(f"alternatives of {kinds!r} are written alike")

    def of_union(value: Plain) -> object:
        reader = readers.get(type(value))
        if reader is None:
            raise UnreadableRecord(found=f"{type(value).__name__} for one of {len(kinds)} kinds")
        return reader(value)

    return of_union


def _written_as(kind: object) -> type:
    """Tell which of JSON's kinds ``plain`` makes of a type."""
    if isinstance(kind, NewType):
        return _written_as(kind.__supertype__)
    origin = get_origin(kind) or kind
    if not isinstance(origin, type):
        raise TypeError(f"no reader for {kind!r}")
    if origin in {int, bool, types.NoneType}:
        return origin
    if origin is timedelta:
        return int
    if issubclass(origin, tuple):
        return list
    if issubclass(origin, Mapping) or (is_dataclass(origin) and origin not in {Account, Channel}):
        return dict
    return str
