"""What the local Discord answers when it refuses: Discord's codes and the shape of its error bodies.

Codes from the docs' "Opcodes and Status Codes"; the nested `errors` object from "Reference, Error Messages".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

INVALID_FORM_BODY = 50035


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a body: where it is, Discord's name for it, and a sentence."""

    path: tuple[str, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path) or 'body'}: {self.message} ({self.code})"


class Refusal(Exception):
    """A request the server refuses, with its HTTP status and Discord's code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> Json:
        """Return the JSON body of the answer."""
        return {"message": self.message, "code": self.code}


class InvalidForm(Refusal):
    """A body that breaks Discord's rules; a fault of the bot, so the server also records it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(400, INVALID_FORM_BODY, "Invalid Form Body")
        self.problems = tuple(problems)

    def body(self) -> Json:
        """Return the JSON body, each problem nested under the keys of its path."""
        errors: Json = {}
        for problem in self.problems:
            place = errors
            for key in problem.path:
                place = place.setdefault(key, {})
            place.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
        return {"message": self.message, "code": self.code, "errors": errors}


class EmptyMessage(InvalidForm):
    """A message without content, embeds, components, files, stickers or poll (code 50006)."""

    def __init__(self) -> None:
        super().__init__([Problem((), "EMPTY_MESSAGE", "Cannot send an empty message")])
        self.code = 50006
        self.message = "Cannot send an empty message"

    def body(self) -> Json:
        """Return the JSON body, which for this code has no `errors`."""
        return {"message": self.message, "code": self.code}


def unauthorized() -> Refusal:
    """Refuse a wrong bot token."""
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    """Refuse an address the server does not know."""
    return Refusal(404, 0, "404: Not Found")


def unknown(what: str, code: int) -> Refusal:
    """Refuse an id that names nothing, for example `unknown("Channel", 10003)`."""
    return Refusal(404, code, f"Unknown {what}")


def demand(problems: Sequence[Problem]) -> None:
    """Raise `InvalidForm` when there is any problem."""
    if problems:
        raise InvalidForm(problems)
