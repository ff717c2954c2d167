"""Exact amounts with their unit: money by its currency, troops, barrels, anything. Different units are never added."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

CURRENCY_LENGTH = 3
"""Characters of a code of ISO 4217, in capitals: a unit that looks like one is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So many of a unit; ``value`` is a decimal, kept as an exact fraction."""

    value: Fraction
    unit: str

    @property
    def is_money(self) -> bool:
        """Whether its unit is a currency."""
        return len(self.unit) == CURRENCY_LENGTH and self.unit.isupper()


def total(amounts: Iterable[Amount], unit: str) -> Amount:
    """Add up those amounts that are of one unit."""
    return Amount(value=sum((each.value for each in amounts if each.unit == unit), Fraction(0)), unit=unit)


def units(amounts: Iterable[Amount]) -> tuple[str, ...]:
    """Give the units of amounts, each once, in the order in which they come."""
    return tuple(dict.fromkeys(each.unit for each in amounts))
