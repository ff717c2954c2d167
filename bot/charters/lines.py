"""Where each key of a TOML file stands: the standard reader gives values without their lines.

The text is known to be valid TOML when it comes here, so that the finder need not check it. A line is kept
for each table header, each key and each entry of a list; a key inside an inline table stands on the line of
the key that holds it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_COMMENT = re.compile(r"#[^\n]*")
_BLANK = re.compile(r"(?:\s|#[^\n]*)+")
_HEADER = re.compile(r"\[\[?[ \t]*")
_KEY = re.compile(r'[ \t]*("(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)[ \t]*')


@dataclass(slots=True)
class LineFinder:
    """The line of each path of a valid TOML text, counted from 1."""

    text: str
    _lines: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the text once."""
        for path, offset in _Scanner(self.text).places():
            self._lines.setdefault(path, self.text.count("\n", 0, offset) + 1)

    def line(self, path: Path) -> int:
        """Give the line of ``path``, or of the nearest table or key around it; 1 where there is none."""
        for length in range(len(path), 0, -1):
            found = self._lines.get(path[:length])
            if found is not None:
                return found
        return 1


class _Scanner:
    """A place in the text, moved on one statement at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def places(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        while self._skip_blank():
            start = self.at
            header = _HEADER.match(self.text, self.at)
            if header:
                self.at = header.end()
                table = self._key()
                self.at = self._end_of_line()
                yield from _prefixes((), table, start)
                continue
            key = self._key()
            yield from _prefixes(table, key, start)
            self.at += 1
            yield from self._value((*table, *key))

    def _skip_blank(self) -> bool:
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
        return self.at < len(self.text)

    def _end_of_line(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    def _key(self) -> Path:
        parts: list[str] = []
        while found := _KEY.match(self.text, self.at):
            parts.append(found.group(1).strip("\"'"))
            self.at = found.end()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return tuple(parts)

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        """Pass over a value, to the end of its statement, naming the entries of a list on the way."""
        depth, entry, fresh, listed = 0, 0, False, False
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "\n" and depth == 0:
                return
            if sign.isspace():
                self.at += 1
                continue
            comment = _COMMENT.match(self.text, self.at)
            if comment:
                self.at = comment.end()
                continue
            if sign not in "]," and fresh and depth == 1:
                yield (*path, entry), self.at
                fresh = False
            string = _STRING.match(self.text, self.at)
            if string:
                self.at = string.end()
                continue
            match sign:
                case "[" | "{":
                    listed = listed or (depth == 0 and sign == "[")
                    fresh = fresh or (depth == 0 and listed)
                    depth += 1
                case "]" | "}":
                    depth -= 1
                case "," if depth == 1 and listed:
                    entry, fresh = entry + 1, True
                case _:
                    pass
            self.at += 1


def _prefixes(table: Path, key: Path, offset: int) -> Iterator[tuple[Path, int]]:
    for length in range(1, len(key) + 1):
        yield (*table, *key[:length]), offset
