"""How the implementation of a motion changes with each event (``bot.domain.implementation``)."""

from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from bot.domain.authorisations import Authorisation, ParliamentaryDecision, Ruling
from bot.domain.coalition import Answer
from bot.domain.contributions import Contribution
from bot.domain.events.implementation import (
    AuthorisationExpired,
    AuthorisationRecorded,
    AuthorisationReminded,
    CoalitionAnswered,
    CoalitionClosed,
    CoalitionLeft,
    CoalitionReminded,
    ContributionDelivered,
    ContributionPromised,
    ContributionReminded,
    ContributionWithdrawn,
    EffectChanged,
    ImplementationEvent,
    ImplementationNoted,
    ImplementationOpened,
    ImplementationReviewReminded,
    ImplementationReviewSet,
    TargetSet,
    TriggerAttached,
    TriggerFound,
)
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import MemberCode
from bot.domain.implementation import Implementation, Note

_CoalitionEvent = ImplementationOpened | CoalitionAnswered | CoalitionLeft | CoalitionClosed | CoalitionReminded
_ContributionEvent = (
    TargetSet | ContributionPromised | ContributionDelivered | ContributionReminded | ContributionWithdrawn
)
_AuthorisationEvent = AuthorisationRecorded | AuthorisationReminded | AuthorisationExpired | EffectChanged


def implementation_after(found: Implementation, event: ImplementationEvent) -> Implementation:
    """Give the implementation as it is after ``event``; raise EventDoesNotFit where that cannot have happened to it."""
    match event:
        case TriggerAttached():
            return replace(found, trigger=event.trigger)
        case TriggerFound():
            return replace(found, trigger_met_at=event.at if event.met else None)
        case ImplementationOpened() | CoalitionAnswered() | CoalitionLeft() | CoalitionClosed() | CoalitionReminded():
            return _coalition(found, event)
        case (
            TargetSet()
            | ContributionPromised()
            | ContributionDelivered()
            | ContributionReminded()
            | ContributionWithdrawn()
        ):
            return _contribution(found, event)
        case AuthorisationRecorded() | AuthorisationReminded() | AuthorisationExpired() | EffectChanged():
            return _authorisation(found, event)
        case ImplementationNoted():
            return replace(found, notes=(*found.notes, Note(text=event.text, at=event.at)))
        case ImplementationReviewSet():
            return replace(found, review_at=event.review_at, review_reminders=event.reminders)
        case ImplementationReviewReminded():
            left = tuple(each for each in found.review_reminders if each.days < event.days)
            return replace(found, review_reminders=left)
        case _:
            assert_never(event)


def _coalition(found: Implementation, event: _CoalitionEvent) -> Implementation:
    match event:
        case ImplementationOpened():
            return replace(
                found,
                opened_at=event.at,
                answer_by=event.answer_by,
                reminders=event.reminders,
                needed=event.needed,
            )
        case CoalitionAnswered():
            return _answered(found, event)
        case CoalitionLeft():
            return _left(found, event.member)
        case CoalitionClosed():
            return replace(found, closed_at=event.at)
        case CoalitionReminded():
            return replace(found, reminders=tuple(each for each in found.reminders if each.days < event.days))


def _answered(found: Implementation, event: CoalitionAnswered) -> Implementation:
    """Keep the last answer of a member, and await the leave of its parliament while it joins.

    Decisions of its parliament that are on record stay there, whatever the member answers later.
    """
    others = tuple(each for each in found.answers if each.member != event.member)
    answer = Answer(
        member=event.member,
        stance=event.stance,
        paragraphs=event.paragraphs,
        text=event.text,
        at=event.at,
    )
    answers = tuple(sorted((*others, answer), key=lambda each: each.member))
    if found.needed is None:
        return replace(found, answers=answers)
    known = found.authorisation(event.member)
    kept = tuple(each for each in found.authorisations if each.member != event.member)
    if known is None and event.stance.joins:
        kept += (Authorisation(member=event.member, awaited_since=event.at, reminders=event.reminders),)
    elif known is not None and event.stance.joins:
        kept += (replace(known, told_expired=False),)
    elif known is not None and known.rulings:
        kept += (replace(known, reminders=(), told_expired=True),)
    return replace(found, answers=answers, authorisations=tuple(sorted(kept, key=lambda each: each.member)))


def _contribution(found: Implementation, event: _ContributionEvent) -> Implementation:
    match event:
        case TargetSet():
            others = tuple(each for each in found.targets if each.unit != event.amount.unit)
            return replace(found, targets=(*others, event.amount))
        case ContributionPromised():
            promised = Contribution(
                number=event.number,
                member=event.member,
                amount=event.amount,
                delivered=Fraction(0),
                due_at=event.due_at,
                note=event.note,
                reminders=event.reminders,
            )
            return replace(found, contributions=(*found.contributions, promised))
        case ContributionDelivered() | ContributionReminded() | ContributionWithdrawn():
            known = found.contribution(event.number)
            if known is None:
                raise EventDoesNotFit(event=type(event).__name__, subject=found.subject)
            changed = _given(known, event)
            parts = tuple(changed if each is known else each for each in found.contributions)
            return replace(found, contributions=parts)


def _given(
    known: Contribution, event: ContributionDelivered | ContributionReminded | ContributionWithdrawn
) -> Contribution:
    match event:
        case ContributionDelivered():
            return replace(known, delivered=known.delivered + event.amount.value)
        case ContributionReminded():
            return replace(known, reminders=tuple(each for each in known.reminders if each.days < event.days))
        case ContributionWithdrawn():
            return replace(known, withdrawn_at=event.at)


def _left(found: Implementation, member: MemberCode) -> Implementation:
    """Take a state that has left the alliance out of the coalition; nothing of it is called to mind any more."""
    return replace(
        found,
        answers=tuple(each for each in found.answers if each.member != member),
        authorisations=tuple(
            replace(each, reminders=(), told_expired=True) if each.member == member else each
            for each in found.authorisations
        ),
        contributions=tuple(
            replace(each, reminders=()) if each.member == member else each for each in found.contributions
        ),
    )


def _authorisation(found: Implementation, event: _AuthorisationEvent) -> Implementation:
    if isinstance(event, EffectChanged):
        return replace(found, in_effect=event.in_effect)
    known = _known(found, event.member, type(event).__name__)
    match event:
        case AuthorisationRecorded():
            ruling = Ruling(
                decision=event.decision,
                body=event.body,
                on=event.on,
                reference=event.reference,
                until=event.until if event.decision is ParliamentaryDecision.GIVEN else None,
                conditions=event.conditions,
                at=event.at,
            )
            rulings = (*known.rulings, ruling)
            changed = replace(known, rulings=rulings, reminders=event.reminders, told_expired=False)
        case AuthorisationReminded():
            changed = replace(known, reminders=tuple(each for each in known.reminders if each.days < event.days))
        case AuthorisationExpired():
            changed = replace(known, told_expired=True)
    every = tuple(changed if each is known else each for each in found.authorisations)
    return replace(found, authorisations=every)


def _known(found: Implementation, member: MemberCode, event: str) -> Authorisation:
    known = found.authorisation(member)
    if known is None:
        raise EventDoesNotFit(event=event, subject=found.subject)
    return known
