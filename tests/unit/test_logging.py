"""Logs hold no secret and nothing that a person wrote, in either form, whatever the code above them does."""

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.logging import ANNOUNCED, announce, configure, log_whole_process
from adapters.logging.redaction import BLOT, SHORTEST, Redaction, secrets_of
from adapters.settings import Settings
from bot.domain.addresses import Platform
from bot.domain.ids import AllianceCode
from bot.ports import NotRecorded
from bot.ports.acts import Act, act_under_way, under_way

log: Final = logging.getLogger("tests.logging")
WRITTEN: Final = "The reasons of a state"


@pytest.fixture(autouse=True)
def logs_put_back() -> Iterator[None]:
    """Leave the logs of the process as they were found."""
    root, announced = logging.getLogger(), logging.getLogger(ANNOUNCED)
    before = (root.handlers[:], root.level, announced.handlers[:], announced.propagate)
    hooks = (sys.excepthook, threading.excepthook)
    yield
    root.handlers[:], announced.handlers[:], announced.propagate = before[0], before[2], before[3]
    root.setLevel(before[1])
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Give the lines of standard error, each read as JSON."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_line_is_an_event_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    """A collector finds the event, its level, its moment, its logger and its facts by name."""
    configure(level="INFO", form="json")
    log.warning("post_put_off", extra={"post": 7})
    (line,) = lines(capsys)
    assert line.pop("timestamp")
    assert line == {"event": "post_put_off", "level": "warning", "logger": "tests.logging", "post": 7}


def test_line_names_the_act_and_never_its_author(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line on behalf of an act names it, its platform, its command and its alliance; the next line does not."""
    configure(level="INFO", form="json")
    with under_way(Act(key="slack:1", platform=Platform.SLACK)) as act:
        log.info("act_begun")
        act.command, act.alliance = "vote.cast", AllianceCode("test-alliance")
        log.info("act_answered", extra={"command": "said by the line itself"})
    log.info("round_ended")
    begun, answered, ended = lines(capsys)
    assert (begun["act"], begun["platform"], begun["command"], begun.get("alliance")) == (
        "slack:1", "slack", "unread", None,
    )  # fmt: skip
    assert (answered["alliance"], answered["command"]) == ("test-alliance", "said by the line itself")
    assert not {"act", "platform", "command", "alliance"} & ended.keys()
    assert act_under_way() is None


@pytest.mark.parametrize("form", ["text", "json"])
def test_traceback_tells_where_and_not_what_was_typed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault's own text can quote a person; its kind, its place and what it came from are told."""
    configure(level="INFO", form=form)
    try:
        refuse_a_number(WRITTEN)
    except LookupError:
        log.exception("act_failed")
    told = capsys.readouterr().err
    assert WRITTEN not in told
    assert told.index("ValueError") < told.index("which led to") < told.index("LookupError")
    assert "refuse_a_number" in told


def refuse_a_number(text: str) -> None:
    """Fail twice, each time quoting the text."""
    try:
        int(text)
    except ValueError as first:
        raise LookupError(text) from first


def test_traceback_keeps_what_the_machine_says(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing attribute, an unreadable file and a database's own code help the operator and quote nobody."""
    configure(level="INFO", form="json")
    faults = (AttributeError("no attribute 'x'"), OSError(28, "No space left"), NotRecorded(reason="disk full"))
    for fault in faults:
        log.error("round_failed", exc_info=fault)
    missing, full, lost = (str(line["exception"]) for line in lines(capsys))
    assert missing.endswith("AttributeError: no attribute 'x'")
    assert full.endswith("OSError: [Errno 28] No space left")
    assert lost.endswith("NotRecorded: disk full")


def test_traceback_tells_every_part_of_a_group_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """Tasks fail together, and a fault may be its own cause."""
    configure(level="INFO", form="json")
    own = ValueError(WRITTEN)
    own.__cause__ = own
    log.error("round_failed", exc_info=ExceptionGroup(WRITTEN, [own, KeyError(WRITTEN)]))
    (line,) = lines(capsys)
    assert str(line["exception"]).splitlines() == ["ExceptionGroup", "    ValueError", "    KeyError"]


def test_line_that_cannot_be_made_is_told_without_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong format would otherwise be printed with all that it was given."""
    configure(level="INFO", form="json")
    log.warning("%s and %s", *(WRITTEN,))
    (line,) = lines(capsys)
    assert line["event"] == "line_not_logged"
    assert str(line["written_by"]).startswith("tests.logging:")
    assert WRITTEN not in str(line)


@pytest.mark.filterwarnings("default")
def test_whole_process_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """A warning of Python, the end of a thread and the end of the process are lines like all others."""
    configure(level="INFO", form="json")
    log_whole_process()
    warnings.warn("a coroutine was never awaited", RuntimeWarning, stacklevel=1)
    thread = threading.Thread(target=int, args=(WRITTEN,))
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError(WRITTEN), None)
    warned, thread_ended, ended = lines(capsys)
    assert (warned["logger"], warned["level"]) == ("py.warnings", "warning")
    assert thread_ended["event"] == "thread_crashed"
    assert str(thread_ended["exception"]).endswith("\nValueError")
    assert (ended["event"], ended["exception"]) == ("process_crashed", "ValueError")


def test_announcement_is_a_sentence_or_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """People read it as it is, a warning on standard error; a collector finds it among the lines."""
    configure(level="ERROR", form="text")
    announce("bot_started", "Plenary is running.")
    announce("platform_not_reached", "Slack is away.", warning=True)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("Plenary is running.\n", "Slack is away.\n")
    configure(level="ERROR", form="json")
    announce("bot_started", "Plenary is running.")
    (line,) = lines(capsys)
    assert (line["event"], line["sentence"]) == ("bot_started", "Plenary is running.")


SECRETS: Final = (
    "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
    "xoxe.xoxp-1-Mi0yLTg5NTk2LTQ0NTk3",
    "xapp-1-A123-456-abcdef0123456789",
    "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "token is {} here", "('{}',)", '{{"token": "{}"}}', "Authorization: Bot {}"])
def test_token_is_known_by_its_shape(secret: str, around: str) -> None:
    """Wherever a platform's token stands, it is blotted out whole."""
    told = Redaction().of_text(around.format(secret))
    assert BLOT in told
    assert all(part not in told for part in secret.split(".") if len(part) > 4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("postgresql://plenary:pa:ss@word@db/x", f"postgresql://plenary:{BLOT}@db/x"),
        ("Authorization: Bearer abcdefgh12345", f"Authorization: Bearer {BLOT}"),
        ("{'Authorization': 'Bot abc.def'}", f"{{'Authorization': 'Bot {BLOT}'}}"),
        ("host=db password=hunter2 user=x", f"host=db password={BLOT} user=x"),
        ("wss://wss-primary.slack.com/link/?ticket=1-2-3&app_id=4", f"wss://wss-primary.slack.com/link/?ticket={BLOT}&app_id=4"),
        ("https://hooks.slack.com/commands/T1/2/abc", f"https://hooks.slack.com/commands/{BLOT}"),
        ("POST https://discord.com/api/v10/webhooks/1/aW50/messages", f"POST https://discord.com/api/v10/webhooks/1/{BLOT}/messages"),
        ("GET /slack/oauth_redirect?code=1.2.abc&state=x-y_z", f"GET /slack/oauth_redirect?code={BLOT}&state={BLOT}"),
        ("/interactions/12/aW50ZXJhY3Rpb24/callback", f"/interactions/12/{BLOT}/callback"),
    ],
)  # fmt: skip
def test_secret_is_known_by_its_place(text: str, told: str) -> None:
    """What stands where passwords, headers and tickets stand is blotted out, and the rest stays readable."""
    assert Redaction().of_text(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "slack:T1:UEST", "discord:1001:1002", "test-alliance/slack:T1:C1/motion:1", "2026-11-23T09:00:00.000000Z",
        "Slack does not take the bot token: invalid_auth.", "The bot cannot listen on 127.0.0.1:8080.",
        "https://slack.com/api/chat.postMessage", "sqlite:////var/lib/plenary.db", "plenary.bot.dispatch",
        "postgresql://db.example.org/plenary", "connection to server at \"10.0.0.5\", port 5432 failed",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text: str) -> None:
    """Ids, addresses and sentences are what logs are for."""
    assert Redaction(["hunter2pw"]).of_text(text) == text


@given(st.text(min_size=SHORTEST), st.text(), st.text())
def test_known_secret_never_passes(secret: str, before: str, after: str) -> None:
    """Whatever stands around it, and whatever it is made of."""
    told = Redaction([secret]).of_text(f"{before} {secret} {after}")
    assert secret not in told.replace(BLOT, "") or secret in f"{before}{after}"


def test_fact_with_a_telling_name_is_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    """So is one inside of another."""
    configure(level="INFO", form="json", secrets=["hunter2pw"])
    facts = {"token": "a", "sent": {"api_secret": "b", "rows": ["hunter2pw", 3]}, "kept": True}
    log.info("call_made", extra=facts)
    (line,) = lines(capsys)
    assert line["token"] == BLOT
    assert line["sent"] == {"api_secret": BLOT, "rows": [BLOT, 3]}
    assert line["kept"] is True


def test_every_secret_setting_is_known() -> None:
    """Tokens whole, of an address of a database its password alone, as written and as meant."""
    settings = Settings(
        _env_file=None,
        database_url=SecretStr("postgresql://plenary:p%40ss@db/x?password=other1"),
        slack_bot_token=SecretStr("xoxb-1"),
        discord_token=SecretStr("abc.def"),
    )
    assert secrets_of(settings) == {"p%40ss", "p@ss", "other1", "xoxb-1", "abc.def"}
    assert secrets_of(Settings(_env_file=None)) == frozenset()
