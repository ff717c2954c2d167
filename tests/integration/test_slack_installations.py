"""The stores that Bolt asks for, with slack_sdk's own values, on both databases; and the renewal of tokens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from time import time
from typing import Any, TypeVar

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installations import InstallationStore, StateStore, place_of
from adapters.slack.renewing import Renewal, runs_out
from adapters.slack.several import SeveralWorkspaces
from bot.ports import NotRecorded, UnitOfWork
from storage.database import Database, open_database
from storage.writer import WriterThread
from tests.behaviour.world import MovedClock
from tests.servers.slack import SlackServer

T = TypeVar("T")

LIFE = timedelta(minutes=10)
ENDS = int(time()) + 3600


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[WriterThread]:
    """Give the one writer of a database, on each engine in turn."""
    running = WriterThread(database)
    yield running
    await running.close()


@pytest.fixture
def store(writer: WriterThread) -> InstallationStore:
    return InstallationStore(writer)


def installation(
    user: str = "U1",
    *,
    team: str | None = "T1",
    at: float = 1000.5,
    token: str = "xoxb-1",  # noqa: S107 - made up
) -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id="E1",
        enterprise_name="The organisation",
        enterprise_url="https://e1.enterprise.slack.com/",
        team_id=team,
        team_name="Équipe",
        bot_token=token,
        bot_id="B1",
        bot_user_id="UBOT",
        bot_scopes="chat:write,commands",
        bot_refresh_token="xoxe-1",
        bot_token_expires_at=ENDS,
        user_id=user,
        user_token=f"xoxp-{user}",
        user_scopes="search:read",
        user_refresh_token="xoxe-2",
        user_token_expires_at=ENDS,
        incoming_webhook_url="https://hooks.slack.com/services/T1/B1/x",
        incoming_webhook_channel="#general",
        incoming_webhook_channel_id="C1",
        incoming_webhook_configuration_url="https://slack.com/x",
        is_enterprise_install=team is None,
        token_type="bot",
        installed_at=at,
        custom_values={"note": "kept"},
    )


async def test_installation_comes_back_with_everything_that_it_holds(store: InstallationStore) -> None:
    """Every field of slack_sdk's ``Installation`` and ``Bot``, with an account's own and the app's own tokens."""
    await store.async_save(installation())
    found = await store.async_find_installation(enterprise_id="E1", team_id="T1", user_id="U1")
    bot = await store.async_find_bot(enterprise_id="E1", team_id="T1")
    assert found is not None
    assert vars(found) == vars(installation())
    assert bot is not None
    assert vars(bot) == vars(installation().to_bot())


async def test_installation_with_the_least_comes_back_too(store: InstallationStore) -> None:
    """Without an organisation, a rotation, a person's token."""
    least = Installation(
        team_id="T2", user_id="U1", bot_token="xoxb-2", bot_id="B2", bot_user_id="U2", installed_at=1.0
    )
    await store.async_save(least)
    found = await store.async_find_installation(enterprise_id=None, team_id="T2")
    assert found is not None
    assert vars(found) == vars(least)


async def test_last_person_who_installed_is_found_with_the_newest_token(store: InstallationStore) -> None:
    """Whoever installed first shares the app's token that came last."""
    await store.async_save(installation("U1", at=10.0))
    await store.async_save(installation("U2", at=20.0, token="xoxb-2"))
    newest = await store.async_find_installation(enterprise_id="E1", team_id="T1")
    first = await store.async_find_installation(enterprise_id="E1", team_id="T1", user_id="U1")
    assert newest is not None
    assert first is not None
    assert (newest.user_id, newest.bot_token) == ("U2", "xoxb-2")
    assert (first.user_id, first.bot_token, first.user_token) == ("U1", "xoxb-2", "xoxp-U1")


async def test_renewed_token_is_everybodys(store: InstallationStore) -> None:
    """After a rotation no copy of the old token is left anywhere."""
    await store.async_save(installation())
    renewed = Bot(**{**installation().to_bot().to_dict_for_copying(), "bot_token": "xoxb-new"})
    await store.async_save_bot(renewed)
    found = await store.async_find_installation(enterprise_id="E1", team_id="T1", user_id="U1")
    assert found is not None
    assert found.bot_token == "xoxb-new"
    assert [bot.bot_token for bot in await store.bots()] == ["xoxb-new"]


async def test_unknown_workspace_or_person_is_not_found(store: InstallationStore) -> None:
    """Nor is a workspace of an organisation by the organisation's own id."""
    await store.async_save(installation())
    assert await store.async_find_bot(enterprise_id="E1", team_id="T2") is None
    assert await store.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True) is None
    assert await store.async_find_bot(enterprise_id=None, team_id=None) is None
    assert await store.async_find_installation(enterprise_id="E1", team_id="T1", user_id="U9") is None
    assert [bot.team_id for bot in await store.bots_of("E1")] == ["T1"]


async def test_organisation_as_a_whole_is_found_from_any_workspace(store: InstallationStore) -> None:
    """Slack names the workspace of an act beside the organisation that has the app."""
    await store.async_save(installation(team=None))
    for team in (None, "T7"):
        bot = await store.async_find_bot(enterprise_id="E1", team_id=team, is_enterprise_install=True)
        assert bot is not None
        assert bot.is_enterprise_install
    assert await store.async_find_bot(enterprise_id="E1", team_id="T7") is None


async def test_deleting_takes_what_is_named(store: InstallationStore) -> None:
    """The app's part, one person's, everybody's, or all of a workspace."""
    everything: dict[str, Any] = {"enterprise_id": "E1", "team_id": "T1"}
    await store.async_save(installation("U1", at=10.0))
    await store.async_save(installation("U2", at=20.0))
    await store.async_save(installation("U1", team="T2"))
    await store.async_delete_installation(**everything, user_id="U2")
    left = await store.async_find_installation(**everything)
    assert left is not None
    assert left.user_id == "U1"
    await store.async_delete_bot(**everything)
    left = await store.async_find_installation(**everything)
    assert left is not None
    assert (left.bot_token, left.user_token) == (None, "xoxp-U1")
    await store.async_delete_installation(**everything)
    assert await store.async_find_installation(**everything) is None
    await store.async_save(installation("U1"))
    await store.async_delete_all(**everything)
    assert await store.async_find_bot(**everything) is None
    assert await store.async_find_installation(**everything) is None
    assert await store.async_find_bot(enterprise_id="E1", team_id="T2") is not None


async def test_installation_without_the_app_keeps_the_apps_own_part(store: InstallationStore) -> None:
    """A person may give a token of their own alone."""
    await store.async_save(installation())
    person = Installation(team_id="T1", user_id="U2", user_token="xoxp-2")
    await store.async_save(person)
    bot = await store.async_find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.bot_token == "xoxb-1"


async def test_state_is_consumed_once_and_in_time(writer: WriterThread) -> None:
    """Two browsers have two states; neither can be guessed from the other."""
    clock = MovedClock()
    states = StateStore(writer, clock, life=LIFE)
    first, second = await states.async_issue(), await states.async_issue()
    assert first != second
    assert await states.async_consume(first)
    assert not await states.async_consume(first)
    assert not await states.async_consume("")
    clock.advance(LIFE)
    assert not await states.async_consume(second)


@pytest.mark.parametrize(
    ("enterprise", "team", "whole", "place"),
    [
        (None, "T1", False, "T1"),
        ("E1", "T1", False, "T1"),
        ("E1", "T1", True, "E1"),
        ("E1", None, True, "E1"),
        ("E1", None, False, "E1"),
        (None, None, False, ""),
    ],
)
def test_place_is_the_workspace_or_the_whole_organisation(
    enterprise: str | None, team: str | None, place: str, *, whole: bool
) -> None:
    """As Slack names them with each act."""
    assert place_of(enterprise, team, whole=whole) == place


@pytest.mark.parametrize(
    ("refresh", "ends", "soon"),
    [
        ("xoxe-1", 3600, True),
        ("xoxe-1", -1, True),
        ("xoxe-1", 3 * 3600, False),
        (None, 60, False),
        ("xoxe-1", None, False),
    ],
)
def test_token_runs_out_two_hours_before_its_end(refresh: str | None, ends: int | None, *, soon: bool) -> None:
    """One without rotation never does."""
    at = None if ends is None else int(time()) + ends
    bot = Bot(
        bot_token="x", bot_id="B", bot_user_id="U", bot_refresh_token=refresh, bot_token_expires_at=at, installed_at=1.0
    )
    assert runs_out(bot) is soon


async def test_two_processes_renew_a_token_once(postgres_url: str) -> None:
    """A refresh token holds once: whoever comes second finds the new token, and asks Slack for nothing."""
    async with SlackServer(bot_token="") as slack:
        slack.oauth.token_life = 12 * 3600
        slack.oauth.refresh_tokens["xoxe-1"] = "T1"
        databases = [open_database(postgres_url) for _ in range(2)]
        writers = [WriterThread(database) for database in databases]
        stores = [InstallationStore(each) for each in writers]
        await stores[0].async_save(installation())
        [bot] = await stores[0].bots()
        rotator = AsyncTokenRotator(
            client_id=slack.oauth.client_id,
            client_secret=slack.oauth.client_secret,
            client=AsyncWebClient(base_url=slack.base_url, retry_handlers=[]),
        )
        renewals = [Renewal(rotator, store, each) for store, each in zip(stores, writers, strict=True)]
        await asyncio.gather(*(renewal.keep_fresh(bot) for renewal in renewals for _ in range(2)))
        [kept] = await stores[1].bots()
        assert len(slack.calls_of("oauth.v2.access")) == 1
        assert kept.bot_token == slack.world.workspaces["T1"].bot_token
        assert not runs_out(kept)
        for each, database in zip(writers, databases, strict=True):
            await each.close()
            database.close()


class Hanging:
    """A writer whose database hangs from some point on."""

    def __init__(self, writer: WriterThread) -> None:
        self.hangs = False
        self._writer = writer

    async def write(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Write as ever."""
        return await self._writer.write(use_case)

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Read, or hang."""
        if self.hangs:
            await asyncio.Event().wait()
        return await self._writer.read(query)


async def reopen_nothing(_: object) -> None:
    """Know of no closed workspace."""


async def test_act_waits_a_moment_for_its_token_and_goes_on_with_the_last_one(sqlite_database: Database) -> None:
    """Slack gives an act three seconds; a workspace that was never seen is told within them too."""
    running = WriterThread(sqlite_database)
    hanging = Hanging(running)
    stored = InstallationStore(hanging)
    await stored.async_save(installation())
    rotator = AsyncTokenRotator(client_id="1.2", client_secret="", client=AsyncWebClient())
    workspaces = SeveralWorkspaces(stored, AsyncWebClient, Renewal(rotator, stored, hanging), reopen_nothing)
    assert await workspaces.act("E1", "T1", whole=False) is not None
    hanging.hangs = True
    async with asyncio.timeout(3):
        known = await workspaces.act("E1", "T1", whole=False)
        assert known is not None
        assert known.bot_token == "xoxb-1"
        with pytest.raises(NotRecorded):
            await workspaces.act("E1", "T2", whole=False)
    await running.close()
