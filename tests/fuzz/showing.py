"""Whether what the house answers can be shown: on Slack, on Discord, on the console, in every reader's language."""

import json
from collections.abc import Iterator
from typing import Any, Final

from adapters.console import render as console
from adapters.discord.components import view_of
from adapters.discord.forms import modal_of
from adapters.discord.render import render as discord_render
from adapters.slack.forms import form_view
from adapters.slack.parse import Place
from adapters.slack.render import render as slack_render
from bot.cards.card import Card, Form
from bot.dispatch import Reply
from bot.locales.catalogue import LANGUAGES, catalogue
from tests.servers.discord.limits import demand_message, demand_modal
from tests.servers.slack.rules import check_message, check_view

FAILURES: Final = frozenset(catalogue(language).pattern("card.failure.title") for language in LANGUAGES)
PLACE: Final = Place(user="UEST", channel="C1", response_url="https://hooks.example/1")


def show(reply: Reply) -> None:
    """Show a reply everywhere; raise AssertionError where a front could not, or where it says that something failed."""
    written = list(_form(reply) if isinstance(reply, Form) else _card(reply))
    sent = "\n".join(written)
    sent.encode()
    assert "Traceback" not in sent
    assert "\0" not in sent


def encodable(value: object) -> None:
    """Raise UnicodeEncodeError where some text in what is sent cannot be."""
    "\n".join(_texts(value)).encode()


def _card(card: Card) -> Iterator[str]:
    assert card.title not in FAILURES
    message = slack_render(card)
    body = {"text": message.text, "blocks": list(message.blocks)}
    assert (refusal := check_message(body)) is None, refusal
    yield from _texts(body)
    rendered = discord_render(card)
    view = view_of(rendered)
    embeds: list[dict[str, Any]] = [dict(embed.to_dict()) for embed in rendered.embeds]
    told = {"embeds": embeds, "components": [] if view is None else view.to_components()}
    demand_message(told)
    yield from _texts(told)
    yield from console.render(card)


def _form(form: Form) -> Iterator[str]:
    view = form_view(form, PLACE)
    assert (refusal := check_view(view)) is None, refusal
    yield from _texts(view)
    modal = modal_of(form)
    if modal is not None:
        data = modal.to_dict()
        demand_modal(dict(data))
        yield from _texts(data)
    yield from console.render_form(form)


def _texts(value: object) -> Iterator[str]:
    """Give every text in what is sent; a text that JSON cannot carry is given as it is."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case _:
            json.dumps(value)
