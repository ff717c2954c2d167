"""Who presides over a body: fixed by the charter, in turn by the month, or elected.

Source of the rotation: the Security Council's provisional rules of procedure, rule 18 (each month the next member in
the English alphabetical order of names). Source of stepping aside: membership, council.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import BodyName, MemberCode, MotionNumber


class Office(StrEnum):
    """The offices of a body."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A member took an office of a body by election at ``since``, by ``motion``; the latest of an office holds it."""

    office: Office
    body: BodyName
    member: MemberCode
    since: datetime
    motion: MotionNumber | None


def rotating_chair(order: Sequence[MemberCode], *, first_month: date, on: date) -> MemberCode | None:
    """Give whose turn the month of ``on`` is, where the first of ``order`` had ``first_month``; None for an empty body.

    The order is that of the members there are: where one leaves or comes, the turns of the months after it move.
    """
    if not order:
        return None
    months = (on.year - first_month.year) * 12 + on.month - first_month.month
    return order[months % len(order)]


def rotating_vice(order: Sequence[MemberCode], *, first_month: date, on: date) -> MemberCode | None:
    """Give who stands in for the chair in the month of ``on``: the next in the order; None where there is no other."""
    if len(order) < 2:
        return None
    return rotating_chair((*order[1:], order[0]), first_month=first_month, on=on)


def presiding(
    chair: MemberCode | None,
    vice: MemberCode | None,
    *,
    concerned: MemberCode | None,
    able: Collection[MemberCode],
) -> MemberCode | None:
    """Give who presides where a motion concerns ``concerned``: the chair, else the vice-chair, else nobody.

    Who is concerned steps aside; so does who is not ``able``: not of the body any more, or without a vote.
    """
    return next((each for each in (chair, vice) if each is not None and each != concerned and each in able), None)
