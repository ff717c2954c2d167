"""The house that the plays of the gallery are played in: a real database, the real dispatcher, a wall for posts."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from math import inf
from typing import TypeVar

from adapters.bootstrap import House
from bot.cards.card import Card, Form, Tone
from bot.charters.load import parse_charter
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.commands.conduct.digests import keep_digests
from bot.commands.conduct.yearly import keep_calendar
from bot.dispatch import Chosen, Dispatcher, Invocation, Pressed, Reply, Typed
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.blockages import Obstacle
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.locales.phrase import words
from bot.ports import Address, Postponed, Undeliverable, UnitOfWork
from storage.database import Database
from tests.behaviour.cast import PEOPLE, SECRETARY, Person
from tests.behaviour.world import START, MovedClock, World, enrolled
from tests.gallery.sizes import Size

T = TypeVar("T")

CHANNEL = Channel("slack:T0ALLIANCE:C0MOTIONS")
DAY = timedelta(days=1)
ANSWERING = timedelta(seconds=7)
"""What passes between two acts."""


class Wall:
    """Fills the port ``Notifier``: keeps every card that was shown, and what each post shows at present."""

    platform = Platform.SLACK

    def __init__(self) -> None:
        self.shown: list[Card] = []
        self.posts: dict[str, Card] = {}
        self.deaf: Address | None = None
        """Who cannot be written to."""
        self.closed: Address | None = None
        """Where the bot must not write until somebody lets it in again."""

    async def post(
        self,
        to: Address,
        card: Card,
        *,
        key: str,
        thread: str | None = None,
        thread_name: str = "",
        until: float = inf,
    ) -> str:
        """Keep a post; its id is its key and its address."""
        if to == self.deaf:
            raise Undeliverable(reason="closed")
        if to == self.closed:
            raise Postponed(pause=ANSWERING, reason="missing_access", obstacle=Obstacle.REMOVED)
        self.shown.append(card)
        self.posts[f"{key}@{to.text}"] = card
        return f"{key}@{to.text}"

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Replace what a post shows."""
        self.shown.append(card)
        self.posts[message] = card

    async def find(self, to: Address, *, key: str, since: object, thread: str | None = None) -> str | None:
        """Find a post by its key."""
        return f"{key}@{to.text}" if f"{key}@{to.text}" in self.posts else None


class Failing:
    """Fills the port ``Writer``: nothing can be read or written, for a fault."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Fail."""
        raise self._fault

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Fail."""
        raise self._fault


class Scene:
    """One house at one size, and what a play does in it."""

    def __init__(self, world: World, size: Size, wall: Wall) -> None:
        self.world, self.size, self.wall = world, size, wall
        self.forms: list[Form] = []
        self._acts = count(1)
        self.last: Invocation | None = None

    @property
    def heads(self) -> tuple[Person, ...]:
        """Give the heads of the delegations that are on no suite's list: those that make the roster long."""
        return tuple(_head(row[0]) for row in self.size.members[6:])

    async def say(self, person: Person, line: str, *, refused: bool = False) -> Card:
        """Type a line; give the reply, which must be what is expected: done, or refused."""
        return self._told(await self._act(person, Typed(line=line)), line, refused=refused)

    async def fill(self, person: Person, path: str, values: Mapping[str, str], *, refused: bool = False) -> Card:
        """Send a form."""
        return self._told(await self._act(person, Chosen(path=path, values=values)), path, refused=refused)

    async def open(self, kind: str, **more: str) -> None:
        """Table a motion of a kind, with the title and the text of the size."""
        words = {"title": self.size.title, "text": self.size.text}
        await self.fill(SECRETARY, "motion.open", {"kind": kind, **words, **more})

    async def press(self, person: Person, card: Card, label: str, *, refused: bool = False) -> Card:
        """Press a button of a card, by the beginning of what it does."""
        button = next(each for each in card.buttons if label in each.action)
        return self._told(await self._act(person, Pressed(action=button.action)), button.action, refused=refused)

    async def again(self) -> Card:
        """Deliver the last act a second time."""
        assert self.last is not None
        return self._told(await self.world.house.dispatcher(self.last), "again", refused=False)

    async def failing(self, person: Person, line: str, fault: Exception) -> Card:
        """Type a line where the record cannot be written for a fault."""
        house = self.world.house
        whole, house.dispatcher = house.dispatcher, Dispatcher(Failing(fault))
        try:
            return await self.say(person, line, refused=True)
        finally:
            house.dispatcher = whole

    async def home(self, person: Person) -> tuple[Card, ...]:
        """Open the bot's own page."""
        now = self.world.clock.now()
        shown = await self.world.house.dispatcher.home(account_of(person), now=now, locale=self.size.language)
        self.wall.shown += shown
        return shown

    async def until(self, at: datetime, *, by: timedelta = DAY) -> None:
        """Let time pass up to an instant, so much at a time, and post what is owed."""
        while self.world.clock.now() < at:
            await self.world.pass_time(min(at - self.world.clock.now(), by))

    async def ask(self, person: Person, line: str) -> Form:
        """Type a line that lacks options; give the form that asks for them."""
        reply = await self._act(person, Typed(line=line), takes_form=True)
        assert isinstance(reply, Form), line
        self.forms.append(reply)
        return reply

    async def _act(self, person: Person, request: Typed | Chosen | Pressed, *, takes_form: bool = False) -> Reply:
        self.last = Invocation(
            key=f"slack:{next(self._acts)}",
            account=account_of(person),
            channel=CHANNEL,
            received_at=self.world.clock.now(),
            request=request,
            locale=self.size.language,
            takes_form=takes_form,
        )
        self.world.clock.advance(ANSWERING)
        return await self.world.house.dispatcher(self.last)

    def _told(self, reply: Reply, what: str, *, refused: bool) -> Card:
        assert isinstance(reply, Card), what
        assert (reply.tone is Tone.REFUSAL) is refused, (what, [words(each) for each in reply.paragraphs])
        self.wall.shown.append(reply)
        return reply

    async def vote(self, number: int, **ballots: str) -> None:
        """Cast ballots by state; ``others`` is what those vote that make the roster long."""
        rest = ballots.pop("others", "")
        for state, ballot in ballots.items():
            await self.say(_head_of(state), f"/vote M-{number} {ballot}")
        for person in self.heads if rest else ():
            await self.say(person, f"/vote M-{number} {rest}")

    async def decide(self, number: int, **ballots: str) -> None:
        """Vote by state, and let the time of the motion run out."""
        await self.vote(number, **ballots)
        motion = await self.world.motion(number)
        await self.world.pass_time(motion.closes_at + timedelta(seconds=1) - self.world.clock.now())
        await self.world.settle()


def account_of(person: Person) -> Account:
    """Give a person's account."""
    return Account.parse(f"slack:T0ALLIANCE:U{person.name.upper().replace('.', '0')}")


def _head_of(state: str) -> Person:
    return next(each for each in PEOPLE if str(each.member).lower() == state and each.role is not Role.OBSERVER)


def _head(code: str) -> Person:
    return Person(name=f"{code.lower()}.head", number=0, role=Role.HEAD, member=MemberCode(code))


@asynccontextmanager
async def open_scene(database: Database, size: Size, charter: str) -> AsyncIterator[Scene]:
    """Found an alliance of a size under a charter, with its people and a channel for everything."""
    now = START
    people = (*(each for each in PEOPLE if each.role), *(_head(row[0]) for row in size.members[6:]))
    with database.transaction() as uow:
        code = found_alliance(
            uow,
            name="Test alliance",
            time_zone="Europe/Tallinn",
            language=size.language,
            charter=parse_charter(charter),
            now=now,
        )
        enrol_members(uow, code, [enrolled(row, now) for row in size.members], now=now)
        link_channel(uow, code, channel=CHANNEL, purpose=Purpose.MOTIONS, now=now)
        for each in people:
            give_credential(
                uow,
                code,
                account=account_of(each),
                role=each.role or Role.HEAD,
                member=each.member,
                nationality=each.nationality,
                until=None,
                now=now,
            )
        alliance = uow.alliances.get(code)
        assert alliance is not None
        keep_calendar(uow, alliance, now=now)
        keep_digests(uow, alliance, now=now)
    clock, wall = MovedClock(), Wall()
    house = House(database, clock)
    house.notifiers[Platform.SLACK] = wall
    try:
        yield Scene(World(database, clock, house, code), size, wall)
    finally:
        await house.writer.close()
