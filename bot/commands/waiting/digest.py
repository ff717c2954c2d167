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
from bot.domain.motion import Motion
from bot.locales.phrase import Phrase

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
    return _digest(context, since=since, late=False, sent=False)


def digest_for(context: Context, *, since: datetime, late: bool) -> Card:
    """Give the digest that comes of itself, to its reader."""
    return _digest(context, since=since, late=late, sent=True)


def _digest(context: Context, *, since: datetime, late: bool, sent: bool) -> Card:
    coming = (dated for source in CALENDAR for dated in source(context))
    view = DigestView(
        acts_for=acts_for(context),
        since=since,
        now=context.now,
        waiting=waiting_for(context),
        decided=(*_results(context, since), *_statuses(context, since)),
        coming=sorted((each for each in coming if _soon(each, context.now)), key=lambda dated: dated.at),
        late=late,
        sent=sent,
    )
    return digest_card(view, context.interpreter)


def _soon(dated: Dated, now: datetime) -> bool:
    return now <= dated.at <= now + AHEAD


def _results(context: Context, since: datetime) -> Iterator[Phrase]:
    """Give the motions that were decided since, the latest first."""
    for motion in context.uow.motions.decided_since(context.alliance.code, since):
        yield _result(motion, context)


def _result(motion: Motion, context: Context) -> Phrase:
    body = context.alliance.charter.bodies.get(motion.body)
    return context.interpreter.say(
        "digest.result",
        motion=motion.number,
        title=motion.title,
        outcome="" if motion.result is None else motion.result.outcome,
        body=motion.body if body is None else body.title.in_language(context.interpreter.language),
    )


def _statuses(context: Context, since: datetime) -> Iterator[Phrase]:
    """Give the states whose status changed since."""
    members = context.members()
    for member in members.values():
        if since < member.since <= context.now:
            named = with_flag(members, member.code, context.interpreter)
            yield context.interpreter.say("digest.status", member=named, status=member.status)


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
