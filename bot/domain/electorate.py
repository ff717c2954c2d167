"""Who may vote on a motion, with which weight and why not: worked out once, when voting opens, and then frozen.

Spec: rules, bases and deciding 4. The electorate lists every member of the deciding body, so that each base of a
rule ("all members", "members in good standing", "entitled members") can be counted from it alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bot.domain.charter import Body, Charter
from bot.domain.ids import MemberCode, WeightName
from bot.domain.membership import Member, Right, Tenure
from bot.domain.rules import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Elector:
    """One member of the body on the frozen roll: its standing, its veto and its weights."""

    member: MemberCode
    standing: Standing
    permanent: bool = False
    weights: Mapping[WeightName, Fraction] = field(default_factory=dict)

    @property
    def entitled(self) -> bool:
        """Tell whether the member may vote on the motion."""
        return self.standing is Standing.ENTITLED


def belongs_to(body: Body, member: Member) -> bool:
    """Tell whether ``member`` belongs to ``body``: by a seat where the body has seats, else by membership."""
    if body.seats is None:
        return member.belongs
    return member.belongs and body.name in member.seats


def freeze_electorate(
    *,
    charter: Charter,
    body: Body,
    roster: Iterable[Member],
    excluded: MemberCode | None = None,
    recused: Collection[MemberCode] = (),
) -> tuple[Elector, ...]:
    """Give the roll of ``body`` from the roster at the instant voting opens, in the order of the members' codes.

    ``excluded`` is the member concerned, where it does not vote. Candidates and former members are not on the roll.
    """
    return tuple(
        Elector(
            member=member.code,
            standing=_standing(charter, body, excluded, recused, member),
            permanent=body.permanent_veto and member.seats.get(body.name) is Tenure.CORE,
            weights={name: member.weights[name] for name in charter.weights if name in member.weights},
        )
        for member in sorted(roster, key=lambda member: member.code)
        if belongs_to(body, member)
    )


def _standing(
    charter: Charter, body: Body, excluded: MemberCode | None, recused: Collection[MemberCode], member: Member
) -> Standing:
    if not charter.grants(member.status, Right.VOTE):
        return Standing.SUSPENDED if body.seats is None else Standing.ABEYANCE
    if member.code == excluded:
        return Standing.CONCERNED
    return Standing.RECUSED if member.code in recused else Standing.ENTITLED
