"""``plenary doctor``: each bad state made for real, told in one plain sentence with what to do."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from bot.commands.administration import give_credential, link_channel
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.blockages import Obstacle, Place, Workspace
from bot.domain.credentials import Role
from bot.domain.events import AllianceFounded, CharterApplied, MotionTabled
from bot.domain.ids import AllianceCode, BodyName, KindName, MotionNumber
from bot.domain.notices import MotionCard
from bot.ports import Address, UnitOfWork
from storage import schema
from storage.database import open_database
from storage.engines import Use
from storage.lock_file import LockFile
from tests.behaviour.storage.tampering import by_hand
from tests.data.schema import load
from tests.e2e.scene import PLENARY, found, platforms, settings, start

Plenary = Callable[..., Result]

CODE = AllianceCode("alliance")
HALL, CHATROOM = Channel("slack:T1:C1"), Channel("discord:1:2")
OFFICER, HEAD = Account("slack:T1:U90"), Account("slack:T1:U91")
ROSTER = """code,name,name_fr,population,status,term_start,term_end,seat
EST,Estonia,Estonie,1372000,active,,,core
"""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give where the database is."""
    return tmp_path / "plenary.db"


@pytest.fixture
def plenary(file: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal with an alliance, set for Slack and Discord."""
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{file}")
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        return runner.invoke(app, arguments)

    (file.parent / "members.csv").write_text(ROSTER, encoding="utf-8")
    founding = ("init", "--charter", "alliance-of-democracies", "--name", "Alliance", "--roster", "members.csv")
    assert run(*founding).exit_code == 0
    for name, token in (
        ("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1"), ("DISCORD_TOKEN", "d-1")
    ):  # fmt: skip
        monkeypatch.setenv(f"PLENARY_{name}", token)
    for channel in (HALL, CHATROOM):
        assert run("link", channel.text, "--purpose", "motions").exit_code == 0
    assert run("credential", "add", OFFICER.text, "--secretariat").exit_code == 0
    assert run("credential", "add", HEAD.text, "--member", "EST", "--role", "head").exit_code == 0
    return run


@pytest.fixture
def house() -> Iterator[ExitStack]:
    """Hold what a running bot holds until the end of the test."""
    with ExitStack() as stack:
        yield stack


def change(file: Path, act: Callable[[UnitOfWork, datetime], None]) -> None:
    """Do something in one transaction, as the bot would."""
    database = open_database(f"sqlite:///{file}")
    with database.transaction() as uow:
        act(uow, datetime.now(UTC))
    database.close()


def wrong(done: Result) -> list[str]:
    """Give the sentences that an operator must act on; check that the status says whether there are any."""
    found = [line[2:] for line in done.output.splitlines() if line.startswith("✘")]
    assert done.exit_code == (1 if found else 0)
    assert "Traceback" not in done.output
    return found


def test_sound_installation_is_told_as_such(plenary: Plenary) -> None:
    """Before the first start there is nothing to act on."""
    done = plenary("doctor")
    assert wrong(done) == []
    for sentence in ("set for Socket Mode", "Discord is set", "the record is whole", "No bot runs", "shown: 0"):
        assert sentence in done.output
    told = json.loads(plenary("doctor", "--json").output)["findings"]
    assert all(finding["good"] for finding in told)
    assert {"doctor.database", "cli.verify.whole"} < {finding["kind"] for finding in told}


def test_disk_that_is_nearly_full_is_told(plenary: Plenary, file: Path) -> None:
    """A database that does not fit a second time is one that cannot be upgraded or backed up."""
    os.truncate(file, shutil.disk_usage(file.parent).free)
    (sentence,) = wrong(plenary("doctor"))
    assert f"MB are free on the disk of {file.parent}" in sentence


def test_schema_of_an_earlier_version_is_told(plenary: Plenary, file: Path) -> None:
    """An upgrade that was begun by installing is ended by migrating."""
    file.unlink()
    file.touch(0o600)
    with by_hand(f"sqlite:///{file}", Use.MIGRATE) as connection:
        schema.migrate(connection, to="0002")
        load(connection, "0002")
    (sentence,) = wrong(plenary("doctor"))
    assert sentence.startswith(f"The database has schema 0002, and this version needs {schema.latest_revision()}.")
    assert plenary("migrate").exit_code == 0
    assert "needs" not in plenary("doctor").output


def test_database_that_is_not_there_is_told(plenary: Plenary, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong path and a server that is down each have their sentence."""
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{file}.old")
    assert "Found an alliance" in wrong(plenary("doctor"))[0]
    monkeypatch.setenv("PLENARY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert "The database cannot be reached" in wrong(plenary("doctor"))[0]


def test_missing_guards_are_told_beside_the_rest(plenary: Plenary, file: Path) -> None:
    """Someone who removes the triggers is told of, and the record is still looked at."""
    with sqlite3.connect(file) as raw:
        raw.execute("DROP TRIGGER journal_no_update")
    raw.close()
    done = plenary("doctor")
    (sentence,) = wrong(done)
    assert "journal_no_update" in sentence
    assert "the record is whole" in done.output


def test_changed_record_is_told_beside_the_rest(plenary: Plenary, file: Path) -> None:
    """The first fault is named; what does not depend on the record is told all the same."""
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alliance SET language = 'fr'")
    raw.close()
    done = plenary("doctor")
    assert wrong(done) == ["alliance: the row alliance of the table alliance is not what the journal says."]
    assert "No bot runs" in done.output


def test_tokens_and_channels_that_do_not_fit_are_told(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform without a channel shows nobody anything; a channel without a token gets nothing."""
    monkeypatch.delenv("PLENARY_DISCORD_TOKEN")
    (sentence,) = wrong(plenary("doctor"))
    assert "channels on Discord are linked, but its token is not set" in sentence
    assert plenary("init", "--charter", "alliance-of-democracies", "--name", "Second").exit_code == 0
    officer, member, channel = (told for told in wrong(plenary("doctor")) if told.startswith("second: "))
    assert officer.endswith("Type plenary credential add slack:TEAM:USER --secretariat --alliance second")
    assert member.endswith("Type plenary import roster FILE --alliance second")
    assert channel.startswith("second: no channel on Slack is linked")
    assert channel.endswith("Type plenary link slack:TEAM:CHANNEL --purpose motions --alliance second")


def test_alliance_that_was_founded_and_nothing_else_is_told_what_it_lacks(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer, a member and a channel; with each command that is told, one sentence less, and then none."""
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{file}")
    (file.parent / "FILE").write_text(ROSTER, encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    assert run("init", "--charter", "alliance-of-democracies", "--name", "Alliance").exit_code == 0
    lacks = wrong(run("doctor"))
    assert [told.split("Type ")[1] for told in lacks] == [
        "plenary credential add console:NAME --secretariat",
        "plenary import roster FILE",
        "plenary link console:main --purpose motions",
    ]
    for sentence in lacks:
        assert run(*sentence.split("Type plenary ")[1].split()).exit_code == 0
    (voter,) = wrong(run("doctor"))
    assert voter.endswith("For each delegate type plenary credential add console:NAME --member EST --role head")
    assert run("credential", "add", "console:EST", "--member", "EST").exit_code == 0
    assert wrong(run("doctor")) == []


def test_credentials_that_nobody_can_use_do_not_count(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A credential on a platform that is not set, a revoked one, and one that does not vote."""
    monkeypatch.delenv("PLENARY_SLACK_BOT_TOKEN")
    monkeypatch.delenv("PLENARY_SLACK_APP_TOKEN")
    no_officer, no_voter, no_token = wrong(plenary("doctor"))
    assert "no account on Discord holds a valid credential of the secretariat" in no_officer
    assert no_officer.endswith("plenary credential add discord:USER --secretariat")
    assert no_voter.endswith("plenary credential add discord:USER --member EST --role head")
    assert "its token is not set" in no_token
    for arguments in (("--secretariat",), ("--member", "EST", "--role", "observer")):
        assert plenary("credential", "add", f"discord:{len(arguments)}", *arguments).exit_code == 0
    assert wrong(plenary("doctor")) == [no_voter, no_token]
    assert plenary("credential", "revoke", "discord:1").exit_code == 0
    assert wrong(plenary("doctor")) == [no_officer, no_voter, no_token]


def test_channels_of_which_none_is_for_motions_are_told(plenary: Plenary) -> None:
    """The cards of motions are shown in channels for motions alone."""
    for channel in (HALL, CHATROOM):
        assert plenary("link", channel.text, "--purpose", "announcements").exit_code == 0
    (sentence,) = wrong(plenary("doctor"))
    assert sentence.endswith("Type plenary link slack:TEAM:CHANNEL --purpose motions")


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"BOT_TOKEN": "xoxb-1", "SIGNING_SECRET": "s"}, ["Slack is set for HTTP, but PLENARY_PUBLIC_URL is not set"]),
        ({"BOT_TOKEN": "xoxb-1"}, ["Slack has a bot token only"]),
        ({"CLIENT_ID": "1.2"}, ["Slack is set for several workspaces, but", "Slack needs PLENARY_SLACK_APP_TOKEN"]),
        ({"BOT_TOKEN": "xapp-1", "APP_TOKEN": "xoxb-1"}, ["PLENARY_SLACK_BOT_TOKEN is", "PLENARY_SLACK_APP_TOKEN is"]),
    ],
    ids=["no address", "bot token alone", "client id alone", "exchanged"],
)
def test_slack_that_is_set_wrong_is_not_told_as_set(
    plenary: Plenary, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], sentences: list[str]
) -> None:
    """Each fault has its sentence, and none is followed by one that says that all is well."""
    monkeypatch.delenv("PLENARY_SLACK_BOT_TOKEN")
    monkeypatch.delenv("PLENARY_SLACK_APP_TOKEN")
    for name, value in values.items():
        monkeypatch.setenv(f"PLENARY_SLACK_{name}", value)
    done = plenary("doctor")
    told = [sentence for sentence in wrong(done) if "Slack" in sentence or "SLACK" in sentence]
    assert len(told) >= len(sentences)
    assert all(given.startswith(begun) for given, begun in zip(told, sentences, strict=False))
    assert "✔ Slack is set" not in done.output


def test_slack_over_http_with_its_address_is_sound(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address there is nothing to tell."""
    monkeypatch.delenv("PLENARY_SLACK_APP_TOKEN")
    monkeypatch.setenv("PLENARY_SLACK_SIGNING_SECRET", "s")
    monkeypatch.setenv("PLENARY_PUBLIC_URL", "https://plenary.example.org")
    done = plenary("doctor")
    assert wrong(done) == []
    assert "✔ Slack is set for signed HTTP." in done.output


def test_platform_whose_token_was_taken_away_needs_nobody(
    plenary: Plenary, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a run that could not reach it: neither it, nor what is owed there, nor its channels are faults any more."""

    def die(uow: UnitOfWork, now: datetime) -> None:
        uow.liveness.serve(frozenset({Platform.SLACK, Platform.DISCORD}), only=True)
        for platform in (Platform.SLACK, Platform.DISCORD):
            uow.liveness.beat(platform, now)
        uow.liveness.ail(Platform.DISCORD, "4004")
        uow.lock(CODE)
        uow.blockages.begin(CODE, Platform.DISCORD, obstacle=Obstacle.SHUT_OUT, reason="4004", edit_ends=False, now=now)
        uow.blockages.begin(CODE, CHATROOM, obstacle=Obstacle.REMOVED, reason="50001", edit_ends=False, now=now)
        owe_to(CHATROOM)(uow, now)
        for post in uow.outbox.claim(
            owner="relay", now=now, lease=MINUTE, limit=9, platforms=frozenset({Platform.DISCORD})
        ):
            uow.outbox.abandoned(post, owner="relay", reason="50001")

    change(file, die)
    assert len(wrong(plenary("doctor"))) == 4
    monkeypatch.delenv("PLENARY_DISCORD_TOKEN")
    done = plenary("doctor")
    assert wrong(done) == []
    assert "✔ alliance: channels on Discord are linked, and its token was taken away" in done.output


def test_clock_that_went_back_is_told(plenary: Plenary, file: Path) -> None:
    """An entry from the future shows it; so does a beat from the future."""
    change(file, lambda uow, now: link_channel(uow, CODE, channel=HALL, purpose=Purpose.COUNCIL, now=now + 5 * MINUTE))
    (sentence,) = wrong(plenary("doctor"))
    assert sentence.startswith("The clock stands 5 minutes before the last entry")
    assert "NTP" in sentence

    def beat(uow: UnitOfWork, now: datetime) -> None:
        uow.liveness.serve(frozenset({Platform.SLACK}), only=True)
        uow.liveness.beat(Platform.SLACK, now + 3 * HOUR)

    change(file, beat)
    assert wrong(plenary("doctor"))[0].startswith("The clock stands 180 minutes before")


def test_platforms_out_of_reach_are_told_with_what_ails_them(plenary: Plenary, file: Path) -> None:
    """Since when, and in the platform's own words where it has said any."""

    def ail(uow: UnitOfWork, now: datetime) -> None:
        uow.liveness.serve(frozenset({Platform.SLACK, Platform.DISCORD, Platform.CONSOLE}), only=True)
        for platform in (Platform.SLACK, Platform.CONSOLE):
            uow.liveness.beat(platform, now - HOUR)
        uow.liveness.ail(Platform.SLACK, "token_revoked")

    change(file, ail)
    never, trouble = wrong(plenary("doctor"))
    assert never.startswith("Discord is served, but was not in reach yet")
    assert trouble.startswith("Slack is out of reach since")
    assert "token_revoked" in trouble
    change(file, serve_console_alone)
    assert wrong(plenary("doctor")) == []


def serve_console_alone(uow: UnitOfWork, _now: datetime) -> None:
    """Note that neither platform is served any more."""
    uow.liveness.serve(frozenset({Platform.CONSOLE}), only=True)


def test_outages_of_the_last_days_are_told(plenary: Plenary, file: Path) -> None:
    """What is over needs nobody, but may explain a deadline that moved; a beat that is missing needs somebody."""

    def come_and_go(uow: UnitOfWork, now: datetime) -> None:
        uow.liveness.serve(frozenset({Platform.SLACK}), only=True)
        for ago in (9 * DAY, 8 * DAY, 5 * HOUR, 4 * HOUR):
            uow.liveness.beat(Platform.SLACK, now - ago)

    change(file, come_and_go)
    done = plenary("doctor")
    assert done.output.count("✔ Slack was out of reach from") == 2
    (sentence,) = wrong(done)
    assert sentence.startswith("Slack was last in reach")
    assert "no bot has noted it since" in sentence


def table_overdue(uow: UnitOfWork, now: datetime) -> None:
    """Table a motion whose voting was to open an hour ago."""
    event = MotionTabled(
        motion=MotionNumber(1), kind=KindName("resolution"), body=BodyName("council"), title="Late", text="1. Late.",
        mover=None, concerned=None, sponsors=(), document="", impact="", urgent=False,
        tabled_at=now - DAY, opens_at=now - HOUR, closes_at=now + DAY,
    )  # fmt: skip
    uow.record(CODE, event, at=now - DAY, by="terminal")


def test_overdue_deadline_tells_that_no_bot_runs(plenary: Plenary, file: Path, house: ExitStack) -> None:
    """The way on is another where a bot does run."""
    change(file, table_overdue)
    (sentence,) = wrong(plenary("doctor"))
    assert sentence.startswith("alliance: something on M-1 was due")
    assert "no bot seems to run" in sentence
    house.enter_context(LockFile(file))
    done = plenary("doctor")
    assert "A bot runs on this database" in done.output
    assert "look into its log" in wrong(done)[0]


def test_posts_that_wait_too_long_are_told(plenary: Plenary, file: Path, house: ExitStack) -> None:
    """Those of a platform that is not set are not counted as late; their channels are told of."""
    for channel in (HALL, Channel("console:main")):
        change(file, owe_to(channel))
    (sentence,) = wrong(plenary("doctor"))
    assert sentence.startswith("Posts waiting to be shown: 2. The oldest was due")
    assert "no bot seems to run" in sentence
    house.enter_context(LockFile(file))
    assert "look into its log" in wrong(plenary("doctor"))[0]


def owe_to(to: Address, number: int = 1) -> Callable[[UnitOfWork, datetime], None]:
    """Owe a post since an hour ago."""
    return lambda uow, now: uow.outbox.owe(CODE, MotionCard(motion=MotionNumber(number)), to, due=now - HOUR)


def test_dead_letters_are_told_with_the_way_to_try_again(plenary: Plenary, file: Path) -> None:
    """A channel is linked again; a person is reached another way; a heap of them is counted."""

    def give_up(uow: UnitOfWork, now: datetime) -> None:
        for number in range(1, 12):
            owe_to(HALL, number)(uow, now)
        owe_to(Account("slack:T1:U1"))(uow, now)
        while posts := uow.outbox.claim(
            owner="relay", now=now, lease=MINUTE, limit=99, platforms=frozenset({Platform.SLACK})
        ):
            for post in posts:
                uow.outbox.abandoned(post, owner="relay", reason="channel_not_found")

    change(file, give_up)
    letters = wrong(plenary("doctor"))
    assert len(letters) == 11
    assert "card:11 to slack:T1:C1 was given up: channel_not_found" in "".join(letters)
    assert "run plenary link slack:T1:C1 again" in letters[0]
    assert any("Reach the person another way" in letter for letter in letters)
    assert letters[-1] == "More posts were given up before these: 2."
    assert plenary("link", HALL.text, "--purpose", "motions").exit_code == 0
    assert plenary("doctor").output.count("channel_not_found") == 1


def test_alliance_that_this_machine_cannot_serve_is_told(plenary: Plenary, file: Path) -> None:
    """A time zone that is gone from the machine, and an alliance without a charter."""

    def found_two(uow: UnitOfWork, now: datetime) -> None:
        for code, zone in (("martian", "Mars/Olympus"), ("lawless", "UTC")):
            event = AllianceFounded(code=AllianceCode(code), name=code, time_zone=zone, language="en")
            uow.record(AllianceCode(code), event, at=now, by="terminal")

    change(file, found_two)
    with sqlite3.connect(file) as raw:
        (text,) = raw.execute("SELECT charter FROM alliance WHERE code = 'alliance'").fetchone()
    raw.close()

    def apply(uow: UnitOfWork, now: datetime) -> None:
        uow.record(AllianceCode("martian"), CharterApplied(text=text), at=now, by="terminal")

    change(file, apply)
    lawless, martian = wrong(plenary("doctor"))
    assert lawless.startswith("lawless: no charter is in force")
    assert martian.startswith("martian: this machine does not know its time zone")


def test_credentials_that_run_out_are_told_before(plenary: Plenary, file: Path) -> None:
    """Nobody needs to act yet, and nobody is surprised with a ballot in hand."""

    def give(uow: UnitOfWork, now: datetime) -> None:
        for number, days in ((1, 3), (2, 10), (3, 60)):
            give_credential(
                uow, CODE, account=Account(f"discord:{number}"), role=Role.SECRETARIAT, member=None,
                until=now + days * DAY, now=now - MINUTE,
            )  # fmt: skip

    change(file, give)
    done = plenary("doctor")
    assert wrong(done) == []
    assert "run out within two weeks: 2. The first is that of discord:1," in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("console",),
        ("init", "--charter", "alliance-of-democracies", "--name", "Other"),
        ("verify",),
        ("migrate",),
        ("doctor",),
        ("link", "slack:T1:C2", "--purpose", "motions"),
        ("charter", "show"),
        ("credential", "list"),
        ("credential", "add", "discord:1", "--secretariat"),
        ("credential", "revoke", "discord:1"),
        ("import", "roster", "roster.csv"),
        ("import", "credentials", "credentials.csv"),
        ("backup", "b.db"),
        ("restore", "good.db"),
    ],
    ids=" ".join,
)
def test_schema_of_a_later_version_is_refused_by_every_command(
    plenary: Plenary, file: Path, arguments: tuple[str, ...]
) -> None:
    """Nothing of this version touches what a later one has changed."""
    (file.parent / "roster.csv").write_text("code,name,name_fr,population,status,term_start,term_end,seat\n")
    (file.parent / "credentials.csv").write_text("account,role,member,until\nslack:T1:U7,secretariat,,\n")
    assert plenary("backup", "good.db").exit_code == 0
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        before = raw.execute("SELECT count(*) FROM journal").fetchone()
    raw.close()
    done = plenary(*arguments)
    assert done.exit_code == 1
    assert "later version (schema 9999" in done.output
    assert "Traceback" not in done.output
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == before
    raw.close()


@pytest.mark.usefixtures("plenary")
def test_bot_does_not_start_on_the_schema_of_a_later_version(file: Path) -> None:
    """The running bot of an installation that was set back says so in one sentence, whatever its platforms."""
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    done = subprocess.run([PLENARY, "run"], cwd=file.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "later version (schema 9999" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/plenary.db"
    return str(request.getfixturevalue("empty_postgres_url"))


def examine(environment: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run ``plenary doctor`` beside whatever runs; give its status and what it says."""
    done = subprocess.run([PLENARY, "doctor"], env=environment, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


async def test_doctor_beside_a_running_bot(url: str, tmp_path: Path) -> None:
    """It sees the bot, its platforms and its leader, and sees them gone once the bot was killed."""
    found(url)
    async with platforms() as (slack, discord, _, _):
        environment = settings(url, slack, discord)
        running = await start(environment, tmp_path)
        status, told = 1, ""
        async with asyncio.timeout(90):
            while "Slack is in reach" not in told or "Discord is in reach" not in told:
                status, told = await asyncio.to_thread(examine, environment, tmp_path)
        assert status == 0
        assert "A bot runs on this database" in told
        assert ("Discord is served by" in told) is url.startswith("postgresql")
        await running.stop(signal.SIGKILL)
        if url.startswith("sqlite"):
            assert "No bot runs on this database" in (await asyncio.to_thread(examine, environment, tmp_path))[1]


def test_place_that_is_closed_to_the_bot_is_told_until_it_is_open(plenary: Plenary, file: Path) -> None:
    """Somebody has to let the bot in; the secretariat was told, and the operator can see it too."""

    def close(uow: UnitOfWork, now: datetime) -> None:
        (code,) = uow.alliances.codes()
        uow.lock(code)
        uow.blockages.begin(code, HALL, obstacle=Obstacle.REMOVED, reason="not_in_channel", edit_ends=False, now=now)

    def reopen(uow: UnitOfWork, now: datetime) -> None:
        (code,) = uow.alliances.codes()
        (closed,) = uow.blockages.every_open(code)
        uow.blockages.end(closed, now=now)

    change(file, close)
    (sentence,) = wrong(plenary("doctor"))
    assert HALL.text in sentence
    assert "not_in_channel" in sentence
    change(file, reopen)
    assert wrong(plenary("doctor")) == []


def blocking(place: Place, obstacle: Obstacle) -> Callable[[UnitOfWork, datetime], None]:
    """Note that a place is closed to the bot."""

    def close(uow: UnitOfWork, now: datetime) -> None:
        (code,) = uow.alliances.codes()
        uow.blockages.begin(code, place, obstacle=obstacle, reason="own_word", edit_ends=False, now=now)

    return close


@pytest.mark.parametrize(
    "place",
    [
        Channel("slack:T1:C99"),
        Workspace("slack:T9"),
        Platform.CONSOLE,
        Channel("console:old"),
    ],
    ids=str,
)
def test_place_that_nobody_posts_to_any_more_is_told_to_nobody(plenary: Plenary, file: Path, place: Place) -> None:
    """A channel that is not linked, a workspace without any of ours, a platform that is not set."""
    change(file, blocking(place, Obstacle.FORBIDDEN))
    assert wrong(plenary("doctor")) == []


def test_platform_that_is_set_no_more_is_not_told_as_closed(
    plenary: Plenary, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That its channels are linked and it has no token is told, and says all."""
    change(file, blocking(Platform.DISCORD, Obstacle.SHUT_OUT))
    assert "own_word" in "".join(wrong(plenary("doctor")))
    monkeypatch.delenv("PLENARY_DISCORD_TOKEN")
    assert "own_word" not in "".join(wrong(plenary("doctor")))


def test_workspace_without_the_app_is_told_while_a_channel_of_it_is_linked(plenary: Plenary, file: Path) -> None:
    """An administrator there has to install it again."""
    change(file, blocking(Workspace.of(HALL), Obstacle.NOT_INSTALLED))
    (sentence,) = wrong(plenary("doctor"))
    assert "slack:T1: own_word" in sentence


def test_channel_that_is_gone_is_told_until_another_is_linked_in_its_place(plenary: Plenary, file: Path) -> None:
    """That is what the secretariat was advised to do; a channel for something else replaces nothing."""
    change(file, blocking(HALL, Obstacle.GONE))
    change(file, link("slack:T1:C2", Purpose.ANNOUNCEMENTS))
    (sentence,) = wrong(plenary("doctor"))
    assert HALL.text in sentence
    change(file, link("slack:T1:C3", Purpose.MOTIONS))
    assert wrong(plenary("doctor")) == []
    change(file, blocking(Channel("slack:T1:C3"), Obstacle.GONE))
    assert len(wrong(plenary("doctor"))) == 2


def link(channel: str, purpose: Purpose) -> Callable[[UnitOfWork, datetime], None]:
    """Link a channel."""
    return lambda uow, now: link_channel(uow, CODE, channel=Channel(channel), purpose=purpose, now=now)


def test_person_who_left_is_told_while_its_credential_holds(plenary: Plenary, file: Path) -> None:
    """Once the credential is taken there is nothing left to do."""
    officer = Account("slack:T1:U7")

    def leave(uow: UnitOfWork, now: datetime) -> None:
        (code,) = uow.alliances.codes()
        give_credential(uow, code, account=officer, role=Role.SECRETARIAT, member=None, until=None, now=now)
        uow.blockages.begin(
            code, officer, obstacle=Obstacle.PERSON_GONE, reason="user_disabled", edit_ends=False, now=now
        )

    change(file, leave)
    (sentence,) = wrong(plenary("doctor"))
    assert officer.text in sentence
    assert plenary("credential", "revoke", officer.text).exit_code == 0
    assert wrong(plenary("doctor")) == []
