"""Reading: the roster on any date, credentials, channels, motions and what is due."""

from datetime import timedelta

import pytest

from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.ballot import Choice
from bot.domain.deadlines import Due
from bot.domain.events import ChannelLinked, CredentialRevoked, DeadlineMoved
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.instants import CLOSING_GRACE
from bot.domain.membership import Status
from bot.domain.voting_rules import Result
from bot.ports import LinkedChannel, NotRecorded
from storage.database import Database
from storage.statements import EffectMissed
from tests.behaviour.storage.scene import (
    ALLIANCE,
    CHARTER,
    DAY,
    EST,
    FIRST,
    HALL,
    LTU,
    LVA,
    NOW,
    OTHER,
    RULES,
    SECOND,
    account_of,
    cast,
    credited,
    decided,
    enrolled,
    founded,
    founding,
    opened,
    reminded,
    tabled,
    write,
)


def test_alliance_carries_its_charter_once_applied(database: Database) -> None:
    """An alliance without a charter has no rules yet and is not given."""
    write(database, founded())
    with database.snapshot() as uow:
        assert uow.alliances.get(ALLIANCE) is None
        assert uow.alliances.codes() == (ALLIANCE,)
    write(database, *founding()[1:])
    with database.snapshot() as uow:
        alliance = uow.alliances.get(ALLIANCE)
        assert alliance is not None
        assert (alliance.name, alliance.time_zone.key, alliance.language) == ("Alliance", "Europe/Tallinn", "en")
        assert alliance.charter.text == CHARTER
        assert uow.alliances.get(AllianceCode("nowhere")) is None


def test_roster_holds_on_any_date(database: Database) -> None:
    """A state is on the roster from the day of its status on, and not before."""
    write(
        database,
        founded(),
        enrolled(LVA, since=NOW + DAY, status=Status.CANDIDATE),
        enrolled(EST),
        enrolled(LTU, since=NOW - 3000 * DAY, status=Status.WITHDRAWN),
    )
    with database.snapshot() as uow:
        assert [member.code for member in uow.roster.on(ALLIANCE, NOW - DAY)] == [LTU]
        assert [member.code for member in uow.roster.on(ALLIANCE, NOW - timedelta(microseconds=1))] == [LTU]
        assert [member.code for member in uow.roster.on(ALLIANCE, NOW)] == [EST, LTU]
        future = uow.roster.on(ALLIANCE, NOW + 400 * DAY)
        assert [(member.code, member.status) for member in future] == [
            (EST, Status.ACTIVE),
            (LTU, Status.WITHDRAWN),
            (LVA, Status.CANDIDATE),
        ]
        event = enrolled(EST)
        member = uow.roster.member(ALLIANCE, EST, NOW)
        assert member == future[0]
        assert (member.weights, member.seats, member.since) == (event.weights, event.seats, event.since)
        assert (member.term_start, member.term_end) == (event.term_start, event.term_end)
        assert uow.roster.member(ALLIANCE, LVA, NOW) is None
        assert uow.roster.member(ALLIANCE, MemberCode("FRA"), NOW) is None
        assert uow.roster.on(OTHER, NOW) == ()


def test_latest_credential_of_an_account_counts(database: Database) -> None:
    """A new credential replaces the account's earlier one, valid or not."""
    account = account_of(EST)
    write(database, *founding(), CredentialRevoked(account=account, at=NOW + DAY))
    with database.snapshot() as uow:
        assert [each.account for each in uow.credentials.of_member(ALLIANCE, EST, NOW)] == [account]
        assert uow.credentials.of_member(ALLIANCE, EST, NOW + DAY) == ()
    write(database, credited(account, LVA, since=NOW + 2 * DAY))
    with database.snapshot() as uow:
        latest = uow.credentials.of_account(ALLIANCE, account)
        assert latest is not None
        assert (latest.member, latest.revoked_at) == (LVA, None)
        assert uow.credentials.of_member(ALLIANCE, EST, NOW) == ()
        on_time = uow.credentials.of_member(ALLIANCE, LVA, NOW + 2 * DAY)
        assert {each.account for each in on_time} == {account, account_of(LVA)}
        assert [each.member for each in uow.credentials.every(ALLIANCE)] == [LVA, LTU, LVA]
        assert uow.credentials.of_account(OTHER, account) is None
        assert uow.alliances.of_account(account) == ALLIANCE
        assert uow.alliances.of_account(Account("console:nobody")) is None


def test_revoking_what_is_not_held_is_refused(database: Database) -> None:
    """A credential is revoked once, and only where one was given."""
    write(database, *founding(), CredentialRevoked(account=account_of(EST), at=NOW))
    for account in (account_of(EST), Account("console:nobody")):
        with pytest.raises(EffectMissed):
            write(database, CredentialRevoked(account=account, at=NOW + DAY))


def test_account_belongs_to_one_alliance(database: Database) -> None:
    """The same account cannot hold a credential in two alliances."""
    write(database, *founding())
    write(database, *founding(OTHER), alliance=OTHER)
    with pytest.raises(NotRecorded):
        write(database, credited(account_of(EST), EST), alliance=OTHER)


def test_channel_belongs_to_one_alliance(database: Database) -> None:
    """A channel is linked to one alliance; linking it again there changes its purpose and its place."""
    write(database, *founding())
    write(database, *founding(OTHER), alliance=OTHER)
    with pytest.raises(EffectMissed):
        write(database, ChannelLinked(channel=HALL, purpose=Purpose.MOTIONS), alliance=OTHER)
    lobby = Channel("discord:1:2")
    write(
        database,
        ChannelLinked(channel=lobby, purpose=Purpose.REVIEWS),
        ChannelLinked(channel=HALL, purpose=Purpose.COUNCIL),
    )
    with database.snapshot() as uow:
        assert uow.channels.linked(ALLIANCE) == (
            LinkedChannel(channel=lobby, purpose=Purpose.REVIEWS),
            LinkedChannel(channel=HALL, purpose=Purpose.COUNCIL),
        )
        assert uow.alliances.of_channel(HALL) == ALLIANCE
        assert uow.alliances.of_channel(Channel("slack:T9:C9")) is None


def test_motion_shows_what_has_been_recorded(database: Database) -> None:
    """A motion is given with its frozen rules and roll, its moved deadline and its result."""
    write(database, *founding()[:-1])
    with database.snapshot() as uow:
        motion = uow.motions.get(ALLIANCE, FIRST)
        assert motion is not None
        event = tabled()
        assert (motion.title, motion.text, motion.sponsors) == (event.title, event.text, event.sponsors)
        assert (motion.opens_at, motion.closes_at, motion.rules) == (event.opens_at, event.closes_at, None)
        assert uow.motions.electors(ALLIANCE, FIRST) == ()
    later = NOW + 2 * DAY
    write(database, opened(), DeadlineMoved(motion=FIRST, closes_at=later, reason="late"), decided())
    with database.snapshot() as uow:
        motion = uow.motions.get(ALLIANCE, FIRST)
        assert motion is not None
        assert (motion.rules, motion.closes_at, motion.extended_for) == (RULES, later, "late")
        event_of_result = decided()
        assert motion.result == Result(
            outcome=event_of_result.outcome,
            reasons=event_of_result.reasons,
            tally=event_of_result.tally,
            decided_at=event_of_result.decided_at,
        )
        roll = uow.motions.electors(ALLIANCE, FIRST)
        assert roll == tuple(sorted(opened().electors, key=lambda elector: elector.member))
        assert uow.motions.elector(ALLIANCE, FIRST, LVA) == roll[2]
        assert uow.motions.elector(ALLIANCE, FIRST, MemberCode("FRA")) is None
        assert uow.motions.get(ALLIANCE, SECOND) is None


def test_motions_come_latest_first_and_are_numbered_on(database: Database) -> None:
    """Numbers run within an alliance."""
    write(database, *founding(), tabled(SECOND))
    write(database, *founding(OTHER), alliance=OTHER)
    with database.snapshot() as uow:
        assert [motion.number for motion in uow.motions.every(ALLIANCE)] == [SECOND, FIRST]
        assert uow.motions.next_number(ALLIANCE) == 3
        assert uow.motions.next_number(OTHER) == 2
        assert uow.motions.next_number(AllianceCode("nowhere")) == 1


def test_deadlines_agree_with_the_domain(database: Database) -> None:
    """What the query finds due is what the motions themselves say is due, to the microsecond, in its order."""
    write(database, *founding(), tabled(SECOND, opens_at=NOW + 3 * DAY))
    closing = NOW + DAY + CLOSING_GRACE
    first_reminder = NOW + DAY - timedelta(hours=4)
    tick = timedelta(microseconds=1)
    with database.snapshot() as uow:
        assert uow.deadlines.next_due() == first_reminder
        every = sorted(each for motion in uow.motions.every(ALLIANCE) for each in motion.deadlines())
        for now in (NOW, first_reminder - tick, first_reminder, closing - tick, closing, NOW + 3 * DAY):
            due = tuple(each for each in every if each.at <= now)
            assert uow.deadlines.due(ALLIANCE, now, limit=9) == due
            assert uow.deadlines.alliances(now) == ((ALLIANCE,) if due else ())
        assert uow.deadlines.due(ALLIANCE, NOW + 9 * DAY, limit=2) == tuple(every[:2])
        for number, last in enumerate(every, 1):
            assert uow.deadlines.due(ALLIANCE, NOW + 9 * DAY, limit=2, after=last) == tuple(every[number : number + 2])
        assert [each.at for each in uow.deadlines.of_kind(ALLIANCE, Due.CLOSING)] == [closing]
    write(database, reminded(first_reminder))
    with database.snapshot() as uow:
        assert uow.deadlines.next_due() == NOW + DAY - timedelta(hours=1)
    write(database, decided())
    with database.snapshot() as uow:
        assert uow.deadlines.next_due() == NOW + 3 * DAY


def test_ballots_come_by_member(database: Database) -> None:
    """The last ballot of each member stands."""
    write(
        database,
        *founding(),
        cast(LVA, Choice.NO),
        cast(EST, Choice.YES),
        cast(LVA, Choice.ABSTAIN, previous=Choice.NO, explanation="On reflection."),
    )
    with database.snapshot() as uow:
        ballots = uow.ballots.of_motion(ALLIANCE, FIRST)
        assert [(ballot.member, ballot.choice) for ballot in ballots] == [
            (EST, Choice.YES),
            (LVA, Choice.ABSTAIN),
        ]
        assert ballots[1].explanation == "On reflection."
        assert ballots[1].cast_at == NOW
        assert uow.ballots.of_member(ALLIANCE, FIRST, LTU) is None


def test_snapshot_takes_no_writes(database: Database) -> None:
    """A read cannot change anything, whatever is asked of it."""
    write(database, *founding())
    with pytest.raises(NotRecorded), database.snapshot() as uow:
        uow.record(ALLIANCE, cast(EST, Choice.YES), at=NOW, by="x")
    with database.snapshot() as uow:
        assert uow.journal.head(ALLIANCE).seq == len(founding())


def test_snapshot_shows_one_committed_state(database: Database) -> None:
    """What is committed while a snapshot is read does not show in it."""
    write(database, *founding())
    with database.snapshot() as uow:
        before = uow.journal.head(ALLIANCE)
        write(database, cast(EST, Choice.YES))
        assert uow.ballots.of_motion(ALLIANCE, FIRST) == ()
        assert uow.journal.head(ALLIANCE) == before
    with database.snapshot() as uow:
        assert len(uow.ballots.of_motion(ALLIANCE, FIRST)) == 1
