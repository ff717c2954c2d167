"""Rules made of rules: the reinforced rule of a reconsideration, and which of two rules asks for more.

Spec: rules, reconsider or rescind; the kind decides the rule.
"""

from fractions import Fraction
from typing import Final

from bot.domain.rules.language import (
    AtLeastShare,
    Clause,
    Favour,
    MoreThanShare,
    Objections,
    Option,
    People,
    Rule,
    Share,
)
from bot.domain.rules.requirements import further_yes
from bot.domain.rules.roll import RollCall

_TWO_THIRDS: Final = Fraction(2, 3)
_LEAST: Final = Favour(amount=AtLeastShare(share=Share(value=_TWO_THIRDS)), base=People.PRESENT_AND_VOTING)


def reinforced(rule: Rule) -> Rule:
    """Give the rule by which a decision is taken up again: its own, never below 2/3 of members present and voting.

    An option that already asks for as much of the members present and voting stays as it is. What was adopted in
    silence is taken up again by the two thirds alone: an absence of objections says nothing of a wish for change. What
    else such an option asks for still is; options that become the same are one.
    """
    return Rule(options=tuple(dict.fromkeys(_reinforced(option) for option in rule.options)))


def _reinforced(option: Option) -> Option:
    clauses = tuple(clause for clause in option.clauses if not isinstance(clause, Objections))
    if any(_suffices(clause) for clause in clauses):
        return Option(clauses=clauses)
    return Option(clauses=(*clauses, _LEAST))


def _suffices(clause: Clause) -> bool:
    if not isinstance(clause, Favour) or clause.base is not People.PRESENT_AND_VOTING:
        return False
    match clause.amount:
        case AtLeastShare() | MoreThanShare():
            return clause.amount.share.value >= _TWO_THIRDS
        case _:
            return False


def stricter(first: RollCall, second: RollCall) -> bool:
    """Tell whether the first rule asks for more yes votes than the second, where nobody has voted yet.

    Both rolls are of the same members, running, without ballots. A rule that its roll cannot meet is the strictest; one
    that an absence of objections alone can meet the least strict. Neither of two that cannot be met is the stricter.
    """
    return _asked(first) > _asked(second)


def _asked(roll_call: RollCall) -> tuple[int, int]:
    if any(_is_silence(option) for option in roll_call.rule.options):
        return (0, 0)
    needed = further_yes(roll_call)
    return (0, needed.votes) if needed.possible and needed.votes is not None else (1, 0)


def _is_silence(option: Option) -> bool:
    return all(isinstance(clause, Objections) for clause in option.clauses)
