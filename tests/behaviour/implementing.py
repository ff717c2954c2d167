"""Adopted motions of the suite, for what follows them."""

from bot.domain.ids import MotionNumber
from bot.domain.implementation import Implementation
from tests.behaviour.cast import SECRETARY
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World

OPERATION_KIND = """
[kinds.operation]
title = { en = "Operation", fr = "Opération" }
body = "assembly"
adopt = "more than 1/2 of entitled members"
effect = "binding"
coalition = true
authorisations = 2
"""
"""A binding kind that takes the leave of two parliaments."""

OPERATION = CHARTER + OPERATION_KIND
"""The suite's charter with that kind."""


async def adopted(house: World, kind: str = "resolution", *, more: str = "") -> None:
    """Have M-1 adopted: by Estonia, Latvia, Finland and Brazil."""
    await house.front.say(SECRETARY, f'/motion open {kind} "Help" "1. The members help." {more}')
    await house.decide(1, est="yes", lva="yes", fin="yes", bra="yes")


async def after_adoption(house: World, number: int = 1) -> Implementation:
    """Give what follows a motion."""
    found = await house.house.writer.read(lambda uow: uow.implementations.get(house.code, MotionNumber(number)))
    assert found is not None
    return found


def flat(text: str) -> str:
    """Give a card without the breaks of its lines, and with plain spaces."""
    return " ".join(text.replace("│", " ").split())
