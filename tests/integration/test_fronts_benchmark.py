"""The measurement of a vote through a platform runs; what it measures is no test's matter."""

import pytest

from tests.benchmarks.front_bots import SlackFloor
from tests.benchmarks.front_process import Bot, Setup
from tests.benchmarks.fronts import DISCORD, SLACK, Platform, lines_of


@pytest.mark.parametrize("platform", [SLACK, DISCORD], ids=lambda platform: platform.name)
async def test_product_and_floor_take_the_same_votes(platform: Platform) -> None:
    """Lines come out, so every vote had its receipt and the record of the floor is the recorded one."""
    lines = await lines_of(platform, rounds=1, voters=2)
    assert [line.measured.partition(": ")[0] for line in lines] == [f"a vote on {platform.name}"] * 3
    assert all(line.floor and line.product for line in lines)
    assert [line.met is None for line in lines] == [False, True, False]


class _Forgetful(SlackFloor):
    """Answers votes without counting them."""

    async def count(self, account: str) -> None:
        """Count nothing."""


async def _forgetful(setup: Setup) -> Bot:
    bot = _Forgetful(setup)
    await bot.start()
    return bot


async def test_floor_that_counts_no_vote_gives_no_figure() -> None:
    """A floor that does less than what was recorded is found out, and what its process says of that is told here."""
    idle = Platform(name="Slack", at=SLACK.at, place=SLACK.place, product=SLACK.product, floor=_forgetful)
    with pytest.raises(RuntimeError, match="the journal must continue its chain"):
        await lines_of(idle, rounds=1, voters=2)
