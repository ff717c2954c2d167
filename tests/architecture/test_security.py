"""``docs/security.md`` promises nothing that no test shows."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED: Final = sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE)))
THREATS: Final = [
    line.strip("| ").split(" | ")
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| threat"))
]


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("named", NAMED)
def test_every_test_that_is_named_exists(named: str) -> None:
    """A test that is renamed or taken away takes its promise along."""
    path, _, name = named.partition("::")
    assert name.startswith("test_")
    assert name in functions_of(path)


def test_every_threat_has_what_stops_it_and_a_test() -> None:
    """A row without a test belongs among what is not stopped."""
    assert len(THREATS) > 40
    for threat, stopped, shown in THREATS:
        assert threat
        assert stopped
        assert "::" in shown
