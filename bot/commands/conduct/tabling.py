"""Putting a motion on the table, whoever does it and whatever it bears on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.implementing import implementation_of
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card
from bot.commands.context import Context
from bot.commands.standing.tabled import check_concerns
from bot.domain.alliance import Alliance
from bot.domain.charter import Kind, Procedure
from bot.domain.coalition import TriggerNotTaken
from bot.domain.course import Bearing
from bot.domain.events import MotionTabled, TriggerAttached
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.motion import Motion
from bot.domain.tabling import Schedule, Support
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is put on the table. ``support`` is what it needs from other members, None for none.

    ``body`` is the kind's where it is None. ``bearing`` and what follows tell what it bears on.
    """

    kind: Kind
    title: str
    text: str
    planned: Schedule
    mover: MemberCode | None = None
    concerned: MemberCode | None = None
    sponsors: Collection[MemberCode] = ()
    document: str = ""
    impact: str = ""
    body: BodyName | None = None
    procedure: Procedure | None = None
    draft: bool = False
    support: Support | None = None
    bearing: Bearing | None = None
    parent: MotionNumber | None = None
    proposed_kind: KindName | None = None
    paragraph: int | None = None
    ruling: int | None = None
    trigger: str = ""


def table_motion(proposal: Proposal, context: Context) -> Motion:
    """Table a motion as the caller's act; see ``put_on_the_table``.

    Raise as ``check_may_concern`` does where the motion is on a membership that it cannot change, or TriggerNotTaken.
    """
    if proposal.trigger and proposal.kind.takes_effect is not None:
        raise TriggerNotTaken(kind=proposal.kind.name)
    if proposal.bearing is None or proposal.bearing.own_text:
        check_concerns(context.uow, context.alliance, proposal.kind.name, proposal.concerned)
    return put_on_the_table(context.uow, context.alliance, proposal, now=context.now, by=context.account.text)


def put_on_the_table(uow: UnitOfWork, alliance: Alliance, proposal: Proposal, *, now: datetime, by: str) -> Motion:
    """Record a motion, owe its card, and open its vote in the same act where that is due at once."""
    number = uow.motions.next_number(alliance.code)
    procedure = proposal.kind.procedure if proposal.procedure is None else proposal.procedure
    support = proposal.support if proposal.support is not None and proposal.support.needed else None
    uow.record(
        alliance.code,
        MotionTabled(
            motion=number,
            kind=proposal.kind.name,
            body=proposal.kind.body if proposal.body is None else proposal.body,
            title=proposal.title,
            text=proposal.text,
            mover=proposal.mover,
            concerned=proposal.concerned,
            sponsors=tuple(proposal.sponsors),
            document=proposal.document,
            impact=proposal.impact,
            urgent=proposal.planned.urgent,
            tabled_at=now,
            opens_at=proposal.planned.opens_at,
            closes_at=proposal.planned.closes_at,
            procedure=procedure,
            draft=proposal.draft,
            seconds_needed=0 if support is None else support.needed,
            seconds_until=None if support is None else now + support.within,
            bearing=proposal.bearing,
            parent=proposal.parent,
            proposed_kind=proposal.proposed_kind,
            paragraph=proposal.paragraph,
            ruling=proposal.ruling,
        ),
        at=now,
        by=by,
    )
    trigger = proposal.trigger or _inherited_trigger(uow, alliance, proposal)
    if trigger:
        uow.record(alliance.code, TriggerAttached(motion=number, trigger=trigger), at=now, by=by)
    motion = opened(uow, alliance, number)
    owe_card(uow, alliance, motion, due=now)
    return settle(uow, alliance, motion, now=now)


def _inherited_trigger(uow: UnitOfWork, alliance: Alliance, proposal: Proposal) -> str:
    """Give what the text waits for where it is that of another motion, put to another body or anew."""
    if proposal.bearing is None or not proposal.bearing.own_text or proposal.parent is None:
        return ""
    return implementation_of(uow, alliance, proposal.parent).trigger
