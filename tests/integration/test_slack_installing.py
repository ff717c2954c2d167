"""Installing Slack's app in several workspaces: real Bolt and real browsers' requests against the local Slack."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from adapters.logging import QUIET
from adapters.slack.installing import ATTEMPTS
from adapters.slack.manifest import SCOPES
from storage.engines import Use
from tests.behaviour.storage.tampering import by_hand
from tests.integration.installing_world import InstallingWorld, open_installing


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[InstallingWorld]:
    """Give a house on SQLite that is reached over HTTP."""
    async with open_installing(sqlite_url) as opened:
        yield opened


def forget_table(url: str, name: str) -> None:
    """Have the database fail at everything that needs a table."""
    with by_hand(url, Use.MIGRATE) as connection:
        connection.execute(text("DROP TABLE installation_begun" if name == "begun" else "DROP TABLE installation"))


async def test_workspace_installs_the_app_and_is_served(world: InstallingWorld) -> None:
    """From the browser to the first answer: the token comes by OAuth, and every call is made with it."""
    begun = await world.open("/slack/install")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.location).query).items()}
    assert begun.status == 302
    assert asked["redirect_uri"] == f"{world.address}/slack/oauth_redirect"
    assert set(asked["scope"].split(",")) == set(SCOPES)
    assert "user_scope" not in asked
    back = world.slack.oauth.agree(begun.location, team="T2", user="UADMIN")
    done = await world.open(back, cookie=begun.cookie)
    assert done.status == 200
    assert "Plenary is installed in workspace-t2" in done.text
    assert "slack:T2:" in done.text
    assert "xoxb" not in done.text
    assert await world.places() == ["T2"]
    assert "ask it to link this one" in await world.say("T2", "UEST", "/motion list")
    assert {call.team for call in world.slack.calls if call.method != "api.test"} <= {None, "T2"}


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_two_workspaces_are_served_each_by_its_own_token(sqlite_url: str, *, socket_mode: bool) -> None:
    """Over HTTP and over Socket Mode: cards go where the channel is, answers where the act was."""
    async with open_installing(sqlite_url, socket_mode=socket_mode) as world:
        await world.install("T1")
        await world.install("T2")
        assert world.slack.world.workspaces["T1"].bot_token != world.slack.world.workspaces["T2"].bot_token
        await world.table()
        await world.shown("Open skies")
        posts = world.slack.calls_of("chat.postMessage")
        assert {call.team for call in posts} == {"T1"}
        assert "ask it to link this one" in await world.say("T2", "UEST", "/motion list")
        assert world.slack.messages("C1", team="T2") == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Plenary was not installed"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "Plenary n’a pas été installé"),
        ("de", "Plenary was"),
    ],
)
async def test_person_who_declines_is_told_that_nothing_changed(
    world: InstallingWorld, language: str, told: str
) -> None:
    """In the language that the browser asks for, as far as the house speaks it."""
    begun = await world.open("/slack/install")
    shown = await world.open(world.slack.oauth.decline(begun.location), cookie=begun.cookie, language=language)
    assert shown.status == 200
    assert told in shown.text
    assert f'<html lang="{"fr" if language.startswith("fr") else "en"}">' in shown.text
    assert await world.places() == []


async def test_installation_of_another_browser_is_refused(world: InstallingWorld) -> None:
    """Whoever sends somebody else the end of their own installation gets nowhere: the cookie is not there."""
    back, _ = await world.agreed("T2")
    _, other = await world.agreed("T2")
    for cookie in ("", other, "slack-app-oauth-state=forged"):
        shown = await world.open(back, cookie=cookie)
        assert shown.status == 400
        assert "was not begun in this browser" in shown.text
    assert await world.places() == []
    assert world.slack.calls_of("oauth.v2.access") == []


async def test_state_that_nobody_issued_is_refused(world: InstallingWorld) -> None:
    """A browser can be given any cookie; the database knows no such state."""
    shown = await world.open("/slack/oauth_redirect?code=c&state=forged", cookie="slack-app-oauth-state=forged")
    assert shown.status == 400
    assert "took longer than ten minutes, or was finished before" in shown.text
    assert world.slack.calls_of("oauth.v2.access") == []


async def test_state_holds_once(world: InstallingWorld) -> None:
    """A page that is loaded again installs nothing again."""
    back, cookie = await world.agreed("T2")
    assert (await world.open(back, cookie=cookie)).status == 200
    again = await world.open(back, cookie=cookie)
    assert again.status == 400
    assert "was finished before" in again.text
    assert len(world.slack.calls_of("oauth.v2.access")) == 1


async def test_state_holds_for_ten_minutes(world: InstallingWorld) -> None:
    """Later the person begins anew."""
    back, cookie = await world.agreed("T2")
    world.clock.advance(timedelta(minutes=10))
    shown = await world.open(back, cookie=cookie)
    assert shown.status == 400
    assert "took longer than ten minutes" in shown.text
    back, cookie = await world.agreed("T2")
    world.clock.advance(timedelta(minutes=9, seconds=59))
    assert (await world.open(back, cookie=cookie)).status == 200


@pytest.mark.parametrize("error", ["invalid_code", "code_already_used", "bad_client_secret", "bad_redirect_uri"])
async def test_code_that_slack_refuses_installs_nothing(world: InstallingWorld, error: str) -> None:
    """Whatever the reason, the person is told what to do, and the operator the reason."""
    back, cookie = await world.agreed("T2")
    world.slack.fail_next("oauth.v2.access", error)
    shown = await world.open(back, cookie=cookie)
    assert shown.status == 400
    assert "Slack gave no token" in shown.text
    assert await world.places() == []


@pytest.mark.parametrize(
    "query", ["state={state}", "error=invalid_scope&state={state}", "error=%3Cscript%3E&state={state}"]
)
async def test_return_without_a_code_installs_nothing(world: InstallingWorld, query: str) -> None:
    """Slack's own words are never shown as they come."""
    begun = await world.open("/slack/install")
    state = begun.cookie.partition("=")[2]
    shown = await world.open(f"/slack/oauth_redirect?{query.format(state=state)}", cookie=begun.cookie)
    assert shown.status == 400
    assert "Slack gave no token" in shown.text
    assert "script" not in shown.text
    assert await world.places() == []


async def test_slack_that_does_not_answer_is_told(world: InstallingWorld) -> None:
    """The person may try again; the status says that the fault lies behind the bot."""
    back, cookie = await world.agreed("T2")
    world.slack.fail_next("oauth.v2.access", "cut-after-accept")
    shown = await world.open(back, cookie=cookie)
    assert shown.status == 502
    assert "Slack did not answer the bot" in shown.text


async def test_database_that_fails_is_told(world: InstallingWorld, sqlite_url: str) -> None:
    """At the end, when the token cannot be kept, and at the beginning."""
    back, cookie = await world.agreed("T2")
    forget_table(sqlite_url, "installed")
    shown = await world.open(back, cookie=cookie)
    assert shown.status == 503
    assert "nothing was kept" in shown.text
    forget_table(sqlite_url, "begun")
    shown = await world.open("/slack/install")
    assert shown.status == 503
    assert "nothing was kept" in shown.text


async def test_bot_that_does_not_serve_slack_says_so(world: InstallingWorld) -> None:
    """The port stays open; nobody is left with an empty page."""
    assert world.service is not None
    await world.service.stop()
    for path in ("/slack/install", "/slack/oauth_redirect?code=c&state=s"):
        shown = await world.open(path)
        assert shown.status == 503
        assert "does not serve Slack right now" in shown.text


async def test_pages_are_kept_nowhere_and_hold_no_foreign_script(world: InstallingWorld) -> None:
    """Their addresses hold codes and states; a workspace's name is anybody's text."""
    world.slack.world.workspaces["T2"].domain = "<script>alert(1)</script>"
    begun = await world.open("/slack/install")
    assert begun.headers["Cache-Control"] == "no-store"
    assert "Secure" in begun.headers["Set-Cookie"]
    assert "HttpOnly" in begun.headers["Set-Cookie"]
    done = await world.install("T2")
    assert "<script>" not in done.text
    assert "&lt;script&gt;" in done.text
    assert done.headers["Cache-Control"] == "no-store"
    assert done.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in done.headers["Content-Security-Policy"]


async def test_strangers_cannot_wear_the_database_out(world: InstallingWorld) -> None:
    """Anybody may open the two pages; beyond what people do in a minute they write nothing."""
    for _ in range(ATTEMPTS):
        assert (await world.open("/slack/install")).status == 302
    for path in ("/slack/install", "/slack/oauth_redirect?code=c&state=s"):
        shown = await world.open(path, cookie="slack-app-oauth-state=s")
        assert shown.status == 429
        assert "Too many installations" in shown.text
        assert shown.cookie == ""


async def test_no_log_line_holds_a_token_or_a_code(world: InstallingWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Not even before anything is blotted out, at any level, whatever goes well or wrong."""
    caplog.set_level(logging.DEBUG)
    world.slack.oauth.token_life = 3600
    await world.install("T1")
    await world.house.beat()
    await world.table()
    await world.shown("Open skies")
    back, cookie = await world.agreed("T2")
    world.slack.fail_next("oauth.v2.access", "invalid_code")
    await world.open(back, cookie=cookie)
    await world.open(back, cookie=cookie)
    world.slack.fail_next("oauth.v2.access", "invalid_refresh_token")
    await world.house.beat()
    await world.slack.uninstall("T1")
    await world.house.beat()
    logged = str([record.__dict__ | {"told": record.getMessage()} for record in caplog.records if _is_ours(record)])
    assert {"slack_installed", "slack_installation_failed", "slack_installation_ended"} <= set(caplog.messages)
    secrets = [*world.slack.oauth.codes, *world.slack.world.revoked_tokens, world.slack.oauth.client_secret, cookie]
    assert len(secrets) > 5
    assert [secret for secret in secrets if secret and secret in logged] == []
    assert "xox" not in logged


def _is_ours(record: logging.LogRecord) -> bool:
    """Tell what a production log would take: the libraries underneath speak from warnings upwards."""
    return record.levelno >= logging.WARNING or not record.name.startswith(QUIET)


@pytest.mark.parametrize(("team", "kept"), [("T2", True), ("T2&scope=admin", False), ("%0d%0aX-Evil:%201", False)])
async def test_workspace_chosen_beforehand_is_an_id_or_nothing(
    world: InstallingWorld, team: str, *, kept: bool
) -> None:
    """What is no id goes into no address."""
    begun = await world.open(f"/slack/install?team={team.replace('&', '%26')}")
    asked = parse_qs(urlsplit(begun.location).query)
    assert begun.status == 302
    assert asked.get("team") == (["T2"] if kept else None)
    assert "admin" not in str(asked["scope"])
