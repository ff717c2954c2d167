"""The counts of a vote over time are worked out from its acts alone, and end as the ballots do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.course import Treatment
from bot.domain.credentials import Role
from bot.domain.electorate import Elector
from bot.domain.events import (
    BallotCast,
    BallotRetracted,
    Event,
    NoteConfirmed,
    NoteContested,
    NoteEntered,
    VoteExplained,
    VoteLost,
    VotingOpened,
    VotingReopened,
)
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.rules import Standing, Tally
from bot.domain.running_counts import RunningCount, running_counts
from tests.unit.discord import cards

START: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
MOTION: Final = MotionNumber(1)
SOMEONE: Final = Account("console:someone")
ROLL: Final = tuple(Elector(member=MemberCode(code), standing=Standing.ENTITLED) for code in ("EST", "LVA", "FIN"))
OPENED: Final = VotingOpened(motion=MOTION, rules=cards.view(3).rules, electors=ROLL)


def at(hours: float) -> datetime:
    """Give the instant so many hours after the opening."""
    return START + hours * HOUR


def cast(member: str, choice: Choice, hours: float, previous: Choice | None = None) -> BallotCast:
    """Give a ballot."""
    return BallotCast(
        motion=MOTION, member=MemberCode(member), choice=choice, previous=previous, account=SOMEONE, role=Role.HEAD,
        cast_at=at(hours), explanation="",
    )  # fmt: skip


def acts_of(*events: tuple[float, Event]) -> list[tuple[int, datetime, Event]]:
    """Give events as acts, each at so many hours after the opening."""
    return [(entry, at(hours), event) for entry, (hours, event) in enumerate(events, 1)]


def told(*events: tuple[float, Event]) -> list[tuple[float, int, int, int]]:
    """Give the counts of acts, each in hours after the opening with yes, no and abstain."""
    found = running_counts(acts_of(*events))
    return [((each.at - START) / HOUR, each.yes, each.no, each.abstain) for each in found]


def test_each_ballot_raises_the_count_of_its_choice() -> None:
    """From the instant at which it was received, be it recorded later; what changes nothing is no count."""
    explained = VoteExplained(motion=MOTION, member=MemberCode("EST"), account=SOMEONE, text="So.", at=at(1))
    assert told(
        (0, OPENED),
        (2.5, cast("EST", Choice.YES, 2)),
        (2.6, explained),
        (3, cast("LVA", Choice.NO, 3)),
        (4, cast("LVA", Choice.NO, 4, Choice.NO)),
        (5, cast("FIN", Choice.ABSTAIN, 5)),
    ) == [(0, 0, 0, 0), (2, 1, 0, 0), (3, 1, 1, 0), (5, 1, 1, 1)]


def test_changed_ballot_moves_from_one_count_to_another_at_once() -> None:
    """There is no instant at which it is in both, or in neither."""
    assert told((0, OPENED), (1, cast("EST", Choice.NO, 1)), (2, cast("EST", Choice.YES, 2, Choice.NO))) == [
        (0, 0, 0, 0),
        (1, 0, 1, 0),
        (2, 1, 0, 0),
    ]


def test_turnout_is_the_same_whether_minds_were_changed_or_not() -> None:
    """Also where a ballot got here after a change that was received later: its instant is its own."""
    steady, wavering = (
        acts_of(
            (0, OPENED),
            (1, cast("EST", Choice.YES, 1)),
            (3, cast("EST", later, 3, Choice.YES)),
            (4, cast("LVA", Choice.NO, 2)),
            (5, cast("EST", later, 5, later)),
        )
        for later in (Choice.YES, Choice.NO)
    )
    found = running_counts(wavering, choices=False)
    assert [(each.at, each.cast) for each in found] == [(at(0), 0), (at(1), 1), (at(2), 2)]
    assert [(each.at, each.cast) for each in running_counts(steady, choices=False)] == [
        (each.at, each.cast) for each in found
    ]


def test_ballot_that_is_taken_back_or_annulled_counts_no_more() -> None:
    """Retracted by its state, or lost with the right to vote; one that the charter keeps stays."""
    retracted = BallotRetracted(
        motion=MOTION, member=MemberCode("EST"), previous=Choice.YES, account=SOMEONE, role=Role.HEAD, at=at(2)
    )
    lost = [
        VoteLost(
            motion=MOTION, member=MemberCode("LVA"), standing=Standing.SUSPENDED, treatment=each, ballot=Choice.NO,
            reason="", at=at(3),
        )
        for each in (Treatment.KEPT, Treatment.REMOVED)
    ]  # fmt: skip
    acts = ((0, OPENED), (1, cast("EST", Choice.YES, 1)), (1.5, cast("LVA", Choice.NO, 1.5)), (2, retracted))
    assert told(*acts, (3, lost[0]))[-1] == (2, 0, 1, 0)
    assert told(*acts, (3, lost[1]))[-1] == (3, 0, 0, 0)


def test_note_counts_from_its_confirmation_and_gives_way_when_contested() -> None:
    """The ballot that it took the place of stands again."""
    member, until = MemberCode("EST"), at(9)
    entered = NoteEntered(
        motion=MOTION, member=member, choice=Choice.NO, sender="MFA", reference="17", received_at=at(0.5), file="",
        revokes=True, officer=SOMEONE, at=at(2),
    )  # fmt: skip
    confirmed = NoteConfirmed(
        motion=MOTION, member=member, note=3, previous=Choice.YES, officer=SOMEONE, at=at(3), contestable_until=until
    )
    contested = NoteContested(motion=MOTION, member=member, note=3, account=SOMEONE, reason="", at=at(4))
    acts = ((0, OPENED), (1, cast("EST", Choice.YES, 1)), (2, entered), (3, confirmed), (4, contested))
    assert told(*acts) == [(0, 0, 0, 0), (1, 1, 0, 0), (3, 0, 1, 0), (4, 1, 0, 0)]


def test_vote_that_is_taken_again_begins_anew() -> None:
    """Of the ballots before it nothing is left."""
    tally = Tally(yes=1, no=0, abstain=0, silent=2, not_entitled=0, vacant=0)
    again = VotingReopened(motion=MOTION, reason="tie", closes_at=at(9), reasons=(), tally=tally, at=at(5))
    assert told((0, OPENED), (1, cast("EST", Choice.YES, 1)), (5, again), (6, cast("EST", Choice.NO, 6))) == [
        (5, 0, 0, 0),
        (6, 0, 1, 0),
    ]


def test_there_is_no_count_before_the_opening() -> None:
    """Nor is there one of nothing."""
    assert told() == []
    assert told((0, cast("EST", Choice.YES, 0))) == []


CASTS: Final = st.lists(st.tuples(st.sampled_from(ROLL), st.sampled_from(Choice), st.floats(0, 72)), max_size=30)


@given(CASTS)
def test_counts_end_as_the_ballots_do_and_never_go_back_in_time(
    casts: Sequence[tuple[Elector, Choice, float]],
) -> None:
    """Whatever is cast and changed: the last count is that of the last ballot of each."""
    found = running_counts(
        [(1, START, OPENED)] + [(2, at(hours), cast(elector.member, choice, hours)) for elector, choice, hours in casts]
    )
    last = list({elector.member: choice for elector, choice, _ in casts}.values())
    assert [getattr(found[-1], each.value) for each in Choice] == [last.count(each) for each in Choice]
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert isinstance(found[0], RunningCount)
    assert found[0].cast == 0
