"""What follows from a decision by itself: texts, recusals and kinds change, statuses and offices pass on.

The decision and what follows from it are one transaction: nobody ever sees one without the other.
"""

from dataclasses import replace
from datetime import datetime

from bot.commands.conduct.amending import replace_text
from bot.commands.conduct.ending import end_motion, release_parent
from bot.commands.conduct.implementing import implementation_of, open_implementation
from bot.commands.conduct.opening import CLOCK, open_voting, opened
from bot.commands.conduct.owing import owe_body, owe_card, show_again
from bot.commands.conduct.rolls import poll_of
from bot.commands.conduct.seats import seat_the_elected
from bot.commands.standing.decided import give_status, settle_renewal
from bot.domain.alliance import Alliance
from bot.domain.course import Bearing, EndedAs, TextCause
from bot.domain.events import KindChanged, MemberRecused, MotionTabled, OfficeTaken, RulingOverturned, TriggerAttached
from bot.domain.motion import Motion
from bot.domain.notices import RulingNotice
from bot.domain.rules import Outcome, RollCall, is_tied, stricter
from bot.domain.sequels import has_own_text
from bot.domain.tabling import reschedule_as
from bot.domain.voting import freeze_roll, freeze_rules, roll_call, rules_of
from bot.domain.voting_rules import Result
from bot.domain.wording import without_paragraph
from bot.ports import UnitOfWork


def follow(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Do what follows from a motion that has just been decided."""
    if motion.result is None:
        return
    _for_the_member(uow, alliance, motion, motion.result, now=now)
    _for_the_ruling(uow, alliance, motion, motion.result, now=now)
    seat_the_elected(uow, alliance, motion, now=now, by=CLOCK)
    open_implementation(uow, alliance, motion, now=now)
    parent = None if motion.course.parent is None else opened(uow, alliance, motion.course.parent)
    if parent is None:
        return
    _for_the_parent(uow, alliance, motion, parent, motion.result, now=now)
    release_parent(uow, alliance, motion, now=now)
    show_again(uow, alliance, parent, now=now)


def _for_the_member(uow: UnitOfWork, alliance: Alliance, motion: Motion, result: Result, *, now: datetime) -> None:
    """Give the member concerned the status or the office that the motion confers."""
    if motion.concerned is None:
        return
    if has_own_text(motion):
        settle_renewal(uow, alliance, motion, motion.concerned, result, now=now)
    if result.outcome is Outcome.NO_QUORUM:
        return
    rules = rules_of(alliance.charter, motion)
    adopted = result.outcome is Outcome.ADOPTED
    status = rules.confers if adopted else rules.refuses
    if status is not None:
        give_status(uow, alliance, motion, motion.concerned, status, result, now=now)
    if adopted and rules.elects is not None:
        taken = OfficeTaken(
            body=motion.body,
            office=rules.elects,
            member=motion.concerned,
            since=result.decided_at,
            motion=motion.number,
        )
        uow.record(alliance.code, taken, at=now, by=CLOCK)


def _for_the_ruling(uow: UnitOfWork, alliance: Alliance, motion: Motion, result: Result, *, now: datetime) -> None:
    """Overturn the ruling against which an appeal was carried."""
    if motion.course.ruling is None or result.outcome is not Outcome.ADOPTED:
        return
    overturned = RulingOverturned(number=motion.course.ruling, by_motion=motion.number, at=now)
    uow.record(alliance.code, overturned, at=now, by=CLOCK)
    body = alliance.charter.bodies[motion.body]
    owe_body(uow, alliance, body, RulingNotice(ruling=motion.course.ruling), now=now)


def _for_the_parent(
    uow: UnitOfWork, alliance: Alliance, motion: Motion, parent: Motion, result: Result, *, now: datetime
) -> None:
    adopted = result.outcome is Outcome.ADOPTED
    match motion.course.bearing:
        case Bearing.AMENDMENT if adopted:
            replace_text(
                uow,
                alliance,
                parent,
                motion.text,
                cause=TextCause.AMENDED,
                by_motion=motion.number,
                now=now,
                by=CLOCK,
            )
        case Bearing.PARAGRAPH if result.outcome is Outcome.NOT_ADOPTED:
            _strike(uow, alliance, motion, parent, now=now)
        case Bearing.RECUSAL if adopted and motion.concerned is not None:
            recused = MemberRecused(
                motion=parent.number,
                member=motion.concerned,
                reason=motion.text,
                by_motion=motion.number,
                at=now,
            )
            uow.record(alliance.code, recused, at=now, by=CLOCK)
            owe_card(uow, alliance, parent, due=now)
        case Bearing.CHALLENGE:
            if adopted or _tie_takes_stricter(uow, alliance, motion, parent):
                _change_kind(uow, alliance, motion, parent, now=now)
        case Bearing.RESCISSION if adopted and parent.course.ending is None:
            end_motion(
                uow,
                alliance,
                parent,
                how=EndedAs.RESCINDED,
                reason=motion.text,
                now=now,
                by=CLOCK,
                by_motion=motion.number,
            )
        case Bearing.RECONSIDERATION if adopted and parent.course.ending is None:
            _take_again(uow, alliance, parent, now=now)
        case Bearing.RETAKEN if parent.result is not None and parent.result.outcome is Outcome.ADOPTED:
            _replace_decision(uow, alliance, motion, parent, now=now)
        case _:
            return


def _take_again(uow: UnitOfWork, alliance: Alliance, decided: Motion, *, now: datetime) -> None:
    """Put to the vote again, at once, what a body has decided to decide again."""
    kind = alliance.charter.kinds[decided.kind]
    number = uow.motions.next_number(alliance.code)
    event = MotionTabled(
        motion=number,
        kind=decided.kind,
        body=decided.body,
        title=decided.title,
        text=decided.text,
        mover=decided.mover,
        concerned=decided.concerned,
        sponsors=decided.sponsors,
        document=decided.document,
        impact=decided.impact,
        urgent=decided.urgent,
        tabled_at=now,
        opens_at=now,
        closes_at=now + kind.voting,
        procedure=kind.procedure,
        bearing=Bearing.RETAKEN,
        parent=decided.number,
    )
    uow.record(alliance.code, event, at=now, by=CLOCK)
    trigger = implementation_of(uow, alliance, decided.number).trigger
    if trigger:
        uow.record(alliance.code, TriggerAttached(motion=number, trigger=trigger), at=now, by=CLOCK)
    again = opened(uow, alliance, number)
    owe_card(uow, alliance, again, due=now)
    open_voting(uow, alliance, again, now=now)


def _replace_decision(uow: UnitOfWork, alliance: Alliance, motion: Motion, decided: Motion, *, now: datetime) -> None:
    """Let an adopted decision hold no longer that has been taken again: the new result, whichever it is, stands."""
    if decided.course.ending is None:
        end_motion(
            uow,
            alliance,
            decided,
            how=EndedAs.RESCINDED,
            reason="",
            now=now,
            by=CLOCK,
            by_motion=motion.number,
        )


def _strike(uow: UnitOfWork, alliance: Alliance, motion: Motion, parent: Motion, *, now: datetime) -> None:
    """Take a paragraph out of the text that the body did not adopt by itself; a missed quorum has decided nothing.

    Where no other is left the text has been rejected as a whole, and its own vote has no object.
    """
    if motion.course.paragraph is None:
        return
    text = without_paragraph(parent.text, motion.course.paragraph)
    if text is None:
        how = EndedAs.REJECTED
        end_motion(uow, alliance, parent, how=how, reason="", now=now, by=CLOCK, by_motion=motion.number)
    else:
        replace_text(
            uow,
            alliance,
            parent,
            text,
            cause=TextCause.PARAGRAPH_REJECTED,
            by_motion=motion.number,
            now=now,
            by=CLOCK,
        )


def _tie_takes_stricter(uow: UnitOfWork, alliance: Alliance, motion: Motion, parent: Motion) -> bool:
    """Tell whether a tied challenge takes the kind that it proposes: a tie takes the stricter kind."""
    electors, ballots = poll_of(uow, alliance, motion)
    if motion.rules is None or not is_tied(roll_call(motion.rules, motion, electors, ballots, closed=True)):
        return False
    roster = uow.roster.on(alliance.code, motion.closes_at)

    def unvoted(each: Motion) -> RollCall:
        rules, roll = freeze_rules(alliance.charter, each), freeze_roll(alliance.charter, each, roster)
        return roll_call(rules, each, roll, (), closed=False)

    return stricter(unvoted(_as_kind(alliance, motion, parent)), unvoted(parent))


def _as_kind(alliance: Alliance, challenge: Motion, parent: Motion) -> Motion:
    """Give the challenged motion as it would be as one of the kind that the challenge proposes."""
    if challenge.course.proposed_kind is None:
        raise LookupError(challenge.number)
    kind = alliance.charter.kinds[challenge.course.proposed_kind]
    return replace(parent, kind=kind.name, body=kind.body, course=replace(parent.course, procedure=kind.procedure))


def _change_kind(uow: UnitOfWork, alliance: Alliance, motion: Motion, parent: Motion, *, now: datetime) -> None:
    """Make the challenged motion one of the other kind, with that kind's periods.

    What is voted right before it, by its rule, goes with it.
    """
    if motion.course.proposed_kind is None:
        return
    kinds = alliance.charter.kinds
    kind = kinds[motion.course.proposed_kind]
    planned = reschedule_as(parent, kinds[parent.kind], kind, now=now)
    children = uow.motions.bearing_on(alliance.code, parent.number)
    for each in (parent, *(child for child in children if child.awaits_turn)):
        event = KindChanged(
            motion=each.number,
            kind=kind.name,
            body=kind.body,
            procedure=kind.procedure,
            challenge=motion.number,
            opens_at=planned.opens_at,
            closes_at=planned.closes_at,
            urgent=planned.urgent,
        )
        uow.record(alliance.code, event, at=now, by=CLOCK)
        owe_card(uow, alliance, each, due=now)
