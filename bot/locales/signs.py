"""Signs that nobody sees, in one place: what a command refuses is what a card would replace."""

import re
from typing import Final

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters but tabs and line ends, halves of characters, and what overrides direction."""
_LINE_END: Final = re.compile(r"\r\n?")


def visible(text: str) -> bool:
    """Tell whether a text has only characters that a reader can see, tabs and line ends apart.

    Right-to-left names are welcome; characters that override direction, and control characters are not.
    """
    return _UNSEEN.search(text) is None


def clean(text: str) -> str:
    """Give a text as it can be shown, or kept in a file: every line end a newline, each unseen character replaced."""
    return _UNSEEN.sub("�", _LINE_END.sub("\n", text))
