"""Who may vote on a motion, with which weight and why not: worked out once, when voting opens, and then frozen.

Spec: rules, bases and deciding 4. The electorate lists every member of the deciding body, so that each base of a
rule ("all members", "members in good standing", "entitled members") can be counted from it alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bot.domain.charter import Body, Charter, Concerned, Kind
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
    *, charter: Charter, kind: Kind, concerned: MemberCode | None, roster: Iterable[Member]
) -> tuple[Elector, ...]:
    """Give the roll of the body that decides ``kind``, from the roster at the instant voting opens.

    Members come in the order of their codes. Candidates and former members are not on the roll.
    """
    body = charter.bodies[kind.body]
    return tuple(
        Elector(
            member=member.code,
            standing=_standing(charter, body, kind, concerned, member),
            permanent=body.permanent_veto and member.seats.get(body.name) is Tenure.CORE,
            weights={name: member.weights[name] for name in charter.weights if name in member.weights},
        )
        for member in sorted(roster, key=lambda member: member.code)
        if belongs_to(body, member)
    )


def _standing(charter: Charter, body: Body, kind: Kind, concerned: MemberCode | None, member: Member) -> Standing:
    if not charter.grants(member.status, Right.VOTE):
        return Standing.SUSPENDED if body.seats is None else Standing.ABEYANCE
    if kind.concerned is Concerned.EXCLUDED and member.code == concerned:
        return Standing.CONCERNED
    return Standing.ENTITLED
