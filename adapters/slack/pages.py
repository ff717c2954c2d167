"""What a browser shows whoever installs the app: one plain page for each way in which that may end."""

from collections.abc import Iterator
from enum import StrEnum
from html import escape
from typing import Final

from aiohttp import web

from bot.locales.catalogue import DEFAULT_LANGUAGE, LANGUAGES, Interpreter, Value

SECURITY: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""A page's address holds a state and a code: it is kept nowhere and told to nobody."""


class Ending(StrEnum):
    """How an attempt to install the app ended."""

    DONE = "done"
    DONE_EVERYWHERE = "done_everywhere"
    """An organisation has the app in all of its workspaces."""
    DECLINED = "declined"
    """The person said no on Slack's page."""
    OTHER_BROWSER = "other_browser"
    """The state is not that of this browser: the attempt was begun elsewhere, or by somebody else."""
    OVERDUE = "overdue"
    """The state is unknown, spent or too old."""
    REFUSED = "refused"
    """Slack gave no token."""
    SLACK_AWAY = "slack_away"
    TOO_MANY = "too_many"
    """More attempts than people make: the database is the alliances', and is not worn out for strangers."""
    NOT_RECORDED = "not_recorded"
    NOT_SERVED = "not_served"
    """The bot does not serve Slack at the moment."""


STATUS: Final = {
    Ending.DONE: 200,
    Ending.DONE_EVERYWHERE: 200,
    Ending.DECLINED: 200,
    Ending.OTHER_BROWSER: 400,
    Ending.OVERDUE: 400,
    Ending.REFUSED: 400,
    Ending.TOO_MANY: 429,
    Ending.SLACK_AWAY: 502,
    Ending.NOT_RECORDED: 503,
    Ending.NOT_SERVED: 503,
}
"""RFC 9110: nothing is wrong where a person declines; 502 and 503 may be tried again as they are."""


def page(ending: Ending, accepted: str, **facts: Value) -> web.Response:
    """Give the page for an ending; ``accepted`` is the browser's ``Accept-Language``."""
    say = Interpreter.speaking(language_for(accepted))
    title, text = (
        say.words(f"slack.install.{ending}.title", **facts),
        say.words(f"slack.install.{ending}.text", **facts),
    )
    return web.Response(
        text=_html(say.language, title, text), status=STATUS[ending], content_type="text/html", headers=SECURITY
    )


def language_for(accepted: str) -> str:
    """Give the language of the house that a browser likes best (RFC 9110, 12.5.4)."""
    wishes = sorted(_wishes(accepted), key=lambda wish: -wish[1])
    return next((language for language, weight in wishes if weight > 0), DEFAULT_LANGUAGE)


def _wishes(accepted: str) -> Iterator[tuple[str, float]]:
    """Read the wishes that the house can meet, in their order; one that cannot be read is none."""
    for wish in accepted.split(","):
        tag, _, weight = wish.partition(";")
        language = tag.strip().partition("-")[0].lower()
        if language in LANGUAGES:
            try:
                yield language, float(weight.strip().removeprefix("q=") or 1)
            except ValueError:
                continue


def _html(language: str, title: str, text: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n</main>\n</body>\n</html>\n"
    )
