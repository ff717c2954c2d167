"""Holds the evidence of a run against itself: nothing lost, nothing doubled, nothing false.

The journal is the measure of the posts, the receipts that people hold are the measure of the journal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ballot import Choice
from bot.domain.events import BallotCast, DeadlineMoved, MotionDecided, MotionTabled
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.notices import DeadlineNotice, MotionCard, ReceiptNotice, ResultNotice, VotingOpenNotice
from bot.domain.rules import Outcome
from bot.locales.catalogue import Interpreter
from tests.crash.evidence import Act, Audience, Evidence, Recorded, Told
from tests.crash.words import ENGLISH, readable


class Wrong(StrEnum):
    """What can be wrong."""

    LOST = "acknowledged and not recorded"
    DOUBLED = "recorded twice"
    FALSE = "recorded otherwise than acknowledged"
    DENIED = "denied and yet recorded"
    FAILED = "stopped by a defect"
    DISORDERED = "recorded out of order"
    MISCOUNTED = "decided otherwise than the ballots say"
    MISSING = "post missing"
    REPEATED = "post doubled"
    UNASKED = "post that nothing demands"
    MISPLACED = "post outside its thread, or in one where it does not belong"
    STALE = "post that does not say what is recorded"
    BROKEN = "record not whole"
    WAITING = "posts still owed"
    DEAD = "post given up"
    FAULTY = "something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, and where."""

    wrong: Wrong
    what: str

    def __str__(self) -> str:
        return f"{self.wrong.value}: {self.what}"


Place = tuple[str, str]
"""An address and the key of a notice: what may be posted once."""


def check(evidence: Evidence) -> tuple[Finding, ...]:
    """Give everything that is wrong with the evidence of a run."""
    found = (
        *_acts(evidence),
        *_order(evidence),
        *_ballots(evidence),
        *_posts(evidence),
        *_places(evidence),
        *_contents(evidence),
        *(Finding(wrong=Wrong.BROKEN, what=fault) for fault in evidence.chain),
        *(Finding(wrong=Wrong.DEAD, what=letter) for letter in evidence.dead),
        *(Finding(wrong=Wrong.FAULTY, what=fault) for fault in evidence.faults),
    )
    if evidence.waiting:
        found = (*found, Finding(wrong=Wrong.WAITING, what=str(evidence.waiting)))
    return found


def _mark_of(entry: Recorded) -> str | None:
    """Give the mark of the act that an entry records; None for entries that are no act of a person here."""
    match entry.event:
        case BallotCast(explanation=mark) | MotionTabled(title=mark):
            return mark
        case _:
            return None


def _acts(evidence: Evidence) -> Iterator[Finding]:
    """Hold what people were told against what is recorded of their acts."""
    entries: defaultdict[str, list[Recorded]] = defaultdict(list)
    for entry in evidence.journal:
        if (mark := _mark_of(entry)) is not None:
            entries[mark].append(entry)
    known = {act.mark for act in evidence.acts}
    for mark in entries.keys() - known:
        yield Finding(wrong=Wrong.FALSE, what=f"nobody did {mark}")
    for act in evidence.acts:
        wrong = _wrong_with(act, entries[act.mark])
        if wrong is not None:
            told = ", ".join(act.told) or "nothing"
            where = [entry.seq for entry in entries[act.mark]]
            yield Finding(wrong=wrong, what=f"{act.mark} of {act.account}, told {told}, entries {where}")


def _wrong_with(act: Act, entries: list[Recorded]) -> Wrong | None:
    if Told.FAILED in act.told:
        return Wrong.FAILED
    if len(entries) > 1:
        return Wrong.DOUBLED
    if not entries:
        return Wrong.LOST if act.acknowledged else None
    if _denied(act):
        return Wrong.DENIED
    return None if _as_sent(act, entries[0]) else Wrong.FALSE


def _denied(act: Act) -> bool:
    """Tell whether somebody was told for good that nothing was recorded.

    An act that was delivered again may have been recorded by the later delivery, whose answer was lost.
    """
    if act.acknowledged:
        return Told.REFUSED in act.told
    return act.deliveries == 1 and not {Told.NOT_RECORDED, Told.REFUSED}.isdisjoint(act.told)


def _as_sent(act: Act, entry: Recorded) -> bool:
    match entry.event:
        case BallotCast(motion=motion, member=member, choice=choice, account=account):
            return (motion, member, choice, account.text) == (act.motion, act.member, act.choice, act.account)
        case _:
            return act.choice is None


def _order(evidence: Evidence) -> Iterator[Finding]:
    """Check that what a seat did after it held a receipt is recorded after what the receipt is for."""
    at = {mark: entry.seq for entry in evidence.journal if (mark := _mark_of(entry)) is not None}
    seats: defaultdict[tuple[MemberCode, MotionNumber], list[Act]] = defaultdict(list)
    for act in evidence.acts:
        if act.member is not None and act.motion is not None and act.mark in at:
            seats[act.member, act.motion].append(act)
    for acts in seats.values():
        for earlier in acts:
            for later in acts:
                settled = earlier.receipt_at is not None and earlier.receipt_at < later.sent_at
                if settled and at[earlier.mark] > at[later.mark]:
                    yield Finding(wrong=Wrong.DISORDERED, what=f"{later.mark} before {earlier.mark}")


def _ballots(evidence: Evidence) -> Iterator[Finding]:
    """Follow every seat through the journal: what each ballot replaces, what stands, and what was counted."""
    standing: dict[tuple[MotionNumber, MemberCode], Choice] = {}
    decided: set[MotionNumber] = set()
    for entry in evidence.journal:
        match entry.event:
            case BallotCast(motion=motion, member=member, choice=choice, previous=previous):
                if motion in decided:
                    yield Finding(wrong=Wrong.MISCOUNTED, what=f"entry {entry.seq} after the result of M-{motion}")
                if standing.get((motion, member)) != previous:
                    yield Finding(wrong=Wrong.DISORDERED, what=f"entry {entry.seq} replaces {previous}")
                standing[motion, member] = choice
            case MotionDecided(motion=motion):
                if motion in decided:
                    yield Finding(wrong=Wrong.DOUBLED, what=f"the result of M-{motion}")
                decided.add(motion)
                yield from _count(entry.event, standing)
            case _:
                pass
    for seat in standing.keys() | evidence.standing.keys():
        if standing.get(seat) != evidence.standing.get(seat):
            yield Finding(wrong=Wrong.BROKEN, what=f"the ballot of {seat[1]} on M-{seat[0]} is not its last")
    for motion in _tabled(evidence) - decided:
        yield Finding(wrong=Wrong.MISSING, what=f"the result of M-{motion} in the journal")


def _count(event: MotionDecided, standing: Mapping[tuple[MotionNumber, MemberCode], Choice]) -> Iterator[Finding]:
    counted = Counter(choice for (motion, _), choice in standing.items() if motion == event.motion)
    had = (counted[Choice.YES], counted[Choice.NO], counted[Choice.ABSTAIN])
    if had != (event.tally.yes, event.tally.no, event.tally.abstain):
        yield Finding(wrong=Wrong.MISCOUNTED, what=f"M-{event.motion} with {had}")


def _tabled(evidence: Evidence) -> set[MotionNumber]:
    return {entry.event.motion for entry in evidence.journal if isinstance(entry.event, MotionTabled)}


def demanded(evidence: Evidence) -> dict[Place, str]:
    """Give every post that the journal demands, and what must stand in it."""
    wanted: dict[Place, str] = {}
    for entry in evidence.journal:
        wanted |= _demands(entry, evidence.audience, ENGLISH)
    return wanted


def _demands(entry: Recorded, audience: Audience, say: Interpreter) -> dict[Place, str]:
    match entry.event:
        case MotionTabled(motion=motion, title=title, tabled_at=tabled_at, opens_at=opens_at):
            wanted = _to(audience.motions, MotionCard(motion=motion).key, title)
            later = _to(audience.motions, VotingOpenNotice(motion=motion).key, title)
            return wanted | (later if opens_at > tabled_at else {})
        case DeadlineMoved(motion=motion):
            return _to(audience.motions, DeadlineNotice(motion=motion).key, f"M-{motion}")
        case BallotCast(motion=motion, member=member, account=account, explanation=mark):
            others = tuple(other for other in audience.delegations[member] if other != account.text)
            return _to(others, ReceiptNotice(motion=motion, member=member, entry=entry.seq).key, mark)
        case MotionDecided(motion=motion, outcome=outcome, tally=tally):
            # The card says the phase that it ends in, in the channels that show it; the result says the outcome.
            counts = say.words(
                "card.result.tally",
                yes=tally.yes, no=tally.no, abstain=tally.abstain,
                silent=0, not_participating=0, suspended=0, vacant=0,
            ).partition(", no ballot")[0]  # fmt: skip
            card = _to(audience.motions, MotionCard(motion=motion).key, f"M-{motion} · {_phase(outcome, say)}")
            everywhere = (*audience.motions, *audience.announcements)
            return card | _to(everywhere, ResultNotice(motion=motion).key, counts)
        case _:
            return {}


def _to(addresses: tuple[str, ...], key: str, text: str) -> dict[Place, str]:
    return {(address, key): text for address in addresses}


def _phase(outcome: Outcome, say: Interpreter) -> str:
    """Give the phase of a decided motion as its card's title has it."""
    phase = outcome if outcome in {Outcome.ADOPTED, Outcome.NO_QUORUM} else Outcome.NOT_ADOPTED
    told = say.words(f"Phase.{phase.value}")
    return told[:1].upper() + told[1:]


OPTIONAL = ("reminder:",)
"""Keys of notices that may be overtaken before they are posted: once at the most."""


def _posts(evidence: Evidence) -> Iterator[Finding]:
    """Hold what stands on the platforms against what the journal demands: each once."""
    wanted = demanded(evidence)
    seen = Counter((post.to, post.key) for post in evidence.posts if post.key is not None)
    for place in wanted.keys() - seen.keys():
        yield Finding(wrong=Wrong.MISSING, what=" ".join(place))
    for place, times in seen.items():
        if times > 1:
            yield Finding(wrong=Wrong.REPEATED, what=f"{' '.join(place)}, {times} times")
        if place not in wanted and not place[1].startswith(OPTIONAL):
            yield Finding(wrong=Wrong.UNASKED, what=" ".join(place))
    for post in evidence.posts:
        if post.key is None:
            yield Finding(wrong=Wrong.UNASKED, what=f"{post.to}, without a key: {post.text[:80]}")


IN_THREADS = ("open", "deadline")
"""Kinds of notices, as their keys begin, that belong in the thread of their motion's card."""


def _places(evidence: Evidence) -> Iterator[Finding]:
    """Check that every post stands where it belongs: no fault of these runs keeps one out of its thread."""
    for post in evidence.posts:
        kind, _, motion = (post.key or "").partition(":")
        if post.under != (f"card:{motion}" if kind in IN_THREADS else None):
            yield Finding(wrong=Wrong.MISPLACED, what=f"{post.to} {post.key} under {post.under}")


def _contents(evidence: Evidence) -> Iterator[Finding]:
    """Check that every post says what is recorded, a live card its final state."""
    wanted = demanded(evidence)
    for post in evidence.posts:
        text = wanted.get((post.to, post.key or ""))
        if text is not None and text not in readable(post.text):
            yield Finding(wrong=Wrong.STALE, what=f"{post.to} {post.key} lacks “{text}”: {post.text[:300]}")
