"""Sessions: called with notice, attended, taken through their agenda, closed; and what they do not let be done."""

from datetime import timedelta

import pytest

from bot.charters.load import parse_charter
from bot.commands.administration import give_credential
from bot.commands.conduct.membership import change_status
from bot.commands.reconstitution import CharterLacksBody, apply_charter
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.events import PresenceRecorded, SessionReminded
from bot.domain.ids import MemberCode, MotionNumber, SessionNumber
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.rules import Outcome
from bot.domain.sessions import Session, SessionPhase
from bot.ports import UnitOfWork
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
from tests.behaviour.charter import CHARTER, changed
from tests.behaviour.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = timedelta(0)
CALL = '/session call ministers "Autumn session" "2026-12-15 10:00" body:assembly'
OPEN_SKIES = '/motion open declaration "Open skies" "1. The skies are open." opens:40d'
QUORUM = '\n[session]\nquorum = "at least 3 of members in good standing present"\n'


async def session(world: World, number: int = 1) -> Session:
    """Give a session as it is stored."""
    found = await world.house.writer.read(lambda uow: uow.sessions.get(world.code, SessionNumber(number)))
    assert found is not None
    return found


async def until(world: World, number: int = 1, before: timedelta = NOW) -> None:
    """Move the clock to the beginning of a session, or to some time before it, and post what is owed."""
    starts = (await session(world, number)).starts_at
    await world.pass_time(starts - before - world.clock.now())


async def called(world: World, line: str = CALL) -> None:
    """Have a session called."""
    assert "is called for" in await world.front.say(SECRETARY, line)


async def opened(world: World, *present: Person, line: str = CALL) -> None:
    """Have a session called and opened with some delegations present."""
    await called(world, line)
    await until(world)
    for person in present:
        assert "is present" in await world.front.say(person, "/session present")
    assert "is open" in await world.front.say(SECRETARY, "/session open")


async def events(world: World) -> list[object]:
    """Give the events on record, in order."""
    entries = await world.house.writer.read(lambda uow: tuple(uow.journal.entries(world.code)))
    return [read_entry(entry.body).event for entry in entries]


async def posted(world: World) -> str:
    """Give what the channel shows once everything owed is posted."""
    await world.settle()
    return "\n".join(await world.front.posts())


async def test_session_from_its_call_to_its_minutes(world: World) -> None:
    """On every front: called with an agenda, attended by buttons, opened, taken through its items, closed, minuted."""
    front = world.front
    await front.say(SECRETARY, OPEN_SKIES)
    await called(world, f'{CALL} place:Tallinn agenda:"Report of the chair; M-1"')
    await world.settle()
    invited = "\n".join(await front.direct(LVA))
    assert "the notice of the session to your delegation" in invited
    assert "Report of the chair" in invited
    assert "M-1 Open skies" in invited
    await until(world, before=HOUR / 2)
    await world.settle()
    assert "is present at S-1" in await front.press(LVA, "Autumn session", "Present")
    await front.say(FIN, "/session present")
    await front.say(SECRETARY, "/session present S-1 member:EST")
    await until(world)
    await world.settle()
    card = next(post for post in reversed(await front.posts()) if "Present (3 of 5)" in post)
    assert "Tallinn" in card
    assert "S-1 is open" in await front.say(SECRETARY, "/session open")
    assert "Now: Report of the chair" in await front.say(SECRETARY, "/session agenda-next")
    assert "Now: M-1 Open skies" in await front.say(SECRETARY, "/session agenda next S-1")
    await world.settle()
    assert "Now taken up: M-1 Open skies" in "\n".join(await front.thread("Level: ministers"))
    assert "S-1 is closed" in await front.say(SECRETARY, "/session close")
    assert "Minutes of S-1" in await front.say(SECRETARY, "/session minutes")
    assert "Minutes of S-1" in await posted(world)
    assert (await session(world)).phase is SessionPhase.CLOSED


async def test_session_is_not_called_with_too_little_notice(house: World) -> None:
    """Two weeks; an urgent one a day. The refusal says from when on."""
    refused = await house.front.say(SECRETARY, '/session call ministers "Soon" "2026-12-07 10:59"')
    assert "14 days of notice" in refused
    assert "Mon 7 Dec 2026, 11:00 EET or" in refused
    assert "urgent:yes" in refused
    urgent = await house.front.say(SECRETARY, '/session call ministers "Sooner" "2026-11-24 10:59" urgent:yes')
    assert "Even an urgent session" in urgent
    assert "S-1 is called" in await house.front.say(
        SECRETARY, '/session call ministers "Soon" "2026-11-24 11:00" urgent:yes'
    )
    assert "S-2 is called" in await house.front.say(SECRETARY, '/session call summit "Later" "2026-12-07 11:00"')


async def test_notice_is_the_charters(house: World) -> None:
    await house.apply(CHARTER + '\n[session]\nnotice = "3h"\nurgent_notice = "1h"\n')
    assert "S-1 is called" in await house.front.say(SECRETARY, '/session call ministers "Soon" 3h')


@pytest.mark.parametrize(
    ("level", "read"),
    [
        ("permanent-representatives", "permanent representatives"),
        ('"political directors"', "political directors"),
        ("ministres", "ministers"),
        ("sommet", "leaders’ summit"),
    ],
)
async def test_level_is_said_in_either_language(house: World, level: str, read: str) -> None:
    await house.front.say(SECRETARY, f'/session call {level} "Session" 20d')
    assert f"Level: {read}." in await house.front.say(LVA, "/session show S-1")


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (SECRETARY, '/session call kings "X" 20d', "ministers, or summit"),
        (SECRETARY, '/session call ministers "X" yesterdayish', "yesterdayish"),
        (SECRETARY, '/session call ministers "X" 20d agenda:"M-9"', "There is no motion M-9"),
        (LVA, '/session call ministers "X" 20d body:council', "Council"),
        (LVA, '/session call ministers "X" 20d body:assembly', "Assembly"),
        (REVIEWER, '/session call ministers "X" 20d', "is for delegations"),
        (STRANGER, '/session call ministers "X" 20d', "credential"),
        (SECRETARY, "/session open S-9", "There is no session S-9"),
        (SECRETARY, "/session open nonsense", "is not the number of a session"),
        (SECRETARY, "/session open", "was called for"),
        (SECRETARY, "/session close S-1", "has not been opened"),
        (SECRETARY, "/session agenda-next S-1", "has not been opened"),
        (SECRETARY, "/session agenda-add M-9", "There is no motion M-9"),
        (SECRETARY, "/session agenda-add M-1", "on the agenda of S-1 already, as item 1"),
        (SECRETARY, "/session agenda-add M-2", "cannot be put on an agenda"),
        (LVA, "/session agenda-add Words", "Assembly"),
        (LVA, "/session present", "is taken from"),
        (EST_OBSERVER, "/session present", "does not cast ballots"),
        (SECRETARY, "/session present", "Say which state"),
        (LVA, "/session present member:EST", "You speak for"),
        (SECRETARY, "/session minutes S-9", "There is no session S-9"),
        (LVA, "/session minutes", "Assembly"),
        (EST_HEAD, "/session consensus M-3", "of which no session is open"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_on_a_session_ahead_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """Each refusal says what, why and what to do, and nothing is recorded."""
    await house.front.say(SECRETARY, OPEN_SKIES)
    await house.front.say(SECRETARY, '/motion open declaration "Done" "1. Done."')
    await house.decide(2, est="yes")
    await house.front.say(SECRETARY, '/motion open debated "In the council" "1. So."')
    await called(house, f"{CALL} agenda:M-1")
    before = await house.entries()
    answer = await house.front.say(person, line)
    assert "not done" in answer
    assert told in answer
    assert await house.entries() == before


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (SECRETARY, "/session open", "is open, so"),
        (SECRETARY, "/session cancel", "is open, so"),
        (SECRETARY, "/session open S-2", "S-1 of Assembly is open"),
        (LVA, "/session present", "since"),
        (SECRETARY, "/session present member:LVA", "since"),
        (SECRETARY, "/session agenda-next", "has no items"),
        (BRA, "/session close", "Assembly"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_on_an_open_session_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """A body holds one session at a time, and a state is present once."""
    await called(house)
    await called(house, CALL.replace("Autumn", "Other"))
    await until(house)
    await house.front.say(LVA, "/session present S-1")
    await house.front.say(SECRETARY, "/session open S-1")
    before = await house.entries()
    answer = await house.front.say(person, line)
    assert "not done" in answer
    assert told in answer
    assert await house.entries() == before


@pytest.mark.parametrize(
    ("person", "line", "told"),
    [
        (SECRETARY, "/session close S-1", "is closed"),
        (SECRETARY, "/session open S-1", "is closed"),
        (FIN, "/session present S-1", "is closed"),
        (SECRETARY, "/session agenda-add More session:S-1", "is closed"),
        (SECRETARY, "/session agenda-next S-1", "is closed"),
        (SECRETARY, "/session cancel S-1", "is closed"),
        (SECRETARY, "/session close", "There is no session ahead"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_on_a_closed_session_that_are_refused(house: World, person: Person, line: str, told: str) -> None:
    """It has its minutes, and they change no more."""
    await opened(house, LVA)
    await house.front.say(SECRETARY, "/session close")
    before = await house.entries()
    answer = await house.front.say(person, line)
    assert "not done" in answer
    assert told in answer
    assert await house.entries() == before


async def test_session_that_is_not_named_is_the_only_one_that_could_be_meant(house: World) -> None:
    """The open one, else the only one ahead; of several one must be named."""
    await called(house)
    await called(house, CALL.replace("body:assembly", "body:council"))
    assert "S-1 or S-2" in await house.front.say(SECRETARY, "/session agenda-add Words")
    await until(house)
    await house.front.say(SECRETARY, "/session open S-2")
    assert "The agenda of S-2" in await house.front.say(SECRETARY, "/session agenda-add Words")
    assert "S-1 is open" in await house.front.say(SECRETARY, "/session open S-1")
    listed = await house.front.say(LVA, "/session show")
    assert listed.index("S-2") < listed.index("S-1")


async def test_cancelled_session_is_told_to_everyone_and_not_held(house: World) -> None:
    """The notices that delegations had say so, no reminder comes, and nobody can open it."""
    await called(house)
    await house.settle()
    assert "S-1 is cancelled" in await house.front.say(SECRETARY, '/session cancel S-1 reason:"Snow."')
    assert "Snow." in await posted(house)
    assert "Cancelled. It is not held." in "\n".join(await house.front.direct(LVA))
    await until(house, before=DAY / 2)
    assert "Reminder:" not in "\n".join(await house.front.direct(LVA))
    await until(house)
    assert "was cancelled" in await house.front.say(SECRETARY, "/session open S-1")


async def test_chair_of_a_body_conducts_its_sessions(house: World) -> None:
    """Estonia presides over the council: no body need be named."""
    answer = await house.front.say(EST_HEAD, '/session call ministers "Council" "2026-12-15 10:00"')
    assert "S-1 is called" in answer
    assert (await session(house)).body == "council"
    await until(house)
    assert "S-1 is open" in await house.front.say(EST_HEAD, "/session open")
    assert (await session(house)).presiding == "EST"
    assert "The agenda of S-1" in await house.front.say(EST_DELEGATE, '/session agenda add "Any other business"')
    assert "Opened on" in await posted(house)
    assert "S-1 is closed" in await house.front.say(EST_HEAD, "/session close")


async def test_quorum_is_shown_and_not_enforced_unless_the_charter_says_so(house: World) -> None:
    """As a sentence, with what it needs and what it has."""
    await house.apply(CHARTER + QUORUM)
    await called(house)
    await until(house)
    await house.front.say(LVA, "/session present")
    shown = await house.front.say(FIN, "/session quorum")
    assert "at least 3 of members in good standing present: needs 3, has 1. Not reached." in " ".join(
        shown.replace("│", " ").split()
    )
    assert "Absent" in shown
    assert "S-1 is open" in await house.front.say(SECRETARY, "/session open")


async def test_session_is_not_opened_before_a_quorum_that_the_charter_enforces(house: World) -> None:
    """A suspended member attends, and is not counted."""
    await house.apply(CHARTER + QUORUM + "enforced = true\n")
    await called(house)
    await until(house)
    for person in (LVA, FIN, HUN):
        assert "is present" in await house.front.say(person, "/session present")
    before = await house.entries()
    refused = await house.front.say(SECRETARY, "/session open")
    assert "not opened before its quorum" in refused
    assert "entitled: 2" in refused
    assert await house.entries() == before
    await house.front.say(POL, "/session present")
    assert "S-1 is open" in await house.front.say(SECRETARY, "/session open")
    card = await house.front.say(LVA, "/session show S-1")
    assert "Also present, without a vote" in card


async def test_quorum_that_is_lacking_is_named_in_the_language_of_whoever_opens(house: World) -> None:
    """The charter writes it in English; the refusal says it as cards do."""
    await house.apply(CHARTER + QUORUM + "enforced = true\n")
    await called(house)
    await until(house)
    english = await house.front.say(SECRETARY, "/session open")
    assert "at least 3 of members in good standing present. Present" in english.replace("\n│ ", " ")
    await house.front.say(SECRETARY, "/delegate settings fr")
    french = (await house.front.say(SECRETARY, "/session open")).replace("\n│ ", " ")
    assert "présence d’au moins 3 membres en règle. Présents habilités" in french
    assert "at least" not in french


async def test_member_whose_status_does_not_let_it_attend_is_not_taken_down(house: World) -> None:
    """Neither by itself nor by the secretariat; nor is a state that is no member any more."""
    await house.apply(changed(('suspended = ["speak", "attend", "answer"]', 'suspended = ["answer"]')))

    def leave(uow: UnitOfWork) -> None:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        now = house.clock.now()
        change_status(
            uow, alliance, MemberCode("POL"), Status.SUSPENDED, motion=None, reason="dues", since=now, now=now
        )

    await house.house.writer.write(leave)
    await called(house)
    await house.settle()
    assert "Autumn session" not in "\n".join(await house.front.direct(HUN))
    await until(house)
    for line, person in (("/session present", HUN), ("/session present member:POL", SECRETARY)):
        answer = await house.front.say(person, line)
        assert "not done" in answer
        assert "suspended" in answer
    assert (await session(house)).present == ()


async def test_political_director_is_present_for_its_state(house: World) -> None:
    """At the level of political directors nobody else may be there."""
    director = Account("console:director")

    def appoint(uow: UnitOfWork) -> None:
        give_credential(
            uow,
            house.code,
            account=director,
            role=Role.POLITICAL_DIRECTOR,
            member=MemberCode("LVA"),
            until=None,
            now=house.clock.now(),
        )

    await house.house.writer.write(appoint)
    await called(house, CALL.replace("ministers", "political-directors"))
    await until(house)
    somebody = Person(name="director", number=99, role=Role.POLITICAL_DIRECTOR, member=MemberCode("LVA"))
    assert "Latvia is present" in await house.front.say(somebody, "/session present")


async def test_delegations_are_reminded_once_each_of_a_session_ahead(house: World) -> None:
    """Seven days, a day and an hour before; with the agenda as it then is."""
    await called(house)
    await house.settle()
    for count, before in enumerate((7 * DAY, DAY, HOUR), 1):
        await until(house, before=before + MINUTE)
        assert "\n".join(await house.front.direct(LVA)).count("Reminder:") == count - 1
        await until(house, before=before)
        await house.house.round()
        await house.house.round()
        told = "\n".join(await house.front.direct(LVA))
        assert told.count("Reminder:") == count
        assert "Late" not in told
    assert sum(isinstance(event, SessionReminded) for event in await events(house)) == 3
    assert "Reminder:" not in "\n".join(await house.front.direct(STRANGER))


async def test_reminders_missed_in_an_outage_are_one_that_says_that_it_is_late(house: World) -> None:
    """Those missed fold into the latest; nothing comes once the session is open."""
    await called(house)
    await house.settle()
    await until(house, before=HOUR * 2)
    told = "\n".join(await house.front.direct(LVA))
    assert told.count("Reminder:") == 1
    assert "Late: this reminder was due on Mon 14 Dec 2026, 10:00 EET" in told
    house.clock.advance(HOUR * 2 + MINUTE)
    await house.front.say(SECRETARY, "/session open S-1")
    await house.house.round()
    assert "\n".join(await house.front.direct(LVA)).count("Reminder:") == 1


async def test_session_called_late_has_the_reminders_that_are_left(house: World) -> None:
    """An urgent one, a day ahead, is reminded of an hour before."""
    await called(house, '/session call ministers "Soon" 25h urgent:yes')
    starts = (await session(house)).starts_at
    assert (await session(house)).reminders == (starts - DAY, starts - HOUR)


async def test_card_takes_presence_from_an_hour_before_and_no_longer_than_the_session(house: World) -> None:
    """The button comes and goes with the time in which it does something."""
    await called(house)
    await house.settle()
    assert "[Present" not in "\n".join(await house.front.posts())
    await until(house, before=HOUR)
    assert "[Present" in await posted(house)
    await until(house)
    await house.front.say(SECRETARY, "/session open")
    await house.front.say(SECRETARY, "/session close")
    assert "[Present" not in await posted(house)


async def test_items_are_taken_in_order_and_added_while_it_lasts(house: World) -> None:
    """The list has them all, with when each was taken up."""
    await called(house, f'{CALL} agenda:"One; Two"')
    await until(house)
    await house.front.say(SECRETARY, "/session open")
    assert "Now: One" in await house.front.say(SECRETARY, "/session agenda-next")
    await house.front.say(SECRETARY, "/session agenda-add Three")
    assert "Now: Two" in await house.front.say(SECRETARY, "/session agenda-next")
    assert "Now: Three" in await house.front.say(SECRETARY, "/session agenda-next")
    assert "All 3 items" in await house.front.say(SECRETARY, "/session agenda-next")
    listed = await house.front.say(STRANGER, "/session agenda-list")
    assert listed.index("One") < listed.index("Two") < listed.index("Three")
    await house.settle()
    assert "New on the agenda: Three" in "\n".join(await house.front.thread("Level: ministers"))


async def test_agenda_holds_no_more_than_it_can_show(house: World) -> None:
    await called(house, f'{CALL} agenda:"{"; ".join(["Item"] * 60)}"')
    assert "and is full" in await house.front.say(SECRETARY, "/session agenda-add More")
    assert "35 more" in await house.front.say(LVA, "/session show S-1")


async def roll(house: World) -> None:
    """Have the roll called on a text that needs three members present, and one of them answer."""
    await house.front.say(SECRETARY, '/motion open present "For those present" "1. So be it." opens:40d')
    await house.front.say(SECRETARY, "/rollcall call M-1 limit:1m")
    for _ in range(5):
        call = (await house.motion()).course.call
        standing = None if call is None else call.standing(house.clock.now())
        if standing is not None and standing.member == "LVA":
            await house.front.say(LVA, "/vote M-1 yes")
        else:
            await house.pass_time(MINUTE + timedelta(seconds=1))
    await house.pass_time(MINUTE)


async def test_roll_call_in_a_session_counts_who_is_present_there(house: World) -> None:
    """Its quorum is measured at the call of the roll: two that do not answer are present all the same."""
    await opened(house, LVA, FIN, BRA)
    await roll(house)
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.outcome is Outcome.ADOPTED
    quorum = next(reason for reason in motion.result.reasons if reason.option == 0)
    assert quorum.had == 3


@pytest.mark.parametrize("where", ["no session", "a session of another body", "a session that is over"])
async def test_roll_call_outside_a_session_counts_who_answers(house: World, where: str) -> None:
    """Presence elsewhere, or before, is none here."""
    if where != "no session":
        await opened(house, LVA, FIN, BRA, line=CALL.replace("assembly", "council" if "body" in where else "assembly"))
    if "over" in where:
        await house.front.say(SECRETARY, "/session close")
    await roll(house)
    motion = await house.motion()
    assert motion.result is not None
    assert motion.result.outcome is Outcome.NO_QUORUM


async def test_who_comes_after_the_call_of_the_roll_is_not_counted_in_it(house: World) -> None:
    """Quorum is measured when the roll is called."""
    await opened(house, LVA, FIN)
    await house.front.say(SECRETARY, '/motion open present "For those present" "1. So be it." opens:40d')
    await house.front.say(SECRETARY, "/rollcall call M-1 limit:1m")
    await house.front.say(BRA, "/session present")
    present = await house.house.writer.read(lambda uow: uow.sessions.present_at_call(house.code, MotionNumber(1)))
    assert present == {"LVA", "FIN"}


async def test_session_is_asked_for_consensus(house: World) -> None:
    """Of a motion of its body: put and answered as everywhere."""
    await opened(house, LVA, line=CALL.replace("assembly", "council"))
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. The skies are open."')
    assert "The question is put" in await house.front.say(EST_HEAD, "/session consensus M-1")
    await house.pass_time(MINUTE * 10 + timedelta(seconds=1))
    assert await house.phase() is Phase.ADOPTED_WITHOUT_VOTE


async def test_consensus_asked_in_a_session_is_broken_as_everywhere(house: World) -> None:
    await opened(house, LVA, line=CALL.replace("assembly", "council"))
    await house.front.say(SECRETARY, '/motion open debated "Open skies" "1. The skies are open."')
    await house.front.say(EST_HEAD, "/session consensus M-1")
    assert "goes its ordinary way" in await house.front.say(BRA, '/motion object M-1 "We want a vote."')


async def test_sessions_are_in_the_calendar(house: World) -> None:
    await called(house)
    assert "S-1 Autumn session (ministers)" in await house.front.say(LVA, "/alliance calendar")


async def test_tap_that_is_delivered_twice_records_one_presence(world: World) -> None:
    """On every front: the second tap says since when."""
    await called(world)
    await until(world)
    await world.settle()
    assert "is present at S-1" in await world.front.press(LVA, "Autumn session", "Present")
    assert "is taken down as present" in await world.front.press(LVA, "Autumn session", "Present")
    assert sum(isinstance(event, PresenceRecorded) for event in await events(world)) == 1


async def test_yearly_summit_is_a_session_that_is_called(house: World) -> None:
    """Its reminders say that it is still to be called, and then which session it is."""
    await house.apply(CHARTER + '\n[calendar]\nsummit = "12-20"\nreminders = [20, 7, 1]\n')
    await house.pass_time(7 * DAY)
    assert "The secretariat calls it with 14 days of notice" in await posted(house)
    await house.front.say(SECRETARY, '/session call summit "Leaders" "2026-12-20 09:00" body:assembly urgent:yes')
    await house.pass_time(13 * DAY)
    assert "It is S-1 “Leaders”, on Sun 20 Dec 2026, 09:00 EET." in " ".join((await posted(house)).split())


async def test_summit_that_nobody_called_may_still_be_called_urgently(house: World) -> None:
    """While a day is left; on the day itself nothing is said of it."""
    await house.apply(CHARTER + '\n[calendar]\nsummit = "12-01"\nreminders = [7]\n')
    await house.pass_time(DAY)
    assert "time left for an urgent one" in await posted(house)
    await house.pass_time(7 * DAY)
    assert (await posted(house)).count("No session has been called") == 1


async def test_card_leads_to_who_is_absent(world: World) -> None:
    """On every front."""
    await called(world)
    await until(world)
    await world.settle()
    assert "Absent" in await world.front.press(LVA, "Autumn session", "Attendance")


async def test_session_is_not_closed_while_the_roll_is_called(house: World) -> None:
    """Its minutes would have no end of the vote."""
    await house.front.say(SECRETARY, '/motion open present "Open skies" "1. Open." opens:40d')
    await house.front.say(SECRETARY, '/session call ministers "Session" "2026-12-15 10:00" body:assembly agenda:M-1')
    starts = await house.house.writer.read(lambda uow: uow.sessions.every(house.code)[0].starts_at)
    await house.pass_time(starts - house.clock.now())
    await house.front.say(EST_HEAD, "/session present S-1")
    await house.front.say(SECRETARY, "/session open S-1")
    await house.front.say(SECRETARY, "/rollcall call M-1 limit:1m")
    assert "The roll is being called on M-1" in await house.front.say(SECRETARY, "/session close")
    await house.pass_time(timedelta(minutes=30))
    assert "is closed" in await house.front.say(SECRETARY, "/session close")


async def test_charter_without_the_body_of_a_session_ahead_is_refused(house: World) -> None:
    """Nothing of it could be shown or opened any more; once it is over, it can be looked at all the same."""
    with_ministers = CHARTER + '\n[bodies.ministers]\ntitle = { en = "Ministers", fr = "Ministres" }\n'
    await house.apply(with_ministers)
    await house.front.say(SECRETARY, '/session call ministers "Session" "2026-12-15 10:00" body:ministers')

    def without(uow: UnitOfWork) -> None:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        apply_charter(uow, alliance, parse_charter(CHARTER), now=house.clock.now())

    with pytest.raises(CharterLacksBody):
        await house.house.writer.write(without)
    await house.front.say(SECRETARY, '/session cancel S-1 reason:"Not needed."')
    await house.house.writer.write(without)
    assert "S-1" in await house.front.say(STRANGER, "/session show S-1")
    assert "was cancelled" in await house.front.say(STRANGER, "/record minutes S-1")
    await house.settle()
    assert await house.sound()
