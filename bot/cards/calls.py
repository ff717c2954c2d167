"""A live roll call as people see it: who is called until when, who comes next, what each has answered."""

from collections.abc import Iterator

from bot.cards.action import action
from bot.cards.buttons import details_button, vote_buttons
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.names import with_flag
from bot.cards.views import MotionView
from bot.domain.calling import Answer, Called
from bot.domain.ids import MemberCode
from bot.locales.catalogue import Interpreter


def call_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Tell who is called until when, and who comes after it."""
    called, call = view.called, view.motion.course.call
    if called is None or call is None:
        return
    message = "card.call.now_second" if called.second else "card.call.now_first"
    told = say.say(message, member=with_flag(view.members, called.member, say), until=called.until)
    yield Field(name=say.words("card.call.now"), value=told)
    following = call.following(view.now)
    if following is not None:
        yield Field(name=say.words("card.call.next"), value=(with_flag(view.members, following, say),))


def call_table(view: MotionView, say: Interpreter) -> Table | None:
    """Give what each state has answered so far, in the order of the call; ballots as far as the kind shows them."""
    called, call = view.called, view.motion.course.call
    if called is None or call is None:
        return None
    answers = call.answers(view.now)
    return Table(
        columns=tuple(say.words(f"card.call.{name}") for name in ("state", "answer")),
        rows=tuple(
            (with_flag(view.members, code, say), _answered(view, code, called, answers.get(code), say))
            for code in call.order
        ),
    )


def _answered(view: MotionView, code: MemberCode, called: Called, answer: Answer | None, say: Interpreter) -> str:
    if code == called.member:
        return say.words("card.call.is_called")
    ballot = view.ballots.get(code)
    if answer is Answer.VOTED and ballot is not None and view.shows_choices:
        return say.words(f"Choice.{ballot.choice.value}")
    return "–" if answer is None else say.words(f"Answer.{answer.value}")


def call_buttons(view: MotionView, say: Interpreter) -> tuple[Button, ...]:
    """Give the answers to the call: the three ballots, and in the first call to pass."""
    if view.called is None:
        return ()
    passing = Button(label=say.words("button.pass"), action=action("rollcall.pass", view.motion.number))
    return (*vote_buttons(view.motion, say), *(() if view.called.second else (passing,)))


def turn_card(view: MotionView, called: Called, say: Interpreter) -> Card:
    """Tell a delegation that it is called, with the answers at hand."""
    motion = view.motion
    member = with_flag(view.members, called.member, say)
    message = "card.call.turn_second" if called.second else "card.call.turn_first"
    return Card(
        title=say.words("card.call.title", motion=motion.number, member=member),
        tone=Tone.RUNNING,
        paragraphs=(say.say(message, title=motion.title, until=called.until), (motion.text,)),
        buttons=(*call_buttons(view, say), details_button(motion, say)),
    )
