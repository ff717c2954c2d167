"""Renders pages by Jinja, everything escaped: what people typed is text, whatever it looks like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.drawing.chart import size_of
from bot.domain.alliance import Alliance
from bot.locales.catalogue import LANGUAGES, Interpreter, catalogue
from bot.locales.phrase import Moment, Phrase

NAMED: Final = re.compile(r"\bM-([1-9][0-9]{0,8})\b")
"""A motion as it is named anywhere in a text of the house."""
STATIC: Final[Mapping[str, str]] = {
    "style.css": "text/css",
    "verify.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""The files that pages bring along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a reader is: the path of the alliance's record, the page, and the language where it was chosen."""

    base: str
    page: str
    query: Mapping[str, str]
    chosen: str = ""

    def link(self, page: str, /, **query: object) -> str:
        """Give the address of a page of the same record; the chosen language goes along."""
        told = {name: str(value) for name, value in query.items() if value not in {None, ""}}
        told |= {"lang": self.chosen} if self.chosen and "lang" not in told else {}
        return f"{self.base}/{quote(page)}" + (f"?{urlencode(told)}" if told else "")

    def in_language(self, language: str) -> str:
        """Give the address of this very page in another language."""
        return self.link(self.page, **{**self.query, "lang": language})


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the templates, read and compiled once."""
    made = Environment(
        loader=PackageLoader("adapters.web.record"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(phrase=phrase, sentence=sentence, dots=size_of)
    made.globals.update(languages=LANGUAGES, versions={name: _version(name) for name in STATIC})
    return made


def static(name: str) -> bytes:
    """Give a file that pages bring along."""
    return files("adapters.web.record").joinpath("static", name).read_bytes()


def _version(name: str) -> str:
    """Give what changes with a file, so that browsers may keep it."""
    return sha256(static(name)).hexdigest()[:12]


def render(template: str, site: Site, say: Interpreter, alliance: Alliance | None, **facts: object) -> str:
    """Render a page; ``alliance`` is None on a page that tells nothing of any."""
    return (
        environment()
        .get_template(template)
        .render(
            site=site,
            link=site.link,
            linked=partial(linked, site),
            say=say.words,
            say_count=say.say_count,
            pattern=catalogue(say.language).pattern,
            language=say.language,
            alliance=alliance,
            **facts,
        )
    )


def sentence(text: str) -> str:
    """Give a text with a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def phrase(spans: Phrase) -> Markup:
    """Write a phrase, its instants as instants that programs read too."""
    return Markup().join(_moment(span) if isinstance(span, Moment) else escape(span) for span in spans)


def _moment(moment: Moment) -> Markup:
    at = moment.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Markup('<time datetime="{}">{}</time>').format(at, moment.words)


def linked(site: Site, told: str | Phrase) -> Markup:
    """Write a text of the house with a link on each motion that it names."""
    spans: Phrase = (told,) if isinstance(told, str) else told
    return Markup().join(_moment(span) if isinstance(span, Moment) else _with_links(site, span) for span in spans)


def _with_links(site: Site, text: str) -> Markup:
    parts, at = [], 0
    for found in NAMED.finditer(text):
        href = site.link(f"motions/{found[1]}")
        parts += [escape(text[at : found.start()]), Markup('<a href="{}">{}</a>').format(href, found[0])]
        at = found.end()
    return Markup().join([*parts, escape(text[at:])])
