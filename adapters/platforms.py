"""The platforms that are configured, each as a service, and the way by which Slack reaches the one that is its."""

from collections.abc import Callable, Iterable
from functools import partial

from aiohttp import web

from adapters.bootstrap import House
from adapters.discord.app import DiscordFront
from adapters.leading import Lead
from adapters.serving import Reporter, Service
from adapters.settings import Settings
from adapters.slack import checking
from adapters.slack.app import SlackFront
from adapters.slack.installing import Installing, not_served
from adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.domain.addresses import Platform


def services_for(settings: Settings, house: House, reporter: Reporter) -> tuple[Service, ...]:
    """Give a service for each platform that is configured.

    Slack hears every process over connections of its own. Discord would send each interaction to all of them, so of
    several processes on one database one alone listens to it.
    """
    services = []
    if settings.wants_slack:
        slack = partial(SlackFront, settings, house.dispatcher, house.clock, writer=house.writer)
        services.append(Service(house, Platform.SLACK, slack, reporter=reporter))
    if settings.wants_discord:
        discord = partial(DiscordFront, settings, house.dispatcher, house.clock)
        lead = Lead(house.writer, Platform.DISCORD, owner=house.owner) if house.shared else None
        services.append(Service(house, Platform.DISCORD, discord, reporter=reporter, lead=lead))
    return tuple(services)


def check_settings(settings: Settings) -> None:
    """Raise the first refusal of what can be seen from the settings alone, before anything is begun."""
    if settings.wants_slack:
        for fault in checking.check_settings(settings):
            raise fault


def slack_among(services: Iterable[Service]) -> SlackFront | None:
    """Give the front that serves Slack at the moment."""
    return next((each.front for each in services if isinstance(each.front, SlackFront)), None)


def slack_routes(settings: Settings, front: Callable[[], SlackFront | None]) -> list[web.RouteDef]:
    """Give the routes by which Slack, and browsers that install the app, reach whichever ``front`` serves Slack then.

    Over Socket Mode Slack itself takes none. Slack's signature is checked on each of its requests.
    """

    def installing() -> Installing | None:
        serves = front()
        return None if serves is None else serves.installing

    async def receive(request: web.Request) -> web.Response:
        serves = front()
        unserved = web.Response(status=web.HTTPServiceUnavailable.status_code)
        return unserved if serves is None else await serves.receive(request)

    async def begin(request: web.Request) -> web.Response:
        pages = installing()
        return not_served(request) if pages is None else await pages.begin(request)

    async def finish(request: web.Request) -> web.Response:
        pages = installing()
        return not_served(request) if pages is None else await pages.finish(request)

    heard = settings.wants_slack and settings.slack_app_token is None
    installed = settings.is_installed_by_workspaces
    return [
        *([web.post(EVENTS_PATH, receive)] if heard else ()),
        *([web.get(INSTALL_PATH, begin), web.get(REDIRECT_PATH, finish)] if installed else ()),
    ]
