"""The stage of a scenario: a temporary alliance, a clock that can be moved, and people who speak in turn."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from adapters.bootstrap import House, open_house, the_alliance
from adapters.cli.terminal import SAY
from adapters.console.notifier import ConsoleNotifier
from adapters.console.render import render
from adapters.settings import Settings
from bot.cards.card import Card
from bot.commands.administration import enrol_members, found_alliance, give_credential, link_channel
from bot.dispatch import Invocation, Pressed, Typed
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.alliance import Alliance
from bot.domain.charter import Charter
from bot.domain.credentials import Role
from bot.domain.events import DigestChosen, MemberEnrolled
from bot.domain.ids import AllianceCode, MemberCode
from bot.locales.catalogue import Value
from bot.ports import UnitOfWork
from storage.database import open_database

T = TypeVar("T")

ZONE: Final = ZoneInfo("Europe/Brussels")

CHANNELS: Final[Mapping[Platform, Channel]] = {
    Platform.SLACK: Channel("slack:T0ALLIANCE:C0MOTIONS"),
    Platform.DISCORD: Channel("discord:1001:2002"),
}


class StageClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the instant it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it forward."""
        self._now += by


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who speaks on the stage."""

    name: str
    account: Account
    role: Role | None
    member: MemberCode | None = None
    nationality: MemberCode | None = None


class Scene(Protocol):
    """Where a scenario is played: on the stage of the terminal, or before other fronts."""

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms on which the alliance meets."""
        ...

    def now(self) -> datetime:
        """Give the instant at which it stands."""
        ...

    def note(self, message_id: str, **facts: Value) -> None:
        """Write a line that tells what comes."""
        ...

    async def shown(self, platform: Platform) -> list[str]:
        """Give what the channel on a platform shows now."""
        ...

    async def type(self, person: Person, line: str, *, quiet: bool = False) -> Card:
        """Let a person type a line."""
        ...

    async def press(self, person: Person, label: str, action: str, *, quiet: bool = False) -> Card:
        """Let a person press a button."""
        ...

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock and do what has become due."""
        ...

    async def pass_until(self, at: datetime) -> None:
        """Move the clock to an instant, and do on the way what becomes due on each day."""
        ...

    async def settle(self) -> None:
        """Post what is owed by now, live cards too."""
        ...

    async def look_up(self, query: Callable[[UnitOfWork, Alliance], T]) -> T:
        """Look something up in the record."""
        ...


class Stage:
    """Runs acts one after the other and shows each with what it brings about."""

    def __init__(self, house: House, clock: StageClock, alliance: AllianceCode, write: Callable[[str], None]) -> None:
        self.house = house
        self._clock = clock
        self._write = write
        self._acts = count(1)
        self.alliance = alliance

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms on which the alliance meets."""
        return tuple(CHANNELS)

    async def shown(self, platform: Platform) -> list[str]:
        """Give what the channel on a platform shows now; nothing where another notifier has been put there."""
        notifier = self.house.notifiers[platform]
        return notifier.shown(CHANNELS[platform]) if isinstance(notifier, ConsoleNotifier) else []

    def now(self) -> datetime:
        """Give the instant at which the stage stands."""
        return self._clock.now()

    def note(self, message_id: str, **facts: Value) -> None:
        """Write a line that tells what comes."""
        self._write(f"\n── {SAY.words(message_id, **facts)}")

    def tell(self, message_id: str) -> None:
        """Write how it ended."""
        self._write(f"\n{SAY.words(message_id)}")

    async def type(self, person: Person, line: str, *, quiet: bool = False) -> Card:
        """Let a person type a line; show the line and the private reply."""
        return await self._act(person, Typed(line=line), line, quiet=quiet)

    async def press(self, person: Person, label: str, action: str, *, quiet: bool = False) -> Card:
        """Let a person press a button."""
        return await self._act(person, Pressed(action=action), f"[{label}]", quiet=quiet)

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock and do what has become due."""
        self._clock.advance(by)
        await self.house.round()

    async def pass_until(self, at: datetime) -> None:
        """Move the clock to an instant, and do on the way what becomes due on each day."""
        while self._clock.now() < at:
            await self.pass_time(min(at - self._clock.now(), timedelta(days=1)))

    async def settle(self) -> None:
        """Post what is owed by now, live cards too."""
        await self.pass_time(timedelta(seconds=3))

    async def look_up(self, query: Callable[[UnitOfWork, Alliance], T]) -> T:
        """Look something up in the record."""
        return await self.house.writer.read(lambda uow: query(uow, the_alliance(uow, self.alliance)))

    async def change(self, act: Callable[[UnitOfWork, Alliance, datetime], object]) -> None:
        """Do what an operator does at the terminal."""
        now = self._clock.now()
        await self.house.writer.write(lambda uow: act(uow, the_alliance(uow, self.alliance), now))

    async def _act(self, person: Person, request: Typed | Pressed, shown: str, *, quiet: bool) -> Card:
        platform = person.account.platform
        invocation = Invocation(
            key=f"{platform}:{next(self._acts)}",
            account=person.account,
            channel=CHANNELS[platform],
            received_at=self._clock.now(),
            request=request,
        )
        reply = await self.house.dispatcher(invocation)
        if not isinstance(reply, Card):
            raise TypeError(reply)
        if not quiet:
            self._write(f"\n{person.name} ({platform.value}) › {shown}")
            self._write("\n".join(f"  {line}" for line in render(reply)))
        self._clock.advance(timedelta(seconds=7))
        return reply


@asynccontextmanager
async def stage(
    *,
    charter: Charter,
    name: str,
    members: tuple[MemberEnrolled, ...],
    people: tuple[Person, ...],
    start: datetime,
    write: Callable[[str], None],
    watched: Collection[Account | Channel] | None = None,
) -> AsyncIterator[tuple[Stage, Path]]:
    """Set up a temporary alliance with its members and people; give its stage and the file it is kept in.

    Posts are shown as they are written: those to ``watched`` addresses alone, where there are any named.
    """

    def overhear(post: str) -> None:
        to = post.partition("\n")[0][2:]
        if watched is None or to in {address.text for address in watched}:
            write(post)

    with TemporaryDirectory(prefix="plenary-demo-") as folder:
        path = Path(folder) / "stage.db"
        settings = Settings(database_url=SecretStr(f"sqlite:///{path}"), _env_file=None)
        code = _found(settings, charter, name, members, people, start)
        clock = StageClock(start)
        async with open_house(settings, clock) as house:
            for platform in CHANNELS:
                house.notifiers[platform] = ConsoleNotifier(overhear, platform=platform)
            yield Stage(house, clock, code, write), path


def _found(
    settings: Settings,
    charter: Charter,
    name: str,
    members: tuple[MemberEnrolled, ...],
    people: tuple[Person, ...],
    now: datetime,
) -> AllianceCode:
    """Found the alliance of a scenario; nobody in it gets weekly digests, of which years would be full."""
    database = open_database(settings.database_url.get_secret_value())
    try:
        database.migrate()
        with database.transaction() as uow:
            code = found_alliance(uow, name=name, time_zone=ZONE.key, language="en", charter=charter, now=now)
            enrol_members(uow, code, members, now=now)
            for channel in CHANNELS.values():
                link_channel(uow, code, channel=channel, purpose=Purpose.MOTIONS, now=now)
            for person in people:
                if person.role is not None:
                    give_credential(
                        uow,
                        code,
                        account=person.account,
                        role=person.role,
                        member=person.member,
                        nationality=person.nationality,
                        until=None,
                        now=now,
                    )
                    without_digest = DigestChosen(account=person.account, wanted=False)
                    uow.record(code, without_digest, at=now, by=person.account.text)
            return code
    finally:
        database.close()
