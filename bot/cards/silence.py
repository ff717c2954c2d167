"""A silence procedure as people see it: its text for each delegation, what it waits for, and what breaks it."""

from collections.abc import Iterator

from bot.cards.buttons import details_button, object_button
from bot.cards.card import Card, Field, Tone
from bot.cards.names import alphabetically, list_of, with_flag
from bot.cards.views import MotionView
from bot.domain.ballot import Choice
from bot.domain.charter import Procedure
from bot.domain.phases import Phase
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase


def in_silence(view: MotionView) -> bool:
    """Tell whether the motion is decided by silence."""
    return view.motion.course.procedure is Procedure.SILENCE


def silence_card(view: MotionView, say: Interpreter) -> Card:
    """Give a delegation the text of a silence procedure, with the way to break it while it can be broken."""
    motion = view.motion
    open_to_objection = view.phase is Phase.SILENCE
    return Card(
        title=say.words("card.silence.title", motion=motion.number, title=motion.title),
        tone=Tone.RUNNING if open_to_objection else Tone.NEUTRAL,
        paragraphs=((motion.text,), _until(view, say)),
        buttons=(*((object_button(motion, say),) if open_to_objection else ()), details_button(motion, say)),
    )


def _until(view: MotionView, say: Interpreter) -> Phrase:
    if view.phase is not Phase.SILENCE:
        return say.say("card.silence.over", phase=view.phase)
    begun = "card.silence.runs" if view.motion.silence_runs else "card.silence.delivery"
    return say.say(begun, closes_at=view.motion.closes_at)


def waiting_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Say when a silence procedure in debate starts, or why it has not: it does so by itself."""
    motion = view.motion
    name = say.words("card.motion.silence_starts")
    if not motion.due_to_open(view.now):
        yield Field(name=name, value=(say.moment(motion.opens_at),))
    elif view.without_voters:
        members = list_of(view.members, view.without_voters, say)
        yield Field(name=name, value=say.say("card.motion.silence_waits", members=members), wide=True)
    elif not any(elector.entitled for elector in view.electors):
        yield Field(name=name, value=say.say("card.motion.silence_nobody"), wide=True)


def objection_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Give the words of each objection that stands, and the text that the member would adopt instead."""
    for code in alphabetically(view.members, view.voted(Choice.NO), say):
        member = with_flag(view.members, code, say)
        name = say.words("card.result.objection", member=member)
        yield Field(name=name, value=(view.ballots[code].explanation,), wide=True)
        if code in view.amendments:
            name = say.words("card.result.instead", member=member)
            yield Field(name=name, value=(view.amendments[code],), wide=True)


def statement_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Give what members have put on record, in the order in which they did: explanations of vote, reservations."""
    message = "card.details.reservation" if in_silence(view) else "card.details.statement"
    for statement in view.statements:
        name = say.words(message, member=with_flag(view.members, statement.member, say))
        yield Field(name=name, value=(statement.text,), wide=True)


def objected(view: MotionView, say: Interpreter) -> Phrase:
    """Tell what a silence comes to as it stands: who has broken it, or that nobody has."""
    broken = view.voted(Choice.NO)
    if broken:
        return say.say("card.silence.broken", members=list_of(view.members, broken, say))
    return say.say("card.silence.whole")
