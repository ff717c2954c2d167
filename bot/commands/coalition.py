"""``/coalition``: members join in carrying out an adopted motion, with a reservation or without, or do not."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.implementation import answer_words, coalition_card
from bot.commands.binding import check_full_powers, confirm
from bot.commands.conduct.implementing import (
    asked,
    awaited_reminders,
    opened_coalition,
    settle_effect,
)
from bot.commands.conduct.owing import owe_delegation
from bot.commands.context import Context
from bot.commands.implementation import shown
from bot.commands.motion.options import MOTION, REASON
from bot.commands.options import CONFIRM
from bot.commands.registry import FORM_LIMIT, Caller, Command, Option, OptionType
from bot.commands.views import view_of
from bot.domain.charter import Effect
from bot.domain.coalition import (
    AbstainsOnBindingOnly,
    Answer,
    AnsweredSo,
    CoalitionIsClosed,
    NotAsked,
    NotJoined,
    Stance,
    read_paragraphs,
)
from bot.domain.events import CoalitionAnswered, CoalitionClosed
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.notices import CourseNotice
from bot.domain.phases import ADOPTED_PHASES, HOLDING
from bot.domain.voting import rules_of


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCoalition:
    """A head of delegation has its state join, in all or in some paragraphs."""

    motion: MotionNumber
    paragraphs: str = ""
    confirm: bool | None = None


def join_coalition(request: JoinCoalition, context: Context) -> Card:
    """Record that the member joins, once that is confirmed."""
    return _answer(context, request.motion, Stance.JOINED, request.paragraphs, "", confirmed=request.confirm)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveInCoalition:
    """A head of delegation has its state join with a reservation."""

    motion: MotionNumber
    text: str
    paragraphs: str = ""
    confirm: bool | None = None


def reserve_in_coalition(request: ReserveInCoalition, context: Context) -> Card:
    """Record that the member joins with its reservation, once that is confirmed."""
    return _answer(
        context, request.motion, Stance.RESERVED, request.paragraphs, request.text, confirmed=request.confirm
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCoalition:
    """A head of delegation says that its state does not join, or leaves, and why where it wants to."""

    motion: MotionNumber
    text: str = ""
    confirm: bool | None = None


def decline_coalition(request: DeclineCoalition, context: Context) -> Card:
    """Record that the member does not join; once that is confirmed, so that one tap does not answer for a state."""
    return _answer(context, request.motion, Stance.DECLINED, "", request.text, confirmed=request.confirm)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstainFromCoalition:
    """A head of delegation says that its state is not bound, and will not hinder."""

    motion: MotionNumber
    text: str
    confirm: bool | None = None


def abstain_from_coalition(request: AbstainFromCoalition, context: Context) -> Card:
    """Record the constructive abstention with its declaration, once that is confirmed; on binding texts only."""
    return _answer(context, request.motion, Stance.ABSTAINED, "", request.text, confirmed=request.confirm)


def _answer(
    context: Context, number: MotionNumber, stance: Stance, wanted: str, text: str, *, confirmed: bool | None
) -> Card:
    member = check_full_powers(context)
    motion = context.bring_up(number)
    found = opened_coalition(context.uow, context.alliance, motion, now=context.now)
    paragraphs = read_paragraphs(number, motion.text, wanted)
    _check_may_answer(context, motion, found, member, stance, paragraphs, text)
    given = {"motion": str(number), "paragraphs": wanted, "text": text}
    previous = found.answer(member)
    act = _act(context, motion, previous, stance, paragraphs, text)
    question = confirm(context, member=member, act=act, values=given, confirmed=confirmed)
    if question is not None:
        return question
    event = CoalitionAnswered(
        motion=number,
        member=member,
        stance=stance,
        paragraphs=paragraphs,
        text=text,
        previous=None if previous is None else previous.stance,
        reminders=awaited_reminders(context.alliance, now=context.now) if found.needed is not None else (),
        account=context.account,
        at=context.now,
    )
    leaves = _leaves(previous, stance)
    entry = context.announced(motion, event) if text or leaves else context.record(event)
    notice = CourseNotice(motion=number, entry=entry)
    owe_delegation(context.uow, context.alliance, member, notice, now=context.now, voters=False, but=context.account)
    settle_effect(context.uow, context.alliance, motion, now=context.now)
    return shown(context, motion)


def _act(
    context: Context, motion: Motion, former: Answer | None, stance: Stance, paragraphs: tuple[int, ...], text: str
) -> str:
    """Say in full what the member would bind itself to: which paragraphs, in which words, in place of which answer."""
    say = context.interpreter
    act = say.words(f"act.coalition.{stance.value}", motion=motion.number, title=motion.title)
    if paragraphs:
        listed = say.listed(tuple(str(number) for number in paragraphs))
        act = say.words("act.coalition.parts", act=act, paragraphs=listed)
    act = say.words("act.saying", act=act, text=text) if text else act
    return act if former is None else say.words("act.coalition.instead", act=act, former=answer_words(former, say))


def _check_may_answer(
    context: Context,
    motion: Motion,
    found: Implementation,
    member: MemberCode,
    stance: Stance,
    paragraphs: tuple[int, ...],
    text: str,
) -> None:
    """Let a member answer so, or raise why not; who has joined may still leave once the coalition is closed."""
    previous = found.answer(member)
    if previous is not None and (previous.stance, previous.paragraphs, previous.text) == (stance, paragraphs, text):
        raise AnsweredSo(motion=motion.number, member=member, stance=stance, at=previous.at)
    leaves = _leaves(previous, stance)
    if motion.course.ending is not None and not leaves:
        raise NotJoined(motion=motion.number, member=member)
    if found.closed_at is not None and not leaves:
        raise CoalitionIsClosed(motion=motion.number, at=found.closed_at)
    if stance is Stance.ABSTAINED and rules_of(context.alliance.charter, motion).effect is not Effect.BINDING:
        raise AbstainsOnBindingOnly(motion=motion.number)
    if not leaves and member not in asked(context.uow, context.alliance, motion, now=context.now):
        raise NotAsked(motion=motion.number, member=member)


def _leaves(previous: Answer | None, stance: Stance) -> bool:
    """Tell whether a member that had joined does so no more by its new answer."""
    return previous is not None and previous.stance.joins and not stance.joins


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCoalition:
    """The secretariat closes a coalition: nobody joins it any more."""

    motion: MotionNumber
    reason: str


def close_coalition(request: CloseCoalition, context: Context) -> Card:
    """Close it, and tell everyone; those that have joined stay."""
    motion = context.bring_up(request.motion)
    found = opened_coalition(context.uow, context.alliance, motion, now=context.now)
    if found.closed_at is not None:
        raise CoalitionIsClosed(motion=motion.number, at=found.closed_at)
    context.announced(motion, CoalitionClosed(motion=motion.number, reason=request.reason, at=context.now))
    return shown(context, motion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCoalition:
    """Anyone asks who has joined."""

    motion: MotionNumber


def show_coalition(request: ShowCoalition, context: Context) -> Card:
    """Show every member that is asked, with its answer, what it gives, and its parliament's decision."""
    motion = context.motion(request.motion)
    return coalition_card(view_of(context.uow, context.alliance, motion, now=context.now), context.interpreter)


PARAGRAPHS = Option(name="paragraphs", type=OptionType.TEXT)
TEXT = Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=FORM_LIMIT)
_HEAD = frozenset({Caller.HEAD})

COMMANDS = (
    Command(
        noun="coalition",
        verb="join",
        callers=_HEAD,
        options=(MOTION, PARAGRAPHS, CONFIRM),
        request=JoinCoalition,
        handler=join_coalition,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
        right=Right.JOIN,
    ),
    Command(
        noun="coalition",
        verb="reserve",
        callers=_HEAD,
        options=(MOTION, TEXT, PARAGRAPHS, CONFIRM),
        request=ReserveInCoalition,
        handler=reserve_in_coalition,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
        right=Right.JOIN,
    ),
    Command(
        noun="coalition",
        verb="decline",
        callers=_HEAD,
        options=(MOTION, Option(name="text", type=OptionType.LONG_TEXT, limit=FORM_LIMIT), CONFIRM),
        request=DeclineCoalition,
        handler=decline_coalition,
        writes=True,
        public=True,
        phases=HOLDING,
    ),
    Command(
        noun="coalition",
        verb="abstain",
        callers=_HEAD,
        options=(MOTION, TEXT, CONFIRM),
        request=AbstainFromCoalition,
        handler=abstain_from_coalition,
        writes=True,
        public=True,
        phases=HOLDING,
    ),
    Command(
        noun="coalition",
        verb="close",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(MOTION, REASON),
        request=CloseCoalition,
        handler=close_coalition,
        writes=True,
        public=True,
        phases=ADOPTED_PHASES,
    ),
    Command(
        noun="coalition",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION,),
        request=ShowCoalition,
        handler=show_coalition,
    ),
)
