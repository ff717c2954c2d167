"""Who may judge a member, when, and why not (spec: membership, reviews)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.credentials import Credential
from bot.domain.dossier import Dossier
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode
from bot.domain.membership import Status
from bot.domain.review import Review, ReviewPhase


@dataclass(kw_only=True, eq=False)
class ReviewOpenAlready(Refusal):
    """A second review of a member while one is under way."""

    member: MemberCode
    review: int


@dataclass(kw_only=True, eq=False)
class NotReviewable(Refusal):
    """A review of a state that is not a member, nor wants to be."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class NoReviewOpen(Refusal):
    """An act in the review of a member that is not under review."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class ReviewDuePast(Refusal):
    """A finding that would have to be made before now."""

    due: datetime


@dataclass(kw_only=True, eq=False)
class NationalMayNotJudge(Refusal):
    """A reviewer that is a national of the state under review."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class NationalityUnknown(Refusal):
    """A reviewer of whom nobody has recorded of which state it is a national: it judges none."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class PanelTooSmall(Refusal):
    """A finding where fewer reviewers may judge than the charter asks for."""

    member: MemberCode
    panel: int
    needed: int


@dataclass(kw_only=True, eq=False)
class FindingMadeAlready(Refusal):
    """An opinion on a finding that has been made: it is confirmed, changed or withdrawn now."""

    member: MemberCode
    review: int


@dataclass(kw_only=True, eq=False)
class NothingToConfirm(Refusal):
    """A confirmation where no finding has been made."""

    member: MemberCode
    review: int


@dataclass(kw_only=True, eq=False)
class ReplyAwaited(Refusal):
    """A confirmation while the member may still reply."""

    member: MemberCode
    until: datetime


@dataclass(kw_only=True, eq=False)
class NothingToReplyTo(Refusal):
    """A reply where no finding has been made."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class RepliedAlready(Refusal):
    """A second reply."""

    member: MemberCode
    at: datetime


@dataclass(kw_only=True, eq=False)
class ReplyTooLate(Refusal):
    """A reply after its time."""

    member: MemberCode
    until: datetime


@dataclass(kw_only=True, eq=False)
class NotSuspended(Refusal):
    """A plan of return for a member that is not suspended."""

    member: MemberCode
    status: Status


@dataclass(kw_only=True, eq=False)
class ReassessedThenAlready(Refusal):
    """A day of reassessment that is set already."""

    member: MemberCode
    day: datetime


@dataclass(kw_only=True, eq=False)
class NotReassessedThen(Refusal):
    """The dropping of a day of reassessment that is not set."""

    member: MemberCode
    day: datetime


@dataclass(kw_only=True, eq=False)
class UnknownBenchmark(Refusal):
    """The number of a benchmark that the member has not been given."""

    member: MemberCode
    number: int


@dataclass(kw_only=True, eq=False)
class BenchmarkMetAlready(Refusal):
    """A benchmark judged that is met."""

    member: MemberCode
    number: int


@dataclass(kw_only=True, eq=False)
class BenchmarkJudgedAlready(Refusal):
    """A benchmark judged a second time by the same reviewer."""

    member: MemberCode
    number: int


@dataclass(kw_only=True, eq=False)
class DayPast(Refusal):
    """A day in a plan that is over."""

    day: datetime


@dataclass(kw_only=True, eq=False)
class ReinstatementNotDue(Refusal):
    """A motion on the return of a suspended member before its benchmarks are met and the finding is *meets*."""

    member: MemberCode
    open: int

    variants = ("finding",)

    @property
    def variant(self) -> str:
        """Tell what is lacking where no benchmark is open."""
        return "" if self.open else "finding"


def panel_of(credentials: Iterable[Credential], member: MemberCode, now: datetime) -> tuple[Account, ...]:
    """Give the reviewers that may judge ``member``: with a valid credential, and nationals of another state."""
    return tuple(
        credential.account for credential in credentials if credential.judges(member) and credential.valid_at(now)
    )


def check_may_judge(credential: Credential, member: MemberCode) -> None:
    """Let a reviewer judge ``member``, or raise NationalMayNotJudge or NationalityUnknown."""
    if credential.nationality is None:
        raise NationalityUnknown(member=member)
    if credential.nationality == member:
        raise NationalMayNotJudge(member=member)


def check_reviewable(status: Status, member: MemberCode, running: Review | None) -> None:
    """Let a member come under review, or raise why not."""
    if status not in {Status.ACTIVE, Status.SUSPENDED, Status.CANDIDATE}:
        raise NotReviewable(member=member, status=status)
    if running is not None:
        raise ReviewOpenAlready(member=member, review=running.number)


def check_may_find(review: Review, panel: int, needed: int) -> None:
    """Let the panel find, or raise why not."""
    if review.made is not None:
        raise FindingMadeAlready(member=review.member, review=review.number)
    if panel < needed:
        raise PanelTooSmall(member=review.member, panel=panel, needed=needed)


def check_may_confirm(review: Review, panel: int, needed: int, now: datetime) -> None:
    """Let the panel confirm what it found, once the member has replied or its time to is over; raise why not."""
    if review.made is None:
        raise NothingToConfirm(member=review.member, review=review.number)
    if review.phase(now) is ReviewPhase.REPLYING:
        raise ReplyAwaited(member=review.member, until=review.made.reply_until)
    if panel < needed:
        raise PanelTooSmall(member=review.member, panel=panel, needed=needed)


def check_may_reply(review: Review, now: datetime) -> None:
    """Let the member reply to a finding, once and in time; raise why not."""
    if review.made is None:
        raise NothingToReplyTo(member=review.member)
    if review.reply is not None:
        raise RepliedAlready(member=review.member, at=review.reply.at)
    if now > review.made.reply_until:
        raise ReplyTooLate(member=review.member, until=review.made.reply_until)


def check_suspended(dossier: Dossier) -> None:
    """Let a member be given a plan of return, or raise NotSuspended."""
    if dossier.status is not Status.SUSPENDED:
        raise NotSuspended(member=dossier.member, status=dossier.status)


def dates_with(dossier: Dossier, day: datetime, *, drop: bool) -> tuple[datetime, ...]:
    """Give the days of reassessment with one more, or without one that is dropped, in their order; or raise why not."""
    if drop and day not in dossier.reassessments:
        raise NotReassessedThen(member=dossier.member, day=day)
    if drop:
        return tuple(each for each in dossier.reassessments if each != day)
    if day in dossier.reassessments:
        raise ReassessedThenAlready(member=dossier.member, day=day)
    return tuple(sorted((*dossier.reassessments, day)))


def check_may_return(dossier: Dossier) -> None:
    """Let the return of a member be moved, or raise NotSuspended or ReinstatementNotDue (spec: reviews: not before)."""
    check_suspended(dossier)
    if not dossier.may_return:
        raise ReinstatementNotDue(member=dossier.member, open=len(dossier.open_benchmarks))
