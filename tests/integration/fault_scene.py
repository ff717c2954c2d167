"""A vote that is walked through a platform's fault: a whole house, one real front, and an office that is told.

The alliance meets in one channel of the platform; another one is its secretariat's.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Purpose
from bot.domain.events import BallotCast
from bot.domain.phases import Phase
from bot.jobs.relay import LEASE, LONGEST_PAUSE
from tests.behaviour.cast import SECRETARY
from tests.behaviour.world import Front, World

RESOLUTION: Final = '/motion open resolution "Open skies" "1. The skies are open."'
BLOCKED, OPEN_AGAIN, GIVEN_UP = (
    "The bot cannot write there",
    "The bot can write there again",
    "A post could not be delivered",
)


class Scene:
    """The house, its front, and what a test asks about a vote afterwards."""

    def __init__(self, world: World, office: Channel, read_office: Callable[[], list[str]]) -> None:
        self.world = world
        self._office = office
        self._read_office = read_office

    @property
    def front(self) -> Front:
        """The front."""
        return self.world.front

    async def open_office(self) -> None:
        """Give the secretariat its channel."""
        now = self.world.clock.now()
        await self.world.house.writer.write(
            lambda uow: link_channel(uow, self.world.code, channel=self._office, purpose=Purpose.SECRETARIAT, now=now)
        )

    async def table(self) -> None:
        """Have the secretariat open a motion, and its card posted where it can be."""
        answer = await self.front.say(SECRETARY, RESOLUTION)
        assert "is tabled" in answer, answer
        await self.world.house.round()

    async def wait_out(self, by: timedelta = LEASE) -> None:
        """Let a lease and the pauses pass, with a round each."""
        for _ in range(3):
            await self.world.pass_time(by + timedelta(seconds=1))

    async def wait_for_mending(self) -> None:
        """Let the longest pause pass, and what follows from a post that gets through."""
        await self.world.pass_time(LONGEST_PAUSE)
        await self.world.settle()
        await self.world.settle()

    async def cards(self, number: int = 1) -> list[str]:
        """Give the cards of a motion in the channel: posts that show how it is voted on."""
        return [post for post in await self.front.posts() if f"M-{number} ·" in post and "Kind" in post]

    async def recorded(self, number: int = 1) -> list[str]:
        """Give the states whose ballots the journal has, one for each entry."""
        motion = await self.world.motion(number)
        acts = await self.world.house.writer.read(lambda uow: tuple(uow.journal.acts_on(self.world.code, motion)))
        return [str(act.event.member) for act in acts if isinstance(act.event, BallotCast)]

    async def stands(self, number: int = 1, **ballots: str) -> None:
        """Check that these ballots stand, each recorded once, and that the record is sound."""
        expected = {state.upper(): choice for state, choice in ballots.items()}
        assert await self.world.ballots(number) == expected
        assert sorted(await self.recorded(number)) == sorted(expected)
        assert await self.world.sound()

    async def shown_once(self, *words: str, number: int = 1) -> None:
        """Check that the channel has one card of the motion and that it says this."""
        cards = await self.cards(number)
        assert len(cards) == 1, cards
        for word in words:
            assert word in cards[0], cards[0]

    async def decided_with(self, tally: str) -> None:
        """Let the vote end; check that its one result says this."""
        motion = await self.world.motion()
        await self.world.pass_time(motion.closes_at + timedelta(seconds=1) - self.world.clock.now())
        await self.wait_for_mending()
        assert await self.world.phase() in {Phase.ADOPTED, Phase.NOT_ADOPTED, Phase.NO_QUORUM}
        results = [post for post in await self.front.posts() if tally in post and "Kind" not in post]
        assert len(results) == 1, await self.front.posts()

    def office(self) -> list[str]:
        """Give what the secretariat has been told, by title; the texts by ``office_text``."""
        titles = (BLOCKED, OPEN_AGAIN, GIVEN_UP)
        return [next((title for title in titles if title in post), post) for post in self._read_office()]

    def office_text(self) -> str:
        """Give all that the secretariat reads."""
        return "\n".join(self._read_office())

    async def waiting(self) -> int:
        """Count the posts that are owed."""
        return await self.world.house.writer.read(lambda uow: uow.outbox.waiting())
