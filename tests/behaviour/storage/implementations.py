"""What follows an adopted motion, event by event: answers, contributions, authorisations, and how far it is."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.amounts import Amount
from bot.domain.authorisations import ParliamentaryDecision
from bot.domain.coalition import Stance
from bot.domain.events import (
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
    Event,
    ImplementationNoted,
    ImplementationOpened,
    ImplementationReviewReminded,
    ImplementationReviewSet,
    TargetSet,
    TriggerAttached,
    TriggerFound,
)
from bot.domain.rules import Outcome
from bot.domain.terms import Reminder
from bot.domain.voting_rules import VotingRules
from tests.behaviour.storage.lives import EST, HEAD, LVA, Life


def implemented(now: datetime, rules: VotingRules) -> tuple[Event, ...]:
    """Give a motion that is adopted, and what its members make of it."""
    life, later = Life(41, now, rules), now + timedelta(days=14)
    of: dict[str, Any] = {"motion": life.motion}
    by: dict[str, Any] = {"account": HEAD, "at": now}
    week = Reminder(days=7, at=later - timedelta(days=7))
    answered: dict[str, Any] = {"paragraphs": (), "text": "", "previous": None, "reminders": ()}
    promised = Amount(value=Fraction("1200000.05"), unit="EUR")
    part = Amount(value=Fraction(5), unit="EUR")
    given: dict[str, Any] = {"number": 1, "member": EST}
    decided: dict[str, Any] = {"body": "Riigikogu", "on": now.date(), "reference": "12 SE", "reminders": ()}
    return (
        life.tabled(),
        TriggerAttached(**of, trigger="Supply is cut off."),
        life.opened(),
        life.decided(Outcome.ADOPTED),
        ImplementationOpened(**of, at=now, answer_by=later, reminders=(week,), needed=1),
        TriggerFound(**of, met=True, **by),
        CoalitionAnswered(**of, **by, member=EST, stance=Stance.RESERVED, **answered | {"text": "But not now."}),
        CoalitionAnswered(**of, **by, member=LVA, stance=Stance.JOINED, **answered | {"reminders": (week,)}),
        AuthorisationReminded(**of, member=LVA, days=7, until=None, due_at=week.at, late=True),
        CoalitionReminded(**of, members=(LVA,), days=7, answer_by=later, due_at=week.at, late=False),
        TargetSet(**of, amount=promised, **by),
        ContributionPromised(**of, **given, amount=promised, due_at=later, note="", reminders=(week,), **by),
        ContributionReminded(**of, **given, outstanding=promised, days=7, due_at=later, late=False),
        ContributionDelivered(**of, **given, amount=part, note="A part.", **by),
        AuthorisationRecorded(
            **of,
            **by,
            **decided,
            member=EST,
            decision=ParliamentaryDecision.GIVEN,
            until=later,
            conditions="No ground troops.",
            previous=None,
        ),
        EffectChanged(**of, in_effect=True, valid=1, needed=1, at=now),
        AuthorisationExpired(**of, member=EST, until=later),
        ImplementationNoted(**of, text="Half of it is there.", **by),
        ImplementationReviewSet(**of, review_at=later, reminders=(week,), **by),
        ImplementationReviewReminded(**of, days=7, review_at=later, due_at=week.at, late=False),
        ContributionWithdrawn(**of, **given, outstanding=promised, reason="No more.", **by),
        CoalitionLeft(**of, member=LVA, at=now),
        CoalitionClosed(**of, reason="All are in.", at=now),
    )
