"""How states are named on a card: by flag and name where there is room, by code where there is not."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter

NO_BREAK: Final = "\u00a0"
"""Keeps a flag and its name on one line."""

ROOM: Final = 900
"""Characters that a list of states may take on a card before names fold into flags and codes."""


def name_of(member: Member, language: str) -> str:
    """Give a state's name in a language."""
    return member.name_in(language)


def flagged(member: Member, interpreter: Interpreter) -> str:
    """Give a state's flag and name, kept on one line."""
    return f"{member.flag}{NO_BREAK}{name_of(member, interpreter.language)}".strip()


def with_flag(members: Mapping[MemberCode, Member], code: MemberCode, interpreter: Interpreter) -> str:
    """Give a state's flag and name by its code; the code where it is no longer on the roster."""
    member = members.get(code)
    return code if member is None else flagged(member, interpreter)


def list_of(members: Mapping[MemberCode, Member], codes: Iterable[MemberCode], interpreter: Interpreter) -> str:
    """Name states one after the other, folded into flags and codes where the names would not fit."""
    wanted = alphabetically(members, codes, interpreter)
    by_name = ", ".join(with_flag(members, code, interpreter) for code in wanted)
    return by_name if len(by_name) <= ROOM else " ".join(sorted(wanted))


def codes_of(members: Mapping[MemberCode, Member], codes: Iterable[MemberCode]) -> str:
    """Give states as flags and codes, which take the least room that still tells them apart."""
    wanted = sorted(codes)
    with_flags = "  ".join(
        f"{members[code].flag}{NO_BREAK}{code}".strip() if code in members else code for code in wanted
    )
    return with_flags if len(with_flags) <= ROOM else " ".join(wanted)


def alphabetically(
    members: Mapping[MemberCode, Member], codes: Iterable[MemberCode], interpreter: Interpreter
) -> list[MemberCode]:
    """Sort states by their names in the reader's language, accents aside."""

    def key(code: MemberCode) -> str:
        name = name_of(members[code], interpreter.language) if code in members else code
        bare = unicodedata.normalize("NFKD", name.casefold())
        return "".join(letter for letter in bare if not unicodedata.combining(letter))

    return sorted(codes, key=key)
