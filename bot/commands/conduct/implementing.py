"""What follows an adoption, as decisions and the clock carry it on: asked for, called to mind, in effect or not."""

from collections.abc import Iterable
from datetime import datetime

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.opening import CLOCK, opened
from bot.commands.conduct.owing import owe_channels, owe_delegation, owe_secretariat, show_again
from bot.domain.addresses import Purpose
from bot.domain.alliance import Alliance
from bot.domain.charter import Concerned
from bot.domain.coalition import NoCoalition
from bot.domain.contributions import Contribution
from bot.domain.events import (
    AuthorisationExpired,
    AuthorisationReminded,
    CoalitionLeft,
    CoalitionReminded,
    ContributionReminded,
    EffectChanged,
    ImplementationEvent,
    ImplementationOpened,
    ImplementationReviewReminded,
)
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.instants import CLOSING_GRACE, comes_late
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.notices import CourseNotice
from bot.domain.rules import Outcome
from bot.domain.terms import Reminder, reminders_before
from bot.domain.voting import rules_of
from bot.ports import UnitOfWork


def implementation_of(uow: UnitOfWork, alliance: Alliance, motion: MotionNumber) -> Implementation:
    """Give what follows a motion as the tables now have it; an empty one where nothing has been recorded of that."""
    return uow.implementations.get(alliance.code, motion) or Implementation(motion=motion)


def open_implementation(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Implementation:
    """Ask the members to join in carrying out a text that was adopted, where its kind knows that and it is not done.

    A text that was adopted before any of this was kept is asked about when the first member answers.
    """
    found = implementation_of(uow, alliance, motion.number)
    adopted = motion.result is not None and motion.result.outcome is Outcome.ADOPTED
    rules = rules_of(alliance.charter, motion)
    if found.opened_at is not None or not adopted or not rules.coalition:
        return found
    figures, zone = alliance.charter.after_adoption, alliance.time_zone
    answer_by = now + figures.answer
    event = ImplementationOpened(
        motion=motion.number,
        at=now,
        answer_by=answer_by,
        reminders=reminders_before(answer_by.astimezone(zone).date(), figures.answers, zone=zone, after=now),
        needed=rules.authorisations,
    )
    uow.record(alliance.code, event, at=now, by=CLOCK)
    return implementation_of(uow, alliance, motion.number)


def opened_coalition(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Implementation:
    """Give what follows a motion that asks its members to join; raise NoCoalition."""
    found = open_implementation(uow, alliance, motion, now=now)
    if found.opened_at is None:
        raise NoCoalition(motion=motion.number)
    return found


def asked(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> tuple[MemberCode, ...]:
    """Give the members that are asked to join: those with the right to, but for one that its kind leaves out."""
    charter = alliance.charter
    kind = charter.kinds.get(motion.kind)
    left_out = kind is None or kind.concerned is Concerned.EXCLUDED
    return tuple(
        member.code
        for member in uow.roster.on(alliance.code, now)
        if member.belongs
        and charter.grants(member.status, Right.JOIN)
        and not (left_out and member.code == motion.concerned)
    )


def awaited_reminders(alliance: Alliance, *, now: datetime) -> tuple[Reminder, ...]:
    """Give when an authorisation that a member needs from ``now`` on is called to mind; days count from today."""
    today = now.astimezone(alliance.time_zone).date()
    figures = alliance.charter.after_adoption.awaited
    return reminders_before(today, (-days for days in figures), zone=alliance.time_zone, after=now)


def settle_effect(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Record that a text has come into effect, or is suspended, where the authorisations say so; tell everyone."""
    found = implementation_of(uow, alliance, motion.number)
    effective = motion.course.ending is None and found.takes_effect(now)
    if found.needed is None or effective is found.in_effect:
        return
    event = EffectChanged(
        motion=motion.number,
        in_effect=not found.in_effect,
        valid=len(found.valid(now)),
        needed=found.needed,
        at=now,
    )
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    notice = CourseNotice(motion=motion.number, entry=entry)
    owe_channels(uow, alliance, motion, notice, due=now, also=Purpose.ANNOUNCEMENTS)
    owe_secretariat(uow, alliance, notice, now=now)
    for member in found.members:
        owe_delegation(uow, alliance, member, notice, now=now, voters=False)


def leave_coalitions(uow: UnitOfWork, alliance: Alliance, member: MemberCode, *, now: datetime) -> None:
    """Take a state that has left the alliance out of every coalition that it has joined."""
    for found in uow.implementations.every(alliance.code):
        if member not in found.members:
            continue
        motion = opened(uow, alliance, found.motion)
        entry = uow.record(alliance.code, CoalitionLeft(motion=motion.number, member=member, at=now), at=now, by=CLOCK)
        announce(uow, alliance, motion, entry, now=now)
        settle_effect(uow, alliance, motion, now=now)
        show_again(uow, alliance, motion, now=now)


def meet_implementation(uow: UnitOfWork, alliance: Alliance, number: MotionNumber, *, now: datetime) -> bool:
    """Call to mind what is due, each by itself and in order; give False where nothing is."""
    motion = opened(uow, alliance, number)
    done = (
        _remind_of_answers(uow, alliance, motion, now=now),
        _remind_of_contributions(uow, alliance, motion, now=now),
        _remind_of_authorisations(uow, alliance, motion, now=now),
        _expire(uow, alliance, motion, now=now),
        _remind_of_review(uow, alliance, motion, now=now),
    )
    if any(done):
        settle_effect(uow, alliance, motion, now=now)
        show_again(uow, alliance, motion, now=now)
    return any(done)


def _due(reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, ...]:
    return tuple(each for each in reminders if each.at <= now)


def _told(
    uow: UnitOfWork, alliance: Alliance, event: ImplementationEvent, members: Iterable[MemberCode], *, now: datetime
) -> CourseNotice:
    """Record an event of the clock, and tell the delegations that it concerns."""
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    notice = CourseNotice(motion=event.motion, entry=entry)
    for member in members:
        owe_delegation(uow, alliance, member, notice, now=now, voters=False)
    return notice


def _remind_of_answers(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    """Remind the members that have not answered; a text that holds no longer asks nobody."""
    found = implementation_of(uow, alliance, motion.number)
    due = _due(found.reminders, now) if found.closed_at is None else ()
    for reminder in due:
        silent = tuple(code for code in asked(uow, alliance, motion, now=now) if found.answer(code) is None)
        event = CoalitionReminded(
            motion=motion.number,
            members=silent if motion.course.ending is None else (),
            days=reminder.days,
            answer_by=found.answer_by or reminder.at,
            due_at=reminder.at,
            late=comes_late(reminder.at, now),
        )
        _told(uow, alliance, event, event.members, now=now)
    return bool(due)


def _remind_of_contributions(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    found = implementation_of(uow, alliance, motion.number)
    due = sorted(
        (
            (reminder, contribution)
            for contribution in found.contributions
            if contribution.awaited
            for reminder in _due(contribution.reminders, now)
        ),
        key=lambda each: (each[0].at, each[1].number),
    )
    for reminder, contribution in due:
        event = _reminded(motion, contribution, reminder, now)
        notice = _told(uow, alliance, event, (contribution.member,), now=now)
        if event.days < 0:
            owe_secretariat(uow, alliance, notice, now=now)
    return bool(due)


def _reminded(motion: Motion, contribution: Contribution, reminder: Reminder, now: datetime) -> ContributionReminded:
    return ContributionReminded(
        motion=motion.number,
        number=contribution.number,
        member=contribution.member,
        outstanding=contribution.outstanding,
        days=reminder.days,
        due_at=contribution.due_at,
        late=comes_late(reminder.at, now),
    )


def _remind_of_authorisations(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    found = implementation_of(uow, alliance, motion.number)
    due = sorted(
        (
            (reminder, authorisation)
            for authorisation in found.authorisations
            for reminder in _due(authorisation.reminders, now)
        ),
        key=lambda each: (each[0].at, each[1].member),
    )
    for reminder, authorisation in due:
        event = AuthorisationReminded(
            motion=motion.number,
            member=authorisation.member,
            days=reminder.days,
            until=authorisation.until,
            due_at=reminder.at,
            late=comes_late(reminder.at, now),
        )
        _told(uow, alliance, event, (authorisation.member,), now=now)
    return bool(due)


def _expire(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    """Take note of authorisations whose time is over, and tell everyone."""
    found = implementation_of(uow, alliance, motion.number)
    over = [
        (authorisation.until, authorisation.member)
        for authorisation in found.authorisations
        if authorisation.until is not None
        and not authorisation.told_expired
        and now >= authorisation.until + CLOSING_GRACE
    ]
    for until, member in sorted(over):
        event = AuthorisationExpired(motion=motion.number, member=member, until=until)
        entry = uow.record(alliance.code, event, at=now, by=CLOCK)
        announce(uow, alliance, motion, entry, now=now)
        owe_delegation(uow, alliance, member, CourseNotice(motion=motion.number, entry=entry), now=now, voters=False)
    return bool(over)


def _remind_of_review(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> bool:
    found = implementation_of(uow, alliance, motion.number)
    due = _due(found.review_reminders, now)
    for reminder in due:
        event = ImplementationReviewReminded(
            motion=motion.number,
            days=reminder.days,
            review_at=found.review_at or reminder.at,
            due_at=reminder.at,
            late=comes_late(reminder.at, now),
        )
        notice = _told(uow, alliance, event, (), now=now)
        owe_secretariat(uow, alliance, notice, now=now)
        owe_channels(uow, alliance, motion, notice, due=now)
    return bool(due)
