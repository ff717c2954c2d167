"""The base of every expected refusal: its class name is its message, its fields are its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import ClassVar

from bot.domain.amounts import Amount

Fact = str | int | Amount | datetime | Enum | tuple[str, ...] | Mapping[str, tuple[str, ...]] | None
"""What a refusal may carry into its sentence; words that differ by language stand under its code."""


class RuleSentence(str):
    """A rule or a quorum in a refusal: kept as its English sentence, said in the reader's language."""

    __slots__ = ()


@dataclass(kw_only=True, eq=False)
class Refusal(Exception):
    """An act the house declines, told to the person in one sentence of what, why and what to do.

    Subclasses name the fact (``VoteClosed``). The catalogue holds a message under the class's name; the
    dataclass fields are the values of that message.
    """

    variants: ClassVar[tuple[str, ...]] = ()
    """The names of other sentences that this refusal may be said with."""
    about: ClassVar[str] = ""
    """The one particular of the act that is refused, by the name that commands give it; empty for the whole act."""
    harmless: ClassVar[bool] = False
    """Whether things are as the person wanted them: it is told so, not that something was not done."""
    kept: ClassVar[bool] = False
    """Whether what was written before it stays written: a wrong try is refused, and counted."""

    def __post_init__(self) -> None:
        """Begin without a word on whose value is at fault."""
        self._at_fault = ""

    @property
    def at_fault(self) -> str:
        """The name of the option whose value is refused; empty where it is no single one's."""
        own = self.facts.get("option")
        return self._at_fault or (own if isinstance(own, str) else self.about)

    def blame(self, option: str) -> None:
        """Note which option's value is refused."""
        self._at_fault = option

    @property
    def variant(self) -> str:
        """The one of ``variants`` that fits the facts; empty for the refusal's own sentence."""
        return ""

    @property
    def message_id(self) -> str:
        """The id of this refusal's sentence in the catalogue."""
        name = type(self).__name__
        return f"{name}.{self.variant}" if self.variant else name

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The values that the sentence names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        """Name the refusal and its facts, for logs and tracebacks."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.message_id}({told})"
