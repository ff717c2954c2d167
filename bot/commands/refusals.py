"""Refusals of the way a command was said: unknown words, wrong values, missing rights of the caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.membership import Right, Status
from bot.domain.phases import Phase


@dataclass(kw_only=True, eq=False)
class UnknownCommand(Refusal):
    """A first word that is no command; ``accepted`` are the commands there are."""

    value: str
    accepted: tuple[str, ...]

    variants = ("none",)

    @property
    def variant(self) -> str:
        """Say so where nothing was typed."""
        return "" if self.value else "none"


@dataclass(kw_only=True, eq=False)
class UnknownSubcommand(Refusal):
    """A word after a command that is none of its sub-commands, or fits several."""

    command: str
    value: str
    accepted: tuple[str, ...]

    variants = ("none",)

    @property
    def variant(self) -> str:
        """Say so where nothing was typed."""
        return "" if self.value else "none"


@dataclass(kw_only=True, eq=False)
class UnclosedQuote(Refusal):
    """A quotation mark that is never closed."""

    line: str


@dataclass(kw_only=True, eq=False)
class UnknownOption(Refusal):
    """An option that the command does not have."""

    command: str
    value: str
    accepted: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class RepeatedOption(Refusal):
    """An option given twice."""

    option: str


@dataclass(kw_only=True, eq=False)
class TooManyWords(Refusal):
    """More words than the command takes, most often a text without quotation marks."""

    value: str
    usage: str
    named: str = ""
    """One of the options that can only be given by name, as it is typed; empty where there is none."""

    variants = ("named",)

    @property
    def variant(self) -> str:
        """Say how what stands in brackets is given, where it takes its name."""
        return "named" if self.named else ""


@dataclass(kw_only=True, eq=False)
class MissingOptions(Refusal):
    """Options that the command needs and did not get, on a front that can show no form."""

    options: tuple[str, ...]
    usage: str


@dataclass(kw_only=True, eq=False)
class MalformedMotion(Refusal):
    """A reference that is not the number of a motion."""

    value: str


@dataclass(kw_only=True, eq=False)
class MalformedSession(Refusal):
    """A reference that is not the number of a session."""

    value: str


@dataclass(kw_only=True, eq=False)
class MalformedRequest(Refusal):
    """A reference that is not the number of a request for support."""

    value: str


@dataclass(kw_only=True, eq=False)
class UnknownMotion(Refusal):
    """A number that no motion bears."""

    motion: MotionNumber


@dataclass(kw_only=True, eq=False)
class UnknownChoice(Refusal):
    """A value that is none of the few an option accepts; ``nearest`` is the likeliest meant, or empty.

    Words that differ by language are ``accepted`` by its code, and told in the reader's own.
    """

    option: str
    value: str
    accepted: tuple[str, ...] | Mapping[str, tuple[str, ...]]
    nearest: str

    variants = ("near",)

    @property
    def variant(self) -> str:
        """Name the likeliest meant where there is one."""
        return "near" if self.nearest else ""


@dataclass(kw_only=True, eq=False)
class UnknownBallot(Refusal):
    """A word that is no ballot: never counted as anything."""

    value: str


@dataclass(kw_only=True, eq=False)
class UnknownKind(Refusal):
    """A word that is no kind of motion in the charter."""

    value: str
    accepted: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class UnknownMember(Refusal):
    """A code, name or flag that is no state on the roster; ``nearest`` is the likeliest meant, or empty."""

    value: str
    nearest: str

    variants = ("near",)

    @property
    def variant(self) -> str:
        """Name the likeliest meant where there is one."""
        return "near" if self.nearest else ""


@dataclass(kw_only=True, eq=False)
class MalformedMoment(Refusal):
    """A date or duration that cannot be read with certainty."""

    option: str
    value: str


@dataclass(kw_only=True, eq=False)
class MomentTooFar(Refusal):
    """A date or duration that can be read, and lies further away than any that is taken."""

    option: str
    value: str
    earliest: str
    latest: str


@dataclass(kw_only=True, eq=False)
class TextTooLong(Refusal):
    """A text longer than the option takes, in characters."""

    option: str
    length: int
    limit: int


@dataclass(kw_only=True, eq=False)
class TextEmpty(Refusal):
    """A text that has nothing in it."""

    option: str


@dataclass(kw_only=True, eq=False)
class UnreadableText(Refusal):
    """A text with characters that no one can see or that change the direction of what follows."""

    option: str


@dataclass(kw_only=True, eq=False)
class FormGone(Refusal):
    """What was sent with a refused act, asked for when it is not kept any more."""


@dataclass(kw_only=True, eq=False)
class ForgedAction(Refusal):
    """A button's id that this house never wrote."""


@dataclass(kw_only=True, eq=False)
class ChannelNotLinked(Refusal):
    """A command in a channel, or from a stranger's direct messages, that belongs to no alliance."""


@dataclass(kw_only=True, eq=False)
class Stranger(Refusal):
    """An account without a credential in this alliance."""

    account: str
    alliance: str


@dataclass(kw_only=True, eq=False)
class ForeignDelegate(Refusal):
    """An account that acts in another alliance than the one this channel belongs to."""

    alliance: str
    own: str


@dataclass(kw_only=True, eq=False)
class CredentialRevoked(Refusal):
    """A credential that has been revoked."""

    at: datetime


@dataclass(kw_only=True, eq=False)
class CredentialExpired(Refusal):
    """A credential that has run out."""

    until: datetime


@dataclass(kw_only=True, eq=False)
class SecretariatOnly(Refusal):
    """A command of the secretariat, called by someone else."""

    command: str


@dataclass(kw_only=True, eq=False)
class ReviewBodyOnly(Refusal):
    """A command of the review body, called by someone else."""

    command: str


@dataclass(kw_only=True, eq=False)
class OfficesOnly(Refusal):
    """A command of the secretariat and of the review body, called by someone else."""

    command: str


@dataclass(kw_only=True, eq=False)
class PoliticalDirectorOnly(Refusal):
    """A command of political directors, called by someone else."""

    command: str


@dataclass(kw_only=True, eq=False)
class DelegationOnly(Refusal):
    """A command for a member's delegation, called by someone who acts for no member."""

    command: str


@dataclass(kw_only=True, eq=False)
class RoleCastsNoBallots(Refusal):
    """A credential of a delegation that does not vote: a political director's, an observer's."""

    member: MemberCode


@dataclass(kw_only=True, eq=False)
class PhaseForbids(Refusal):
    """A command that cannot be used where its motion stands; ``allowed`` are the phases in which it can."""

    command: str
    motion: MotionNumber
    phase: Phase
    allowed: tuple[Phase, ...]


@dataclass(kw_only=True, eq=False)
class RightLacking(Refusal):
    """A member whose status does not carry the right that the act takes."""

    member: MemberCode
    right: Right
    status: Status


@dataclass(kw_only=True, eq=False)
class ChairVacant(Refusal):
    """An act of the chair where nobody presides over the body."""

    body: BodyName
    command: str


@dataclass(kw_only=True, eq=False)
class NotPresiding(Refusal):
    """An act of the chair by another delegation."""

    body: BodyName
    command: str
    chair: MemberCode


@dataclass(kw_only=True, eq=False)
class MalformedNumber(Refusal):
    """A number that is none, or is not above zero."""

    option: str
    value: str
