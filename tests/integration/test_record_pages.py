"""The web record over HTTP: what each page tells, in both languages, and what none of them ever does."""

import hashlib
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import pytest
from icalendar import Calendar

from adapters.web.record.access import Access
from bot.commands.export.sheets import SHEETS
from bot.domain.journal import Entry
from bot.domain.phases import Phase
from storage.database import Database
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY
from tests.behaviour.chamber import ELECTED, VOTING, elect
from tests.behaviour.charter import CHARTER
from tests.behaviour.storage.tampering import by_hand, tamper
from tests.integration.record_world import Readers, readers_of

PAGES: Final = ("", "decisions", "motions/1", "members", "members/EST", "council", "calendar", "verify")
MASTER: Final = b"a secret of the operator, thirty-two or more"


@pytest.fixture
async def record(sqlite_database: Database) -> AsyncIterator[Readers]:
    """Give a house whose record everybody may read."""
    async with readers_of(sqlite_database) as made:
        yield made


async def entries_of(record: Readers) -> list[Entry]:
    """Give the journal of the house."""
    return await record.world.house.writer.read(lambda uow: list(uow.journal.entries(record.world.code)))


async def decided(
    record: Readers, title: str = "Open skies", text: str = "1. Open the skies.", *, kind: str = "order"
) -> None:
    """Have a motion voted on and decided: two for, one against, one abstaining."""
    house = record.world
    answer = await house.front.say(SECRETARY, f'/motion open {kind} "{title}" "{text}"')
    number = int(answer.split("M-")[1].split()[0])
    await house.front.say(EST_HEAD, f'/vote M-{number} yes explanation:"We always were for it."')
    await house.vote(number, lva="yes", fin="no", bra="abstain")
    await house.pass_time(timedelta(days=4))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "nav"), [("en", "Decisions"), ("fr", "Décisions")])
async def test_every_page_is_told_in_both_languages(record: Readers, page: str, language: str, nav: str) -> None:
    """By what the browser asks for, in well-formed HTML that says which language it is in."""
    await decided(record)
    found = await record.get(page, language=language)
    assert found.status == 200
    assert f'<html lang="{language}">' in found.html
    assert nav in found.read
    assert "{" not in found.read.replace("{entry}", "")
    assert found.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_language_is_chosen_by_address_then_browser_then_alliance(record: Readers) -> None:
    """An address that names one wins and keeps it in its links; a browser that names none reads the alliance's."""
    assert 'lang="fr"' in (await record.get("members?lang=fr", language="en")).html
    assert "members/EST?lang=fr" in (await record.get("members?lang=fr")).html
    assert '<html lang="fr">' in (await record.get("", language="de;q=0.9, fr-CA;q=0.8, en;q=0.1")).html
    assert '<html lang="en">' in (await record.get("", language="de, fr;q=0")).html
    assert '<html lang="en">' in (await record.get("?lang=xx")).html
    assert '<html lang="en">' in (await record.get("", language="fr;q=x")).html


async def test_first_page_tells_what_runs_and_what_was_decided(record: Readers) -> None:
    """Each with a link to its motion; a draft is on no page."""
    await decided(record)
    await record.world.front.say(SECRETARY, '/motion open order "Lighthouses" "1. Light them."')
    await record.world.front.say(SECRETARY, '/motion open order "Hushed" "1. Nothing of this." draft:yes')
    page = await record.get()
    running, over = page.read.split("Decided last")
    assert "M-2 Lighthouses Voting · until" in running
    assert "M-1 Open skies Adopted" in over
    assert "2 yes, 1 no, 1 abstain" in over
    assert f'href="{record.base}/motions/2"' in page.html
    for each in (*PAGES, "export/motions.csv", "calendar.ics"):
        assert "Hushed" not in (await record.get(each)).html
    assert (await record.get("motions/3")).status == 404


async def test_motion_page_holds_text_rule_board_explanations_and_acts(record: Readers) -> None:
    """All that anyone may see, each act with the hash that its entry has in the journal."""
    await decided(record)
    page = await record.get("motions/1")
    assert "1. Open the skies." in page.read
    assert "more for than against" in page.read
    assert "Estonia EST ✓ Yes" in page.read
    assert "Finland FIN ✗ No" in page.read
    assert "Brazil BRA ○ Abstain" in page.read
    assert "We always were for it." in page.read
    entries = await record.world.house.writer.read(lambda uow: list(uow.journal.entries(record.world.code)))
    of_motion = [entry for entry in entries if '"motion":1' in entry.body and "MotionTabled" in entry.body]
    assert f"<code>{of_motion[0].hash}</code>" in page.html


async def test_versions_of_a_text_are_kept_on_its_page(record: Readers) -> None:
    """The text before a correction, until when and why; of a motion that was a draft, what it was as a draft is not."""
    house = record.world.front
    await house.say(SECRETARY, '/motion open debated "Open skies" "1. Open."')
    await house.say(SECRETARY, '/motion correct M-1 "1. Open until May." "As agreed."')
    await house.say(SECRETARY, '/motion open debated "Closed skies" "1. An early thought." draft:yes')
    await house.say(SECRETARY, '/motion correct M-2 "1. Close." "Think again."')
    assert "tabled" in await house.say(SECRETARY, "/motion table M-2")
    page = (await record.get("motions/1")).read
    assert "Earlier texts" in page
    assert "1. Open until May." in page
    later = (await record.get("motions/2")).read
    assert "1. Close." in later
    assert "early thought" not in later
    assert "Think again" not in later


async def test_decisions_are_found_by_every_filter(record: Readers) -> None:
    """Kind, body, outcome, year, member and words, alone and together; what fits nothing is an empty list."""
    await decided(record, "Open skies", "1. Élargir the port.")
    await decided(record, "Fisheries", "1. Fish less.", kind="declaration")
    await record.world.front.say(SECRETARY, '/motion open debated "Gone" "1. Gone."')
    await record.world.front.say(SECRETARY, "/motion withdraw M-3")
    for query, titles in {
        "": {"Open skies", "Fisheries", "Gone"},
        "?kind=order": {"Open skies"},
        "?body=council": {"Gone"},
        "?outcome=adopted": {"Open skies", "Fisheries"},
        "?outcome=ended": {"Gone"},
        "?outcome=no+quorum": set(),
        "?year=2026": {"Open skies", "Fisheries", "Gone"},
        "?year=2025": set(),
        "?member=EST": set(),
        "?words=fisheries": {"Fisheries"},
        "?words=SKIES+port": {"Open skies"},
        "?words=%C3%A9largir": {"Open skies"},
        "?words=%25": set(),
        "?kind=order&words=fish": set(),
    }.items():
        page = await record.get(f"decisions{query}")
        assert page.status == 200, query
        shown = {title for title in ("Open skies", "Fisheries", "Gone") if f"</span> <bdi>{title}</bdi>" in page.html}
        assert shown == titles, query


async def test_decisions_come_in_pages_that_keep_the_filter(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest first; the link to older ones asks for the same."""
    monkeypatch.setattr("bot.pages.decisions.ON_A_PAGE", 1)
    for title in ("First", "Second"):
        await decided(record, title)
    page = await record.get("decisions?kind=order&lang=en")
    assert "Second" in page.read
    assert "Page 1 of 2" in page.read
    assert "decisions?page=2&amp;kind=order&amp;lang=en" in page.html
    older = await record.get("decisions?page=2&kind=order")
    assert "First" in older.read
    assert (await record.get("decisions?page=3")).status == 400


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense", "body=x", "outcome=open", "year=0", "year=9999", "year=20x6", "year=" + "9" * 400, "member=ZZZ",
     "page=0", "page=-1", "page=999999999", "words=" + "x" * 201, "words=a+b+c+d+e+f+g+h+i", "words=%00",
     "words=%ED%A0%80%00", "kind=%3Cscript%3E", "year=%D9%A3"],
)  # fmt: skip
async def test_bad_filter_is_a_page_that_says_so(record: Readers, query: str) -> None:
    """Status 400, the value as text, and what to do; never an error of ours."""
    page = await record.get(f"decisions?{query}")
    assert page.status == 400
    assert "Choose from the lists" in page.read
    assert "<script" not in page.html


@pytest.mark.parametrize(
    "path",
    ["motions/99", "motions/0", "motions/x", "motions/1%2F2", "motions/99999999999", "members/ZZZ", "members/%00",
     "members/%3Cb%3E", "council?year=1066", "council?year=x", "nothing", "export/secrets.csv", "export/motions.xlsx",
     "motions/1/edit", "motions/9/decision.pdf", "export/journal.jsonl",
     "export/calendar.csv", "export/popolo.csv", "..%2F..%2Fetc%2Fpasswd", "journal.jsonl"],
)  # fmt: skip
async def test_unknown_address_is_a_page_that_says_so(record: Readers, path: str) -> None:
    """Status 404 and a sentence, with the same headers as every page."""
    page = await record.get(path)
    assert page.status == 404
    assert "This page cannot be shown" in page.read
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "@style" not in page.tags


@pytest.mark.parametrize(("path", "to"), [("motions/1/", "motions/1"), ("decisions/?year=2026", "decisions?year=2026")])
async def test_stroke_too_many_leads_to_the_page(record: Readers, path: str, to: str) -> None:
    """As one too few does."""
    found = await record.get(path)
    assert (found.status, found.headers["Location"]) == (301, f"{record.base}/{to}")
    assert (await record.at("/record")).headers["Location"] == "/record/"
    assert (await record.at(record.base)).headers["Location"] == f"{record.base}/"


async def test_pages_can_only_be_read(record: Readers) -> None:
    """Any other method is refused; HEAD is answered without a body."""
    for method in ("POST", "PUT", "DELETE"):
        assert (await record.get("decisions", method=method)).status in {404, 405}
    head = await record.get("decisions", method="HEAD")
    assert (head.status, head.body) == (200, b"")


async def test_pages_let_a_browser_do_nothing_else(record: Readers) -> None:
    """No script but on one page, nothing inline anywhere, no cookies, no address passed on to others."""
    await decided(record)
    for name in PAGES:
        page = await record.get(name)
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self';")
        assert ("script-src 'self'" in policy) is (name == "verify")
        assert "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in page.headers
        assert not page.tags & {"style", "@style", "iframe", "object"}
        assert not {tag for tag in page.tags if tag.startswith("@on")}
        assert ("script" in page.tags) is (name == "verify")


async def test_members_and_seats_are_told(record: Readers) -> None:
    """The roster by name; a member with its statuses and its votes that have a result; the seats of a year."""
    await decided(record)
    await record.world.front.say(SECRETARY, '/motion open order "Lighthouses" "1. Light them."')
    await record.world.vote(2, est="no")
    assert "Hungary HUN suspended" in (await record.get("members")).read
    page = (await record.get("members/EST")).read
    assert "M-1 Open skies ✓ Yes We always were for it. Adopted" in page
    assert "Lighthouses" not in page
    assert "Status over time" in page
    seats = (await record.get("council")).read
    assert "Council 5 seats. 1 is vacant now." in seats
    assert "Brazil" in seats


async def test_calendar_is_a_page_and_a_feed(record: Readers) -> None:
    """What is due stands on the page with its instant, and in iCalendar as a calendar program reads it."""
    await record.world.front.say(SECRETARY, '/motion open order "Lighthouses; <b>" "1. Light them."')
    assert "Lighthouses; <b>" in (await record.get("calendar")).read
    feed = await record.get("calendar.ics")
    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [calendar] = Calendar.from_ical(feed.body, multiple=True)
    [closing] = [event for event in calendar.walk("VEVENT") if "Lighthouses; <b>" in str(event["summary"])]
    motion = await record.world.motion()
    assert closing.decoded("dtstart") == motion.closes_at.replace(microsecond=0)
    again = Calendar.from_ical((await record.get("calendar.ics")).body)
    assert closing["uid"] in {event["uid"] for event in again.walk("VEVENT")}


@pytest.mark.parametrize("sheet", sorted(SHEETS))
async def test_every_sheet_is_there_to_download(record: Readers, sheet: str) -> None:
    """As CSV and as JSON, each as a file."""
    await decided(record)
    page = await record.get(f"export/{sheet}.json")
    assert sheet in json.loads(page.body)
    assert page.headers["Content-Disposition"] == f'attachment; filename="{sheet}.json"'
    assert (await record.get(f"export/{sheet}.csv")).headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"export/{sheet}.csv" in (await record.get()).html


async def test_votes_after_popolo_are_there_to_download(record: Readers) -> None:
    await decided(record)
    page = await record.get("export/popolo.json")
    assert [event["motion_id"] for event in json.loads(page.body)["vote_events"]] == ["M-1"]
    assert "export/popolo.json" in (await record.get()).html


@pytest.mark.parametrize(
    ("form", "kind", "begins"), [("pdf", "application/pdf", b"%PDF-"), ("md", "text/markdown; charset=utf-8", b"# ")]
)
async def test_decision_is_there_to_download(record: Readers, form: str, kind: str, begins: bytes) -> None:
    """As a document in the page's language, from the page of the motion; before the result there is none."""
    await record.world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    assert (await record.get(f"motions/1/decision.{form}")).status == 404
    assert "decision.pdf" not in (await record.get("motions/1")).html
    await record.world.vote(1, est="yes", lva="yes", fin="no")
    await record.world.pass_time(timedelta(days=4))
    assert f"motions/1/decision.{form}" in (await record.get("motions/1")).html
    file = await record.get(f"motions/1/decision.{form}?lang=fr")
    assert file.headers["Content-Type"].startswith(kind)
    assert file.headers["Content-Disposition"] == f'attachment; filename="decision-M-1-fr.{form}"'
    assert file.body.startswith(begins)


async def test_nothing_tells_who_acted_for_a_member(record: Readers) -> None:
    """No account stands on any page, nor in any download."""
    await decided(record)
    for name in (*PAGES, "calendar.ics", *(f"export/{sheet}.json" for sheet in SHEETS)):
        page = await record.get(name)
        assert "console:" not in page.html, name
        assert "est.head" not in page.html, name


async def test_ballots_that_are_kept_back_are_on_no_page(sqlite_database: Database) -> None:
    """Not who voted how, nor the hash of a ballot's entry; the journal ends before the first of them."""
    async with readers_of(sqlite_database, journal=True) as record:
        await decided(record)
        before = await record.world.entries()
        await record.world.front.say(SECRETARY, '/motion open quiet "Hushed count" "1. Count."')
        await record.world.front.say(EST_HEAD, '/vote M-2 no explanation:"Because of fish."')
        await record.world.front.say(SECRETARY, '/motion open order "Afterwards" "1. After."')
        entries = await entries_of(record)
        [ballot] = [entry for entry in entries if "Because of fish" in entry.body]
        first = ballot.seq
        pages = {name: (await record.get(name)).html for name in (*PAGES, "motions/2", "motions/3", "members/EST")}
        for name, html in pages.items():
            assert "Because of fish" not in html, name
            assert ballot.hash not in html, name
        assert "Estonia" in pages["motions/2"]
        assert "✗" not in pages["motions/2"]
        journal = (await record.get("journal.jsonl")).body
        assert journal.count(b"\n") == first - 1 > before
        await record.world.pass_time(timedelta(days=4))
        assert "Because of fish" in (await record.get("motions/2")).read
        assert (await record.get("journal.jsonl")).body.count(b"\n") == await record.world.entries()


async def test_ballots_of_a_vote_that_ends_without_a_result_are_told_once_it_is_over(
    sqlite_database: Database,
) -> None:
    """On the page of the motion and in the journal alike: what is hidden is the running count."""
    async with readers_of(sqlite_database, journal=True) as record:
        house = record.world
        await house.apply(CHARTER.replace("[kinds.proposal]\n", "[kinds.proposal]\nlive_tally = false\n"))
        await house.front.say(LVA, '/motion propose proposal "Open skies" "1. Skies open."')
        for person in (FIN, BRA):
            await house.front.say(person, "/motion second M-1")
        await house.front.say(EST_HEAD, '/motion amend M-1 "1. Skies and seas open."')
        await house.front.say(LVA, "/motion decline M-2")
        await house.pass_time(timedelta(hours=48))
        await house.front.say(EST_HEAD, '/vote M-2 no explanation:"Because of fish."')
        assert "Because of fish" not in (await record.get("motions/2")).read
        assert b"Because of fish" not in (await record.get("journal.jsonl")).body
        await house.front.say(LVA, "/motion withdraw M-1")
        assert await house.phase(2) is Phase.VOID
        assert "Because of fish" in (await record.get("motions/2")).read
        assert b"Because of fish" in (await record.get("journal.jsonl")).body


async def test_hash_on_a_page_tells_nobody_who_acted(record: Readers) -> None:
    """Whoever knows all of an entry but its salt, the account too, finds no hash that is shown."""
    await decided(record)
    page = await record.get("motions/1")
    shown = [entry for entry in await entries_of(record) if entry.hash in page.html]
    assert len(shown) > 4
    for entry in shown:
        facts = json.loads(entry.body)
        assert len(facts.pop("salt")) == 32
        guess = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(guess.encode()).hexdigest() not in page.html


async def test_hash_of_an_entry_without_a_salt_is_not_shown(record: Readers) -> None:
    """As those of versions before 7, of which it would tell who acted."""
    await decided(record)
    [ballot, *_] = [entry for entry in await entries_of(record) if '"event":"BallotCast"' in entry.body]
    old = re.sub(r'"salt":"[0-9a-f]{32}",', "", ballot.body).replace('"version":7', '"version":6')
    body = old.replace(":", r"\:")  # no parameters
    tamper(record.world.database, f"UPDATE journal SET body = '{body}' WHERE seq = {ballot.seq}")  # noqa: S608 - its own
    record.world.changed_by_hand = True
    page = await record.get("motions/1")
    assert ballot.hash not in page.html
    assert "has no salt" in page.read


async def test_ranked_ballots_are_told_with_the_result(record: Readers) -> None:
    """Before it the page says how many have voted; after it who was elected."""
    house = record.world
    await house.apply(ELECTED)
    await elect(house, POL)
    await house.front.say(EST_HEAD, "/vote rank M-1 POL")
    running = await record.get("motions/1")
    assert running.status == 200
    assert "POL >" not in running.read
    assert "Ballot recorded" not in running.read
    await house.pass_time(VOTING)
    assert "Poland" in (await record.get("motions/1")).read


async def test_journal_is_served_whole_where_that_is_set(sqlite_database: Database) -> None:
    """Byte for byte what the terminal exports, and the page that checks it fetches it."""
    async with readers_of(sqlite_database, journal=True) as record:
        await decided(record)
        journal = (await record.get("journal.jsonl")).body
        entries = await record.world.house.writer.read(lambda uow: list(uow.journal.entries(record.world.code)))
        assert journal == b"".join(f"{entry.body}\n".encode() for entry in entries)
        assert hashlib.sha256(journal.splitlines()[-1]).hexdigest() == entries[-1].hash
        assert f'data-journal="{record.base}/journal.jsonl"' in (await record.get("verify")).html


async def test_journal_stays_with_the_house_where_nothing_is_set(record: Readers) -> None:
    """It names accounts and drafts: the page takes a file that the reader was given, and says so."""
    page = await record.get("verify")
    assert 'data-journal=""' in page.html
    assert "does not publish the journal itself" in page.read


async def test_link_opens_the_record_and_nothing_else_does(sqlite_database: Database) -> None:
    """A wrong secret, none, or another alliance's gets the very page that an unknown alliance gets."""
    async with readers_of(sqlite_database, Access(secret=MASTER)) as record:
        await decided(record)
        assert (await record.get("motions/1")).status == 200
        assert f'href="{record.base}/decisions"' in (await record.get()).html
        code = record.world.code
        unknown = await record.at("/record/nowhere/~aaaaaaaaaaaaaaaaaaaaaaaa/")
        assert unknown.status == 404
        for path in (
            "/record/",
            f"/record/{code}",
            f"/record/{code}/",
            f"/record/{code}/motions/1",
            f"/record/{code}/calendar.ics",
            f"/record/{code}/export/motions.csv",
            f"/record/{code}/~/motions/1",
            f"/record/{code}/~wrong/motions/1",
            f"{record.base}x/",
            f"{record.base[:-1]}/",
            f"/record/{code}/~%00%ff/",
            Access(secret=MASTER).path("nowhere") + "/",
            Access(secret=MASTER[::-1]).path(code) + "/",
        ):
            page = await record.at(path)
            assert (page.status, page.read) == (404, unknown.read), path


async def test_secret_of_a_link_is_in_no_log_and_no_database(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Not where a page fails either."""
    caplog.set_level("DEBUG")
    async with readers_of(sqlite_database, Access(secret=MASTER)) as record:
        secret = record.base.partition("~")[2]
        await record.get()
        with by_hand(sqlite_database.url) as connection:
            connection.exec_driver_sql("UPDATE alliance SET language = 'xx'")
        failed = await record.get()
        assert failed.status == 500
        assert secret not in failed.html
        assert "page_failed" in caplog.text
        assert secret not in caplog.text
    assert sqlite_database.path is not None
    assert secret.encode() not in sqlite_database.path.read_bytes()


async def test_alliances_are_listed_where_everybody_may_read(record: Readers) -> None:
    """With a way to each; an address without its last stroke leads on."""
    page = await record.at("/record/")
    assert "Test alliance" in page.read
    assert f'href="{record.base}/"' in page.html
    moved = await record.at(f"{record.base}?lang=fr")
    assert (moved.status, moved.headers["Location"]) == (301, f"{record.base}/?lang=fr")
    assert (await record.at("/record/static/nothing.js")).status == 404
    style = await record.at("/record/static/style.css?v=1")
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")


async def test_busy_house_tells_readers_to_come_again(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """More readers than may wait are turned away at once, so that chat goes on."""
    monkeypatch.setattr("adapters.web.record.turns.WAITING", 0)
    page = await record.get()
    assert page.status == 503
    assert "busy" in page.read
