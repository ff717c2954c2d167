"""The record as sheets: what each holds after a vote and what followed it, and what none of them shows."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from bot.commands.export.sheets import SHEETS, Sheet
from bot.commands.export.writing import as_csv, as_json, as_popolo
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, SECRETARY
from tests.behaviour.chamber import VOTING
from tests.behaviour.silence import ROUTINE, SECOND, begun, pass_until
from tests.behaviour.test_consensus import MINUTES, asked
from tests.behaviour.test_elections import contested
from tests.behaviour.world import World


async def sheet(house: World, name: str) -> Sheet:
    """Gather a sheet as the house has it now."""

    def query(uow: object) -> Sheet:
        alliance = uow.alliances.get(house.code)  # type: ignore[attr-defined]
        return SHEETS[name](uow, alliance, house.clock.now())  # type: ignore[arg-type]

    return await house.house.writer.read(query)


def rows(found: Sheet) -> list[dict[str, object]]:
    """Give the rows by the names of their columns."""
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


async def popolo(house: World) -> dict[str, list[dict[str, Any]]]:
    """Give the votes after Popolo, as programs read them."""
    alliance = await house.house.writer.read(lambda uow: uow.alliances.get(house.code))
    assert alliance is not None
    told: dict[str, list[dict[str, Any]]] = json.loads(
        as_popolo(await sheet(house, "motions"), await sheet(house, "roll-calls"), alliance)
    )
    return told


async def _decided(house: World) -> None:
    await house.front.say(SECRETARY, '/motion open order "=cmd()" "1. Open."')
    await house.vote(1, est="yes", lva="yes", fin="no", bra="abstain")
    await house.pass_time(timedelta(days=4))
    await house.settle()


async def test_votes_are_told_once_they_have_a_result(house: World) -> None:
    """Not while the vote runs, whatever its kind shows; then member by member, with who cast none."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await house.front.say(EST_HEAD, "/vote M-1 yes")
    assert (await sheet(house, "roll-calls")).rows == ()
    [running] = rows(await sheet(house, "motions"))
    assert (running["phase"], running["outcome"], running["yes"]) == ("voting", None, None)
    for person, ballot in ((LVA, "yes"), (FIN, "no"), (BRA, "abstain")):
        await house.front.say(person, f"/vote M-1 {ballot}")
    await house.pass_time(timedelta(days=4))
    told = {row["member"]: row["ballot"] for row in rows(await sheet(house, "roll-calls"))}
    assert told["EST"] == told["LVA"] == "yes"
    assert (told["FIN"], told["BRA"], told["POL"]) == ("no", "abstain", None)
    [decided] = rows(await sheet(house, "motions"))
    assert (decided["yes"], decided["no"], decided["abstain"]) == (2, 1, 1)
    assert decided["outcome"] is not None


async def test_drafts_are_in_no_sheet(house: World) -> None:
    """What has not been tabled is for those who may see it."""
    await house.front.say(SECRETARY, '/motion open order "A secret" "1. Open." draft:yes')
    assert (await sheet(house, "motions")).rows == ()


async def test_members_have_their_weights_and_seats(house: World) -> None:
    """The roster as it stands, exact numbers as decimals."""
    found = {row["member"]: row for row in rows(await sheet(house, "members"))}
    assert found["EST"]["population"] == "1372000"
    assert found["EST"]["seats"] == "council:core"
    assert found["HUN"]["status"] == "suspended"


@pytest.mark.parametrize("name", sorted(SHEETS))
async def test_every_sheet_is_written_in_both_formats(house: World, name: str) -> None:
    """Each row of it is in each, and CSV reads back as it was."""
    await _decided(house)
    found = await sheet(house, name)
    alliance = await house.house.writer.read(lambda uow: uow.alliances.get(house.code))
    assert alliance is not None
    assert len(json.loads(as_json(found, alliance))[name]) == len(found.rows)
    header, *read = csv.reader(StringIO(as_csv(found).removeprefix("\ufeff")))
    assert tuple(header) == found.columns
    assert len(read) == len(found.rows)


async def test_formula_of_a_person_is_text_to_a_spreadsheet(house: World) -> None:
    """A title that a spreadsheet would compute stands behind an apostrophe; JSON holds it as it is."""
    await _decided(house)
    found = await sheet(house, "motions")
    alliance = await house.house.writer.read(lambda uow: uow.alliances.get(house.code))
    assert alliance is not None
    assert ",'=cmd()," in as_csv(found)
    assert json.loads(as_json(found, alliance))["motions"][0]["title"] == "=cmd()"


async def test_votes_are_told_after_popolo(house: World) -> None:
    """A vote event with its motion, its counts and each voter; who could not vote is not there."""
    await _decided(house)
    told = await popolo(house)
    [event], [motion] = told["vote_events"], told["motions"]
    assert event["motion_id"] == motion["id"] == "M-1"
    assert {count["option"]: count["value"] for count in event["counts"]}["yes"] == 2
    votes = {vote["voter_id"]: vote["option"] for vote in event["votes"]}
    assert votes["EST"] == "yes"
    assert votes["POL"] == "absent"
    assert "HUN" not in votes
    assert event["result"] in {"pass", "fail"}


async def test_each_vote_has_its_own_roll_after_popolo(house: World) -> None:
    """Of two motions each has the votes on it, and none of the other's."""
    for number, ballots in ((1, {"est": "yes", "lva": "no"}), (2, {"est": "no", "fin": "abstain"})):
        await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
        await house.vote(number, **ballots)
    await house.pass_time(timedelta(days=4))
    told = {
        event["motion_id"]: {vote["voter_id"]: vote["option"] for vote in event["votes"]}
        for event in (await popolo(house))["vote_events"]
    }
    assert [told["M-1"][code] for code in ("EST", "LVA", "FIN")] == ["yes", "no", "absent"]
    assert [told["M-2"][code] for code in ("EST", "LVA", "FIN")] == ["no", "absent", "abstain"]


async def test_what_silence_adopted_is_told_as_no_vote(house: World) -> None:
    """Nobody voted, so nobody was absent: the motion is told as passed, with no roll and no vote event."""
    await house.front.say(SECRETARY, ROUTINE)
    await pass_until(house, await begun(house) + 2 * SECOND)
    await _was_adopted_without_a_vote(house)


async def test_what_consensus_adopted_is_told_as_no_vote(house: World) -> None:
    """As silence is."""
    await asked(house)
    await house.pass_time(MINUTES + SECOND)
    await _was_adopted_without_a_vote(house)


async def _was_adopted_without_a_vote(house: World) -> None:
    [motion] = rows(await sheet(house, "motions"))
    assert (motion["outcome"], motion["without_vote"]) == ("adopted", "yes")
    assert (await sheet(house, "roll-calls")).rows == ()
    told = await popolo(house)
    assert [each["result"] for each in told["motions"]] == ["pass"]
    assert told["vote_events"] == []


async def test_objection_to_a_silence_is_no_vote_event(house: World) -> None:
    """The roll has who objected; nobody was asked to vote, so nobody was absent from one."""
    await house.front.say(SECRETARY, ROUTINE)
    ends = await begun(house)
    await house.front.say(LVA, '/motion object M-1 "No."')
    await pass_until(house, ends + 2 * SECOND)
    told = {row["member"]: (row["ballot"], row["explanation"]) for row in rows(await sheet(house, "roll-calls"))}
    assert (told["LVA"], told["FIN"]) == (("no", "No."), (None, ""))
    assert (await popolo(house))["vote_events"] == []


async def test_ranked_ballots_are_told_as_rankings_with_the_result(house: World) -> None:
    """They are no yes: the roll has whom each ranked, in order, and the counts of an election are left empty."""
    await contested(house)
    await house.front.say(EST_HEAD, "/vote rank M-1 POL HUN")
    await house.front.say(LVA, "/vote rank M-1 HUN")
    assert (await sheet(house, "roll-calls")).rows == ()
    await house.pass_time(VOTING + 2 * SECOND)
    told = {row["member"]: (row["ballot"], row["ranking"]) for row in rows(await sheet(house, "roll-calls"))}
    assert (told["EST"], told["LVA"]) == (("ranked", "POL HUN"), ("ranked", "HUN"))
    assert told["FIN"] == (None, "")
    [election] = rows(await sheet(house, "motions"))
    assert (election["procedure"], election["yes"], election["no"], election["abstain"]) == ("ranked", None, None, None)
    assert election["silent"] is not None
    after = await popolo(house)
    assert [each["id"] for each in after["motions"]] == ["M-1"]
    assert after["vote_events"] == []
