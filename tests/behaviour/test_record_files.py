"""The record as files, asked for in chat: exports for the secretariat, decisions for everyone."""

import json
from datetime import timedelta

import pytest

from bot.commands.export.forms import FORMS, Export
from tests.behaviour.cast import EST_HEAD, FIN, LVA, SECRETARY, STRANGER
from tests.behaviour.world import World

TABLE = '/motion open order "Open skies" "1. The skies are open."'


async def _decided(house: World) -> None:
    await house.front.say(SECRETARY, TABLE)
    await house.front.say(EST_HEAD, '/vote M-1 yes explanation:"We fly."')
    await house.vote(1, lva="yes", fin="no", bra="yes")
    await house.pass_time(timedelta(days=4))
    await house.settle()


def lines_of(shown: str, name: str) -> list[str]:
    """Give the lines of a file as the console shows it, under its name."""
    lines = [line.removeprefix("│ ").strip() for line in shown.splitlines()]
    return [line for line in lines[lines.index(name) + 1 :] if line and not line.startswith("[")]


@pytest.mark.parametrize(
    ("export", "form"), [(export, form) for export in Export for form in FORMS[export]], ids=lambda each: each.value
)
async def test_each_part_of_the_record_comes_as_a_file(house: World, export: Export, form: str) -> None:
    """Under its own name, in each of its forms; the first of them where none is named."""
    await _decided(house)
    name = f"{export.value}.{form}"
    shown = await house.front.say(SECRETARY, f"/record export {export.value} format:{form}")
    assert lines_of(shown, name) != []
    if form == FORMS[export][0]:
        assert lines_of(await house.front.say(SECRETARY, f"/record export {export.value}"), name) != []


async def test_exported_motions_have_what_was_decided(house: World) -> None:
    """The same as the terminal writes."""
    await _decided(house)
    shown = await house.front.say(SECRETARY, "/record export motions format:json")
    [motion] = json.loads("".join(lines_of(shown, "motions.json")))["motions"]
    assert (motion["title"], motion["yes"], motion["no"]) == ("Open skies", 3, 1)


@pytest.mark.parametrize("person", [EST_HEAD, STRANGER], ids=lambda person: person.name)
async def test_exports_are_for_the_secretariat(house: World, person: object) -> None:
    """A journal names accounts and holds drafts."""
    shown = await house.front.say(person, "/record export journal")  # type: ignore[arg-type]
    assert "secretariat" in shown
    assert "journal.jsonl" not in shown


async def test_form_that_is_not_written_is_refused_with_those_that_are(house: World) -> None:
    """A calendar is no table."""
    shown = await house.front.say(SECRETARY, "/record export calendar format:csv")
    assert "not exported as csv" in shown
    assert "ics" in shown


async def test_unknown_part_is_refused_with_those_that_there_are(house: World) -> None:
    """Nothing is guessed at."""
    shown = await house.front.say(SECRETARY, "/record export secrets")
    assert "roll-calls" in shown
    assert "journal" in shown


async def test_journal_is_told_up_to_the_first_ballot_that_is_kept_back(house: World) -> None:
    """Not even the secretariat may learn how a member voted before the result; it is told what is left out."""
    await house.front.say(SECRETARY, '/motion open quiet "Quiet" "1. Hush."')
    before = lines_of(await house.front.say(SECRETARY, "/record export journal"), "journal.jsonl")
    await house.front.say(LVA, "/vote M-1 no")
    shown = await house.front.say(SECRETARY, "/record export journal")
    assert lines_of(shown, "journal.jsonl") == before
    assert "left out" in shown
    await house.vote(1, est="yes", fin="yes", bra="yes", pol="yes")
    await house.pass_time(timedelta(days=8))
    after = await house.front.say(SECRETARY, "/record export journal")
    assert "left out" not in after
    assert len(lines_of(after, "journal.jsonl")) > len(before)


async def test_decision_has_its_text_its_rule_and_every_vote(house: World) -> None:
    """Anyone may have it, in the language asked for."""
    await _decided(house)
    shown = " ".join((await house.front.say(STRANGER, "/record decision M-1")).split())
    for told in ("Open skies", "The skies are open.", "Adopted", "Votes", "| EST | yes |", "We fly.", "entry"):
        assert told in shown
    french = await house.front.say(STRANGER, "/record decision M-1 language:fr")
    assert "Résultat" in french
    assert "decision-M-1-fr.md" in french


async def test_decision_of_a_motion_without_a_result_is_refused(house: World) -> None:
    """It says where to look meanwhile."""
    await house.front.say(SECRETARY, TABLE)
    shown = await house.front.say(FIN, "/record decision M-1")
    assert "has no result yet" in shown
    assert "/motion show M-1" in shown


async def test_decision_of_a_draft_is_not_told(house: World) -> None:
    """Whoever may not see a draft is told that there is no such motion."""
    await house.front.say(SECRETARY, f"{TABLE} draft:yes")
    assert "no motion M-1" in (await house.front.say(STRANGER, "/record decision M-1")).replace("There is ", "")
