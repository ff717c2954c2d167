"""The docs name what there is: commands, settings, commands of the terminal, files and headings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import typer
from typer.main import get_command

from adapters.cli.main import app
from adapters.settings import Settings
from bot.commands.register import REGISTRY
from bot.domain.checkpoints import HEADING

ROOT: Final = Path(__file__).resolve().parents[2]
WRITTEN: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/record/*.md")])
PAGES: Final = [page for page in WRITTEN if page.name != "CHANGELOG.md"]
TYPED: Final = [page for page in PAGES if page.name != "commands.md"]
"""That one is made from the register, and has the French names too."""
SPANS: Final = re.compile(r"`([^`\n]+)`|^ {4,}(\S.*)$", re.MULTILINE)
"""Code in a line, and lines of code."""
CHAT: Final = re.compile(r"(?:^|\s)/(?P<noun>[a-z]+)(?:-2)? (?P<verb>[a-z][a-z-]+)\b")
TERMINAL: Final = re.compile(r"(?:^|/)plenary(?P<words>(?: [a-z][a-z-]*)+)")
SETTING: Final = re.compile(r"\bPLENARY_[A-Z_]+[A-Z]\b")
LINK: Final = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
FOR_TESTS: Final = frozenset(
    {"PLENARY_BROWSER", "PLENARY_FUZZ_TIMES", "PLENARY_UPDATE_GOLDEN"} | {"PLENARY_TEST_POSTGRES_URL"}
)
"""What tests and tools are told by the environment; the bot reads none of it."""


def spans(page: Path) -> Iterator[str]:
    """Give what a page writes as code."""
    for found in SPANS.finditer(page.read_text(encoding="utf-8")):
        yield found[1] or found[2]


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as the common hosts of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", TYPED, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_names_exist(page: Path) -> None:
    """Whoever types what a page says is understood."""
    paths = {command.path for command in REGISTRY.commands}
    nouns = {command.noun for command in REGISTRY.commands}
    named = {(found["noun"], found["verb"]) for span in spans(page) for found in CHAT.finditer(span)}
    assert sorted(f"/{noun} {verb}" for noun, verb in named if noun in nouns and f"{noun}.{verb}" not in paths) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_the_terminal_that_a_page_names_exist(page: Path) -> None:
    top = get_command(app)
    assert isinstance(top, typer.core.TyperGroup)
    unknown = []
    named = (span for span in spans(page) if not span.startswith(HEADING))
    for found in (found for span in named for found in TERMINAL.finditer(span)):
        first, *rest = found["words"].split()
        command = top.commands.get(first)
        if command is None or (isinstance(command, typer.core.TyperGroup) and rest and rest[0] not in command.commands):
            unknown.append(found[0])
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_settings_that_a_page_names_exist(page: Path) -> None:
    read = {f"PLENARY_{name.upper()}" for name in Settings.model_fields} | FOR_TESTS
    assert set(SETTING.findall(page.read_text(encoding="utf-8"))) - read == set()


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """To a file, and to a heading where one is named."""
    broken = []
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        target = (page.parent / found["path"]).resolve() if found["path"] else page
        if not target.exists() or (found["anchor"] and found["anchor"] not in anchors(target)):
            broken.append(found[0])
    assert broken == []
