"""How large and how hard the cards of the gallery are: the states, the words of their motions, the language.

The hardest: forty states, all that a motion takes (4,000 characters), French, names from right to left, emoji, and a
state named in three scripts. The world: 193 states, for the tables.
"""

from dataclasses import dataclass
from typing import Final

import pycountry

from tests.behaviour.cast import ROSTER

Row = tuple[str, str, str, str, str, int, str]
"""Code, names, flag, status, population, council seat; as in the suite's roster."""

TEXT: Final = (
    "The alliance:\n1. condemns the blockade of the straits;\n2. asks each member to inspect the cargo of ships that "
    "call at its ports;\n3. decides to come back to this within a month."
)
LONG: Final = 3000
LONGEST: Final = 4000
"""Characters: a long text, and the longest that a motion takes."""
EMOJI: Final = "🕊️ 👩🏽‍🚀 🏳️‍🌈 👨‍👩‍👧‍👦"

HARD_NAMES: Final = {
    "EST": "Eesti Vabariik · Эстонская Республика · جمهورية إستونيا",
    "LVA": "جمهورية لاتفيا الديمقراطية الشعبية",
    "FIN": "הרפובליקה של פינלנד והאיים",
    "BRA": "República Federativa do Brasil 🇧🇷 ⚽ 👩🏽‍🚀",
    "HUN": "Magyarország és a hozzá tartozó területek egyesült szövetségi köztársasága (ideiglenes megnevezés)",
    "POL": "Rzeczpospolita *Polska* & <Województwa> _Zjednoczone_",
}
"""Names from right to left, in three scripts, with emoji, very long, and with what looks like markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a play is played with."""

    name: str
    members: tuple[Row, ...]
    language: str = "en"
    title: str = "Measures on trade"
    text: str = TEXT
    words: str = "Our parliament has not been heard yet."
    """What a person writes in a note, a reason or an explanation."""


def flag(code: str) -> str:
    """Give the flag of a state by its two letters."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def more_states(count: int) -> tuple[Row, ...]:
    """Give so many states of the world that are not on the suite's roster, by their official names."""
    taken = {row[0] for row in ROSTER}
    found = sorted((each for each in pycountry.countries if each.alpha_3 not in taken), key=lambda each: each.alpha_3)
    return tuple(
        (each.alpha_3, name, name, flag(each.alpha_2), "active", 1_000_000, "")
        for each in found[:count]
        for name in (str(getattr(each, "official_name", each.name)),)
    )


def long_text(length: int) -> str:
    """Give a text of so many characters as a motion may have it: articles, accents, two scripts, emoji."""
    article = (
        "L’alliance, réunie en séance plénière, décide que chaque État membre contrôle la cargaison des navires qui "
        f"touchent ses ports {EMOJI} et en rend compte (راجع المادة الثالثة ; ראו סעיף ג) ; elle demande en outre que "
        "soient informés, sans délai et par écrit, tous ceux que cela concerne.\n"
    )
    numbered = "".join(f"{number}. {article}" for number in range(1, length // 100))
    return numbered[: length - 1].rstrip() + "."


def _hard(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple((row[0], HARD_NAMES[row[0]], HARD_NAMES[row[0]], *row[3:]) for row in rows)


ORDINARY: Final = Size(name="ordinary", members=ROSTER)
LENGTHY: Final = Size(name="lengthy", members=ROSTER, language="fr", text=long_text(LONG))
HARDEST: Final = Size(
    name="hardest",
    members=(*_hard(ROSTER), *more_states(34)),
    language="fr",
    title=f"Mesures *générales* sur le <commerce> & le transit {EMOJI} · إجراءات التجارة · אמצעי סחר"[:120],
    text=long_text(LONGEST),
    words=long_text(900).replace("\n", " "),
)
WORLD: Final = Size(name="world", members=(*ROSTER, *more_states(187)), text=long_text(LONG))
SIZES: Final = (ORDINARY, LENGTHY, HARDEST)
