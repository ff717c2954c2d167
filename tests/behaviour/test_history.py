"""The history of a motion: every act with its words, in parts that a message holds, and what it keeps back."""

import re
from datetime import timedelta

import pytest

from tests.behaviour.cast import BRA, EST_HEAD, HUN, LVA, SECRETARY, STRANGER
from tests.behaviour.world import World

VOTING, SECOND = timedelta(hours=72), timedelta(seconds=1)
DECLARATION = '/motion open declaration "Open skies" "1. Open."'
TURN = re.compile(r"\[(Earlier|Later) acts → (/motion history \d+ entry:\d+)\]")
ENTRY = re.compile(r"(\d+) · ")


def told(answer: str) -> str:
    """Give what an answer says, on one line."""
    return " ".join(answer.replace("│", " ").split())


def turns(answer: str) -> dict[str, str]:
    """Give the lines that the buttons of an answer say."""
    return dict(TURN.findall(answer))


def entries(answer: str) -> list[int]:
    """Give the entries of the journal that an answer names, in its order."""
    found = (ENTRY.match(line.lstrip("│ ")) for line in answer.splitlines())
    return [int(each[1]) for each in found if each]


async def long_life(house: World, changes: int = 90) -> None:
    """Have one state change its mind so many times."""
    await house.front.say(SECRETARY, DECLARATION)
    for number in range(changes):
        answer = await house.front.say(LVA, f"/vote M-1 {('yes', 'no')[number % 2]}")
        assert "not done" not in answer


async def test_long_history_is_read_part_by_part_without_a_gap(house: World) -> None:
    """The latest acts come first; the buttons lead back to the tabling and forth again, and no act is left out."""
    await long_life(house)
    answer = await house.front.say(STRANGER, "/motion history M-1")
    assert "Later" not in turns(answer)
    last, parts = entries(answer), [entries(answer)]
    while "Earlier" in turns(answer):
        answer = await house.front.say(STRANGER, turns(answer)["Earlier"])
        parts.insert(0, entries(answer))
    assert "Put on record by the secretariat" in answer
    assert len(parts) > 2
    first = entries(answer)[0]
    assert sorted({entry for part in parts for entry in part}) == list(range(first, first + 92))
    read = entries(answer)
    while "Later" in turns(answer):
        answer = await house.front.say(STRANGER, turns(answer)["Later"])
        read += entries(answer)
    assert read == list(range(first, first + 92))
    assert read[-1] == last[-1]
    assert re.search(r"Acts \d+ to 92 of 92\.", told(answer))


async def test_final_ballot_is_confirmed_by_the_line_that_its_button_shows(house: World) -> None:
    """On the console a button is a line to type: an option that may be left out is named in it."""
    await house.front.say(SECRETARY, '/motion open final "Final" "1. Final."')
    asked = await house.front.say(LVA, "/vote M-1 yes")
    line = asked.split(" → /")[1].split("]")[0]
    assert "recorded" in await house.front.say(LVA, f"/{line}")
    assert await house.ballots() == {"LVA": "yes"}


async def test_history_begins_at_the_entry_that_is_named(house: World) -> None:
    """At that one, or at the next one about the motion; beyond the last, the latest are shown."""
    await long_life(house, changes=3)
    first, *_, last = entries(await house.front.say(STRANGER, "/motion history M-1"))
    assert entries(await house.front.say(STRANGER, f"/motion history M-1 entry:{last}")) == [last]
    assert entries(await house.front.say(STRANGER, "/motion history M-1 entry:1"))[0] == first
    assert entries(await house.front.say(STRANGER, "/motion history M-1 entry:9999"))[-1] == last


async def test_long_text_is_told_whole(house: World) -> None:
    """As long as a text may be, word for word, and the rest of the history is a button away."""
    text = " ".join(f"word{number}" for number in range(440))
    assert len(text) > 3000
    await house.front.say(SECRETARY, f'/motion open declaration "Open skies" "{text}"')
    await house.front.say(LVA, f'/vote explain M-1 "{text[:2900]}"')
    answer = await house.front.say(STRANGER, "/motion history M-1 entry:1")
    for word in text.split():
        assert re.search(rf"\b{word}\b", answer), word
    assert "Later" in turns(answer)


async def test_history_tells_what_a_motion_waits_for(house: World) -> None:
    """The amendment that is voted first, and that nothing is left once it has been dealt with."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Open."')
    await house.front.say(LVA, '/motion amend M-1 "1. Wide open."')
    assert "To be decided before its vote: M-2." in told(await house.front.say(HUN, "/motion history M-1"))
    await house.front.say(LVA, "/motion withdraw M-2")
    assert "Nothing is left to decide before its vote." in told(await house.front.say(HUN, "/motion history M-1"))


@pytest.mark.parametrize(
    ("line", "seen"),
    [('/motion open quiet "Quiet" "1. Quiet."', False), (DECLARATION, True)],
    ids=["quiet", "open"],
)
async def test_history_keeps_ballots_back_as_the_kind_says(house: World, line: str, seen: bool) -> None:
    """Where the count is kept back no act tells a choice before the result; then all of them do."""
    await house.front.say(SECRETARY, line)
    await house.front.say(LVA, '/vote M-1 yes explanation:"For the sea."')
    await house.front.say(LVA, "/vote M-1 no")
    await house.front.say(BRA, "/vote M-1 abstain")
    await house.front.say(BRA, "/vote retract M-1")
    answer = told(await house.front.say(STRANGER, "/motion history M-1"))
    for words in ("Latvia voted yes.", "changed its ballot from yes to no.", "took its ballot back", "For the sea."):
        assert (words in answer) is seen
    await house.pass_time(VOTING + SECOND)
    answer = told(await house.front.say(STRANGER, "/motion history M-1"))
    assert "🇱🇻 Latvia changed its ballot from yes to no." in answer
    assert "For the sea." in answer


async def test_history_tells_the_words_of_whoever_acted(house: World) -> None:
    """Reasons, statements and texts, not only that there were any."""
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. Open."')
    await house.front.say(BRA, '/motion recuse M-1 reason:"We own the airline."')
    await house.front.say(SECRETARY, '/motion postpone M-1 "For want of a draft."')
    await house.front.say(SECRETARY, "/motion resume M-1")
    await house.front.say(SECRETARY, '/motion correct M-1 "1. Wide open." "A slip."')
    await house.front.say(LVA, '/vote explain M-1 "We agree."')
    await house.front.say(EST_HEAD, '/motion void M-1 "Out of order."')
    answer = told(await house.front.say(HUN, "/motion history M-1"))
    for words in ("We own the airline.", "For want of a draft.", "1. Wide open.", "We agree.", "Out of order."):
        assert words in answer


async def test_history_is_read_on_every_front(world: World) -> None:
    """And the acts that do not fit are told to be there."""
    await long_life(world, changes=45)
    answer = told(await world.front.say(STRANGER, "/motion history M-1"))
    assert "Latvia changed its ballot" in answer
    assert "of 47." in answer
    assert "Put on record" in told(await world.front.say(STRANGER, "/motion history M-1 entry:1"))
