"""What an option may take, for fronts that complete while a person types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.commands.choices import AUTOMATIC, SETS
from bot.commands.registry import Option, OptionType
from bot.commands.resolving import folded
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.consultation import subject_of
from bot.domain.phases import Phase
from bot.locales.catalogue import LANGUAGES
from bot.ports import UnitOfWork

MOST: Final = 25
"""How many are given at once where nobody asks for more: what Discord shows."""

COMPLETED: Final = frozenset(
    {
        OptionType.MOTION,
        OptionType.MEMBER,
        OptionType.KIND,
        OptionType.BODY,
        OptionType.SESSION,
        OptionType.REQUEST,
    }
)
"""The types of options whose values the record holds: a front lets people search among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A value and how it reads."""

    value: str
    label: str


def suggestions(
    uow: UnitOfWork, alliance: Alliance, option: Option, typed: str, *, now: datetime, language: str, most: int = MOST
) -> tuple[Suggestion, ...]:
    """Give the values of an option that fit what has been typed so far, the likeliest first, named in ``language``."""
    wanted = folded(typed)
    fitting = (
        found
        for found in _all(uow, alliance, option, now, language)
        if wanted in folded(f"{found.label} {found.value}")
    )
    return tuple(found for found, _ in zip(fitting, range(most), strict=False))


def _all(uow: UnitOfWork, alliance: Alliance, option: Option, now: datetime, language: str) -> Iterator[Suggestion]:
    match option.type:
        case OptionType.MOTION:
            motions = [motion for motion in uow.motions.every(alliance.code) if not motion.course.draft]
            running = [motion for motion in motions if motion.phase(now) is Phase.VOTING]
            for motion in (*running, *(motion for motion in motions if motion not in running)):
                yield Suggestion(value=f"M-{motion.number}", label=f"M-{motion.number} · {motion.title}")
        case OptionType.SESSION:
            for session in reversed(uow.sessions.every(alliance.code)):
                yield Suggestion(value=f"S-{session.number}", label=f"S-{session.number} · {session.title}")
        case OptionType.REQUEST:
            for request in reversed(uow.requests.every(alliance.code)):
                subject = subject_of(request.number)
                yield Suggestion(value=subject, label=f"{subject} · {request.member}")
        case OptionType.MEMBER | OptionType.MEMBERS:
            for member in uow.roster.on(alliance.code, now):
                yield Suggestion(value=member.code, label=f"{member.flag} {member.name_in(language)} ({member.code})")
        case OptionType.KIND:
            for kind in alliance.charter.kinds.values():
                if kind.procedure is not Procedure.RANKED:
                    yield Suggestion(value=kind.name, label=kind.title.in_language(language))
        case OptionType.BODY:
            for body in alliance.charter.bodies.values():
                yield Suggestion(value=body.name, label=body.title.in_language(language))
        case OptionType.LANGUAGE:
            yield from _plain((*LANGUAGES, AUTOMATIC))
        case OptionType.YES_NO:
            yield from _plain(("yes", "no"))
        case _ if option.type in SETS:
            yield from _plain(each.value for each in SETS[option.type])
        case _:
            return


def _plain(values: Iterable[str]) -> Iterator[Suggestion]:
    for value in values:
        yield Suggestion(value=value, label=value)
