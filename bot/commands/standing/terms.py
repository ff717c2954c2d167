"""Terms of membership as the clock and decisions carry them on: begun, called to mind, renewed, or gone on with."""

from datetime import date, datetime, timedelta

from bot.commands.conduct.opening import CLOCK
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.plans import ask_for_commitments
from bot.commands.standing.tabled import motion_about
from bot.commands.standing.telling import tell
from bot.domain.alliance import Alliance
from bot.domain.events import RenewalKept, RenewalReleased, TermBegun, TermOverrun, TermReminded
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.instants import comes_late
from bot.domain.renewal import Renewal, renewal_due
from bot.domain.statutes import MembershipRules
from bot.domain.terms import Term, TermCause, last_day, term_between
from bot.ports import UnitOfWork


def begin_term(
    uow: UnitOfWork,
    alliance: Alliance,
    rules: MembershipRules,
    member: MemberCode,
    *,
    start: date,
    years: int,
    cause: TermCause,
    now: datetime,
    by: str = CLOCK,
    seed: str = "",
) -> None:
    """Begin a term of so many years on a day, and tell everyone until when it runs; by lot, its delegation alone."""
    term = term_between(start, last_day(start, years), cause=cause, rules=rules, zone=alliance.time_zone, now=now)
    event = TermBegun(
        member=member,
        starts_at=term.starts_at,
        ends_at=term.ends_at,
        cause=cause,
        reminders=term.reminders,
        review_at=term.review_at,
        seed=seed,
    )
    by_lot = cause is TermCause.LOT
    tell(uow, alliance, member, event, now=now, by=by, public=not by_lot, quiet=by_lot)


def admit(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, at: datetime, now: datetime) -> None:
    """Begin the first term of a member that was admitted at ``at``."""
    rules = alliance.charter.membership
    if rules is not None:
        start = at.astimezone(alliance.time_zone).date()
        begin_term(uow, alliance, rules, member, start=start, years=rules.term, cause=TermCause.ADMISSION, now=now)


def keep_member(
    uow: UnitOfWork, alliance: Alliance, member: MemberCode, motion: MotionNumber, *, at: datetime, now: datetime
) -> None:
    """Have the term of a member renewed at its end, as its non-renewal was not adopted."""
    event = RenewalKept(member=member, motion=motion, at=at)
    tell(uow, alliance, member, event, now=now, by=CLOCK)
    renew_where_due(uow, alliance, member, now=now)


def renew_where_due(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Begin the next term of a member whose term has ended, where that is decided; give False where it is not."""
    rules, dossier = alliance.charter.membership, dossier_of(uow, alliance, member)
    if rules is None or dossier.term is None or motion_about(uow, alliance, rules.non_renewal, member) is not None:
        return False
    renewal = renewal_due(dossier, term=rules.term, term_at_risk=rules.term_at_risk, now=now)
    if renewal is None:
        return False
    begin_term(
        uow,
        alliance,
        rules,
        member,
        start=_start_of_next(alliance, dossier.term, renewal),
        years=renewal.years,
        cause=TermCause.AT_RISK if renewal.at_risk else TermCause.RENEWAL,
        now=now,
    )
    ask_for_commitments(uow, alliance, member, now=now)
    return True


def _start_of_next(alliance: Alliance, term: Term, renewal: Renewal) -> date:
    """Give the first day of the next term: the day after the last, or that of the decision where it came later."""
    following = (term.ends_at + timedelta.resolution).astimezone(alliance.time_zone).date()
    return max(following, renewal.decided_at.astimezone(alliance.time_zone).date())


def release_renewal(
    uow: UnitOfWork, alliance: Alliance, member: MemberCode, motion: MotionNumber, *, undecided: bool, now: datetime
) -> None:
    """Take note that a vote on a renewal came to nothing, and renew what nothing else stands in the way of."""
    event = RenewalReleased(member=member, motion=motion, undecided=undecided)
    tell(uow, alliance, member, event, now=now, by=CLOCK)
    renew_where_due(uow, alliance, member, now=now)


def remind_of_term(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Call the end of a term to mind, each reminder that is due by itself and in order; give False where none is."""
    term = dossier_of(uow, alliance, member).term
    if term is None:
        return False
    due = tuple(each for each in term.reminders if each.at <= now)
    for reminder in due:
        event = TermReminded(
            member=member,
            days=reminder.days,
            ends_at=term.ends_at,
            due_at=reminder.at,
            late=comes_late(reminder.at, now),
        )
        tell(uow, alliance, member, event, now=now, by=CLOCK)
    if due:
        ask_for_commitments(uow, alliance, member, now=now)
    return bool(due)


def end_term(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Renew a term that has ended, or note that it goes on undecided; give False where it has not ended."""
    term = dossier_of(uow, alliance, member).term
    if term is None or now < term.ended_at or not term.watched:
        return False
    if renew_where_due(uow, alliance, member, now=now):
        return True
    if term.overrun:
        return False
    event = TermOverrun(member=member, ends_at=term.ends_at)
    tell(uow, alliance, member, event, now=now, by=CLOCK, public=True, reviewers=True)
    return True
