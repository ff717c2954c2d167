"""What a review may find of a member, and what is kept of the finding once it is confirmed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ReviewNumber


class Finding(StrEnum):
    """What the review body finds (spec: membership, reviews)."""

    MEETS = "meets"
    AT_RISK = "at risk"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The last confirmed finding on a member; ``renews`` says that the renewal of its term was under review by then."""

    finding: Finding
    review: ReviewNumber
    at: datetime
    renews: bool
