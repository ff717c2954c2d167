import re
from fractions import Fraction
from itertools import product
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charters.load import parse_charter, shipped_charter, shipped_charters
from bot.domain.ids import WeightName
from bot.domain.rules import (
    Amount,
    AtLeastCount,
    AtLeastShare,
    Attendance,
    Base,
    Clause,
    Favour,
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
    Sentence,
    Share,
    SomeoneInFavour,
    Threshold,
    Weighted,
    parse_quorum,
    parse_rule,
    parse_threshold,
)
from bot.domain.voting import TAKEN_PART, TWO_THIRDS
from bot.locales.rules import rule_in
from tests.unit.rules.rolls import QUORUMS, RULES, THRESHOLDS

SENTENCES: Final[st.SearchStrategy[Sentence]] = st.one_of(RULES, QUORUMS, THRESHOLDS)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:/[0-9]+)?(?:\N{NO-BREAK SPACE}?%)?")
_ENGLISH = {
    *("at", "least", "most", "more", "than", "of", "the", "for", "against", "seats", "all", "other", "members", "in"),
    *("good", "standing", "entitled", "present", "and", "or", "voting", "voted", "not", "favour", "no", "member"),
}


def french(sentence: str | Sentence) -> str:
    return rule_in("fr", sentence)


def numbers(told: str) -> list[str]:
    """Give every number of a sentence in the order told, written as a charter writes it."""
    return [found.replace(",", ".").replace("\N{NO-BREAK SPACE}", "") for found in _NUMBER.findall(told)]


def check(sentence: Sentence) -> None:
    """Hold a rule in French against the same in English."""
    told = french(sentence)
    assert not _ENGLISH & set(re.findall(r"\w+", told)), told
    assert told != str(sentence)
    assert numbers(told) == numbers(str(sentence))


@settings(max_examples=400, deadline=None)
@given(sentence=SENTENCES)
def test_every_rule_is_said_in_french_with_the_same_numbers(sentence: Sentence) -> None:
    """Whatever the language of rules can say has a French rendering, no part of it English, each number as it is."""
    check(sentence)


@pytest.mark.parametrize("name", shipped_charters())
def test_every_rule_of_the_charters_that_ship_is_said_in_french(name: str) -> None:
    """Rules and quorums of every kind, and the quorum of sessions."""
    charter = parse_charter(shipped_charter(name))
    found = [*(kind.adopt for kind in charter.kinds.values()), *(kind.quorum for kind in charter.kinds.values())]
    sentences = [sentence for sentence in (*found, charter.session.quorum) if sentence is not None]
    for sentence in sentences:
        check(sentence)
    assert sentences


@pytest.mark.parametrize("sentence", [TWO_THIRDS, TAKEN_PART])
def test_rules_that_no_charter_writes_are_said_in_french(sentence: str) -> None:
    """That of a recusal proposed for another, and that of an election by ranked ballots."""
    check(parse_rule(sentence))


@settings(max_examples=200, deadline=None)
@given(sentence=SENTENCES)
def test_rule_kept_as_its_sentence_is_said_as_the_parsed_one(sentence: Sentence) -> None:
    """A frozen rule and the clause of a reason are kept as English sentences."""
    if isinstance(sentence, Threshold):  # a threshold alone is written as a clause of a rule is
        assert french(sentence) == french(Rule(options=(Option(clauses=(_as_clause(sentence),)),)))
    else:
        assert french(str(sentence)) == french(sentence)


def _as_clause(threshold: Threshold) -> Clause:
    return Favour(amount=threshold.amount, base=threshold.roll)


@settings(max_examples=100, deadline=None)
@given(sentence=SENTENCES)
def test_who_reads_english_reads_the_sentence_of_the_charter(sentence: Sentence) -> None:
    """In English there is no second wording."""
    assert rule_in("en", sentence) == str(sentence)
    assert rule_in("en", str(sentence)) == str(sentence)


SHARES = [
    Share(value=Fraction(1, 2)),
    Share(value=Fraction(2, 3)),
    Share(value=Fraction(1, 2), percent=True),
    Share(value=Fraction(55, 1000), percent=True),
    Share(value=Fraction(55, 100), percent=True),
]
AMOUNTS: list[Amount] = [
    *(AtLeastCount(count=count) for count in (1, 2, 10)),
    *(AtLeastShare(share=share) for share in SHARES),
    *(MoreThanShare(share=share) for share in SHARES),
]
SEATS = [Seats(), Seats(count=1), Seats(count=2), Seats(count=15)]
WEIGHTS = [Weighted(weight=WeightName(name), people=people) for name in ("population", "gdp") for people in People]
BASES: list[Base] = [*SEATS, *People, *WEIGHTS]
CLAUSES: list[Clause] = [
    Majority(),
    NoVeto(),
    *(Objections(most=most) for most in range(4)),
    *(Favour(amount=amount, base=base) for amount, base in product(AMOUNTS, BASES)),
    *(Opposed(most=most, heads=heads) for most, heads in product((0, 1, 2, 10), (*SEATS, *People))),
]


def _alone(clause: Clause) -> Rule:
    return Rule(options=(Option(clauses=(clause,)),))


def test_no_two_clauses_or_quorums_read_the_same_in_french() -> None:
    """Every kind of clause with every kind of amount and base, singular and plural; and every quorum."""
    quorums = [
        Quorum(amount=amount, roll=base, attendance=attendance)
        for amount, base, attendance in product(AMOUNTS, BASES, Attendance)
    ]
    told = [*(french(_alone(clause)) for clause in CLAUSES), *(french(quorum) for quorum in quorums)]
    told.append(rule_in("fr", SomeoneInFavour()))
    assert len(set(told)) == len(told)


@settings(max_examples=300, deadline=None)
@given(rule=RULES)
def test_french_rule_divides_into_its_options_and_clauses_in_one_way_only(rule: Rule) -> None:
    """With no two clauses alike, no two rules are: no clause holds what stands between clauses or between options."""
    options = [re.split(r" et (?!votant)", option) for option in french(rule).split(", ou ")]
    assert options == [[french(_alone(clause)) for clause in option.clauses] for option in rule.options]


@settings(max_examples=300, deadline=None)
@given(one=RULES, other=RULES)
def test_two_different_rules_never_read_the_same_in_french(one: Rule, other: Rule) -> None:
    """Whoever reads French can tell any two rules apart that English tells apart."""
    assert (french(one) == french(other)) is (one == other)


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("more for than against", "plus de voix pour que de voix contre"),
        ("at least 10 of 15 seats", "au moins 10 sièges sur 15"),
        ("at least 1 of seats", "au moins 1 siège"),
        ("at least 2/3 of 15 seats", "au moins 2/3 des 15 sièges"),
        ("more than 1/2 of seats", "plus de 1/2 des sièges"),
        ("at least 1/2 of 1 seats", "au moins 1/2 de 1 siège"),
        ("at least 2/3 of members present and voting", "au moins 2/3 des membres présents et votants"),
        ("at least 2/3 of members present", "au moins 2/3 des membres présents"),
        ("at least 1/2 of all members", "au moins 1/2 de l’ensemble des membres"),
        ("at least 3 of all other members", "au moins 3 membres sur l’ensemble des autres membres"),
        ("at least 1 of entitled members", "au moins 1 membre habilité à voter"),
        ("at least 2 of entitled members", "au moins 2 membres habilités à voter"),
        ("at least 2/3 of other members in good standing", "au moins 2/3 des autres membres en règle"),
        (
            "at least 65.5% of the population of entitled members",
            "au moins 65,5\N{NO-BREAK SPACE}% de la population des membres habilités à voter",
        ),
        (
            "more than 1/2 of the gdp of all members",
            "plus de 1/2 de la pondération “gdp” de l’ensemble des membres",
        ),
        ("at most 3 entitled members not in favour", "au plus 3 membres habilités à voter ne votant pas pour"),
        ("at most 0 entitled members not in favour", "au plus 0 membre habilité à voter ne votant pas pour"),
        ("at most 1 of 15 seats not in favour", "au plus 1 siège sur 15 sans voix pour"),
        ("at most 3 of all members not in favour", "au plus 3 membres ne votant pas pour sur l’ensemble des membres"),
        (
            "at least 9 of 15 seats and no permanent member against, or no objection, or at most 1 objection",
            (
                "au moins 9 sièges sur 15 et aucune voix contre d’un membre permanent, ou aucune objection, "
                "ou au plus 1 objection"
            ),
        ),
        ("at most 2 objections", "au plus 2 objections"),
        ("at least 1 in favour", "au moins 1 voix pour"),
    ],
)
def test_rule_is_said_in_the_words_of_the_field(english: str, told: str) -> None:
    """Number and gender agree; 0 and 1 are singular, and a percentage has its comma and its space."""
    assert french(english) == told


@pytest.mark.parametrize(
    ("english", "told"),
    [
        (
            "at least 1/2 of entitled members voted",
            "participation au vote d’au moins 1/2 des membres habilités à voter",
        ),
        ("more than 1/2 of all members present", "présence de plus de 1/2 de l’ensemble des membres"),
        ("at least 8 of 15 seats present", "présence d’au moins 8 sièges sur 15"),
    ],
)
def test_quorum_is_said_as_presence_or_as_part_in_the_vote(english: str, told: str) -> None:
    """What a quorum counts comes first."""
    assert french(english) == french(parse_quorum(english)) == told


def test_threshold_is_said_as_an_amount_of_its_roll() -> None:
    """As in "unless at least 1/3 of members in good standing call a vote"."""
    assert french(parse_threshold("at least 1/3 of members in good standing")) == "au moins 1/3 des membres en règle"


def test_text_that_is_no_rule_is_refused_in_french() -> None:
    """No card says a rule that is none."""
    with pytest.raises(RuleSentenceError):
        french("two thirds")
