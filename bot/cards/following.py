"""What follows from a decision, in words: for the text, for the motion it bears on, for the member it is about."""

from collections.abc import Iterator

from bot.cards.card import Field
from bot.cards.names import with_flag
from bot.cards.silence import in_silence
from bot.cards.views import MotionView
from bot.domain.charter import Effect
from bot.domain.course import Bearing, EndedAs
from bot.domain.motion import Motion
from bot.domain.rules import Outcome
from bot.domain.sequels import AFTER_DECISION
from bot.domain.voting_rules import Result
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase


def what_follows(view: MotionView, say: Interpreter) -> Iterator[Phrase]:
    """Say what follows from the result; nothing but that it may be put again where a quorum was missed."""
    result, bearing = view.motion.result, view.motion.course.bearing
    if result is None:
        return
    if result.outcome is Outcome.NO_QUORUM:
        yield say.say("card.result.follows.no_quorum")
    elif bearing is None or bearing.own_text:
        yield _of_the_text(view, result, say)
        yield from _for_the_member(view, result, say)
        if view.motion.course.takes_effect_at is not None:
            yield say.say("card.result.takes_effect", at=view.motion.course.takes_effect_at)
        if bearing is Bearing.RETAKEN and view.parent is not None:
            yield from _in_place_of(view.parent, result, say)
    else:
        yield _for_the_parent(view, bearing, result, say)


def _of_the_text(view: MotionView, result: Result, say: Interpreter) -> Phrase:
    rules = view.rules
    if result.outcome is not Outcome.ADOPTED:
        without_ballots = view.motion.rules is None or in_silence(view)
        return say.say("card.result.follows.broken" if without_ballots else "card.result.follows.nothing")
    if rules.effect is Effect.BINDING:
        return say.say("card.result.follows.binding")
    return say.say("card.result.follows.coalition" if rules.coalition else "card.result.follows.advisory")


def _for_the_member(view: MotionView, result: Result, say: Interpreter) -> Iterator[Phrase]:
    """Say which status or office the member concerned has by the decision, or that the statutes know no such move."""
    rules, code = view.rules, view.motion.concerned
    if code is None:
        return
    adopted, member = result.outcome is Outcome.ADOPTED, view.members.get(code)
    status, name = rules.confers if adopted else rules.refuses, with_flag(view.members, code, say)
    if status is not None:
        changed = member is not None and member.since >= result.decided_at
        yield say.say("card.follows.status" if changed else "card.follows.status_kept", member=name, status=status)
    if adopted and rules.elects is not None:
        body = view.body.title.in_language(say.language)
        yield say.say("card.follows.office", member=name, office=rules.elects, body=body)


def _in_place_of(first: Motion, result: Result, say: Interpreter) -> Iterator[Phrase]:
    """Say what becomes of the decision that has been taken again."""
    if first.result is not None and first.result.outcome is Outcome.ADOPTED:
        yield say.say("card.follows.replaced", motion=first.number)
        yield say.say("card.follows.stands")
    elif result.outcome is Outcome.ADOPTED:
        yield say.say("card.follows.beside", motion=first.number)


def _for_the_parent(view: MotionView, bearing: Bearing, result: Result, say: Interpreter) -> Phrase:
    """Say what the decision does to the motion, or to the ruling, that it bears on.

    A tied challenge may carry all the same, so the kind itself tells.
    """
    motion, parent = view.motion, view.parent
    carried = result.outcome is Outcome.ADOPTED
    if bearing is Bearing.CHALLENGE and parent is not None:
        carried = parent.kind == motion.course.proposed_kind
    told = say.say(
        f"card.follows.{bearing.value}.{'carried' if carried else 'lost'}",
        motion=motion.number if parent is None else parent.number,
        paragraph=motion.course.paragraph,
        ruling=motion.course.ruling,
        kind=view.alliance.charter.title_of(motion.course.proposed_kind or motion.kind).in_language(say.language),
        member="" if motion.concerned is None else with_flag(view.members, motion.concerned, say),
    )
    rescinded = bearing is Bearing.RESCISSION and carried
    return (*told, " ", *say.say("card.follows.stands")) if rescinded else told


def sequel_fields(view: MotionView, say: Interpreter, *, decided: bool) -> Iterator[Field]:
    """Name the motions that bear on this one, each with what it is and where it stands.

    ``decided``: only those that follow from the decision.
    """
    told = tuple(
        say.words(
            "card.motion.sequel",
            motion=each.number,
            bearing=each.course.bearing,
            phase=each.phase(view.now),
        )
        for each in view.sequels
        if each.course.bearing is not None and (not decided or each.course.bearing in AFTER_DECISION)
    )
    if told:
        yield Field(name=say.words("card.motion.sequels"), value=(", ".join(told),), wide=True)


def statements_field(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Count the statements that members have put on record; the details have them in full."""
    if view.statements:
        told = say.say_count("card.result.statements_value", len(view.statements))
        yield Field(name=say.words("card.result.statements"), value=told)


def remainder_field(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Say of a decision that holds no longer what stands of it all the same."""
    ending = view.motion.course.ending
    if ending is not None and ending.how is EndedAs.RESCINDED:
        yield Field(name=say.words("card.motion.remains"), value=say.say("card.follows.stands"), wide=True)
