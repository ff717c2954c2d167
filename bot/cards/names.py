"""How states are named on a card: by flag and name where there is room, by code where there is not."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter

ROOM: Final = 900
"""Characters that a list of states may take on a card before names fold into flags and codes."""


def name_of(member: Member, language: str) -> str:
    """Give a state's name in a language."""
    return member.name_fr if language == "fr" else member.name


def with_flag(members: Mapping[MemberCode, Member], code: MemberCode, interpreter: Interpreter) -> str:
    """Give a state's flag and name; its code where it is no longer on the roster."""
    member = members.get(code)
    return code if member is None else f"{member.flag} {name_of(member, interpreter.language)}".strip()


def list_of(members: Mapping[MemberCode, Member], codes: Iterable[MemberCode], interpreter: Interpreter) -> str:
    """Name states one after the other, folded into flags and codes where the names would not fit."""
    wanted = tuple(codes)
    by_name = ", ".join(with_flag(members, code, interpreter) for code in wanted)
    if len(by_name) <= ROOM:
        return by_name
    return " ".join(wanted)
