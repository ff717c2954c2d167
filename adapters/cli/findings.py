"""What ``doctor`` finds: one plain sentence each, and whether an operator must act."""

from dataclasses import dataclass

from adapters.cli.terminal import SAY
from bot.domain.errors import Refusal
from bot.locales.catalogue import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``good`` is False where the operator must act. ``kind`` is for machines."""

    good: bool
    kind: str
    sentence: str


def fine(message_id: str, /, **facts: Value) -> Finding:
    """Tell that something is as it should be."""
    return Finding(good=True, kind=message_id, sentence=SAY.words(message_id, **facts))


def wrong(message_id: str, /, **facts: Value) -> Finding:
    """Tell what is not as it should be, and what to do."""
    return Finding(good=False, kind=message_id, sentence=SAY.words(message_id, **facts))


def refused(refusal: Refusal) -> Finding:
    """Tell what keeps the house from running."""
    return wrong(refusal.message_id, **refusal.facts)


def of_alliance(alliance: str, finding: Finding) -> Finding:
    """Say which alliance a finding is about."""
    return Finding(good=finding.good, kind=finding.kind, sentence=f"{alliance}: {finding.sentence}")
