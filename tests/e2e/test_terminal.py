"""The operator's terminal: set an alliance up, prove its record, and be told plainly what is wrong."""

import json
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from bot.charters.load import parse_charter, shipped_charter, shipped_charters
from bot.commands.register import REGISTRY

Plenary = Callable[..., Result]

TESTS = Path(__file__).parents[1]

ROSTER = """code,name,name_fr,population,status,term_start,term_end,seat
EST,Estonia,Estonie,1372000,active,2026-01-01,2027-12-31,core
LVA,Latvia,Lettonie,1862000,active,2026-01-01,2027-12-31,core
FIN,Finland,Finlande,5637000,active,2026-01-01,2027-12-31,at-large
"""


@pytest.fixture
def plenary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plenary:
    """Give the terminal in a folder of its own, with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    runner = CliRunner()

    def run(*arguments: str, text: str | None = None) -> Result:
        return runner.invoke(app, arguments, input=text)

    return run


@pytest.fixture
def founded(plenary: Plenary, tmp_path: Path) -> Plenary:
    """Give the terminal with an alliance that has three members and an officer."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = plenary(
        "init", "--charter", "alliance-of-democracies", "--name", "Alliance", "--roster", "roster.csv",
        "--time-zone", "Europe/Tallinn",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Members enrolled: 3" in done.output
    assert "set the tokens, then plenary link, plenary credential add, plenary doctor, plenary run" in done.output
    return plenary


def told(result: Result) -> str:
    """Give what was written, standard error too, on one line."""
    return " ".join(result.output.split())


def test_alliance_is_founded_credentialed_linked_and_proven(founded: Plenary) -> None:
    """From nothing to a proven record with five commands."""
    assert founded("credential", "add", "slack:T1:U1", "--secretariat").exit_code == 0
    assert founded("credential", "add", "discord:42", "--member", "EST", "--role", "head").exit_code == 0
    assert founded("link", "slack:T1:C1", "--purpose", "motions").exit_code == 0
    listed = json.loads(founded("credential", "list", "--json").output)
    assert [row["account"] for row in listed["credentials"]] == ["discord:42", "slack:T1:U1"]
    assert "the record is whole" in founded("verify").output
    assert json.loads(founded("verify", "--json").output)["alliance"]["faults"] == []


def test_console_takes_a_script_from_a_pipe(founded: Plenary) -> None:
    """The console speaks for whom it is told to, and shows cards in a pipe."""
    script = (
        "# the secretariat speaks first\n"
        '/motion open support "Help" "1. We help." concerns:EST\n'
        "@EST /vote M-1 yes\n"
        "@LVA /vote no M-1\n"
        "@nobody /vote M-1 yes\n"
        "/motion show M-1\n"
    )
    done = founded("console", text=script)
    assert done.exit_code == 0
    assert "M-1 is tabled" in done.output
    assert ": yes, on “Help”" in done.output
    assert "holds no credential" in done.output
    assert "For 1, against 1" in done.output
    assert "the record is whole" in founded("verify").output


def test_run_without_tokens_is_the_console(founded: Plenary) -> None:
    """With no tokens, ``run`` starts the console."""
    told_by = founded("run", text="/alliance info\n/alliance help\n").output
    assert "Europe/Tallinn" in told_by
    assert "table a motion; debate or voting follows as its kind says" in told_by


def test_changed_byte_in_the_journal_is_found(founded: Plenary, tmp_path: Path) -> None:
    """Whoever bypasses the triggers and changes one byte is found."""
    with sqlite3.connect(tmp_path / "plenary.db") as raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE journal SET body = replace(body, 'Estonia', 'Estania') WHERE body LIKE '%Estonia%'")
    raw.close()
    found = founded("verify")
    assert found.exit_code == 1
    assert "lacks the triggers" in found.output
    assert "entry 5 of the journal has been changed" in found.output


def test_doctor_tells_what_needs_an_operator(founded: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-set platform is named with the setting it lacks."""
    assert "✔ No platform is set" in founded("doctor").output
    monkeypatch.setenv("PLENARY_SLACK_BOT_TOKEN", "xoxb-1")
    found = founded("doctor")
    assert found.exit_code == 1
    assert "PLENARY_SLACK_APP_TOKEN" in found.output
    assert "xoxb-1" not in found.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("init", "--charter", "nowhere", "--name", "A"), "neither a file nor a charter that ships"),
        (("init", "--charter", "alliance-of-democracies", "--name", "…"), "cannot be the name of an alliance"),
        (("init", "--charter", "alliance-of-democracies", "--name", "A", "--time-zone", "Mars"), "not a time zone"),
        (("init", "--charter", "alliance-of-democracies", "--name", "A", "--language", "de"), "not a language"),
        (
            ("init", "--charter", "alliance-of-democracies", "--name", "A", "--roster", "none.csv"),
            "none.csv cannot be read",
        ),
        (("verify",), "plenary init"),
        (("credential", "list"), "plenary init"),
        (("demo", "atlantis"), "no scenario “atlantis”"),
        (("discord", "sync"), "PLENARY_DISCORD_TOKEN"),
    ],
)
def test_fault_before_anything_exists_is_one_sentence(
    plenary: Plenary, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Non-zero, one sentence, no traceback, nothing half done."""
    done = plenary(*arguments)
    assert done.exit_code != 0
    assert sentence in told(done)
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("init", "--charter", "alliance-of-democracies", "--name", "Alliance"), "There is an alliance “alliance”"),
        (("credential", "add", "slack:U1", "--secretariat"), "is not an account"),
        (("credential", "add", "discord:1"), "one of --secretariat, --reviewer or --member"),
        (("credential", "add", "discord:1", "--secretariat", "--reviewer"), "one of --secretariat"),
        (("credential", "add", "discord:1", "--member", "XYZ"), "not a state on the roster"),
        (("credential", "add", "discord:1", "--member", "EST", "--role", "king"), "not a role"),
        (("credential", "revoke", "discord:1"), "holds no valid credential"),
        (
            ("credential", "add", "discord:1", "--secretariat", "--until", "2001-01-01"),
            "That day is over (Mon 1 Jan 2001, 23:59 EET)",
        ),
        (("credential", "add", "discord:1", "--reviewer"), "say which: --national EST"),
        (("credential", "add", "discord:1", "--reviewer", "--national", "ATL"), "ATL"),
        (("credential", "add", "discord:1", "--secretariat", "--national", "EST"), "--national is for reviewers"),
        (("credential", "add", "discord:1", "--secretariat", "--full-powers"), "not for this role (secretariat)"),
        (("credential", "add", "discord:1", "--member", "EST", "--letter", "MFA"), "is not a letter"),
        (
            ("credential", "add", "discord:1", "--secretariat", "--until", "9999-12-31"),
            "--until: “9999-12-31” is too far",
        ),
        (
            ("credential", "add", "discord:1", "--secretariat", "--until", "1/2/2030"),
            "--until: “1/2/2030” is not a date",
        ),
        (("roster", "--on", "9999-12-31"), "--on: “9999-12-31” is too far off: days from 1900-01-01 to 2199-12-31"),
        (("roster", "--on", "2027-02-30"), "--on: “2027-02-30” is not a date: write it as 2026-12-31."),
        (("link", "general", "--purpose", "motions"), "is not a channel"),
        (("link", "slack:TEAM:CHANNEL", "--purpose", "motions"), "https://app.slack.com/client/T…/C…"),
        (("link", "slack:T1:CHANNEL", "--purpose", "motions"), "still has words where ids belong"),
        (("link", "discord:GUILD:CHANNEL", "--purpose", "motions"), "the ids of the server and of the channel"),
        (("credential", "add", "slack:TEAM:USER", "--secretariat"), "of the person (U…)"),
        (("credential", "add", "discord:USER", "--member", "EST"), "the id of the person, which is a number"),
        (("verify", "--alliance", "other"), "There is no alliance “other”"),
        (("import", "roster", "roster.csv"), "on the roster already"),
    ],
)
def test_fault_of_an_operator_is_one_sentence(founded: Plenary, arguments: tuple[str, ...], sentence: str) -> None:
    """Non-zero, one sentence, and the record is as long as before."""
    before = json.loads(founded("verify", "--json").output)["alliance"]["entries"]
    done = founded(*arguments)
    assert done.exit_code != 0
    assert sentence in told(done)
    assert json.loads(founded("verify", "--json").output)["alliance"]["entries"] == before


def test_letters_powers_and_nationalities_are_listed(founded: Plenary) -> None:
    """What a credential was given by stands beside it, for people and for programs."""
    letter = "MFA, 2026-11-20, https://mfa.example/1"
    founded("credential", "add", "discord:1", "--member", "EST", "--letter", letter, "--full-powers")
    founded("credential", "add", "discord:2", "--reviewer", "--national", "lva")
    founded("credential", "add", "discord:3", "--member", "LVA", "--until", "2197-01-31")
    first, second, third = founded("credential", "list").output.splitlines()
    assert first.endswith(f"EST  {letter}")
    assert second.endswith("national of LVA")
    assert third.endswith("LVA  until Tue 31 Jan 2197, 23:59 EET")
    delegate, reviewer, _ = json.loads(founded("credential", "list", "--json").output)["credentials"]
    assert (delegate["letter"], delegate["full_powers"], delegate["nationality"]) == (letter, True, None)
    assert (reviewer["letter"], reviewer["full_powers"], reviewer["nationality"]) == (None, False, "LVA")


def test_rows_that_are_wrong_alike_are_one_line(founded: Plenary, tmp_path: Path) -> None:
    """A status with which nobody is entered, in every row of a file."""
    rows = "".join(f"{code},A,B,1,expired,,,\n" for code in ("POL", "SWE", "NOR"))
    (tmp_path / "more.csv").write_text(f"{ROSTER.splitlines()[0]}\n{rows}", encoding="utf-8")
    done = founded("import", "roster", "more.csv")
    assert done.output.splitlines() == [
        "rows 2, 3, and 4, status: “expired” is not known: write one of these: active, suspended, or candidate"
    ]


def test_account_taken_is_refused(founded: Plenary) -> None:
    """One account acts for one member."""
    founded("credential", "add", "discord:42", "--member", "EST")
    assert "holds a credential already" in told(founded("credential", "add", "discord:42", "--member", "LVA"))
    assert founded("credential", "revoke", "discord:42").exit_code == 0
    assert founded("credential", "add", "discord:42", "--member", "LVA").exit_code == 0


def test_roster_file_is_taken_whole_or_not_at_all(founded: Plenary, tmp_path: Path) -> None:
    """Every fault by row, and not one state of the file on the roster."""
    (tmp_path / "more.csv").write_text(
        "code,name,name_fr,population,status,term_start,term_end,seat\n"
        "POL,Poland,Pologne,36554000,active,,,\n"
        "POL,Poland,Pologne,36554000,active,,,\n"
        "ZZZ,Nowhere,Nulle part,1,active,,,\n"
        "SWE,Sweden,Suède,-1,active,,,\n",
        encoding="utf-8",
    )
    done = founded("import", "roster", "more.csv")
    assert done.exit_code == 1
    assert all(f"row {row}" in done.output for row in (3, 4, 5))
    (tmp_path / "latin.csv").write_bytes("code,name\nEST,Estoníe\n".encode("latin-1"))
    assert "UTF-8" in founded("import", "roster", "latin.csv").output


def test_credentials_file_is_taken_whole_or_not_at_all(founded: Plenary, tmp_path: Path) -> None:
    """A state that is not on the roster refuses the whole file."""
    good = "account,role,member,until\nslack:T1:U7,head,EST,2030-01-01\nslack:T1:U8,secretariat,,\n"
    (tmp_path / "good.csv").write_text(good, encoding="utf-8")
    assert "Credentials given: 2" in founded("import", "credentials", "good.csv").output
    (tmp_path / "bad.csv").write_text(
        "account,role,member,until\nslack:T1:U9,head,LVA,\nslack:T1:U10,head,POL,\n", encoding="utf-8"
    )
    assert founded("import", "credentials", "bad.csv").exit_code == 1
    assert "slack:T1:U9" not in founded("credential", "list").output


def test_charter_with_five_faults_tells_all_five(plenary: Plenary, tmp_path: Path) -> None:
    """All faults at once, each with its line."""
    assert plenary("charter", "check", "democratic-defense-alliance").exit_code == 0
    text = (Path(__file__).parents[2] / "bot/charters/alliance-of-democracies.toml").read_text(encoding="utf-8")
    broken = (
        text.replace("impact = true", 'impact = "grave"', 1)
        .replace('body = "council"', 'body = "senate"', 1)
        .replace("permanent_veto = false", 'permanent_veto = "never"', 1)
        .replace('debate = "72h"', 'debate = "three days"', 1)
        .replace('tie = "reject"', 'tie = "perhaps"', 1)
    )
    (tmp_path / "broken.toml").write_text(broken, encoding="utf-8")
    done = plenary("charter", "check", "broken.toml")
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 5
    assert all(line.startswith("line ") for line in done.output.strip().splitlines())


def roster_of(name: str) -> str:
    """Give a roster that fits a charter that ships: the body's own, else the sample, with no seats where none are."""
    own = TESTS / "data" / "rosters" / f"{name}.csv"
    if own.exists():
        return own.read_text(encoding="utf-8")
    sample = (TESTS.parent / "adapters" / "cli" / "sample" / "democracies.csv").read_text(encoding="utf-8")
    seated = any(body.seats for body in parse_charter(shipped_charter(name)).bodies.values())
    return sample if seated else sample.replace(",core\n", ",\n").replace(",at-large\n", ",\n")


@pytest.mark.parametrize("name", shipped_charters())
def test_every_charter_that_ships_founds_an_alliance_with_its_roster(
    plenary: Plenary, tmp_path: Path, name: str
) -> None:
    """From the file to a motion of its first kind and a proven record; nothing is doubtful about any of them."""
    roster = roster_of(name)
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    checked = plenary("charter", "check", name)
    assert checked.exit_code == 0
    assert "line" not in checked.output, "no warning either"
    done = plenary("init", "--charter", name, "--name", "A body", "--roster", "roster.csv")
    assert done.exit_code == 0, done.output
    members = len(roster.splitlines()) - 1
    assert f"Members enrolled: {members}" in done.output
    assert plenary("charter", "show").output.rstrip() == shipped_charter(name).rstrip()
    kind = next(iter(parse_charter(shipped_charter(name)).kinds))
    assert "M-1 is tabled" in plenary("console", text=f'/motion open {kind} "Peace" "1. We agree."\n').output
    assert "the record is whole" in plenary("verify").output


def test_charter_that_does_not_ship_is_answered_with_those_that_do(plenary: Plenary) -> None:
    """This is how an operator lists them."""
    answer = told(plenary("charter", "check", "atlantis"))
    assert all(name in answer for name in shipped_charters())


def test_several_alliances_live_in_one_database(founded: Plenary) -> None:
    """Each command names its alliance where there are several; nothing of one shows in the other."""
    founded("init", "--charter", "democratic-defense-alliance", "--name", "Defence")
    founded("credential", "add", "discord:42", "--member", "EST", "--alliance", "alliance")
    assert "several alliances" in told(founded("credential", "list"))
    assert founded("credential", "list", "--alliance", "defence").output == ""
    elsewhere = founded("credential", "add", "discord:42", "--secretariat", "--alliance", "defence")
    assert "belongs to the alliance alliance" in told(elsewhere)
    founded("link", "discord:1:2", "--purpose", "motions", "--alliance", "alliance")
    taken = founded("link", "discord:1:2", "--purpose", "motions", "--alliance", "defence")
    assert "belongs to alliance" in told(taken)
    assert founded("verify").output.count("the record is whole") == 2


def test_bad_settings_are_named(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is told by its name and reason; secrets never travel in the clear."""
    monkeypatch.setenv("PLENARY_SLACK_API_URL", "http://example.org/api/")
    monkeypatch.setenv("PLENARY_WEB_PORT", "eighty")
    monkeypatch.setenv("PLENARY_LOG_LEVEL", "loud")
    done = plenary("doctor")
    assert done.exit_code == 1
    assert "PLENARY_SLACK_API_URL" in done.output
    assert "in the clear" in done.output
    assert "PLENARY_WEB_PORT is not usable: it takes a whole number from 0 to 65535." in done.output
    assert "PLENARY_LOG_LEVEL is not usable: it is not of the kind" in done.output
    monkeypatch.setenv("PLENARY_WEB_PORT", "99999")
    assert "it takes a whole number from 0 to 65535." in plenary("doctor").output


def test_version_is_told(plenary: Plenary) -> None:
    """It is that of the package, told without a command and with nothing else done."""
    done = plenary("--version")
    assert done.exit_code == 0
    assert done.output == f"plenary {version('plenary')}\n"


def test_decide_answers_line_by_line(plenary: Plenary, tmp_path: Path) -> None:
    """The calculator needs no database; a bad line gives an error and the status 1 at the end."""
    (tmp_path / "votes.jsonl").write_text(
        '{"id": "a", "adopt": "more for than against", "members": [{"id": "EST"}], "ballots": {"EST": "yes"}}\n'
        '{"id": "b", "adopt": "nonsense", "members": [], "ballots": {}}\n',
        encoding="utf-8",
    )
    done = plenary("decide", "votes.jsonl")
    assert done.exit_code == 1
    first, second = (json.loads(line) for line in done.output.splitlines())
    assert (first["id"], first["outcome"]) == ("a", "adopted")
    assert "error" in second


@pytest.mark.parametrize(
    ("scenario", "words"),
    [("estonia", "Adopted with 12 of 15 seats"), ("backsliding", "Everything ended as the charter says")],
)
def test_demo_ends_as_it_should(plenary: Plenary, scenario: str, words: str) -> None:
    """A scenario exits 0 only if every step ended as the charter says."""
    done = plenary("demo", scenario)
    assert done.exit_code == 0
    assert words in done.output


def test_another_charter_comes_into_force_where_it_fits_what_there_is(founded: Plenary, tmp_path: Path) -> None:
    """Terms are looked after from then on; the same charter, or one without the seats that are held, is refused."""
    assert "in force already" in told(founded("charter", "apply", "alliance-of-democracies"))
    assert "3 seats of the body" in told(founded("charter", "apply", "democratic-defense-alliance"))
    text = shipped_charter("alliance-of-democracies")
    (tmp_path / "changed.toml").write_text(text.replace("withdrawal = 12", "withdrawal = 6"), encoding="utf-8")
    done = founded("charter", "apply", "changed.toml")
    assert done.exit_code == 0, done.output
    assert "withdrawal = 6" in founded("charter", "show").output
    assert founded("verify").exit_code == 0


def test_database_of_a_newer_version_is_refused(founded: Plenary, tmp_path: Path) -> None:
    """A schema that this version does not know is not touched."""
    with sqlite3.connect(tmp_path / "plenary.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    done = founded("verify")
    assert done.exit_code == 1
    assert "later version" in done.output


def test_manifest_fits_the_settings(plenary: Plenary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest is made from the register, for Socket Mode or for HTTP."""
    first = json.loads(plenary("slack", "manifest").output)
    assert first["settings"]["socket_mode_enabled"] is True
    assert {command["command"] for command in first["features"]["slash_commands"]} == {
        f"/{noun}" for noun in REGISTRY.nouns
    }
    monkeypatch.setenv("PLENARY_PUBLIC_URL", "https://plenary.example.org")
    monkeypatch.setenv("PLENARY_COMMAND_PREFIX", "pl-")
    second = json.loads(plenary("slack", "manifest").output)
    assert second["features"]["slash_commands"][0]["url"] == "https://plenary.example.org/slack/events"
    assert second["features"]["slash_commands"][2]["command"] == "/pl-vote"


def test_console_serves_each_alliance_by_its_own_channel_and_accounts(founded: Plenary) -> None:
    """A second alliance in the same database is spoken for in the same terminal, and stays apart."""
    roster = ("--roster", "roster.csv")
    founded("init", "--charter", "alliance-of-democracies", "--name", "Ligue démocratique", *roster)
    line = '/motion open support "{}" "1. We help." concerns:EST\n@EST /vote M-1 yes\n'
    first = founded("console", "--alliance", "alliance", text=line.format("First"))
    second = founded("console", "--alliance", "ligue-democratique", text=line.format("Second"))
    for done, title, other in ((first, "First", "Second"), (second, "Second", "First")):
        assert done.exit_code == 0
        assert f": yes, on “{title}”" in done.output
        assert other not in done.output
    assert founded("verify").output.count("the record is whole") == 2


def test_journal_without_its_alliance_is_found(founded: Plenary, tmp_path: Path) -> None:
    """An alliance wiped from the tables is still told of by its journal."""
    with sqlite3.connect(tmp_path / "plenary.db") as raw:
        for table in ("weight", "seat_period", "status_period", "member", "alliance"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
    raw.close()
    found = founded("verify")
    assert found.exit_code == 1
    assert "lacks the row" in found.output


def test_database_without_an_alliance_says_how_to_found_one(plenary: Plenary) -> None:
    """A schema alone is nothing to run."""
    assert plenary("migrate").exit_code == 0
    for command in (("verify",), ("credential", "list"), ("console",)):
        done = plenary(*command)
        assert done.exit_code == 1
        assert "There is no alliance yet. Found one: plenary init" in told(done)
