"""Tests that share a world go to one worker: where that stops, each worker builds it anew, and none says so."""

import pytest


@pytest.mark.xdist_group("groups")
def test_groups_are_kept(request: pytest.FixtureRequest) -> None:
    """A test knows its group by its own name; pytest 9.2 took it away (pytest-dev/pytest-xdist#1386)."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("tests are not grouped: run with -n 2 --dist loadgroup")
    assert request.node.nodeid.endswith("@groups")
