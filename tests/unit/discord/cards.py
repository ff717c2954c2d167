"""Cards for the tests of the Discord front: a few made by hand, and views for those that the core makes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

import pycountry

from bot.cards.action import action
from bot.cards.card import Button, Card, Emphasis, Field, Tone
from bot.cards.views import MotionView
from bot.charters.load import parse_charter
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot, Choice
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode, MotionNumber, WeightName
from bot.domain.membership import Member, Status
from bot.domain.motion import Motion
from bot.domain.voting import count, freeze_roll, freeze_rules
from bot.domain.voting_rules import Result
from bot.locales.phrase import Moment
from tests.behaviour.charter import CHARTER

DEADLINE: Final = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
MOMENT: Final = Moment(at=DEADLINE, words="Fri 4 Dec 2026, 17:00 CET")


def flag(code: str) -> str:
    """Give the flag of a state by its two letters."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def members(number: int) -> list[Member]:
    """Give so many states."""
    found = sorted(pycountry.countries, key=lambda country: str(country.alpha_3))[:number]
    return [
        Member(
            code=MemberCode(each.alpha_3),
            name=each.name,
            name_fr=each.name,
            flag=flag(each.alpha_2),
            status=Status.ACTIVE,
            since=DEADLINE - timedelta(days=365),
            weights={WeightName("population"): Fraction(1)},
        )
        for each in found
    ]


def view(number: int, *, text: str = "Be it resolved.", decided: bool = False) -> MotionView:
    """Give a motion before so many states, of which all have voted."""
    charter, roster = parse_charter(CHARTER), members(number)
    kind = charter.kinds[KindName("order")]
    motion = Motion(
        number=MotionNumber(12),
        kind=kind.name,
        body=BodyName("assembly"),
        title="Measures on trade",
        text=text,
        mover=None,
        concerned=None,
        sponsors=(),
        document="",
        impact="",
        urgent=False,
        tabled_at=DEADLINE - timedelta(days=4),
        opens_at=DEADLINE - timedelta(days=3),
        closes_at=DEADLINE,
    )
    rules, electors = freeze_rules(charter, motion), freeze_roll(charter, motion, roster)
    motion = replace(motion, rules=rules)
    ballots = {member.code: _ballot(member, place) for place, member in enumerate(roster)}
    if decided:
        decision = count(rules, motion, electors, tuple(ballots.values()))
        result = Result(outcome=decision.outcome, reasons=decision.reasons, tally=decision.tally, decided_at=DEADLINE)
        motion = replace(motion, result=result)
    alliance = Alliance(
        code=AllianceCode("test"), name="Test", time_zone=ZoneInfo("UTC"), language="en", charter=charter
    )
    return MotionView(
        alliance=alliance,
        motion=motion,
        now=DEADLINE - timedelta(hours=1),
        rules=rules,
        electors=electors,
        ballots=ballots,
        members={member.code: member for member in roster},
    )


def _ballot(member: Member, place: int) -> Ballot:
    return Ballot(
        motion=MotionNumber(12),
        member=member.code,
        choice=(Choice.YES, Choice.YES, Choice.NO, Choice.ABSTAIN)[place % 4],
        account=Account("discord:1"),
        role=Role.HEAD,
        cast_at=DEADLINE - timedelta(hours=2),
        explanation="",
    )


def motion_card() -> Card:
    """Give the card of a motion that runs."""
    return Card(
        title="M-12 · Sanctions · Measures on <trade> & transit",
        tone=Tone.RUNNING,
        paragraphs=(
            ("The alliance:\n1. condemns *the blockade*;\n2. asks @everyone for measures.",),
            ("Voting on “Measures on `trade`” closes ", MOMENT, "."),
        ),
        fields=(
            Field(name="Decided by", value=("the Council of 19",)),
            Field(name="Rule", value=("more than half of the votes cast",)),
            Field(name="Voting closes", value=(MOMENT,)),
            Field(name="Document", value=("https://example.org/doc_1?a=1&b=2",)),
            Field(name="Yes", value=("🇪🇪 🇱🇻",)),
        ),
        buttons=(
            Button(label="Yes", action=action("vote.cast", 12, "yes"), emphasis=Emphasis.PRIMARY),
            Button(label="No", action=action("vote.cast", 12, "no"), emphasis=Emphasis.DANGER),
            Button(label="Abstain", action=action("vote.cast", 12, "abstain")),
            Button(label="Details", action=action("motion.show", 12)),
        ),
        footer=("A ballot may be changed until ", MOMENT, "."),
    )


def announcement() -> Card:
    """Give the announcement of a result."""
    return Card(
        title="Adopted: M-12 · Measures on trade",
        tone=Tone.SUCCESS,
        paragraphs=(
            ("Adopted by more than half of the votes cast. Needed 2, had 3.",),
            ("For 3, against 1, abstained 0, no ballot 0, not participating 0, suspended 0, vacant 0.",),
        ),
        fields=(
            Field(name="For (3)", value=("🇪🇪 Estonia, 🇱🇻 Latvia, 🇫🇮 Finland",)),
            Field(name="Against (1)", value=("🇧🇷 Brazil",)),
        ),
        footer=("By the charter in force.",),
    )


def refusal() -> Card:
    """Give a refusal that names an instant."""
    return Card(
        title="This was not done",
        tone=Tone.REFUSAL,
        paragraphs=(("Voting on M-12 closed ", MOMENT, ". This ballot came later and was not recorded."),),
    )
