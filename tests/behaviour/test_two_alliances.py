"""Two alliances in one database: nothing that the people of one do, by whatever command, reaches the other."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

import pytest

from bot.cards.action import action
from bot.commands.administration import give_credential, link_channel
from bot.commands.register import REGISTRY
from bot.commands.registry import Command, OptionType
from bot.dispatch import Chosen, Invocation, Pressed, Request, Typed
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.ids import AllianceCode, MotionNumber
from bot.ports import UnitOfWork
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, PEOPLE, REVIEWER, SECRETARY, Person
from tests.behaviour.test_rights import GIVEN
from tests.behaviour.world import World, found

ELSEWHERE: Final = Channel("console:elsewhere")
MARK: Final = "Kept-to-ourselves-7391"
"""What stands in everything that the first alliance has written."""
ACTING: Final = (SECRETARY, EST_HEAD, EST_DELEGATE, REVIEWER)
_keys = count(1)


class Neighbours:
    """The alliance of the suite, with motions and a session, and another one that has its people and its channel."""

    def __init__(self, world: World, other: AllianceCode) -> None:
        self.world, self.other = world, other

    async def ask(self, account: Account, request: Request, place: Channel | None) -> str:
        """Act in a place; give all that is answered."""
        reply = await self.world.house.dispatcher(
            Invocation(
                key=f"neighbour:{next(_keys)}",
                account=account,
                channel=place,
                received_at=self.world.clock.now(),
                request=request,
                locale="en",
                takes_form=False,
            )
        )
        return repr(reply)

    async def entries(self, code: AllianceCode) -> int:
        """Give the length of an alliance's journal."""
        return (await self.world.house.writer.read(lambda uow: uow.journal.head(code))).seq


def neighbour(person: Person) -> Account:
    """Give the account of somebody's counterpart in the other alliance."""
    return Account(f"console:other.{person.name}")


@pytest.fixture
async def neighbours(house: World) -> Neighbours:
    """Give both."""
    now = house.clock.now()
    other = found(house.database, name="Other alliance", now=now)

    def settle_in(uow: UnitOfWork) -> None:
        link_channel(uow, other, channel=ELSEWHERE, purpose=Purpose.MOTIONS, now=now)
        for person in PEOPLE:
            if person.role is not None:
                give_credential(
                    uow,
                    other,
                    account=neighbour(person),
                    role=person.role,
                    member=person.member,
                    nationality=person.nationality,
                    until=None,
                    now=now,
                )

    await house.house.writer.write(settle_in)
    for line in (
        f'/motion open resolution "{MARK}" "1. {MARK}."',
        f'/motion open sanctions "{MARK}" "1. {MARK}." impact:"{MARK}"',
        f'/session call ministers "{MARK}" "2026-12-20 10:00" place:"{MARK}"',
    ):
        await house.front.say(SECRETARY, line)
    await house.front.say(EST_HEAD, f'/vote M-1 yes explanation:"{MARK}"')
    await house.front.say(EST_HEAD, f'/motion propose resolution "{MARK}" "1. {MARK}."')
    await house.front.say(LVA, f'/alliance consult "{MARK}"')
    await house.settle()
    return Neighbours(house, other)


def values_for(command: Command, own: World) -> Mapping[str, str]:
    """Give what a command takes, with the numbers and the accounts of the first alliance."""
    theirs = {**GIVEN, OptionType.ACCOUNT: own.front.account(EST_HEAD).text, OptionType.MEMBER: "EST"}
    return {option.name: theirs[option.type] for option in command.options if option.type in theirs}


def ways(command: Command, values: Mapping[str, str]) -> Iterator[Request]:
    """Give each way in which a command can come: chosen options, a typed line, a button with the same in its id."""
    needed = {
        option.name: values[option.name] for option in command.options if option.required and option.name in values
    }
    yield Chosen(path=command.path, values=values)
    yield Chosen(path=command.path, values=needed)
    yield Typed(line=" ".join((command.name, *(f'{name}:"{value}"' for name, value in needed.items()))))
    yield Pressed(action=action(command.path, *needed.values()))


@pytest.mark.parametrize("person", ACTING, ids=lambda person: person.name)
async def test_no_command_of_one_alliance_reads_or_changes_the_other(neighbours: Neighbours, person: Person) -> None:
    """By numbers, members and accounts of the other: in its own channel and directly it sees nothing of it."""
    world, before = neighbours.world, await neighbours.world.entries()
    seen = []
    for command in REGISTRY.commands:
        for request in ways(command, values_for(command, world)):
            for place in (ELSEWHERE, None):
                told = await neighbours.ask(neighbour(person), request, place)
                seen += [f"{command.name} in {place}: {told}"] if MARK in told else []
        assert await world.entries() == before, command.name
    assert seen == []
    assert await world.sound()


@pytest.mark.parametrize("person", ACTING, ids=lambda person: person.name)
async def test_no_command_changes_an_alliance_from_its_own_channel_by_others(
    neighbours: Neighbours, person: Person
) -> None:
    """Whoever is let into the channel of another alliance may look, and do nothing: to that one, or to its own."""
    world = neighbours.world
    before, own = await world.entries(), await neighbours.entries(neighbours.other)
    for command in REGISTRY.commands:
        for request in ways(command, values_for(command, world)):
            await neighbours.ask(neighbour(person), request, world.front.channel)
        assert await world.entries() == before, command.name
        assert await neighbours.entries(neighbours.other) == own, command.name


async def test_suggestions_are_of_the_own_alliance_alone(neighbours: Neighbours) -> None:
    """Whatever is typed into whichever option, in its own channel, in direct messages, or in the other's channel."""
    world = neighbours.world
    for command in REGISTRY.commands:
        for option in command.options:
            for typed in ("", "M-1", MARK[:5], "1"):
                for place in (ELSEWHERE, None):
                    typing = Invocation(
                        key="",
                        account=neighbour(SECRETARY),
                        channel=place,
                        received_at=world.clock.now(),
                        request=Chosen(path=command.path, values={}),
                    )
                    offered = await world.house.dispatcher.suggest(typing, command.path, option.name, typed)
                    assert MARK not in repr(offered), (command.name, option.name, typed, place)


async def test_same_number_is_another_motion_in_another_alliance(neighbours: Neighbours) -> None:
    """Each has its own M-1: a button or a line is of the alliance in whose place, or by whose account, it comes."""
    world = neighbours.world
    tabled = await neighbours.ask(
        neighbour(SECRETARY), Typed(line='/motion open resolution "Ours" "1. Ours."'), ELSEWHERE
    )
    assert "M-1" in tabled
    first = await neighbours.ask(neighbour(EST_HEAD), Pressed(action="v1:vote.cast:1:no"), None)
    assert "Ours" in first
    for place in (ELSEWHERE, None):
        again = await neighbours.ask(neighbour(EST_HEAD), Typed(line="/vote M-1 no"), place)
        assert "Nothing needed recording again" in again
    cast = await world.house.writer.read(lambda uow: uow.ballots.of_motion(neighbours.other, MotionNumber(1)))
    assert {str(each.member): each.choice.value for each in cast} == {"EST": "no"}
    assert await world.ballots(1) == {"EST": "yes"}
    assert await world.sound()


async def test_posts_of_one_alliance_go_to_its_own_places(neighbours: Neighbours) -> None:
    """Cards, receipts, reminders and news: none of the first's stands where the other's people read."""
    world = neighbours.world
    await neighbours.ask(neighbour(SECRETARY), Typed(line='/motion open resolution "Ours" "1. Ours."'), ELSEWHERE)
    await neighbours.ask(neighbour(EST_DELEGATE), Typed(line="/vote M-1 no"), ELSEWHERE)
    await world.settle()
    await world.settle()
    notifier = world.front.notifier
    shown = notifier.shown  # type: ignore[attr-defined]
    theirs = "\n".join(text for place in (ELSEWHERE, *map(neighbour, PEOPLE)) for text in shown(place))
    assert "Ours" in theirs
    assert MARK not in theirs
    ours = "\n".join(await world.front.posts())
    assert MARK in ours
    assert "Ours" not in ours
