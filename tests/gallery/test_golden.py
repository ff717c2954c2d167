"""Golden renderings: what people see of each card on Slack, on Discord and on the console.

``PLENARY_UPDATE_GOLDEN=1`` writes them anew. Of one-time codes and of what is drawn by lot they hold what stays.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from adapters.discord.forms import modal_of
from adapters.slack.forms import form_view
from adapters.slack.parse import Place
from bot.cards.card import Form
from bot.commands.forms import form_for
from bot.commands.register import REGISTRY
from bot.locales.catalogue import Interpreter
from tests.gallery import cards
from tests.gallery.rendering import on_console, on_discord, on_slack

pytestmark = pytest.mark.xdist_group("gallery")

GOLDEN: Final = Path(__file__).parents[1] / "golden"
ENDINGS: Final = {"slack": "json", "discord": "json", "console": "txt"}
FORMS: Final = ("motion.open", "vote.cast", "review.find")
MOST: Final = 1_500_000
"""Bytes of all golden files together."""


def _renderings() -> Iterator[tuple[str, str, str]]:
    """Give the front, the name and the text of each golden file."""
    for name, card in cards.named().items():
        yield "slack", name, _json(on_slack(card))
        yield "discord", name, _json(on_discord(card))
        yield "console", name, on_console(card)


async def _forms() -> list[tuple[str, str, str]]:
    place, found = Place(user="U1", channel="C1", response_url="https://hooks.example/1"), []
    for path in FORMS:
        name, form = f"form-{path.replace('.', '-')}", _form(path)
        modal = modal_of(form)
        assert modal is not None
        found += [("slack", name, _json(form_view(form, place))), ("discord", name, _json(modal.to_dict()))]
    return found


def _form(path: str) -> Form:
    command = REGISTRY.get(path)
    assert command is not None
    return form_for(command, {}, Interpreter("en", ZoneInfo("UTC")))


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


async def test_forms_look_as_agreed() -> None:
    """A golden file shows the questions of three commands."""
    assert [fault for each in await _forms() if (fault := _differs(*each))] == []


def test_cards_look_as_agreed() -> None:
    """One file for each card and front; none for a card that is no more."""
    assert [fault for each in _renderings() if (fault := _differs(*each))] == []
    expected = {(front, name) for front, name, _ in _renderings()}
    for front, ending in ENDINGS.items():
        for file in (GOLDEN / front).glob(f"*.{ending}"):
            if file.stem.startswith("form-") or (front, file.stem) in expected:
                continue
            assert os.environ.get("PLENARY_UPDATE_GOLDEN"), f"{file.name} is of no card"
            file.unlink()


def _differs(front: str, name: str, text: str) -> str:
    """Give the first line that a golden file says otherwise; nothing where it agrees, or is written anew."""
    file = GOLDEN / front / f"{name}.{ENDINGS[front]}"
    if os.environ.get("PLENARY_UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = file.read_text(encoding="utf-8") if file.exists() else ""
    if found == text:
        return ""
    lines = zip([*found.splitlines(), ""], [*text.splitlines(), ""], strict=False)
    return f"{front}/{name}: {next(((old, new) for old, new in lines if old != new), 'longer or shorter')}"


def test_golden_files_stay_small() -> None:
    """They are read in reviews, and kept for ever."""
    assert sum(file.stat().st_size for file in GOLDEN.rglob("*.*")) < MOST
