"""The plays of the gallery: what people do, so that every card is shown; each is played anew at every size."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tests.gallery.plays import decisions, following, members, proceedings, seats
from tests.gallery.scene import Scene

Play = Callable[[Scene], Awaitable[None]]

PLAYS: Final[Mapping[str, tuple[Play, str]]] = {
    "voting": (decisions.voting, decisions.RULES),
    "silence": (decisions.silence, decisions.RULES),
    "proposals": (decisions.proposals, decisions.RULES),
    "home": (decisions.home, decisions.RULES),
    "notes": (decisions.notes, decisions.RULES),
    "implementation": (following.implementation, following.RULES),
    "support": (following.support, following.RULES),
    "sessions": (proceedings.sessions, proceedings.RULES),
    "chairs": (proceedings.chairs, proceedings.RULES),
    "people": (proceedings.people, proceedings.RULES),
    "closed": (proceedings.closed, proceedings.RULES),
    "signing": (proceedings.signing, proceedings.RULES),
    "restored": (proceedings.restored, proceedings.RULES),
    "election": (seats.election, seats.ELECTING),
    "vacancy": (seats.vacancy, seats.ELECTING),
    "order": (seats.order, seats.ORDERING),
    "reviews": (members.reviews, members.VOTING),
    "returns": (members.returns, members.GIVING_NOTICE),
}
"""Each play with the charter that it is played under."""
