"""Which members a decision on membership may be about: each kind that the charter names for one has its statuses.

Source: membership, the table of moves. Without this a member could be let in by the rule for something else: a
suspended one by an admission, a candidate by the lifting of a suspension that it never had.
"""

from dataclasses import dataclass

from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import KindName, MemberCode
from bot.domain.membership import Cause, Status
from bot.domain.reviewing import check_may_return
from bot.domain.statutes import MembershipRules


@dataclass(kw_only=True, eq=False)
class StatusDoesNotFit(Refusal):
    """A motion on the membership of a state whose status it cannot change."""

    member: MemberCode
    status: Status
    kind: KindName


@dataclass(kw_only=True, eq=False)
class NoSuspensionToLift(Refusal):
    """The lifting of a suspension that is neither coming nor there on a finding."""

    member: MemberCode


def check_may_concern(rules: MembershipRules, kind: KindName, dossier: Dossier, cause: Cause) -> None:
    """Let a motion of ``kind`` be about a member, or raise why not; ``cause`` is what brought its status about.

    Raise StatusDoesNotFit, NotSuspended, ReinstatementNotDue or NoSuspensionToLift. Kinds that the charter names for no
    decision on membership pass.
    """
    if kind == rules.reinstatement:
        check_may_return(dossier)
    elif kind == rules.lifting:
        coming = dossier.coming_move(Status.SUSPENDED)
        present = dossier.status is Status.SUSPENDED and cause is Cause.FINDING
        if not present and (coming is None or coming.cause is not Cause.FINDING):
            raise NoSuspensionToLift(member=dossier.member)
    else:
        fitting = {
            rules.admission: {Status.CANDIDATE},
            rules.suspension: {Status.ACTIVE},
            rules.non_renewal: {Status.ACTIVE, Status.SUSPENDED},
        }
        if kind in fitting and dossier.status not in fitting[kind]:
            raise StatusDoesNotFit(member=dossier.member, status=dossier.status, kind=kind)
