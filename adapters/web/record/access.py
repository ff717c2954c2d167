"""Who may read the record over the web: everybody, or whoever has the link of an alliance.

The secret in a link follows from the operator's own secret and the code of the alliance. So it is kept nowhere: not in
the database, not in a backup, not in a log; and one alliance's link says nothing about another's.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from adapters.settings import Settings
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode, MotionNumber

PREFIX: Final = "/record"
"""The path under which records are read."""
PURPOSE: Final = b"plenary web record 1\n"
"""What the secret is derived for, so that it is good for nothing else."""
TAKEN: Final = 18
"""Bytes of the derived secret that a link holds: 144 bits, which are 24 letters."""


@dataclass(kw_only=True, eq=False)
class RecordSecretMissing(Refusal):
    """The record is to be read by link, and no secret is set that links could be made from."""


@dataclass(kw_only=True, eq=False)
class RecordNotServed(Refusal):
    """An address of the record is asked for, and the record is not served over the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the record is read; ``secret`` is what links are made from, None where everybody may read."""

    secret: bytes | None = None

    @property
    def public(self) -> bool:
        """Whether everybody may read."""
        return self.secret is None

    def allows(self, alliance: str, given: str | None) -> bool:
        """Tell whether an address is good; how long that takes says nothing of a wrong secret."""
        if self.secret is None:
            return given is None
        return hmac.compare_digest(self._derived(alliance).encode(), (given or "").encode(errors="replace"))

    def path(self, alliance: str) -> str:
        """Give the path under which an alliance's record is read."""
        return f"{PREFIX}/{alliance}" if self.secret is None else f"{PREFIX}/{alliance}/~{self._derived(alliance)}"

    def _derived(self, alliance: str) -> str:
        made = hmac.new(self.secret or b"", PURPOSE + alliance.encode(errors="replace"), sha256).digest()
        return urlsafe_b64encode(made[:TAKEN]).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPages:
    """The addresses of the record as others reach it; fills the port ``Pages``."""

    root: str
    access: Access

    def record(self, alliance: AllianceCode) -> str:
        """Give the address of an alliance's record."""
        return f"{self.root}{self.access.path(alliance)}/"

    def motion(self, alliance: AllianceCode, number: MotionNumber, *, known: bool) -> str:
        """Give the address of a motion's page; a link with a secret is for those alone who are known."""
        return f"{self.record(alliance)}motions/{number}" if known or self.access.public else ""


def pages_of(settings: Settings) -> RecordPages | None:
    """Give where others read the record; None where it is not served, or has no address that others reach."""
    access = access_of(settings)
    if access is None or settings.public_url is None:
        return None
    return RecordPages(root=settings.public_url.rstrip("/"), access=access)


def access_of(settings: Settings) -> Access | None:
    """Give how the record is read by the settings; None where it is not served. Raise RecordSecretMissing."""
    match settings.web_record:
        case "off":
            return None
        case "public":
            return Access()
        case "link":
            if settings.web_record_secret is None:
                raise RecordSecretMissing
            return Access(secret=settings.web_record_secret.get_secret_value().encode())
