"""What Discord's refusals of a post mean for the relay."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from adapters.discord.outcomes import outcome_of
from bot.domain.blockages import Obstacle
from bot.ports import Postponed, Uncertain, Undeliverable, Vanished


def _refused(status: int, code: int) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    response: Any = SimpleNamespace(status=status, reason="reason")
    return kind(response, {"code": code, "message": "in words"})


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, 50001, Postponed),
        (403, 50013, Postponed),
        (403, 40001, Postponed),
        (403, 0, Postponed),
        (404, 0, Postponed),
        (401, 0, Postponed),
        (429, 0, Postponed),
        (400, 40003, Postponed),
        (404, 10003, Undeliverable),
        (404, 10008, Vanished),
        (404, 10013, Undeliverable),
        (403, 50007, Undeliverable),
        (403, 50005, Undeliverable),
        (400, 50035, Undeliverable),
        (400, 50008, Undeliverable),
        (500, 0, Uncertain),
    ],
)
def test_refusal_is_final_only_where_nobody_can_mend_it(status: int, code: int, expected: type[Exception]) -> None:
    """What a person can set right is tried again; what is gone, or malformed, is not."""
    outcome = outcome_of(_refused(status, code))
    assert type(outcome) is expected
    assert str(code) in outcome.reason


def test_permission_is_asked_about_again_within_minutes() -> None:
    """Whoever gives it back does not want to wait; the relay's own pause grows."""
    outcome = outcome_of(_refused(403, 50013))
    assert isinstance(outcome, Postponed)
    assert outcome.pause == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "code", "obstacle"),
    [
        (403, 50001, Obstacle.REMOVED),
        (404, 10004, Obstacle.REMOVED),
        (403, 50013, Obstacle.FORBIDDEN),
        (404, 10003, Obstacle.GONE),
        (404, 10013, Obstacle.PERSON_GONE),
        (400, 50278, Obstacle.PERSON_GONE),
        (403, 50007, Obstacle.PERSON_CLOSED),
        (401, 0, None),
        (429, 0, None),
        (404, 10008, None),
        (403, 50005, None),
        (400, 50035, None),
    ],
)
def test_refusal_names_what_a_person_has_to_do(status: int, code: int, obstacle: Obstacle | None) -> None:
    """What passes by itself, or is of the post alone, names nothing; a dead token is told of the whole platform."""
    outcome = outcome_of(_refused(status, code))
    assert isinstance(outcome, Postponed | Undeliverable)
    assert outcome.obstacle is obstacle
