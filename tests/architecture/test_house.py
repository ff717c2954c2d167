"""The house stands as its picture says: who imports whom, what the domain stands on, how long a module may be."""

import re
import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400


def test_import_contracts_hold() -> None:
    """The contracts of ``pyproject.toml`` are kept."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_domain_stands_on_the_standard_library_alone() -> None:
    """Import contracts are deny-lists, so the whole graph is looked at: no third-party name is below the domain."""
    graph = grimp.build_graph("bot", include_external_packages=True)
    outside = {
        imported
        for module in graph.find_descendants("bot.domain") | {"bot.domain"}
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("bot") and imported.partition(".")[0] not in sys.stdlib_module_names
    }
    assert outside == set()


def test_domain_imports_nothing_of_the_core_around_it() -> None:
    """The domain knows no card, no port, no command."""
    graph = grimp.build_graph("bot")
    above = {
        imported
        for module in graph.find_descendants("bot.domain")
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("bot.domain")
    }
    assert above == set()


def test_modules_are_short() -> None:
    """A module of the product over 400 lines hides a seam."""
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("bot", "adapters", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_lock_file_names_no_address() -> None:
    """Packages are pinned by hash; where they come from is for each installation to say."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)
    assert len(pinned) > 40
    assert text.count("--hash=sha256:") > len(pinned)


def test_every_setting_is_in_the_example() -> None:
    """``.env.example`` explains each setting the bot reads, and no other."""
    from adapters.settings import Settings  # noqa: PLC0415 - only this test needs it

    told = set(re.findall(r"^(PLENARY_[A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {f"PLENARY_{name.upper()}" for name in Settings.model_fields}
