"""The review of a member: who judges, what they find, what the member replies, and what is confirmed.

The review body is independent: none judges the state of which it is a national, and a finding needs a panel of three or
more and a majority of it (spec: membership, reviews). The panel is whoever may judge when an opinion is given, so that
a reviewer who leaves neither counts nor blocks.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.addresses import Account
from bot.domain.deadlines import Deadline, Due
from bot.domain.findings import Finding
from bot.domain.ids import MemberCode, ReviewNumber
from bot.domain.terms import Reminder


class ReviewCause(StrEnum):
    """Why a review was opened."""

    WORD = "word"
    RENEWAL = "renewal"
    INDICES = "indices"
    REASSESSMENT = "reassessment"


class Stage(StrEnum):
    """What an opinion is given on: the finding, or its confirmation."""

    FINDING = "finding"
    CONFIRMATION = "confirmation"


class Verdict(StrEnum):
    """What a reviewer makes of a finding once the member could reply: one of the findings, or that it is withdrawn."""

    MEETS = "meets"
    AT_RISK = "at risk"
    FAILS = "fails"
    WITHDRAWN = "withdrawn"

    @property
    def finding(self) -> Finding | None:
        """The finding that it confirms or changes to; None where it is withdrawn."""
        return None if self is Verdict.WITHDRAWN else Finding(self.value)


class ReviewPhase(StrEnum):
    """Where a review stands."""

    JUDGING = "judging"
    REPLYING = "replying"
    CONFIRMING = "confirming"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one reviewer finds; None would withdraw the finding."""

    account: Account
    finding: Finding | None
    reasons: str
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finding that the panel made."""

    finding: Finding
    reasons: str
    evidence: str
    at: datetime
    reply_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReply:
    """What the member said to the finding."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as it stands. ``confirmed`` is what it ended with, None where it ended without a finding.

    ``awaited`` says that the panel has been told that it is to confirm.
    """

    number: ReviewNumber
    member: MemberCode
    cause: ReviewCause
    reason: str
    opened_at: datetime
    due_at: datetime
    reminders: tuple[Reminder, ...]
    opinions: tuple[Opinion, ...] = ()
    made: Made | None = None
    reply: MemberReply | None = None
    verdicts: tuple[Opinion, ...] = ()
    confirmed: Finding | None = None
    awaited: bool = False
    closed_at: datetime | None = None

    def phase(self, now: datetime) -> ReviewPhase:
        """Tell where the review stands at ``now``: a reply given early leaves nothing more to wait for."""
        if self.closed_at is not None:
            return ReviewPhase.CLOSED
        if self.made is None:
            return ReviewPhase.JUDGING
        waits = self.reply is None and now <= self.made.reply_until
        return ReviewPhase.REPLYING if waits else ReviewPhase.CONFIRMING

    def deadlines(self) -> frozenset[Deadline]:
        """Give when the clock calls the review to mind: the finding that is due, then its confirmation."""
        if self.closed_at is not None:
            return frozenset()
        subject = subject_of(self.number)
        if self.made is None:
            return frozenset(Deadline(each.at, Due.REVIEW, subject) for each in self.reminders)
        if self.awaited:
            return frozenset()
        over = self.made.reply_until + timedelta.resolution
        return frozenset({Deadline(over if self.reply is None else self.reply.at, Due.REVIEW, subject)})


def subject_of(number: ReviewNumber) -> str:
    """Give a review as people and deadlines write it: ``R-3``."""
    return f"R-{number}"


def number_of(subject: str) -> ReviewNumber:
    """Read a review as deadlines write it."""
    return ReviewNumber(int(subject.removeprefix("R-")))


def agreed(
    opinions: Collection[Opinion], panel: Collection[Account]
) -> tuple[Finding | None, tuple[Opinion, ...]] | None:
    """Give what more than half of the panel finds, with their opinions in order; None where nothing has a majority."""
    counted = [opinion for opinion in opinions if opinion.account in panel]
    if not counted:
        return None
    finding, votes = Counter(opinion.finding for opinion in counted).most_common(1)[0]
    if 2 * votes <= len(panel):
        return None
    return finding, tuple(opinion for opinion in counted if opinion.finding is finding)


def replaced(opinions: Collection[Opinion], opinion: Opinion) -> tuple[Opinion, ...]:
    """Give the opinions with one more; a reviewer's later one takes the place of the earlier."""
    return (*(each for each in opinions if each.account != opinion.account), opinion)
