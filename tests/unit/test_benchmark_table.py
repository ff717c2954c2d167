"""The table of the measurements."""

import pytest

from tests.benchmarks.table import Line, printed


@pytest.mark.parametrize(("product", "met"), [(3.0, True), (3.001, False)])
def test_target_beyond_the_floor_is_for_the_difference(product: float, met: bool) -> None:
    """A product at three times its floor meets a target of two more, and one above does not."""
    assert Line(measured="a vote", floor=1.0, product=product, unit="ms", more_at_most=2.0).met is met


def test_target_beyond_the_floor_is_printed_with_the_difference() -> None:
    line = Line(measured="a vote", floor=1.0, product=2.5, unit="ms", more_at_most=1.0)
    _, told = printed([line]).splitlines()
    assert told.split() == [
        "a",
        "vote",
        "1",
        "ms",
        "2.500",
        "ms",
        "2.50",
        "1.500",
        "ms",
        "≤",
        "floor",
        "+",
        "1",
        "ms",
        "NO",
    ]


def test_other_lines_tell_no_difference() -> None:
    lines = [
        Line(measured="ratio", floor=1.0, product=2.5, unit="ms", at_most=3),
        Line(measured="alone", product=2.5, unit="ms", at_most=2),
        Line(measured="to be read", product=2.5, unit="ms"),
    ]
    assert [line.cells()[4:] for line in lines] == [("", "≤ 3", "yes"), ("", "≤ 2 ms", "NO"), ("", "", "")]
