"""What whoever conducts a motion is told of its own act."""

from bot.cards.buttons import details_button
from bot.cards.card import Card, Tone
from bot.cards.names import with_flag
from bot.cards.views import MotionView
from bot.domain.ids import MemberCode
from bot.locales.catalogue import Interpreter


def done_card(view: MotionView, what: str, say: Interpreter, *, member: MemberCode | None = None) -> Card:
    """Confirm an act on a motion, with the instants that follow from it in full; ``what`` names its message."""
    motion, seconding = view.motion, view.motion.course.seconding
    return Card(
        title=say.words("card.done.title", motion=motion.number),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say(
                f"card.done.{what}",
                title=motion.title,
                opens_at=motion.opens_at,
                closes_at=motion.closes_at,
                member="" if member is None else with_flag(view.members, member, say),
                phase=view.phase,
                needed=0 if seconding is None else seconding.needed - len(seconding.by),
                until=motion.opens_at if seconding is None else seconding.until,
            ),
        ),
        buttons=(details_button(motion, say),),
    )
