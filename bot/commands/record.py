"""``/record``: minutes, decisions and whether the record is whole, for everyone; exports, for the secretariat."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.checkpoints import verified_card
from bot.cards.decisions import decision_card
from bot.cards.exports import export_card
from bot.cards.views import MotionView
from bot.commands.conduct.minutes import minutes_at, minutes_in
from bot.commands.context import Context
from bot.commands.export.exports import exported
from bot.commands.export.forms import Export, FileForm, form_of
from bot.commands.motion.options import MOTION
from bot.commands.proving import faults_of
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.session.options import LANGUAGE, SESSION, meant_for_minutes
from bot.commands.views import view_of
from bot.domain.checkpoints import read_posted
from bot.domain.errors import Refusal
from bot.domain.events import MotionDecided
from bot.domain.ids import MotionNumber, SessionNumber
from bot.domain.motion import Motion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMinutes:
    """Anyone asks for the minutes of a session."""

    session: SessionNumber | None = None
    language: str = ""


def read_minutes(request: ReadMinutes, context: Context) -> Card:
    """Give the minutes of a session as a file: a draft while it is not over."""
    session = meant_for_minutes(request.session, context)
    minutes = minutes_at(context.uow, context.alliance, session.number)
    return minutes_in(minutes, context, request.language)


@dataclass(kw_only=True, eq=False)
class NotDecided(Refusal):
    """A decision is asked for of a motion that has no result."""

    motion: MotionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDecision:
    """Anyone asks for a decision as a file."""

    motion: MotionNumber
    language: str = ""


def read_decision(request: ReadDecision, context: Context) -> Card:
    """Give the text, the result and the votes of a motion as a file; raise NotDecided before there is a result."""
    return decision_card(*decided(context.motion(request.motion), context), context.speaking(request.language))


def decided(motion: Motion, context: Context) -> tuple[MotionView, int]:
    """Give a decided motion, and the entry of its result; raise NotDecided."""
    uow, alliance = context.uow, context.alliance
    acts = uow.journal.acts_on(alliance.code, motion)
    entry = max((act.entry for act in acts if isinstance(act.event, MotionDecided)), default=None)
    if motion.result is None or entry is None:
        raise NotDecided(motion=motion.number)
    return view_of(uow, alliance, motion, now=context.now), entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecord:
    """The secretariat asks for a part of the record as a file."""

    what: Export
    format: FileForm | None = None


def export_record(request: ExportRecord, context: Context) -> Card:
    """Give a part of the record as a file; raise FormNotWritten."""
    form = form_of(request.what, request.format)
    content, left_out = exported(request.what, form, context), 0
    if request.what is Export.JOURNAL:
        left_out = context.uow.journal.head(context.alliance.code).seq - content.count("\n")
    name = f"{request.what.value}.{form.value}"
    return export_card(request.what.value, name, content, context.interpreter, left_out=left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRecord:
    """Anyone asks whether the record is whole; ``posted`` is a checkpoint that it kept."""

    posted: str = ""


def verify_record(request: VerifyRecord, context: Context) -> Card:
    """Check the chain from its first entry to its last, then every checkpoint, then the one that was kept."""
    posted = [read_posted(request.posted)] if request.posted else []
    uow, code, say = context.uow, context.alliance.code, context.interpreter
    faults = [say.say(message, **facts) for message, facts in faults_of(uow.journal, code, posted)]
    return verified_card(faults, uow.checkpoints.last(code), say)


COMMANDS = (
    Command(
        noun="record",
        verb="minutes",
        callers=frozenset({Caller.ANYONE}),
        options=(SESSION, LANGUAGE),
        request=ReadMinutes,
        handler=read_minutes,
    ),
    Command(
        noun="record",
        verb="decision",
        callers=frozenset({Caller.ANYONE}),
        options=(MOTION, LANGUAGE),
        request=ReadDecision,
        handler=read_decision,
    ),
    Command(
        noun="record",
        verb="export",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(
            Option(name="what", type=OptionType.EXPORT, required=True),
            Option(name="format", type=OptionType.FORM),
        ),
        request=ExportRecord,
        handler=export_record,
    ),
    Command(
        noun="record",
        verb="verify",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="posted", type=OptionType.TEXT),),
        request=VerifyRecord,
        handler=verify_record,
    ),
)
