"""Binding acts: the head or full powers, and a second tap that names the state; tried with a command of its own."""

from dataclasses import dataclass
from itertools import count
from typing import Final

import pytest

from bot.cards.card import Card, Tone
from bot.commands.binding import check_full_powers, confirm
from bot.commands.context import Context
from bot.commands.options import CONFIRM
from bot.commands.register import REGISTRY
from bot.commands.registry import Caller, Command, Option, OptionType, Registry
from bot.dispatch import Dispatcher, Invocation, Pressed, Request, Typed
from bot.domain.events import PreferencesSet
from bot.locales.phrase import words
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, EST_OBSERVER, SECRETARY, STRANGER, Person
from tests.behaviour.test_delegations import NEW
from tests.behaviour.world import World

KEYS: Final = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """A state binds itself."""

    text: str
    confirm: bool | None = None


def bind(request: Bind, context: Context) -> Card:
    """Record something once it is confirmed."""
    member = check_full_powers(context)
    asked = confirm(
        context, member=member, act=f"it {request.text}.", values={"text": request.text}, confirmed=request.confirm
    )
    if asked is not None:
        return asked
    context.record(PreferencesSet(account=context.account, language=None, zone=None))
    return Card(title="Bound", tone=Tone.SUCCESS)


BINDING: Final = Command(
    noun="alliance",
    verb="info",
    callers=frozenset({Caller.HEAD}),
    options=(Option(name="text", type=OptionType.LONG_TEXT, required=True), CONFIRM),
    request=Bind,
    handler=bind,
    writes=True,
)


async def act(house: World, person: Person, request: Request) -> Card:
    """Do something with the binding command as one of the house's."""
    others = (command for command in REGISTRY.commands if command.path != BINDING.path)
    dispatcher = Dispatcher(house.house.writer, Registry((BINDING, *others)))
    reply = await dispatcher(
        Invocation(
            key=f"bind:{next(KEYS)}",
            account=house.front.account(person),
            channel=house.front.channel,
            received_at=house.clock.now(),
            request=request,
            locale="en",
        )
    )
    assert isinstance(reply, Card)
    return reply


async def test_head_confirms_in_the_name_of_its_state(house: World) -> None:
    """The first tap records nothing and names the state; the second does it."""
    before = await house.entries()
    asked = await act(house, EST_HEAD, Typed(line='/alliance info "joins the coalition"'))
    assert "Estonia" in asked.title
    assert "This binds 🇪🇪\u00a0Estonia: it joins the coalition." in words(asked.paragraphs[0])
    assert await house.entries() == before
    done = await act(house, EST_HEAD, Pressed(action=asked.buttons[0].action))
    assert done.title == "Bound"
    assert await house.entries() == before + 1


async def test_text_that_no_button_carries_is_confirmed_by_typing(house: World) -> None:
    """A button holds a hundred characters; what is longer is sent again with its confirmation."""
    line = f'/alliance info "{"so it is " * 20}"'
    asked = await act(house, EST_HEAD, Typed(line=line))
    assert asked.buttons == ()
    assert "/alliance info … confirm:yes" in words(asked.footer)
    assert (await act(house, EST_HEAD, Typed(line=f"{line} confirm:yes"))).title == "Bound"


async def test_full_powers_bind_as_the_head_does(house: World) -> None:
    """A delegate with full powers may; the head's own right is not needed."""
    await house.front.say(EST_HEAD, "/delegate appoint @new EST delegate powers:yes")
    assert (await act(house, NEW, Typed(line="/alliance info joins confirm:yes"))).title == "Bound"


@pytest.mark.parametrize(
    ("person", "line", "refused"),
    [
        (EST_DELEGATE, "/alliance info joins", "for the head of the delegation of Estonia"),
        (EST_DELEGATE, "/alliance info joins confirm:yes", "for the head of the delegation of Estonia"),
        (EST_OBSERVER, "/alliance info joins", "does not cast ballots"),
        (SECRETARY, "/alliance info joins", "is for delegations"),
        (STRANGER, "/alliance info joins", "holds no credential"),
        (EST_HEAD, "/alliance info joins confirm:no", "Nothing was done in the name of Estonia"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_binding_acts_that_are_refused(house: World, person: Person, line: str, refused: str) -> None:
    """Nobody binds a state without its head or full powers, nor without a yes."""
    before = await house.entries()
    answer = await act(house, person, Typed(line=line))
    assert answer.tone is Tone.REFUSAL
    assert refused in words(answer.paragraphs[0])
    assert await house.entries() == before
