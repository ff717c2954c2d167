"""``/record``: the minutes of sessions, and whether the record is whole, for everyone."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.checkpoints import verified_card
from bot.commands.conduct.minutes import minutes_at, minutes_in
from bot.commands.context import Context
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.session.options import LANGUAGE, SESSION, meant_for_minutes
from bot.commands.signatures import is_signed
from bot.domain.checkpoints import breaches, read_posted
from bot.domain.ids import SessionNumber
from bot.domain.journal import verify


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRecord:
    """Anyone asks whether the record is whole; ``posted`` is a checkpoint that it kept."""

    posted: str = ""


def verify_record(request: VerifyRecord, context: Context) -> Card:
    """Check the chain from its first entry to its last, then every checkpoint, then the one that was kept."""
    posted = [read_posted(request.posted)] if request.posted else []
    journal, code, say = context.uow.journal, context.alliance.code, context.interpreter
    head = journal.head(code)
    fault = verify(journal.entries(code), alliance=code, head_seq=head.seq, head_hash=head.hash)
    if fault is not None:
        faults = [say.words(fault.message_id, seq=fault.seq)]
    else:
        hashes = (entry.hash for entry in journal.entries(code))
        acts = ((act.entry, digest, act.event) for act, digest in zip(journal.acts(code), hashes, strict=True))
        faults = [say.words(each.message_id, entry=each.entry) for each in breaches(code, acts, is_signed, posted)]
    return verified_card(faults, context.uow.checkpoints.last(code), say)


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
        verb="verify",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="posted", type=OptionType.TEXT),),
        request=VerifyRecord,
        handler=verify_record,
    ),
)
