"""The weekly digests: when each is due, and the sending of one, once, however long the house slept.

Which digest is next stands on record for every delegation that gets one. It is set anew where what it depends on
changes: the head and the zone it has chosen, the status of the state, the charter.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.conduct.opening import CLOCK
from bot.commands.conduct.owing import owe_secretariat
from bot.domain.alliance import Alliance
from bot.domain.charter import DigestRule
from bot.domain.credentials import Role
from bot.domain.deadlines import Deadline
from bot.domain.digests import LATE_DIGEST, WEEK, Digest, instant_of, member_of, pending_week, week_from
from bot.domain.events import DelegationEmptied, DigestDropped, DigestScheduled, DigestSent
from bot.domain.ids import MemberCode
from bot.domain.notices import DigestNotice, StandingNotice
from bot.ports import UnitOfWork


def zone_of(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> ZoneInfo:
    """Give the time zone of a delegation: the one that its head has chosen, else the alliance's."""
    for held in uow.credentials.of_member(alliance.code, member, now):
        chosen = uow.delegations.preferences(alliance.code, held.account).zone if held.role is Role.HEAD else None
        if chosen is not None:
            return ZoneInfo(chosen)
    return alliance.time_zone


def keep_digests(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> None:
    """Have the next digest of every delegation on record, and of none that gets none."""
    known = {digest.member for digest in uow.digests.every(alliance.code)}
    if alliance.charter.digest is not None:
        known |= {member.code for member in uow.roster.on(alliance.code, now)}
    for member in sorted(known):
        keep_digest(uow, alliance, member, now=now)


def keep_digest(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> None:
    """Have the next digest of a delegation on record as its zone, its status and the charter now have it."""
    rule, found = alliance.charter.digest, uow.digests.of_member(alliance.code, member)
    digest = Digest(member=member) if found is None else found
    if rule is None or not _gets_one(uow, alliance, member, now=now):
        if digest.at is not None:
            uow.record(alliance.code, DigestDropped(member=member), at=now, by=CLOCK)
        return
    zone = zone_of(uow, alliance, member, now=now)
    week = pending_week(digest, rule, zone, now)
    event = DigestScheduled(member=member, week=week, at=instant_of(rule, week, zone))
    if (digest.week, digest.at) != (event.week, event.at):
        uow.record(alliance.code, event, at=now, by=CLOCK)


def _gets_one(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> bool:
    """Tell whether a state has any right in the alliance, so that its delegation is told what happens there."""
    found = uow.roster.member(alliance.code, member, now)
    return found is not None and bool(alliance.charter.rights.get(found.status))


def meet_digest(uow: UnitOfWork, alliance: Alliance, deadline: Deadline, *, now: datetime) -> bool:
    """Send the digest that is due, and have the next one on record; give False where none is due any more.

    One that is too late is left out. Where nobody is left in the delegation none is sent, and the secretariat is told
    so once.
    """
    member = member_of(deadline.subject)
    rule, digest = alliance.charter.digest, uow.digests.of_member(alliance.code, member)
    if digest is None or digest.week is None or digest.at is None or digest.at > now:
        return False
    if rule is None or not _gets_one(uow, alliance, member, now=now) or now - digest.at > rule.late:
        keep_digest(uow, alliance, member, now=now)
        return True
    if not _send(uow, alliance, digest, rule, now=now):
        zone = zone_of(uow, alliance, member, now=now)
        week = week_from(rule, digest.week + WEEK, zone, now)
        event = DigestScheduled(member=member, week=week, at=instant_of(rule, week, zone))
        uow.record(alliance.code, event, at=now, by=CLOCK)
    return True


def _send(uow: UnitOfWork, alliance: Alliance, digest: Digest, rule: DigestRule, *, now: datetime) -> bool:
    """Owe the digest to everyone of the delegation who wants it; give False where there is nobody."""
    people = uow.credentials.of_member(alliance.code, digest.member, now)
    if not people:
        _flag(uow, alliance, digest.member, now=now)
    refused = uow.digests.refused(alliance.code)
    wanted = [held.account for held in people if held.account not in refused]
    if not wanted or digest.week is None or digest.at is None:
        return False
    zone = zone_of(uow, alliance, digest.member, now=now)
    following = week_from(rule, digest.week + WEEK, zone, now)
    event = DigestSent(
        member=digest.member,
        week=digest.week,
        since=digest.since(now),
        after=digest.told_entry,
        until=uow.journal.head(alliance.code).seq,
        at=now,
        due_at=digest.at,
        late=now - digest.at > LATE_DIGEST,
        next_week=following,
        next_at=instant_of(rule, following, zone),
    )
    notice = DigestNotice(member=digest.member, entry=uow.record(alliance.code, event, at=now, by=CLOCK))
    for account in wanted:
        uow.outbox.owe(alliance.code, notice, account, due=now)
    return True


def _flag(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> None:
    """Tell the secretariat that nobody is left in a delegation, unless it has been told."""
    if member in uow.delegations.emptied(alliance.code):
        return
    entry = uow.record(alliance.code, DelegationEmptied(member=member, at=now), at=now, by=CLOCK)
    owe_secretariat(uow, alliance, StandingNotice(entry=entry), now=now)
