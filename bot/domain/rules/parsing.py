"""Reading a rule sentence: recursive descent over the grammar of the rule language.

::

    rule      : option (_OR option)*
    option    : clause (_AND clause)*
    clause    : amount _OF base | "more for than against" | "at most" INT [_OF] heads "not in favour"
              | "no permanent member against" | "no objection" | "at most" INT _OBJECTIONS
    quorum    : amount _OF roll ("present" | "voted")
    threshold : amount _OF roll

Reading ignores case and a "the" before seats, members and weights. "members present and voting" is one
name: its "and" never joins clauses. An "or" may have a comma before it.
"""

from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from bot.domain.ids import WeightName
from bot.domain.rules.language import (
    Amount,
    AtLeastCount,
    AtLeastShare,
    Attendance,
    Base,
    Clause,
    Favour,
    Heads,
    Majority,
    MoreThanShare,
    NoVeto,
    Objections,
    Opposed,
    Option,
    People,
    Quorum,
    Rule,
    Seats,
    Share,
    Threshold,
    Weighted,
)
from bot.domain.rules.tokens import RuleSentenceError, Token, TokenKind, tokens_of

_PEOPLE = sorted(((people, tuple(people.value.split())) for people in People), key=lambda pair: -len(pair[1]))
_RESERVED = frozenset(word for _, words in _PEOPLE for word in words) | {
    *("the", "of", "seats", "member", "or", "at", "least", "most", "more", "than", "for", "against"),
    *("not", "favour", "no", "permanent", "objection", "objections", "voted"),
}


def parse_rule(sentence: str, *, seats: int | None = None, weights: Collection[str] | None = None) -> Rule:
    """Read the sentence of a rule.

    ``seats`` is the number of seats the charter gives the body and ``weights`` the weights it names; None
    accepts any. Raise RuleSentenceError, which says where and what was expected, where the sentence
    cannot be read, a share is not above 0 and at most 1 (below 1 after "more than"), a count after "at
    least" is 0, a seat count is not the body's, or a weight is not one the charter names.
    """
    return _rule(sentence, seats, _names(weights))


def parse_quorum(sentence: str, *, seats: int | None = None, weights: Collection[str] | None = None) -> Quorum:
    """Read the sentence of a quorum, such as "at least 1/2 of entitled members voted"; as parse_rule."""
    return _quorum(sentence, seats, _names(weights))


def parse_threshold(sentence: str, *, seats: int | None = None, weights: Collection[str] | None = None) -> Threshold:
    """Read a threshold, such as "at least 1/3 of members in good standing"; as parse_rule."""
    return _threshold(sentence, seats, _names(weights))


def _names(weights: Collection[str] | None) -> frozenset[str] | None:
    return None if weights is None else frozenset(weight.lower() for weight in weights)


@lru_cache(maxsize=1024)
def _rule(sentence: str, seats: int | None, weights: frozenset[str] | None) -> Rule:
    reader = _Reader(sentence, seats, weights)
    rule = reader.rule()
    reader.end("“and”, “or” or the end of the sentence")
    return rule


@lru_cache(maxsize=1024)
def _quorum(sentence: str, seats: int | None, weights: frozenset[str] | None) -> Quorum:
    reader = _Reader(sentence, seats, weights)
    quorum = reader.quorum()
    reader.end("the end of the sentence")
    return quorum


@lru_cache(maxsize=1024)
def _threshold(sentence: str, seats: int | None, weights: frozenset[str] | None) -> Threshold:
    reader = _Reader(sentence, seats, weights)
    threshold = reader.threshold()
    reader.end("the end of the sentence")
    return threshold


class _Reader:
    """A place in a sentence, and one method for each rule of the grammar."""

    def __init__(self, sentence: str, seats: int | None, weights: frozenset[str] | None) -> None:
        self.sentence = sentence
        self.seat_count = seats
        self.weights = weights
        self.tokens = tokens_of(sentence)
        self.index = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def rule(self) -> Rule:
        options = [self.option()]
        while self._takes_or():
            options.append(self.option())
        return Rule(options=tuple(options))

    def option(self) -> Option:
        clauses = [self.clause()]
        while self._takes("and"):
            clauses.append(self.clause())
        return Option(clauses=tuple(clauses))

    def clause(self) -> Clause:
        if self._takes("more", "for", "than", "against"):
            return Majority()
        if self._takes("no", "permanent", "member", "against"):
            return NoVeto()
        if self._takes("no", "objection"):
            return Objections()
        if self._takes("at", "most"):
            return self._limit()
        if self.token.text not in {"at", "more"}:
            self._refuse("“at least”, “at most”, “more than”, “more for than against” or “no”")
        amount = self.amount()
        self._expect("of")
        return Favour(amount=amount, base=self.base())

    def quorum(self) -> Quorum:
        amount = self.amount()
        self._expect("of")
        roll = self.roll()
        if self.token.text not in set(Attendance):
            self._refuse("“present” or “voted”")
        self.index += 1
        return Quorum(amount=amount, roll=roll, attendance=Attendance(self.tokens[self.index - 1].text))

    def threshold(self) -> Threshold:
        amount = self.amount()
        self._expect("of")
        return Threshold(amount=amount, roll=self.roll())

    def amount(self) -> Amount:
        if self._takes("more", "than"):
            return MoreThanShare(share=self._share(whole=False))
        if not self._takes("at", "least"):
            self._refuse("“at least” or “more than”")
        if self.token.kind is TokenKind.NUMBER:
            return AtLeastCount(count=self._number("a count of 1 or more", least=1))
        return AtLeastShare(share=self._share(whole=True))

    def base(self) -> Base:
        heads = self._heads(fixed=False)
        return self._weighted(fixed=False) if heads is None else heads

    def roll(self) -> Base:
        heads = self._heads(fixed=True)
        return self._weighted(fixed=True) if heads is None else heads

    def end(self, expected: str) -> None:
        if self.token.kind is not TokenKind.END:
            self._refuse(expected)

    def _limit(self) -> Clause:
        most = self._number("a whole number", least=0)
        if self._takes("objections") or self._takes("objection"):
            return Objections(most=most)
        said_of = self._takes("of")
        heads = self._heads(fixed=False)
        if heads is None:
            self._refuse("seats or members" if said_of else "“objections”, seats or members")
        for word in ("not", "in", "favour"):
            self._expect(word)
        return Opposed(most=most, heads=heads)

    def _heads(self, *, fixed: bool) -> Heads | None:
        start = self.index
        self._takes("the")
        seats = self._seats()
        if seats is not None:
            return seats
        for people, words in _PEOPLE:
            if (people.fixed or not fixed) and self._takes(*words):
                return people
        self.index = start
        return None

    def _seats(self) -> Seats | None:
        if self._takes("seats"):
            return Seats()
        if self.token.kind is not TokenKind.NUMBER:
            return None
        expected = "a number of seats" if self.seat_count is None else f"{self.seat_count}, the seats of the body"
        token = self.token
        count = self._number(expected, least=1)
        self._expect("seats")
        if self.seat_count is None:
            self.seat_count = count
        if count != self.seat_count:
            self._refuse(f"{self.seat_count}, the seats of the body", token)
        return Seats(count=count)

    def _weighted(self, *, fixed: bool) -> Weighted:
        expected = "seats, members or a weight"
        if self.weights is not None:
            expected += f" of the charter ({', '.join(sorted(self.weights)) or 'it names none'})"
        self._takes("the")
        token = self.token
        if token.kind is not TokenKind.WORD or token.text in _RESERVED:
            self._refuse(expected)
        if self.weights is not None and token.text not in self.weights:
            self._refuse(expected)
        self.index += 1
        self._expect("of")
        group = self.token
        heads = self._heads(fixed=fixed)
        if not isinstance(heads, People):
            self._refuse("a group of members, such as “entitled members”", group)
        return Weighted(weight=WeightName(token.text), people=heads)

    def _share(self, *, whole: bool) -> Share:
        bound = "at most 1" if whole else "below 1"
        token = self.token
        match token.kind:
            case TokenKind.FRACTION if int(token.text.partition("/")[2]) > 0:
                share = Share(value=Fraction(token.text))
            case TokenKind.PERCENT:
                share = Share(value=Fraction(token.text[:-1]) / 100, percent=True)
            case _:
                count = "a count, " if whole else ""
                self._refuse(f"{count}a fraction such as 2/3 or a percentage such as 55%")
        if share.value <= 0 or share.value > 1 or (share.value == 1 and not whole):
            self._refuse(f"a share above 0 and {bound}")
        self.index += 1
        return share

    def _number(self, expected: str, *, least: int) -> int:
        if self.token.kind is not TokenKind.NUMBER or int(self.token.text) < least:
            self._refuse(expected)
        self.index += 1
        return int(self.tokens[self.index - 1].text)

    def _takes_or(self) -> bool:
        start = self.index
        if self.token.kind is TokenKind.COMMA:
            self.index += 1
        if self._takes("or"):
            return True
        self.index = start
        return False

    def _takes(self, *words: str) -> bool:
        here = self.tokens[self.index : self.index + len(words)]
        if tuple(token.text for token in here) != words:
            return False
        self.index += len(words)
        return True

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            self._refuse(f"“{word}”")

    def _refuse(self, expected: str, token: Token | None = None) -> NoReturn:
        at = token or self.token
        raise RuleSentenceError(sentence=self.sentence, position=at.position, expected=expected, found=str(at))
