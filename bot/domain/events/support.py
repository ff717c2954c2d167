"""What happens to a request for support: made, called to mind, answered, taken back, or left unanswered."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.addresses import Account
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber, RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRequested:
    """A request for support was made for ``member`` by ``by_member``, itself or another one.

    The chair of ``body`` is to convene it by ``until``, and is reminded at ``reminders``; ``kind`` is what the motion
    would be that opens by itself.
    """

    request: RequestNumber
    member: MemberCode
    by_member: MemberCode
    account: Account
    reason: str
    body: BodyName
    kind: KindName
    at: datetime
    until: datetime
    reminders: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveningReminded:
    """The chair was reminded that it is to convene by ``until``; ``due_at`` is the reminder's own instant."""

    request: RequestNumber
    member: MemberCode
    due_at: datetime
    until: datetime
    late: bool

    @property
    def variant(self) -> str:
        """Tell a reminder that comes late."""
        return "late" if self.late else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyConvened:
    """The chair, of ``by_member``, convened the body on a request; ``text`` says when and where, in its own words."""

    request: RequestNumber
    member: MemberCode
    by_member: MemberCode
    account: Account
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTakenBack:
    """A request was taken back by whoever made it, or by the member that it was made for."""

    request: RequestNumber
    member: MemberCode
    by_member: MemberCode
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestUnanswered:
    """The chair has not convened in time; ``motion`` is the draft that opened by itself.

    ``tabled`` says that ``motion`` was on the table already, so that none had to open. ``motion`` is None where the
    charter knows no kind for it any more.
    """

    request: RequestNumber
    member: MemberCode
    until: datetime
    motion: MotionNumber | None
    tabled: bool
    late: bool

    @property
    def variant(self) -> str:
        """Tell what stands in the place of the draft, and what comes late."""
        if self.motion is None:
            return "no_kind"
        return "tabled" if self.tabled else "late" if self.late else ""
