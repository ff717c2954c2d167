"""What happens to the weekly digests of delegations: when the next one is due, that it was sent, who wants none."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.addresses import Account
from bot.domain.ids import MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestScheduled:
    """The next digest of a delegation is due ``at``; ``week`` is the Monday of the week that it is for."""

    member: MemberCode
    week: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSent:
    """The digest that was due at ``due_at`` was sent to the people of a delegation at ``at``.

    It tells what was recorded as decided after entry ``after`` of the journal, up to entry ``until``; the first of a
    delegation, where ``after`` is 0, what was since ``since``. ``late`` that it came after its instant. ``next_week``
    and ``next_at`` are those of the next one.
    """

    member: MemberCode
    week: date
    since: datetime
    after: int
    until: int
    at: datetime
    due_at: datetime
    late: bool
    next_week: date
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDropped:
    """A delegation gets no digest any more: its state has no right left, or the charter knows none."""

    member: MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChosen:
    """A person chose whether it wants the digest of its delegation."""

    account: Account
    wanted: bool
