"""What each command on a motion answers to each person in each phase, worked out from the declarations alone.

``docs/acts.md`` is written from it, and a test holds the door against it, cell by cell. The order is the door's: who it
is, what its member's status carries, where the motion stands, and then who presides or moved it.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from bot.commands.refusals import NotPresiding, PhaseForbids, RightLacking, Stranger, UnknownMotion
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, Command, OptionType
from bot.commands.rights import barred
from bot.domain.conduct import NotTheMover
from bot.domain.credentials import Role
from bot.domain.errors import Refusal
from bot.domain.permissions import (
    NotUnderVote,
    SilenceTakesNoBallots,
    VoteClosed,
    VoteDecided,
    VoteSuspended,
    VotingNotOpen,
)
from bot.domain.phases import DECIDED_PHASES, Phase


class Actor(Enum):
    """The persons that the table tells apart."""

    STRANGER = "stranger"
    OBSERVER = "observer"
    POLITICAL_DIRECTOR = "political director"
    MOVER = "mover"
    CHAIR = "chair"
    DELEGATE = "delegate"
    SUSPENDED = "suspended"
    SECRETARIAT = "secretariat"
    REVIEWER = "reviewer"


ROLES: Final[Mapping[Actor, Role]] = {
    Actor.OBSERVER: Role.OBSERVER,
    Actor.POLITICAL_DIRECTOR: Role.POLITICAL_DIRECTOR,
    Actor.MOVER: Role.HEAD,
    Actor.CHAIR: Role.HEAD,
    Actor.DELEGATE: Role.HEAD,
    Actor.SUSPENDED: Role.HEAD,
    Actor.SECRETARIAT: Role.SECRETARIAT,
    Actor.REVIEWER: Role.REVIEWER,
}
KEPT_WHEN_SUSPENDED: Final = frozenset({"attend", "speak", "answer"})
"""The rights that the charters of the page leave to a suspended member."""

MOVERS_ONLY: Final = frozenset({"motion.withdraw"})
"""The commands that only a motion's mover may use."""


def acts_on_motions() -> Iterator[Command]:
    """Give the commands that are about one motion, whatever it is, and change something."""
    for command in REGISTRY.commands:
        first = command.options[0] if command.options else None
        if command.writes and first is not None and first.type is OptionType.MOTION and first.name == "motion":
            yield command


def refused_act(command: Command, person: Actor, phase: Phase) -> type[Refusal] | None:
    """Give the refusal of a command by a person where a motion stands; None where none of them forbids it."""
    role = ROLES.get(person)
    refused = barred(command, Stranger if role is None else role, linked=True)
    if refused is not None:
        return refused
    if person is Actor.SUSPENDED and command.right is not None and command.right.value not in KEPT_WHEN_SUSPENDED:
        return RightLacking
    if phase is Phase.DRAFT and person not in {Actor.SECRETARIAT, Actor.POLITICAL_DIRECTOR}:
        return UnknownMotion
    if command.phases is not None and phase not in command.phases:
        return PhaseForbids
    if command.path == "vote.cast":
        return _refused_ballot(person, phase)
    if command.path in MOVERS_ONLY and person is not (Actor.SECRETARIAT if phase is Phase.DRAFT else Actor.MOVER):
        return NotTheMover
    if Caller.CHAIR in command.callers and person not in {Actor.CHAIR, Actor.SECRETARIAT}:
        return NotPresiding
    return None


def _refused_ballot(person: Actor, phase: Phase) -> type[Refusal] | None:
    """Give the refusal of a ballot, which has sentences of its own for each phase."""
    if phase in DECIDED_PHASES:
        return VoteDecided
    match phase:
        case Phase.VOTING:
            return VoteSuspended if person is Actor.SUSPENDED else None
        case Phase.DEBATE:
            return VotingNotOpen
        case Phase.SILENCE:
            return SilenceTakesNoBallots
        case Phase.COUNTING:
            return VoteClosed
        case _:
            return NotUnderVote
