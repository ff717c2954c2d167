"""Tests that share a world go to one worker: where that stops, each worker builds it anew, and none says so."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="there are no workers: run with -n")
@pytest.mark.xdist_group("groups")
def test_groups_are_kept(request: pytest.FixtureRequest) -> None:
    """A test knows its group by its own name; pytest 9.2 took it away (pytest-dev/pytest-xdist#1386)."""
    assert request.node.nodeid.endswith("@groups")
