"""Column types that refuse what a database would quietly take: naive instants, endless texts, unknown words.

SQLite checks neither lengths nor types, and gives an instant back without its zone. So each type here checks
on the way in, and the tables carry CHECK constraints for whoever writes past the types.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Dialect, Enum, Integer, String
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.instants import utc, written

CODE = 64
"""Longest code or name that a program reads: alliances, members, bodies, kinds, weights."""

NAME = 200
"""Longest name that people read."""

ADDRESS = 120
"""Longest account or channel as the terminal writes it; the domain's own forms end at 88."""

TITLE = 500
"""Longest title of a motion."""

PROSE = 100_000
"""Longest text of people: a motion's text, a statement of impact, an explanation of vote."""

RECORD = 2_000_000
"""Longest machine-written text: a charter, rules, a tally, an answer."""

KEY = 200
"""Longest key of a notice or of an act."""

HASH = 64
"""Hexadecimal digits of a SHA-256."""

SIGNATURE = 128
"""Hexadecimal digits of an Ed25519 signature."""

HIGHEST = 9_000_000_000_000
"""Highest number that a counter may reach; a text in a number's place fails this bound on SQLite."""

INSTANT = 27
"""Characters of an instant as the record writes it."""


@dataclass(kw_only=True, eq=False)
class UnstorableText(DontWrapMixin, ValueError):
    """A text too long for its column, or with a NUL: a defect of the caller, who checks what people type."""

    length: int
    limit: int


class Words(TypeDecorator[str]):
    """Text of at most ``limit`` characters and without NUL, the same on both engines."""

    impl = String
    cache_ok = True

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (the library's form)
        """Refuse what PostgreSQL would refuse, before either engine sees it."""
        if value is not None and (len(value) > self.limit or "\0" in value):
            raise UnstorableText(length=len(value), limit=self.limit)
        return value


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: ``timestamptz`` on PostgreSQL, the record's own text on SQLite, UTC when read."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keep instants on SQLite as text of one width, so that they compare in order of time."""
        return String(INSTANT) if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Refuse a naive instant."""
        if value is None:
            return None
        return written(value) if dialect.name == "sqlite" else utc(value)

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the instant in UTC."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


class ExactNumber(TypeDecorator[Fraction]):
    """A fraction as ``n/d`` in lowest terms."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the fraction."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:  # noqa: ARG002
        """Read the fraction."""
        return None if value is None else Fraction(value)


def words(limit: int, *, key: bool = False, optional: bool = False) -> Column[str]:
    """Make a column of text."""
    return Column(Words(limit), primary_key=key, nullable=optional)


def instant(*, key: bool = False, optional: bool = False) -> Column[datetime]:
    """Make a column of instants."""
    return Column(UtcDateTime(), primary_key=key, nullable=optional)


def number(*, key: bool = False, optional: bool = False) -> Column[int]:
    """Make a column of counts that someone else numbers."""
    return Column(BigInteger(), primary_key=key, nullable=optional, autoincrement=False)


def reference() -> Column[int]:
    """Make a column of a number that may be missing: of another row, or of a text that has one."""
    return number(optional=True)


def row_id() -> Column[int]:
    """Make a key that the database counts up."""
    return Column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


def exact(*, optional: bool = False) -> Column[Fraction]:
    """Make a column of fractions."""
    return Column(ExactNumber(NAME), nullable=optional)


def one_of(kind: type[StrEnum], check: str, *, key: bool = False, optional: bool = False) -> Column[StrEnum]:
    """Make a column that holds a member of ``kind``, guarded by the constraint named ``check``."""
    return Column(
        Enum(
            kind,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            length=CODE,
            name=check,
            values_callable=lambda members: [member.value for member in members],
        ),
        primary_key=key,
        nullable=optional,
    )


def sized(table: str, **sizes: tuple[int, int]) -> tuple[CheckConstraint, ...]:
    """Bound the lengths of texts from below and above, for writers that do not come through the types."""
    return tuple(
        CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"ck_{table}_{column}_size")
        for column, (low, high) in sizes.items()
    )


def counted(table: str, **lowest: int) -> tuple[CheckConstraint, ...]:
    """Bound numbers from below and above; the upper bound refuses a text in a number's place on SQLite."""
    return tuple(
        CheckConstraint(f"{column} BETWEEN {low} AND {HIGHEST}", name=f"ck_{table}_{column}_range")
        for column, low in lowest.items()
    )
