"""The one door: an invocation from any front comes in, a private reply goes out."""

from bot.dispatch.door import DEFAULT_LANGUAGE, DEFAULT_ZONE, Dispatcher
from bot.dispatch.invocation import Chosen, Invocation, Pressed, Reply, Request, Typed

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
