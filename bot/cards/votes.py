"""Who has voted and who has not."""

from collections.abc import Iterable
from datetime import datetime

from bot.cards.card import Card, Field, Tone
from bot.cards.motions import TONES, title_of
from bot.cards.names import list_of
from bot.cards.results import group_field, tally_phrase
from bot.cards.silence import in_silence, objected
from bot.cards.views import MotionView
from bot.cards.votes_over_time import votes_over_time
from bot.domain.ballot import Choice
from bot.domain.events import Event
from bot.locales.catalogue import Interpreter


def status_card(view: MotionView, say: Interpreter, acts: Iterable[tuple[int, datetime, Event]] = ()) -> Card:
    """Tell who has voted, by name; how they voted where the kind shows it; with the acts, when, as a picture."""
    if in_silence(view):
        return _silence_status(view, say)
    groups = (
        tuple((choice.value, view.voted(choice)) for choice in Choice)
        if view.shows_choices
        else (("voted", tuple(view.ballots)),)
    )
    fields = tuple(
        group_field(group, codes, list_of(view.members, codes, say), say)
        for group, codes in (*groups, ("silent", view.silent))
        if codes
    )
    counts = tally_phrase(view, say) if view.shows_choices else say.say_count("card.motion.cast", len(view.ballots))
    return Card(
        title=title_of(view, say),
        tone=TONES[view.phase],
        paragraphs=(counts,),
        fields=fields,
        picture=votes_over_time(view, acts, say),
    )


def _silence_status(view: MotionView, say: Interpreter) -> Card:
    """Tell who has broken a silence, and who has not."""
    groups = (("objected", view.voted(Choice.NO)), ("not_objected", view.silent))
    fields = tuple(
        group_field(group, codes, list_of(view.members, codes, say), say) for group, codes in groups if codes
    )
    return Card(title=title_of(view, say), tone=TONES[view.phase], paragraphs=(objected(view, say),), fields=fields)


def pending_card(views: tuple[MotionView, ...], say: Interpreter) -> Card:
    """Tell which entitled members have no ballot yet, motion by motion."""
    fields = tuple(
        Field(
            name=f"M-{view.motion.number} ({len(view.silent)})",
            value=(list_of(view.members, view.silent, say),) if view.silent else say.say("card.pending.all"),
        )
        for view in views
    )
    return Card(
        title=say.words("card.pending.title"),
        tone=Tone.NEUTRAL,
        paragraphs=() if fields else (say.say("card.pending.none"),),
        fields=fields,
    )
