"""The words of a rule sentence, each with its place, and the error of a sentence that cannot be read."""

import re
from dataclasses import dataclass
from enum import Enum, auto


class RuleSentenceError(ValueError):
    """A rule sentence that cannot be read: where, what was expected there and what was found.

    ``position`` counts characters from 0; ``found`` is the text there, or "the end of the sentence".
    """

    def __init__(self, *, sentence: str, position: int, expected: str, found: str) -> None:
        super().__init__(f"“{sentence}”: at character {position + 1}, expected {expected}, found {found}")
        self.sentence = sentence
        self.position = position
        self.expected = expected
        self.found = found


class TokenKind(Enum):
    """What a token is."""

    PERCENT = auto()
    FRACTION = auto()
    NUMBER = auto()
    WORD = auto()
    COMMA = auto()
    END = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word, number or comma, in lower case, and the character it starts at."""

    kind: TokenKind
    text: str
    position: int

    def __str__(self) -> str:
        return "the end of the sentence" if self.kind is TokenKind.END else f"“{self.text}”"


_LONGEST_NUMBER = 18  # digits; more are a slip, and long numbers are slow to read
_TOKEN = re.compile(
    r"(?P<PERCENT>[0-9]+(?:\.[0-9]+)?%)(?![\w/.%])"
    r"|(?P<FRACTION>[0-9]+/[0-9]+)(?![\w/.%])"
    r"|(?P<NUMBER>[0-9]+)(?![\w/.%])"
    r"|(?P<WORD>[^\W\d][\w-]*)"
    r"|(?P<COMMA>,)"
)
_DIGITS = re.compile(r"[0-9]+")


def tokens_of(sentence: str) -> list[Token]:
    """Split a sentence into tokens, ended by one of kind ``END``; raise RuleSentenceError at a stray sign."""
    tokens: list[Token] = []
    position = 0
    while position < len(sentence):
        if sentence[position].isspace():
            position += 1
            continue
        found = _TOKEN.match(sentence, position)
        if found is None or found.lastgroup is None:
            raise RuleSentenceError(
                sentence=sentence,
                position=position,
                expected="a word, a number, a fraction such as 2/3 or a percentage such as 55%",
                found=f"“{sentence[position:].split(maxsplit=1)[0]}”",
            )
        _refuse_long_numbers(sentence, found)
        tokens.append(Token(kind=TokenKind[found.lastgroup], text=found.group().lower(), position=found.start()))
        position = found.end()
    tokens.append(Token(kind=TokenKind.END, text="", position=len(sentence)))
    return tokens


def _refuse_long_numbers(sentence: str, found: re.Match[str]) -> None:
    if found.lastgroup == "WORD":
        return
    for digits in _DIGITS.findall(found.group()):
        if len(digits) > _LONGEST_NUMBER:
            raise RuleSentenceError(
                sentence=sentence,
                position=found.start(),
                expected=f"a number of at most {_LONGEST_NUMBER} digits",
                found=f"a number of {len(digits)} digits",
            )
