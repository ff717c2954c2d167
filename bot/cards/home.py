"""What a person sees who opens the bot itself: nothing is asked for there, so that everything that matters is shown."""

from typing import Final

from bot.cards.action import action
from bot.cards.buttons import details_button
from bot.cards.card import Button, Card, Field, Tone
from bot.cards.motions import motion_buttons, short_tally, title_of
from bot.cards.silence import in_silence
from bot.cards.times import times
from bot.cards.views import MotionView
from bot.domain.ids import MemberCode
from bot.locales.catalogue import Interpreter

RUNNING: Final = 8
"""How many running votes are shown, the first to close; the others are counted."""


def brief_card(view: MotionView, member: MemberCode | None, say: Interpreter) -> Card:
    """Tell a running vote in brief: until when, how it stands, and the ballot of ``member``.

    The buttons of the vote are there for a member that may vote in it; for everyone else, the details.
    """
    own = None if member is None else view.ballots.get(member)
    votes = any(each.member == member and each.entitled for each in view.electors)
    fields = [*times(view, say)]
    if view.shows_choices and not in_silence(view):
        fields.append(Field(name=say.words("card.motion.count"), value=short_tally(view, say)))
    if own is not None:
        fields.append(Field(name=say.words("card.home.ballot"), value=(say.words(f"Choice.{own.choice.value}"),)))
    buttons = motion_buttons(view, say) if votes else (details_button(view.motion, say),)
    return Card(title=title_of(view, say), tone=Tone.RUNNING, fields=tuple(fields), buttons=buttons)


def more_card(count: int, say: Interpreter) -> Card:
    """Say how many running votes are not shown, with the button that lists them all."""
    return Card(
        title=say.words("card.home.running"),
        paragraphs=(say.say_count("card.home.more", count),),
        buttons=(Button(label=say.words("button.all_motions"), action=action("motion.list")),),
    )


def nobody_card(say: Interpreter) -> Card:
    """Tell a person who acts for nobody what this is, and how one comes to act for a delegation."""
    return Card(
        title=say.words("card.home.nobody"),
        paragraphs=(say.say("card.info.text"), say.say("card.home.how")),
    )
