"""What follows an adopted motion: who joins, what is given against what is asked for, which parliaments agree."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.cards.action import action
from bot.cards.buttons import details_button
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.giving import giving_of, progress
from bot.cards.names import alphabetically, with_flag
from bot.cards.views import MotionView
from bot.domain.amounts import Amount
from bot.domain.coalition import Answer, Stance
from bot.domain.contributions import Contribution
from bot.domain.ids import MemberCode
from bot.domain.implementation import Implementation
from bot.domain.membership import Member
from bot.domain.phases import ADOPTED_PHASES
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase, words

LAST_NOTES = 1
"""How many notes on the implementation a card shows; the history has them all."""


def implementation_fields(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Tell how far the implementation of a motion is, beside its result: counts here, names in the roster."""
    found = view.implementation
    if found is None:
        return
    if found.trigger:
        yield Field(name=say.words("card.implementation.trigger"), value=_trigger(found, say), wide=True)
    if found.opened_at is not None:
        yield Field(name=say.words("card.implementation.coalition"), value=_count(view, found, say), wide=True)
    for unit in found.units:
        name = say.words("card.implementation.contributions", unit=unit)
        yield Field(name=name, value=progress(found, unit, say), wide=True)
    if found.needed is not None:
        told = _effect(view, found, say)
        yield Field(name=say.words("card.implementation.authorisations"), value=told, wide=True)
    for note in found.notes[-LAST_NOTES:]:
        name = say.words("card.implementation.note", at=say.day(note.at))
        yield Field(name=name, value=(note.text,), wide=True)
    if found.review_at is not None:
        yield Field(name=say.words("card.implementation.review"), value=(say.moment(found.review_at),))


def coalition_buttons(view: MotionView, say: Interpreter) -> tuple[Button, ...]:
    """Give the buttons with which members answer, while they may: join, join with a reservation, decline."""
    found = view.implementation
    if found is None or found.opened_at is None or found.closed_at is not None or view.phase not in ADOPTED_PHASES:
        return ()
    return tuple(
        Button(label=say.words(f"button.coalition.{verb}"), action=action(f"coalition.{verb}", view.motion.number))
        for verb in ("join", "reserve", "decline")
    )


def _trigger(found: Implementation, say: Interpreter) -> Phrase:
    if found.trigger_met_at is None:
        return say.say("card.implementation.trigger_waits", trigger=found.trigger)
    return say.say("card.implementation.trigger_met", trigger=found.trigger, at=found.trigger_met_at)


def _count(view: MotionView, found: Implementation, say: Interpreter) -> Phrase:
    """Count the answers: of how many members that are asked, and those that have joined, as the roster has them."""
    by_stance = {stance: [each for each in found.answers if each.stance is stance] for stance in Stance}
    silent = [code for code in view.asked if found.answer(code) is None]
    told = [
        *say.say_count(
            "card.implementation.joined",
            len(found.members),
            asked=len({*view.asked, *(each.member for each in found.answers)}),
        )
    ]
    for name, many in (
        ("reserved", len(by_stance[Stance.RESERVED])),
        ("declined", len(by_stance[Stance.DECLINED])),
        ("abstained", len(by_stance[Stance.ABSTAINED])),
        ("silent", len(silent)),
    ):
        if many:
            told += [" ", *say.say_count(f"card.implementation.{name}", many)]
    if found.closed_at is not None:
        told += [" ", *say.say("card.implementation.closed", at=found.closed_at)]
    elif silent and found.answer_by is not None:
        told += [" ", *say.say("card.implementation.answer_by", at=found.answer_by)]
    return tuple(told)


def _effect(view: MotionView, found: Implementation, say: Interpreter) -> Phrase:
    """Tell how many authorisations are valid, how many it takes, and whether the text is in effect by that."""
    valid = len(found.valid(view.now))
    effective = view.motion.course.ending is None and found.takes_effect(view.now)
    enough = found.needed is not None and valid >= found.needed
    message = "in_effect" if effective else "waits" if enough else "not_in_effect"
    return say.say_count(f"card.implementation.{message}", valid, needed=found.needed, members=len(found.members))


def coalition_card(view: MotionView, say: Interpreter, *, whole: bool = True) -> Card:
    """Give the roster of a coalition: each member that is asked, its answer, what it gives, its parliament's word.

    Without ``whole`` those that have not answered are counted alone.
    """
    found, motion = view.implementation, view.motion
    title = say.words("card.coalition.title", motion=motion.number, title=motion.title)
    if found is None or found.opened_at is None:
        return Card(title=title, paragraphs=(say.say("card.coalition.none"),), buttons=(details_button(motion, say),))
    concerned = {*(view.asked if whole else ()), *(each.member for each in found.answers)}
    names = ["member", "answer", "gives"] + (["authorisation"] if found.needed is not None else [])
    rows = tuple(
        (
            with_flag(view.members, code, say),
            answer_words(found.answer(code), say),
            _gives(found, code, say),
            *((_state(found, code, view.now, say),) if found.needed is not None else ()),
        )
        for code in alphabetically(view.members, concerned, say)
    )
    return Card(
        title=title,
        fields=(*implementation_fields(view, say), *_texts(view, found, say)),
        table=Table(columns=tuple(say.words(f"card.coalition.{name}") for name in names), rows=rows) if rows else None,
        buttons=(*coalition_buttons(view, say), details_button(motion, say)),
    )


def answer_words(answer: Answer | None, say: Interpreter) -> str:
    """Say how a member has answered, and for which paragraphs; that it has not where it has given none."""
    if answer is None:
        return say.words("card.coalition.no_answer")
    told = say.words(f"Stance.{answer.stance.value}")
    if not answer.paragraphs:
        return told
    parts = say.listed(tuple(str(number) for number in answer.paragraphs))
    return f"{told} ({words(say.say_count('card.coalition.paragraphs', len(answer.paragraphs), paragraphs=parts))})"


def _gives(found: Implementation, code: MemberCode, say: Interpreter) -> str:
    given = (each for each in found.contributions if each.member == code and each.counted.value)
    return "; ".join(say.amount(each.counted) for each in given)


def _state(found: Implementation, code: MemberCode, now: datetime, say: Interpreter) -> str:
    known = found.authorisation(code)
    if known is None:
        return ""
    told = say.words(f"AuthorisationState.{known.state(now).value}")
    return told if known.until is None else say.words("card.authorisation.until", state=told, until=known.until)


def _texts(view: MotionView, found: Implementation, say: Interpreter) -> Iterator[Field]:
    """Give each reservation and declaration in full."""
    for answer in found.answers:
        if answer.text:
            member = with_flag(view.members, answer.member, say)
            name = say.words(f"card.coalition.text.{answer.stance.value}", member=member)
            yield Field(name=name, value=(answer.text,), wide=True)


def authorisations_card(view: MotionView, say: Interpreter) -> Card:
    """List every decision of every parliament, the last one of each counts; and whether the text is in effect."""
    found, motion = view.implementation, view.motion
    rows: list[tuple[str, ...]] = []
    for known in () if found is None else found.authorisations:
        member = with_flag(view.members, known.member, say)
        if not known.rulings:
            rows.append((member, say.words("AuthorisationState.pending"), "", "", ""))
        for ruling in known.rulings:
            counts = ruling is known.rulings[-1]
            state = known.state(view.now).value if counts else ruling.decision.value
            told = say.words(f"AuthorisationState.{state}")
            rows.append(
                (
                    member,
                    told if counts else say.words("card.authorisation.earlier", state=told),
                    f"{ruling.body}, {ruling.on.isoformat()}, {ruling.reference}",
                    "" if ruling.until is None else say.day(ruling.until),
                    ruling.conditions,
                )
            )
    columns = tuple(
        say.words(f"card.authorisation.{name}") for name in ("member", "state", "source", "ends", "conditions")
    )
    return Card(
        title=say.words("card.authorisation.title", motion=motion.number, title=motion.title),
        fields=tuple(implementation_fields(view, say)),
        table=Table(columns=columns, rows=tuple(rows)) if rows else None,
        footer=() if rows else say.say("card.authorisation.none"),
        buttons=(details_button(motion, say),),
    )


def contributions_card(
    every: Iterable[Implementation],
    member: MemberCode | None,
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    now: datetime,
) -> Card:
    """List contributions by motion and number, and what those of all members come to against the targets."""
    found = tuple(every)
    rows = tuple(
        (
            f"M-{each.motion}",
            str(given.number),
            with_flag(members, given.member, say),
            _given(given, say),
            say.day(given.due_at),
            say.words(f"ContributionState.{given.state(now).value}"),
        )
        for each in found
        for given in each.contributions
        if member in {None, given.member}
    )
    columns = tuple(
        say.words(f"card.contribution.{name}") for name in ("motion", "number", "member", "amount", "due", "state")
    )
    return Card(
        title=say.words("card.contribution.title"),
        tone=Tone.NEUTRAL,
        fields=tuple(
            Field(
                name=say.words("card.contribution.total", motion=each.motion, unit=unit),
                value=progress(each, unit, say),
                wide=True,
            )
            for each in found
            for unit in each.units
            if member is None
        ),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=() if rows else say.say("card.contribution.none"),
        picture=giving_of(found, say) if member is None else None,
    )


def _given(given: Contribution, say: Interpreter) -> str:
    told = say.amount(given.amount)
    if given.delivered and not given.complete:
        there = say.amount(Amount(value=given.delivered, unit=given.amount.unit))
        told = say.words("card.contribution.part", amount=told, delivered=there)
    return f"{told} ({given.note})" if given.note else told
