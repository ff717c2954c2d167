"""One house for all the examples of a module: a real database, the real dispatcher, people of every kind."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from datetime import timedelta
from itertools import count
from math import inf
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from adapters.console.notifier import ConsoleNotifier
from bot.cards.card import Card
from bot.commands.administration import AccountTaken, give_credential
from bot.dispatch import Invocation, Reply, Request, Typed
from bot.domain.addresses import Account, Channel, Platform
from bot.locales.catalogue import Interpreter
from bot.ports import Address
from storage.database import open_database
from tests.behaviour.cast import SECRETARY, Person
from tests.behaviour.fronts import open_console
from tests.behaviour.world import World, open_world
from tests.fuzz.showing import show

TIMES = int(os.environ.get("PLENARY_FUZZ_TIMES", "1"))
"""How many times the usual number of inputs to try, for a longer hunt."""


def many(inputs: int) -> settings:
    """Give the settings for so many inputs: nothing is timed, and one house serves all the examples of a module."""
    return settings(max_examples=inputs * TIMES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


UTC_ENGLISH = Interpreter("en", ZoneInfo("UTC"))
CHANNEL = Channel("console:main")
MOTIONS = (
    '/motion open resolution "Open skies" "1. The skies are open."',
    '/motion open final "Final" "1. Once and for all." ',
    '/motion open quiet "Quiet" "1. Hush."',
    '/motion open sanctions "Measures" "1. Freeze." impact:"None."',
)


class Errors(logging.Handler):
    """Keeps what the house logs as failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


class Posts(ConsoleNotifier):
    """Posts that are seen to fit every front."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.count = 0

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
        """Look at a card, and post it."""
        show(card)
        self.count += 1
        return await super().post(to, card, key=key, thread=thread, thread_name=thread_name, until=until)

    async def edit(self, to: Address, message: str, card: Card, *, until: float = inf) -> None:
        """Look at a card, and put it in the place of another."""
        show(card)
        await super().edit(to, message, card, until=until)


class Door:
    """The house behind its one door, asked from outside of any event loop."""

    def __init__(self, world: World, runner: asyncio.Runner, errors: Errors) -> None:
        self.world, self.runner, self.errors = world, runner, errors
        self.posts = Posts()
        world.house.notifiers[Platform.CONSOLE] = self.posts
        self._keys = count()
        self._shown: set[int] = set()

    def account(self, person: Person) -> Account:
        """Give a person's account."""
        return Account.parse(f"console:{person.name}")

    def ask(
        self, request: Request, person: Person, *, linked: bool = True, form: bool = False, locale: str = "en"
    ) -> Reply:
        """Act, and see that the reply can be shown and nothing was logged as failed."""
        return self.act(
            Invocation(
                key=str(next(self._keys)),
                account=self.account(person),
                channel=CHANNEL if linked else None,
                received_at=self.world.clock.now(),
                request=request,
                locale=locale,
                takes_form=form,
            )
        )

    def pass_time(self, by: timedelta) -> None:
        """Let time pass, and have everything done that is due: nothing of it may fail."""
        self.world.clock.advance(by)
        self.runner.run(self.world.house.round())
        assert self.errors.records == [], self.errors.records[0].getMessage()

    def reappoint(self, *people: Person) -> None:
        """Give people back, as the terminal does, the credentials that a line said above may have taken from them."""
        for person in people:
            assert person.role is not None
            with suppress(AccountTaken), self.world.database.transaction() as uow:
                give_credential(
                    uow,
                    self.world.code,
                    account=self.account(person),
                    role=person.role,
                    member=person.member,
                    until=None,
                    now=self.world.clock.now(),
                )

    def latest(self) -> str:
        """Give the number of the motion that was tabled last."""
        motions = self.runner.run(self.world.house.writer.read(lambda uow: uow.motions.every(self.world.code)))
        return str(max(motion.number for motion in motions))

    def form(self, invocation: Invocation) -> None:
        """Ask which form an act needs first; every answer will do."""
        self.runner.run(self.world.house.dispatcher.form(invocation))

    def act(self, invocation: Invocation) -> Reply:
        """Take an act through the door, and see that the reply can be shown and nothing was logged as failed."""
        reply = self.runner.run(self.world.house.dispatcher(invocation))
        assert self.errors.records == [], self.errors.records[0].getMessage()
        seen = hash(repr(reply))
        if seen not in self._shown:
            show(reply)
            self._shown.add(seen)
        return reply


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Open a house on a new SQLite file, with motions in every phase; at the end its record must be whole."""
    with ExitStack() as stack:
        database = open_database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'plenary.db'}")
        stack.callback(database.close)
        database.migrate()
        errors = Errors()
        logging.getLogger().addHandler(errors)
        stack.callback(logging.getLogger().removeHandler, errors)
        runner = stack.enter_context(asyncio.Runner())
        living = AsyncExitStack()
        stack.callback(lambda: runner.run(living.aclose()))
        world = runner.run(living.enter_async_context(open_world(database)))
        runner.run(living.enter_async_context(open_console(world)))
        opened = Door(world, runner, errors)
        for line in MOTIONS:
            opened.ask(Typed(line=line), SECRETARY)
        yield opened
        assert runner.run(world.sound())
