"""Completing lists of members and time zones while a person types."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.commands.completing import not_yet_named, split_list, zones
from bot.commands.zones import check_zone
from bot.domain.ids import MemberCode
from bot.domain.membership import Member, Status


def _member(code: str, name: str, name_fr: str = "", flag: str = "") -> Member:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    return Member(code=MemberCode(code), name=name, name_fr=name_fr, flag=flag, status=Status.ACTIVE, since=since)


ESTONIA = _member("EST", "Estonia", "Estonie", "🇪🇪")
LATVIA = _member("LVA", "Latvia", "Lettonie", "🇱🇻")
PLAIN = _member("XYZ", "Plain")
"""A member that was enrolled without a French name and a flag."""

LISTS = [
    ("", ("", "")),
    ("est", ("", "est")),
    ("EST,", ("EST,", "")),
    ("EST, la", ("EST, ", "la")),
    ("EST;LVA >  fi ", ("EST;LVA >  ", "fi")),
    ("South Korea", ("", "South Korea")),
]


@pytest.mark.parametrize(("typed", "split"), LISTS)
def test_list_is_split_before_its_last_item(typed: str, split: tuple[str, str]) -> None:
    """At the signs that the register takes between members; a name may have spaces."""
    assert split_list(typed) == split


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ("", ["EST", "LVA", "XYZ"]),
        (",", ["EST", "LVA", "XYZ"]),
        ("est, ", ["LVA", "XYZ"]),
        ("Estonie; 🇱🇻 > ", ["XYZ"]),
        ("plain,", ["EST", "LVA"]),
    ],
)
def test_member_that_is_named_is_not_offered_again(before: str, left: list[str]) -> None:
    """By code, by name in either language, by flag."""
    assert [member.code for member in not_yet_named([ESTONIA, LATVIA, PLAIN], before)] == left


def test_zones_are_those_of_places_the_own_one_first() -> None:
    """Each once, each known; old names for the same places are left out."""
    found = list(zones(ZoneInfo("Europe/Tallinn")))
    assert found[:3] == ["Europe/Tallinn", "auto", "UTC"]
    assert len(found) == len(set(found)) > 300
    assert {"America/New_York", "Asia/Kolkata", "Pacific/Auckland"} <= set(found)
    assert not {"US/Eastern", "GB", "Etc/GMT+1"} & set(found)
    for zone in found[2:]:
        check_zone(zone)
