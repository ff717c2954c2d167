"""Decision rules: sentences a diplomat can read, parsed, printed and applied exactly.

Everything here is pure and exact: whole numbers and fractions only.
"""

from bot.domain.rules.adoption import Counts, counts_of
from bot.domain.rules.advice import quorum_rewards_absence, sentence_warnings
from bot.domain.rules.certainty import Certainty
from bot.domain.rules.composition import reinforced, stricter
from bot.domain.rules.counting import SomeoneInFavour
from bot.domain.rules.evaluation import Decision, Outcome, Reason, Tally, decide, is_tied, reach
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
    Sentence,
    Share,
    Threshold,
    Weighted,
    decimal_text,
    weights_of,
)
from bot.domain.rules.parsing import parse_quorum, parse_rule, parse_threshold
from bot.domain.rules.requirements import Effect, FurtherYes, Requirement, further_yes, what_it_takes
from bot.domain.rules.roll import RollCall, RollCallError, Standing, Tie, Voter
from bot.domain.rules.tokens import RuleSentenceError

__all__ = [
    "Amount",
    "AtLeastCount",
    "AtLeastShare",
    "Attendance",
    "Base",
    "Certainty",
    "Clause",
    "Counts",
    "Decision",
    "Effect",
    "Favour",
    "FurtherYes",
    "Heads",
    "Majority",
    "MoreThanShare",
    "NoVeto",
    "Objections",
    "Opposed",
    "Option",
    "Outcome",
    "People",
    "Quorum",
    "Reason",
    "Requirement",
    "RollCall",
    "RollCallError",
    "Rule",
    "RuleSentenceError",
    "Seats",
    "Sentence",
    "Share",
    "SomeoneInFavour",
    "Standing",
    "Tally",
    "Threshold",
    "Tie",
    "Voter",
    "Weighted",
    "counts_of",
    "decide",
    "decimal_text",
    "further_yes",
    "is_tied",
    "parse_quorum",
    "parse_rule",
    "parse_threshold",
    "quorum_rewards_absence",
    "reach",
    "reinforced",
    "sentence_warnings",
    "stricter",
    "weights_of",
    "what_it_takes",
]
