"""Brazil: the others stand by a member whose democracy is under strain, and it makes commitments of its own.

Every member but Brazil supports the text. Brazil is the member concerned: it does not vote, is not asked to join, and
keeps its voice. It exits with 0 only if that is what the record says.
"""

from datetime import UTC, datetime
from typing import Final

from adapters.cli.demo.scenario import OFFICER, Course, Scenario
from bot.cards.card import Tone
from bot.domain.alliance import Alliance
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.rules import Outcome
from bot.ports import UnitOfWork

START: Final = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
BRAZIL: Final = MemberCode("BRA")
MOTION: Final = MotionNumber(1)
OPENING: Final = (
    '/motion open resolution "Standing by Brazil’s democracy" '
    '"1. The members recognise the result of the election, and no other.\n'
    '2. They send observers and judges where Brazil asks for them." concerns:BRA'
)
PLEDGE: Final = (
    '/commitment add "Let the electoral court publish every count." 2027-09-30 indicator:"the open register"'
)


async def _course(course: Course) -> bool:
    scene = course.scene
    others = tuple(code for code in course.heads if code != BRAZIL)
    scene.note("demo.brazil.tabled")
    await scene.type(OFFICER, OPENING)
    scene.note("demo.brazil.vote")
    await course.open()
    kept_out = await scene.type(course.heads[BRAZIL], "/vote M-1 yes")
    await course.vote({code: "yes" for code in course.seated if code != BRAZIL})
    scene.note("demo.brazil.join", members=len(others))
    refused = await scene.type(course.heads[BRAZIL], "/coalition join M-1 confirm:yes")
    await course.join(others)
    await scene.settle()
    scene.note("demo.brazil.pledge")
    await scene.type(course.heads[BRAZIL], f"{PLEDGE} confirm:yes")
    await scene.type(OFFICER, "/motion show M-1")
    outcome, voted = await scene.look_up(_vote)
    kept = await course.kept()
    return (
        (outcome, voted) == (Outcome.ADOPTED, len(course.seated) - 1)
        and kept.members == tuple(sorted(others))
        and {kept_out.tone, refused.tone} == {Tone.REFUSAL}
        and await course.posted("39 of 39 members have joined.")
        and await course.whole()
    )


def _vote(uow: UnitOfWork, alliance: Alliance) -> tuple[Outcome | None, int]:
    """Look up how the vote ended, and with how many ballots in favour."""
    motion = uow.motions.get(alliance.code, MOTION)
    result = None if motion is None else motion.result
    return (None, 0) if result is None else (result.outcome, result.tally.yes)


SCENARIO: Final = Scenario(name="brazil", charter="alliance-of-democracies", start=START, course=_course)
