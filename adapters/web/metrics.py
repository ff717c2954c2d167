"""What the operator's Prometheus scrapes: acts, refusals, lags and posts as they happen, the record when it is asked.

Every label has few values, known beforehand: commands, refusals, platforms, alliances. None names a person, a motion
or anything that somebody typed. ``docs/operating.md`` explains each metric and suggests an alert.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from adapters.web.readiness import platform_part, watched
from bot.commands.register import REGISTRY
from bot.commands.registry import Registry
from bot.domain.addresses import Platform
from bot.domain.ids import AllianceCode
from bot.ports import Reach, UnitOfWork
from bot.ports.acts import UNREAD, Ending

VOTE: Final = "vote.cast"
REFUSED: Final = "refused"

ANSWERING: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Slack and Discord give three seconds for a first answer."""
LAGGING: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600, 21600, 86400, 172800)
"""From at once to two days, after which a post is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a scrape tells of the record."""

    reach: tuple[Reach, ...]
    waiting: int
    dead: Mapping[Platform, int]
    entries: Mapping[AllianceCode, int]


def read_figures(uow: UnitOfWork) -> Figures:
    """Read what a scrape tells of the record."""
    dead = [letter.to.platform for letter in uow.outbox.dead()]
    return Figures(
        reach=watched(uow.liveness.reach().values()),
        waiting=uow.outbox.waiting(),
        dead={platform: dead.count(platform) for platform in Platform},
        entries={code: uow.journal.head(code).seq for code in uow.alliances.codes()},
    )


class PrometheusObserver:
    """Counts what the house does; see ``bot.ports.Observer``. It has a registry of its own: nothing is global."""

    def __init__(self, registry: Registry = REGISTRY) -> None:
        self._commands = frozenset(command.path for command in registry.commands)
        self._counted = to = CollectorRegistry()
        ProcessCollector(registry=to)
        PlatformCollector(registry=to)
        GCCollector(registry=to)
        self._acts = Counter("plenary_acts", "Acts answered.", ("command", "outcome"), registry=to)
        self._refusals = Counter("plenary_refusals", "Acts refused, by why.", ("refusal",), registry=to)
        self._ballots = Counter("plenary_ballots", "Ballots recorded, changed ones too.", registry=to)
        self._took = _histogram("plenary_act_seconds", "From an act to its answer.", "command", ANSWERING, to)
        self._met = _histogram("plenary_deadline_lag_seconds", "How late deadlines were met.", "what", LAGGING, to)
        self._posted = _histogram("plenary_delivery_lag_seconds", "How late posts were shown.", "platform", LAGGING, to)
        self._put_off = Counter("plenary_deliveries_put_off", "Posts put off.", ("platform",), registry=to)
        self._given_up = Counter("plenary_deliveries_given_up", "Posts given up.", ("platform",), registry=to)

    def answered(self, command: str, outcome: str, took: timedelta) -> None:
        """Count and time an act; a ballot counts where it was recorded now, not where its receipt came again."""
        refused = outcome not in frozenset(Ending)
        known = command if command in self._commands else UNREAD
        self._acts.labels(known, REFUSED if refused else outcome.replace(" ", "_")).inc()
        self._took.labels(known).observe(took.total_seconds())
        if refused:
            self._refusals.labels(outcome).inc()
        if command == VOTE and outcome == Ending.DONE:
            self._ballots.inc()

    def met(self, what: str, lag: timedelta) -> None:
        """Note how late a deadline was met."""
        self._met.labels(what).observe(_seconds(lag))

    def posted(self, platform: Platform, lag: timedelta) -> None:
        """Note how late a post was shown."""
        self._posted.labels(platform.value).observe(_seconds(lag))

    def put_off(self, platform: Platform) -> None:
        """Count a post put off."""
        self._put_off.labels(platform.value).inc()

    def given_up(self, platform: Platform) -> None:
        """Count a post given up."""
        self._given_up.labels(platform.value).inc()

    def page(self, figures: Figures | None, now: datetime) -> bytes:
        """Write all metrics in Prometheus's text format; without figures what the record would tell is left out."""
        return generate_latest(_Page(self._counted, figures, now))


class _Page(Collector):
    """What has been counted, and the record as it stands."""

    def __init__(self, counted: CollectorRegistry, figures: Figures | None, now: datetime) -> None:
        self._counted = counted
        self._figures = figures
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Give every metric; when a count began is left out, as the start of the process tells it."""
        for metric in self._counted.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric
        up = GaugeMetricFamily("plenary_database_up", "Whether the database answered for this page.")
        up.add_metric((), float(self._figures is not None))
        yield up
        if self._figures is not None:
            yield from _of_record(self._figures, self._now)


def _of_record(figures: Figures, now: datetime) -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("plenary_posts_waiting", "Posts owed and not yet shown.")
    waiting.add_metric((), figures.waiting)
    yield waiting
    dead = GaugeMetricFamily("plenary_dead_letters", "Posts that were given up and not revived.", labels=("platform",))
    for platform, count in figures.dead.items():
        dead.add_metric((platform.value,), count)
    yield dead
    reach = GaugeMetricFamily("plenary_platform_in_reach", "Whether people are heard there.", labels=("platform",))
    for each in figures.reach:
        reach.add_metric((each.platform.value,), float(platform_part(each, now).trouble is None))
    yield reach
    entries = GaugeMetricFamily("plenary_journal_entries", "Entries of the journal.", labels=("alliance",))
    for alliance, count in figures.entries.items():
        entries.add_metric((alliance,), count)
    yield entries


def _histogram(name: str, told: str, label: str, buckets: tuple[float, ...], to: CollectorRegistry) -> Histogram:
    return Histogram(name, told, (label,), buckets=buckets, registry=to)


def _seconds(lag: timedelta) -> float:
    """Give a lag in seconds; a clock that went back makes none."""
    return max(0.0, lag.total_seconds())
