"""The address of a motion's page, where somebody looks at the motion in chat."""

import pytest

from adapters.bootstrap import House
from adapters.settings import Settings
from adapters.web.record.access import pages_of
from bot.cards.card import Card
from bot.dispatch import Invocation, Typed
from bot.locales.phrase import words
from tests.behaviour.cast import EST_HEAD, SECRETARY, STRANGER, Person
from tests.behaviour.world import World

SECRET = "thirty-two characters or more of it"
PUBLIC = {"web_record": "public", "public_url": "https://plenary.example.org/"}
LINK = {**PUBLIC, "web_record": "link", "web_record_secret": SECRET}
PAGE = "https://plenary.example.org/record/test-alliance/"


async def shown(world: World, settings: dict[str, str], person: Person, line: str = "/motion show M-1") -> str:
    """Give where the details of a motion say that it is on the web; empty where they do not."""
    pages = pages_of(Settings(_env_file=None, **settings))  # type: ignore[arg-type]  # read as from outside
    house = House(world.database, world.clock, pages=pages)
    act = Invocation(
        key="look",
        account=world.front.account(person),
        channel=world.front.channel,
        received_at=world.clock.now(),
        request=Typed(line=line),
    )
    try:
        card = await house.dispatcher(act)
    finally:
        await house.writer.close()
    assert isinstance(card, Card)
    return next((words(field.value) for field in card.fields if field.name == "On the web"), "")


@pytest.fixture
async def tabled(house: World) -> World:
    """Give a house with a motion."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. The skies are open."')
    return house


async def test_public_page_is_told_to_everyone(tabled: World) -> None:
    """Whoever looks at the motion in chat may read its page too."""
    for person in (EST_HEAD, STRANGER):
        assert await shown(tabled, PUBLIC, person) == f"{PAGE}motions/1"


async def test_link_with_a_secret_is_told_to_those_alone_who_hold_a_credential(tabled: World) -> None:
    """It opens the whole record to whoever has it."""
    address = await shown(tabled, LINK, EST_HEAD)
    assert address.startswith(f"{PAGE}~")
    assert address.endswith("/motions/1")
    assert SECRET not in address
    assert await shown(tabled, LINK, STRANGER) == ""


@pytest.mark.parametrize("settings", [{}, {"web_record": "public"}], ids=["not served", "no address of its own"])
async def test_no_page_is_told_where_nobody_could_open_it(tabled: World, settings: dict[str, str]) -> None:
    assert await shown(tabled, settings, EST_HEAD) == ""


async def test_draft_has_no_page(house: World) -> None:
    """The record holds no drafts."""
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. The skies are open." draft:yes')
    assert await shown(house, PUBLIC, SECRETARY) == ""
