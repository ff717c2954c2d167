"""Amounts as people write them: ``800 billion USD``, ``1,200,000.50 EUR``, ``3 milliards EUR``, ``500 troops``.

A comma before three digits groups thousands, else it is the decimal sign; a point is that, and before exactly three
digits it is refused, as some group thousands by it. *Billion* is a thousand million, as in English; where the reader's
language is French, in which it is a million million, it is refused.
The amount is shown in full before it binds anybody.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from babel.core import get_global
from babel.numbers import get_currency_precision

from bot.domain.amounts import CURRENCY_LENGTH, Amount
from bot.domain.contributions import AmbiguousAmount, MalformedAmount, NothingGiven, TooManyDecimals, UnknownCurrency
from bot.domain.rules import decimal_text

_AMOUNT: Final = re.compile(r"(?P<number>[-+−]?[0-9](?:[0-9 .,'’_]*[0-9])?)\s*(?P<rest>\S.*)?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_THOUSAND: Final = re.compile(r"[-+−]?[1-9][0-9]{0,2}\.[0-9]{3}")
"""A point before exactly three digits: a thousand to some, a decimal to others."""
LONGEST_NUMBER: Final = 18
"""Digits before the decimal sign; nothing that a state gives is more."""
MOST_DECIMALS: Final = 6
LONGEST_UNIT: Final = 40

_SCALES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("thousand", "mille", "millier", "milliers"), 10**3),
    **dict.fromkeys(("million", "millions", "mn", "mio"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "milliard", "milliards", "md", "mds"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 10**12),
}
_OTHERWISE_IN_FRENCH: Final = frozenset({"billion", "billions", "trillion", "trillions"})
_SIGNS: Final[Mapping[str, str]] = {"€": "EUR", "£": "GBP", "¥": "JPY"}
"""Signs that stand for one currency; a dollar is of many states, so it is written by its code."""
_NAMES: Final = frozenset(
    {"euro", "euros", "dollar", "dollars", "pound", "pounds", "livre", "livres", "franc", "francs", "yen", "yens"}
)
"""What currencies are called: who writes one means money, and its code must say which."""


@cache
def currencies() -> frozenset[str]:
    """Give the codes of ISO 4217 that are tender anywhere today, as the CLDR has them."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for used in territories for code, _, until, tender in used if until is None and tender)


def read_amount(value: str, *, language: str) -> Amount:
    """Read an amount with its unit; raise what is wrong with it, in the order in which it is read."""
    text = " ".join(value.split())
    signed = next((sign for sign in _SIGNS if sign in text), None)
    if signed is not None:
        text = f"{text.replace(signed, ' ').strip()} {_SIGNS[signed]}"
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise MalformedAmount(value=value)
    first, _, more = (found["rest"] or "").partition(" ")
    scale = first.rstrip(".").casefold()
    factor, unit = (_SCALES[scale], more) if scale in _SCALES else (1, found["rest"] or "")
    if language == "fr" and scale in _OTHERWISE_IN_FRENCH:
        raise MalformedAmount(value=value)
    if signed is not None and unit != _SIGNS[signed]:
        raise MalformedAmount(value=value)
    if factor == 1 and _THOUSAND.fullmatch(found["number"]):
        raise AmbiguousAmount(value=value)
    number = _number(found["number"], value) * factor
    if number <= 0:
        raise NothingGiven(value=value)
    if number >= 10**LONGEST_NUMBER:
        raise MalformedAmount(value=value)
    return _of_unit(number, unit, value)


def _number(text: str, value: str) -> Fraction:
    negative = text[0] in "-−"
    digits = re.sub(r"[ '’_]", "", text.lstrip("+-−"))
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    elif not _PLAIN.fullmatch(digits):
        raise MalformedAmount(value=value)
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if len(whole) > LONGEST_NUMBER or len(decimals) > MOST_DECIMALS:
        raise MalformedAmount(value=value)
    number = Fraction(Decimal(f"{whole}.{decimals or 0}"))
    return -number if negative else number


def _of_unit(number: Fraction, unit: str, value: str) -> Amount:
    """Give the amount in its unit: a code of ISO 4217 in any case, or anything else in words."""
    if "$" in unit or not _NAMES.isdisjoint(unit.casefold().split()):
        raise UnknownCurrency(value=unit)
    every = unit.split()
    if not every or len(unit) > LONGEST_UNIT or not every[0][0].isalpha() or any(word.isdigit() for word in every):
        raise MalformedAmount(value=value)
    if len(every) > 1 and not currencies().isdisjoint(every):
        raise MalformedAmount(value=value)
    code = unit.upper()
    if len(unit) == CURRENCY_LENGTH and unit.isascii() and unit.isalpha() and (unit.isupper() or code in currencies()):
        if code not in currencies():
            raise UnknownCurrency(value=unit)
        decimals = get_currency_precision(code)
        if (number * 10**decimals).denominator != 1:
            raise TooManyDecimals(value=value, currency=code, decimals=decimals)
        return Amount(value=number, unit=code)
    return Amount(value=number, unit=unit.casefold())


def plain_amount(amount: Amount) -> str:
    """Write an amount so that it is read as the same again, in any language."""
    text = decimal_text(amount.value)
    return f"{text}0 {amount.unit}" if _THOUSAND.fullmatch(text) else f"{text} {amount.unit}"
