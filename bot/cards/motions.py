"""A motion as people see it: its card in the channel, its details, the list of motions, what one still needs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.cards.buttons import amendment_buttons, details_button, object_button, second_button, vote_buttons
from bot.cards.calls import call_buttons, call_table
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.differences import text_of
from bot.cards.drafts import clearing_fields
from bot.cards.elections import election_card, election_details
from bot.cards.following import remainder_field, sequel_fields
from bot.cards.implementation import coalition_buttons, implementation_fields
from bot.cards.names import alphabetically, codes_of, list_of, with_flag
from bot.cards.results import casting_fields, group_field, reason_phrase, result_sentence, sole_figures, text_number
from bot.cards.silence import in_silence, objected, objection_fields, statement_fields
from bot.cards.times import times
from bot.cards.views import MotionView
from bot.domain.ballot import Choice
from bot.domain.charter import Charter, Procedure
from bot.domain.course import Bearing, EndedAs
from bot.domain.electorate import Elector
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import Requirement, decide, what_it_takes
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

TONES: Final = {
    Phase.DRAFT: Tone.NEUTRAL,
    Phase.PROPOSED: Tone.NEUTRAL,
    Phase.DEBATE: Tone.NEUTRAL,
    Phase.POSTPONED: Tone.NEUTRAL,
    Phase.VOTING: Tone.RUNNING,
    Phase.SILENCE: Tone.RUNNING,
    Phase.COUNTING: Tone.NEUTRAL,
    Phase.ADOPTED: Tone.SUCCESS,
    Phase.ADOPTED_WITHOUT_VOTE: Tone.SUCCESS,
    Phase.IN_EFFECT: Tone.SUCCESS,
    Phase.NOT_ADOPTED: Tone.FAILURE,
    Phase.NO_QUORUM: Tone.FAILURE,
    Phase.LAPSED: Tone.FAILURE,
    Phase.WITHDRAWN: Tone.FAILURE,
    Phase.VOID: Tone.FAILURE,
    Phase.RESCINDED: Tone.FAILURE,
}

LISTED: Final = 20
"""How many motions a list shows; the rest is found by status or number."""


def motion_card(view: MotionView, say: Interpreter) -> Card:
    """Give the one card of a motion that stays current in a channel."""
    if view.election is not None:
        return election_card(view, view.election, title_of(view, say), TONES[view.phase], say)
    return Card(
        title=title_of(view, say),
        tone=TONES[view.phase],
        paragraphs=text_of(view, say, whole=False),
        fields=(
            *_course(view, say),
            *_count(view, say),
            *_particulars(view, say),
            *clearing_fields(view, say, whole=False),
        ),
        table=call_table(view, say) if view.called else None,
        buttons=motion_buttons(view, say),
        footer=_footer(view, say),
    )


def _footer(view: MotionView, say: Interpreter) -> Phrase:
    """Tell, while ballots are taken, whether they can be changed."""
    if not view.running:
        return ()
    if view.called is not None:
        return say.say("card.call.footer")
    return say.say("card.motion.changeable" if view.rules.changeable else "card.motion.final")


def motion_details(view: MotionView, say: Interpreter, *, page: str = "") -> Card:
    """Give everything of a motion: the card, and every state of the roll with its standing and its ballot.

    ``page`` is the address of its page on the web, empty where it has none.
    """
    there = (Field(name=say.words("card.details.page"), value=(page,), wide=True),) if page else ()
    if view.election is not None:
        details = election_details(view, view.election, title_of(view, say), TONES[view.phase], say)
        return replace(details, fields=(*details.fields, *there))
    electors = {elector.member: elector for elector in view.electors}
    rows = tuple(_row(view, electors[code], say) for code in alphabetically(view.members, electors, say))
    columns = tuple(say.words(f"card.details.{name}") for name in ("state", "code", "ballot"))
    return Card(
        title=title_of(view, say),
        tone=TONES[view.phase],
        paragraphs=(
            *text_of(view, say, whole=True),
            *((result_sentence(view, say),) if view.motion.result else ()),
        ),
        fields=(
            *_course(view, say),
            *_count(view, say, named=False),
            *_particulars(view, say),
            *clearing_fields(view, say, whole=True),
            *_explanations(view, say),
            *there,
        ),
        table=Table(columns=columns, rows=rows),
        buttons=(
            *(button for button in motion_buttons(view, say) if "motion.show" not in button.action),
            *coalition_buttons(view, say),
        ),
    )


def tabled_card(view: MotionView, say: Interpreter) -> Card:
    """Tell the secretariat what it has tabled and when voting opens and closes, dates repeated in full."""
    motion = view.motion
    return Card(
        title=say.words(
            "card.tabled.draft_title" if motion.course.draft else "card.tabled.title", motion=motion.number
        ),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say(
                f"card.tabled.{_tabled(view)}",
                title=motion.title,
                opens_at=motion.opens_at,
                closes_at=motion.closes_at,
                motion=motion.number,
            ),
            *((say.say("card.tabled.no_electors"),) if not any(e.entitled for e in view.electors) else ()),
        ),
        buttons=(details_button(motion, say),),
    )


def _tabled(view: MotionView) -> str:
    """Name what is said of a motion that has been tabled, by where it stands and how it is decided."""
    if view.motion.course.draft:
        return "draft"
    if view.motion.course.procedure is Procedure.SILENCE:
        return "silence"
    return "voting" if view.running else "debate"


def motion_list(
    motions: tuple[Motion, ...], charter: Charter, status: Phase | None, now: datetime, say: Interpreter
) -> Card:
    """List motions with their phase, the latest first; an adopted text with its number."""
    rows = tuple(
        (f"M-{motion.number}", say.words(f"Phase.{motion.phase(now).value}"), _listed(motion, charter, say))
        for motion in motions[:LISTED]
    )
    columns = tuple(say.words(f"card.list.{name}") for name in ("motion", "phase", "title"))
    told = say.say_count("card.list.count", len(motions), shown=len(rows))
    return Card(
        title=say.words("card.list.heading"),
        paragraphs=(told if rows else say.say("card.list.none"),),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=() if status is None else say.say("card.list.only", status=status),
    )


def _listed(motion: Motion, charter: Charter, say: Interpreter) -> str:
    if motion.course.serial is None:
        return motion.title
    return f"{text_number(motion, charter.title_of(motion.kind), say)} · {motion.title}"


def needs_card(view: MotionView, say: Interpreter) -> Card:
    """Tell what a motion would take: further yes votes, the smallest group that blocks it, and one loss more."""
    title = say.words("card.needs.title", motion=view.motion.number)
    if view.election is not None:
        return Card(title=title, paragraphs=(say.say("card.needs.election"),))
    if view.motion.result is not None:
        return Card(title=title, paragraphs=(result_sentence(view, say),))
    if in_silence(view) or not view.shows_choices:
        told = objected(view, say) if in_silence(view) else say.say("card.needs.hidden")
        return Card(
            title=title,
            paragraphs=(told,),
            fields=(Field(name=say.words("card.motion.rule"), value=(say.rule(view.rules.adopt),)),),
        )
    roll = view.roll_call(closed=False)
    decision, needs = decide(roll), what_it_takes(roll)
    return Card(
        title=title,
        paragraphs=(say.say(f"Certainty.{decision.certainty.value}"), *_requirements(view, needs, say)),
        fields=(
            Field(name=say.words("card.motion.rule"), value=(say.rule(view.rules.adopt),)),
            *(
                Field(name=say.words("card.needs.so_far"), value=reason_phrase(reason, say))
                for reason in decision.reasons
            ),
        ),
    )


def title_of(view: MotionView, say: Interpreter) -> str:
    """Give a motion's number, where it stands, and its title on one line."""
    phase = say.words(f"Phase.{view.phase.value}")
    return f"M-{view.motion.number} · {phase[:1].upper()}{phase[1:]} · {view.motion.title}"


def thread_name(motion: Motion) -> str:
    """Give what the thread of a motion's card is called: what never changes of the motion, as names are given once."""
    return f"M-{motion.number} · {motion.title}"


def _requirements(view: MotionView, needs: Requirement, say: Interpreter) -> Iterator[Phrase]:
    if needs.yes_votes == 0:
        yield say.say("card.needs.carries_now")
    elif needs.possible and needs.yes_votes is not None:
        yield say.say_count("card.needs.yes_votes", needs.yes_votes)
    else:
        yield say.say("card.needs.impossible")
    if needs.by:
        yield say.say("card.needs.by", members=list_of(view.members, needs.by, say))
    if needs.blocking:
        yield say.say_count(
            "card.needs.blocking", len(needs.blocking), members=list_of(view.members, needs.blocking, say)
        )
    for effect, message in (
        (needs.after_recusal, "card.needs.after_recusal"),
        (needs.after_loss, "card.needs.after_loss"),
    ):
        if effect is None or effect.yes_votes == needs.yes_votes:
            continue
        member = with_flag(view.members, effect.member, say)
        if effect.possible:
            yield say.say_count(f"{message}.possible", effect.yes_votes or 0, member=member)
        else:
            yield say.say(f"{message}.impossible", member=member)


def _row(view: MotionView, elector: Elector, say: Interpreter) -> tuple[str, str, str]:
    ballot = view.ballots.get(elector.member)
    if not elector.entitled:
        told = say.words(f"Standing.{elector.standing.value}")
    elif in_silence(view):
        told = say.words("card.details.no_objection" if ballot is None else "card.details.objected")
    elif ballot is None:
        told = say.words("card.details.no_ballot")
    elif view.shows_choices:
        told = say.words(f"Choice.{ballot.choice.value}")
    else:
        told = say.words("card.details.voted")
    return with_flag(view.members, elector.member, say), elector.member, told


def _particulars(view: MotionView, say: Interpreter) -> Iterator[Field]:
    motion = view.motion
    if motion.mover is not None:
        yield Field(name=say.words("card.motion.mover"), value=(with_flag(view.members, motion.mover, say),))
    if motion.course.serial is not None:
        yield Field(name=say.words("card.motion.number"), value=(text_number(motion, view.kind, say),))
    if view.parent is not None and motion.course.bearing is not None:
        bears = say.say("card.motion.bears", bearing=motion.course.bearing, motion=view.parent.number)
        yield Field(name=say.words("card.motion.bearing"), value=bears)
    yield from sequel_fields(view, say, decided=False)
    if motion.course.earlier_texts:
        told = say.say_count("card.motion.versions_value", len(motion.course.earlier_texts))
        yield Field(name=say.words("card.motion.versions"), value=told)
    ending = motion.course.ending
    if ending is not None and (ending.reason or ending.how is EndedAs.REJECTED):
        why = ending.reason or say.words(f"EndedAs.{ending.how.value}")
        yield Field(name=say.words("card.motion.ended_for"), value=(why,), wide=True)
    yield from remainder_field(view, say)
    if motion.course.recused:
        recused = list_of(view.members, motion.course.recused, say)
        yield Field(name=say.words("card.motion.recused"), value=(recused,), wide=True)
    yield Field(name=say.words("card.motion.kind"), value=(view.kind.in_language(say.language),))
    if motion.concerned is not None:
        excluded = any(e.member == motion.concerned and not e.entitled for e in view.electors)
        message = "card.motion.concerned_excluded" if excluded else "card.motion.concerned_value"
        value = say.say(message, member=with_flag(view.members, motion.concerned, say))
        yield Field(name=say.words("card.motion.concerned"), value=value)
    yield from implementation_fields(view, say)
    if motion.sponsors:
        yield Field(
            name=say.words("card.motion.sponsors"), value=(list_of(view.members, motion.sponsors, say),), wide=True
        )
    if motion.impact:
        yield Field(name=say.words("card.motion.impact"), value=(motion.impact,), wide=True)
    if motion.document:
        yield Field(name=say.words("card.motion.document"), value=(motion.document,), wide=True)


def _explanations(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Give the explanations of vote; they tell how a state voted, so they are shown when that is."""
    if in_silence(view):
        yield from objection_fields(view, say)
        yield from statement_fields(view, say)
        return
    told = [code for code, ballot in view.ballots.items() if ballot.explanation and view.shows_choices]
    for code in alphabetically(view.members, told, say):
        name = say.words("card.details.explanation", member=with_flag(view.members, code, say))
        yield Field(name=name, value=(view.ballots[code].explanation,), wide=True)
    yield from statement_fields(view, say)


def _course(view: MotionView, say: Interpreter) -> Iterator[Field]:
    yield from times(view, say)
    yield Field(
        name=say.words("card.motion.rule"),
        value=say.say(
            "card.motion.rule_of_body", body=view.body.title.in_language(say.language), rule=say.rule(view.rules.adopt)
        ),
    )
    if view.rules.quorum is not None:
        yield Field(name=say.words("card.motion.quorum"), value=(say.rule(view.rules.quorum),))
    if view.motion.urgent:
        yield Field(name=say.words("card.motion.urgent"), value=say.say("card.motion.urgent_value"))


def _count(view: MotionView, say: Interpreter, *, named: bool = True) -> Iterator[Field]:
    if view.motion.rules is None:
        return
    if in_silence(view):
        codes = view.voted(Choice.NO)
        if codes:
            yield group_field("objected", codes, codes_of(view.members, codes), say)
        return
    if not view.shows_choices:
        cast = len(view.ballots)
        yield Field(name=say.words("card.motion.turnout"), value=say.say_count("card.motion.cast", cast))
        return
    reached = "card.motion.so_far" if view.running else "card.motion.reached"
    yield Field(name=say.words(reached), value=_so_far(view, say))
    yield from casting_fields(view, say)
    if not named or view.called is not None:
        yield Field(name=say.words("card.motion.count"), value=short_tally(view, say))
        return
    silent = "waiting" if view.running else "silent"
    groups = (*((choice.value, view.voted(choice)) for choice in Choice), (silent, view.silent))
    for group, codes in groups:
        if codes:
            yield group_field(group, codes, codes_of(view.members, codes), say)


def _so_far(view: MotionView, say: Interpreter) -> Phrase:
    """Tell what the rule has and needs: the figures alone where it has one clause, else clause by clause."""
    reasons = decide(view.roll_call(closed=False)).reasons
    figures = sole_figures(reasons)
    if figures is not None:
        needed, had = figures
        return say.say("card.motion.had_of_needed", had=had, needed=needed)
    told: Phrase = ()
    for reason in reasons:
        told = (*told, *((" ",) if told else ()), *reason_phrase(reason, say))
    return told


def short_tally(view: MotionView, say: Interpreter) -> Phrase:
    """Tell how many voted how, and how many have not."""
    return say.say(
        "card.motion.tally" if view.running else "card.motion.tally_closed",
        yes=len(view.voted(Choice.YES)),
        no=len(view.voted(Choice.NO)),
        abstain=len(view.voted(Choice.ABSTAIN)),
        silent=len(view.silent),
    )


def motion_buttons(view: MotionView, say: Interpreter) -> tuple[Button, ...]:
    """Give the buttons: the ballots while voting runs, and the details."""
    motion = view.motion
    details = details_button(motion, say)
    match view.phase:
        case Phase.VOTING:
            return (*(call_buttons(view, say) if view.called else vote_buttons(motion, say)), details)
        case Phase.PROPOSED:
            return (second_button(motion, say), details)
        case Phase.SILENCE:
            return (object_button(motion, say), details)
        case Phase.DEBATE if motion.course.question is not None:
            return (object_button(motion, say), details)
        case Phase.DEBATE | Phase.POSTPONED if motion.course.bearing is Bearing.AMENDMENT:
            return (*amendment_buttons(motion, say), details)
        case Phase.DRAFT | Phase.DEBATE | Phase.POSTPONED:
            return (details,)
        case _:
            return ()
