"""The form of every command, empty and as full as it can be, is taken by both platforms; no answer in it is lost."""

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from adapters.discord.forms import modal_of, read_id
from adapters.slack.forms import form_view, told_view
from adapters.slack.parse import Place
from bot.cards.card import Form
from bot.commands.forms import form_for
from bot.commands.register import REGISTRY
from bot.locales.catalogue import LANGUAGES, Interpreter
from tests.gallery import cards
from tests.gallery.sizes import HARDEST
from tests.servers.discord.limits import demand_modal
from tests.servers.slack.rules import check_view

PLACE: Final = Place(user="U1", channel="C1", response_url="https://hooks.example/1")


def forms() -> Iterator[tuple[str, Form]]:
    """Give the form of every command in both languages: empty, and with all that each option takes."""
    for command in REGISTRY.commands:
        for language in LANGUAGES:
            say = Interpreter(language, ZoneInfo("UTC"))
            full = {option.name: HARDEST.text[: option.limit] for option in command.options}
            yield f"{command.path} {language} empty", form_for(command, {}, say)
            yield f"{command.path} {language} full", form_for(command, full, say)


def test_slack_takes_the_form_of_every_command() -> None:
    """A command whose options may all be left out has none: a form without a question is never opened."""
    refused = {name: check_view(form_view(form, PLACE)) for name, form in forms() if form.asked}
    assert {name: why for name, why in refused.items() if why is not None} == {}
    assert len(refused) > 2 * len(REGISTRY.commands)


@pytest.mark.xdist_group("gallery")
def test_slack_takes_every_card_in_the_place_of_a_form() -> None:
    """A form that was sent becomes what it brought about: a view of a hundred blocks at the most."""
    sent = form_view(next(form for _, form in forms() if form.asked), PLACE)
    refused = {name: check_view(told_view(sent, card)) for name, card in cards.every()}
    assert {name: why for name, why in refused.items() if why is not None} == {}
    assert len(refused) > 500


def test_discord_takes_the_form_of_every_command_or_asks_in_words() -> None:
    """Five questions are all that it takes; what is filled in stands in the form or travels in its id."""
    opened = 0
    for name, form in forms():
        modal = modal_of(form) if form.asked else None
        if modal is None:
            continue
        opened += 1
        payload = modal.to_dict()
        demand_modal(payload)
        carried = read_id(modal.custom_id)
        assert carried is not None, name
        asked = {part["component"]["custom_id"]: part["component"] for part in payload["components"]}
        for field in form.asked:
            shown = asked.get(field.name, {}).get("value", carried[1].get(field.name, ""))
            assert field.choices or shown == field.value, (name, field.name)
    assert opened > len(REGISTRY.commands)
