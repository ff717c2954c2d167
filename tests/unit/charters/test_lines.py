"""The line of a key is found however TOML lets it be written."""

import pytest

from bot.charters.lines import LineFinder, Path

TEXT = '''\
# a comment with [a header] = 1
[charter]
title = { en = "a = b", fr = "[c]" } # more = 2
text = """
[not.a.table]
not_a_key = 1
"""
list = [
    "one", # a comma, here
    { two = [1, 2] },
    'three'
]

[bodies."the council"]
seats.number = 15

[ kinds . sanctions ]
literal = \'\'\'
x = 1\'\'\'
adopt = "a \\" # b"
[[sessions]]
level = "leaders"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("charter",), 2),
        (("charter", "title"), 3),
        (("charter", "title", "fr"), 3),
        (("charter", "text"), 4),
        (("charter", "list"), 8),
        (("charter", "list", 0), 9),
        (("charter", "list", 1), 10),
        (("charter", "list", 2), 11),
        (("bodies", "the council"), 14),
        (("bodies", "the council", "seats", "number"), 15),
        (("kinds", "sanctions"), 17),
        (("kinds", "sanctions", "literal"), 18),
        (("kinds", "sanctions", "adopt"), 20),
        (("kinds", "sanctions", "missing"), 17),
        (("sessions",), 21),
        (("nowhere",), 1),
    ],
)
def test_line_of_a_path(path: Path, line: int) -> None:
    assert LineFinder(TEXT).line(path) == line


def test_line_of_a_path_with_windows_line_ends() -> None:
    assert LineFinder(TEXT.replace("\n", "\r\n")).line(("kinds", "sanctions", "adopt")) == 20
