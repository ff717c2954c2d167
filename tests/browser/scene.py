"""A record of all kinds: decided both ways, running, corrected, followed up, with hostile and long texts."""

from datetime import timedelta
from typing import Final

from bot.jobs.checkpoints import checkpoint
from tests.behaviour.cast import BRA, EST_HEAD, LVA, SECRETARY, Person
from tests.behaviour.world import World
from tests.unit.test_signing import new_signer

HOSTILE: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LEFTWARDS: Final = f"{HOSTILE} \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd"
LONG: Final = "Very long title " * 9
TEXT: Final = (
    "The Council, recalling that navigation in the Gulf of Finland has been disturbed since the spring, "
    "1. Decides to open a joint watch over the shipping lanes; "
    "2. Invites members to contribute ships, aircraft and funds; "
    "3. Asks the secretariat to report within six months."
)


async def play(house: World, *, title: str = HOSTILE, text: str = LEFTWARDS, long: str = LONG) -> None:
    """Play it; the second motion and the third have titles to be seen, which may be hostile and long."""

    async def say(person: Person, line: str) -> None:
        answer = await house.front.say(person, line)
        assert "not done" not in answer, answer

    await say(SECRETARY, f'/motion open resolution "Joint watch over the Gulf of Finland" "{TEXT}"')
    await say(EST_HEAD, '/vote M-1 yes explanation:"Our coast is the longest of those concerned."')
    for hours, ballot in ((5, {"lva": "yes"}), (19, {"fin": "no"}), (9, {"fin": "yes"})):
        await house.pass_time(timedelta(hours=hours))
        await house.vote(1, **ballot)
    await house.pass_time(timedelta(hours=14))
    await house.decide(1, bra="no")
    await say(EST_HEAD, "/coalition join M-1 confirm:yes")
    await say(BRA, "/coalition decline M-1 confirm:yes")
    await say(LVA, '/coalition reserve M-1 text:"Without aircraft." confirm:yes')
    await say(SECRETARY, '/contribution target M-1 "5000000 EUR"')
    await say(EST_HEAD, '/contribution add M-1 "2000000 EUR" 2027-06-01 note:"For two patrol boats." confirm:yes')
    await say(SECRETARY, f'/motion open order "{title}" "{text}"')
    await house.decide(2, est="no", lva="no", fin="yes", bra="abstain")
    await say(SECRETARY, f'/motion open declaration "{long}" "1. {"endless" * 200}"')
    await house.decide(3, est="yes", lva="yes", fin="yes", bra="yes")
    await checkpoint(house.house.writer, house.clock, new_signer())
    await say(SECRETARY, '/motion open order "Lighthouses of the outer islands" "1. Keep them lit."')
    await house.vote(4, est="yes", lva="no")
    await say(SECRETARY, '/motion open debated "Fisheries quota for 2027" "1. Catch a tenth less."')
    await say(SECRETARY, '/motion correct M-5 "1. Catch a fifth less." "The figures were of last year."')
    await house.pass_time(timedelta(seconds=3))
