"""Rulings of the chair, and appeals against them (membership, council).

A ruling stands unless more members vote against it than for it. An appeal asks whether it shall be overturned, so that
a tie, like a vote that is missed, leaves it as it is. The chair whose ruling it is steps aside for the appeal.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.chairing import Office
from bot.domain.charter import Body, ChairBy, Charter, Kind
from bot.domain.electorate import belongs_to
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion
from bot.domain.ruling import Ruling


@dataclass(kw_only=True, eq=False)
class UnknownRuling(Refusal):
    """A number that no ruling bears."""

    ruling: int


@dataclass(kw_only=True, eq=False)
class RulingSettled(Refusal):
    """An appeal against a ruling that has been overturned or upheld, or is being decided; ``appeal`` did or does."""

    ruling: int
    appeal: MotionNumber


@dataclass(kw_only=True, eq=False)
class ChairNotElected(Refusal):
    """An election to an office that the charter fills by itself, or for which it has no kind."""

    body: BodyName
    office: Office


@dataclass(kw_only=True, eq=False)
class CannotPreside(Refusal):
    """An election to an office of a member that is not of the body, or has no vote in it."""

    body: BodyName
    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NoCastingVote(Refusal):
    """A casting vote where none is awaited."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class CastingVoteTakesSides(Refusal):
    """A casting vote that abstains, which would settle nothing."""

    motion: MotionNumber


def check_may_appeal(ruling: Ruling, appeals: Iterable[Motion]) -> None:
    """Let a ruling be appealed, once; raise RulingSettled where it has been or is."""
    for appeal in appeals:
        if appeal.course.ruling == ruling.number and (appeal.under_way or appeal.result is not None):
            raise RulingSettled(ruling=ruling.number, appeal=appeal.number)


def can_preside(charter: Charter, body: Body, member: Member) -> bool:
    """Tell whether a member could preside over a body: it is of the body, and may vote there."""
    return belongs_to(body, member) and charter.grants(member.status, Right.VOTE)


def check_may_preside(charter: Charter, body: Body, member: Member) -> None:
    """Let a member be elected to an office of a body, or raise CannotPreside: it presides who may vote there."""
    if not can_preside(charter, body, member):
        raise CannotPreside(body=body.name, member=member.code)


def kind_of_election(charter: Charter, body: Body, office: Office) -> Kind:
    """Give the kind by which a body elects to an office; raise ChairNotElected where it does not."""
    elected = body.chairing is not None and body.chairing.by is ChairBy.ELECTED
    for kind in charter.kinds.values():
        if elected and kind.body == body.name and kind.elects is office:
            return kind
    raise ChairNotElected(body=body.name, office=office)
