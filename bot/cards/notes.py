"""A vote by note verbale as the secretariat and the delegation see it, with what has become of it."""

from collections.abc import Iterator
from typing import Final

from bot.cards.action import action
from bot.cards.buttons import details_button
from bot.cards.card import Button, Card, Emphasis, Field, Tone
from bot.cards.names import with_flag
from bot.cards.views import MotionView
from bot.domain.note_verbale import RETRACTED, UNCONFIRMED, VOTE_LOST, VOTED_SINCE, NoteVerbale, note_in_force
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

REASONS: Final = {
    UNCONFIRMED: "card.note.unconfirmed",
    VOTED_SINCE: "card.note.voted_since",
    RETRACTED: "card.note.retracted",
    VOTE_LOST: "card.note.vote_lost",
}
"""What is said for the reasons for which the house itself sets a note aside."""


def officer_card(view: MotionView, note: NoteVerbale, say: Interpreter) -> Card:
    """Ask the secretariat for a second officer, with the note at hand; later tell what has become of it."""
    motion = view.motion
    confirm = Button(
        label=say.words("button.confirm_note"),
        action=action("vote.confirm", motion.number, note.member),
        emphasis=Emphasis.PRIMARY,
    )
    discard = Button(label=say.words("button.discard"), action=action("vote.discard", motion.number, note.member))
    waits = note.awaits_confirmation and motion.under_way
    return Card(
        title=say.words("card.note.title", motion=motion.number, member=with_flag(view.members, note.member, say)),
        tone=Tone.RUNNING if waits else Tone.NEUTRAL,
        paragraphs=tuple(_told(view, note, say)),
        fields=_fields(note, say),
        buttons=(confirm, discard) if waits else (),
    )


def delegation_card(view: MotionView, note: NoteVerbale, say: Interpreter) -> Card:
    """Tell a delegation that its state's vote was entered, from whom, and until when it may be contested."""
    motion = view.motion
    contest = Button(label=say.words("button.contest"), action=action("vote.contest", motion.number))
    in_force = note_in_force((note,), view.ballots.get(note.member), note.member) is not None
    until = note.contestable_until
    contestable = in_force and motion.under_way and until is not None and view.now <= until
    return Card(
        title=say.words("card.note.title", motion=motion.number, member=with_flag(view.members, note.member, say)),
        tone=Tone.RUNNING if contestable else Tone.NEUTRAL,
        paragraphs=tuple(_told(view, note, say)),
        fields=_fields(note, say),
        buttons=(*((contest,) if contestable else ()), details_button(motion, say)),
        footer=say.say("card.note.contestable", until=until) if contestable else (),
    )


def _told(view: MotionView, note: NoteVerbale, say: Interpreter) -> Iterator[Phrase]:
    """Say what the note is and where it stands."""
    member = with_flag(view.members, note.member, say)
    yield say.say("card.note.text", member=member, choice=note.choice, title=view.motion.title)
    if note.awaits_confirmation:
        yield say.say("card.note.waits_revoking" if note.revokes else "card.note.waits")
    elif note.stands:
        yield say.say("card.note.stands")
    else:
        yield say.say("card.note.annulled" if note.confirmed_at else "card.note.set_aside")
        reason = note.ended_for or ""
        if reason:
            yield say.say(REASONS[reason]) if reason in REASONS else (reason,)


def _fields(note: NoteVerbale, say: Interpreter) -> tuple[Field, ...]:
    return (
        Field(name=say.words("card.note.sender"), value=(note.sender,)),
        Field(name=say.words("card.note.reference"), value=(note.reference,)),
        Field(name=say.words("card.note.received"), value=(say.moment(note.received_at),)),
        Field(name=say.words("card.note.file"), value=(note.file,), wide=True),
    )
