"""The one door: an invocation from any front comes in, a private reply goes out."""

from bot.dispatch.door import Dispatcher
from bot.dispatch.invocation import Chosen, Invocation, Pressed, Reply, Request, Typed

__all__ = [
    "Chosen",
    "Dispatcher",
    "Invocation",
    "Pressed",
    "Reply",
    "Request",
    "Typed",
]
