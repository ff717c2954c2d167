"""What a charter check says about rule sentences that can be read but may not mean what was meant."""

from fractions import Fraction
from math import ceil, floor

from bot.domain.rules.language import (
    AtLeastCount,
    Favour,
    Quorum,
    Rule,
    Seats,
    Sentence,
    Share,
    Weighted,
    amounts_of,
    decimal_text,
)

_THIRDS_AND_MORE = (
    (3, 0),
    (6, 2),
    (7, 2),
    (9, 2),
)  # a denominator, and the decimals from which it is recognised


def sentence_warnings(sentence: Sentence) -> tuple[str, ...]:
    """List plain warnings on a sentence: percentages that look like a rounded fraction, such as 66.67%."""
    shares = [amount.share for amount, _ in amounts_of(sentence) if not isinstance(amount, AtLeastCount)]
    return tuple(
        f"{share} is not exactly {meant}: write {meant} if that is meant"
        for share in dict.fromkeys(shares)
        if (meant := _rounded_from(share)) is not None
    )


def quorum_rewards_absence(rule: Rule, quorum: Quorum | None) -> bool:
    """Tell whether a quorum is added to a rule in which staying away would then beat voting no.

    That is so where an option needs a number of members whatever the others do: a fixed count, or a share
    of a fixed base.
    """
    if quorum is None:
        return False
    return any(isinstance(clause, Favour) and _is_fixed(clause) for clause in rule.clauses)


def _is_fixed(clause: Favour) -> bool:
    match clause.base:
        case Seats():
            return True
        case Weighted(people=people) | people:
            return isinstance(clause.amount, AtLeastCount) or people.fixed


def _rounded_from(share: Share) -> Fraction | None:
    if not share.percent:
        return None
    hundredths = share.value * 100
    _, _, decimals = decimal_text(hundredths).partition(".")
    unit = 10 ** len(decimals)
    for denominator, least_decimals in _THIRDS_AND_MORE:
        nearest = Fraction(round(share.value * denominator), denominator)
        exact = nearest * 100 * unit
        if (
            len(decimals) >= least_decimals
            and exact.denominator > 1
            and hundredths * unit in {floor(exact), ceil(exact)}
        ):
            return nearest
    return None
