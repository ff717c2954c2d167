"""A ballot: what one seat answers when the roll is called, and when it may be cast or changed.

One seat has one ballot, whoever of its delegation casts it and on whichever platform. Each change is kept: the
record holds every event, the ballot is the last of them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode, MotionNumber


class Choice(StrEnum):
    """The three answers a ballot can carry; silence is the absence of a ballot, never a choice."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The vote of one seat on one motion, with who of its delegation cast it, when and from where."""

    motion: MotionNumber
    member: MemberCode
    choice: Choice
    account: Account
    role: Role
    cast_at: datetime
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An explanation of vote or a reservation, put on record by a member; ``entry`` is its entry in the journal."""

    motion: MotionNumber
    entry: int
    member: MemberCode
    text: str
    at: datetime
