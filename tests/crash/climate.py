"""How badly the local platforms behave: late, failing, cutting, limiting, lagging, all by a seeded generator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from random import Random

from tests.crash.chance import stream
from tests.crash.scene import Platforms
from tests.servers.discord import Fault as DiscordFault
from tests.servers.slack import Fault as SlackFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """Seconds and probabilities. What is posted or answered meets all of it; other requests are late at most.

    ``failures`` are answers of 500, half of them after the thing was done. ``cuts`` come after it was done.
    """

    delay: float
    failures: float
    cuts: float
    limits: float
    history_lag: timedelta
    nonces_kept: timedelta


STORMY = Climate(
    delay=0.2,
    failures=0.03,
    cuts=0.05,
    limits=0.01,
    history_lag=timedelta(milliseconds=300),
    nonces_kept=timedelta(seconds=3),
)
"""What a bot must live with (spec: delivery)."""

FAIR = Climate(
    delay=0.0,
    failures=0.0,
    cuts=0.0,
    limits=0.0,
    history_lag=timedelta(0),
    nonces_kept=timedelta(seconds=3),
)
"""For the end of a run, when everything owed is waited for."""

BLIND = Climate(
    delay=0.2,
    failures=0.03,
    cuts=0.05,
    limits=0.01,
    history_lag=timedelta(days=1),
    nonces_kept=timedelta(0),
)
"""Histories show nothing of the day, and nonces are ignored: no bot can help doubling, and a check must see it."""

CLIMATES: Mapping[str, Climate] = {"stormy": STORMY, "fair": FAIR, "blind": BLIND}


class Fate(Enum):
    """What happens to one request, its delays apart."""

    NONE = "none"
    FAILURE = "failure"
    FAILURE_AFTER_ACCEPT = "failure after accept"
    CUT = "cut after accept"
    LIMIT = "limit"


_SLACK_POSTS = frozenset(
    {"chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.history", "conversations.open"}
)
_SLACK_ANSWERS = frozenset({"response_url"})
_LIMITED_SECONDS = 1
"""The shortest pause that Slack can ask for: it counts in whole seconds."""


def set_climate(platforms: Platforms, climate: Climate, seed: int) -> None:
    """Have both platforms behave like ``climate`` from now on."""
    slack, discord = stream(seed, "slack"), stream(seed, "discord")
    lag = climate.history_lag.total_seconds()
    whole = lag > 1
    platforms.slack.set_weather(lambda method: _slack_fault(climate, slack, method))
    platforms.slack.world.history_lag = lambda: lag if whole else slack.uniform(0, lag)
    platforms.discord.set_weather(lambda method, route: _discord_fault(climate, discord, method, route))
    platforms.discord.world.history_lag = lambda: climate.history_lag * (1 if whole else discord.random())
    platforms.discord.keep_nonces(climate.nonces_kept)


def _slack_fault(climate: Climate, random: Random, method: str) -> SlackFault:
    before, after = _delays(climate, random)
    posts, answers = method in _SLACK_POSTS, method in _SLACK_ANSWERS
    fate = _fate(climate, random, limited=posts) if posts or answers else Fate.NONE
    limited = fate is Fate.LIMIT
    return SlackFault(
        status=429 if limited else 500 if fate is Fate.FAILURE else 0,
        retry_after=_LIMITED_SECONDS if limited else None,
        status_after_accept=500 if fate is Fate.FAILURE_AFTER_ACCEPT else 0,
        cuts_after_accept=fate is Fate.CUT,
        delay=before,
        answer_delay=after,
    )


# discord.py repeats a request by itself after a 500, some seconds later, and relies on the nonce for what had been done
# before it. Here nonces are kept for less than those seconds, so what was done fails with a status that it hands on.
_ON_DISCORD: Mapping[Fate, int | str] = {
    Fate.NONE: "slow",
    Fate.FAILURE: 500,
    Fate.FAILURE_AFTER_ACCEPT: "503-after-accept",
    Fate.CUT: "cut-after-accept",
    Fate.LIMIT: "429:0.5",
}


def _discord_fault(climate: Climate, random: Random, method: str, route: str) -> DiscordFault:
    before, after = _delays(climate, random)
    posts, answers = route.startswith("/channels/"), route.startswith(("/interactions/", "/webhooks/"))
    fate = _fate(climate, random, limited=posts) if posts or answers else Fate.NONE
    return DiscordFault(method=method, route=route, what=_ON_DISCORD[fate], times=1, delay=before, answer_delay=after)


def _delays(climate: Climate, random: Random) -> tuple[float, float]:
    """Give how long a request waits before it is done, and its answer after that: late together at the most."""
    late = random.uniform(0, climate.delay)
    before = random.uniform(0, late)
    return before, late - before


def _fate(climate: Climate, random: Random, *, limited: bool) -> Fate:
    drawn = random.random()
    if drawn < climate.failures:
        return random.choice((Fate.FAILURE, Fate.FAILURE_AFTER_ACCEPT))
    if drawn < climate.failures + climate.cuts:
        return Fate.CUT
    if limited and drawn < climate.failures + climate.cuts + climate.limits:
        return Fate.LIMIT
    return Fate.NONE
