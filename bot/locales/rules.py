"""The rules of a vote in the reader's language: ``rule_in`` is the one way from a rule to words on a card.

Charters are written in English, and a frozen rule is kept as its English sentence; whoever reads English reads that
very sentence. In French the parsed rule is printed anew, part by part, so that no part can be left out: the numbers are
the same, an ``or`` still follows a comma, and two rules that differ never read alike.
"""

from functools import lru_cache
from typing import Final, TypeAlias, assert_never

from bot.domain.ids import WeightName
from bot.domain.rules import (
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
    RuleSentenceError,
    Seats,
    Share,
    SomeoneInFavour,
    Threshold,
    Weighted,
    parse_quorum,
    parse_rule,
)

Told: TypeAlias = Rule | Quorum | Threshold | SomeoneInFavour
"""What a rule comes to on a card: it all, its quorum, one clause, or the yes that adoption always needs."""

_WEIGHTS: Final = {"population": "la population"}
"""The weights with a French word of their own; the charter's name of any other is quoted."""


@lru_cache(maxsize=1024)
def rule_in(language: str, sentence: str | Told) -> str:
    """Say a rule, a quorum, a threshold or one clause in a language; a text is one as ``bot.domain.rules`` prints it.

    Raise RuleSentenceError for a text that is none.
    """
    if language != "fr":
        return str(sentence)
    match sentence:
        case str():
            return rule_in(language, _read(sentence))
        case Rule():
            return ", ou ".join(_option(option) for option in sentence.options)
        case Quorum():
            of = "de " if isinstance(sentence.amount, MoreThanShare) else "d’"
            return f"{_attendance(sentence.attendance)} {of}{_measured(sentence.amount, sentence.roll)}"
        case Threshold():
            return _measured(sentence.amount, sentence.roll)
        case SomeoneInFavour():
            return "au moins 1 voix pour"
        case _:
            assert_never(sentence)


def _read(sentence: str) -> Told:
    someone = SomeoneInFavour()
    if sentence == str(someone):
        return someone
    try:
        return parse_rule(sentence)
    except RuleSentenceError:
        return parse_quorum(sentence)


def _option(option: Option) -> str:
    return " et ".join(_clause(clause) for clause in option.clauses)


def _clause(clause: Clause) -> str:
    match clause:
        case Favour():
            return _measured(clause.amount, clause.base)
        case Majority():
            return "plus de voix pour que de voix contre"
        case Opposed():
            return f"au plus {_not_in_favour(clause.most, clause.heads)}"
        case NoVeto():
            return "aucune voix contre d’un membre permanent"
        case Objections(most=0):
            return "aucune objection"
        case Objections():
            return f"au plus {clause.most} {_number(clause.most, 'objection', 'objections')}"
        case _:
            assert_never(clause)


def _attendance(attendance: Attendance) -> str:
    match attendance:
        case Attendance.PRESENT:
            return "présence"
        case Attendance.VOTED:
            return "participation au vote"
        case _:
            assert_never(attendance)


def _measured(amount: Amount, base: Base) -> str:
    """Say so much of a base: a count with what is counted, a share with what it is a part of."""
    match amount:
        case AtLeastCount():
            return f"au moins {_counted(amount.count, base)}"
        case AtLeastShare():
            return f"au moins {_share(amount.share)} {_of(base)}"
        case MoreThanShare():
            return f"plus de {_share(amount.share)} {_of(base)}"
        case _:
            assert_never(amount)


def _share(share: Share) -> str:
    return str(share).replace(".", ",").replace("%", "\N{NO-BREAK SPACE}%")


def _counted(count: int, base: Base) -> str:
    match base:
        case Seats(count=None):
            return f"{count} {_number(count, 'siège', 'sièges')}"
        case Seats():
            return f"{count} {_number(count, 'siège', 'sièges')} sur {base.count}"
        case People.ALL | People.ALL_OTHER:
            return f"{count} {_number(count, 'membre', 'membres')} sur {_whole(base)}"
        case People():
            return f"{count} {_members(base, count)}"
        case Weighted():
            return f"{count} sur {_weight(base.weight)} {_of(base.people)}"
        case _:
            assert_never(base)


def _not_in_favour(most: int, heads: Heads) -> str:
    """Say so many that do not vote in favour: what they are comes first, what they are part of last."""
    match heads:
        case Seats():
            return f"{_counted(most, heads)} sans voix pour"
        case People.ALL | People.ALL_OTHER:
            return f"{most} {_number(most, 'membre', 'membres')} ne votant pas pour sur {_whole(heads)}"
        case People():
            return f"{most} {_members(heads, most)} ne votant pas pour"
        case _:
            assert_never(heads)


def _of(base: Base) -> str:
    """Say what a share is a part of, with its "de"."""
    match base:
        case Seats(count=None):
            return "des sièges"
        case Seats(count=1):
            return "de 1 siège"
        case Seats():
            return f"des {base.count} sièges"
        case People.ALL | People.ALL_OTHER:
            return f"de {_whole(base)}"
        case People():
            return f"des {_members(base, 2)}"
        case Weighted():
            return f"de {_weight(base.weight)} {_of(base.people)}"
        case _:
            assert_never(base)


def _weight(weight: WeightName) -> str:
    return _WEIGHTS.get(weight, f"la pondération “{weight}”")


def _whole(people: People) -> str:
    return "l’ensemble des autres membres" if people.others else "l’ensemble des membres"


def _members(people: People, count: int) -> str:
    """Name members of a group, as many as ``count``: 0 and 1 are singular in French."""
    match people:
        case People.ALL:
            return _number(count, "membre", "membres")
        case People.ALL_OTHER:
            return _number(count, "autre membre", "autres membres")
        case People.GOOD_STANDING:
            return _number(count, "membre en règle", "membres en règle")
        case People.OTHER_GOOD_STANDING:
            return _number(count, "autre membre en règle", "autres membres en règle")
        case People.ENTITLED:
            return _number(count, "membre habilité à voter", "membres habilités à voter")
        case People.PRESENT:
            return _number(count, "membre présent", "membres présents")
        case People.PRESENT_AND_VOTING:
            return _number(count, "membre présent et votant", "membres présents et votants")
        case _:
            assert_never(people)


def _number(count: int, one: str, many: str) -> str:
    return one if count < 2 else many
