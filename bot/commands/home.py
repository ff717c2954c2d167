"""What waits for a person, what runs, and where its state stands: all that a front's own page of the bot shows.

It is shown unasked, so it is no command; ``/alliance next``, ``/motion list`` and ``/member show`` tell the same.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.cards.action import action
from bot.cards.card import Button, Card
from bot.cards.home import RUNNING, brief_card, more_card
from bot.cards.waiting import waiting_card
from bot.commands.context import Context
from bot.commands.member.roster import card_of_member
from bot.commands.views import view_of
from bot.commands.waiting.callers import acts_for
from bot.commands.waiting.sources import waiting_for


def home_cards(context: Context) -> Iterator[Card]:
    """Give the cards of the caller's page in the order in which they matter."""
    say, held = context.interpreter, context.credential
    yield waiting_card(waiting_for(context), acts_for(context), say, now=context.now)
    yield from _running(context)
    if held is not None and held.member is not None:
        details = Button(label=say.words("button.details"), action=action("member.show", held.member))
        yield replace(card_of_member(context, held.member), table=None, buttons=(details,))


def _running(context: Context) -> Iterator[Card]:
    """Give the votes and silences that run, the first to close first."""
    held = context.credential
    member = None if held is None or not held.role.casts_ballots else held.member
    seen = [motion for motion in context.uow.motions.in_vote(context.alliance.code) if context.sees(motion)]
    running = sorted(seen, key=lambda motion: (motion.closes_at, motion.number))
    for motion in running[:RUNNING]:
        view = view_of(context.uow, context.alliance, motion, now=context.now)
        yield brief_card(view, member, context.interpreter)
    if len(running) > RUNNING:
        yield more_card(len(running) - RUNNING, context.interpreter)
