"""What follows where the figures show a member failing or falling: a review, and word to whoever conducts it."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards.criteria import movements_in_words
from bot.commands.conduct.owing import owe_secretariat
from bot.commands.standing.reviews import open_review
from bot.commands.standing.telling import owe_reviewers
from bot.domain.alliance import Alliance
from bot.domain.criteria import Moved
from bot.domain.membership import Status
from bot.domain.notices import StandingNotice
from bot.domain.review import ReviewCause
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import words
from bot.ports import UnitOfWork


def follow_movements(
    uow: UnitOfWork, alliance: Alliance, moved: Mapping[int, Moved], *, now: datetime, by: str
) -> None:
    """Tell the secretariat and the reviewers of each member that has moved, and open its review.

    ``moved`` is by the entry that records it. Source: membership, reviews. A member that is under review already stays
    under that one; a suspended one is reviewed again when its plan says.
    """
    for entry, each in moved.items():
        notice = StandingNotice(entry=entry)
        owe_secretariat(uow, alliance, notice, now=now)
        owe_reviewers(uow, alliance, notice, now=now)
        _open(uow, alliance, each, now=now, by=by)


def _open(uow: UnitOfWork, alliance: Alliance, moved: Moved, *, now: datetime, by: str) -> None:
    rules, member = alliance.charter.membership, uow.roster.member(alliance.code, moved.member, now)
    if rules is None or member is None or member.status is not Status.ACTIVE:
        return
    if uow.standing.open_review(alliance.code, member.code) is None:
        say = Interpreter(alliance.language, alliance.time_zone)
        reason = "\n".join(words(phrase) for phrase in movements_in_words(moved.movements, say))
        open_review(uow, alliance, rules, member.code, cause=ReviewCause.INDICES, reason=reason, now=now, by=by)
