"""Votes by note verbale: two officers, the deadline by receipt, and the delegation's right to contest."""

from datetime import datetime, timedelta

import pytest

from bot.commands.administration import give_credential, link_channel
from bot.commands.conduct.membership import change_status
from bot.domain.addresses import Channel, Purpose
from bot.domain.credentials import Role
from bot.domain.events import NoteConfirmed, NoteContested, NoteDiscarded, NoteEntered
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Status
from bot.domain.note_verbale import RETRACTED, UNCONFIRMED, VOTE_LOST, VOTED_SINCE, NoteVerbale
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from storage.decoding import read_entry
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    FIN,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.world import START, World

NOTED = '/motion open noted "Open skies" "1. The skies are open."'
SECOND_OFFICER = Person(name="second.officer", number=70, role=Role.SECRETARIAT)
VOTING, HOUR, MINUTE, SECOND = timedelta(hours=72), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)
FILE = "https://mfa.example/note-17.pdf"
AT_NINE = "2026-11-23 11:00"
"""When the scenarios begin, in the alliance's time zone."""


def entering(
    member: str = "FIN", ballot: str = "no", *, received: str = AT_NINE, file: str = FILE, more: str = ""
) -> str:
    """Give the line with which an officer enters a note."""
    line = f'/vote enter M-1 {member} {ballot} "Ministry for Foreign Affairs" "Nr 17/2026" "{received}" {file}'
    return f"{line} {more}".strip()


async def noted(house: World, line: str = NOTED) -> None:
    """Open a vote that takes notes, with two officers in the secretariat."""
    with house.database.transaction() as uow:
        account = house.front.account(SECOND_OFFICER)
        give_credential(uow, house.code, account=account, role=Role.SECRETARIAT, member=None, until=None, now=START)
    await house.front.say(SECRETARY, line)
    await house.settle()


async def confirmed(house: World, *lines: str) -> None:
    """Enter notes by one officer and confirm them by the other."""
    for line in lines or (entering(),):
        assert "is entered" in await house.front.say(SECRETARY, line)
        member = line.split()[3]
        assert "is confirmed" in await house.front.say(SECOND_OFFICER, f"/vote confirm M-1 {member}")
    await house.settle()


async def notes(house: World) -> tuple[NoteVerbale, ...]:
    """Give the notes of the motion."""
    return await house.house.writer.read(lambda uow: uow.ballots.notes(house.code, MotionNumber(1)))


async def events(house: World) -> list[object]:
    """Give the events on record that are about notes, in order."""
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    found = (read_entry(entry.body).event for entry in entries)
    return [event for event in found if isinstance(event, NoteEntered | NoteConfirmed | NoteContested | NoteDiscarded)]


async def until(house: World, at: datetime) -> None:
    """Let time pass until an instant, and do what is due then."""
    await house.pass_time(at - house.clock.now())


async def test_note_is_entered_confirmed_by_button_and_contested_by_button(world: World) -> None:
    """On every front: the second officer is asked, the delegation is told with the evidence, and contests it."""
    await noted(world)
    assert "is entered" in await world.front.say(SECRETARY, entering())
    assert await world.ballots() == {}
    await world.settle()
    assert "is confirmed" in await world.front.press(SECOND_OFFICER, "note verbale", "Confirm the note")
    assert await world.ballots() == {"FIN": "no"}
    await world.settle()
    (told,) = [text for text in await world.front.direct(FIN) if "note verbale" in text]
    for evidence in ("Ministry for Foreign Affairs", "Nr 17/2026", "note-17.pdf", "contest it by"):
        assert evidence in told
    assert "is contested" in await world.front.say(FIN, '/vote contest M-1 "We sent no note."')
    assert await world.ballots() == {}
    await world.settle()
    assert "We sent no note." in "\n".join(await world.front.posts())


async def test_ballot_of_a_note_is_as_of_its_receipt_and_of_the_secretariat(house: World) -> None:
    """It counts from when it was received, and the record says who vouches for it."""
    await noted(house)
    await confirmed(house)
    (ballot,) = await house.house.writer.read(lambda uow: uow.ballots.of_motion(house.code, MotionNumber(1)))
    assert (ballot.member, ballot.role, ballot.cast_at) == ("FIN", Role.SECRETARIAT, START)
    assert ballot.account == house.front.account(SECOND_OFFICER)
    (note,) = await notes(house)
    assert (note.officer, note.confirmed_by) == (
        house.front.account(SECRETARY),
        house.front.account(SECOND_OFFICER),
    )
    assert note.confirmed_at is not None
    assert note.contestable_until == note.confirmed_at + 2 * HOUR


async def test_note_counts_in_the_result(house: World) -> None:
    """A note and ballots of delegations are one count, and the result is declared two hours after the deadline."""
    await noted(house)
    await confirmed(house, entering(ballot="yes"))
    await house.front.say(BRA, "/vote M-1 yes")
    await house.front.say(POL, "/vote M-1 no")
    closes_at = (await house.motion()).closes_at
    await until(house, closes_at + 2 * HOUR)
    assert (await house.motion()).phase(house.clock.now()) is Phase.COUNTING
    await house.pass_time(SECOND)
    result = (await house.motion()).result
    assert result is not None
    assert (result.outcome, result.decided_at) == (Outcome.ADOPTED, closes_at)
    assert (result.tally.yes, result.tally.no) == (2, 1)


async def test_officer_does_not_confirm_its_own_entry(house: World) -> None:
    """It takes two."""
    await noted(house)
    await house.front.say(SECRETARY, entering())
    before = await house.entries()
    assert "another officer must confirm" in await house.front.say(SECRETARY, "/vote confirm M-1 FIN")
    assert await house.entries() == before
    assert await house.ballots() == {}


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (STRANGER, entering(), "no credential"),
        (REVIEWER, entering(), "is for the secretariat"),
        (FIN, entering(), "is for the secretariat"),
        (SECRETARY, entering("HUN"), "has no vote on M-1"),
        (SECRETARY, entering("XYZ"), "XYZ"),
        (SECRETARY, entering(ballot="perhaps"), "perhaps"),
        (SECRETARY, entering(received="2026-11-23 11:01"), "still to come"),
        (SECRETARY, entering(received="2h"), "still to come"),
        (SECRETARY, entering(received="2026-11-23 10:59"), "before voting on M-1 opened"),
        (SECRETARY, entering(received="then"), "then"),
        (SECRETARY, entering(file="note.pdf"), "https://"),
        (SECRETARY, entering().replace("M-1", "M-9"), "M-9"),
        (FIN, "/vote confirm M-1 FIN", "is for the secretariat"),
        (SECRETARY, "/vote confirm M-1 FIN", "No note of Finland"),
        (FIN, '/vote discard M-1 FIN "Wrong."', "is for the secretariat"),
        (SECRETARY, '/vote discard M-1 FIN "Wrong."', "No note of Finland"),
        (SECRETARY, '/vote contest M-1 "Wrong."', "is for delegations"),
        (EST_OBSERVER, '/vote contest M-1 "Wrong."', "does not cast ballots"),
        (STRANGER, '/vote contest M-1 "Wrong."', "no credential"),
        (FIN, '/vote contest M-1 "Wrong."', "nothing to contest"),
        (HUN, '/vote contest M-1 "Wrong."', "nothing to contest"),
        (FIN, "/vote contest M-1", "reason"),
    ],
)
async def test_note_is_refused(house: World, person: Person, line: str, told: str) -> None:
    """By the wrong person, of the wrong state, with a wrong instant or link, or where there is none."""
    await noted(house)
    house.clock.advance(-3 * SECOND)
    before = await house.entries()
    assert told in await house.front.say(person, line)
    assert await house.entries() == before


async def test_note_of_the_minute_in_which_voting_opened_counts(house: World) -> None:
    """A note bears the minute of its receipt and no second: it is as of the opening then."""
    house.clock.advance(20 * SECOND)
    await noted(house)
    opened = (await house.motion()).opens_at
    house.clock.advance(5 * SECOND)
    await confirmed(house, entering(received="2026-11-23 11:00"))
    assert [note.received_at for note in await notes(house)] == [opened]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('/motion open declaration "Open skies" "1. The skies are open."', "takes no notes verbales"),
        (f"{NOTED} opens:1d", "cannot be used on M-1"),
        (f"{NOTED} draft:yes", "cannot be used on M-1"),
        ('/motion open routine "Calendar" "1. It stands."', "cannot be used on M-1"),
    ],
)
async def test_motion_takes_no_note(house: World, line: str, told: str) -> None:
    """A kind without notes, a vote that is not open yet, a draft, a silence."""
    await noted(house, line)
    assert told in await house.front.say(SECRETARY, entering())
    assert await notes(house) == ()


async def test_live_roll_call_takes_no_note(house: World) -> None:
    """There a state answers when it is called."""
    await noted(house, f"{NOTED} opens:1d")
    await house.front.say(SECRETARY, "/rollcall call M-1")
    assert "its roll is called live" in await house.front.say(SECRETARY, entering())


async def test_member_concerned_and_member_recused_have_no_note(house: World) -> None:
    """A note gives no vote that the seat has not."""
    await noted(house)
    await house.front.say(FIN, '/motion recuse M-1 "Our own skies."')
    assert "recused" in await house.front.say(SECRETARY, entering())


async def test_second_note_of_a_seat_waits_for_the_first(house: World) -> None:
    """One at a time; another state's is no matter."""
    await noted(house)
    await house.front.say(SECRETARY, entering())
    assert "waits already" in await house.front.say(SECOND_OFFICER, entering(ballot="yes"))
    assert "is entered" in await house.front.say(SECOND_OFFICER, entering("POL"))


async def test_waiting_note_is_taken_back_by_any_officer_and_entered_anew(house: World) -> None:
    """A slip is put right on record, also by whoever made it."""
    await noted(house)
    await house.front.say(SECRETARY, entering())
    await house.settle()
    assert "is taken back" in await house.front.say(SECRETARY, '/vote discard M-1 FIN "It says yes."')
    assert "No note of Finland" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    await house.settle()
    (card,) = [text for text in await house.front.direct(SECOND_OFFICER) if "note verbale" in text]
    assert "It says yes." in card
    assert "Confirm the note: " not in card
    await confirmed(house, entering(ballot="yes"))
    assert await house.ballots() == {"FIN": "yes"}
    (discarded,) = [event for event in await events(house) if isinstance(event, NoteDiscarded)]
    assert discarded.reason == "It says yes."


async def test_confirmed_note_is_not_taken_back_by_the_secretariat(house: World) -> None:
    """From then on it is the state's ballot, and only the state's to contest."""
    await noted(house)
    await confirmed(house)
    assert "No note of Finland" in await house.front.say(SECRETARY, '/vote discard M-1 FIN "Sorry."')


async def test_seat_with_a_ballot_takes_a_note_only_where_it_revokes(house: World) -> None:
    """The note says that it revokes the ballot, and was received after it."""
    await noted(house)
    await house.front.say(FIN, "/vote M-1 yes")
    await house.pass_time(HOUR)
    assert "has voted yes on M-1 already" in await house.front.say(SECRETARY, entering(received="2026-11-23 12:00"))
    early = entering(more="revokes:yes")
    assert "the ballot received later stands" in await house.front.say(SECRETARY, early)
    await confirmed(house, entering(received="2026-11-23 12:00", more="revokes:yes"))
    assert await house.ballots() == {"FIN": "no"}


async def test_contested_note_gives_back_the_ballot_that_it_revoked(house: World) -> None:
    """The earlier ballot stands again as it was, with its time and its explanation."""
    await noted(house)
    await house.front.say(FIN, '/vote M-1 yes "For open skies."')
    before = await house.house.writer.read(lambda uow: uow.ballots.of_motion(house.code, MotionNumber(1)))
    await house.pass_time(HOUR)
    await confirmed(house, entering(received="2026-11-23 12:00", more="revokes:yes"))
    assert "is contested" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')
    after = await house.house.writer.read(lambda uow: uow.ballots.of_motion(house.code, MotionNumber(1)))
    assert after == before
    assert "nothing to contest" in await house.front.say(FIN, '/vote contest M-1 "Again."')


async def test_final_ballot_is_not_revoked_by_a_note(house: World) -> None:
    """Where ballots are final no way round that leads through the secretariat."""
    await noted(house, NOTED.replace("noted", "noted-final"))
    await house.front.say(FIN, "/vote M-1 yes confirm:yes")
    await house.pass_time(HOUR)
    line = entering(received="2026-11-23 12:00", more="revokes:yes")
    assert "cannot be changed" in await house.front.say(SECRETARY, line)
    assert await house.ballots() == {"FIN": "yes"}


async def test_delegation_votes_while_its_note_waits_and_the_note_counts_no_more(house: World) -> None:
    """What the state says later, and by itself, stands; the note is set aside on record."""
    await noted(house)
    await house.front.say(SECRETARY, entering())
    assert "Ballot recorded" in await house.front.say(FIN, "/vote M-1 yes")
    assert "No note of Finland" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    assert await house.ballots() == {"FIN": "yes"}
    (discarded,) = [event for event in await events(house) if isinstance(event, NoteDiscarded)]
    assert discarded.reason == VOTED_SINCE


async def test_delegation_votes_over_a_confirmed_note_which_can_then_not_be_contested(house: World) -> None:
    """The ballot of the delegation takes its place; there is nothing left to contest, and nothing to wait for."""
    await noted(house)
    await confirmed(house)
    await house.front.say(FIN, "/vote M-1 yes")
    assert await house.ballots() == {"FIN": "yes"}
    assert "nothing to contest" in await house.front.say(FIN, '/vote contest M-1 "Too late."')
    await house.settle()
    (card,) = [text for text in await house.front.direct(FIN) if "note verbale" in text]
    assert "cast its own ballot since" in card
    assert "Contest: " not in card


async def suspended(house: World, code: str) -> None:
    """Suspend a state now, by a decision taken elsewhere."""
    with house.database.transaction() as uow:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        now, member = house.clock.now(), MemberCode(code)
        change_status(uow, alliance, member, Status.SUSPENDED, motion=None, reason="dues", since=now, now=now)


async def test_delegation_takes_the_ballot_of_its_note_back(house: World) -> None:
    """It is the state's own ballot, and may be taken back as any other; the note is then nobody's to wait for."""
    await noted(house)
    await confirmed(house)
    assert "taken" in await house.front.say(FIN, "/vote retract M-1")
    assert await house.ballots() == {}
    assert [note.ended_for for note in await notes(house)] == [RETRACTED]
    assert "nothing to contest" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')


async def test_note_goes_with_the_vote_of_its_state(house: World) -> None:
    """A state suspended in mid-vote loses its ballot, whoever entered it, and there is nothing left to contest."""
    await noted(house)
    await confirmed(house)
    await suspended(house, "FIN")
    assert await house.ballots() == {}
    assert [note.ended_for for note in await notes(house)] == [VOTE_LOST]
    assert "nothing to contest" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')


async def test_note_of_a_state_that_loses_its_vote_is_set_aside(house: World) -> None:
    """A state that has lost its vote meanwhile has no note either; a new one is refused."""
    await noted(house)
    await house.front.say(SECRETARY, entering())
    await suspended(house, "FIN")
    assert "No note of" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    assert "has no vote on M-1" in await house.front.say(SECRETARY, entering())
    assert [note.ended_for for note in await notes(house)] == [VOTE_LOST]
    assert await house.ballots() == {}


async def test_standing_note_of_a_state_that_loses_its_vote_is_annulled(house: World) -> None:
    """Its ballot goes as any other would, nothing is left to contest, and the result can be declared at once."""
    await noted(house)
    await confirmed(house)
    with house.database.transaction() as uow:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        now = house.clock.now()
        member = MemberCode("FIN")
        change_status(uow, alliance, member, Status.SUSPENDED, motion=None, reason="dues", since=now, now=now)
    assert await house.ballots() == {}
    assert [note.ended_for for note in await notes(house)] == [VOTE_LOST]
    assert "nothing to contest" in (await house.front.say(FIN, '/vote contest M-1 "Not ours."')).casefold()


async def test_note_whose_ballot_the_delegation_takes_back_counts_no_more(house: World) -> None:
    """The seat is silent then, the note is set aside with the reason, and the seat may vote again."""
    await noted(house)
    await confirmed(house)
    assert "taken its ballot" in await house.front.say(FIN, "/vote retract M-1")
    assert await house.ballots() == {}
    assert [note.ended_for for note in await notes(house)] == [RETRACTED]
    await house.settle()
    assert "has taken its ballot back" in "\n".join(await house.front.direct(FIN))
    await house.front.say(FIN, "/vote M-1 yes")
    assert await house.ballots() == {"FIN": "yes"}


async def test_note_is_late_by_its_receipt_not_by_its_entry(house: World) -> None:
    """Received at the deadline it counts, a minute later it does not; entered is until two hours after."""
    await noted(house)
    closes_at = (await house.motion()).closes_at
    assert closes_at == START + VOTING
    await until(house, closes_at + HOUR)
    late = entering(received="2026-11-26 11:01")
    assert "after the deadline" in await house.front.say(SECRETARY, late)
    await confirmed(house, entering(received="2026-11-26 11:00"))
    assert await house.ballots() == {"FIN": "no"}


async def test_entry_and_confirmation_end_two_hours_after_the_deadline(house: World) -> None:
    """At the last instant both still work; a moment later neither, though no tick has declared the result."""
    await noted(house)
    closes_at = (await house.motion()).closes_at
    await until(house, closes_at + 2 * HOUR - MINUTE)
    await house.front.say(SECRETARY, entering("POL"))
    house.clock.advance(MINUTE)
    assert "is entered" in await house.front.say(SECRETARY, entering())
    assert "is confirmed" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    house.clock.advance(INSTANT)
    assert "could be entered and confirmed until" in await house.front.say(SECRETARY, entering("LVA"))
    assert "could be entered and confirmed until" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 POL")


async def test_result_waits_for_the_time_to_contest(house: World) -> None:
    """A note confirmed late is contested after the two hours of the declaration, and the result is without it."""
    await noted(house)
    closes_at = (await house.motion()).closes_at
    await until(house, closes_at + 2 * HOUR - MINUTE)
    await confirmed(house, entering(ballot="yes"))
    (note,) = await notes(house)
    assert note.contestable_until is not None
    await until(house, note.contestable_until)
    assert (await house.motion()).result is None
    assert "is contested" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')
    await house.pass_time(SECOND)
    result = (await house.motion()).result
    assert result is not None
    assert (result.outcome, result.tally.yes) == (Outcome.NOT_ADOPTED, 0)


async def test_contest_is_late_a_moment_after_its_deadline(house: World) -> None:
    """The last instant counts, the next does not; and once the result stands the phase forbids it."""
    await noted(house)
    await confirmed(house)
    (note,) = await notes(house)
    assert note.contestable_until is not None
    house.clock.advance(note.contestable_until + INSTANT - house.clock.now())
    assert "could be contested until" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')
    assert await house.ballots() == {"FIN": "no"}
    await house.pass_time(VOTING + 3 * HOUR)
    assert "cannot be used on M-1" in await house.front.say(FIN, '/vote contest M-1 "Not ours."')


async def test_only_the_own_state_contests(house: World) -> None:
    """Another delegation has nothing to contest in it; another delegate of the state has."""
    await noted(house)
    await confirmed(house, entering("EST"))
    assert "nothing to contest" in await house.front.say(LVA, '/vote contest M-1 "Not theirs."')
    assert "is contested" in await house.front.say(EST_DELEGATE, '/vote contest M-1 "Not ours."')


async def test_whole_delegation_is_told(house: World) -> None:
    """Also those who cast no ballots; nobody else."""
    await noted(house)
    await confirmed(house, entering("EST"))
    for person in (EST_HEAD, EST_DELEGATE, EST_OBSERVER):
        assert any("note verbale of" in text for text in await house.front.direct(person))
    for person in (LVA, FIN, HUN):
        assert not any("note verbale of" in text for text in await house.front.direct(person))


async def test_contest_button_asks_for_the_reason(house: World) -> None:
    """A press gives the form, or the line to type; the note stands until a reason is given."""
    await noted(house)
    await confirmed(house)
    await house.front.press(FIN, "note verbale", "Contest")
    assert await house.ballots() == {"FIN": "no"}


async def test_note_that_nobody_confirmed_is_discarded_on_record_at_the_declaration(house: World) -> None:
    """It does not count, the record says why, and its card has no buttons any more."""
    await noted(house)
    await house.front.say(SECRETARY, entering(ballot="yes"))
    await house.settle()
    await until(house, (await house.motion()).closes_at + 2 * HOUR + SECOND)
    await house.settle()
    result = (await house.motion()).result
    assert result is not None
    assert result.tally.yes == 0
    (note,) = await notes(house)
    assert note.ended_for == UNCONFIRMED
    (card,) = [text for text in await house.front.direct(SECOND_OFFICER) if "note verbale of" in text]
    assert "No second officer had confirmed it" in card
    assert "Confirm the note: " not in card
    assert "cannot be used on M-1" in await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")


async def test_secretariat_declares_earlier_once_no_note_is_outstanding(house: World) -> None:
    """After the deadline, with none waiting and none contestable."""
    await noted(house)
    closes_at = (await house.motion()).closes_at
    assert "runs until Thu 26 Nov 2026, 11:00" in await house.front.say(SECRETARY, "/motion close M-1")
    await until(house, closes_at + MINUTE)
    await house.front.say(SECRETARY, entering())
    told = await house.front.say(SECRETARY, "/motion close M-1")
    assert "wait for a second officer" in told
    assert "FIN" in told
    await house.front.say(SECOND_OFFICER, "/vote confirm M-1 FIN")
    told = await house.front.say(SECRETARY, "/motion close M-1")
    assert "may still be contested" in told
    assert (await house.motion()).result is None
    await house.front.say(FIN, '/vote contest M-1 "Not ours."')
    await house.front.say(SECRETARY, "/motion close M-1")
    result = (await house.motion()).result
    assert result is not None
    assert result.decided_at == closes_at


async def test_vote_that_may_close_early_waits_for_notes_too(house: World) -> None:
    """Final ballots make a result certain, but not one that a contest could still undo."""
    await noted(house, NOTED.replace("noted", "noted-final"))
    await confirmed(house, entering("FIN", "yes"), entering("POL", "yes"), entering("LVA", "yes"))
    await house.pass_time(HOUR)
    assert "may still be contested" in await house.front.say(SECRETARY, "/motion close M-1")
    await house.pass_time(HOUR + SECOND)
    await house.front.say(SECRETARY, "/motion close M-1")
    assert (await house.motion()).phase(house.clock.now()) is Phase.ADOPTED


async def test_notes_wait_in_the_channel_of_the_secretariat(house: World) -> None:
    """Where one is linked the officers are asked there."""
    channel = Channel("console:secretariat")
    with house.database.transaction() as uow:
        link_channel(uow, house.code, channel=channel, purpose=Purpose.SECRETARIAT, now=START)
    await noted(house)
    await house.front.say(SECRETARY, entering())
    await house.settle()
    shown = house.house.notifiers[house.front.platform].shown(channel)  # type: ignore[attr-defined]
    assert any("Nr 17/2026" in text for text in shown)
    assert not any("Nr 17/2026" in text for text in await house.front.direct(SECOND_OFFICER))


async def test_note_that_reaches_the_quorum_late_keeps_the_vote_open(house: World) -> None:
    """As a ballot would that is cast then."""
    await noted(house, NOTED.replace("noted", "noted-order"))
    await house.front.say(BRA, "/vote M-1 yes")
    await house.front.say(POL, "/vote M-1 yes")
    closes_at = (await house.motion()).closes_at
    await until(house, closes_at - HOUR)
    await confirmed(house)
    assert (await house.motion()).closes_at == closes_at + 24 * HOUR


async def test_history_shows_the_evidence(house: World) -> None:
    """Sender and reference are on record for everyone."""
    await noted(house)
    await confirmed(house)
    await house.front.say(FIN, '/vote contest M-1 "Not ours."')
    told = await house.front.say(STRANGER, "/motion history M-1")
    for sentence in ("Nr 17/2026", "A second officer confirmed", "contested the note verbale"):
        assert sentence in told


async def test_history_hides_the_choice_of_a_note_while_the_kind_hides_choices(house: World) -> None:
    """A vote that shows only its turnout shows no note's choice either."""
    await noted(house, NOTED.replace("noted", "noted-final"))
    await confirmed(house)
    told = await house.front.say(STRANGER, "/motion history M-1")
    assert "A second officer confirmed" in told
    assert "by note verbale was entered" not in told
