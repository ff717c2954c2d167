"""Who presides, and what the chairs have ruled."""

from collections.abc import Mapping

from bot.cards.action import action
from bot.cards.card import Button, Card, Field, Table, Tone
from bot.cards.names import with_flag
from bot.domain.charter import Body
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.ruling import Ruling
from bot.locales.catalogue import Interpreter

SHOWN = 10
"""Rulings that a card shows, the latest."""

Presided = tuple[Body, MemberCode | None, MemberCode | None]
"""A body, its chair and its vice-chair."""


def presidency_card(
    bodies: tuple[Presided, ...],
    rulings: tuple[Ruling, ...],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
) -> Card:
    """Tell who presides over each body and how it came by that, and the latest rulings."""
    columns = tuple(say.words(f"card.chair.{name}") for name in ("body", "chair", "vice", "how"))
    rows = tuple(
        (
            body.title.in_language(say.language),
            _named(chair, members, say),
            _named(vice, members, say),
            say.words(f"card.chair.by.{'none' if body.chairing is None else body.chairing.by.value}"),
        )
        for body, chair, vice in bodies
    )
    return Card(
        title=say.words("card.chair.title"),
        table=Table(columns=columns, rows=rows),
        fields=tuple(_field(ruling, say) for ruling in rulings[-SHOWN:]),
    )


def _named(code: MemberCode | None, members: Mapping[MemberCode, Member], say: Interpreter) -> str:
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
