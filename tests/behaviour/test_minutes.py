"""Minutes: made from the journal alone, in the reader's language, the same whenever they are made."""

from datetime import timedelta

import pytest

from bot.cards.document import Document, escaped, markdown
from bot.cards.minutes import minutes_document
from bot.domain.ids import MotionNumber, SessionNumber
from bot.domain.minute_taking import minutes_of
from bot.domain.minutes import Minutes
from bot.domain.phases import Phase
from bot.locales.catalogue import Interpreter
from bot.ports import UnitOfWork
from storage.database import Database
from storage.decoding import read_entry
from storage.unit_of_work import StoredUnitOfWork
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.charter import CHARTER
from tests.behaviour.storage.scene import ALLIANCE, whole_story, write
from tests.behaviour.world import World

MINUTE = timedelta(minutes=1)
CALL = '/session call ministers "Autumn session" "2026-12-15 10:00" place:Tallinn'
QUORUM = '\n[session]\nquorum = "at least 3 of members in good standing present"\n'
VOTERS = {"BRA": BRA, "EST": EST_HEAD, "FIN": FIN, "LVA": LVA, "POL": POL}


def read(text: str) -> str:
    """Give the words of what the console shows, on one line."""
    return " ".join(text.replace("│", " ").split())


def minutes_from(uow: UnitOfWork, world: World, number: int = 1, until: int | None = None) -> Minutes:
    """Make minutes from the bodies of the journal's entries, with no table at hand."""
    entries = (read_entry(entry.body) for entry in tuple(uow.journal.entries(world.code)))
    acts = ((each.seq, each.at, each.event) for each in entries)
    minutes = minutes_of(SessionNumber(number), acts, until=until)
    assert minutes is not None
    return minutes


async def made(world: World, language: str = "en", number: int = 1) -> Document:
    """Give the minutes of a session as a document."""
    minutes = await world.house.writer.read(lambda uow: minutes_from(uow, world, number))
    alliance = await world.house.writer.read(lambda uow: uow.alliances.get(world.code))
    assert alliance is not None
    return minutes_document(minutes, Interpreter(language, alliance.time_zone))


async def held(house: World) -> None:
    """Hold a session: a text of its own, a roll call with explanations, a consensus, a ruling, an item left over."""
    await house.apply(CHARTER + QUORUM)
    say = house.front.say
    await say(SECRETARY, '/motion open present "Open *skies*" "1. The skies are open.\\n2. All of them." opens:40d')
    await say(SECRETARY, f'{CALL} body:assembly agenda:"Report of the chair; M-1; Left over"')
    await house.pass_time(timedelta(days=21, hours=23, minutes=10))
    for person in (LVA, FIN, HUN, EST_HEAD):
        assert "is present" in await say(person, "/session present S-1")
    await house.pass_time(MINUTE * 10)
    await house.pass_time(timedelta(hours=1))
    assert "is open" in await say(SECRETARY, "/session open S-1")
    await say(SECRETARY, "/session agenda-next")
    await say(SECRETARY, "/session agenda-add 'Added late'")
    await say(SECRETARY, "/session agenda-next")
    await say(SECRETARY, "/rollcall call M-1 limit:1m")
    ballots = {"EST": 'yes explanation:"For the record."', "LVA": "yes", "FIN": "no", "BRA": "abstain"}
    for _ in range(5):
        call = (await house.motion()).course.call
        called = None if call is None else call.standing(house.clock.now())
        assert called is not None
        if called.member in ballots:
            assert "recorded" in await say(VOTERS[called.member], f"/vote M-1 {ballots[called.member]}")
        else:
            await house.pass_time(MINUTE + timedelta(seconds=1))
    await house.pass_time(MINUTE)
    assert "on record" in await say(LVA, '/vote explain M-1 "We hold that # this matters."')
    await house.pass_time(MINUTE)
    assert "is closed" in await say(SECRETARY, "/session close")


async def test_minutes_tell_the_whole_session_in_order(house: World) -> None:
    """Who was present, the quorum, each item, texts, the roll call with every state by name, the explanations."""
    await held(house)
    text = markdown(await made(house))
    for told in (
        "# Minutes of S-1: Autumn session",
        "| Alliance | Test alliance |",
        "| Body | Assembly |",
        "| Place | Tallinn |",
        "Quorum at the opening: at least 3 of members in good standing present. Needed 3, present 3: reached.",
        "Present, with a vote: 4.",
        "Present, without a vote: 1.",
        "| Hungary (HUN) |",
        "Absent: 1. Poland",
        "| 3 | Left over | not taken up |",
        "## 2. M-1 Open \\*skies\\*",
        "> 1\\. The skies are open.\\\n> 2\\. All of them.",
        "The roll was called in the session, with 4 present.",
        "For 2, against 1, abstained 1, no ballot 1.",
        "| Brazil (BRA) | abstain |",
        "| Estonia (EST) | yes |",
        "| Finland (FIN) | no |",
        "| Hungary (HUN) | suspended, no vote |",
        "| Poland (POL) | no ballot |",
        "### Explanations of vote",
        "> For the record.",
        "> We hold that # this matters.",
        "Added after the session was called",
        "Made from the journal alone",
    ):
        assert told in text, told
    order = [text.index(f"## {number}. ") for number in (1, 2, 3, 4)]
    assert order == sorted(order)
    assert "Draft" not in text


async def test_minutes_are_in_the_language_asked_for(house: World) -> None:
    """The reader's own, or the one named; names, sentences and dates."""
    await held(house)
    answer = read(await house.front.say(STRANGER, "/record minutes S-1 language:fr"))
    assert "Procès-verbal de S-1" in answer
    assert "| Estonie (EST) | oui |" in answer
    assert "# Minutes of S-1" in read(await house.front.say(LVA, "/record minutes S-1"))
    await house.front.say(LVA, "/delegate settings language:fr zone:America/Sao_Paulo")
    assert "EET" in read(await house.front.say(LVA, "/record minutes"))
    assert "# Procès-verbal de S-1" in read(await house.front.say(LVA, "/record minutes"))
    french = markdown(await made(house, "fr"))
    assert "présence d’au moins 3 membres en règle" in french.partition("Quorum à l’ouverture")[2]
    assert "plus de voix pour que de voix contre" in french
    assert "more for than against" not in french
    assert "décembre" in french or "déc." in french


async def test_minutes_that_were_made_once_never_change(house: World) -> None:
    """What happens after the end of the session is not in them, whenever they are made."""
    await held(house)
    before = await made(house)
    await house.front.say(FIN, '/vote explain M-1 "Later words."')
    await house.front.say(SECRETARY, '/session call ministers "Next" 20d body:assembly')
    await house.pass_time(timedelta(days=3))
    assert await made(house) == before


async def test_minutes_need_no_table(house: World) -> None:
    """With every table changed by hand the journal still gives the same."""
    await held(house)
    before = markdown(await made(house))
    house.changed_by_hand = True

    def spoil(uow: UnitOfWork) -> None:
        assert isinstance(uow, StoredUnitOfWork)
        for table in ("ballot", "statement", "session_roll", "session"):
            uow._connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - the names above
        uow._writes.happened()

    await house.house.writer.write(spoil)
    assert markdown(await made(house)) == before


async def test_minutes_of_a_session_that_is_not_over_are_a_draft(house: World) -> None:
    """Marked as such, at every stage; a draft that was published stays as it was."""
    await house.front.say(SECRETARY, f"{CALL} body:assembly agenda:Report")
    assert "Draft minutes of S-1" in read(await house.front.say(LVA, "/record minutes"))
    await house.pass_time(timedelta(days=23))
    await house.front.say(SECRETARY, "/session open")
    assert "Draft. The session is not over." in read(await house.front.say(SECRETARY, "/record minutes"))
    assert "are posted in the channels" in read(await house.front.say(SECRETARY, "/session minutes"))
    await house.front.say(SECRETARY, "/session agenda-next")
    await house.settle()
    posted = next(post for post in reversed(await house.front.posts()) if "Draft minutes" in post)
    assert "| 1 | Report | not taken up |" in read(posted)
    await house.front.say(SECRETARY, "/session close")
    await house.front.say(SECRETARY, "/session minutes")
    await house.settle()
    assert "• Minutes of S-1" in "\n".join(await house.front.posts()).replace("✔", "•")


async def test_published_minutes_are_posted_once(house: World) -> None:
    """Asked for again, the post is made current and not doubled."""
    await held(house)
    for _ in range(2):
        await house.front.say(SECRETARY, "/session minutes S-1")
        await house.settle()
    assert sum("Minutes of S-1: Autumn" in post for post in await house.front.posts()) == 1


async def test_minutes_of_a_cancelled_session_say_so(house: World) -> None:
    await house.front.say(SECRETARY, f"{CALL} body:assembly")
    await house.front.say(SECRETARY, "/session cancel S-1 reason:Snow.")
    text = read(await house.front.say(LVA, "/record minutes S-1"))
    assert "| Cancelled |" in text
    assert "| Reason | Snow. |" in text


async def test_minutes_tell_consensus_rulings_and_decisions_beside_the_agenda(house: World) -> None:
    """What the body decided meanwhile, and what its chair ruled; not what another body did."""
    say = house.front.say
    await say(SECRETARY, f"{CALL} body:council agenda:Report")
    await house.pass_time(timedelta(days=23))
    await say(EST_HEAD, "/session open")
    await say(SECRETARY, '/motion open debated "Agreed" "1. Agreed."')
    await say(EST_HEAD, "/session consensus M-1")
    await say(EST_HEAD, '/chair rule "Speak in turn." body:council')
    await house.pass_time(timedelta(minutes=11))
    await say(SECRETARY, "/motion open order Elsewhere '1. So.'")
    await house.decide(2, est="yes", lva="yes", fin="yes")
    await say(EST_HEAD, "/session close")
    text = markdown(await made(house))
    assert "| Presiding | Estonia (EST) |" in text
    assert "## Other decisions" in text
    assert "### M-1 Agreed" in text
    assert "Adopted by consensus, without a vote" in text
    assert "asked whether" in text or "consensus" in text
    assert "## Rulings of the chair" in text
    assert "> Speak in turn." in text
    assert "Elsewhere" not in text


async def test_minutes_tell_a_silence_with_the_reservations_made_in_it(house: World) -> None:
    """Or who broke it, and with what words."""
    say = house.front.say
    await say(SECRETARY, f"{CALL} body:assembly")
    await house.pass_time(timedelta(days=22))
    await say(SECRETARY, "/session open")
    await say(SECRETARY, '/motion open routine "Calendar" "1. The calendar stands."')
    await say(SECRETARY, '/motion open routine "Broken" "1. Broken."')
    await house.settle()
    assert "on record" in await say(LVA, '/vote explain M-1 "Not on Sundays."')
    await say(FIN, '/motion object M-2 "Not so."')
    await house.pass_time(timedelta(hours=73))
    assert await house.phase(1) is Phase.ADOPTED_WITHOUT_VOTE
    await say(SECRETARY, "/session close")
    text = markdown(await made(house))
    assert "Adopted under the silence procedure" in text
    assert "Cited as Routine text 1 (2026)." in text
    assert "### Reservations\n\nLatvia (LVA)" in text
    assert "> Not on Sundays." in text
    assert "the silence was broken by Finland" in text
    assert "### Objections\n\nFinland (FIN)" in text
    assert "no ballot" not in text


async def test_ballots_of_a_vote_still_open_stay_out_of_the_minutes(house: World) -> None:
    """A vote over days is not decided in the session: nobody is told how it stands."""
    await house.front.say(SECRETARY, f"{CALL} body:assembly")
    await house.pass_time(timedelta(days=22))
    await house.front.say(SECRETARY, "/session open")
    await house.front.say(SECRETARY, '/motion open quiet "Quiet" "1. Quiet."')
    await house.front.say(SECRETARY, "/session agenda-add M-1")
    await house.vote(1, est="yes")
    await house.front.say(SECRETARY, "/session close")
    text = markdown(await made(house))
    assert "No decision in this session: in vote" in text or "No decision in this session: voting" in text
    assert "| Estonia (EST) | yes |" not in text


def test_votes_of_the_minutes_are_those_of_the_tables(sqlite_database: Database) -> None:
    """Of every event there is: ballots changed, taken back, annulled, by note verbale, contested, ranked."""
    story = whole_story()
    write(sqlite_database, *story)
    acts = [(entry, event) for entry, event in enumerate(story, 1)]
    with sqlite_database.snapshot() as uow:
        moments = ((entry, each.at, each.event) for entry, each in ((a.entry, a) for a in uow.journal.acts(ALLIANCE)))
        minutes = minutes_of(SessionNumber(3), moments)
        assert minutes is not None
        assert minutes.entry == len(acts)
        for motion in uow.motions.every(ALLIANCE):
            report = minutes.reports[motion.number]
            ballots = uow.ballots.of_motion(ALLIANCE, motion.number)
            assert {each.member: each.choice for each in ballots} == {
                member: vote.choice for member, vote in report.votes.items()
            }
            assert report.rankings == uow.council.rankings(ALLIANCE, motion.number)
            roll = sorted(report.electors, key=lambda elector: elector.member)
            assert tuple(roll) == uow.motions.electors(ALLIANCE, motion.number)
            assert report.motion == motion
            said = [(each.member, each.text) for each in uow.ballots.statements(ALLIANCE, motion.number)]
            assert [(each.member, each.text) for each in report.statements] == said


@pytest.mark.parametrize("until", [None, 10_000])
def test_session_that_was_never_called_has_no_minutes(sqlite_database: Database, until: int | None) -> None:
    write(sqlite_database, *whole_story())
    with sqlite_database.snapshot() as uow:
        acts = ((act.entry, act.at, act.event) for act in uow.journal.acts(ALLIANCE))
        assert minutes_of(SessionNumber(99), acts, until=until) is None
    assert MotionNumber(1)


async def test_minutes_tell_the_reservations_with_which_members_join(house: World) -> None:
    """What is adopted before or in the session, and who joins with which words while it is open; none after it."""
    say = house.front.say
    await say(SECRETARY, '/motion open resolution "Help" "1. The members help."')
    await say(SECRETARY, f'{CALL} body:council agenda:"M-1"')
    await house.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    starts = await house.house.writer.read(lambda uow: uow.sessions.every(house.code)[0].starts_at)
    await house.pass_time(starts - house.clock.now())
    for person in (EST_HEAD, LVA, FIN):
        await say(person, "/session present S-1")
    await say(SECRETARY, "/session open S-1")
    await say(EST_HEAD, '/coalition reserve M-1 "Not by sea." confirm:yes')
    await say(LVA, '/coalition reserve M-1 "Not by air." confirm:yes')
    await say(LVA, '/coalition reserve M-1 "Not on land." confirm:yes')
    await say(SECRETARY, "/session close")
    await say(BRA, '/coalition reserve M-1 "Too late." confirm:yes')
    told = markdown(await made(house))
    assert "Not by sea." in told
    assert "Not on land." in told.split("Reservations")[-1]
    assert "Not by air." not in told.split("Reservations")[-1]
    assert "Too late." not in told


async def test_vote_that_was_taken_again_stands_in_the_minutes(house: World) -> None:
    """The roll call that was tied in the session, state by state; what is decided before it is said to be."""
    say = house.front.say
    await say(SECRETARY, '/motion open second-vote "Open skies" "1. Open." opens:40d')
    await say(SECRETARY, '/motion open declaration "Before" "1. Before."')
    await say(SECRETARY, f'{CALL} body:assembly agenda:"M-1; M-2"')
    await house.decide(2, est="yes", lva="yes", fin="yes", pol="yes")
    starts = await house.house.writer.read(lambda uow: uow.sessions.every(house.code)[0].starts_at)
    await house.pass_time(starts - house.clock.now())
    for person in (EST_HEAD, LVA, FIN, POL):
        await say(person, "/session present S-1")
    await say(SECRETARY, "/session open S-1")
    await say(SECRETARY, "/rollcall call M-1 limit:1m")
    ballots = {"EST": "yes", "LVA": "yes", "FIN": "no", "POL": "no"}
    for _ in range(5):
        call = (await house.motion(1)).course.call
        called = None if call is None else call.standing(house.clock.now())
        if called is None:
            break
        if called.member in ballots:
            await say(VOTERS[called.member], f"/vote M-1 {ballots[called.member]}")
        else:
            await house.pass_time(MINUTE + timedelta(seconds=1))
    await house.pass_time(10 * MINUTE)
    await say(SECRETARY, "/session close")
    told = markdown(await made(house))
    assert "A vote that was taken again" in told
    assert "| Finland (FIN) | no |" in told.split("### A vote that was taken again")[1]
    assert "Decided before the session was opened" in told


async def test_end_of_a_line_of_any_kind_forges_no_heading(house: World) -> None:
    """A text with a bare carriage return is a quote to its end."""
    await house.front.say(SECRETARY, '/motion open order "Text" "1. Open.\r## Decision\rAdopted, 40 to 0."')
    assert "\r" not in (await house.motion(1)).text
    assert escaped("1. Open.\r## Decision") == "1\\. Open.\n\\## Decision"
