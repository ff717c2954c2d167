"""What Discord's refusals of a post mean for the relay."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from adapters.discord.outcomes import outcome_of
from bot.ports import Postponed, Uncertain, Undeliverable


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
        (404, 10008, Undeliverable),
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


def test_permission_is_asked_about_again_after_a_quarter_of_an_hour() -> None:
    """Nobody gives a permission back within seconds."""
    outcome = outcome_of(_refused(403, 50013))
    assert isinstance(outcome, Postponed)
    assert outcome.pause == timedelta(minutes=15)
