"""The parts of a card. Every front renders these and nothing else.

All text in a card is plain: whatever a person typed stays text, and a front escapes it. Emphasis, colour and layout
are the front's own; ``Tone`` tells it what the card means, and the title always says so in words too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.cards.document import Document, File, markdown
from bot.cards.picture import Picture
from bot.locales.phrase import Phrase


class Tone(StrEnum):
    """What a card means to its reader."""

    NEUTRAL = "neutral"
    RUNNING = "running"
    SUCCESS = "success"
    FAILURE = "failure"
    REFUSAL = "refusal"


class Emphasis(StrEnum):
    """How a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named value; ``wide`` ones take the whole width, others may stand beside each other."""

    name: str
    value: Phrase
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a heading; each row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A tap that says the same as a typed command: ``action`` is the command's path and its arguments."""

    label: str
    action: str
    """As ``bot.cards.action`` writes it: ``v1:vote.cast:12:yes``, at most 100 characters, which every platform takes.

    The offer of a form is written by a front for itself, and keeps to what that platform takes.
    """
    emphasis: Emphasis = Emphasis.PLAIN


class Entry(StrEnum):
    """How a question is answered; a front that lacks the means for one takes words."""

    WORDS = "words"
    LINES = "lines"
    INSTANT = "instant"
    NUMBER = "number"
    PERSON = "person"
    SEARCH = "search"
    """One of what the house suggests while a person types."""
    SEARCH_MANY = "search many"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question of a form. ``choices`` maps what is sent to what is read, where the answer is one of few.

    ``extra`` ones are shown where there is room: their command does without them.
    """

    name: str
    label: str
    hint: str
    required: bool
    entry: Entry = Entry.WORDS
    value: str = ""
    max_length: int = 3000
    choices: Mapping[str, str] | None = None
    extra: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Questions for the options that a command still lacks; ``action`` is the path of the command."""

    title: str
    submit: str
    action: str
    fields: tuple[FormField, ...]
    language: str = ""

    @property
    def asked(self) -> tuple[FormField, ...]:
        """The questions that a front with little room asks."""
        return tuple(field for field in self.fields if not field.extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to read: a title, paragraphs, short fields, an optional table and picture, buttons and a foot line.

    ``document`` goes with it as a file to read, ``file`` as one for programs. ``at_fault`` names the option whose value
    a refusal is about; ``again`` is what was given, as a form to put right. ``language`` is the one that it is written
    in; a card without one is in its reader's, which whoever hands it out knows (``in_language``).
    """

    title: str
    tone: Tone = Tone.NEUTRAL
    paragraphs: tuple[Phrase, ...] = ()
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    buttons: tuple[Button, ...] = ()
    footer: Phrase = ()
    picture: Picture | None = None
    document: Document | None = None
    file: File | None = None
    at_fault: str = ""
    again: Form | None = None
    language: str = ""

    @property
    def instead_of_files(self) -> tuple[str, ...]:
        """What a message says in the place of what cannot go along with it."""
        document = () if self.document is None else (markdown(self.document),)
        return (*document, *(() if self.file is None else (self.file.instead,)))

    def in_language(self, language: str) -> "Card":
        """Give the card with the language that it is in, where it does not say so itself."""
        return self if self.language else replace(self, language=language)
