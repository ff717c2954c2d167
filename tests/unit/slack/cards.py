"""Cards as the core makes them, large and hostile, for the tests of the Slack front."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pycountry

from bot.cards.action import action
from bot.cards.card import Button, Card, Emphasis, Entry, Field, Form, FormField, Table, Tone
from bot.locales.phrase import Moment

DEADLINE: Final = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
MOMENT: Final = Moment(at=DEADLINE, words="Fri 4 Dec 2026, 17:00 CET")


def flag(code: str) -> str:
    """Give the flag of a state by its two letters."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def states(count: int) -> list[tuple[str, str]]:
    """Give so many states as (flag and name, code)."""
    found = sorted(pycountry.countries, key=lambda country: str(country.alpha_3))[:count]
    return [(f"{flag(each.alpha_2)} {each.name}", each.alpha_3) for each in found]


def motion_card() -> Card:
    """Give the card of a motion that runs."""
    return Card(
        title="M-12 · Sanctions · Measures on <trade> & transit",
        tone=Tone.RUNNING,
        paragraphs=(
            ("The alliance:\n1. condemns *the blockade*;\n2. asks <!channel> for measures.",),
            ("Voting on “Measures on `trade`” closes ", MOMENT, "."),
        ),
        fields=(
            Field(name="Decided by", value=("the Council of 19",)),
            Field(name="Rule", value=("more than half of the votes cast",)),
            Field(name="Voting closes", value=(MOMENT,)),
            Field(name="Document", value=("https://example.org/doc?a=1&b=2",)),
            Field(name="Sponsors", value=(", ".join(name for name, _ in states(9)),)),
        ),
        buttons=(
            Button(label="Yes", action=action("vote.cast", 12, "yes"), emphasis=Emphasis.PRIMARY),
            Button(label="No", action=action("vote.cast", 12, "no"), emphasis=Emphasis.DANGER),
            Button(label="Abstain", action=action("vote.cast", 12, "abstain")),
            Button(label="Details", action=action("motion.show", 12)),
        ),
        footer=("A ballot may be changed until ", MOMENT, "."),
    )


def result_card() -> Card:
    """Give the announcement of a result."""
    named = [name for name, _ in states(40)]
    return Card(
        title="Adopted: M-12 · Measures on trade",
        tone=Tone.SUCCESS,
        paragraphs=(
            ("Adopted by more than half of the votes cast. Needed 20, had 23.",),
            ("For 23, against 12, abstained 5, no ballot 0, not participating 0, suspended 0, vacant 0.",),
        ),
        fields=(
            Field(name="For (23)", value=(", ".join(named[:23]),)),
            Field(name="Against (12)", value=(", ".join(named[23:35]),)),
            Field(name="Abstained (5)", value=(", ".join(named[35:]),)),
        ),
        footer=("Voting closed ", MOMENT, "."),
    )


def refusal_card() -> Card:
    """Give a refusal that names an instant."""
    return Card(
        title="This was not done",
        tone=Tone.REFUSAL,
        paragraphs=(("Voting on M-12 closed ", MOMENT, ". This ballot came later and was not recorded."),),
    )


def details_card(count: int, *, text: str = "Be it resolved.") -> Card:
    """Give the details of a motion with a roll of so many states."""
    ballots = ("yes", "no", "abstain", "no ballot")
    rows = tuple((name, code, ballots[number % 4]) for number, (name, code) in enumerate(states(count)))
    return Card(
        title="M-12 · Sanctions · Measures on trade",
        tone=Tone.RUNNING,
        paragraphs=((text,),),
        fields=(Field(name="Voting closes", value=(MOMENT,)),),
        table=Table(columns=("State", "Code", "Ballot"), rows=rows),
        buttons=(Button(label="Yes", action=action("vote.cast", 12, "yes"), emphasis=Emphasis.PRIMARY),),
    )


def form() -> Form:
    """Give the form for a motion."""
    return Form(
        title="/motion open",
        submit="Send",
        action="motion.open",
        fields=(
            FormField(name="kind", label="Kind", hint="a kind of motion", required=True, value="san"),
            FormField(name="text", label="Text", hint="what is decided", required=True, entry=Entry.LINES),
            FormField(
                name="ballot",
                label="Ballot",
                hint="yes, no or abstain",
                required=False,
                choices={"yes": "Yes", "no": "No"},
                value="no",
            ),
        ),
    )


def texts_of(value: object) -> Iterable[str]:
    """Give every text that a person sees in blocks."""
    match value:
        case {"type": "plain_text" | "mrkdwn" | "text", "text": str(text)}:
            yield text
        case dict():
            for each in value.values():
                yield from texts_of(each)
        case list() | tuple():
            for each in value:
                yield from texts_of(each)
        case _:
            return
