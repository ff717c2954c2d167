"""The check of a run bites: each thing that can go wrong is found in evidence made up for it, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.credentials import Role
from bot.domain.events import BallotCast, Event, MotionDecided, MotionTabled
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.rules import Outcome, Tally
from tests.crash.checking import Wrong, check
from tests.crash.evidence import Act, Audience, Evidence, Recorded, Seen, Told
from tests.crash.words import meaning

EST, LVA = MemberCode("EST"), MemberCode("LVA")
HERE, THERE, NEWS = "slack:T1:C1", "discord:1:2", "slack:T1:C2"
EST_SLACK, EST_DISCORD, LVA_SLACK, LVA_DISCORD = "slack:T1:UEST", "discord:11", "slack:T1:ULVA", "discord:12"
AUDIENCE = Audience(
    motions=(HERE, THERE),
    announcements=(NEWS,),
    delegations={EST: (EST_SLACK, EST_DISCORD), LVA: (LVA_SLACK, LVA_DISCORD)},
)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
M1 = MotionNumber(1)

TABLED = MotionTabled(
    motion=M1,
    kind=KindName("brief"),
    body=BodyName("assembly"),
    title="T000001",
    text="1. It is so.",
    mover=None,
    concerned=None,
    sponsors=(),
    document="",
    impact="",
    urgent=False,
    tabled_at=NOON,
    opens_at=NOON,
    closes_at=NOON + timedelta(seconds=5),
)
FIRST = BallotCast(
    motion=M1,
    member=EST,
    choice=Choice.YES,
    previous=None,
    account=Account(EST_SLACK),
    role=Role.DELEGATE,
    cast_at=NOON,
    explanation="B000002",
)
CHANGED = replace(FIRST, choice=Choice.NO, previous=Choice.YES, account=Account(EST_DISCORD), explanation="B000003")
OTHER = replace(FIRST, member=LVA, account=Account(LVA_SLACK), explanation="B000004")
DECIDED = MotionDecided(
    motion=M1,
    outcome=Outcome.NOT_ADOPTED,
    reasons=(),
    tally=Tally(yes=1, no=1, abstain=0, silent=0, not_entitled=0, vacant=0),
    decided_at=NOON + timedelta(seconds=5),
)
EVENTS: tuple[Event, ...] = (TABLED, FIRST, CHANGED, OTHER, DECIDED)
JOURNAL = tuple(Recorded(seq=5 + at, event=event) for at, event in enumerate(EVENTS))

TABLING = Act(mark="T000001", account="slack:T1:USEC", told=(Told.RECEIPT,))
CASTING = Act(
    mark="B000002", account=EST_SLACK, told=(Told.RECEIPT,), sent_at=1.0, receipt_at=1.5, member=EST, motion=M1,
    choice=Choice.YES,
)  # fmt: skip
CHANGING = replace(CASTING, mark="B000003", account=EST_DISCORD, sent_at=2.0, receipt_at=2.5, choice=Choice.NO)
UNANSWERED = replace(CASTING, mark="B000004", account=LVA_SLACK, told=(), receipt_at=None, member=LVA, deliveries=2)
REFUSED = replace(CASTING, mark="B000005", account=LVA_DISCORD, told=(Told.REFUSED,), receipt_at=None, member=LVA)

CARD = Seen(to=HERE, key="card:1", text="M-1 · Not adopted · T000001")
RESULT = Seen(to=HERE, key="result:1", text="Not adopted: M-1 · T000001. For 1, against 1, abstained 0, no ballot 0")
RECEIPT = Seen(to=EST_DISCORD, key="receipt:6", text="Ballot recorded on M-1: yes. B000002")
POSTS = (
    CARD,
    replace(CARD, to=THERE, text=r"M\-1 · Not adopted · T000001"),
    RESULT,
    replace(RESULT, to=THERE),
    replace(RESULT, to=NEWS),
    RECEIPT,
    Seen(to=EST_SLACK, key="receipt:7", text="Ballot recorded on M-1: no. B000003"),
    Seen(to=LVA_DISCORD, key="receipt:8", text="Ballot recorded on M-1: yes. B000004"),
    Seen(to=LVA_DISCORD, key="reminder:1:1795176000", text="Vote on M-1"),
)
SOUND = Evidence(
    audience=AUDIENCE,
    acts=(TABLING, CASTING, CHANGING, UNANSWERED, REFUSED),
    journal=JOURNAL,
    standing={(M1, EST): Choice.NO, (M1, LVA): Choice.YES},
    posts=POSTS,
)


def test_sound_evidence_has_no_findings() -> None:
    """Receipts that were kept, an act without an answer, a refusal, each post once: nothing is wrong with these."""
    assert check(SOUND) == ()


def debated(under: str | None) -> Evidence:
    """Give the sound evidence of a motion that was debated first, with its notices under a post."""
    notice = Seen(to=HERE, key="open:1", text="Voting is open on M-1. “T000001” may be voted on", under=under)
    evidence = with_event(0, opens_at=NOON + timedelta(seconds=1))
    return replace(evidence, posts=(*POSTS, notice, replace(notice, to=THERE)))


def test_notice_in_the_thread_of_its_card_is_sound() -> None:
    """A debated motion has one more post in each channel, under its card."""
    assert check(debated("card:1")) == ()


def with_act(act: Act, **changes: object) -> Evidence:
    """Give the sound evidence with one act changed."""
    changed = replace(act, **changes)  # type: ignore[arg-type]  # each case names fields of an act
    return replace(SOUND, acts=tuple(changed if each is act else each for each in SOUND.acts))


def with_event(at: int, **changes: object) -> Evidence:
    """Give the sound evidence with one event of the journal changed."""
    entry = JOURNAL[at]
    changed = Recorded(seq=entry.seq, event=replace(entry.event, **changes))  # type: ignore[arg-type]  # as above
    return replace(SOUND, journal=(*JOURNAL[:at], changed, *JOURNAL[at + 1 :]))


def without_post(post: Seen) -> Evidence:
    """Give the sound evidence with one post gone."""
    return replace(SOUND, posts=tuple(each for each in POSTS if each is not post))


def lost_vote() -> Evidence:
    """Give evidence in which the ballot of a receipt is in no journal, and nothing that follows from it anywhere."""
    return replace(SOUND, acts=(*SOUND.acts, replace(CASTING, mark="B000009")))


def doubled_vote() -> Evidence:
    """Give evidence in which one act became two entries."""
    twice = Recorded(seq=9, event=replace(FIRST, previous=Choice.NO))
    return replace(SOUND, journal=(*JOURNAL[:4], twice, replace(JOURNAL[4], seq=10)))


def disordered() -> Evidence:
    """Give evidence in which what a seat did after a receipt is recorded before what the receipt is for."""
    return with_act(CHANGING, sent_at=0.1, receipt_at=0.2)


CASES: dict[str, tuple[Callable[[], Evidence], Wrong]] = {
    "a lost vote": (lost_vote, Wrong.LOST),
    "a vote recorded twice": (doubled_vote, Wrong.DOUBLED),
    "another choice than sent": (lambda: with_act(CASTING, choice=Choice.ABSTAIN), Wrong.FALSE),
    "a vote of nobody": (lambda: replace(SOUND, acts=SOUND.acts[:3]), Wrong.FALSE),
    "a recorded vote told not recorded": (
        lambda: with_act(UNANSWERED, told=(Told.NOT_RECORDED,), deliveries=1),
        Wrong.DENIED,
    ),
    "a receipt and a refusal for one act": (
        lambda: with_act(CASTING, told=(Told.RECEIPT, Told.REFUSED), deliveries=2),
        Wrong.DENIED,
    ),
    "an act stopped by a defect": (lambda: with_act(REFUSED, told=(Told.FAILED,)), Wrong.FAILED),
    "an order that receipts contradict": (disordered, Wrong.DISORDERED),
    "a ballot that replaces another than the last": (lambda: with_event(2, previous=Choice.ABSTAIN), Wrong.DISORDERED),
    "a result that counts otherwise": (
        lambda: with_event(4, tally=replace(DECIDED.tally, yes=2)),
        Wrong.MISCOUNTED,
    ),
    "a table that is behind": (lambda: replace(SOUND, standing={(M1, LVA): Choice.YES}), Wrong.BROKEN),
    "a broken chain": (lambda: replace(SOUND, chain=("entry 7: journal.entry_changed",)), Wrong.BROKEN),
    "a missing result": (lambda: without_post(RESULT), Wrong.MISSING),
    "a missing card": (lambda: without_post(CARD), Wrong.MISSING),
    "a missing receipt": (lambda: without_post(RECEIPT), Wrong.MISSING),
    "a result never decided": (lambda: replace(SOUND, journal=JOURNAL[:4]), Wrong.MISSING),
    "a doubled post": (lambda: replace(SOUND, posts=(*POSTS, RESULT)), Wrong.REPEATED),
    "a doubled reminder": (lambda: replace(SOUND, posts=(*POSTS, POSTS[-1])), Wrong.REPEATED),
    "a post to the wrong delegate": (
        lambda: replace(SOUND, posts=(*POSTS, replace(RECEIPT, to=LVA_SLACK))),
        Wrong.UNASKED,
    ),
    "a post without a key": (lambda: replace(SOUND, posts=(*POSTS, replace(CARD, key=None))), Wrong.UNASKED),
    "a notice outside its thread": (lambda: debated(None), Wrong.MISPLACED),
    "a notice in another motion's thread": (lambda: debated("card:2"), Wrong.MISPLACED),
    "a result in a thread": (
        lambda: replace(SOUND, posts=tuple(replace(each, under="card:1") for each in POSTS)),
        Wrong.MISPLACED,
    ),
    "a card that still says voting": (
        lambda: replace(SOUND, posts=(replace(CARD, text="M-1 · Voting · T000001"), *POSTS[1:])),
        Wrong.STALE,
    ),
    "a post still owed": (lambda: replace(SOUND, waiting=1), Wrong.WAITING),
    "a dead letter": (lambda: replace(SOUND, dead=("slack:T1:C1 card:1: gone",)), Wrong.DEAD),
    "a process that did not stop": (lambda: replace(SOUND, faults=("the last process ended with 1",)), Wrong.FAULTY),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_found(case: str) -> None:
    """Each defect is found under its own name."""
    evidence, wrong = CASES[case]
    assert wrong in {finding.wrong for finding in check(evidence())}


def test_act_delivered_again_may_be_recorded_after_a_denial() -> None:
    """The second delivery of an act that was not recorded at first may be recorded, its answer lost."""
    again = with_act(UNANSWERED, told=(Told.NOT_RECORDED,), deliveries=2)
    assert check(again) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ballot recorded on M-12", Told.RECEIPT),
        (r"Ballot recorded on M\-12", Told.RECEIPT),
        ("M-3 is tabled", Told.RECEIPT),
        ("Not recorded\nThe record could not be written just now", Told.NOT_RECORDED),
        ("It is not known whether this was recorded", Told.UNKNOWN),
        ("Something went wrong", Told.FAILED),
        ("Not possible: voting on M-3 has closed", Told.REFUSED),
    ],
)
def test_answers_are_read_as_people_read_them(text: str, told: Told) -> None:
    """What is none of the known answers is a refusal."""
    assert meaning(text) is told
