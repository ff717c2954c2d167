"""What the clock does when a deadline has come: for each kind the same thing a person's command would."""

from datetime import datetime
from typing import assert_never

from bot.commands.conduct.consulting import meet_request
from bot.commands.conduct.deadlines import meet_motion
from bot.commands.conduct.delegations import meet_credential
from bot.commands.conduct.digests import meet_digest
from bot.commands.conduct.implementing import meet_implementation
from bot.commands.conduct.sessions import meet_session
from bot.commands.conduct.yearly import meet_day
from bot.commands.standing.moves import meet_moves
from bot.commands.standing.plans import reassess, remind_of_commitments, remind_of_plan
from bot.commands.standing.reviews import remind_of_review, review_renewal
from bot.commands.standing.terms import end_term, remind_of_term
from bot.domain.alliance import Alliance
from bot.domain.consultation import number_of as request_of
from bot.domain.deadlines import Deadline, Due
from bot.domain.ids import MemberCode
from bot.domain.implementation import motion_of
from bot.domain.review import number_of
from bot.ports import UnitOfWork


def meet(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Do what a deadline stands for; give False where that has been overtaken or cannot be yet."""
    match deadline.what:
        case Due.OPENING | Due.LAPSE | Due.REMINDER | Due.CLOSING | Due.TURN:
            return meet_motion(uow, alliance, deadline, now=now)
        case Due.STATUS:
            return meet_moves(uow, alliance, deadline.member, now=now)
        case Due.TERM:
            return _meet_term(uow, alliance, deadline.member, now=now)
        case Due.REVIEW:
            return remind_of_review(uow, alliance, number_of(deadline.subject), now=now)
        case Due.PLAN:
            return _meet_plan(uow, alliance, deadline.member, now=now)
        case Due.CREDENTIAL:
            return meet_credential(uow, alliance, deadline, now=now)
        case Due.ROTATION:
            return meet_day(uow, alliance, deadline, now=now)
        case Due.IMPLEMENTATION:
            return meet_implementation(uow, alliance, motion_of(deadline.subject), now=now)
        case Due.SESSION:
            return meet_session(uow, alliance, deadline, now=now)
        case Due.REQUEST:
            return meet_request(uow, alliance, request_of(deadline.subject), now=now)
        case Due.DIGEST:
            return meet_digest(uow, alliance, deadline, now=now)
        case _:
            assert_never(deadline.what)


def _meet_term(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Open the review of a renewal, call the end of the term to mind, renew it, as far as each is due."""
    done = (
        review_renewal(uow, alliance, member, now=now),
        remind_of_term(uow, alliance, member, now=now),
        end_term(uow, alliance, member, now=now),
    )
    return any(done)


def _meet_plan(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Call benchmarks and commitments to mind, open a reassessment, as far as each is due."""
    done = (
        remind_of_plan(uow, alliance, member, now=now),
        remind_of_commitments(uow, alliance, member, now=now),
        reassess(uow, alliance, member, now=now),
    )
    return any(done)
