"""What a member has done: the motions it moved, how it voted, what it joined, gave, committed itself to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.card import Field
from bot.domain.ballot import Ballot, Choice
from bot.domain.dossier import Commitment, Dossier
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.implementation import Implementation
from bot.domain.motion import Motion
from bot.locales.catalogue import Interpreter

SHOWN: Final = 8
"""How many of each kind a card names, the latest first; the earlier ones are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What is on record of a member's acts; ``ballots`` are those on motions that have a result."""

    member: MemberCode
    motions: Sequence[Motion]
    ballots: Mapping[MotionNumber, Ballot]
    implementations: Sequence[Implementation]
    dossier: Dossier


def activity_fields(of: Activity, say: Interpreter, *, now: datetime) -> Iterator[Field]:
    """Give one field for each kind of act of which there is any."""
    told = {
        "motions": [f"M-{each.number} {each.title}" for each in of.motions],
        "votes": _votes(of, say),
        "coalitions": _coalitions(of, say),
        "contributions": _contributions(of, say, now),
        "commitments": _commitments(of, say, now),
        "authorisations": _authorisations(of, say, now),
    }
    for name, items in told.items():
        if items:
            more = len(items) - SHOWN
            shown = "; ".join(items[:SHOWN])
            tail = (" ", *say.say_count("card.activity.more", more)) if more > 0 else ()
            yield Field(name=say.words(f"card.activity.{name}", count=len(items)), value=(shown, *tail), wide=True)


def _votes(of: Activity, say: Interpreter) -> list[str]:
    """Tell each vote by its motion, under how many there were of each choice."""
    latest = sorted(of.ballots.items(), reverse=True)
    told = [f"M-{number} {say.words(f'Choice.{ballot.choice.value}')}" for number, ballot in latest]
    if len(told) <= SHOWN:
        return told
    counts = {choice: sum(ballot.choice is choice for _, ballot in latest) for choice in Choice}
    summary = ", ".join(f"{say.words(f'Choice.{choice.value}')} {many}" for choice, many in counts.items() if many)
    return [f"{summary}: {told[0]}", *told[1:]]


def _coalitions(of: Activity, say: Interpreter) -> list[str]:
    answers = ((found.motion, found.answer(of.member)) for found in of.implementations)
    return [
        f"M-{motion} {say.words(f'Stance.{answer.stance.value}')}" for motion, answer in answers if answer is not None
    ]


def _contributions(of: Activity, say: Interpreter, now: datetime) -> list[str]:
    return [
        f"M-{found.motion} {say.amount(given.amount)} ({say.words(f'ContributionState.{given.state(now).value}')})"
        for found in of.implementations
        for given in reversed(found.contributions)
        if given.member == of.member
    ]


def _commitments(of: Activity, say: Interpreter, now: datetime) -> list[str]:
    return [
        f"{each.number}. {each.text} ({say.words(f'card.activity.{_stage(each, now)}')})"
        for each in reversed(of.dossier.commitments)
    ]


def _stage(commitment: Commitment, now: datetime) -> str:
    if commitment.done_at is not None:
        return "done"
    return "overdue" if commitment.overdue(now) else "pending"


def _authorisations(of: Activity, say: Interpreter, now: datetime) -> list[str]:
    return [
        f"M-{found.motion} {say.words(f'AuthorisationState.{found.state_of(of.member, now).value}')}"
        for found in of.implementations
        if found.authorisation(of.member) is not None
    ]
