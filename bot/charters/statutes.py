"""The shape of what a charter file says of membership: ``[membership]`` with its review and its declaration."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.charters.constitution import Table
from bot.charters.faults import refused
from bot.charters.values import Period, Share
from bot.domain.statutes import OBJECTORS, REVIEW_BEFORE, TERM_REMINDERS, Consequence, ReviewRules

_FIGURES = ReviewRules()
_LONGEST_NOTICE = 3650
"""Days before its end that a reminder may come at the earliest: ten years."""


def _days(value: list[int]) -> list[int]:
    if len(set(value)) < len(value):
        raise refused("charter.DayRepeated")
    return value


Days = Annotated[list[Annotated[int, Field(ge=0, le=_LONGEST_NOTICE)]], AfterValidator(_days)]


class DeclarationTable(Table):
    """``declaration = { version, en, fr }``: the text that members sign."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    en: Annotated[str, Field(min_length=1, max_length=3000)]
    fr: Annotated[str, Field(min_length=1, max_length=3000)]


class ReviewTable(Table):
    """``[membership.review]``: what is not given is as the membership rules have it."""

    panel: Annotated[int, Field(ge=3, le=100)] = _FIGURES.panel
    finding: Period = _FIGURES.finding
    reply: Period = _FIGURES.reply
    fails: Annotated[Consequence, Field(strict=False)] = _FIGURES.fails
    notice: Period = _FIGURES.notice
    meets: Annotated[Consequence, Field(strict=False)] = _FIGURES.meets
    objection: Period = _FIGURES.objection
    reminders: Days = Field(default_factory=lambda: list(_FIGURES.reminders))


class MembershipTable(Table):
    """``[membership]``."""

    admission: str
    suspension: str
    reinstatement: str
    non_renewal: str
    lifting: str | None = None
    term: Annotated[int, Field(ge=1, le=50)] = 2
    term_at_risk: Annotated[int, Field(ge=1, le=50)] = 1
    reminders: Days = Field(default_factory=lambda: list(TERM_REMINDERS))
    review_before: Period = REVIEW_BEFORE
    objectors: Share = OBJECTORS
    withdrawal: Annotated[int, Field(ge=1, le=120)] = 12
    declaration: DeclarationTable | None = None
    review: ReviewTable = ReviewTable()

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds that it names, by the key that names them."""
        named = ("admission", "suspension", "reinstatement", "non_renewal", "lifting")
        return tuple((key, kind) for key in named if (kind := getattr(self, key)) is not None)
