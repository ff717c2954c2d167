"""The page of decisions: what was asked for, a part of what fits, and what else may be asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.cards.names import alphabetically, flagged
from bot.commands.context import Context
from bot.domain.calendar import first_instant
from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, KindName, MemberCode
from bot.domain.rules import Outcome
from bot.pages.listing import Listed, listed
from bot.ports import Part, Sought

ON_A_PAGE: Final = 25
OUTCOMES: Final = (Outcome.ADOPTED, Outcome.NOT_ADOPTED, Outcome.NO_QUORUM)
ENDED: Final = "ended"
"""What is asked for as an outcome where there was none: withdrawn, lapsed, void."""
LONGEST: Final = 200
"""Characters that may be looked for."""
MOST_WORDS: Final = 8
HIGHEST_PAGE: Final = 100_000
EARLIEST: Final = 1900
"""The first year that may be asked for. Nothing is older, and year 1 begins in the east before it is in UTC."""
NAMES: Final = ("kind", "body", "outcome", "year", "member", "words", "page")
"""What may be asked for."""


@dataclass(kw_only=True, eq=False)
class BadFilter(Refusal):
    """Something is looked for that there cannot be: no such kind, no year, a text too long."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of what may be asked for by a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """A part of the decisions that fit; ``given`` is what was asked for, ``choices`` what may be, by filter."""

    found: tuple[Listed, ...]
    count: int
    page: int
    pages: int
    given: Mapping[str, str]
    choices: Mapping[str, tuple[Choice, ...]]


def decisions_page(context: Context, asked: Mapping[str, str]) -> Decisions:
    """Gather the page that was asked for; raise BadFilter where there cannot be such a one."""
    given = {name: value.strip() for name, value in asked.items() if name in NAMES and value.strip()}
    page = _number(given, "page", 1, HIGHEST_PAGE) or 1
    part = Part(limit=ON_A_PAGE, skipped=(page - 1) * ON_A_PAGE)
    found = context.uow.motions.past(context.alliance.code, _sought(context, given), part)
    if page > 1 and not found.motions:
        raise BadFilter(name="page", value=str(page))
    return Decisions(
        found=tuple(listed(motion, context) for motion in found.motions),
        count=found.count,
        page=page,
        pages=max(1, -(-found.count // ON_A_PAGE)),
        given={name: value for name, value in given.items() if name != "page"},
        choices=_choices(context),
    )


def _sought(context: Context, given: Mapping[str, str]) -> Sought:
    charter, zone = context.alliance.charter, context.alliance.time_zone
    kind = _one_of(given, "kind", charter.kinds)
    body = _one_of(given, "body", charter.bodies)
    outcome = _one_of(given, "outcome", (*(each.value for each in OUTCOMES), ENDED))
    member = _one_of(given, "member", context.members())
    year = _number(given, "year", EARLIEST, date.max.year - 1)
    return Sought(
        kind=None if kind is None else KindName(kind),
        body=None if body is None else BodyName(body),
        outcome=None if outcome in {None, ENDED} else Outcome(outcome),
        ended=outcome == ENDED,
        since=None if year is None else first_instant(date(year, 1, 1), zone),
        before=None if year is None else first_instant(date(year + 1, 1, 1), zone),
        member=None if member is None else MemberCode(member),
        words=_words(given),
    )


def _one_of(given: Mapping[str, str], name: str, known: Iterable[str]) -> str | None:
    value = given.get(name)
    if value is not None and value not in frozenset(known):
        raise BadFilter(name=name, value=value[:LONGEST])
    return value


def _number(given: Mapping[str, str], name: str, lowest: int, highest: int) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    readable = value.isascii() and value.isdigit() and len(value) <= len(str(highest))
    if not readable or not lowest <= int(value) <= highest:
        raise BadFilter(name=name, value=value[:LONGEST])
    return int(value)


def _words(given: Mapping[str, str]) -> tuple[str, ...]:
    text = given.get("words", "")
    words = tuple(text.split())
    if len(text) > LONGEST or len(words) > MOST_WORDS or "\0" in text or not _writable(text):
        raise BadFilter(name="words", value=text[:LONGEST])
    return words


def _writable(text: str) -> bool:
    """Tell whether a text can be written in UTF-8: half a sign cannot."""
    return text == text.encode(errors="ignore").decode()


def _choices(context: Context) -> Mapping[str, tuple[Choice, ...]]:
    say, charter, members = context.interpreter, context.alliance.charter, context.members()
    years = context.uow.motions.years_past(context.alliance.code)
    return {
        "kind": tuple(
            Choice(value=name, label=kind.title.in_language(say.language)) for name, kind in charter.kinds.items()
        ),
        "body": tuple(
            Choice(value=name, label=body.title.in_language(say.language)) for name, body in charter.bodies.items()
        ),
        "outcome": (
            *(Choice(value=each.value, label=say.words(f"Outcome.{each.value}")) for each in OUTCOMES),
            Choice(value=ENDED, label=say.words("web.filter.ended")),
        ),
        "year": tuple(Choice(value=str(year), label=str(year)) for year in years),
        "member": tuple(
            Choice(value=code, label=flagged(members[code], say)) for code in alphabetically(members, members, say)
        ),
    }
