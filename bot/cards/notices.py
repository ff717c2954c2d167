"""What is posted by the house itself: that voting is open, that a deadline has moved."""

from bot.cards.buttons import details_button
from bot.cards.card import Card, Tone
from bot.cards.views import MotionView
from bot.locales.catalogue import Interpreter


def voting_open_card(view: MotionView, say: Interpreter) -> Card:
    """Announce that voting on a motion has opened after its debate."""
    motion = view.motion
    return Card(
        title=say.words("card.open.title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(say.say("card.open.text", title=motion.title, closes_at=motion.closes_at),),
        buttons=(details_button(motion, say),),
    )


def deadline_card(view: MotionView, say: Interpreter) -> Card:
    """Announce that the deadline of a vote has moved, and why."""
    motion = view.motion
    return Card(
        title=say.words("card.deadline.title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(
            say.say(
                f"card.deadline.{(motion.extended_for or '').replace(' ', '_')}",
                title=motion.title,
                closes_at=motion.closes_at,
            ),
        ),
    )
