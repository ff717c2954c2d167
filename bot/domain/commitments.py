"""What a member may do about its commitments of democratic renewal, and why not (spec: criteria, after adoption)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.dossier import Commitment, Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Status

REMINDERS: Final = (30, 7, 1, 0)
"""Days before a commitment, or a benchmark, is due on which it is called to mind."""


@dataclass(kw_only=True, eq=False)
class CommitsNoMore(Refusal):
    """A commitment of a state that does not belong to the alliance, nor applies to it."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class UnknownCommitment(Refusal):
    """The number of a commitment that the member has not made."""

    member: MemberCode
    number: int


@dataclass(kw_only=True, eq=False)
class CommitmentDoneAlready(Refusal):
    """A word on a commitment that is done."""

    member: MemberCode
    number: int
    at: datetime


def check_may_commit(dossier: Dossier) -> None:
    """Let a member or a candidate commit itself, or raise CommitsNoMore."""
    if dossier.status not in {*MEMBERS_OF_THE_ALLIANCE, Status.CANDIDATE}:
        raise CommitsNoMore(member=dossier.member, status=dossier.status)


def pending(dossier: Dossier, number: int) -> Commitment:
    """Give a commitment that is not done; raise UnknownCommitment or CommitmentDoneAlready."""
    found = dossier.commitment(number)
    if found is None:
        raise UnknownCommitment(member=dossier.member, number=number)
    if found.done_at is not None:
        raise CommitmentDoneAlready(member=dossier.member, number=number, at=found.done_at)
    return found
