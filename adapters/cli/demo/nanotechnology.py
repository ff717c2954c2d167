"""The race for nanotechnology: a joint fund of 800 billion dollars, by those who join, to the cent.

The council adopts the fund with twelve of its seats. Thirty-four of forty members join, each with what it gives; some
of it is delivered, some falls due. It exits with 0 only if the progress is right to the cent.
"""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from adapters.cli.demo.scenario import OFFICER, Course, Scenario
from bot.cards.card import Tone
from bot.domain.contributions import ContributionState
from bot.domain.ids import MemberCode, MotionNumber

START: Final = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
MOTION: Final = MotionNumber(1)
OUTSIDE: Final = frozenset(MemberCode(code) for code in ("BWA", "CPV", "GHA", "JAM", "SVN", "URY"))
OPENING: Final = (
    '/motion open joint-fund "A fund for nanotechnology" '
    '"1. The members found a joint fund for research in nanotechnology.\n'
    '2. What it finds belongs to those that join." '
    'impact:"Each member gives what it promises, over five years."'
)
TARGET: Final = Decimal(800000000000)
DELIVER: Final = "/contribution deliver M-1"
DUE: Final = "2027-12-31"


def share_of(place: int) -> Decimal:
    """Give what the member at a place of the list gives: some billions, and odd cents that must all be there."""
    return Decimal(1_000_000_000) * (place + 1) + Decimal(place * 7 + 1) / 100


async def _course(course: Course) -> bool:
    scene = course.scene
    givers = tuple(code for code in course.heads if code not in OUTSIDE)
    scene.note("demo.nanotechnology.tabled")
    await scene.type(OFFICER, OPENING)
    await course.vote(dict.fromkeys(course.seated[:12], "yes"))
    scene.note("demo.nanotechnology.join", members=len(givers))
    await course.join(givers)
    await scene.type(OFFICER, "/contribution target M-1 “800 billion USD”")
    scene.note("demo.nanotechnology.give")
    for place, code in enumerate(givers):
        line = f"/contribution add M-1 “{share_of(place)} USD” {DUE}"
        await scene.type(course.heads[code], line, quiet=place > 0)
        await scene.type(course.heads[code], f"{line} confirm:yes", quiet=place > 0)
    outsider = course.heads[min(OUTSIDE)]
    refused = await scene.type(outsider, f"/contribution add M-1 “5 USD” {DUE} confirm:yes")
    scene.note("demo.nanotechnology.deliver")
    first, second = (course.heads[code] for code in givers[:2])
    half = (share_of(1) / 2).quantize(Decimal("0.01"))
    too_much = await scene.type(first, f"{DELIVER} 1 “{share_of(0) + 1} USD” confirm:yes")
    await scene.type(first, f"{DELIVER} 1 “{share_of(0)} USD” confirm:yes")
    await scene.type(second, f"{DELIVER} 2 “{half} USD” confirm:yes")
    scene.note("demo.nanotechnology.overdue")
    await scene.pass_until(datetime(2028, 1, 1, 9, 0, tzinfo=UTC))
    await scene.settle()
    await scene.type(OFFICER, "/motion show M-1")
    await scene.type(OFFICER, "/contribution list M-1")
    kept = await course.kept()
    promised = sum((share_of(place) for place in range(len(givers))), Decimal(0))
    states = [given.state(scene.now()) for given in kept.contributions]
    return (
        kept.promised("USD").value == Fraction(promised)
        and len(kept.contributors("USD")) == len(kept.members) == len(givers)
        and {refused.tone, too_much.tone} == {Tone.REFUSAL}
        and states.count(ContributionState.DELIVERED) == 1
        and states.count(ContributionState.OVERDUE) == len(givers) - 1
        and await course.posted(f"{promised:,.2f} USD of {TARGET:,} USD promised")
        and await course.posted(f"by {len(givers)} members.")
        and await course.whole()
    )


SCENARIO: Final = Scenario(name="nanotechnology", charter="alliance-of-democracies", start=START, course=_course)
