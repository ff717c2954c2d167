"""Message catalogues: gettext ``.po`` files, loaded once per language, with each language's own plural rule.

A message is found by an id (``VoteClosed``, ``card.result.title``), never by its English text, so that no text can be
changed in one place and forgotten in another. Values are named in braces: ``{member}``; ``{count:n}`` is a number in
the reader's own writing, ``{until:s}`` an instant to the second, ``{ends:end}`` one at which something ends, and
``{accepted:or}`` a list of which one is to be chosen.
"""

import gettext
import io
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Final, Self
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_precision

from bot.domain.amounts import Amount
from bot.domain.errors import RuleSentence
from bot.locales.phrase import Moment, Phrase, Span, words
from bot.locales.rules import Told, rule_in

LANGUAGES: Final = ("en", "fr")
DEFAULT_LANGUAGE: Final = "en"
DEFAULT_ZONE: Final = ZoneInfo("UTC")

Value = (
    str
    | int
    | Fraction
    | Amount
    | date
    | datetime
    | timedelta
    | Enum
    | tuple[str, ...]
    | Mapping[str, tuple[str, ...]]
    | None
)
"""What a message can name; words that differ by language stand under its code."""


@dataclass(kw_only=True, eq=False)
class UnknownMessage(LookupError):
    """An id that no catalogue holds: a defect of the code that names it."""

    message_id: str


class Catalogue:
    """The messages of one language."""

    def __init__(self, language: str) -> None:
        source = files("bot.locales").joinpath(f"{language}.po").read_bytes()
        catalog = read_po(io.BytesIO(source), locale=language, abort_invalid=True)
        self.ids: Final = frozenset(
            message.id if isinstance(message.id, str) else message.id[0] for message in catalog if message.id
        )
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        self._messages = gettext.GNUTranslations(compiled)

    def pattern(self, message_id: str) -> str:
        """Give the text of a message; raise UnknownMessage where there is none."""
        if message_id not in self.ids:
            raise UnknownMessage(message_id=message_id)
        return self._messages.gettext(message_id)

    def plural_pattern(self, message_id: str, count: int) -> str:
        """Give the form of a message that fits ``count``."""
        if message_id not in self.ids:
            raise UnknownMessage(message_id=message_id)
        return self._messages.ngettext(message_id, message_id, count)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Catalogue:
    """Give the catalogue of a language of the house."""
    return Catalogue(language)


def known_language(tag: str | None, *, default: str) -> str:
    """Give the language of the house for a tag such as ``fr-CA``, else ``default``."""
    language = (tag or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else default


def first_known(tags: Iterable[str], *, default: str) -> str:
    """Give the language of the house for the first tag that it has one for, else ``default``."""
    return next((language for tag in tags if (language := known_language(tag, default=""))), default)


@lru_cache(maxsize=4096)
def _parts(pattern: str) -> tuple[tuple[str, str | None, str], ...]:
    """Take a message apart once: what is said as it is, the name of the value that follows, and its form."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in string.Formatter().parse(pattern))


@lru_cache(maxsize=1024)
def _minute(at: datetime, zone: ZoneInfo, language: str) -> str:
    """Write a minute in a zone; kept, since the votes of one minute and the deadline of a motion all name the same."""
    local = format_datetime(at, "EEE d MMM y, HH:mm", tzinfo=zone, locale=language)
    return f"{local} {at.astimezone(zone).tzname()}"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Says things to one reader: in a language, with times in a zone."""

    language: str
    zone: ZoneInfo

    @classmethod
    def speaking(cls, tag: str | None) -> Self:
        """Give who speaks the language of a tag such as ``fr-CA``, else English; the reader's zone is not known."""
        return cls(known_language(tag, default=DEFAULT_LANGUAGE), DEFAULT_ZONE)

    def say(self, message_id: str, /, **facts: Value) -> Phrase:
        """Give a message as a phrase, with its values in the reader's own writing."""
        return tuple(self._spans(catalogue(self.language).pattern(message_id), facts))

    def say_count(self, message_id: str, count: int, /, **facts: Value) -> Phrase:
        """Give the form of a message that fits ``count``, which it can name as ``{count}``."""
        pattern = catalogue(self.language).plural_pattern(message_id, count)
        return tuple(self._spans(pattern, {"count": count, **facts}))

    def words(self, message_id: str, /, **facts: Value) -> str:
        """Give a message as plain text."""
        return words(self.say(message_id, **facts))

    def listed(self, items: tuple[str, ...], *, choice: bool = False) -> str:
        """Join names as the language does: ``A, B and C``; those of which one is a ``choice``: ``A, B or C``."""
        return format_list(list(items), style="or" if choice else "standard", locale=self.language) if items else ""

    def moment(self, at: datetime) -> Moment:
        """Give an instant to put into a phrase."""
        return Moment(at=at, words=_minute(at.replace(second=0, microsecond=0), self.zone, self.language))

    def end(self, at: datetime) -> Moment:
        """Give an instant at which something ends: midnight is 24:00 of the day that it closes."""
        if at.astimezone(self.zone).time() != time(0, 0):
            return self.moment(at)
        day = format_datetime(at - timedelta(minutes=1), "EEE d MMM y", tzinfo=self.zone, locale=self.language)
        return Moment(at=at, words=f"{day}, 24:00 {(at - timedelta(minutes=1)).astimezone(self.zone).tzname()}")

    def second(self, at: datetime) -> Moment:
        """Give an instant that is near to put into a phrase, to the second; fractions of one are left off."""
        local = format_datetime(at, "HH:mm:ss", tzinfo=self.zone, locale=self.language)
        return Moment(at=at, words=f"{local} {at.astimezone(self.zone).tzname()}", exact=True)

    def day(self, at: datetime) -> str:
        """Write the day of an instant in the reader's zone, without its time: ``1 Dec 2026``."""
        return format_datetime(at, "d MMM y", tzinfo=self.zone, locale=self.language)

    def day_of_year(self, at: datetime) -> str:
        """Write the day of an instant in the reader's zone where the year is plain: ``1 Dec``."""
        return format_datetime(at, "d MMM", tzinfo=self.zone, locale=self.language)

    def time_of_day(self, at: datetime) -> str:
        """Write the time of an instant in the reader's zone, to the minute: ``14:05``."""
        return format_datetime(at, "HH:mm", tzinfo=self.zone, locale=self.language)

    def weekday(self, day: int) -> str:
        """Name a day of the week, 0 for Monday."""
        return str(get_day_names("wide", context="stand-alone", locale=self.language)[day])

    def duration(self, value: timedelta) -> str:
        """Write a duration in its largest exact unit: ``3 days``, ``90 seconds``."""
        if value and value % timedelta(days=1) == timedelta(0):
            return format_timedelta(value, granularity="day", threshold=10_000, locale=self.language)
        if value and value % timedelta(hours=1) == timedelta(0):
            return format_timedelta(value, granularity="hour", threshold=10_000, locale=self.language)
        if value and value % timedelta(minutes=1) == timedelta(0):
            return format_timedelta(value, granularity="minute", threshold=10_000, locale=self.language)
        return format_timedelta(value, granularity="second", threshold=10_000, locale=self.language)

    def decimal(self, value: Fraction) -> str:
        """Write a fraction as a decimal, with a sign of its own before less than nothing."""
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return format_decimal(exact, format="#,##0.############", locale=self.language)

    def amount(self, value: Amount) -> str:
        """Write an amount in full, with its unit: ``800,000,000,000 USD``; money with all its decimals or none."""
        told = self.decimal(value.value)
        if value.is_money and value.value.denominator != 1:
            decimals = get_currency_precision(value.unit)
            exact = Decimal(value.value.numerator) / Decimal(value.value.denominator)
            told = format_decimal(exact, format=f"#,##0.{'0' * decimals}", locale=self.language)
        return f"{told}\N{NO-BREAK SPACE}{value.unit}"

    def rule(self, sentence: str | Told) -> str:
        """Say a rule, a quorum or a clause of one, parsed or as its English sentence, in the reader's language."""
        return rule_in(self.language, sentence)

    def _word(self, item: str) -> str:
        """Give the word of one of a list: that of the catalogue for what is one of a closed set."""
        return self.words(f"{type(item).__name__}.{item.value}") if isinstance(item, Enum) else item

    def _spans(self, pattern: str, facts: dict[str, Value]) -> Iterator[Span]:
        for literal, name, spec in _parts(pattern):
            if literal:
                yield literal
            if name is not None:
                yield self._span(facts[name], spec)

    def _span(self, value: Value, spec: str) -> Span:
        match value:
            case datetime() if spec == "s":
                return self.second(value)
            case datetime() if spec == "end":
                return self.end(value)
            case datetime():
                return self.moment(value)
            case timedelta():
                return self.duration(value)
            case Amount():
                return self.amount(value)
            case RuleSentence():
                return self.rule(value)
            case date():
                return format_date(value, "d MMM y", locale=self.language)
            case Enum():
                return self.words(f"{type(value).__name__}.{value.value}")
            case tuple():
                return self.listed(tuple(self._word(item) for item in value), choice=spec == "or")
            case Mapping():
                return self.listed(value[self.language], choice=spec == "or")
            case int() if spec == "n":
                return format_decimal(value, locale=self.language)
            case None:
                return ""
            case _:
                return str(value)
