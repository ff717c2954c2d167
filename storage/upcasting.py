"""Reads entries of earlier versions as the present one: each step adds what a version brought, and says what was meant.

An entry's bytes never change. What an older entry does not say is filled in here with what held when it was written,
never with a default of today.
"""

from collections.abc import Callable, Mapping
from typing import Final, cast

from bot.domain.events import VERSION
from bot.domain.journal import Plain

Facts = dict[str, Plain]

OUTAGE_OF_VERSION_1: Final[Mapping[str, Plain]] = {
    "tolerance": 600,
    "share": "1/4",
    "longest": 86400,
    "extension": 14400,
}
"""The figures of the decision rules, which were in force before charters could name others."""


def rules_of_version_2(rules: Mapping[str, Plain]) -> Facts:
    """Complete frozen rules of version 1: nobody was reminded then, and the figures for outages were fixed."""
    return {**rules, "reminders": [], "outage": dict(OUTAGE_OF_VERSION_1)}


RULES_OF_VERSION_2: Final[Mapping[str, Plain]] = {
    "procedure": "vote",
    "declaration": None,
    "contest": 7200,
    "second_vote": 172800,
    "casting_vote": 86400,
    "takes_effect": None,
    "confers": None,
    "refuses": None,
    "elects": None,
}
"""What held before charters could say it: every kind was voted, took no notes, and changed nothing by itself."""

TABLED_IN_VERSION_2: Final[Mapping[str, Plain]] = {
    "procedure": "vote",
    "draft": False,
    "seconds_needed": 0,
    "seconds_until": None,
    "bearing": None,
    "parent": None,
    "proposed_kind": None,
    "paragraph": None,
    "ruling": None,
}
"""Motions were the secretariat's own, and none bore on another."""


def rules_of_version_3(rules: Mapping[str, Plain]) -> Facts:
    """Complete frozen rules of version 2."""
    return {**rules, **RULES_OF_VERSION_2}


def rules_of_version_4(rules: Mapping[str, Plain]) -> Facts:
    """Complete frozen rules of version 3: no kind took authorisations then."""
    return {**rules, "authorisations": None}


def _to_version_7(_: str, facts: Facts) -> Facts:
    """Leave the facts: what came is the salt of each entry."""
    return facts


def _to_version_6(event: str, facts: Facts) -> Facts:
    return {**facts, "public_key": ""} if event == "AllianceFounded" else facts


def _to_version_5(event: str, facts: Facts) -> Facts:
    match event:
        case "ReassessmentSet":
            return {**facts, "dates": [facts["at"]], "dropped": False}
        case "CommitmentMade":
            return {**facts, "review": None}
        case "VotingOpened":
            return {**facts, "rules": rules_of_version_4(cast("Facts", facts["rules"]))}
        case _:
            return facts


def _to_version_4(event: str, facts: Facts) -> Facts:
    match event:
        case "MemberStatusChanged":
            return {**facts, "cause": "motion", "review": None}
        case "MemberEnrolled":
            return {**facts, "reminders": [], "review_at": None, "watched": False}
        case "CredentialGiven":
            return {**facts, "full_powers": False, "nationality": None, "letter": None}
        case _:
            return facts


def _to_version_3(event: str, facts: Facts) -> Facts:
    match event:
        case "MotionTabled":
            return {**facts, **TABLED_IN_VERSION_2}
        case "VotingOpened":
            return {**facts, "rules": rules_of_version_3(cast("Facts", facts["rules"])), "silence_length": None}
        case "DeadlineMoved":
            return {**facts, "note": ""}
        case "MotionDecided":
            return {**facts, "without_vote": False, "serial": None, "year": None, "takes_effect_at": None}
        case _:
            return facts


def _to_version_2(event: str, facts: Facts) -> Facts:
    match event:
        case "VotingOpened":
            return {**facts, "rules": rules_of_version_2(cast("Facts", facts["rules"]))}
        case "DeadlineMoved":
            return {**facts, "settled_until": None, "awaits_return": False}
        case _:
            return facts


_STEPS: Final[Mapping[int, Callable[[str, Facts], Facts]]] = {
    1: _to_version_2,
    2: _to_version_3,
    3: _to_version_4,
    4: _to_version_5,
    5: _to_version_6,
    6: _to_version_7,
}


def present(version: int, event: str, facts: Facts) -> Facts:
    """Give the facts of an event of ``version`` as the present version writes them."""
    for step in range(version, VERSION):
        facts = _STEPS[step](event, facts)
    return facts
