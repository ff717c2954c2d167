"""Places that are closed to the bot: the secretariat is told once, and once more when they are open again."""

from datetime import timedelta

import pytest

from bot.commands.administration import give_credential, link_channel, revoke_credential
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.blockages import Obstacle
from bot.domain.credentials import Role
from bot.jobs.alarms import let_in, shut_out
from bot.jobs.relay import ENOUGH, LEASE, LONGEST_PAUSE, PATIENCE
from bot.locales.phrase import words
from bot.ports import Address, Postponed, Uncertain, Undeliverable, UnitOfWork, Vanished
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, SECRETARY
from tests.behaviour.test_delivery import RESOLUTION, Wall
from tests.behaviour.world import World

OFFICE = Channel("console:office")
MINUTE = timedelta(minutes=1)


class Doors(Wall):
    """A wall with places that are closed: a post there is refused, with what a person has to do."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: dict[str, Obstacle] = {}
        self.final: set[str] = set()
        self.deleted: set[str] = set()
        self.refused = 0
        self.edits_pass = False

    async def post(self, to: Address, *rest: object, **more: object) -> str:
        """Post, where the place is open."""
        self._check(to)
        return await super().post(to, *rest, **more)  # type: ignore[arg-type]

    async def edit(self, to: Address, message: str, *rest: object, **more: object) -> None:
        """Change a post, where it is still there."""
        if not self.edits_pass:
            self._check(to)
        if message in self.deleted:
            raise Vanished(reason="message_not_found")
        await super().edit(to, message, *rest, **more)  # type: ignore[arg-type]

    def of(self, what: str) -> list[str]:
        """Give the keys of what stands anywhere that is of a kind, in order."""
        return [key for key in self.keys() if key.partition(":")[0] == what]

    def told(self, to: Address) -> list[str]:
        """Give the titles of what stands at a place, in order."""
        return [card.title for at, _, card in self.posts.values() if at == to.text]

    def text(self, to: Address) -> str:
        """Give all that is read at a place."""
        cards = [card for at, _, card in self.posts.values() if at == to.text]
        return "\n".join(words(part) for card in cards for part in (*card.paragraphs, card.footer))

    def _check(self, to: Address) -> None:
        obstacle = self.closed.get(to.text)
        if obstacle is None:
            return
        self.refused += 1
        if to.text in self.final:
            raise Undeliverable(reason="own_word", obstacle=obstacle)
        raise Postponed(pause=MINUTE, reason="own_word", obstacle=obstacle)


BLOCKED, OPEN_AGAIN = "The bot cannot write there", "The bot can write there again"


@pytest.fixture
async def doors(house: World) -> Doors:
    """Give the house a wall with doors, and the secretariat a channel of its own."""
    made = Doors()
    house.house.notifiers[Platform.CONSOLE] = made
    await link(house, OFFICE, Purpose.SECRETARIAT)
    return made


async def link(house: World, channel: Channel, purpose: Purpose) -> None:
    """Link a channel, or link it again."""
    now = house.clock.now()
    await house.house.writer.write(lambda uow: link_channel(uow, house.code, channel=channel, purpose=purpose, now=now))


async def dead_letters(house: World) -> int:
    """Count the posts that were given up."""
    return len(await house.house.writer.read(lambda uow: uow.outbox.dead()))


async def test_closed_channel_is_told_once_and_once_more_when_it_is_open(house: World, doors: Doors) -> None:
    """However much waits there and however often it is tried; what waited is posted in its order."""
    hall = house.front.channel
    doors.closed[hall.text] = Obstacle.REMOVED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    assert doors.told(OFFICE) == [BLOCKED]
    assert "the channel for motions (console:hall)" in doors.text(OFFICE).replace(hall.text, "console:hall")
    assert "own_word" in doors.text(OFFICE)
    for _ in range(3):
        await house.front.say(SECRETARY, RESOLUTION)
        await house.pass_time(10 * MINUTE)
    assert doors.refused > 3
    assert doors.told(OFFICE) == [BLOCKED]
    assert doors.told(hall) == []
    del doors.closed[hall.text]
    await house.pass_time(LONGEST_PAUSE)
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN]
    assert doors.of("card") == [f"card:{number}" for number in range(1, 5)]
    doors.closed[hall.text] = Obstacle.REMOVED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN, BLOCKED]


async def test_news_is_made_current_where_something_else_keeps_the_bot_out(house: World, doors: Doors) -> None:
    """A channel that is archived after the bot was removed: the same post says so, nobody is told twice."""
    doors.closed[house.front.channel.text] = Obstacle.REMOVED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    doors.closed[house.front.channel.text] = Obstacle.ARCHIVED
    await house.pass_time(2 * MINUTE)
    assert doors.told(OFFICE) == [BLOCKED]
    assert "The channel is archived" in doors.text(OFFICE)


async def test_closed_place_is_not_told_again_by_each_post_that_is_given_up(house: World, doors: Doors) -> None:
    """The secretariat knows of the channel; what was given up comes when the channel is open."""
    hall = house.front.channel
    doors.closed[hall.text] = Obstacle.GONE
    doors.final.add(hall.text)
    await house.front.say(SECRETARY, RESOLUTION)
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    assert await dead_letters(house) == 2
    assert doors.told(OFFICE) == [BLOCKED]
    del doors.closed[hall.text]
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    await house.settle()
    assert await dead_letters(house) == 0
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN]
    assert sorted(doors.of("card")) == ["card:1", "card:2", "card:3"]


async def test_post_put_off_for_days_at_a_closed_place_is_given_up_in_silence(house: World, doors: Doors) -> None:
    """Two days later nobody needs to hear of each post: the channel was told of."""
    doors.closed[house.front.channel.text] = Obstacle.FORBIDDEN
    await house.front.say(SECRETARY, RESOLUTION)
    for attempt in range(ENOUGH):
        await house.pass_time(PATIENCE if attempt == 1 else LONGEST_PAUSE)
    assert await dead_letters(house) > 0
    assert doors.told(OFFICE) == [BLOCKED]


async def test_officers_are_told_where_the_secretariats_own_channel_is_closed(house: World, doors: Doors) -> None:
    """News of a closed channel cannot stand in that channel."""
    doors.closed[OFFICE.text] = Obstacle.REMOVED
    doors.faults.append(Undeliverable(reason="malformed"))
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    await house.house.round()
    officer = house.front.account(SECRETARY)
    assert doors.told(officer) == [BLOCKED]
    assert "the channel of the secretariat" in doors.text(officer)


async def test_news_that_cannot_be_told_to_anyone_ends_nowhere(house: World, doors: Doors) -> None:
    """Everything is closed: nothing is owed without end, and each place is noted once."""
    officer = house.front.account(SECRETARY)
    places = (house.front.channel, OFFICE, officer)
    doors.closed.update({place.text: Obstacle.FORBIDDEN for place in places})
    doors.final.update(place.text for place in places)
    await house.front.say(SECRETARY, RESOLUTION)
    for _ in range(5):
        await house.pass_time(MINUTE)
    closed = await house.house.writer.read(lambda uow: uow.blockages.every_open(house.code))
    assert [each.place for each in closed] == [house.front.channel, OFFICE, officer]
    assert await house.house.writer.read(lambda uow: uow.outbox.waiting()) == 0


async def test_person_who_left_is_told_once_and_not_at_every_receipt(house: World, doors: Doors) -> None:
    """The secretariat reads for which member the account acted, and how to name another."""
    head = house.front.account(EST_HEAD)
    doors.closed[head.text] = Obstacle.PERSON_GONE
    doors.final.add(head.text)
    for number in (1, 2):
        await house.front.say(SECRETARY, RESOLUTION)
        await house.front.say(EST_DELEGATE, f"/vote M-{number} yes")
        await house.settle()
    assert await dead_letters(house) == 2
    assert doors.told(OFFICE) == [BLOCKED]
    assert f"Estonia, head of delegation ({head.text})" in doors.text(OFFICE)
    assert "/delegate revoke" in doors.text(OFFICE)


async def test_place_that_opens_before_anyone_heard_of_it_is_not_told(house: World, doors: Doors) -> None:
    """Nobody has to act on what is over."""
    doors.closed[house.front.channel.text] = doors.closed[OFFICE.text] = Obstacle.REMOVED
    officer = house.front.account(SECRETARY)
    doors.closed[officer.text] = Obstacle.PERSON_CLOSED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    del doors.closed[house.front.channel.text]
    await house.pass_time(LONGEST_PAUSE)
    doors.closed.clear()
    for _ in range(4):
        await house.pass_time(LONGEST_PAUSE)
    assert doors.told(OFFICE) == []


async def test_notice_is_kept_from_an_officer_who_has_left(house: World, doors: Doors) -> None:
    """What is the secretariat's stays there."""
    await link(house, OFFICE, Purpose.MOTIONS)
    officer = house.front.account(SECRETARY)
    doors.closed[house.front.channel.text] = Obstacle.REMOVED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.relay.run()
    owed = await house.house.writer.read(lambda uow: uow.outbox.deliveries(house.code, "blocked:1"))
    assert [each.to for each in owed] == [officer]
    assert doors.told(officer) == [BLOCKED]
    await revoke(house, officer)
    doors.closed.clear()
    await house.pass_time(LONGEST_PAUSE)
    assert doors.told(officer) == [BLOCKED]


async def revoke(house: World, account: Account) -> None:
    """Take an account's right."""
    now = house.clock.now()

    def take(uow: UnitOfWork) -> None:
        revoke_credential(uow, house.code, account=account, now=now)

    await house.house.writer.write(take)


async def test_linking_a_channel_again_tries_at_once_what_was_put_off(house: World, doors: Doors) -> None:
    """Whoever has let the bot in need not wait for the next attempt."""
    hall = house.front.channel
    doors.closed[hall.text] = Obstacle.REMOVED
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.round()
    del doors.closed[hall.text]
    await link(house, hall, Purpose.MOTIONS)
    await house.house.round()
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN]
    assert doors.of("card") == ["card:1"]


async def test_platform_that_shuts_the_bot_out_is_told_elsewhere_once(house: World, doors: Doors) -> None:
    """Nothing can be said where the bot is shut out; an alliance that is not there hears nothing."""
    slack = Channel("slack:T1:C1")
    await link(house, slack, Purpose.SECRETARIAT)
    for _ in range(2):
        await shut_out(house.house.writer, house.clock, Platform.SLACK, reason="token_revoked")
        await shut_out(house.house.writer, house.clock, Platform.DISCORD, reason="4004")
        await house.house.round()
    assert doors.told(OFFICE) == [BLOCKED]
    assert "The bot is shut out of Slack" in doors.text(OFFICE)
    assert "token_revoked" in doors.text(OFFICE)
    for _ in range(2):
        await let_in(house.house.writer, house.clock, Platform.SLACK)
        await house.house.round()
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN]


async def test_alliance_whose_last_account_on_a_platform_was_revoked_hears_nothing_of_it(
    house: World, doors: Doors
) -> None:
    """Nobody of it is there any more."""
    guest = Account("discord:77")
    await appoint(house, guest)
    await revoke(house, guest)
    await shut_out(house.house.writer, house.clock, Platform.DISCORD, reason="4004")
    await house.house.round()
    assert doors.told(OFFICE) == []


async def appoint(house: World, account: Account) -> None:
    """Make an account an officer of the secretariat."""
    now = house.clock.now()

    def give(uow: UnitOfWork) -> None:
        give_credential(uow, house.code, account=account, role=Role.SECRETARIAT, member=None, until=None, now=now)

    await house.house.writer.write(give)


async def test_edit_that_gets_through_ends_what_an_edit_began(house: World, doors: Doors) -> None:
    """Nothing new is owed there for weeks, perhaps: the secretariat is not left with an old alarm."""
    hall = house.front.channel
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    doors.closed[hall.text] = Obstacle.FORBIDDEN
    await house.vote(1, est="yes")
    await house.settle()
    assert doors.told(OFFICE) == [BLOCKED]
    del doors.closed[hall.text]
    await house.pass_time(LONGEST_PAUSE)
    await house.settle()
    assert doors.told(OFFICE) == [BLOCKED, OPEN_AGAIN]


async def test_edit_that_gets_through_does_not_end_what_a_write_began_or_met(house: World, doors: Doors) -> None:
    """Whoever may not write in a channel may often change there what it wrote before."""
    hall = house.front.channel
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    doors.closed[hall.text] = Obstacle.FORBIDDEN
    await house.vote(1, est="yes")
    await house.settle()
    doors.edits_pass = True
    await house.front.say(SECRETARY, RESOLUTION)
    await house.house.relay.run()
    await house.vote(1, lva="no")
    for _ in range(2):
        await house.pass_time(LONGEST_PAUSE)
    (closed,) = await house.house.writer.read(lambda uow: uow.blockages.every_open(house.code))
    assert (closed.place, closed.edit_ends) == (hall, False)
    assert doors.told(OFFICE)[-1] == BLOCKED
    del doors.closed[hall.text]
    await house.pass_time(LONGEST_PAUSE)
    await house.settle()
    assert doors.told(OFFICE)[-1] == OPEN_AGAIN


async def _tabled(house: World, doors: Doors) -> str:
    """Table a resolution; give the post of its card."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.settle()
    (card,) = [message for message, (at, _, _) in doors.posts.items() if at == house.front.channel.text]
    return card


async def _card_deleted(house: World, doors: Doors) -> Channel:
    """Table a resolution, and have somebody delete its card; give the channel."""
    card = await _tabled(house, doors)
    del doors.posts[card]
    doors.deleted.add(card)
    return house.front.channel


async def test_deleted_card_that_cannot_be_written_anew_is_no_refused_edit(house: World, doors: Doors) -> None:
    """What is refused is the new post: a change of another one ends nothing."""
    hall = house.front.channel
    doors.deleted.add(await _tabled(house, doors))
    doors.closed[hall.text] = Obstacle.FORBIDDEN
    doors.edits_pass = True
    await house.vote(1, est="yes")
    await house.settle()
    (closed,) = await house.house.writer.read(lambda uow: uow.blockages.every_open(house.code))
    assert not closed.edit_ends


async def test_deleted_card_of_a_running_vote_is_written_anew(house: World, doors: Doors) -> None:
    """Delegates have their buttons back with the next change; nobody has to do anything about it."""
    hall = await _card_deleted(house, doors)
    await house.vote(1, est="yes")
    await house.settle()
    assert len(doors.told(hall)) == 1
    (card,) = [card for at, _, card in doors.posts.values() if at == hall.text]
    assert any(field.name == "For (1)" for field in card.fields)
    await house.vote(1, lva="no")
    await house.settle()
    assert len(doors.told(hall)) == 1
    assert doors.told(OFFICE) == []
    assert await dead_letters(house) == 0


async def test_deleted_card_whose_new_one_lost_its_answer_is_not_doubled(house: World, doors: Doors) -> None:
    """The new post is looked for by a mark of its own."""
    hall = await _card_deleted(house, doors)
    doors.after.append(Uncertain(reason="cut"))
    await house.vote(1, est="yes")
    await house.settle()
    await house.pass_time(LEASE + timedelta(seconds=1))
    assert len(doors.told(hall)) == 1
    assert await dead_letters(house) == 0


async def test_deleted_card_of_a_decided_motion_is_let_go(house: World, doors: Doors) -> None:
    """There is nothing to press on it any more, and the result is a post of its own."""
    await _card_deleted(house, doors)
    await house.decide(1, est="yes", lva="yes")
    await house.settle()
    assert (doors.of("card"), doors.of("result")) == ([], ["result:1"])
    assert doors.told(OFFICE) == []
    assert await dead_letters(house) == 0
