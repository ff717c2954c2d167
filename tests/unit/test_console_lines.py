"""Cards on the console: tables that wrap where they are wide, buttons that can be typed as they are shown."""

import pytest

from adapters.console.render import BAR, NARROWEST, WIDTH, render
from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Table
from bot.commands.register import REGISTRY
from bot.commands.text import parse_line


def lines_of(*rows: tuple[str, ...]) -> list[str]:
    """Give the lines of a card with a table of these rows, under columns named by letters."""
    columns = tuple("abcdefgh"[: len(rows[0])])
    title, *lines = render(Card(title="T", table=Table(columns=columns, rows=rows)))
    assert title == "• T"
    return lines


def test_wide_cells_of_a_table_wrap_in_their_column() -> None:
    """A list of members with their flags stays a list: the columns keep their places."""
    wide = "an active member · under review (R-12) · at risk · leaves on Tue 23 Nov 2027, 24:00 EET · " + "x " * 40
    head, rule, *lines = lines_of(("Estonia", wide, "1 Jul 2026"), ("Latvia", "suspended", "2 Jul 2026"))
    assert all(len(line) <= WIDTH for line in (head, rule, *lines))
    first, *rest, last = lines
    assert first.index("1 Jul 2026") == last.index("2 Jul 2026") == head.index("c")
    assert " ".join(line.removeprefix(BAR).replace("1 Jul 2026", "") for line in (first, *rest)).split() == [
        "Estonia",
        *wide.split(),
    ]


def test_table_that_fits_is_not_wrapped() -> None:
    head, _, *lines = lines_of(("x" * 10, "y" * 20))
    assert lines == [f"{BAR}{'x' * 10}  {'y' * 20}"]
    assert head.startswith(f"{BAR}a")


def test_table_with_a_long_text_gives_each_row_by_itself() -> None:
    """A usage or a reason of many lines is read across, not down a column."""
    assert lines_of(("Estonia", "why " * 100, "1 Jul 2026"))[0] == f"{BAR}Estonia"


def test_table_of_many_wide_columns_gives_each_row_by_itself() -> None:
    """Columns too narrow to read are no table."""
    lines = lines_of(tuple(letter * NARROWEST * 2 for letter in "abcdefgh"))
    assert lines[0] == BAR + "a" * NARROWEST * 2
    assert all(line.startswith(f"{BAR}    ") for line in lines[1:])


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("vote.cast", ("M-1", "yes", "our reasons", "yes")),
        ("vote.cast", ("M-1", "yes", 'the "free" courts', "")),
        ("review.find", ("EST", "at risk", "because: it fell", "")),
        ("vote.cast", ("12", "yes", "", "yes")),
        ("delegate.appoint", ("console:new", "EST", "head", "")),
    ],
)
def test_button_is_shown_as_it_can_be_typed(path: str, values: tuple[str, ...]) -> None:
    """What a button says is a line, which reads back as the same values."""
    card = Card(title="T", buttons=(Button(label="Yes", action=action(path, *values)),))
    (line,) = render(card)[1:]
    parsed = parse_line(REGISTRY, line.split(" → ")[1].removesuffix("]"))
    options = [option.name for option in parsed.command.options]
    assert parsed.command.path == path
    assert parsed.values == {name: value for name, value in zip(options, values, strict=False) if value}


def test_field_with_a_long_name_stands_above_its_value() -> None:
    """However long the name is, and beside the shorter ones, which keep their column."""
    long = "Taken up again: " + "x" * 160
    _, short, *above, value = render(
        Card(title="T", fields=(Field(name="Kind", value=("Order",)), Field(name=long, value=("Vote until Monday",))))
    )
    assert short == f"{BAR}Kind  Order"
    assert "".join(line.removeprefix(BAR) for line in above).replace(" ", "") == long.replace(" ", "")
    assert value == f"{BAR}    Vote until Monday"
    assert all(len(line) <= WIDTH for line in above)
