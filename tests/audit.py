"""Looks for known vulnerabilities in what ``requirements.lock`` pins: ``python -m tests.audit``.

pip-audit asks a public database of advisories about each pinned version. Where nobody answers, nothing is known: that
is said plainly and is no failure, so that the check runs without a network. A known vulnerability is a failure, and so
is a lock that cannot be read or a pin that the database was not asked about. Arguments are passed on to pip-audit:
``--ignore-vuln ID`` leaves out one that does not concern this product.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

LOCK: Final = Path(__file__).parents[1] / "requirements.lock"
PATIENCE: Final = 15
"""Seconds for one answer of the database."""
LONGEST: Final = 600
"""Seconds for the whole."""


def audit(lock: Path, *arguments: str) -> tuple[int, str]:
    """Give the exit status and what there is to say."""
    readable = _pip_audit(lock, "--dry-run")
    if readable.returncode:
        return 1, f"{lock.name} cannot be audited. {_last_line(readable.stderr)}"
    done = _pip_audit(lock, "--vulnerability-service", "osv", "--format", "json", *arguments)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        reason = _last_line(done.stderr).partition(":")[0]
        return 0, f"Not audited: the database of advisories could not be reached ({reason})."
    faults = tuple(_faults(found))
    return (1, "\n".join(faults)) if faults else (0, f"{len(found)} pinned packages, no known vulnerability.")


def _pip_audit(lock: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pip-audit on a lock; the pins are taken as they stand, so pip is not asked to resolve or fetch anything."""
    fixed = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", str(PATIENCE))
    return subprocess.run(
        [sys.executable, "-m", "pip_audit", "--requirement", str(lock), *fixed, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


def _faults(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for package in found:
        if "skip_reason" in package:
            yield f"{package['name']}: {package['skip_reason']}"
        for known in package.get("vulns", ()):
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            yield f"{package['name']} {package['version']}: {known['id']}, mended in {mended}"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")


if __name__ == "__main__":
    status, told = audit(LOCK, *sys.argv[1:])
    sys.stdout.write(f"{told}\n")
    raise SystemExit(status)
