"""The table of phases: whole, without dead ends that are not final, and recorded by events that exist."""

import pytest

from bot.domain.events import EVENTS
from bot.domain.phases import BEFORE_VOTING, DECIDED_PHASES, FINAL_PHASES, PHASE_MOVES, Phase

DERIVED = "none: derived"
RECORDED = {event.__name__ for event in EVENTS}


def _reached() -> set[Phase]:
    reached = {move.end for move in PHASE_MOVES if move.start is None}
    while more := {move.end for move in PHASE_MOVES if move.start in reached} - reached:
        reached |= more
    return reached


def test_every_phase_can_be_reached_from_the_table() -> None:
    """A phase that nothing leads to would be a word without a meaning."""
    assert _reached() == set(Phase)


@pytest.mark.parametrize("phase", Phase)
def test_only_final_phases_lead_nowhere(phase: Phase) -> None:
    """What is final has no move out of it, and everything else has one."""
    assert any(move.start is phase for move in PHASE_MOVES) is (phase not in FINAL_PHASES)


def test_no_move_is_listed_twice() -> None:
    """Two rows for one move with one event would be one row."""
    rows = [(move.start, move.end, move.event) for move in PHASE_MOVES]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("move", PHASE_MOVES, ids=lambda move: f"{move.start}-{move.end}")
def test_every_move_is_recorded_by_events_that_exist(move: object) -> None:
    """What is not derived from the clock is on the record, under a name of the journal."""
    event = str(getattr(move, "event", ""))
    assert event == DERIVED or set(event.split(", ")) <= RECORDED


def test_a_text_changes_only_before_its_vote() -> None:
    """The phases before the vote and those with a result share none."""
    assert not BEFORE_VOTING & DECIDED_PHASES
