"""The motion on the table about a member, where there is one, and whether one may be."""

from bot.domain.alliance import Alliance
from bot.domain.decisions import check_may_concern
from bot.domain.ids import KindName, MemberCode
from bot.domain.membership import Cause
from bot.domain.motion import Motion
from bot.domain.sequels import has_own_text
from bot.ports import UnitOfWork


def motion_about(uow: UnitOfWork, alliance: Alliance, kind: KindName, member: MemberCode) -> Motion | None:
    """Give the motion of a kind about a member that is to be decided; no draft, no proposal without seconds."""
    return next(
        (
            motion
            for motion in uow.motions.every(alliance.code)
            if motion.kind == kind
            and motion.concerned == member
            and motion.under_way
            and not motion.course.draft
            and not motion.course.lacks_seconds
            and has_own_text(motion)
        ),
        None,
    )


def check_concerns(uow: UnitOfWork, alliance: Alliance, kind: KindName, member: MemberCode | None) -> None:
    """Raise where a motion of a kind may not be about a member; see ``check_may_concern``."""
    rules = alliance.charter.membership
    dossier = None if member is None else uow.standing.dossier(alliance.code, member)
    if rules is None or dossier is None:
        return
    held = [period.cause for period in uow.roster.timeline(alliance.code, dossier.member) if not period.coming]
    check_may_concern(rules, kind, dossier, held[-1] if held else Cause.ENROLMENT)
