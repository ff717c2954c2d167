"""The people of the suite, the same on every front: who they are, for whom they act."""

from dataclasses import dataclass

from bot.domain.credentials import Role
from bot.domain.ids import MemberCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person: ``role`` is None for a stranger, ``nationality`` is a reviewer's."""

    name: str
    number: int
    role: Role | None
    member: MemberCode | None = None
    nationality: MemberCode | None = None


def _of(name: str, number: int, role: Role | None, member: str | None = None) -> Person:
    return Person(name=name, number=number, role=role, member=None if member is None else MemberCode(member))


def _judge(name: str, number: int, nationality: str) -> Person:
    return Person(name=name, number=number, role=Role.REVIEWER, nationality=MemberCode(nationality))


SECRETARY = _of("secretary", 1, Role.SECRETARIAT)
REVIEWER = _judge("reviewer", 2, "FRA")
SPANISH_REVIEWER = _judge("reviewer.esp", 5, "ESP")
ITALIAN_REVIEWER = _judge("reviewer.ita", 6, "ITA")
POLISH_REVIEWER = _judge("reviewer.pol", 7, "POL")
REVIEWERS = (REVIEWER, SPANISH_REVIEWER, ITALIAN_REVIEWER)
"""Those of the review body that are nationals of no member: a panel of three."""
STRANGER = _of("stranger", 3, None)
EST_HEAD = _of("est.head", 10, Role.HEAD, "EST")
EST_DELEGATE = _of("est.delegate", 11, Role.DELEGATE, "EST")
EST_OTHER = _of("est.other", 12, Role.ALTERNATE, "EST")
EST_OBSERVER = _of("est.observer", 13, Role.OBSERVER, "EST")
LVA = _of("lva", 20, Role.HEAD, "LVA")
FIN = _of("fin", 30, Role.DELEGATE, "FIN")
BRA = _of("bra", 40, Role.HEAD, "BRA")
HUN = _of("hun", 50, Role.HEAD, "HUN")
POL = _of("pol", 60, Role.HEAD, "POL")
PEOPLE = (
    SECRETARY,
    *REVIEWERS,
    POLISH_REVIEWER,
    STRANGER,
    EST_HEAD,
    EST_DELEGATE,
    EST_OTHER,
    EST_OBSERVER,
    LVA,
    FIN,
    BRA,
    HUN,
    POL,
)

VOTERS = {"est": EST_HEAD, "lva": LVA, "fin": FIN, "bra": BRA, "pol": POL}
"""One who casts the ballots of each member that may vote."""

ROSTER = (
    ("EST", "Estonia", "Estonie", "🇪🇪", "active", 1_372_000, "core"),
    ("LVA", "Latvia", "Lettonie", "🇱🇻", "active", 1_862_000, "core"),
    ("FIN", "Finland", "Finlande", "🇫🇮", "active", 5_637_000, "at-large"),
    ("BRA", "Brazil", "Brésil", "🇧🇷", "active", 211_998_000, "at-large"),
    ("HUN", "Hungary", "Hongrie", "🇭🇺", "suspended", 9_562_000, ""),
    ("POL", "Poland", "Pologne", "🇵🇱", "active", 36_554_000, ""),
)
"""Code, names, flag, status, population, council seat. One council seat is vacant; Hungary is suspended."""
