"""The life of an election by ranked ballots, of the seats it gives, and of the days of a calendar, event by event."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.calendar import Occasion
from bot.domain.charter import Procedure
from bot.domain.credentials import Role
from bot.domain.elections import Count, CountRound
from bot.domain.events import (
    CandidateNominated,
    DayAnnounced,
    DayDropped,
    DayScheduled,
    ElectionCalled,
    ElectionCounted,
    Event,
    RankingCast,
    SeatLeft,
    SeatTaken,
    SeatTermSet,
)
from bot.domain.membership import Tenure
from bot.domain.rules import Outcome
from bot.domain.voting_rules import VotingRules
from tests.behaviour.storage.lives import CLERK, COUNCIL, EST, HEAD, LTU, LVA, Life


def seated(now: datetime, rules: VotingRules) -> tuple[Event, ...]:
    """Give an election, ranked and counted, what came of its seats, and days of the calendar."""
    life, later = Life(31, now, rules), now + timedelta(days=30)
    of = {"motion": life.motion}
    first = CountRound(totals={LTU: Fraction(4, 3)}, exhausted=Fraction(0), elected=(LTU,), eliminated=None)
    count = Count(seats=1, quota=1, rounds=(first,), elected=(LTU,), unfilled=0, excluded=(LVA,), seed="a1")
    ranking = RankingCast(
        **of, member=EST, ranking=(LVA, LTU), previous=None, account=HEAD, role=Role.HEAD, cast_at=now
    )
    large: dict[str, Any] = {"body": COUNCIL, "member": LTU, "tenure": Tenure.AT_LARGE}
    rotation: dict[str, Any] = {"occasion": Occasion.ROTATION, "body": COUNCIL}
    return (
        *(
            CandidateNominated(body=COUNCIL, member=member, by_member=None, account=CLERK, at=now)
            for member in (LTU, LVA)
        ),
        life.tabled(procedure=Procedure.RANKED),
        ElectionCalled(**of, body=COUNCIL, seats=1, candidates=(LTU,), since=later, until=None),
        life.opened(replace(rules, procedure=Procedure.RANKED)),
        ranking,
        replace(ranking, ranking=(LTU,), previous=(LVA, LTU)),
        ElectionCounted(**of, count=count, at=now),
        life.decided(Outcome.ADOPTED),
        SeatTaken(**large, since=later, until=None, motion=life.motion),
        SeatTermSet(body=COUNCIL, member=LTU, since=later, until=later + timedelta(days=365)),
        SeatLeft(**large, since=later, at=later + timedelta(days=2), reason="Left."),
        DayScheduled(**rotation, at=later, reminders=(now + timedelta(days=1),)),
        DayAnnounced(**rotation, at=later, due_at=now + timedelta(days=1), late=False),
        DayScheduled(occasion=Occasion.SUMMIT, body=None, at=later, reminders=()),
        DayDropped(occasion=Occasion.SUMMIT, body=None),
    )
