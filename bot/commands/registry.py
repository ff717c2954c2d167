"""The shape of a command's declaration, and the register of all commands.

Slack's commands and manifest, Discord's application commands, the console, ``/alliance help`` and ``docs/commands.md``
are all made from these declarations. A new command is declared in its noun's module and touches no front.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from bot.cards.card import Card
from bot.domain.addresses import Account
from bot.domain.ids import AllianceCode
from bot.domain.membership import Right
from bot.domain.phases import Phase

if TYPE_CHECKING:
    from bot.commands.context import Context
    from bot.ports import UnitOfWork

TITLE_LIMIT: Final = 150
TEXT_LIMIT: Final = 4000
"""The longest text of a motion, in characters."""
FORM_LIMIT: Final = 3000
"""What a field of a form takes at the most (spec: commands, text form)."""
WORD_LIMIT: Final = 200


class OptionType(StrEnum):
    """What an option takes."""

    TEXT = "text"
    LONG_TEXT = "long text"
    MOTION = "motion"
    MEMBER = "member"
    MEMBERS = "members"
    KIND = "kind"
    BODY = "body"
    BALLOT = "ballot"
    PHASE = "phase"
    COMMAND = "command"
    OPENING_MOMENT = "opening moment"
    CLOSING_MOMENT = "closing moment"
    MOMENT = "moment"
    PAST_MOMENT = "past moment"
    NUMBER = "number"
    OFFICE = "office"
    FINDING = "finding"
    VERDICT = "verdict"
    STATUS = "status"
    YES_NO = "yes or no"
    LINK = "link"
    ACCOUNT = "account"
    ROLE = "role"
    LANGUAGE = "language"
    ZONE = "time zone"
    LETTER = "letter"
    AMOUNT = "amount"
    DECISION = "decision"
    SESSION = "session"
    LEVEL = "level"
    REQUEST = "request"
    EXPORT = "export"
    FORM = "form of a file"


class Caller(StrEnum):
    """Who may use a command; the letters are those of the command tables in the docs.

    A head is also who holds full powers. Who is invited is known by a one-time code, in whatever place.
    """

    ANYONE = "A"
    INVITED = "I"
    CREDENTIALED = "V"
    POLITICAL_DIRECTOR = "P"
    DELEGATION = "D"
    HEAD = "H"
    CHAIR = "C"
    SECRETARIAT = "S"
    REVIEWER = "R"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One named value of a command. ``limit`` is the most characters it takes."""

    name: str
    type: OptionType
    required: bool = False
    limit: int = WORD_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its path, who may use it, its options in the order of the text form, and what handles it.

    ``request`` makes the request from the options' values by name; an option not given is not passed. ``public``
    says that the act is posted to the alliance's channels; the reply itself is private all the same. ``phases`` are
    those of its motion in which the act can be done; None where it is done to none, or in any. ``right`` is what the
    status of a delegation's member must carry, where a delegation calls. ``under_question`` says that it can be used on
    a motion on which the chair has asked for consensus, until that is answered. ``place`` finds the alliance that a
    command is for by what is given with it, where a person may belong to none yet. ``shown_once`` says that the reply
    holds a secret: it is kept nowhere, so a second delivery of the act does not show it again. ``from_message`` names
    the option that a message's text fills, where the command may begin from a message.
    """

    noun: str
    verb: str
    callers: frozenset[Caller]
    options: tuple[Option, ...]
    request: Callable[..., Any]
    handler: Callable[[Any, "Context"], Card]
    writes: bool = False
    public: bool = False
    phases: frozenset[Phase] | None = None
    right: Right | None = None
    under_question: bool = False
    place: Callable[["UnitOfWork", Mapping[str, str], Account, datetime], AllianceCode] | None = None
    shown_once: bool = False
    from_message: str = ""

    @property
    def path(self) -> str:
        """The command's name in ids and messages: ``vote.cast``."""
        return f"{self.noun}.{self.verb}"

    @property
    def name(self) -> str:
        """The command as people type it: ``/vote cast``."""
        return f"/{self.noun} {self.verb}"

    @property
    def usage(self) -> str:
        """The command with its options, as help shows it."""
        told = (option.name if option.required else f"[{option.name}]" for option in self.options)
        return " ".join((self.name, *told))

    @property
    def shortcut(self) -> str:
        """The id of the message that names the command in the menu of a message."""
        return f"shortcut.{self.path}"

    @property
    def summary(self) -> str:
        """The id of the message that says what the command does."""
        return f"command.{self.path}"

    def option_summary(self, option: Option) -> str:
        """Give the id of the message that says what an option is."""
        return f"option.{self.path}.{option.name}"

    def option(self, name: str) -> Option | None:
        """Find an option by its name."""
        return next((option for option in self.options if option.name == name), None)


class Registry:
    """All commands, found by noun and verb."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands: Final = tuple(commands)
        self._by_path: Final = {command.path: command for command in self.commands}
        self.nouns: Final = tuple(dict.fromkeys(command.noun for command in self.commands))
        """The first words of all commands, in the order of declaration."""
        self._by_noun: Final = {
            noun: tuple(command for command in self.commands if command.noun == noun) for noun in self.nouns
        }

    def of_noun(self, noun: str) -> tuple[Command, ...]:
        """Give the commands of a noun in the order of declaration."""
        return self._by_noun.get(noun, ())

    def get(self, path: str) -> Command | None:
        """Find a command by its path, such as ``vote.cast``."""
        return self._by_path.get(path)
