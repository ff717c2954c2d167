"""Membership: declarations, terms, reviews, suspension and the way back, indices and commitments."""

from datetime import UTC, datetime, timedelta
from typing import Final

from tests.behaviour.cast import BRA, EST_HEAD, HUN, LVA, POL, REVIEWER, REVIEWERS, SECRETARY, STRANGER
from tests.behaviour.membership import BY_NOTICE, BY_VOTE
from tests.behaviour.test_criteria import CRITERIA, bring_in
from tests.gallery.scene import Scene

VOTING: Final = BY_VOTE + CRITERIA
GIVING_NOTICE: Final = BY_NOTICE
REPLYING: Final = timedelta(days=21, seconds=1)


async def reviews(scene: Scene) -> None:
    """Show how terms are drawn, Brazil is found at risk and commits itself, Poland is found to fail."""
    words = scene.size.words
    await scene.say(SECRETARY, "/term draw")
    await scene.say(LVA, "/member declare")
    await scene.say(LVA, "/member declare confirm:yes")
    await bring_in(
        scene.world,
        *(f"EST,{year},fh_total,{94 - 2 * (2024 - year)},Free" for year in range(2012, 2025)),
        "EST,2025,fh_total,69,Partly Free,,,Freedom House",
        "EST,2025,eiu_democracy_index,8.13",
    )
    await scene.world.settle()
    await scene.say(STRANGER, "/review criteria EST")
    for member, finding, judges in (("BRA", "at risk", REVIEWERS), ("POL", "fails", REVIEWERS[:2])):
        await scene.fill(SECRETARY, "review.open", {"member": member, "reason": words})
        for person in judges:
            await scene.fill(person, "review.find", {"member": member, "finding": finding, "reasons": words})
        await scene.fill({"BRA": BRA, "POL": POL}[member], "review.reply", {"text": words})
        await scene.world.pass_time(REPLYING)
        for person in judges:
            await scene.fill(person, "review.confirm", {"member": member, "reasons": words})
        await scene.world.settle()
    promise = {"text": words, "due": "2028-12-01", "indicator": "A law in force.", "confirm": "yes"}
    await scene.fill(BRA, "commitment.add", promise)
    await scene.fill(BRA, "commitment.progress", {"commitment": "1", "text": words})
    await scene.say(STRANGER, "/commitment list")
    for line in ("/review show BRA", "/review show POL", "/member show BRA", "/member list", "/term list"):
        await scene.say(STRANGER, line)
    await scene.say(STRANGER, "/term show BRA")
    await scene.say(STRANGER, "/motion list")
    await scene.until(datetime(2027, 11, 1, tzinfo=UTC), by=timedelta(days=7))


async def returns(scene: Scene) -> None:
    """Show how Hungary, suspended, is given benchmarks and help, meets them, and comes back unless a third objects."""
    words = scene.size.words
    for person, due in ((SECRETARY, "2027-03-01"), (REVIEWER, "2027-06-01")):
        await scene.fill(person, "review.benchmark-add", {"member": "HUN", "text": words, "due": due})
    await scene.fill(EST_HEAD, "review.support", {"member": "HUN", "text": words})
    await scene.say(SECRETARY, "/review reassess HUN 2027-07-01")
    for number in (1, 2):
        for person in REVIEWERS:
            await scene.say(person, f"/review benchmark-meet HUN {number}")
    await scene.fill(SECRETARY, "review.open", {"member": "HUN", "reason": words})
    for person in REVIEWERS:
        await scene.fill(person, "review.find", {"member": "HUN", "finding": "meets", "reasons": words})
    await scene.world.pass_time(REPLYING)
    for person in REVIEWERS:
        await scene.say(person, "/review confirm HUN")
    await scene.world.settle()
    await scene.say(LVA, "/review object HUN")
    await scene.world.settle()
    for line in ("/review show HUN", "/member show HUN", "/member roster 2027-01-01"):
        await scene.say(STRANGER, line)
    await scene.say(HUN, "/member withdraw confirm:yes")
    await scene.world.settle()
