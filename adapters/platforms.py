"""The platforms that are configured, each as a service, and the way by which Slack reaches the one that is its."""

from collections.abc import Iterable
from functools import partial

from aiohttp import web

from adapters.bootstrap import House
from adapters.discord.app import DiscordFront
from adapters.leading import Lead
from adapters.serving import Reporter, Service
from adapters.settings import Settings
from adapters.slack.app import SlackFront
from adapters.slack.manifest import EVENTS_PATH
from bot.domain.addresses import Platform


def services_for(settings: Settings, house: House, reporter: Reporter) -> tuple[Service, ...]:
    """Give a service for each platform that is configured.

    Slack hears every process over connections of its own. Discord would send each interaction to all of them, so of
    several processes on one database one alone listens to it.
    """
    services = []
    if settings.wants_slack:
        slack = partial(SlackFront, settings, house.dispatcher, house.clock)
        services.append(Service(house, Platform.SLACK, slack, reporter=reporter))
    if settings.wants_discord:
        discord = partial(DiscordFront, settings, house.dispatcher, house.clock)
        lead = Lead(house.writer, Platform.DISCORD, owner=house.owner) if house.shared else None
        services.append(Service(house, Platform.DISCORD, discord, reporter=reporter, lead=lead))
    return tuple(services)


def slack_routes(settings: Settings, services: Iterable[Service]) -> list[web.RouteDef]:
    """Give the routes by which Slack reaches whichever front serves it; none where it comes over Socket Mode."""
    if not settings.wants_slack or settings.slack_app_token is not None:
        return []
    serving = tuple(services)

    async def receive(request: web.Request) -> web.Response:
        for service in serving:
            if isinstance(service.front, SlackFront):
                return await service.front.receive(request)
        return web.Response(status=web.HTTPServiceUnavailable.status_code)

    return [web.post(EVENTS_PATH, receive)]
