"""Several workspaces: each installation has a token of its own, kept in the database.

They are read at each act and post, so that what another process has renewed or forgotten is known here too. A token
that dies takes its workspace alone away: what is owed there waits, whoever runs the bot is told once, and so are the
alliances that meet there. Each look at Slack finds out what is back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import checking
from adapters.slack.checking import FAULTS, SlackNotInstalled, SlackUnreachable
from adapters.slack.dead_tokens import DeadTokens, is_taken
from adapters.slack.faults import error_of, passes
from adapters.slack.installations import InstallationStore, place_of, place_of_bot
from adapters.slack.renewing import Renewal
from adapters.slack.workspaces import Workspace, note_arrival
from bot.domain.blockages import Workspace as ClosedWorkspace
from bot.domain.errors import Refusal
from bot.ports import Address, NotRecorded

log: Final = logging.getLogger(__name__)

READING: Final = timedelta(seconds=1)
"""How long an act waits for its token from the database; after that the one known last serves."""
TEAMS_PAGE: Final = 100
"""Workspaces on one page of ``auth.teams.list``."""

Reopen = Callable[[Callable[[ClosedWorkspace], Awaitable[bool]]], Awaitable[None]]
"""Has each workspace that alliances know as closed looked at, and them told which are open again."""

_ACTING: ContextVar[Workspace] = ContextVar("slack_workspace_of_the_act")


class SeveralWorkspaces:
    """The installations in the database. ``make_client`` gives a client for a token, or one without any."""

    def __init__(
        self,
        installed: InstallationStore,
        make_client: Callable[[str | None], AsyncWebClient],
        renewal: Renewal,
        reopen: Reopen,
    ) -> None:
        self.authorize: AsyncAuthorize = _ByInstallation(self)
        self._installed = installed
        self._make_client = make_client
        self._renewal = renewal
        self._reopen = reopen
        self._anonymous = make_client(None)
        self._known: dict[str, Bot] = {}
        self._clients: dict[str, AsyncWebClient] = {}
        self._organisations: dict[str, str] = {}
        self._dead = DeadTokens()
        self._missed: set[str] = set()

    @property
    def acting(self) -> Workspace:
        """The workspace in which the act under way was done."""
        return _ACTING.get()

    async def prepare(self) -> None:
        """Do nothing: who the bot is in a workspace is kept with its installation."""

    async def of(self, to: Address) -> tuple[Workspace, ...]:
        """Give the workspaces from which an address can be reached; an organisation may have several of its own."""
        return await self._serving(to.parts[0])

    async def _serving(self, home: str) -> tuple[Workspace, ...]:
        bots = [bot for bot in await self._bots_for(home) if bot.bot_token not in self._dead]
        if bots:
            self._missed.discard(home)
            return tuple(self._workspace(bot) for bot in bots)
        if home not in self._missed:
            self._missed.add(home)
            log.error("slack_workspace_not_installed", extra={"workspace": home})
        raise SlackNotInstalled(workspace=home)

    async def died(self, client: AsyncWebClient, reason: str) -> None:
        """Leave a token alone unless Slack, asked once more, takes it; a new one is used as soon as it is there."""
        if client.token is None or client.token in self._dead or await is_taken(client):
            return
        self._leave(client, reason)

    def _leave(self, client: AsyncWebClient, reason: str) -> None:
        if client.token in self._dead:  # another post heard it meanwhile
            return
        self._dead.add(client)
        places = [place for place, known in self._clients.items() if known is client]
        log.error("slack_workspace_lost", extra={"workspace": ", ".join(places), "reason": reason})

    async def check(self) -> tuple[Refusal, ...]:
        """Look at Slack, then at every token at once; one that cannot be looked at now says nothing."""
        away = await self.out_of_reach()
        if away is not None:
            return (away,)
        found = await asyncio.gather(*(self._check(self._workspace(bot)) for bot in await self._everywhere()))
        return tuple(fault for faults in found for fault in faults)

    async def out_of_reach(self) -> Refusal | None:
        """Ask Slack whether it answers at all, whichever workspace it may be about; renew tokens, see who is back.

        The house asks each minute, so that no act and no post has to wait for a new token.
        """
        try:
            await self._anonymous.api_test()
        except FAULTS as fault:
            reason = error_of(fault) if isinstance(fault, SlackApiError) else ""
            return SlackUnreachable(reason=reason or type(fault).__name__)
        bots = await self._everywhere()
        for bot in bots:
            await self._renewal.keep_fresh(bot)
        await self._dead.look_again(self._workspace(bot).client for bot in bots)
        await self.see_what_is_back()
        return None

    async def see_what_is_back(self) -> None:
        """Have the alliances told, and what waits tried, where a workspace has the app again."""
        try:
            await self._reopen(self._serves)
        except NotRecorded as lost:
            log.warning("slack_workspaces_not_reopened", extra={"reason": lost.reason})

    async def _serves(self, place: ClosedWorkspace) -> bool:
        try:
            return bool(await self._serving(place.name))
        except (SlackNotInstalled, NotRecorded):
            return False

    async def act(self, enterprise_id: str | None, team_id: str | None, *, whole: bool) -> AuthorizeResult | None:
        """Have the act under way done as the app of its workspace; None where the app is not installed there."""
        place = place_of(enterprise_id, team_id, whole=whole)
        bot = await self._bot(place)
        if bot is None:
            log.warning("slack_installation_missed", extra={"workspace": place})
            return None
        if whole and team_id:
            self._organisations[team_id] = place
        _ACTING.set(self._workspace(bot))
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=list(bot.bot_scopes),
        )

    async def revoked(self, *places: str | None, until: float) -> None:
        """Forget the installations that Slack says have ended, each unless its token is good: the news may be old.

        Whoever takes the app away and installs it again may be told of both in any order. What Slack has not said of
        a token ``until`` an instant of the loop is found out by the next post.
        """
        for place in filter(None, places):
            bot = await self._installed.bot(place)
            if bot is not None and await self._is_dead(bot, until):
                await self._installed.forget(place)
                self._known.pop(place, None)
                log.warning("slack_installation_ended", extra={"workspace": place})

    async def _is_dead(self, bot: Bot, until: float) -> bool:
        """Ask Slack whether it takes a token no more; where it does not say in time, the token may be good."""
        client = self._workspace(bot).client
        try:
            async with asyncio.timeout_at(until):
                taken = await is_taken(client)
        except TimeoutError:
            return False
        if taken is False:
            self._leave(client, "revoked")
        return taken is False

    async def _check(self, workspace: Workspace) -> tuple[Refusal, ...]:
        found = await checking.check_bot_token(workspace.client)
        return tuple(told for fault in found if (told := checking.in_workspace(fault, workspace.place)) is not None)

    async def _everywhere(self) -> tuple[Bot, ...]:
        """Give the app's part everywhere; nothing where the database does not answer, which is told elsewhere."""
        try:
            return await self._installed.bots()
        except NotRecorded as lost:
            log.warning("slack_installations_not_read", extra={"reason": lost.reason})
            return ()

    async def _bots_for(self, home: str) -> tuple[Bot, ...]:
        """Find who acts for an address: its workspace or organisation, else one that belongs to the other."""
        bot = await self._bot(home)
        if bot is not None:
            return (bot,)
        workspaces = await self._installed.bots_of(home)
        if workspaces:
            return workspaces
        organisation = await self._organisation_of(home)
        whole = None if organisation is None else await self._bot(organisation)
        return () if whole is None else (whole,)

    async def _organisation_of(self, team: str) -> str | None:
        """Find the organisation that has the app in all of its workspaces, this one among them."""
        if team in self._organisations:
            return self._organisations[team]
        for bot in await self._installed.bots():
            whole = bot.is_enterprise_install and bot.bot_token not in self._dead
            if whole and bot.enterprise_id and team in await self._teams_of(bot):
                self._organisations[team] = bot.enterprise_id
                return bot.enterprise_id
        return None

    async def _teams_of(self, bot: Bot) -> frozenset[str]:
        """Ask Slack for the workspaces that an organisation lets the app into.

        Raise NotRecorded where Slack cannot say now.
        """
        client, teams, cursor = self._workspace(bot).client, set[str](), ""
        try:
            while True:
                page = await client.auth_teams_list(limit=TEAMS_PAGE, cursor=cursor or None)
                teams |= {str(team["id"]) for team in page.get("teams") or ()}
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return frozenset(teams)
        except FAULTS as fault:
            log.warning("slack_workspaces_not_listed", extra={"reason": type(fault).__name__})
            if passes(fault):
                raise NotRecorded(reason="the organisation's workspaces could not be listed") from fault
            return frozenset(teams)

    async def _bot(self, place: str) -> Bot | None:
        """Give the app's part in a place as the database has it; where that does not answer, as it had it last."""
        try:
            async with asyncio.timeout(READING.total_seconds()):
                bot = await self._installed.bot(place)
        except (NotRecorded, TimeoutError) as lost:
            if place in self._known:
                return self._known[place]
            raise NotRecorded(reason=str(lost) or "the installations could not be read in time") from lost
        if bot is None:
            self._known.pop(place, None)
            return None
        self._known[place] = bot
        return bot

    def _workspace(self, bot: Bot) -> Workspace:
        place = place_of_bot(bot)
        client = self._clients.get(place)
        if client is None or client.token != bot.bot_token:
            client = self._clients[place] = self._make_client(bot.bot_token)
        return Workspace(place=place, client=client)


class _ByInstallation(AsyncAuthorize):
    """Lets each request act as the app of its workspace. Slack signs what it sends, so nothing is asked again."""

    def __init__(self, workspaces: SeveralWorkspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        **_: Any,  # noqa: ANN401 - Bolt's other facts about the request
    ) -> AuthorizeResult | None:
        """Give who the bot is where a request comes from; None has Bolt say that it is not installed there."""
        note_arrival(context)
        try:
            return await self._workspaces.act(enterprise_id, team_id, whole=bool(context.is_enterprise_install))
        except NotRecorded as lost:
            log.warning("slack_installation_not_read", extra={"reason": lost.reason})
            return None
