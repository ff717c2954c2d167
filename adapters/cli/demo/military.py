"""Military action under the Democratic Defense Alliance: a majority of states and people, and each parliament's leave.

The members adopt it by states and population. Troops go only with the leave of each parliament; one refuses, one takes
its leave back later. The text is in effect while three are valid, and suspended below that. It exits with 0 only if
the record said so at each step.
"""

from datetime import UTC, datetime
from typing import Final

from adapters.cli.demo.scenario import OFFICER, Course, Scenario
from bot.cards.card import Tone
from bot.domain.ids import MemberCode, MotionNumber

START: Final = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
MOTION: Final = MotionNumber(1)
ESTONIA: Final = MemberCode("EST")
DELIVERY: Final = "/contribution deliver M-1 1 “600 troops” confirm:yes"
TROOPS: Final = {"EST": 600, "FIN": 900, "FRA": 2000, "POL": 1500, "DEU": 1200}
OPPOSED: Final = frozenset({"ARG", "BWA", "CPV", "CRI", "IRL", "JAM", "URY"})
SILENT: Final = frozenset({"AUT", "CHE", "GHA"})
OPENING: Final = (
    '/motion open military-action "Protecting the sea lanes of the Baltic" '
    '"1. The members protect ships and cables in the Baltic Sea.\n2. Each sends what its parliament allows."'
)


async def _course(course: Course) -> bool:
    scene = course.scene
    scene.note("demo.military.tabled")
    await scene.type(OFFICER, OPENING)
    in_favour = (code for code in course.heads if code not in OPPOSED | SILENT)
    await course.vote({**dict.fromkeys(in_favour, "yes"), **{MemberCode(code): "no" for code in sorted(OPPOSED)}})
    await scene.type(OFFICER, "/motion show M-1")
    scene.note("demo.military.join")
    await course.join(tuple(MemberCode(code) for code in TROOPS))
    for code, troops in TROOPS.items():
        line = f"/contribution add M-1 “{troops} troops” 2027-06-30 confirm:yes"
        await scene.type(course.heads[MemberCode(code)], line, quiet=code != "EST")
    too_early = await scene.type(
        course.heads[MemberCode("EST")], "/contribution deliver M-1 1 “600 troops” confirm:yes"
    )
    scene.note("demo.military.parliaments")
    effects = [await _decide(course, *each) for each in DECISIONS]
    await scene.type(course.heads[ESTONIA], DELIVERY)
    await scene.settle()
    await scene.type(OFFICER, "/authorisation status M-1")
    kept = await course.kept()
    return (
        too_early.tone is Tone.REFUSAL
        and effects == [False, False, False, True, False, True]
        and kept.delivered("troops").value == TROOPS["EST"]
        and await course.posted("In effect: 3 authorisations of 5 are valid, it takes 3.")
        and await course.posted("6,200 troops promised by 5 members.")
        and await course.whole()
    )


DECISIONS: Final = (
    ("EST", "given", "Riigikogu"),
    ("FRA", "refused", "Assemblée nationale"),
    ("FIN", "given", "Eduskunta"),
    ("POL", "given", "Sejm"),
    ("FIN", "withdrawn", "Eduskunta"),
    ("DEU", "given", "Bundestag"),
)
"""What parliaments decide one after the other: three make it effective, a recall suspends it, a fourth restores it."""


async def _decide(course: Course, code: str, decision: str, body: str) -> bool:
    """Record a decision, and show where that leaves the text; give whether it is in effect after it."""
    line = f"/authorisation record M-1 {decision} “{body}” today “2027/12” confirm:yes"
    await course.scene.type(course.heads[MemberCode(code)], line)
    return (await course.kept()).in_effect


SCENARIO: Final = Scenario(name="military", charter="democratic-defense-alliance", start=START, course=_course)
