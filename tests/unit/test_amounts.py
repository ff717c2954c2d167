"""Amounts as people write them: read exactly, or refused; and read as the same again when written plainly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.amounts import currencies, plain_amount, read_amount
from bot.domain.amounts import Amount, total, units
from bot.domain.contributions import AmbiguousAmount, MalformedAmount, NothingGiven, TooManyDecimals, UnknownCurrency
from bot.domain.errors import Refusal


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("800 billion USD", "800000000000", "USD"),
        ("800bn usd", "800000000000", "USD"),
        ("3 milliards EUR", "3000000000", "EUR"),
        ("1.5 million EUR", "1500000", "EUR"),
        ("1,5 million EUR", "1500000", "EUR"),
        ("1,200,000.50 EUR", "1200000.5", "EUR"),
        ("1 200 000,50 EUR", "1200000.5", "EUR"),
        ("1\u202f200\u202f000,50\u00a0EUR", "1200000.5", "EUR"),
        ("1'200'000 CHF", "1200000", "CHF"),
        ("20 million €", "20000000", "EUR"),
        ("€20m troops", None, None),
        ("500 troops", "500", "troops"),
        ("500 Troops", "500", "troops"),
        ("1,234 barrels of oil", "1234", "barrels of oil"),
        ("12 men", "12", "men"),
        ("5000 JPY", "5000", "JPY"),
        ("0.001 KWD", "0.001", "KWD"),
        ("5 anti-tank missiles", "5", "anti-tank missiles"),
        ("12 F-16 aircraft", "12", "f-16 aircraft"),
    ],
)
def test_amounts_are_read_exactly(text: str, value: str | None, unit: str | None) -> None:
    """Grouped, decimal, scaled; money by its code in any case, anything else as a word."""
    if value is None or unit is None:
        with pytest.raises(Refusal):
            read_amount(text, language="en")
        return
    assert read_amount(text, language="en") == Amount(value=Fraction(value), unit=unit)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", MalformedAmount),
        ("many EUR", MalformedAmount),
        ("12", MalformedAmount),
        ("1.2.3 EUR", MalformedAmount),
        ("1,23,4 EUR", MalformedAmount),
        ("1e9 EUR", MalformedAmount),
        ("5 troops 3", MalformedAmount),
        (f"5 {'x' * 41}", MalformedAmount),
        ("10 m EUR", MalformedAmount),
        ("500 USD million", MalformedAmount),
        ("500 EUR per month", MalformedAmount),
        ("1000000 trillion IDR", MalformedAmount),
        ("5 USD$", UnknownCurrency),
        ("0 EUR", NothingGiven),
        ("-3 EUR", NothingGiven),
        ("−3 EUR", NothingGiven),
        ("5 ABC", UnknownCurrency),
        ("5 DEM", UnknownCurrency),
        ("5 $", UnknownCurrency),
        ("5.0011 EUR", TooManyDecimals),
        ("1.000 EUR", AmbiguousAmount),
        ("5.001 troops", AmbiguousAmount),
        ("5 euros", UnknownCurrency),
        ("5 US dollars", UnknownCurrency),
        ("0.5 JPY", TooManyDecimals),
    ],
)
def test_amounts_are_refused(text: str, refusal: type[Refusal]) -> None:
    """What is wrong is named; nothing is guessed."""
    with pytest.raises(refusal):
        read_amount(text, language="en")


def test_billion_is_not_read_where_it_means_a_thousand_times_as_much() -> None:
    """In French it is a million million; one writes milliard."""
    with pytest.raises(MalformedAmount):
        read_amount("3 billion EUR", language="fr")
    assert read_amount("3 milliards EUR", language="fr").value == 3_000_000_000


@given(
    parts=st.integers(min_value=1, max_value=10**17),
    places=st.sampled_from([0, 2, 3]),
    unit=st.sampled_from(["USD", "EUR", "troops", "barrels of oil"]),
)
def test_amount_written_plainly_is_read_as_the_same(parts: int, places: int, unit: str) -> None:
    """What a confirmation carries is what was shown."""
    amount = Amount(value=Fraction(parts, 10 ** (places if unit not in {"USD", "EUR"} else min(places, 2))), unit=unit)
    for language in ("en", "fr"):
        assert read_amount(plain_amount(amount), language=language) == amount


@given(st.lists(st.tuples(st.integers(0, 10**15), st.sampled_from(["USD", "EUR", "troops"])), max_size=40))
def test_totals_are_exact_and_by_unit(given_amounts: list[tuple[int, str]]) -> None:
    """What is of different units is never added."""
    amounts = [Amount(value=Fraction(cents, 100), unit=unit) for cents, unit in given_amounts]
    for unit in units(amounts):
        expected = sum(cents for cents, of in given_amounts if of == unit)
        assert total(amounts, unit).value * 100 == expected


def test_currencies_are_those_that_are_tender() -> None:
    """The euro is, the mark is not."""
    assert {"USD", "EUR", "JPY", "BRL"} <= currencies()
    assert not {"DEM", "XQZ", "ZZZ"} & currencies()
