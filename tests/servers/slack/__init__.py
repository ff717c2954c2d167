"""A local Slack for tests, which drives the real slack-bolt over Socket Mode or signed HTTP.

Imitated: the Web API methods listed in web_api.METHODS, response urls, modals and the App Home, slash
commands, interactions and events in the shapes real Slack sends, Socket Mode, signatures, refusals of invalid
bodies, and installations by OAuth in several workspaces. Not imitated: rate limits (a test orders a 429), Slack's
own retries (a test redelivers), the bot's own messages as events, Slack Connect, and of Enterprise Grid all but
who has installed the app. Each module says more, with its sources.
"""

from tests.servers.slack.delivery import Delivery
from tests.servers.slack.faults import Fault
from tests.servers.slack.forms import NotPossible
from tests.servers.slack.server import SlackServer
from tests.servers.slack.transports import Acknowledgement, Connection, Envelope, SignedHttp
from tests.servers.slack.web_api import Call
from tests.servers.slack.world import Answer, Channel, Message, User, View, Violation, Workspace

__all__ = [
    "Acknowledgement",
    "Answer",
    "Call",
    "Channel",
    "Connection",
    "Delivery",
    "Envelope",
    "Fault",
    "Message",
    "NotPossible",
    "SignedHttp",
    "SlackServer",
    "User",
    "View",
    "Violation",
    "Workspace",
]
