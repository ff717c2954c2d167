"""``/motion open, propose, second, table, withdraw``: how a motion comes on the table, and leaves it."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card
from bot.cards.motions import tabled_card
from bot.commands.conduct.consulting import urgent_by_request
from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card
from bot.commands.conduct.presiding import presiding_member
from bot.commands.conduct.tabling import Proposal, table_motion
from bot.commands.context import Context
from bot.commands.motion.options import MOTION, PAPERS, PARTICULARS
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.standing.tabled import check_concerns
from bot.commands.views import done, view_of
from bot.domain.charter import Body, Kind
from bot.domain.conduct import AlreadySeconded, AmendedAlready, NotTheMover, OwnMotionSeconded
from bot.domain.course import EndedAs, TextCause
from bot.domain.credentials import Role
from bot.domain.events import DraftTabled, MotionScheduled, MotionSeconded
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Right
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.tabling import Schedule, check_rotation, check_sponsor, check_tabling, schedule, support


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMotion:
    """The secretariat tables a motion of its own, or for its sponsors; or enters a draft of it."""

    kind: Kind
    title: str
    text: str
    body: Body | None = None
    concerns: Member | None = None
    sponsors: tuple[Member, ...] = ()
    trigger: str = ""
    document: str = ""
    impact: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    urgent: bool = False
    draft: bool = False


def open_motion(request: OpenMotion, context: Context) -> Card:
    """Table the motion; where its voting opens at once, open it in the same act."""
    concerned = None if request.concerns is None else request.concerns.code
    check_tabling(request.kind, body=request.body, concerned=concerned, impact=request.impact)
    for sponsor in request.sponsors:
        check_sponsor(context.alliance.charter, sponsor)
    sponsors = tuple(dict.fromkeys(sponsor.code for sponsor in request.sponsors))
    chair = presiding_member(context.uow, context.alliance, request.kind.body, concerned=concerned, now=context.now)
    planned = schedule(
        request.kind,
        now=context.now,
        urgent=request.urgent,
        sponsors=len(sponsors),
        by_chair=chair in sponsors or _by_request(request, context, concerned, *sponsors),
        opens=request.opens,
        closes=request.closes,
    )
    if request.opens is not None or request.closes is not None:
        _check_rotation(request.kind, planned, context)
    motion = table_motion(
        Proposal(
            kind=request.kind,
            title=request.title,
            text=request.text,
            planned=planned,
            concerned=concerned,
            sponsors=sponsors,
            document=request.document,
            impact=request.impact,
            trigger=request.trigger,
            draft=request.draft,
        ),
        context,
    )
    return tabled_card(view_of(context.uow, context.alliance, motion, now=context.now), context.interpreter)


def _check_rotation(kind: Kind, planned: Schedule, context: Context) -> None:
    """Raise where instants that were asked for lie across a rotation of seats; those of the clock are moved then."""
    body, zone = context.alliance.charter.bodies[kind.body], context.alliance.time_zone
    check_rotation(body, opens_at=planned.opens_at, closes_at=planned.closes_at, zone=zone)


def _by_request(
    request: "OpenMotion | ProposeMotion", context: Context, concerned: MemberCode | None, *movers: MemberCode
) -> bool:
    """Tell whether a motion is to be urgent, and a request for support lets one of, or for, these members be so."""
    return request.urgent and urgent_by_request(
        context.uow, context.alliance, request.kind, concerned, movers, now=context.now
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDraft:
    """The secretariat tables a draft as it stands."""

    motion: MotionNumber


def table_draft(request: TableDraft, context: Context) -> Card:
    """Table a draft: debate and voting take their whole time from now, or from the later opening that it was given."""
    motion = context.bring_up(request.motion)
    kind = context.alliance.charter.kinds[motion.kind]
    check_concerns(context.uow, context.alliance, kind.name, motion.concerned)
    opens_at = max(motion.opens_at, context.now + kind.opens_after(urgent=motion.urgent))
    event = DraftTabled(
        motion=motion.number,
        tabled_at=context.now,
        opens_at=opens_at,
        closes_at=opens_at + (motion.closes_at - motion.opens_at),
    )
    context.record(event)
    tabled = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, tabled, due=context.now)
    tabled = settle(context.uow, context.alliance, tabled, now=context.now)
    return tabled_card(view_of(context.uow, context.alliance, tabled, now=context.now), context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeMotion:
    """A delegation proposes a motion in the name of its member."""

    kind: Kind
    title: str
    text: str
    body: Body | None = None
    concerns: Member | None = None
    trigger: str = ""
    document: str = ""
    impact: str = ""
    urgent: bool = False


def propose_motion(request: ProposeMotion, context: Context) -> Card:
    """Record the proposal; debate begins once enough other members have seconded it, at once where none are needed."""
    _, mover = context.delegation(context.command.name)
    concerned = None if request.concerns is None else request.concerns.code
    check_tabling(request.kind, body=request.body, concerned=concerned, impact=request.impact)
    chair = presiding_member(context.uow, context.alliance, request.kind.body, concerned=concerned, now=context.now)
    alone = chair == mover or _by_request(request, context, concerned, mover)
    asked = 0 if request.kind.urgent is None else request.kind.urgent.requested_by
    planned = schedule(request.kind, now=context.now, urgent=request.urgent, sponsors=asked, opens=None, closes=None)
    motion = table_motion(
        Proposal(
            kind=request.kind,
            title=request.title,
            text=request.text,
            planned=planned,
            mover=mover,
            concerned=concerned,
            document=request.document,
            impact=request.impact,
            trigger=request.trigger,
            support=support(request.kind, urgent=planned.urgent, by_chair=alone),
        ),
        context,
    )
    return done(motion, "proposed" if motion.phase(context.now) is Phase.PROPOSED else "tabled", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondMotion:
    """A delegation seconds a proposal of another member."""

    motion: MotionNumber


def second_motion(request: SecondMotion, context: Context) -> Card:
    """Record the support; with the last that is needed the debate begins, or an urgent vote."""
    _, member = context.delegation(context.command.name)
    motion = context.bring_up(request.motion)
    seconding = motion.course.seconding
    if member == motion.mover:
        raise OwnMotionSeconded(motion=motion.number, member=member)
    if seconding is not None and member in seconding.by:
        raise AlreadySeconded(motion=motion.number, member=member)
    context.announced(
        motion,
        MotionSeconded(motion=motion.number, member=member, account=context.account, seconded_at=context.now),
    )
    motion = _begin_debate(opened(context.uow, context.alliance, motion.number), context)
    return done(motion, "seconded", context, member=member)


def _begin_debate(motion: Motion, context: Context) -> Motion:
    """Start the periods of a proposal that now has its seconds; give the motion as it then is."""
    if motion.course.lacks_seconds:
        owe_card(context.uow, context.alliance, motion, due=context.now)
        return motion
    kind = context.alliance.charter.kinds[motion.kind]
    opens_at = context.now + kind.opens_after(urgent=motion.urgent)
    period = motion.closes_at - motion.opens_at
    context.record(
        MotionScheduled(motion=motion.number, opens_at=opens_at, closes_at=opens_at + period, reason="seconded")
    )
    begun = opened(context.uow, context.alliance, motion.number)
    owe_card(context.uow, context.alliance, begun, due=context.now)
    return settle(context.uow, context.alliance, begun, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMotion:
    """The mover takes its motion back."""

    motion: MotionNumber


def withdraw_motion(request: WithdrawMotion, context: Context) -> Card:
    """Withdraw a motion, before voting opens and if unamended (decision rules, amendments).

    The secretariat's own motions are withdrawn by the secretariat.
    """
    motion = context.bring_up(request.motion)
    check_mover(motion, context)
    if any(each.cause in {TextCause.ACCEPTED, TextCause.AMENDED} for each in motion.course.earlier_texts):
        raise AmendedAlready(motion=motion.number)
    ended = end_motion(
        context.uow,
        context.alliance,
        motion,
        how=EndedAs.WITHDRAWN,
        reason="",
        now=context.now,
        by=context.account.text,
    )
    return done(ended, "withdrawn", context)


def check_mover(motion: Motion, context: Context) -> None:
    """Let the mover of a motion act on it, or raise NotTheMover; the secretariat's own are the secretariat's."""
    credential = context.credential
    if motion.mover is None:
        own = credential is not None and credential.role is Role.SECRETARIAT
    else:
        own = credential is not None and credential.member == motion.mover
    if not own:
        raise NotTheMover(motion=motion.number, command=context.command.name, mover=motion.mover)


COMMANDS = (
    Command(
        noun="motion",
        verb="open",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            *PARTICULARS,
            Option(name="sponsors", type=OptionType.MEMBERS, limit=1000),
            *PAPERS,
            Option(name="opens", type=OptionType.OPENING_MOMENT),
            Option(name="closes", type=OptionType.CLOSING_MOMENT),
            Option(name="urgent", type=OptionType.YES_NO),
            Option(name="draft", type=OptionType.YES_NO),
        ),
        request=OpenMotion,
        handler=open_motion,
        writes=True,
        public=True,
        from_message="text",
    ),
    Command(
        noun="motion",
        verb="table",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(MOTION,),
        request=TableDraft,
        handler=table_draft,
        writes=True,
        public=True,
        phases=frozenset({Phase.DRAFT}),
    ),
    Command(
        noun="motion",
        verb="propose",
        callers=frozenset({Caller.DELEGATION}),
        options=(*PARTICULARS, *PAPERS, Option(name="urgent", type=OptionType.YES_NO)),
        request=ProposeMotion,
        handler=propose_motion,
        writes=True,
        public=True,
        right=Right.PROPOSE,
        from_message="text",
    ),
    Command(
        noun="motion",
        verb="second",
        callers=frozenset({Caller.DELEGATION}),
        options=(MOTION,),
        request=SecondMotion,
        handler=second_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.PROPOSED}),
        right=Right.SECOND,
    ),
    Command(
        noun="motion",
        verb="withdraw",
        callers=frozenset({Caller.DELEGATION, Caller.SECRETARIAT}),
        options=(MOTION,),
        request=WithdrawMotion,
        handler=withdraw_motion,
        writes=True,
        public=True,
        phases=frozenset({Phase.DRAFT, Phase.PROPOSED, Phase.DEBATE, Phase.POSTPONED}),
        under_question=True,
    ),
)
