"""The one door: an invocation from any front comes in, a private reply goes out."""

from bot.dispatch.door import Dispatcher
from bot.dispatch.invocation import Chosen, Invocation, Pressed, Reply, Request, Typed
from bot.dispatch.looking import DEFAULT_LANGUAGE, DEFAULT_ZONE

__all__ = [
    "DEFAULT_LANGUAGE",
    "DEFAULT_ZONE",
    "Chosen",
    "Dispatcher",
    "Invocation",
    "Pressed",
    "Reply",
    "Request",
    "Typed",
]
