"""The cards of the gallery as each front sends them, with what goes along as files."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.console.render import render as console_lines
from adapters.discord.messages import Attached, composed
from adapters.drawing.paper import Paper, whole_paper
from adapters.slack import render as slack
from bot.cards.card import Card
from bot.cards.whole import Rest

Json = dict[str, Any]

FILE: Final = "F0PICTURE"
MARK: Final = "ref.card:12"


def on_slack(card: Card) -> Json:
    """Give what Slack gets for a post: the message, and beside it the names of the files in its thread."""
    file = FILE if card.picture is not None else ""
    message = slack.render(card, file=file, enclosed=True, rest=Rest.THREAD)
    names = [*_papers(card), *([whole_paper(card).name] if message.folded else [])]
    return {"text": message.text, "blocks": list(message.blocks), **({"files": names} if names else {})}


def on_discord(card: Card, *, mark: str = MARK) -> Json:
    """Give what Discord gets for a post: the message with what is said of its attachments."""
    papers = tuple(Paper(name=name, content=b"x") for name in _papers(card))
    attached = Attached(picture=b"x" if card.picture is not None else b"", papers=papers)
    sent = composed(card, attached, mark=mark)
    view, files = sent.view(), sent.files()
    return {
        "embeds": [dict(embed.to_dict()) for embed in sent.embeds],
        "components": [] if view is None else view.to_components(),
        **({"attachments": [file.to_dict(number) for number, file in enumerate(files)]} if files else {}),
    }


def on_console(card: Card) -> str:
    """Give what the console shows."""
    return "\n".join(console_lines(card)) + "\n"


def _papers(card: Card) -> list[str]:
    document = [] if card.document is None else [f"{card.document.name}.md", f"{card.document.name}.pdf"]
    return [*document, *([] if card.file is None else [card.file.name])]


def files_in(payload: Json) -> list[str]:
    """Give the names of the files that go along with a message."""
    return [*payload.get("files", ()), *(each["filename"] for each in payload.get("attachments", ()))]


def message(payload: Json) -> Json:
    """Give the body that a platform gets, without the names of the files beside it."""
    return {name: value for name, value in payload.items() if name != "files"}


def texts_of(value: object) -> Iterator[str]:
    """Give every text that a person reads in a payload, in its order."""
    match value:
        case {"type": "date", "fallback": str(text)}:
            yield text
        case dict():
            for name, each in value.items():
                if isinstance(each, str) and name in READ:
                    yield each
                elif not isinstance(each, str):
                    yield from texts_of(each)
        case list() | tuple():
            for each in value:
                yield from texts_of(each)
        case _:
            return


READ: Final = frozenset({"text", "alt_text", "title", "description", "name", "value", "label"})
"""Keys under which both platforms hold what is read; a button's value on Slack is not, and does no harm."""
