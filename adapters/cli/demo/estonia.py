"""Estonia's case: sanctions before a council of 15, voted from Slack and Discord, closed by the clock.

Estonia is under pressure. Three members ask the secretariat for urgent sanctions; the council needs 12 of its 15
seats. It exits with 0 only if every step ended as the charter says.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.cli.demo.scenario import OFFICER, Course, Scenario
from adapters.cli.demo.stage import Person, Scene
from bot.cards.action import action
from bot.cards.card import Tone
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Role
from bot.domain.events import MemberEnrolled
from bot.domain.ids import MemberCode, MotionNumber, WeightName
from bot.domain.journal import verify
from bot.domain.rules import Outcome
from bot.ports import UnitOfWork

START: Final = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
POPULATION: Final = WeightName("population")
MOTION: Final = MotionNumber(1)
ESTONIA, LATVIA, ABSTAINS = MemberCode("EST"), MemberCode("LVA"), MemberCode("CHL")
ALTERNATE: Final = Person(
    name="Estonia, alternate", account=Account("discord:900001"), role=Role.ALTERNATE, member=ESTONIA
)
STRANGER: Final = Person(name="A stranger", account=Account("discord:900002"), role=None)
CALL: Final = '/alliance consult "Two of our undersea cables have been cut."'
OPENING: Final = (
    '/motion open sanctions "Measures against the cutting of Estonia’s undersea cables" '
    '"1. The members freeze the assets of those who ordered the cutting.\n'
    '2. They close their ports to the ships named in the annex." '
    'impact:"Trade worth about 0.02% of the members’ output is affected." sponsors:EST,LVA,FIN urgent:yes'
)


@dataclass(frozen=True, slots=True)
class Facts:
    """How the motion ended."""

    outcome: Outcome
    yes: int
    no: int
    abstain: int
    silent: int
    journal_whole: bool


DECLINES: Final = tuple(MemberCode(code) for code in ("BWA", "CPV", "GHA"))
UNDECIDED: Final = tuple(MemberCode(code) for code in ("CRI", "JAM", "URY"))
RESERVED: Final = MemberCode("CHE")
RESERVATION: Final = '/coalition reserve M-1 "As far as its neutrality allows." confirm:yes'
JOINED: Final = 34

EXPECTED: Final = Facts(Outcome.ADOPTED, 12, 0, 1, 2, journal_whole=True)


async def _course(course: Course) -> bool:
    voted = await _vote(course)
    return await _joined(course) and voted


async def _vote(course: Course) -> bool:
    scene, estonia, roster = course.scene, course.heads[ESTONIA], course.members
    people = tuple(course.heads[code] for code in course.seated)
    scene.note("demo.estonia.alliance", members=len(roster), people=people_of(roster))
    scene.note("demo.estonia.call")
    await scene.type(estonia, CALL)
    await scene.type(estonia, f"{CALL} confirm:yes")
    await scene.settle()
    scene.note("demo.estonia.tabled")
    await scene.type(OFFICER, OPENING)
    await scene.settle()
    scene.note("demo.estonia.head_votes")
    await scene.press(estonia, "Yes", action("vote.cast", MOTION, "yes"))
    refused = await scene.type(ALTERNATE, "/vote M-1 no")
    scene.note("demo.estonia.kept_out")
    strange = await scene.type(STRANGER, "/vote M-1 yes")
    seatless = await scene.type(course.heads[LATVIA], "/vote M-1 yes")
    scene.note("demo.estonia.others_vote")
    await _others_vote(scene, tuple(person for person in people if person is not estonia))
    await scene.type(OFFICER, "/motion needs M-1")
    await scene.settle()
    scene.note("demo.estonia.closed")
    await scene.pass_time(timedelta(hours=12))
    await scene.settle()
    scene.note("demo.estonia.late")
    late = await scene.type(people[-1], "/vote M-1 no")
    facts = await scene.look_up(_facts)
    refusals = {refused.tone, strange.tone, seatless.tone, late.tone}
    posted = await course.posted("Adopted: M-1")
    return facts == EXPECTED and refusals == {Tone.REFUSAL} and posted


async def _joined(course: Course) -> bool:
    """Have the members answer: thirty-four of forty join, one of them with a reservation; three do not answer."""
    scene, heads = course.scene, course.heads
    scene.note("demo.estonia.answered")
    await scene.type(heads[ESTONIA], "/alliance stand-down Q-1 confirm:yes")
    scene.note("demo.estonia.join")
    await course.join(tuple(code for code in heads if code not in {*DECLINES, *UNDECIDED, RESERVED}))
    await scene.type(heads[RESERVED], RESERVATION)
    for code in DECLINES:
        await scene.type(heads[code], "/coalition decline M-1 confirm:yes", quiet=True)
    scene.note("demo.estonia.reminded")
    await scene.pass_until(scene.now() + timedelta(days=14))
    await scene.settle()
    await scene.type(OFFICER, "/coalition show M-1")
    kept = await course.kept()
    return (
        len(kept.members) == JOINED
        and not kept.reminders
        and await course.posted(f"{JOINED} of {len(heads)} members have joined. 1 of them with a reservation.")
        and await course.whole()
    )


async def _others_vote(scene: Scene, others: tuple[Person, ...]) -> None:
    abstains = next(person for person in others if person.member == ABSTAINS)
    for number, person in enumerate([p for p in others if p is not abstains][:11]):
        await scene.press(person, "Yes", action("vote.cast", MOTION, "yes"), quiet=number > 0)
    await scene.type(abstains, "/vote cast M-1 abstain explanation:“Our parliament has not been heard yet.”")


def people_of(roster: tuple[MemberEnrolled, ...]) -> int:
    """Count the people of all members together."""
    return int(sum(member.weights[POPULATION] for member in roster))


def _facts(uow: UnitOfWork, alliance: Alliance) -> Facts | None:
    """Look up how the motion ended and whether the journal is whole."""
    motion = uow.motions.get(alliance.code, MOTION)
    head = uow.journal.head(alliance.code)
    fault = verify(uow.journal.entries(alliance.code), alliance=alliance.code, head_seq=head.seq, head_hash=head.hash)
    result = None if motion is None else motion.result
    if result is None:
        return None
    tally = result.tally
    return Facts(result.outcome, tally.yes, tally.no, tally.abstain, tally.silent, journal_whole=fault is None)


SCENARIO: Final = Scenario(
    name="estonia",
    charter="alliance-of-democracies",
    start=START,
    course=_course,
    people=(ALTERNATE,),
    on_slack=frozenset({ESTONIA}),
    aloud=True,
)
