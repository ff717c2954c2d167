"""A result in words: the outcome, the rule with the numbers needed and had, the counts, and every state by name."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.cards.buttons import details_button
from bot.cards.card import Card, Field, Tone
from bot.cards.following import sequel_fields, statements_field, what_follows
from bot.cards.implementation import coalition_buttons, implementation_fields
from bot.cards.names import list_of, with_flag
from bot.cards.silence import in_silence, objection_fields, statement_fields
from bot.cards.views import MotionView
from bot.domain.ballot import Choice
from bot.domain.ids import MemberCode
from bot.domain.motion import Motion
from bot.domain.rules import Outcome, Reason, decimal_text
from bot.domain.titles import Wording
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

LIMITS: Final = ("at most ", "no ")
"""How canonical clauses begin that say what is allowed at the most, not what is needed at the least."""


def result_card(view: MotionView, say: Interpreter) -> Card:
    """Give the announcement of a decided motion."""
    motion = view.motion
    adopted = motion.result is not None and motion.result.outcome is Outcome.ADOPTED
    return Card(
        title=say.words(
            "card.result.title",
            outcome=motion.result.outcome if motion.result else "",
            motion=motion.number,
            title=motion.title,
        ),
        tone=Tone.SUCCESS if adopted else Tone.FAILURE,
        paragraphs=tuple(_told(view, say)),
        fields=(
            *_numbered(view, say),
            *(() if _without_ballots(view) else (*_named(view, say), *casting_fields(view, say))),
            *_beside(view, say),
        ),
        buttons=(*coalition_buttons(view, say), details_button(motion, say)),
        footer=say.say(f"card.result.{_ended_as(view)}", closes_at=ended_at(view)),
    )


def _told(view: MotionView, say: Interpreter) -> Iterator[Phrase]:
    yield result_sentence(view, say)
    if not _without_ballots(view):
        yield tally_phrase(view, say)
    yield from what_follows(view, say)


def _without_ballots(view: MotionView) -> bool:
    """Tell whether the result came without ballots: by silence, broken or not, or by consensus."""
    return view.motion.rules is None or in_silence(view)


def _numbered(view: MotionView, say: Interpreter) -> Iterator[Field]:
    if view.motion.course.serial is not None:
        yield Field(name=say.words("card.motion.number"), value=(text_number(view.motion, view.kind, say),))


def casting_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Tell, once a tie has been settled, how the chair settled it, or that it did not in its time."""
    awaited = view.motion.course.casting_vote
    if awaited is None or view.motion.result is None:
        return
    if awaited.choice is None or awaited.by is None:
        told = say.say("card.result.casting_missed", until=awaited.until)
    else:
        chair = with_flag(view.members, awaited.by, say)
        told = say.say("card.result.casting_value", chair=chair, choice=awaited.choice)
    yield Field(name=say.words("card.result.casting"), value=told, wide=True)


def _beside(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Give the words of each objection that broke a silence, and the reservations made in it; and what came after.

    The statements on a vote are counted: the details have them in full.
    """
    if in_silence(view):
        yield from objection_fields(view, say)
        yield from statement_fields(view, say)
    else:
        yield from statements_field(view, say)
    yield from implementation_fields(view, say)
    yield from sequel_fields(view, say, decided=True)


def _ended_as(view: MotionView) -> str:
    """Name what the footer says: a vote has closed, a silence has expired, a consensus was found."""
    if view.motion.rules is None:
        return "footer_consensus"
    return "footer_silence" if in_silence(view) else "footer"


def ended_at(view: MotionView) -> datetime:
    """Give the instant as of which the motion was decided, or is about to be."""
    motion, question = view.motion, view.motion.course.question
    if motion.rules is None and motion.result is not None:
        return motion.result.decided_at
    if motion.rules is None and question is not None:
        return question.until
    return motion.vote_ended_at


def text_number(motion: Motion, kind: Wording, say: Interpreter) -> str:
    """Give the number of an adopted text as it is cited: Resolution 7 (2026)."""
    return say.words(
        "card.motion.text_number",
        kind=kind.in_language(say.language),
        serial=motion.course.serial,
        year=str(motion.course.year),
    )


def result_sentence(view: MotionView, say: Interpreter) -> Phrase:
    """Say the outcome with the motion's rule and what each clause of it needed and had."""
    result = view.motion.result
    if result is None:
        return ()
    if view.motion.rules is None:
        return say.say("card.result.consensus")
    if in_silence(view):
        broken = list_of(view.members, view.voted(Choice.NO), say)
        return say.say("card.result.broken", members=broken) if broken else say.say("card.result.silence")
    figures = sole_figures(result.reasons)
    if figures is not None:
        needed, had = figures
        return say.say("card.result.by_rule", rule=say.rule(view.rules.adopt), needed=needed, had=had)
    spans = say.say("card.result.sentence", outcome=result.outcome, rule=say.rule(view.rules.adopt))
    for reason in result.reasons:
        spans = (*spans, " ", *reason_phrase(reason, say))
    return spans


def sole_figures(reasons: tuple[Reason, ...]) -> tuple[str, str] | None:
    """Give what was needed and had where the rule is one clause that needs a number, so that they tell all."""
    if len(reasons) != 1 or reasons[0].needed is None or reasons[0].had is None:
        return None
    if reasons[0].clause.startswith(LIMITS):
        return None
    return decimal_text(reasons[0].needed), decimal_text(reasons[0].had)


def reason_phrase(reason: Reason, say: Interpreter) -> Phrase:
    """Say one clause with the numbers it needed and had."""
    met = say.words("card.reason.met" if reason.met else "card.reason.not_met")
    if reason.needed is None or reason.had is None:
        return say.say("card.reason.plain", clause=say.rule(reason.clause), met=met)
    limits = reason.clause.startswith(LIMITS)
    return say.say(
        "card.reason.allowed" if limits else "card.reason.numbers",
        clause=say.rule(reason.clause),
        met=met,
        needed=decimal_text(reason.needed),
        had=decimal_text(reason.had),
    )


def tally_phrase(view: MotionView, say: Interpreter) -> Phrase:
    """Count every place on the roll once: the counts sum to the seats, or to the members of the body."""
    return say.say(
        "card.result.tally",
        yes=len(view.voted(Choice.YES)),
        no=len(view.voted(Choice.NO)),
        abstain=len(view.voted(Choice.ABSTAIN)),
        silent=len(view.silent),
        not_participating=len(view.not_participating),
        suspended=len(view.suspended),
        vacant=view.vacant,
    )


def _named(view: MotionView, say: Interpreter) -> Iterator[Field]:
    groups = (
        ("yes", view.voted(Choice.YES)),
        ("no", view.voted(Choice.NO)),
        ("abstain", view.voted(Choice.ABSTAIN)),
        ("silent", view.silent),
        ("not_participating", view.not_participating),
        ("suspended", view.suspended),
    )
    for group, codes in groups:
        if codes:
            yield group_field(group, codes, list_of(view.members, codes, say), say)


def group_field(group: str, codes: tuple[MemberCode, ...], told: str, say: Interpreter) -> Field:
    """Give the field of a group of states: how many they are, and who, as ``told``."""
    return Field(name=say.words(f"card.result.group.{group}", count=len(codes)), value=(told,), wide=True)
