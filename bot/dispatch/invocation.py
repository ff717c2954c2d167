"""One act of one person, as a front received it: a typed line, chosen options, or a button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Card, Form
from bot.domain.addresses import Account, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A line as a person typed it."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A command with its options by name, as a form or a platform's own command gives them."""

    path: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button, known by what it carries."""

    action: str


Request = Typed | Chosen | Pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One act of one person, as a front received it.

    ``key`` is the platform's own id of the act: a second delivery has the same one and gets the first answer.
    ``received_at`` is set once, when the front got it; deadlines are judged by it. ``locale`` is the language tag
    that the platform gives for the person. ``takes_form`` says whether the front can show a form for this act.
    """

    key: str
    account: Account
    channel: Channel | None
    received_at: datetime
    request: Request
    locale: str | None = None
    takes_form: bool = False


Reply = Card | Form
