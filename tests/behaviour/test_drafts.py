"""Political directors: they see drafts before they are tabled, comment on them and clear them; nobody else does."""

from typing import Final

import pytest

from tests.behaviour.cast import EST_HEAD, EST_OBSERVER, LVA, SECRETARY, STRANGER, Person
from tests.behaviour.world import World

EST_DIRECTOR: Final = Person(name="est.director", number=91, role=None)
LVA_DIRECTOR: Final = Person(name="lva.director", number=92, role=None)
HUN_DIRECTOR: Final = Person(name="hun.director", number=93, role=None)
DRAFT: Final = '/motion open order "Open skies" "1. Open." draft:yes'


async def with_draft(house: World) -> None:
    """Appoint the political directors and enter a draft."""
    for person, member in ((EST_DIRECTOR, "EST"), (LVA_DIRECTOR, "LVA"), (HUN_DIRECTOR, "HUN")):
        answer = await house.front.say(SECRETARY, f"/delegate appoint @{person.name} {member} political-director")
        assert "political director" in answer
    assert "is a draft" in await house.front.say(SECRETARY, DRAFT)


async def test_political_director_comments_and_clears(house: World) -> None:
    """The secretariat sees who has cleared, the other directors what was said; delegates and strangers nothing."""
    await with_draft(house)
    assert "Open skies" in await house.front.say(EST_DIRECTOR, "/motion list")
    shown = await house.front.say(EST_DIRECTOR, "/motion show M-1")
    assert "nobody yet" in shown
    assert "recorded" in await house.front.say(EST_DIRECTOR, '/motion comment M-1 "Say until when."')
    assert "has cleared the draft" in await house.front.say(LVA_DIRECTOR, "/motion clear M-1")
    for person in (SECRETARY, EST_DIRECTOR, LVA_DIRECTOR):
        shown = await house.front.say(person, "/motion show M-1")
        assert "Say until when." in shown
        assert "Latvia" in shown.split("Cleared by")[1]
        assert "Say until when." in await house.front.say(person, "/motion history M-1")
    for person in (EST_HEAD, EST_OBSERVER, STRANGER):
        assert "There is no motion M-1" in await house.front.say(person, "/motion show M-1")
        assert "Open skies" not in await house.front.say(person, "/motion list")
    assert "has cleared M-1 as it now is" in await house.front.say(LVA_DIRECTOR, "/motion clear M-1")


async def test_changed_text_asks_for_a_new_clearance(house: World) -> None:
    """A clearance is of the text as it was; the comments stay."""
    await with_draft(house)
    await house.front.say(EST_DIRECTOR, '/motion comment M-1 "Say until when."')
    await house.front.say(EST_DIRECTOR, "/motion clear M-1")
    assert "corrected" in await house.front.say(SECRETARY, '/motion correct M-1 "1. Open until May." "As asked."')
    shown = await house.front.say(SECRETARY, "/motion show M-1")
    assert "nobody yet" in shown
    assert "Say until when." in shown
    assert "has cleared" in await house.front.say(EST_DIRECTOR, "/motion clear M-1")


async def test_comments_on_a_draft_stay_with_those_who_saw_it(house: World) -> None:
    """Once tabled the motion is everyone's, and what was said of its draft is not."""
    await with_draft(house)
    await house.front.say(EST_DIRECTOR, '/motion comment M-1 "Say until when."')
    await house.front.say(LVA_DIRECTOR, "/motion clear M-1")
    await house.front.say(SECRETARY, "/motion table M-1")
    await house.settle()
    for person in (EST_HEAD, STRANGER):
        history = await house.front.say(person, "/motion history M-1")
        assert "Open skies" in history
        assert "Say until when." not in history
        assert "cleared the draft" not in history
        assert "Cleared by" not in await house.front.say(person, "/motion show M-1")
    assert "Say until when." not in "\n".join(await house.front.posts())
    assert "Say until when." in await house.front.say(SECRETARY, "/motion history M-1")
    late = await house.front.say(EST_DIRECTOR, '/motion comment M-1 "Too late."')
    assert "not done" in late
    assert "cannot be used" in late


@pytest.mark.parametrize(
    ("person", "refused"),
    [
        (SECRETARY, "is for political directors"),
        (EST_HEAD, "is for political directors"),
        (EST_OBSERVER, "is for political directors"),
        (STRANGER, "holds no credential"),
        (HUN_DIRECTOR, ""),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_nobody_else_comments(house: World, person: Person, refused: str) -> None:
    """Neither the secretariat nor a delegate; a suspended member's political director keeps its voice."""
    await with_draft(house)
    for line in ('/motion comment M-1 "No."', "/motion clear M-1"):
        answer = await house.front.say(person, line)
        assert refused in answer
        assert ("not done" in answer) is bool(refused)


async def test_political_director_casts_no_ballots(house: World) -> None:
    """To see drafts is all that the role adds."""
    await with_draft(house)
    await house.front.say(SECRETARY, "/motion table M-1")
    assert "does not cast ballots" in await house.front.say(LVA_DIRECTOR, "/vote M-1 yes")
    assert "Latvia: yes" in await house.front.say(LVA, "/vote M-1 yes")
