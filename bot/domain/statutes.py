"""What a charter says of membership: its terms, the review of its members, suspension and the way back.

Source of the figures where a charter gives none: membership, terms and reviews.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from bot.domain.ids import KindName

TERM_REMINDERS: Final = (180, 90, 30, 7, 1, 0)
"""Days before the end of a term on which the delegation and the secretariat are reminded of it."""

REVIEW_BEFORE: Final = timedelta(days=180)
"""How long before the end of a term the review of its renewal opens."""

OBJECTORS: Final = Fraction(1, 3)
"""The share of members in good standing that keeps something from happening without a vote."""


class Consequence(StrEnum):
    """What a confirmed finding leads to: a vote that opens by itself, or an effect at the end of a notice."""

    VOTE = "vote"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The text that each member signs; a new version is signed anew."""

    version: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """How members are reviewed.

    ``panel`` is the least number of reviewers that may judge. ``finding`` is the time they have, ``reply`` the
    member's. ``fails`` is what a confirmed *fails* leads to, ``notice`` how long it takes to have its effect. ``meets``
    is what leads a suspended member back, ``objection`` how long the others may object. ``reminders`` are days before a
    finding is due.
    """

    panel: int = 3
    finding: timedelta = timedelta(days=60)
    reply: timedelta = timedelta(days=21)
    fails: Consequence = Consequence.VOTE
    notice: timedelta = timedelta(days=30)
    meets: Consequence = Consequence.VOTE
    objection: timedelta = timedelta(days=14)
    reminders: tuple[int, ...] = (14, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRules:
    """How membership begins, is renewed, is lost and is regained.

    The kinds are those of the motions by which each is decided; ``lifting`` ends a suspension before its time, None
    where the charter knows no such vote. ``term`` and ``term_at_risk`` are years; ``reminders`` are days before the end
    of a term; ``review_before`` is how long before it the renewal review opens. ``objectors`` is the share of members
    in good standing that has a renewal, or the return of a member by itself, put to the vote. ``withdrawal`` is months.
    """

    admission: KindName
    suspension: KindName
    reinstatement: KindName
    non_renewal: KindName
    lifting: KindName | None = None
    term: int = 2
    term_at_risk: int = 1
    reminders: tuple[int, ...] = TERM_REMINDERS
    review_before: timedelta = REVIEW_BEFORE
    objectors: Fraction = OBJECTORS
    withdrawal: int = 12
    declaration: Declaration | None = None
    review: ReviewRules = ReviewRules()
