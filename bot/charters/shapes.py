"""The shape of the kinds of motion in a charter file, and of the whole file.

A validator that raises ``refused`` names its fault itself (``charter.…``); the rest follows from
the types. Fields stand in an order that lets a later one look at an earlier one: the body before the rule,
the voting period before its reminders.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, Self, TypeVar

from pydantic import Field, ValidationInfo, field_validator

from bot.charters.constitution import (
    AfterAdoptionTable,
    BodyTable,
    CalendarTable,
    ConsultationTable,
    DigestTable,
    HeadTable,
    ProcedureTable,
    SessionTable,
    Table,
    WordingTable,
)
from bot.charters.criteria import CriterionTable
from bot.charters.faults import refused
from bot.charters.sentences import Ground, only_objections, read_quorum, read_rule
from bot.charters.statutes import MembershipTable
from bot.charters.values import Count, Duration, Name, Period
from bot.domain.chairing import Office
from bot.domain.charter import ChairBy, Closing, Concerned, Effect, Procedure
from bot.domain.ids import WeightName
from bot.domain.membership import Right, Status
from bot.domain.rules import Quorum, Rule, Tie

GIVEN_BY_ADOPTION: Final = (Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED)
"""The statuses that an adopted motion brings about (``STATUS_MOVES``); the others a state gives itself."""

GIVEN_BY_REJECTION: Final = (Status.REFUSED,)
"""The one status that follows from a motion that is not adopted: an admission refused."""


Effected = TypeVar("Effected", StrEnum | None, str | None)


class SecondsTable(Table):
    """``seconds = { needed, within }``."""

    needed: Count
    within: Annotated[Duration, Field(validate_default=True)] = timedelta(0)

    @field_validator("within")
    @classmethod
    def _time_to_second(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if info.data.get("needed", 0) and not value:
            raise refused("charter.SecondsWithoutTime")
        return value


class UrgencyTable(Table):
    """``urgent = { voting, requested_by, always }``."""

    voting: Period
    always: bool = False
    requested_by: Count = 0


class LateQuorumTable(Table):
    """``late_quorum = { window, extension }``."""

    window: Period
    extension: Period


class DefaultsTable(Table):
    """``[defaults]``: what each kind has unless it says otherwise."""

    tie: Annotated[Tie, Field(strict=False)] = Tie.REJECT
    effect: Annotated[Effect, Field(strict=False)] = Effect.ADVISORY
    coalition: bool = False
    concerned: Annotated[Concerned, Field(strict=False)] = Concerned.NONE
    names_member: bool = False
    impact: bool = False
    seconds: SecondsTable = SecondsTable.model_validate({"needed": 0})
    notice: Duration = timedelta(0)
    debate: Duration = timedelta(0)
    voting: Period | None = None
    urgent: UrgencyTable | None = None
    changeable: bool = True
    close: Annotated[Closing, Field(strict=False)] = Closing.DEADLINE
    min_open: Duration = timedelta(0)
    live_tally: bool = True
    reminders: list[Period] = Field(default_factory=list)
    late_quorum: LateQuorumTable | None = None
    notes: bool = False
    takes_effect: Duration | None = None

    @field_validator("names_member")
    @classmethod
    def _names_a_member_that_may_be_concerned(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("concerned") is Concerned.NONE:
            raise refused("charter.NamesNoMember")
        return value

    @field_validator("close")
    @classmethod
    def _closes_as_ballots_allow(cls, value: Closing, info: ValidationInfo) -> Closing:
        if value is Closing.DECIDED and info.data.get("changeable", False):
            raise refused("charter.ClosesWhileChangeable")
        return value

    @field_validator("min_open")
    @classmethod
    def _opens_within_voting(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        return _within_voting(value, info)

    @field_validator("reminders")
    @classmethod
    def _remind_within_voting(cls, value: list[timedelta], info: ValidationInfo) -> list[timedelta]:
        for reminder in value:
            _within_voting(reminder, info)
        return value

    @field_validator("late_quorum")
    @classmethod
    def _window_within_voting(cls, value: LateQuorumTable | None, info: ValidationInfo) -> LateQuorumTable | None:
        if value is not None:
            _within_voting(value.window, info)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a kind is checked against: bodies (None where a body is itself at fault) and weights."""

    bodies: Mapping[str, BodyTable | None]
    weights: tuple[WeightName, ...] | None

    @classmethod
    def of(cls, info: ValidationInfo) -> Self:
        """Take the setting that the check was started with."""
        if not isinstance(info.context, cls):
            raise TypeError("a kind is checked in the setting of its charter")
        return info.context

    def ground(self, body: str | None) -> Ground:
        """Give what the rules of ``body`` stand on."""
        table = None if body is None else self.bodies.get(body)
        if table is None:
            return Ground(weights=self.weights)
        return Ground(known=True, seats=table.seats, veto=table.permanent_veto, weights=self.weights)


class KindTable(DefaultsTable):
    """``[kinds.NAME]``, with the defaults filled in."""

    voting: Period
    title: WordingTable
    body: str
    procedure: Annotated[Procedure, Field(strict=False)] = Procedure.VOTE
    adopt: Annotated[str | None, Field(validate_default=True)] = None
    quorum: str | None = None
    confers: Annotated[Status | None, Field(strict=False)] = None
    refuses: Annotated[Status | None, Field(strict=False)] = None
    elects: Annotated[Office | None, Field(strict=False)] = None
    fills: str | None = None
    authorisations: Annotated[int | None, Field(ge=1, le=1000)] = None

    @field_validator("body")
    @classmethod
    def _body_exists(cls, value: str, info: ValidationInfo) -> str:
        bodies = Setting.of(info).bodies
        if not bodies:
            raise refused("charter.NoBodies", body=value)
        if value not in bodies:
            raise refused("charter.BodyNotKnown", body=value, known=tuple(bodies))
        return value

    @field_validator("adopt")
    @classmethod
    def _rule_fits(cls, value: str | None, info: ValidationInfo) -> str | None:
        procedure = info.data.get("procedure")
        if value is None:
            if procedure in {Procedure.VOTE, Procedure.SILENCE}:
                raise refused("charter.RuleMissing")
            return None
        if procedure is Procedure.RANKED:
            raise refused("charter.RuleNotTaken")
        rule = read_rule(value, _ground(info))
        if procedure is Procedure.SILENCE and not only_objections(rule):
            raise refused("charter.SilenceCountsObjections")
        return value

    @field_validator("quorum")
    @classmethod
    def _quorum_fits(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None:
            read_quorum(value, _ground(info))
        return value

    @field_validator("authorisations")
    @classmethod
    def _of_a_coalition(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is not None and info.data.get("coalition") is False:
            raise refused("charter.AuthorisationsOfNobody")
        return value

    @field_validator("confers", "refuses", "elects", "fills")
    @classmethod
    def _of_a_member_that_is_named(cls, value: Effected, info: ValidationInfo) -> Effected:
        if value is None:
            return None
        if info.data.get("names_member") is False:
            raise refused("charter.EffectOnNobody")
        if info.data.get("procedure") is Procedure.RANKED:
            raise refused("charter.EffectOfRanking")
        if info.data.get("takes_effect"):
            raise refused("charter.EffectBeforeText")
        return value

    @field_validator("confers", "refuses")
    @classmethod
    def _a_status_that_a_decision_gives(cls, value: Status | None, info: ValidationInfo) -> Status | None:
        if value is None:
            return None
        given = GIVEN_BY_ADOPTION if info.field_name == "confers" else GIVEN_BY_REJECTION
        if value not in given:
            raise refused("charter.StatusNotGiven", status=value.value, known=tuple(each.value for each in given))
        if info.data.get("effect") is Effect.ADVISORY:
            raise refused("charter.StatusByAdvice")
        return value

    @field_validator("elects")
    @classmethod
    def _to_an_office_that_is_elected(cls, value: Office | None, info: ValidationInfo) -> Office | None:
        body = Setting.of(info).bodies.get(info.data.get("body", ""))
        if value is not None and body is not None and (body.chair is None or body.chair.by is not ChairBy.ELECTED):
            raise refused("charter.ChairIsNotElected", body=info.data["body"])
        return value

    @field_validator("fills")
    @classmethod
    def _a_seat_that_there_is(cls, value: str | None, info: ValidationInfo) -> str | None:
        bodies = Setting.of(info).bodies
        if value is None or not bodies:
            return value
        if value not in bodies:
            raise refused("charter.BodyNotKnown", body=value, known=tuple(bodies))
        table = bodies[value]
        if table is not None and table.seats is None:
            raise refused("charter.FillsNoSeats", body=value)
        return value

    def rule(self, weights: tuple[WeightName, ...], body: BodyTable) -> Rule | None:
        """Give the rule of a kind that has passed its checks."""
        return None if self.adopt is None else read_rule(self.adopt, _checked(weights, body))

    def quorum_rule(self, weights: tuple[WeightName, ...], body: BodyTable) -> Quorum | None:
        """Give the quorum of a kind that has passed its checks."""
        return None if self.quorum is None else read_quorum(self.quorum, _checked(weights, body))


class CharterTable(Table):
    """The whole file, its kinds and defaults still unread: they are checked one by one."""

    charter: HeadTable
    rights: dict[Annotated[Status, Field(strict=False)], list[Annotated[Right, Field(strict=False)]]]
    bodies: Annotated[dict[Name, BodyTable], Field(min_length=1)]
    defaults: dict[str, object] = Field(default_factory=dict)
    kinds: Annotated[dict[Name, dict[str, object]], Field(min_length=1)]
    procedure: ProcedureTable = ProcedureTable()
    membership: MembershipTable | None = None
    criteria: dict[Name, CriterionTable] = Field(default_factory=dict)
    calendar: CalendarTable | None = None
    after_adoption: AfterAdoptionTable = AfterAdoptionTable()
    session: SessionTable = SessionTable()
    consultation: ConsultationTable | None = None
    digest: DigestTable | None = None


def _ground(info: ValidationInfo) -> Ground:
    return Setting.of(info).ground(info.data.get("body"))


def _checked(weights: tuple[WeightName, ...], body: BodyTable) -> Ground:
    return Ground(known=True, seats=body.seats, veto=body.permanent_veto, weights=weights)


def _within_voting(value: timedelta, info: ValidationInfo) -> timedelta:
    voting = info.data.get("voting")
    if voting is not None and value > voting:
        raise refused("charter.LongerThanVoting")
    return value
