"""``/alliance digest``, and the digest that comes every week: what waits, what was decided, what is coming."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.cards.calendar import Dated
from bot.cards.card import Card
from bot.cards.digest import DigestView, digest_card
from bot.cards.names import with_flag
from bot.commands.calendar import SOURCES as CALENDAR
from bot.commands.context import Context
from bot.commands.registry import Caller, Command
from bot.commands.waiting.callers import acts_for
from bot.commands.waiting.sources import waiting_for
from bot.domain.digests import WEEK
from bot.domain.events import MemberStatusChanged, MotionDecided
from bot.domain.motion import Motion
from bot.locales.phrase import Phrase

DECISIONS: Final = (MotionDecided.__name__, MemberStatusChanged.__name__)
"""The events of which a digest tells."""

AHEAD: Final = timedelta(days=14)
"""How far ahead a digest looks: past the next one, so that nothing comes as a surprise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDigest:
    """Someone with a credential asks for the digest now."""


def show_digest(request: ShowDigest, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Give the digest as of now; what was decided is told since the last one that came."""
    held = context.credential
    last = None
    if held is not None and held.member is not None:
        last = context.uow.digests.of_member(context.alliance.code, held.member)
    since = context.now - WEEK if last is None else last.since(context.now)
    told = Told(since=since, after=0 if last is None else last.told_entry, until=None)
    return _digest(context, told, late=False, sent=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a digest tells: the decisions recorded behind entry ``after``, up to ``until``; none of before ``since``.

    ``since`` counts where ``after`` is 0: nothing has been told yet.
    """

    since: datetime
    after: int
    until: int | None


def digest_for(context: Context, told: Told, *, late: bool) -> Card:
    """Give the digest that comes of itself, to its reader."""
    return _digest(context, told, late=late, sent=True)


def _digest(context: Context, told: Told, *, late: bool, sent: bool) -> Card:
    coming = (dated for source in CALENDAR for dated in source(context))
    view = DigestView(
        acts_for=acts_for(context),
        since=told.since,
        now=context.now,
        waiting=waiting_for(context),
        decided=tuple(_decided(context, told)),
        coming=sorted((each for each in coming if _soon(each, context.now)), key=lambda dated: dated.at),
        late=late,
        sent=sent,
    )
    return digest_card(view, context.interpreter)


def _soon(dated: Dated, now: datetime) -> bool:
    return now <= dated.at <= now + AHEAD


def _decided(context: Context, told: Told) -> Iterator[Phrase]:
    """Give the motions that were decided, and the states whose status changed, the latest first.

    By when that was recorded, so that what a digest is too early for is in the next one, and nothing is in two.
    """
    acts = context.uow.journal.acts_of(context.alliance.code, DECISIONS, after=told.after)
    for act in reversed(acts):
        if (told.until is not None and act.entry > told.until) or (not told.after and act.at <= told.since):
            continue
        match act.event:
            case MotionDecided(motion=number):
                motion = context.uow.motions.get(context.alliance.code, number)
                if motion is not None:
                    yield _result(motion, context)
            case MemberStatusChanged(member=code, status=status):
                named = with_flag(context.members(), code, context.interpreter)
                yield context.interpreter.say("digest.status", member=named, status=status)
            case _:
                continue


def _result(motion: Motion, context: Context) -> Phrase:
    body = context.alliance.charter.bodies.get(motion.body)
    return context.interpreter.say(
        "digest.result",
        motion=motion.number,
        title=motion.title,
        outcome="" if motion.result is None else motion.result.outcome,
        body=motion.body if body is None else body.title.in_language(context.interpreter.language),
    )


COMMANDS = (
    Command(
        noun="alliance",
        verb="digest",
        callers=frozenset({Caller.CREDENTIALED}),
        options=(),
        request=ShowDigest,
        handler=show_digest,
    ),
)
