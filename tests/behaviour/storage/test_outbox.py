"""The outbox: each post once, in order, held by one claim at a time; and the first answers to acts."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text as sql

from bot.cards.card import Button, Card, Emphasis, Field, Table, Tone
from bot.domain.addresses import Account, Channel, Platform
from bot.domain.journal import canonical
from bot.domain.notices import (
    DeadlineNotice,
    MotionCard,
    Notice,
    ReceiptNotice,
    ResultNotice,
    VotingOpenNotice,
)
from bot.locales.phrase import Moment
from bot.ports import Address, DeadLetter, NotRecorded, Outbox, Post
from storage.database import Database
from tests.behaviour.storage.scene import ALLIANCE, EST, FIRST, HALL, NOW, OTHER, SECOND, founding, write
from tests.behaviour.storage.tampering import by_hand

SECONDS = timedelta(seconds=1)
LEASE = 60 * SECONDS
EVERYWHERE = frozenset(Platform)
LOBBY = Channel("discord:1:2")
CARD = MotionCard(motion=FIRST)
RESULT = ResultNotice(motion=FIRST)


@pytest.fixture
def house(database: Database) -> Database:
    """Give a database with two alliances."""
    write(database, *founding())
    write(database, *founding(OTHER), alliance=OTHER)
    return database


def owe(house: Database, notice: Notice = CARD, to: Address = HALL, *, due: datetime = NOW) -> None:
    """Owe one post."""
    with house.transaction() as uow:
        uow.outbox.owe(ALLIANCE, notice, to, due=due)


def claim(
    house: Database,
    now: datetime = NOW,
    *,
    owner: str = "one",
    limit: int = 10,
    platforms: frozenset[Platform] = EVERYWHERE,
) -> tuple[Post, ...]:
    """Claim what is due."""
    with house.transaction() as uow:
        return uow.outbox.claim(owner=owner, now=now, lease=LEASE, limit=limit, platforms=platforms)


def deliver(house: Database, post: Post, *, owner: str = "one", message: str = "m1", at: datetime = NOW) -> None:
    """Mark a post delivered."""
    with house.transaction() as uow:
        uow.outbox.delivered(post, owner=owner, message=message, at=at)


def told(house: Database) -> tuple[datetime | None, int]:
    """Give when something is due next, and how much waits."""
    with house.snapshot() as uow:
        outbox: Outbox = uow.outbox
        return outbox.next_due(), outbox.waiting()


def test_owed_post_is_claimed_with_all_that_it_takes(house: Database) -> None:
    """A claim names the notice, the address and which attempt it is."""
    owe(house)
    assert told(house) == (NOW, 1)
    (post,) = claim(house)
    assert post == Post(
        id=post.id,
        alliance=ALLIANCE,
        to=HALL,
        key="card:1",
        notice=CARD,
        revision=1,
        attempts=1,
        due_at=NOW,
        first_try_at=NOW,
        message=None,
    )
    assert claim(house, owner="two") == ()
    assert told(house) == (NOW + LEASE, 1)
    deliver(house, post)
    assert told(house) == (None, 0)


@pytest.mark.parametrize(
    "notice",
    [
        CARD,
        RESULT,
        VotingOpenNotice(motion=SECOND),
        DeadlineNotice(motion=FIRST),
        ReceiptNotice(motion=FIRST, member=EST, entry=17),
    ],
)
@pytest.mark.parametrize("to", [HALL, LOBBY, Account("slack:T1:U1"), Account("discord:7"), Channel("console:hall")])
def test_every_notice_comes_back_as_it_was_owed(house: Database, notice: Notice, to: Address) -> None:
    """Accounts and channels that are written alike stay apart."""
    owe(house, notice, to)
    (post,) = claim(house)
    assert (post.notice, post.to, type(post.to), post.key) == (notice, to, type(to), notice.key)


def test_account_and_channel_written_alike_are_two_addresses(house: Database) -> None:
    """An address is what it is, not how it is written."""
    owe(house, to=Account("console:hall"))
    owe(house, to=Channel("console:hall"))
    assert [post.to for post in claim(house)] == [Account("console:hall"), Channel("console:hall")]


def test_nothing_is_claimed_before_it_is_due(house: Database) -> None:
    """A post waits for its due instant."""
    owe(house, due=NOW + SECONDS)
    assert claim(house, NOW) == ()
    assert len(claim(house, NOW + SECONDS)) == 1


def test_posts_of_one_address_are_written_in_order(house: Database) -> None:
    """A new post waits until the one before it is written or given up, even across claims and retries."""
    owe(house, CARD)
    owe(house, RESULT)
    owe(house, RESULT, LOBBY)
    first, elsewhere = claim(house)
    assert (first.notice, elsewhere.to) == (CARD, LOBBY)
    assert claim(house) == ()
    with house.transaction() as uow:
        uow.outbox.postponed(first, owner="one", until=NOW + 9 * SECONDS, reason="busy")
    assert claim(house) == ()
    assert told(house) == (NOW + 9 * SECONDS, 3)
    (again,) = claim(house, NOW + 9 * SECONDS)
    assert (again.notice, again.attempts, again.first_try_at) == (CARD, 2, NOW)
    deliver(house, again)
    assert [post.notice for post in claim(house)] == [RESULT]


def test_edit_does_not_hold_up_a_new_post(house: Database) -> None:
    """A post that exists already is out of the line: its lost edit does not keep a result back."""
    owe(house, CARD)
    (card,) = claim(house)
    deliver(house, card)
    owe(house, CARD)
    owe(house, RESULT)
    edit, result = claim(house)
    assert (edit.message, edit.notice, result.notice) == ("m1", CARD, RESULT)


def test_notice_in_a_thread_comes_with_the_message_above_it(house: Database) -> None:
    """The card of the same motion, alliance and channel; each channel has its own."""
    opening = VotingOpenNotice(motion=FIRST)
    assert (opening.thread_of, RESULT.thread_of) == (CARD.key, None)
    for channel in (HALL, LOBBY):
        owe(house, CARD, channel)
        owe(house, MotionCard(motion=SECOND), channel)
    shown = {(to, motion): f"{to.text}/{motion}" for to in (HALL, LOBBY) for motion in (FIRST, SECOND)}
    while cards := claim(house):
        for card in cards:
            deliver(house, card, message=f"{card.to.text}/{card.key.removeprefix('card:')}")
    for channel, motion in shown:
        owe(house, VotingOpenNotice(motion=motion), channel)
        owe(house, ResultNotice(motion=motion), channel)
    found = {}
    while posts := claim(house):
        for post in posts:
            found[post.to, post.key] = post.thread
            deliver(house, post, message="later")
    assert found == {
        **{(to, f"open:{motion}"): message for (to, motion), message in shown.items()},
        **{(to, f"result:{motion}"): None for to, motion in shown},
    }


def test_notice_whose_card_was_given_up_stands_by_itself(house: Database) -> None:
    """A card that was never written has no thread; the notice is not lost with it."""
    owe(house, CARD)
    owe(house, VotingOpenNotice(motion=FIRST))
    (card,) = claim(house)
    with house.transaction() as uow:
        uow.outbox.abandoned(card, owner="one", reason="gone")
    (notice,) = claim(house)
    assert (notice.key, notice.thread) == ("open:1", None)


def test_card_given_up_after_it_was_written_still_has_its_thread(house: Database) -> None:
    """A notice that may stand in the thread already is looked for there, whatever became of the card since."""
    owe(house, CARD)
    (card,) = claim(house)
    deliver(house, card)
    owe(house, CARD)
    (edit,) = claim(house)
    with house.transaction() as uow:
        uow.outbox.abandoned(edit, owner="one", reason="deleted")
    owe(house, VotingOpenNotice(motion=FIRST))
    (notice,) = claim(house)
    assert notice.thread == "m1"


def test_notice_in_direct_messages_stands_by_itself(house: Database) -> None:
    """Where an account and a channel are written alike, the channel's card is not above what the account gets."""
    owe(house, CARD, Channel("console:hall"))
    (card,) = claim(house)
    deliver(house, card)
    owe(house, VotingOpenNotice(motion=FIRST), Account("console:hall"))
    (notice,) = claim(house)
    assert notice.thread is None


def test_alliances_that_share_a_channel_have_threads_of_their_own(house: Database) -> None:
    """A channel that has changed hands still shows the other alliance's card of the same number."""
    owe(house, CARD)
    (card,) = claim(house)
    deliver(house, card)
    with house.transaction() as uow:
        uow.outbox.owe(OTHER, VotingOpenNotice(motion=FIRST), HALL, due=NOW)
    (notice,) = claim(house)
    assert (notice.alliance, notice.thread) == (OTHER, None)


def test_limit_takes_the_oldest(house: Database) -> None:
    """Whoever claims few gets those owed first."""
    for name in ("a", "b", "c"):
        owe(house, to=Channel(f"console:{name}"))
    assert [post.to.text for post in claim(house, limit=2)] == ["console:a", "console:b"]
    assert [post.to.text for post in claim(house, limit=2)] == ["console:c"]


def test_only_platforms_asked_for_are_claimed(house: Database) -> None:
    """A house without Discord leaves Discord's posts to another."""
    owe(house, to=LOBBY, due=NOW)
    owe(house, to=HALL, due=NOW + SECONDS)
    assert claim(house, platforms=frozenset({Platform.SLACK})) == ()
    assert claim(house, platforms=frozenset()) == ()
    with house.snapshot() as uow:
        assert uow.outbox.next_due(platforms=frozenset({Platform.SLACK})) == NOW + SECONDS
        assert uow.outbox.next_due(platforms=frozenset()) is None
    assert [post.to for post in claim(house, platforms=frozenset({Platform.DISCORD}))] == [LOBBY]


def test_killed_attempt_becomes_due_when_its_lease_ends(house: Database) -> None:
    """No one has to notice that a relay died: its lease runs out."""
    owe(house)
    claim(house, owner="killed")
    assert claim(house, NOW + LEASE - SECONDS, owner="two") == ()
    (post,) = claim(house, NOW + LEASE, owner="two")
    assert (post.attempts, post.first_try_at) == (2, NOW)


def test_settling_a_lost_claim_does_nothing(house: Database) -> None:
    """Whoever wakes up after the lease, owner or not, no longer speaks for the post."""
    owe(house)
    (lost,) = claim(house, owner="one")
    (held,) = claim(house, NOW + LEASE, owner="one")
    for post, owner in ((lost, "one"), (held, "two")):
        deliver(house, post, owner=owner)
        with house.transaction() as uow:
            uow.outbox.postponed(post, owner=owner, until=NOW, reason="")
            uow.outbox.abandoned(post, owner=owner, reason="")
            assert not uow.wrote
    assert told(house) == (NOW + 2 * LEASE, 1)
    deliver(house, held, owner="one")
    assert told(house) == (None, 0)


def test_many_changes_are_one_edit(house: Database) -> None:
    """A change of a post that is shown makes it due once, at the earliest due named."""
    owe(house)
    (post,) = claim(house)
    deliver(house, post)
    for seconds in (5, 9, 2, 7):
        owe(house, due=NOW + seconds * SECONDS)
    assert told(house) == (NOW + 2 * SECONDS, 1)
    (edit,) = claim(house, NOW + 2 * SECONDS)
    assert (edit.id, edit.message, edit.revision, edit.attempts) == (post.id, "m1", 5, 1)


def test_change_while_being_sent_makes_the_post_due_again(house: Database) -> None:
    """What was shown is the claimed revision; the newer one is due when it was owed for."""
    owe(house)
    (post,) = claim(house)
    owe(house, due=NOW + 5 * SECONDS)
    owe(house, due=NOW + 8 * SECONDS)
    assert claim(house, NOW + 8 * SECONDS) == ()
    deliver(house, post, at=NOW + SECONDS)
    assert told(house) == (NOW + 5 * SECONDS, 1)
    (edit,) = claim(house, NOW + 5 * SECONDS)
    assert (edit.revision, edit.message, edit.attempts) == (3, "m1", 1)
    deliver(house, edit)
    assert told(house) == (None, 0)


def test_change_before_the_lease_ends_is_shown_by_the_next_attempt(house: Database) -> None:
    """A change during an attempt that was killed is part of the attempt that follows."""
    owe(house)
    claim(house)
    owe(house, due=NOW + 5 * SECONDS)
    (post,) = claim(house, NOW + LEASE)
    assert post.revision == 2
    deliver(house, post)
    assert told(house) == (None, 0)


def test_change_does_not_hurry_a_post_that_was_put_off(house: Database) -> None:
    """A platform that asked for a pause gets it."""
    owe(house)
    (post,) = claim(house)
    with house.transaction() as uow:
        uow.outbox.postponed(post, owner="one", until=NOW + 30 * SECONDS, reason="429")
    owe(house, due=NOW + SECONDS)
    assert told(house) == (NOW + 30 * SECONDS, 1)


def test_dead_letter_is_told_and_makes_way(house: Database) -> None:
    """What cannot be delivered is listed with its reason; what comes after it goes on."""
    owe(house, CARD)
    owe(house, RESULT)
    (post,) = claim(house)
    with house.transaction() as uow:
        uow.outbox.abandoned(post, owner="one", reason="channel_not_found")
    with house.snapshot() as uow:
        letter = DeadLetter(number=post.id, alliance=ALLIANCE, to=HALL, key="card:1", reason="channel_not_found")
        assert uow.outbox.dead() == (letter,)
        assert uow.outbox.dead_letter(post.id) == letter
        assert uow.outbox.waiting() == 1
    assert [each.notice for each in claim(house)] == [RESULT]


def test_dead_letter_owed_again_is_tried_again_as_a_later_attempt(house: Database) -> None:
    """It may exist after all: an attempt beyond the first looks for it."""
    owe(house)
    (post,) = claim(house)
    with house.transaction() as uow:
        uow.outbox.abandoned(post, owner="one", reason="unknown")
    owe(house, due=NOW + SECONDS)
    (again,) = claim(house, NOW + SECONDS)
    assert (again.attempts, again.first_try_at) == (2, NOW)
    with house.snapshot() as uow:
        assert uow.outbox.dead() == ()


def test_post_of_a_transaction_that_failed_is_not_owed(house: Database) -> None:
    """What must be said belongs to the act that it is about."""

    def use_case() -> None:
        with house.transaction() as uow:
            uow.outbox.owe(ALLIANCE, CARD, HALL, due=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_case()
    assert told(house) == (None, 0)


CARD_SHOWN = Card(
    title="Ballot recorded",
    tone=Tone.SUCCESS,
    paragraphs=(("Until ", Moment(at=NOW, words="noon"), "."), ()),
    fields=(Field(name="State", value=("Estonia",)),),
    table=Table(columns=("a", "b"), rows=(("1", "2"), ("3", "4"))),
    buttons=(Button(label="Yes", action="v1:vote.cast:1:yes", emphasis=Emphasis.PRIMARY),),
    footer=("foot",),
)


@pytest.mark.parametrize("card", [CARD_SHOWN, Card(title="Plain")])
def test_first_answer_is_given_again(database: Database, card: Card) -> None:
    """A redelivered act gets the card that the act got."""
    with database.transaction() as uow:
        assert uow.answers.find("slack:E1") is None
        uow.answers.keep("slack:E1", card, NOW)
    with database.snapshot() as uow:
        answered = uow.answers.find("slack:E1")
        assert answered is not None
        assert answered.card == card


def test_answer_kept_by_the_version_before_is_given_again(database: Database) -> None:
    """A card had no language then; the process that comes after an upgrade answers a redelivered act all the same."""
    with database.transaction() as uow:
        uow.answers.keep("slack:E1", CARD_SHOWN, NOW)
    before = {name: value for name, value in json.loads(canonical(CARD_SHOWN)).items() if name != "language"}
    with by_hand(database.url) as connection:
        connection.execute(sql("UPDATE answer SET card = :card"), {"card": json.dumps(before)})
    with database.snapshot() as uow:
        answered = uow.answers.find("slack:E1")
        assert answered is not None
        assert answered.card == CARD_SHOWN


def test_answer_is_kept_once(database: Database) -> None:
    """Two deliveries of one act cannot both be committed."""
    with database.transaction() as uow:
        uow.answers.keep("slack:E1", Card(title="first"), NOW)
    with pytest.raises(NotRecorded), database.transaction() as uow:
        uow.answers.keep("slack:E1", Card(title="second"), NOW)


def test_old_answers_are_dropped(database: Database) -> None:
    """Answers given before an instant go, the others stay."""
    with database.transaction() as uow:
        uow.answers.keep("old", Card(title="old"), NOW - SECONDS)
        uow.answers.keep("new", Card(title="new"), NOW)
        uow.answers.prune(NOW)
    with database.snapshot() as uow:
        assert uow.answers.find("old") is None
        assert uow.answers.find("new") is not None
