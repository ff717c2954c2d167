"""The last line of defence: whatever looks like a secret, or is known to be one, is blotted out of a log line.

Nothing that is logged should hold one in the first place. Sources of the shapes: docs.slack.dev on tokens and on
response addresses, Discord's reference on authentication and on interactions.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, quote_plus, unquote

import structlog
from pydantic import SecretStr

from adapters.settings import Settings

BLOT: Final = "[redacted]"
SHORTEST: Final = 6
"""A known secret of fewer characters may be part of any word; it is known by the place where it stands alone."""

SHAPES: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<before>://[^\s:/@'\"]*:)[^\s'\"]+(?=@)",  # a password in an address
        r"(?P<before>\bbearer\s+)[\w.~+/=-]{8,}",
        r"(?P<before>\bauthorization['\"]?\s*[=:]\s*['\"]?(?:\w+\s+)?)[^\s'\",]+",
        r"(?P<before>(?:password|passwd|secret|token|ticket)(?:\s*=\s*['\"]?|['\"]\s*:\s*['\"]?))[^\s'\"&,;)}\]]+",
        r"(?P<before>[?&](?:code|state)=)[^\s'\"&]+",  # what an installation comes back with
        r"(?P<before>hooks\.slack(?:-gov)?\.com/\w+/)[^\s'\"]+",  # an address by which anyone may answer
        r"(?P<before>/(?:interactions|webhooks)/\d+/)[^\s'\"/?]+",  # the token of an interaction
        r"(?P<before>)\bxox[a-z](?:\.xox[a-z])?-[\w-]+",  # Slack's tokens
        r"(?P<before>)\bxapp-[\w-]+",
        r"(?P<before>)\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}",  # a bot's token on Discord
    )
)
"""What a secret looks like; ``before`` is what stays."""

PASSWORD: Final = re.compile(r"(?<=://)[^:/@]*:([^/]*)@|[?&]password=([^&#]*)")
"""The password in an address. It may stand there with any sign but a slash, as it is or percent-encoded."""

TELLING: Final = re.compile("password|passwd|secret|token|authorization|cookie", re.IGNORECASE)
"""A fact of such a name is a secret, whatever it looks like."""


class Redaction:
    """Blots secrets out: known ones wherever they stand, others by their shape."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets for form in _forms(secret) if len(secret) >= SHORTEST}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(re.escape(form) for form in longest_first)) if known else None

    def __call__(self, _: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        """Blot out the values of a line, as a processor of structlog."""
        return {name: self._of_fact(name, value) for name, value in line.items()}

    def of_text(self, text: str) -> str:
        """Blot out a text."""
        if self._known is not None:
            text = self._known.sub(BLOT, text)
        for shape in SHAPES:
            text = shape.sub(_blotted, text)
        return text

    def _of_fact(self, name: str, value: object) -> object:
        return BLOT if TELLING.search(name) else self._of_value(value)

    def _of_value(self, value: object) -> object:
        match value:
            case bool() | int() | float() | None:
                return value
            case Mapping():
                return {str(name): self._of_fact(str(name), each) for name, each in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._of_value(each) for each in value]
            case _:
                return self.of_text(str(value))


def secrets_of(settings: Settings) -> frozenset[str]:
    """Give every secret among the settings; of an address its password alone, as written and as meant."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    texts = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    return frozenset(secret for text in texts for secret in (_passwords(text) if "://" in text else (text,)))


def _passwords(address: str) -> tuple[str, ...]:
    written = {part for found in PASSWORD.finditer(address) for part in found.groups() if part}
    return (*written, *map(unquote, written))


def _blotted(found: re.Match[str]) -> str:
    return found["before"] + BLOT


def _forms(secret: str) -> set[str]:
    """Give a secret as it stands, and as it stands in an address."""
    return {secret, quote(secret, safe=""), quote_plus(secret)}
