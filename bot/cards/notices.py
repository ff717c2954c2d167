"""What is posted by the house itself: voting is open, a deadline has moved or comes near, a post was not delivered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.cards.buttons import casting_buttons, details_button, vote_buttons
from bot.cards.card import Card, Table, Tone
from bot.cards.names import flagged, with_flag
from bot.cards.silence import in_silence
from bot.cards.views import MotionView
from bot.domain.addresses import Account, Channel
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.notices import RestoredNotice
from bot.domain.outages import OUTAGE
from bot.locales.catalogue import Interpreter

LASTING: Final = "outage_lasting"
"""What the news of an outage is called while the outage lasts."""

LISTED: Final = 20
"""How many motions the news of a restore shows; ``/motion list`` shows the others."""


def voting_open_card(view: MotionView, say: Interpreter) -> Card:
    """Announce that voting on a motion has opened after its debate."""
    motion = view.motion
    return Card(
        title=say.words("card.open.title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(say.say("card.open.text", title=motion.title, closes_at=motion.closes_at),),
        buttons=(details_button(motion, say),),
    )


def deadline_card(view: MotionView, say: Interpreter, *, note: str = "") -> Card:
    """Announce that the deadline of a vote has moved, and why; ``note`` is what the chair says of it."""
    motion = view.motion
    moved = (motion.extended_for or "").replace(" ", "_")
    reason = LASTING if moved == OUTAGE and motion.awaits_return else moved
    of = "silence." if in_silence(view) else ""
    return Card(
        title=say.words("card.deadline.title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(
            say.say(f"card.deadline.{of}{reason}", title=motion.title, closes_at=motion.closes_at),
            *(((note,),) if note else ()),
        ),
    )


def tie_card(view: MotionView, chair: MemberCode | None, say: Interpreter) -> Card:
    """Announce what follows a tie, or a missed quorum that is tried again: new ballots, or the chair's casting vote.

    ``chair`` is the member that presides over the motion; None where nobody does.
    """
    motion = view.motion
    if motion.course.casting_vote is not None:
        presiding = "" if chair is None else with_flag(view.members, chair, say)
        return Card(
            title=say.words("card.tie.title", motion=motion.number),
            tone=Tone.RUNNING,
            paragraphs=(
                say.say("card.tie.chair", title=motion.title, chair=presiding, until=motion.course.casting_vote.until),
            ),
            buttons=casting_buttons(motion, say),
        )
    return Card(
        title=say.words("card.tie.again_title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(say.say("card.tie.again", title=motion.title, closes_at=motion.closes_at),),
        buttons=(*vote_buttons(motion, say), details_button(motion, say)) if view.running else (),
    )


def reminder_card(motion: Motion, member: Member, say: Interpreter, *, late: bool) -> Card:
    """Remind a delegation that it has not voted, with the ballots at hand; say so where the reminder itself is late."""
    return Card(
        title=say.words("card.reminder.title", motion=motion.number),
        tone=Tone.RUNNING,
        paragraphs=(
            say.say("card.reminder.text", member=flagged(member, say), title=motion.title, closes_at=motion.closes_at),
        ),
        buttons=(*vote_buttons(motion, say), details_button(motion, say)),
        footer=say.say("card.reminder.late") if late else (),
    )


PERSONALLY: Final[Mapping[str, str]] = {
    "silence": "card.dead_letter.silence_person",
    "invited": "card.dead_letter.session_person",
    "session-reminder": "card.dead_letter.session_person",
}
"""What is to be done where a post to a person could not be delivered, by what it was; a vote where nothing stands."""


def dead_letter_card(to: Account | Channel, key: str, reason: str, say: Interpreter) -> Card:
    """Tell the secretariat what could not be delivered, why, and how to have it tried again."""
    what, subject = key.split(":")[:2]
    again = "card.dead_letter.again" if isinstance(to, Channel) else PERSONALLY.get(what, "card.dead_letter.person")
    return Card(
        title=say.words("card.dead_letter.title"),
        tone=Tone.FAILURE,
        paragraphs=(
            say.say("card.dead_letter.text", what=say.words(f"card.dead_letter.{what}", subject=subject), to=to.text),
            say.say("card.dead_letter.reason", reason=reason),
        ),
        footer=say.say(again, to=to.text, subject=subject),
    )


def restored_card(notice: RestoredNotice, under_way: tuple[Motion, ...], say: Interpreter, *, now: datetime) -> Card:
    """Tell everyone that the record is an earlier copy: what to look at, and which numbers are given no more."""
    columns = tuple(say.words(f"card.list.{name}") for name in ("motion", "phase", "title"))
    rows = tuple(
        (f"M-{motion.number}", say.words(f"Phase.{motion.phase(now).value}"), motion.title)
        for motion in under_way[:LISTED]
    )
    return Card(
        title=say.words("card.restored.title"),
        tone=Tone.FAILURE,
        paragraphs=(
            say.say("card.restored.text", copied_at=notice.copied_at),
            say.say("card.restored.look" if rows else "card.restored.none"),
            say.say("card.restored.numbers", number=notice.numbers_from),
        ),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=say.say("card.restored.more") if len(under_way) > LISTED else (),
    )
