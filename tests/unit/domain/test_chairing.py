"""Who presides: in turn by the month, and who steps aside."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chairing import presiding, rotating_chair, rotating_vice
from bot.domain.ids import MemberCode

AAA, BBB, CCC = (MemberCode(code) for code in ("AAA", "BBB", "CCC"))
ORDER = (AAA, BBB, CCC)
JANUARY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("on", "chair"),
    [
        (date(2026, 1, 31), AAA),
        (date(2026, 2, 1), BBB),
        (date(2026, 4, 15), AAA),
        (date(2027, 1, 1), AAA),
        (date(2025, 12, 31), CCC),
    ],
)
def test_chair_goes_round_by_the_month(on: date, chair: MemberCode) -> None:
    """The first of the order had the first month; the turns go on over years, and back."""
    assert rotating_chair(ORDER, first_month=JANUARY, on=on) == chair


def test_empty_body_has_no_chair() -> None:
    """There is nobody whose turn it could be."""
    assert rotating_chair((), first_month=JANUARY, on=JANUARY) is None


@given(on=st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_everyone_has_one_turn_in_as_many_months_as_there_are_members(on: date) -> None:
    """Within any three months on end each of three has presided once."""
    months = [(on.year * 12 + on.month - 1 + step) for step in range(3)]
    turns = {rotating_chair(ORDER, first_month=JANUARY, on=date(m // 12, m % 12 + 1, 1)) for m in months}
    assert turns == set(ORDER)


@pytest.mark.parametrize(("on", "vice"), [(date(2026, 1, 31), BBB), (date(2026, 3, 1), AAA), (date(2025, 12, 1), AAA)])
def test_vice_chair_is_the_next_in_the_order(on: date, vice: MemberCode) -> None:
    """After the last comes the first."""
    assert rotating_vice(ORDER, first_month=JANUARY, on=on) == vice


@pytest.mark.parametrize("order", [(), (AAA,)])
def test_nobody_stands_in_where_there_is_no_other(order: tuple[MemberCode, ...]) -> None:
    """A chair is not its own vice-chair."""
    assert rotating_vice(order, first_month=JANUARY, on=JANUARY) is None


@given(on=st.dates(date(2020, 1, 1), date(2035, 11, 30)), size=st.integers(2, 15))
def test_vice_chair_has_the_chair_the_month_after(on: date, size: int) -> None:
    """Who stands in now presides next."""
    order = tuple(MemberCode(f"M{number:02}") for number in range(size))
    month = on.year * 12 + on.month
    following = date(month // 12, month % 12 + 1, 1)
    assert rotating_vice(order, first_month=JANUARY, on=on) == rotating_chair(order, first_month=JANUARY, on=following)


@given(
    chair=st.sampled_from([None, *ORDER]),
    vice=st.sampled_from([None, *ORDER]),
    concerned=st.sampled_from([None, *ORDER]),
    able=st.frozensets(st.sampled_from(ORDER)),
)
def test_who_presides_holds_an_office_is_able_and_not_concerned(
    chair: MemberCode | None, vice: MemberCode | None, concerned: MemberCode | None, able: frozenset[MemberCode]
) -> None:
    """Nobody presides only where neither can."""
    fit = [each for each in (chair, vice) if each in able and each != concerned]
    assert presiding(chair, vice, concerned=concerned, able=able) == (fit[0] if fit else None)


@pytest.mark.parametrize(
    ("chair", "vice", "concerned", "able", "presides"),
    [
        (AAA, BBB, None, {AAA, BBB}, AAA),
        (AAA, BBB, AAA, {AAA, BBB}, BBB),
        (AAA, BBB, None, {BBB}, BBB),
        (AAA, AAA, AAA, {AAA}, None),
        (AAA, None, AAA, {AAA}, None),
        (None, BBB, None, {BBB}, BBB),
        (None, None, None, {AAA}, None),
        (AAA, BBB, AAA, {AAA}, None),
    ],
)
def test_chair_steps_aside_for_the_vice_chair_and_both_for_nobody(
    chair: MemberCode | None,
    vice: MemberCode | None,
    concerned: MemberCode | None,
    able: set[MemberCode],
    presides: MemberCode | None,
) -> None:
    """Who is concerned, or without a vote in the body, does not preside."""
    assert presiding(chair, vice, concerned=concerned, able=able) == presides
