"""Who presides, and what the chairs have ruled."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.names import with_flag
from bot.domain.charter import Body
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.ruling import Ruling
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

SHOWN = 10
"""Rulings that a card shows, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presided:
    """A body with its chair and its vice-chair, and who of them can preside now; None where an office is vacant."""

    body: Body
    chair: MemberCode | None
    vice: MemberCode | None
    presiding: MemberCode | None


def presidency_card(
    bodies: tuple[Presided, ...],
    rulings: tuple[Ruling, ...],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
) -> Card:
    """Tell the offices of each body and how they were come by, who presides where the chair cannot, and the rulings."""
    columns = tuple(say.words(f"card.chair.{name}") for name in ("body", "chair", "vice", "how"))
    rows = tuple(
        (
            each.body.title.in_language(say.language),
            named(each.chair, members, say),
            named(each.vice, members, say),
            say.words(f"card.chair.by.{'none' if each.body.chairing is None else each.body.chairing.by.value}"),
        )
        for each in bodies
    )
    return Card(
        title=say.words("card.chair.title"),
        paragraphs=tuple(
            _stands_in(each.body, each.presiding, members, say)
            for each in bodies
            if each.presiding != each.chair and (each.chair is not None or each.vice is not None)
        ),
        table=Table(columns=columns, rows=rows),
        fields=tuple(_field(ruling, say) for ruling in rulings[-SHOWN:]),
    )


def _stands_in(body: Body, member: MemberCode | None, members: Mapping[MemberCode, Member], say: Interpreter) -> Phrase:
    title = body.title.in_language(say.language)
    if member is None:
        return say.say("card.chair.nobody_presides", body=title)
    return say.say("card.chair.stands_in", body=title, member=with_flag(members, member, say))


def named(code: MemberCode | None, members: Mapping[MemberCode, Member], say: Interpreter) -> str:
    """Name the holder of an office, or say that it is vacant."""
    return say.words("card.chair.nobody") if code is None else with_flag(members, code, say)


def _field(ruling: Ruling, say: Interpreter) -> Field:
    overturned = ruling.overturned_by is not None
    name = say.words("card.chair.overturned" if overturned else "card.chair.ruling", ruling=ruling.number)
    return Field(name=name, value=(ruling.text,), wide=True)


def ruled_card(ruling: Ruling, members: Mapping[MemberCode, Member], say: Interpreter, *, own: bool = False) -> Card:
    """Tell a ruling, with the way to appeal against it while it stands; to the chair itself as done."""
    chair = with_flag(members, ruling.member, say)
    standing = ruling.overturned_by is None
    told = (
        say.say("card.ruling.by", chair=chair)
        if ruling.motion is None
        else say.say("card.ruling.on", chair=chair, motion=ruling.motion)
    )
    appeal = Button(label=say.words("button.appeal"), action=action("chair.appeal", ruling.number))
    return Card(
        title=say.words("card.chair.ruling" if standing else "card.chair.overturned", ruling=ruling.number),
        tone=Tone.SUCCESS if own else Tone.NEUTRAL,
        paragraphs=(told, (ruling.text,)),
        buttons=(appeal,) if standing and not own else (),
        footer=say.say("card.ruling.stands") if standing else (),
    )
