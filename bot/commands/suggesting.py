"""What an option may take, for fronts that complete while a person types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.commands.choices import AUTOMATIC, SETS
from bot.commands.completing import not_yet_named, split_list, zones
from bot.commands.register import REGISTRY
from bot.commands.registry import Option, OptionType
from bot.commands.resolving import folded
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.consultation import subject_of
from bot.domain.phases import Phase
from bot.domain.titles import Wording
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

LONGEST: Final = 100
"""Characters of a value or a label that Discord takes; a list that would be longer is typed to its end."""

SUGGESTED: Final = COMPLETED | {OptionType.MEMBERS, OptionType.ZONE, OptionType.LANGUAGE, OptionType.COMMAND}
"""All types of options for which there is something to suggest while a person types; fixed sets are offered whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A value and how it reads; ``also`` is what else it may be found by: its name in another language."""

    value: str
    label: str
    also: str = ""


def suggestions(
    uow: UnitOfWork,
    alliance: Alliance,
    option: Option,
    typed: str,
    *,
    now: datetime,
    language: str,
    most: int = MOST,
    drafts: bool = False,
) -> tuple[Suggestion, ...]:
    """Give the values of an option that fit what has been typed so far, the likeliest first, named in ``language``.

    They are found by their names in any language. ``drafts`` says that the person may know of drafts.
    """
    before, last = split_list(typed) if option.type is OptionType.MEMBERS else ("", typed)
    wanted = folded(last)
    every = _all(uow, alliance, option, now, language, before, drafts=drafts)
    fitting = (
        _after(before, found) for found in every if wanted in folded(f"{found.label} {found.value} {found.also}")
    )
    short = (each for each in fitting if len(each.value) <= LONGEST)
    return tuple(each for each, _ in zip(short, range(most), strict=False))


def _after(before: str, found: Suggestion) -> Suggestion:
    """Give the whole list that choosing its last item makes; of a long one the end is read."""
    if not before:
        return found
    label = f"{before}{found.label}"
    shown = label if len(label) <= LONGEST else f"…{label[1 - LONGEST :]}"
    return Suggestion(value=f"{before}{found.value}", label=shown)


def _all(
    uow: UnitOfWork, alliance: Alliance, option: Option, now: datetime, language: str, before: str, *, drafts: bool
) -> Iterator[Suggestion]:
    match option.type:
        case OptionType.MOTION:
            motions = [motion for motion in uow.motions.every(alliance.code) if drafts or not motion.course.draft]
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
            for member in not_yet_named(uow.roster.on(alliance.code, now), before):
                label = f"{member.flag} {member.name_in(language)} ({member.code})"
                yield Suggestion(value=member.code, label=label, also=f"{member.name} {member.name_fr}")
        case OptionType.KIND:
            for kind in alliance.charter.kinds.values():
                if kind.procedure is not Procedure.RANKED:
                    yield _titled(kind.name, kind.title, language)
        case OptionType.BODY:
            for body in alliance.charter.bodies.values():
                yield _titled(body.name, body.title, language)
        case OptionType.ZONE:
            yield from _plain(zones(alliance.time_zone))
        case OptionType.COMMAND:
            yield from _plain(f"{command.noun} {command.verb}" for command in REGISTRY.commands)
        case OptionType.LANGUAGE:
            yield from _plain((*LANGUAGES, AUTOMATIC))
        case OptionType.YES_NO:
            yield from _plain(("yes", "no"))
        case _ if option.type in SETS:
            yield from _plain(each.value for each in SETS[option.type])
        case _:
            return


def _titled(name: str, title: Wording, language: str) -> Suggestion:
    return Suggestion(value=name, label=title.in_language(language), also=f"{title.en} {title.fr}")


def _plain(values: Iterable[str]) -> Iterator[Suggestion]:
    for value in values:
        yield Suggestion(value=value, label=value)
