"""Who may vote, by standing on the frozen roll and by phase: each refusal that a ballot can meet."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.electorate import Elector
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.permissions import (
    MemberConcerned,
    MemberRecused,
    NotOnTheRoll,
    VoteClosed,
    VoteSuspended,
    VotingNotOpen,
    check_may_vote,
)
from bot.domain.rules import Standing

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EST = MemberCode("EST")


def motion(*, opens: timedelta, closes: timedelta) -> Motion:
    """Give a motion whose voting opens and closes so far from now."""
    return Motion(
        number=MotionNumber(1),
        kind=KindName("resolution"),
        body=BodyName("council"),
        title="T",
        text="x",
        mover=None,
        concerned=None,
        sponsors=(),
        document="",
        impact="",
        urgent=False,
        tabled_at=NOW - timedelta(days=9),
        opens_at=NOW + opens,
        closes_at=NOW + closes,
    )


RUNNING = motion(opens=timedelta(0), closes=timedelta(0))
"""Opens and closes now: both instants are inclusive."""


def test_entitled_member_may_vote_from_the_opening_to_the_deadline() -> None:
    """Both ends of the period belong to it."""
    check_may_vote(RUNNING, Elector(member=EST, standing=Standing.ENTITLED), EST, NOW)


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (Standing.RECUSED, MemberRecused),
        (Standing.CONCERNED, MemberConcerned),
        (Standing.SUSPENDED, VoteSuspended),
        (Standing.EXPIRED, VoteSuspended),
        (Standing.ABEYANCE, VoteSuspended),
    ],
)
def test_standing_without_a_vote_is_refused(standing: Standing, refusal: type[Refusal]) -> None:
    """Every standing but entitled has its own refusal (spec: rules, deciding 4 and recusal)."""
    with pytest.raises(refusal):
        check_may_vote(RUNNING, Elector(member=EST, standing=standing), EST, NOW)


def test_member_off_the_roll_is_refused() -> None:
    """Whoever had no place when voting opened has no vote."""
    with pytest.raises(NotOnTheRoll):
        check_may_vote(RUNNING, None, EST, NOW)


def test_ballot_outside_the_period_is_refused() -> None:
    """A microsecond before the opening is early, a microsecond after the deadline is late."""
    elector = Elector(member=EST, standing=Standing.ENTITLED)
    moment = timedelta(microseconds=1)
    with pytest.raises(VotingNotOpen):
        check_may_vote(motion(opens=moment, closes=moment), elector, EST, NOW)
    with pytest.raises(VoteClosed):
        check_may_vote(motion(opens=-moment, closes=-moment), elector, EST, NOW)
