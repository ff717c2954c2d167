"""Whose word is final where a caller waits for its use case: the commit's, or that of a caller who waited too long.

A person who has been told "not recorded" must not find the act recorded later, though it may still be queued or
running when patience ends. So an act takes each step of its way once, and its caller can end it until its commit
begins; whoever comes second finds the way closed. After that only the database knows the outcome.
"""

from collections.abc import Mapping
from enum import Enum
from threading import Lock
from typing import Final


class Stage(Enum):
    """How far an act has come. COMMITTING and GIVEN_UP are final."""

    WAITING = "waiting"
    BEGUN = "begun"
    COMMITTING = "committing"
    GIVEN_UP = "given up"


_STEPS: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.WAITING: frozenset({Stage.BEGUN, Stage.GIVEN_UP}),
    Stage.BEGUN: frozenset({Stage.COMMITTING, Stage.GIVEN_UP}),
    Stage.COMMITTING: frozenset(),
    Stage.GIVEN_UP: frozenset(),
}


class Turn:
    """The way of one act, shared between the thread that runs it and the caller that waits for it."""

    def __init__(self) -> None:
        self._stage = Stage.WAITING
        self._lock = Lock()

    def begin(self) -> bool:
        """Let the act begin; False where its caller has gone."""
        return self._step(Stage.BEGUN)

    def commit(self) -> bool:
        """Make the act final; False where its caller has been told that nothing was recorded."""
        return self._step(Stage.COMMITTING)

    def give_up(self) -> bool:
        """Make sure that the act is never committed; False where its commit has begun."""
        return self._step(Stage.GIVEN_UP)

    def withdraw(self) -> None:
        """Take the act back unless it has begun."""
        with self._lock:
            if self._stage is Stage.WAITING:
                self._stage = Stage.GIVEN_UP

    @property
    def is_final(self) -> bool:
        """Whether the act is given up, or only the database knows its outcome."""
        with self._lock:
            return not _STEPS[self._stage]

    def _step(self, to: Stage) -> bool:
        with self._lock:
            open_to = to in _STEPS[self._stage]
            if open_to:
                self._stage = to
            return open_to
