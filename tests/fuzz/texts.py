"""What people and programs may send: every sign there is, and commands that are nearly right."""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from bot.cards.action import action
from bot.commands.choices import BALLOT_WORDS, PHASE_WORDS, YES_NO_WORDS
from bot.commands.register import REGISTRY
from bot.commands.registry import OptionType
from bot.locales.signs import visible
from tests import hostile
from tests.behaviour.cast import ROSTER

SIGNS: Final = (
    "\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2066",
    "\ufeff", "\ufffd", "\ufffe", "\ud800", "\udbff\ud800", "\udfff", "\U0010ffff", "\U000e0041", "e\u0301" * 40,
    "🇪🇪", "🏳️‍🌈", "👩‍👩‍👧‍👦" * 5, "ﷺ" * 20, "שלום", "مرحبا", "ÅÇ", "ŉ", "ß", "İ", "ſ", "Ⅻ", "½", "٣", "²", "１２", "—",
    "…",
)  # fmt: skip
"""Controls, signs nobody sees, halves of signs, signs of many parts, other directions, and numbers that are none."""
MARKUP: Final = (
    *hostile.TEXTS, "@everyone", "@here", "<@1>", "<@&1>", "<#1>", "<:a:1>", "<t:0:f>", "</vote cast:1>",
    "[a](https://a.example)", "||hidden||", "```", "# title", "-# small", "> quote", "~~gone~~", "&amp;&lt;&gt;",
)  # fmt: skip
QUOTES: Final = ('"', "'", "“", "”", "„", "«", "»", "‘", "’", '""', "''", "\"'", "`", '\\"', "\\")
INJECTIONS: Final = (
    "'; DROP TABLE ballot; --", "1 OR 1=1", "{0}", "{motion}", "{", "}", "%s", "%n", "%(x)s", "${x}", "$(reboot)",
    "../../etc/passwd", "<script>alert(1)</script>", "v1:vote.cast:1:yes", "v1f:vote.cast", "__class__", "null", "None",
    "true", "[]", '{"a": 1}',
)  # fmt: skip
NUMBERS: Final = (
    "0", "-0", "-1", "1", "2", "3", "007", "999999999", "1000000000", "9" * 400, "1e309", "NaN", "inf", "0x10", "1.5",
    "1_000", "+1", "M-1", "m2", "M--1", "M-", "M-0", "M-999999999",
)  # fmt: skip
MOMENTS: Final = (
    "72h", "999999w", "999999s", "0s", "-3d", "now", "demain", "friday 17:00", "friday 25:00", "2026-12-01",
    "2026-02-30", "0001-01-01", "9999-12-31", "2027-03-28 03:30", "2026-12-01T17:00Z", "tomorrow at 9h00",
)  # fmt: skip
LONG: Final = (
    "x" * 200,
    "x" * 9000,
    "é" * 4001,
    "🇪🇪" * 2001,
    "word " * 1700,
    "\n" * 300,
    " " * 500,
    "((((" * 500,
    '"' * 999,
)
WORDS: Final = (
    *REGISTRY.nouns, *(command.verb for command in REGISTRY.commands), *BALLOT_WORDS, *PHASE_WORDS,
    *(option.name for command in REGISTRY.commands for option in command.options),
    *(value for row in ROSTER for value in row[:4]), "resolution", "order", "final", "quiet", "sanctions", "support",
    "routine", "council", "assembly", "https://a.example/doc",
)  # fmt: skip
SPACES: Final = (" ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u202f", "\u2003", "\v", "\f", "")

SHOWN: Final = tuple(
    sign for sign in (*SIGNS, *MARKUP, *INJECTIONS, *QUOTES[2:], *LONG[:1], "word " * 25) if visible(sign)
)
_PIECES: Final = (*SIGNS, *MARKUP, *QUOTES, *INJECTIONS, *NUMBERS, *MOMENTS, *WORDS)
ANY_SIGN: Final = st.characters(codec=None, categories=None)


WORD: Final = st.one_of(
    st.sampled_from(_PIECES), st.sampled_from(_PIECES), st.text(ANY_SIGN, max_size=12), st.sampled_from(LONG)
)
"""One piece, most often a short one; now and then any text, or a very long one."""
_SPACE: Final = st.sampled_from(SPACES)
VALUE: Final[st.SearchStrategy[str]] = st.builds(
    lambda space, parts: space.join(parts), _SPACE, st.lists(WORD, max_size=4)
)
"""What may stand where a value is asked for."""
TEXT: Final[st.SearchStrategy[str]] = st.builds(
    lambda space, parts: space.join(parts),
    st.sampled_from(SPACES[:5]),
    st.lists(st.sampled_from(SHOWN), min_size=1, max_size=5),
)
"""A text that is accepted and says nothing good: everyone who looks at its motion is shown it."""
_COMMAND: Final = st.sampled_from(REGISTRY.commands)
_TENTH: Final = st.integers(0, 9)
_NUMBER: Final = st.integers(0, 4)


FITTING: Final[Mapping[OptionType, st.SearchStrategy[str]]] = {
    OptionType.MOTION: st.sampled_from(("M-1", "m2", "3", "M-4", "M-5", "M-6", "M-7", "8", "M-9", "M-10", "M-99")),
    OptionType.BALLOT: st.sampled_from(sorted(BALLOT_WORDS)),
    OptionType.PHASE: st.sampled_from(sorted(PHASE_WORDS)),
    OptionType.YES_NO: st.sampled_from(sorted(YES_NO_WORDS)),
    OptionType.KIND: st.sampled_from(("resolution", "order", "final", "quiet", "Sanctions", "support", "routine")),
    OptionType.BODY: st.sampled_from(("council", "Assemblée")),
    OptionType.MEMBER: st.sampled_from(("EST", "Lettonie", "🇫🇮", "brazil", "Pologn")),
    OptionType.MEMBERS: st.sampled_from(("EST,LVA", "Finland; Brazil", "EST,EST", "HUN")),
    OptionType.LINK: st.sampled_from(
        ("https://a.example/doc", "https://a.example/_b_(c)~*", "http://x.example/" + "y" * 470)
    ),
    OptionType.OPENING_MOMENT: st.sampled_from(MOMENTS),
    OptionType.CLOSING_MOMENT: st.sampled_from(MOMENTS),
    OptionType.ACCOUNT: st.sampled_from(("console:nobody", "@nobody", "<@U1>", "<@!1>", "slack:T1:U1", "discord:1")),
    OptionType.ROLE: st.sampled_from(("head", "political-director", "Observatrice")),
    OptionType.LANGUAGE: st.sampled_from(("fr", "English", "auto")),
    OptionType.ZONE: st.sampled_from(("Asia/Tokyo", "auto")),
    OptionType.EXPORT: st.sampled_from(("journal", "Motions", "scrutins", "calendar")),
    OptionType.FORM: st.sampled_from(("csv", "JSON", "ics", "xls")),
    OptionType.REQUEST: st.sampled_from(("Q-1", "q2", "3")),
    OptionType.LETTER: st.sampled_from(("MFA, 2026-11-20", "M*F*A; 2026-11-20; https://a.example/_b_")),
    OptionType.COMMAND: st.sampled_from(("vote cast", "/motion open", "motion", "nothing")),
}
"""What an option of each type may well be given."""


_VALUES: Final = {
    kind: st.one_of(FITTING.get(kind, TEXT), FITTING.get(kind, TEXT), FITTING.get(kind, TEXT), VALUE)
    for kind in OptionType
}
"""What an option of each type is given: most often something that fits, else anything."""
_QUOTES: Final = st.sampled_from((('"', '"'), ('"', '"'), ("'", "'"), ("“", "”"), ("", "")))


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw a line: a command that is nearly right, or anything at all."""
    kind = draw(_TENTH)
    if kind == 0:
        return draw(VALUE)
    command = draw(_COMMAND)
    said = [command.name if kind > 3 else (command.name.upper(), f"/{command.noun}", command.noun)[kind - 1]]
    for option in command.options:
        chance = draw(_TENTH)
        if option.required or chance < 3:
            opened, closed = draw(_QUOTES)
            name = "" if option.required and chance < 8 else f"{option.name}:"
            said.append(f"{name}{opened}{draw(_VALUES[option.type])}{closed}")
    if kind == 9:
        said.insert(draw(_NUMBER), draw(WORD))
    return (draw(_SPACE) if kind == 8 else " ").join(said)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """Draw a command's path and its options by name, as a form or an application command gives them."""
    command, kind = draw(_COMMAND), draw(_TENTH)
    given = {
        option.name: draw(_VALUES[option.type]) for option in command.options if option.required or draw(_TENTH) < 4
    }
    if kind == 0:
        given[draw(VALUE)] = draw(VALUE)
    wrong = (command.noun, "vote.steal", "", "..", f"{command.path}\0")
    return wrong[draw(_NUMBER)] if kind == 1 else command.path, given


@st.composite
def actions(draw: st.DrawFn) -> str:
    """Draw what a button carries: one of ours, with any values, or with something else in the midst of it."""
    command, kind = draw(_COMMAND), draw(_TENTH)
    if kind == 0:
        return draw(VALUE)
    given = [draw(_VALUES[option.type]) for option in command.options[: draw(_NUMBER)]]
    made = action(command.path, *(value.encode("utf-8", "replace").decode() for value in given))
    at = draw(st.integers(0, 30)) if kind == 1 else 0
    return made[:at] + draw(WORD) + made[at:] if kind == 1 else made


LINES: Final = lines()
FORMS: Final = chosen()
ACTIONS: Final = actions()
