"""What follows a motion over random courses of events, held against a slow model; the clock gets rid of what it met."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.amounts import Amount
from bot.domain.authorisations import AuthorisationState, ParliamentaryDecision
from bot.domain.coalition import Stance
from bot.domain.events import (
    AuthorisationExpired,
    AuthorisationRecorded,
    AuthorisationReminded,
    CoalitionAnswered,
    CoalitionLeft,
    CoalitionReminded,
    ContributionDelivered,
    ContributionPromised,
    ContributionReminded,
    ContributionWithdrawn,
    ImplementationEvent,
    ImplementationOpened,
    ImplementationReviewReminded,
    ImplementationReviewSet,
)
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.implementation_evolution import implementation_after
from bot.domain.terms import Reminder

START = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CODES = tuple(MemberCode(code) for code in ("EST", "FIN", "LVA", "POL"))
OF: dict[str, Any] = {"motion": MotionNumber(7)}
BY: dict[str, Any] = {"account": Account("console:x"), "at": START}
NEEDED = 2

acts = st.lists(
    st.tuples(
        st.sampled_from(["join", "decline", "leave", "give", "recall", "expire", "promise", "deliver", "take back"]),
        st.sampled_from(CODES),
        st.integers(1, 50),
        st.sampled_from(["USD", "troops"]),
    ),
    max_size=40,
)


def reminders(*days: int) -> tuple[Reminder, ...]:
    """Give reminders before a day thirty days after the start."""
    return tuple(Reminder(days=each, at=START + (30 - each) * DAY) for each in days)


def opened() -> Implementation:
    """Give what follows a motion that takes two authorisations, with reminders of its answers and its review."""
    found = implementation_after(
        Implementation(motion=MotionNumber(7)),
        ImplementationOpened(**OF, at=START, answer_by=START + 30 * DAY, reminders=reminders(7, 1), needed=NEEDED),
    )
    event = ImplementationReviewSet(**OF, review_at=START + 30 * DAY, reminders=reminders(7, 0), **BY)
    return implementation_after(found, event)


def event_of(found: Implementation, act: str, member: MemberCode, many: int, unit: str) -> ImplementationEvent | None:
    """Give the event of an act; None where it would have been refused."""
    answer: dict[str, Any] = {"paragraphs": (), "text": "", "previous": None, "reminders": reminders(-7, -30)}
    amount = Amount(value=Fraction(many, 4), unit=unit)
    own = [each for each in found.contributions if each.member == member and each.awaited]
    joins = member in found.members
    match act:
        case "join":
            return CoalitionAnswered(**OF, **BY, member=member, stance=Stance.JOINED, **answer)
        case "decline":
            return CoalitionAnswered(**OF, **BY, member=member, stance=Stance.DECLINED, **answer)
        case "leave" if joins:
            return CoalitionLeft(**OF, member=member, at=START)
        case "give" | "recall" | "expire" if joins:
            given = act != "recall"
            return AuthorisationRecorded(
                **OF,
                **BY,
                member=member,
                decision=ParliamentaryDecision.GIVEN if given else ParliamentaryDecision.WITHDRAWN,
                body="P",
                on=START.date(),
                reference="1",
                until=START + 30 * DAY if act == "expire" else None,
                conditions="",
                previous=None,
                reminders=reminders(7, 1) if act == "expire" else (),
            )
        case "promise" if joins:
            number = len(found.contributions) + 1
            return ContributionPromised(
                **OF,
                **BY,
                number=number,
                member=member,
                amount=amount,
                due_at=START + 30 * DAY,
                note="",
                reminders=reminders(7, 0, -1),
            )
        case "deliver" if own:
            part = Amount(value=min(amount.value, own[0].outstanding.value), unit=own[0].amount.unit)
            return ContributionDelivered(**OF, **BY, number=own[0].number, member=member, amount=part, note="")
        case "take back" if own:
            return ContributionWithdrawn(
                **OF, **BY, number=own[0].number, member=member, outstanding=own[0].outstanding, reason="x"
            )
        case _:
            return None


def played(course: list[tuple[str, MemberCode, int, str]]) -> tuple[Implementation, list[ImplementationEvent]]:
    """Play a course; give how it ended and its events."""
    found, events = opened(), []
    for act in course:
        event = event_of(found, *act)
        if event is not None:
            events.append(event)
            found = implementation_after(found, event)
    return found, events


@given(acts)
def test_totals_and_effect_are_those_of_a_slow_count(course: list[tuple[str, MemberCode, int, str]]) -> None:
    """Who is in, what is promised and there, whether it is in effect, before and after authorisations expire."""
    found, events = played(course)
    inside: set[MemberCode] = set()
    decided: dict[MemberCode, AuthorisationRecorded] = {}
    promised: dict[int, Amount] = {}
    there: dict[int, Fraction] = {}
    for event in events:
        match event:
            case CoalitionAnswered():
                (inside.add if event.stance.joins else inside.discard)(event.member)
            case CoalitionLeft():
                inside.discard(event.member)
            case AuthorisationRecorded():
                decided[event.member] = event
            case ContributionPromised():
                promised[event.number], there[event.number] = event.amount, Fraction(0)
            case ContributionDelivered():
                there[event.number] += event.amount.value
            case ContributionWithdrawn():
                promised[event.number] = Amount(value=there[event.number], unit=event.outstanding.unit)
            case _:
                raise AssertionError(event)
    assert set(found.members) == inside
    for unit in ("USD", "troops"):
        assert found.promised(unit).value == sum(each.value for each in promised.values() if each.unit == unit)
        assert found.delivered(unit).value == sum(
            value for number, value in there.items() if promised[number].unit == unit
        )
    for now in (START, START + 31 * DAY):
        valid = {
            code
            for code in inside
            if code in decided
            and decided[code].decision is ParliamentaryDecision.GIVEN
            and (decided[code].until is None or now <= START + 30 * DAY)
        }
        assert set(found.valid(now)) == valid
        assert found.takes_effect(now) is (len(valid) >= NEEDED)


def met(found: Implementation, now: datetime) -> Implementation:
    """Do what the clock does of all that is due."""
    late: dict[str, Any] = {"late": False}
    for each in [each for each in found.reminders if each.at <= now]:
        event = CoalitionReminded(**OF, members=(), days=each.days, answer_by=START, due_at=each.at, **late)
        found = implementation_after(found, event)
    for promise in [each for each in found.contributions if each.awaited]:
        for each in [each for each in promise.reminders if each.at <= now]:
            told = ContributionReminded(
                **OF,
                number=promise.number,
                member=promise.member,
                outstanding=promise.outstanding,
                days=each.days,
                due_at=promise.due_at,
                **late,
            )
            found = implementation_after(found, told)
    for known in found.authorisations:
        for each in [each for each in known.reminders if each.at <= now]:
            reminded = AuthorisationReminded(
                **OF, member=known.member, days=each.days, until=known.until, due_at=each.at, **late
            )
            found = implementation_after(found, reminded)
        if known.state(now) is AuthorisationState.EXPIRED and not known.told_expired and known.until is not None:
            found = implementation_after(found, AuthorisationExpired(**OF, member=known.member, until=known.until))
    for each in [each for each in found.review_reminders if each.at <= now]:
        seen = ImplementationReviewReminded(**OF, days=each.days, review_at=START, due_at=each.at, **late)
        found = implementation_after(found, seen)
    return found


@given(acts, st.integers(0, 70))
def test_clock_gets_rid_of_everything_that_it_met(course: list[tuple[str, MemberCode, int, str]], days: int) -> None:
    """Whatever has happened: nothing that was met is due again, and nothing is left once all days are over."""
    found, _ = played(course)
    now = START + days * DAY
    after = met(found, now)
    assert not [each for each in after.deadlines() if each.at <= now]
    assert {each for each in found.deadlines() if each.at > now} == set(after.deadlines())
    assert met(after, START + 400 * DAY).deadlines() == frozenset()
