"""The members that a line lists, checked once and then good for every line that lists them letter for letter."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, PlainValidator, StringConstraints, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.rules import Standing, Voter

_LONGEST_NUMBER = 100  # digits of a weight; no count of people or money needs more
_TOO_LARGE = 10**_LONGEST_NUMBER
_WEIGHT = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/[0-9]+", re.ASCII)


def exact_weight(value: object) -> Fraction:
    """Read a weight exactly: a whole number, a decimal, or a string such as "0.5" or "1/2".

    Raise ValueError for anything else, for a negative weight and for one of more than 100 digits.
    """
    if type(value) is int and 0 <= value < _TOO_LARGE:  # nearly all there are
        return Fraction(value)
    match value:
        case int() if not isinstance(value, bool):
            weight = Fraction(value)
        case Decimal() if value.is_finite() and abs(value.adjusted()) + len(value.as_tuple().digits) <= _LONGEST_NUMBER:
            weight = Fraction(value)
        case str() if len(value) <= _LONGEST_NUMBER and _WEIGHT.fullmatch(value):
            if "/" in value and int(value.partition("/")[2]) == 0:
                raise ValueError("a weight cannot be divided by 0")
            weight = Fraction(value)
        case _:
            raise ValueError("a weight is a number, or a string such as “0.5” or “1/2”")
    if weight.numerator < 0:
        raise ValueError("a weight is never negative")
    if weight.numerator >= _TOO_LARGE:
        raise ValueError(f"a weight has at most {_LONGEST_NUMBER} digits")
    return weight


Name: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Answer: TypeAlias = Literal["yes", "no", "abstain"]
_Weight: TypeAlias = Annotated[Fraction, PlainValidator(exact_weight)]
_CHOICES: Mapping[str | None, Choice | None] = {None: None, **{choice.value: choice for choice in Choice}}


class Strict(BaseModel):
    """A part of a line: unknown keys and values of another type are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Member(Strict):
    """One member of the body, as a line lists it."""

    id: Name
    entitled: bool = True
    reason: Literal["suspended", "expired", "abeyance", "recused", "concerned"] | None = None
    permanent: bool = False
    weights: dict[Name, _Weight] = {}


class Roster:
    """The members a line lists, in order; in a model it takes a list of them, or itself.

    Each member becomes a voter once for each thing it is found to have done, since a voter never changes.
    """

    def __init__(self, members: Sequence[_Member]) -> None:
        self.members = members
        self.ids = [MemberCode(member.id) for member in members]
        self.known = frozenset(self.ids)
        self.contradictory = next((member for member in members if member.entitled and member.reason is not None), None)
        self.unexplained = next((member for member in members if not member.entitled and member.reason is None), None)
        self._voters = _Voters(members)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check a list of members where there is no roster yet."""
        fresh = core_schema.no_info_after_validator_function(cls, handler(list[_Member]))
        return core_schema.no_info_wrap_validator_function(
            lambda value, check: value if isinstance(value, cls) else check(value), fresh
        )

    def voters(self, ballots: Mapping[str, Answer], present: Collection[str]) -> tuple[Voter, ...]:
        """Give the members as voters that cast these ballots, or were there."""
        there = set(present)
        acts = zip(count(), map(ballots.get, self.ids), [id_ in there for id_ in self.ids], strict=False)
        return tuple(map(self._voters.__getitem__, acts))


_Act: TypeAlias = tuple[int, Answer | None, bool]
"""A member, by its place in the list, with the ballot it cast and whether it was listed as present."""


class _Voters(dict[_Act, Voter]):
    """The voters made so far."""

    def __init__(self, members: Sequence[_Member]) -> None:
        self._members = members

    def __missing__(self, act: _Act) -> Voter:
        place, answer, present = act
        member = self._members[place]
        voter = self[act] = Voter(
            member=MemberCode(member.id),
            standing=Standing.ENTITLED if member.entitled else Standing(member.reason or "suspended"),
            permanent=member.permanent,
            weights=member.weights,
            choice=_CHOICES[answer],
            present=present,
        )
        return voter


_ROSTER = TypeAdapter(Roster)


def checked_roster(value: object) -> Roster:
    """Check a list of members; raise ValueError (of pydantic) where it is none."""
    return _ROSTER.validate_python(value)
