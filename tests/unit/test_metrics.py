"""What Prometheus is told: the right counts, under names it expects, with labels that cannot grow without end."""

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from adapters.web.metrics import Figures, PrometheusObserver
from bot.commands.register import REGISTRY
from bot.domain.addresses import Platform
from bot.domain.ids import AllianceCode
from bot.ports import Reach
from bot.ports.acts import UNREAD, Ending
from tests.behaviour.world import START

SHORT: Final = timedelta(milliseconds=20)
CODE: Final = AllianceCode("test-alliance")
FIGURES: Final = Figures(
    reach=(
        Reach(platform=Platform.SLACK, served=True, seen_at=START, trouble=None),
        Reach(platform=Platform.DISCORD, served=True, seen_at=None, trouble=None),
    ),
    waiting=3,
    dead={Platform.SLACK: 0, Platform.DISCORD: 2},
    entries={CODE: 41},
)
OF_THE_PROCESS: Final = ("process_", "python_")


def families(observer: PrometheusObserver, figures: Figures | None = FIGURES) -> dict[str, Metric]:
    page = observer.page(figures, START).decode()
    return {family.name: family for family in text_string_to_metric_families(page)}


def value(observer: PrometheusObserver, name: str, **labels: str) -> float | None:
    """Give a sample as a scrape would find it."""
    found = [
        sample.value
        for family in families(observer).values()
        for sample in family.samples
        if sample.name == name and sample.labels == labels
    ]
    return found[0] if found else None


def busy() -> PrometheusObserver:
    """Give an observer that has seen one of everything."""
    observer = PrometheusObserver()
    for ending in (*Ending, "VoteClosed"):
        observer.answered("vote.cast", ending, SHORT)
    observer.met("closing", SHORT)
    observer.posted(Platform.SLACK, SHORT)
    observer.put_off(Platform.SLACK)
    observer.given_up(Platform.DISCORD)
    return observer


def test_ballot_counts_where_it_was_recorded() -> None:
    """Not where its receipt came again, where a second tap was asked for, and where it was refused or lost."""
    observer = busy()
    assert value(observer, "plenary_ballots_total") == 1
    assert value(observer, "plenary_acts_total", command="vote.cast", outcome="done") == 1
    assert value(observer, "plenary_acts_total", command="vote.cast", outcome="repeated") == 1
    assert value(observer, "plenary_acts_total", command="vote.cast", outcome="asked") == 1
    assert value(observer, "plenary_acts_total", command="vote.cast", outcome="not_recorded") == 1


def test_other_acts_are_no_ballots() -> None:
    """A motion tabled is not a ballot cast."""
    observer = PrometheusObserver()
    observer.answered("motion.open", Ending.DONE, SHORT)
    assert value(observer, "plenary_ballots_total") == 0


def test_refusals_are_counted_by_why() -> None:
    """An act that was refused counts once as an act and once under its refusal."""
    observer = busy()
    assert value(observer, "plenary_acts_total", command="vote.cast", outcome="refused") == 1
    assert value(observer, "plenary_refusals_total", refusal="VoteClosed") == 1
    assert [sample.labels for sample in families(observer)["plenary_refusals"].samples] == [{"refusal": "VoteClosed"}]


def test_lags_are_seconds_and_never_negative() -> None:
    """A clock that went back makes no lag."""
    observer = PrometheusObserver()
    observer.met("closing", timedelta(milliseconds=1500))
    observer.met("closing", timedelta(minutes=-60))
    observer.posted(Platform.DISCORD, timedelta(minutes=2))
    assert value(observer, "plenary_deadline_lag_seconds_count", what="closing") == 2
    assert value(observer, "plenary_deadline_lag_seconds_sum", what="closing") == pytest.approx(1.5)
    assert value(observer, "plenary_delivery_lag_seconds_sum", platform="discord") == 120


def test_posts_put_off_and_given_up_are_counted_by_platform() -> None:
    """So that an alert can name the platform."""
    observer = busy()
    assert value(observer, "plenary_deliveries_put_off_total", platform="slack") == 1
    assert value(observer, "plenary_deliveries_given_up_total", platform="discord") == 1


def test_record_is_told_as_it_stands() -> None:
    """Dead letters, waiting posts, platforms in reach and the length of each journal are read for the page."""
    observer = PrometheusObserver()
    assert value(observer, "plenary_database_up") == 1
    assert value(observer, "plenary_posts_waiting") == 3
    assert value(observer, "plenary_dead_letters", platform="discord") == 2
    assert value(observer, "plenary_dead_letters", platform="slack") == 0
    assert value(observer, "plenary_platform_in_reach", platform="slack") == 1
    assert value(observer, "plenary_platform_in_reach", platform="discord") == 0
    assert value(observer, "plenary_journal_entries", alliance=CODE) == 41


def test_page_without_the_database_tells_what_was_counted() -> None:
    """Figures that cannot be read are left out, never told as nothing."""
    told = families(busy(), None)
    assert [sample.value for sample in told["plenary_database_up"].samples] == [0]
    assert "plenary_ballots" in told
    assert not told.keys() & {"plenary_posts_waiting", "plenary_dead_letters", "plenary_journal_entries"}


def test_names_and_units_are_those_of_prometheus() -> None:
    """Counters end in ``_total``, durations in ``_seconds``, all bear the product's name and a sentence of help."""
    for name, family in families(busy()).items():
        if name.startswith(OF_THE_PROCESS):
            continue
        assert name.startswith("plenary_")
        assert family.documentation.endswith(".")
        if family.type == "counter":
            assert all(sample.name == f"{name}_total" for sample in family.samples)
        if family.type == "histogram":
            assert name.endswith("_seconds")


def test_process_tells_of_itself() -> None:
    """Memory, processor time and open files of the process are on the page."""
    assert {"process_resident_memory_bytes", "process_cpu_seconds", "process_open_fds"} <= families(busy()).keys()


def test_two_bots_in_one_process_count_for_themselves() -> None:
    """Nothing is global: a second observer starts at nothing."""
    busy()
    assert value(PrometheusObserver(), "plenary_ballots_total") == 0


@given(st.lists(st.text(), max_size=20))
def test_no_text_becomes_a_command(commands: list[str]) -> None:
    """Whatever an act is called, the page names commands of the register alone."""
    observer = PrometheusObserver()
    for command in (*commands, UNREAD):
        observer.answered(command, Ending.DONE, SHORT)
    named = {sample.labels["command"] for sample in families(observer)["plenary_acts"].samples}
    assert named <= {UNREAD, *(command.path for command in REGISTRY.commands)}
