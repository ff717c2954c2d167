"""The page of a motion: its card in full, its texts, the board of its vote, what followed, and its acts with hashes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.cards.acts import act_phrase
from bot.cards.card import Card, Tone
from bot.cards.history import kept_back, said_in
from bot.cards.implementation import authorisations_card, coalition_card, contributions_card
from bot.cards.motions import motion_details
from bot.cards.picture import Picture
from bot.cards.results import tally_phrase
from bot.cards.silence import in_silence
from bot.cards.views import MotionView
from bot.commands.context import Context
from bot.commands.views import view_of
from bot.domain.events import DraftCleared, DraftCommented, DraftTabled, MotionEvent, MotionTabled, TextChanged
from bot.domain.ids import MemberCode, MotionNumber
from bot.locales.phrase import Moment, Phrase
from bot.pages.listing import listed
from bot.pages.pictures import pictures_of
from bot.ports import Act

DRAFTING: Final = (DraftCommented, DraftCleared)
"""What is done about a draft; it is for those alone who may see drafts, also once it is tabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A member's place on the board; ``choice`` is ``yes``, ``no`` or ``abstain``, empty where none is shown."""

    member: MemberCode
    flag: str
    name: str
    told: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text that the motion had; ``until`` is when another took its place."""

    text: str
    until: Moment
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act with its entry; ``hash`` is empty for an entry without a salt, of which it would tell too much."""

    entry: int
    at: Moment
    phrase: Phrase
    said: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionPage:
    """All of a motion that anyone may see; ``pictures`` are those that there are, each under its own address."""

    number: MotionNumber
    title: str
    cited: str
    phase: str
    tone: Tone
    decided: bool
    at: Phrase
    figures: str
    kind: str
    body: str
    card: Card
    result: tuple[Phrase, ...]
    board: tuple[Place, ...]
    versions: tuple[Version, ...]
    following: tuple[Card, ...]
    keeps_back: bool
    acts: tuple[Told, ...]
    pictures: Mapping[str, Picture]


def motion_page(context: Context, number: MotionNumber) -> MotionPage:
    """Gather the page of a motion; raise UnknownMotion where there is none, or it is a draft."""
    motion, say = context.motion(number), context.interpreter
    view = view_of(context.uow, context.alliance, motion, now=context.now)
    acts = _public(context.uow.journal.acts_on(context.alliance.code, motion))
    changes = sum(isinstance(act.event, TextChanged) for act in acts)
    card = motion_details(view, say)
    told = motion.result is not None and view.election is None
    text, result = (card.paragraphs[:-1], card.paragraphs[-1:]) if told else (card.paragraphs, ())
    board = tuple(_board(view, card, context)) if view.election is None else ()
    line = listed(motion, context)
    return MotionPage(
        number=motion.number,
        title=motion.title,
        cited=line.cited,
        phase=line.phase,
        tone=line.tone,
        decided=motion.result is not None,
        at=line.at,
        figures=line.figures,
        kind=line.kind,
        body=line.body,
        card=replace(card, table=None if board else card.table, paragraphs=text),
        result=(*result, *((tally_phrase(view, say),) if _was_voted(view) else ())),
        board=board,
        versions=tuple(_versions(view, changes, context)),
        following=tuple(_following(view, context)),
        keeps_back=motion.keeps_ballots_back,
        acts=tuple(_told(view, acts, context)),
        pictures=pictures_of(view, acts, context),
    )


def _was_voted(view: MotionView) -> bool:
    result = view.motion.result
    return result is not None and view.motion.rules is not None and view.election is None and not in_silence(view)


def _public(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Leave out what was done while the motion was a draft."""
    begun = next((place for place, act in enumerate(acts) if isinstance(act.event, DraftTabled)), 0)
    return tuple(act for act in acts[begun:] if not isinstance(act.event, DRAFTING))


def _board(view: MotionView, card: Card, context: Context) -> Iterator[Place]:
    """Give each member on the roll as the card's table has it, with a sign of its ballot where that may be shown."""
    entitled = {elector.member for elector in view.electors if elector.entitled}
    for _, code, told in () if card.table is None else card.table.rows:
        member, ballot = view.members.get(MemberCode(code)), view.ballots.get(MemberCode(code))
        shown = ballot is not None and view.shows_choices and code in entitled
        yield Place(
            member=MemberCode(code),
            flag="" if member is None else member.flag,
            name=code if member is None else member.name_in(context.interpreter.language),
            told=told,
            choice=ballot.choice.value if shown and ballot is not None else "",
        )


def _versions(view: MotionView, changes: int, context: Context) -> Iterator[Version]:
    """Give the texts that the last ``changes`` replaced, the oldest first: those since the motion was tabled."""
    say, earlier = context.interpreter, view.motion.course.earlier_texts
    for each in earlier[len(earlier) - changes :]:
        yield Version(text=each.text, until=say.moment(each.until), cause=say.words(f"TextCause.{each.cause.value}"))


def _following(view: MotionView, context: Context) -> Iterator[Card]:
    """Give the tables of what followed an adoption, those of which there is anything."""
    found, say = view.implementation, context.interpreter
    if found is None:
        return
    if found.opened_at is not None:
        yield replace(coalition_card(view, say), title=say.words("web.motion.coalition"))
    if found.contributions or found.targets:
        card = contributions_card((found,), None, view.members, say, now=context.now)
        yield replace(card, title=say.words("web.motion.contributions"))
    if found.authorisations:
        yield replace(authorisations_card(view, say), title=say.words("web.motion.authorisations"), fields=())


def _told(view: MotionView, acts: tuple[Act, ...], context: Context) -> Iterator[Told]:
    say, code = context.interpreter, context.alliance.code
    shown = [act for act in acts if isinstance(act.event, MotionEvent) and not kept_back(view, act.event)]
    hashes = context.uow.journal.hashes(code, [act.entry for act in shown])
    for act in shown:
        if isinstance(act.event, MotionEvent):
            yield Told(
                entry=act.entry,
                at=say.moment(act.at),
                phrase=act_phrase(act.event, view.members, say),
                said=_words_of(view, act.event),
                hash=hashes.get(act.entry, ""),
            )


def _words_of(view: MotionView, event: MotionEvent) -> str:
    """Give the words of whoever acted; a text that stands on the page already is not repeated."""
    said = said_in(event)
    return "" if isinstance(event, MotionTabled) and said == view.motion.text else said
