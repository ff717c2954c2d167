"""Recording: the chain, the tables, and all or nothing."""

import json

import pytest

from bot.domain.ballot import Choice
from bot.domain.events import EVENTS, VERSION, AllianceFounded, CommitmentMade, ReassessmentSet
from bot.domain.ids import AllianceCode, MemberCode
from bot.ports import NotRecorded
from storage.columns import UnstorableText
from storage.database import Database
from storage.decoding import UnreadableRecord, read_entry
from storage.replay import tables_equal_replay
from storage.statements import EffectMissed
from storage.unit_of_work import AllianceUnknown
from tests.behaviour.storage.scene import (
    ALLIANCE,
    EST,
    FIRST,
    LTU,
    LVA,
    NOW,
    OTHER,
    cast,
    decided,
    enrolled,
    fault_of,
    founded,
    founding,
    opened,
    record,
    whole_story,
    write,
)


class TellerFell(Exception):
    """A use case that fails half-way."""


def test_chain_continues_over_transactions(database: Database) -> None:
    """Each entry carries the hash of the one before it, whoever wrote that one and when."""
    write(database, *founding())
    last = write(database, cast(EST, Choice.YES))
    assert last == len(founding()) + 1
    assert fault_of(database) is None


def test_every_event_of_the_domain_is_recorded_and_read_back(database: Database) -> None:
    """The journal gives back each event exactly as it happened."""
    story = whole_story()
    assert {type(event) for event in story} == set(EVENTS)
    write(database, *story)
    with database.snapshot() as uow:
        told = [read_entry(entry.body) for entry in uow.journal.entries(ALLIANCE)]
    assert [each.event for each in told] == list(story)
    assert {(each.alliance, each.at, each.by) for each in told} == {(ALLIANCE, NOW, "console:clerk")}
    assert [each.seq for each in told] == list(range(1, len(story) + 1))


def test_tables_are_what_a_replay_makes_of_the_journal(database: Database) -> None:
    """State changes through the journal alone."""
    write(database, *whole_story())
    write(database, *founding(OTHER), alliance=OTHER)
    assert tables_equal_replay(database, ALLIANCE) == []
    assert tables_equal_replay(database, OTHER) == []


def test_failing_use_case_leaves_nothing(database: Database) -> None:
    """One transaction: everything in it happens, or nothing does."""
    write(database, *founding())

    def use_case() -> None:
        with database.transaction() as uow:
            record(uow, cast(EST, Choice.YES))
            uow.answers.prune(NOW)
            raise TellerFell

    with pytest.raises(TellerFell):
        use_case()
    with database.snapshot() as uow:
        assert uow.journal.head(ALLIANCE).seq == len(founding())
        assert uow.ballots.of_motion(ALLIANCE, FIRST) == ()
    assert write(database, cast(EST, Choice.NO)) == len(founding()) + 1
    assert fault_of(database) is None


def test_second_first_ballot_of_a_member_is_not_recorded(database: Database) -> None:
    """One seat, one ballot: a second one that does not know of the first cannot be committed."""
    write(database, *founding(), cast(EST, Choice.YES))
    with pytest.raises(NotRecorded):
        write(database, cast(EST, Choice.NO))
    with database.snapshot() as uow:
        ballot = uow.ballots.of_member(ALLIANCE, FIRST, EST)
        assert ballot is not None
        assert ballot.choice is Choice.YES
    assert fault_of(database) is None


def test_change_that_names_another_previous_choice_is_refused(database: Database) -> None:
    """A changed ballot replaces the one it says it replaces."""
    write(database, *founding(), cast(EST, Choice.YES))
    with pytest.raises(EffectMissed):
        write(database, cast(EST, Choice.NO, previous=Choice.ABSTAIN))


@pytest.mark.parametrize("number_of_times", [1, 2])
def test_event_that_fits_nothing_is_refused(database: Database, number_of_times: int) -> None:
    """A motion is opened and decided once, and only where it was tabled."""
    write(database, *founding())
    with pytest.raises(EffectMissed):
        write(database, opened())
    write(database, decided())
    for _ in range(number_of_times):
        with pytest.raises(EffectMissed):
            write(database, decided())


def test_ballot_of_a_state_off_the_roll_is_not_recorded(database: Database) -> None:
    """A ballot belongs to a member of the frozen roll."""
    write(database, *founding())
    with pytest.raises(NotRecorded):
        write(database, cast(MemberCode("FRA"), Choice.YES))


def test_event_of_an_alliance_never_founded_is_refused(database: Database) -> None:
    """An alliance's journal begins with its founding."""
    with pytest.raises(AllianceUnknown):
        write(database, enrolled(EST))
    with pytest.raises(EffectMissed):
        write(database, founded(OTHER))


def test_alliance_is_founded_once(database: Database) -> None:
    """A second founding of the same code leaves the first as it was."""
    write(database, *founding())
    with pytest.raises(NotRecorded):
        write(database, founded())
    assert fault_of(database) is None


def test_alliances_side_by_side_never_mix(database: Database) -> None:
    """Every read carries its alliance: the same codes and numbers in another one are not seen."""
    write(database, *founding(), cast(EST, Choice.YES))
    write(database, *founding(OTHER), cast(LVA, Choice.NO, alliance=OTHER), alliance=OTHER)
    with database.snapshot() as uow:
        assert uow.alliances.codes() == (ALLIANCE, OTHER)
        assert [ballot.member for ballot in uow.ballots.of_motion(ALLIANCE, FIRST)] == [EST]
        assert [ballot.member for ballot in uow.ballots.of_motion(OTHER, FIRST)] == [LVA]
        assert uow.ballots.of_member(OTHER, FIRST, EST) is None
        assert {link.channel.text for link in uow.channels.linked(OTHER)} == {"slack:T2:C2"}
        assert len(uow.credentials.every(ALLIANCE)) == 3
        assert uow.journal.head(ALLIANCE).hash != uow.journal.head(OTHER).hash
    assert fault_of(database, ALLIANCE) is None
    assert fault_of(database, OTHER) is None


def test_journal_gives_the_event_of_an_entry(database: Database) -> None:
    """A receipt names an entry, and the entry tells the ballot."""
    seq = write(database, *founding(), cast(LTU, Choice.ABSTAIN, explanation="Pas encore : à revoir."))
    with database.snapshot() as uow:
        assert uow.journal.event(ALLIANCE, seq) == cast(LTU, Choice.ABSTAIN, explanation="Pas encore : à revoir.")
        assert isinstance(uow.journal.event(ALLIANCE, 1), AllianceFounded)
        assert uow.journal.event(ALLIANCE, seq + 1) is None


@pytest.mark.parametrize("explanation", ["with a \0 in it", "x" * 100_001])
def test_text_that_one_engine_would_refuse_is_refused_by_both(database: Database, explanation: str) -> None:
    """What SQLite would take and PostgreSQL not is stored by neither."""
    write(database, *founding())
    with pytest.raises(UnstorableText):
        write(database, cast(EST, Choice.YES, explanation=explanation))
    assert fault_of(database) is None


def test_reason_of_a_refused_row_does_not_tell_its_contents(database: Database) -> None:
    """An explanation of vote is not spread through errors and logs."""
    write(database, *founding(), cast(EST, Choice.YES))
    with pytest.raises(NotRecorded) as raised:
        write(database, cast(EST, Choice.NO, explanation="the secret reason"))
    assert "secret" not in raised.value.reason
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "change",
    [
        {"event": "BallotBurnt"},
        {"version": VERSION + 1},
        {"version": 0},
        {"version": True},
        {"facts": {"text": 1}},
        {"facts": {}},
        {"facts": {"text": "x", "more": "y"}},
        {"at": "yesterday"},
        {"seq": "1"},
    ],
)
def test_unknown_record_is_an_error_never_a_default(change: dict[str, object]) -> None:
    """A body of no version that is known, or has other fields than its event, is not guessed at."""
    body = {
        "alliance": "a",
        "at": "2026-01-01T00:00:00.000000Z",
        "by": "x",
        "event": "CharterApplied",
        "facts": {"text": "x"},
        "previous": "",
        "seq": 1,
        "version": 1,
    }
    read_entry(json.dumps(body))
    with pytest.raises(UnreadableRecord):
        read_entry(json.dumps(body | change))


def test_entries_of_version_4_read_as_they_were_meant() -> None:
    """A day of reassessment took the place of the one before; a commitment answered no review."""
    entry = {"alliance": "a", "at": "2026-01-01T00:00:00.000000Z", "by": "x", "previous": "", "seq": 1, "version": 4}
    day = "2027-07-01T00:00:00.000000Z"
    facts = {"member": "EST", "at": day}
    read = read_entry(json.dumps(entry | {"event": "ReassessmentSet", "facts": facts})).event
    assert isinstance(read, ReassessmentSet)
    assert (read.dates, read.dropped) == ((read.at,), False)
    made = {"number": 1, "text": "x", "indicator": "", "due_at": day, "reminders": [], "account": "console:x"}
    read = read_entry(json.dumps(entry | {"event": "CommitmentMade", "facts": facts | made})).event
    assert isinstance(read, CommitmentMade)
    assert read.review is None


def test_founding_event_names_its_own_alliance(database: Database) -> None:
    """An alliance is not founded in another one's journal."""
    event = AllianceFounded(code=AllianceCode("x"), name="X", time_zone="UTC", language="fr")
    with pytest.raises(EffectMissed):
        write(database, event, alliance=OTHER)
