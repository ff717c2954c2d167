"""What follows from a confirmed finding: suspension, renewal, the way back (spec: membership, reviews)."""

from datetime import datetime

from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.tabling import Proposal, put_on_the_table
from bot.commands.standing.dossiers import dossier_of
from bot.commands.standing.moves import lift_move, set_move
from bot.commands.standing.plans import ask_for_commitments
from bot.commands.standing.tabled import motion_about
from bot.commands.standing.terms import renew_where_due
from bot.domain.alliance import Alliance
from bot.domain.charter import Kind
from bot.domain.course import EndedAs
from bot.domain.events import RenewalPutToVote
from bot.domain.findings import Finding
from bot.domain.ids import KindName, MemberCode, ReviewNumber
from bot.domain.membership import Cause, Status
from bot.domain.motion import Motion
from bot.domain.review import subject_of
from bot.domain.statutes import Consequence, MembershipRules
from bot.domain.tabling import schedule
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork


def follow_finding(
    uow: UnitOfWork,
    alliance: Alliance,
    rules: MembershipRules,
    member: MemberCode,
    finding: Finding,
    review: ReviewNumber,
    *,
    now: datetime,
) -> None:
    """Do what the charter has follow from a finding that has just been confirmed."""
    dossier = dossier_of(uow, alliance, member)
    coming = dossier.coming_move(Status.SUSPENDED)
    if coming is not None and finding is not Finding.FAILS:
        lift_move(uow, alliance, member, coming, cause=Cause.FINDING, now=now)
    keep_where_not_due(uow, alliance, rules, member, now=now)
    if finding is Finding.FAILS and dossier.status is Status.ACTIVE:
        _suspend(uow, alliance, rules, member, review, now=now)
    return_where_due(uow, alliance, rules, member, now=now)
    if not renew_where_due(uow, alliance, member, now=now):
        ask_for_commitments(uow, alliance, member, now=now)


def _suspend(
    uow: UnitOfWork,
    alliance: Alliance,
    rules: MembershipRules,
    member: MemberCode,
    review: ReviewNumber,
    *,
    now: datetime,
) -> None:
    """Open the motion of suspension, or give the member notice of it."""
    if rules.review.fails is Consequence.VOTE:
        table_about(uow, alliance, rules.suspension, member, review=review, now=now)
        return
    at = now + rules.review.notice
    set_move(uow, alliance, member, Status.SUSPENDED, at=at, cause=Cause.FINDING, review=review, now=now)


def keep_where_not_due(
    uow: UnitOfWork, alliance: Alliance, rules: MembershipRules, member: MemberCode, *, now: datetime
) -> None:
    """Keep a suspended member from a return that is not due any more: lift it, and end the motion on it."""
    dossier = dossier_of(uow, alliance, member)
    if dossier.status is not Status.SUSPENDED or dossier.may_return:
        return
    coming, motion = dossier.coming_move(Status.ACTIVE), motion_about(uow, alliance, rules.reinstatement, member)
    if coming is not None:
        lift_move(uow, alliance, member, coming, cause=Cause.FINDING, now=now)
    if motion is not None:
        say = Interpreter(alliance.language, alliance.time_zone)
        reason = say.words("about.not_due")
        end_motion(uow, alliance, motion, how=EndedAs.VOID, reason=reason, now=now, by=CLOCK)


def return_where_due(
    uow: UnitOfWork, alliance: Alliance, rules: MembershipRules, member: MemberCode, *, now: datetime
) -> None:
    """Open the motion of reinstatement where it is due, or have the member return unless the others object."""
    dossier = dossier_of(uow, alliance, member)
    if not dossier.may_return or dossier.finding is None:
        return
    review = dossier.finding.review
    if rules.review.meets is Consequence.VOTE:
        table_about(uow, alliance, rules.reinstatement, member, review=review, now=now)
        return
    at = now + rules.review.objection
    set_move(uow, alliance, member, Status.ACTIVE, at=at, cause=Cause.FINDING, review=review, now=now)


def table_about(
    uow: UnitOfWork,
    alliance: Alliance,
    name: KindName,
    member: MemberCode,
    *,
    review: ReviewNumber | None,
    now: datetime,
    by: str = CLOCK,
) -> Motion:
    """Put a motion about a member on the table by itself; give the one that is there already, where one is."""
    running = motion_about(uow, alliance, name, member)
    if running is not None:
        return running
    kind = alliance.charter.kinds[name]
    planned = schedule(kind, now=now, urgent=False, sponsors=0, opens=None, closes=None)
    title, text = _wording(uow, alliance, kind, member, review, now=now)
    proposal = Proposal(kind=kind, title=title, text=text, planned=planned, concerned=member)
    return put_on_the_table(uow, alliance, proposal, now=now, by=by)


def _wording(
    uow: UnitOfWork, alliance: Alliance, kind: Kind, member: MemberCode, review: ReviewNumber | None, *, now: datetime
) -> tuple[str, str]:
    """Give the title and the text of a motion that opens by itself, in the alliance's language."""
    say = Interpreter(alliance.language, alliance.time_zone)
    state = uow.roster.member(alliance.code, member, now)
    name = member if state is None else state.name_in(say.language)
    facts = {"kind": kind.title.in_language(say.language), "member": name}
    if review is None:
        return say.words("about.title", **facts), say.words("about.called", **facts)
    return say.words("about.title", **facts), say.words("about.finding", review=subject_of(review), **facts)


def put_renewal_to_vote(
    uow: UnitOfWork, alliance: Alliance, rules: MembershipRules, member: MemberCode, *, now: datetime
) -> Motion:
    """Open the motion of non-renewal that enough members have called for."""
    motion = table_about(uow, alliance, rules.non_renewal, member, review=None, now=now)
    event = RenewalPutToVote(member=member, motion=motion.number)
    uow.record(alliance.code, event, at=now, by=CLOCK)
    return motion
