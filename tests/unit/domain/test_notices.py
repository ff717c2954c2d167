"""Where a notice belongs: the news of a motion in the thread of its card, all else by itself."""

from datetime import UTC, datetime

import pytest

from bot.domain.delivery_notices import BlockageNotice, BlockageOverNotice, DeadLetterNotice
from bot.domain.ids import MemberCode, MotionNumber, RequestNumber, SessionNumber
from bot.domain.notices import (
    NOTICES,
    CallNotice,
    CheckpointNotice,
    CourseNotice,
    DeadlineNotice,
    DigestNotice,
    MinutesNotice,
    MotionCard,
    NoteNotice,
    NoteToConfirm,
    Notice,
    ReceiptNotice,
    ReminderNotice,
    RequestCard,
    RestoredNotice,
    ResultNotice,
    RulingNotice,
    SessionCard,
    SessionInvitation,
    SessionNews,
    SessionReminderNotice,
    SilenceNotice,
    StandingNotice,
    TieNotice,
    VotingOpenNotice,
)

M7, S2, EST = MotionNumber(7), SessionNumber(2), MemberCode("EST")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CASES: list[tuple[Notice, str | None]] = [
    (MotionCard(motion=M7), None),
    (VotingOpenNotice(motion=M7), "card:7"),
    (DeadlineNotice(motion=M7), "card:7"),
    (TieNotice(motion=M7), "card:7"),
    (CourseNotice(motion=M7, entry=12), "card:7"),
    (ResultNotice(motion=M7), None),
    (SilenceNotice(motion=M7), None),
    (ReceiptNotice(motion=M7, member=EST, entry=12), None),
    (ReminderNotice(motion=M7, member=EST, due_at=NOON, late=False), None),
    (CallNotice(motion=M7, member=EST, second=True), None),
    (NoteToConfirm(motion=M7, entry=12), None),
    (NoteNotice(motion=M7, member=EST, entry=12), None),
    (RulingNotice(ruling=2), None),
    (StandingNotice(entry=12), None),
    (RequestCard(request=RequestNumber(4)), None),
    (DigestNotice(member=EST, entry=12), None),
    (CheckpointNotice(entry=12), None),
    (DeadLetterNotice(letter=3), None),
    (BlockageNotice(blockage=4), None),
    (BlockageOverNotice(blockage=4), None),
    (RestoredNotice(copied_at=NOON, restored_at=NOON, numbers_from=M7), None),
    (SessionCard(session=S2), None),
    (SessionInvitation(session=S2), None),
    (SessionReminderNotice(session=S2, due_at=NOON, late=False), None),
    (SessionNews(session=S2, entry=12), "session:2"),
    (MinutesNotice(session=S2, entry=12), None),
]


@pytest.mark.parametrize(("notice", "thread"), CASES, ids=[type(case[0]).__name__ for case in CASES])
def test_notice_names_the_post_in_whose_thread_it_belongs(notice: Notice, thread: str | None) -> None:
    """By that post's key; results and what goes to people directly stand by themselves."""
    assert notice.thread_of == thread


def test_every_notice_has_a_case() -> None:
    """A new kind of notice is decided about here."""
    assert {type(notice) for notice, _ in CASES} == set(NOTICES)
