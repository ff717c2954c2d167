"""The shape of what a charter file says of the alliance itself: its head, its bodies, its rules of procedure.

A validator that raises ``refused`` names its fault itself (``charter.…``); the rest follows from the types. A key
that would do nothing where it stands is a fault, so that nobody takes it for a rule.
"""

from datetime import date, time, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from bot.charters.faults import refused
from bot.charters.values import (
    Code,
    DayOfYear,
    Month,
    Period,
    Share,
    Text,
    TimeOfDay,
    Version,
    Weekday,
    Weight,
)
from bot.domain.charter import (
    DAYS_BEFORE,
    AfterAdoption,
    ChairBy,
    DigestRule,
    MidVoteLoss,
    RulesOfProcedure,
    SeatsBy,
    SessionRules,
    YearlyDay,
)
from bot.domain.outages import OutageRule
from bot.domain.turns import call_limit_fits


class Table(BaseModel):
    """Any table of the file: unknown keys are faults, and a number is never read from text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WordingTable(Table):
    """A name in both languages."""

    en: Text
    fr: Text


class OutageTable(Table):
    """``outage = { tolerance, share, longest, extension }``: what is not given is as the decision rules have it."""

    tolerance: Period = OutageRule().tolerance
    share: Share = OutageRule().share
    longest: Period = OutageRule().longest
    extension: Period = OutageRule().extension


class WorkingHoursTable(Table):
    """``working_hours = { days, from, to }``: the hours in which silence periods run."""

    days: Annotated[list[Weekday], Field(min_length=1)]
    opens: Annotated[TimeOfDay, Field(alias="from")]
    closes: Annotated[TimeOfDay, Field(alias="to")]

    @field_validator("days")
    @classmethod
    def _each_day_once(cls, value: list[int]) -> list[int]:
        if len(set(value)) < len(value):
            raise refused("charter.DayRepeated")
        return value

    @field_validator("closes")
    @classmethod
    def _after_opening(cls, value: time, info: ValidationInfo) -> time:
        if "opens" in info.data and value <= info.data["opens"]:
            raise refused("charter.HoursBackwards")
        return value


class HeadTable(Table):
    """``[charter]``."""

    version: Version
    title: WordingTable
    weights: list[Weight] = []
    mid_vote_loss: Annotated[MidVoteLoss, Field(strict=False)] = MidVoteLoss.REMOVE
    outage: OutageTable = OutageTable()
    working_hours: WorkingHoursTable | None = None


def _of_a_call(value: timedelta) -> timedelta:
    if not call_limit_fits(value):
        raise refused("charter.CallOutOfRange")
    return value


class ProcedureTable(Table):
    """``[procedure]``: what is not given is as the decision rules have it."""

    kind: str | None = None
    second_vote: Period = RulesOfProcedure().second_vote
    casting_vote: Period = RulesOfProcedure().casting_vote
    declaration: Period = RulesOfProcedure().declaration
    contest: Period = RulesOfProcedure().contest
    consensus: Period = RulesOfProcedure().consensus
    call: Annotated[Period, AfterValidator(_of_a_call)] = RulesOfProcedure().call
    reconsideration: Period = RulesOfProcedure().reconsideration


class SessionTable(Table):
    """``[session]``: what is not given is as this product has it."""

    notice: Period = SessionRules().notice
    urgent_notice: Period = SessionRules().urgent_notice
    attendance: Period = SessionRules().attendance
    reminders: Annotated[list[Period], Field(max_length=20)] = list(SessionRules().reminders)
    quorum: str | None = None
    enforced: bool = False

    @field_validator("urgent_notice")
    @classmethod
    def _no_longer_than_the_other(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if "notice" in info.data and value > info.data["notice"]:
            raise refused("charter.UrgentNoticeLonger")
        return value

    @field_validator("enforced")
    @classmethod
    def _enforced_where_there_is_one(cls, value: bool, info: ValidationInfo) -> bool:
        if value and "quorum" in info.data and info.data["quorum"] is None:
            raise refused("charter.EnforcedWithoutQuorum")
        return value


class ChairTable(Table):
    """``chair = { by, chair, vice, first_month }``."""

    by: Annotated[ChairBy, Field(strict=False)]
    chair: Annotated[Code | None, Field(validate_default=True)] = None
    vice: Code | None = None
    first_month: Annotated[Month | None, Field(validate_default=True)] = None

    @field_validator("chair")
    @classmethod
    def _named_where_fixed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("by") is ChairBy.FIXED and value is None:
            raise refused("charter.ChairNotNamed")
        return _of_a_fixed_chair(value, info)

    @field_validator("vice")
    @classmethod
    def _another_than_the_chair(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and value == info.data.get("chair"):
            raise refused("charter.ViceIsChair")
        return _of_a_fixed_chair(value, info)

    @field_validator("first_month")
    @classmethod
    def _counted_where_rotating(cls, value: date | None, info: ValidationInfo) -> date | None:
        by = info.data.get("by")
        if by is ChairBy.ROTATING and value is None:
            raise refused("charter.RotationWithoutMonth")
        if value is not None and by in {ChairBy.FIXED, ChairBy.ELECTED}:
            raise refused("charter.MonthNotTaken")
        return value


DaysBefore = Annotated[list[Annotated[int, Field(ge=1, le=365)]], Field(min_length=1, max_length=20)]


class AtLargeTable(Table):
    """``at_large = { by, term, immediate_reelection, kind, order, reminders }``."""

    by: Annotated[SeatsBy, Field(strict=False)]
    term: Annotated[int, Field(ge=1, le=10)] = 1
    immediate_reelection: bool = False
    kind: Annotated[str | None, Field(validate_default=True)] = None
    order: Annotated[list[Code], Field(validate_default=True)] = []
    reminders: DaysBefore = list(DAYS_BEFORE)

    @field_validator("kind")
    @classmethod
    def _elected_where_ranked(cls, value: str | None, info: ValidationInfo) -> str | None:
        by = info.data.get("by")
        if by is SeatsBy.RANKED and value is None:
            raise refused("charter.SeatsWithoutKind")
        if by is SeatsBy.FIXED_ORDER and value is not None:
            raise refused("charter.SeatsKindNotTaken")
        return value

    @field_validator("order")
    @classmethod
    def _ordered_where_fixed(cls, value: list[str], info: ValidationInfo) -> list[str]:
        by = info.data.get("by")
        if by is SeatsBy.FIXED_ORDER and not value:
            raise refused("charter.SeatsWithoutOrder")
        if by is SeatsBy.RANKED and value:
            raise refused("charter.SeatsOrderNotTaken")
        if len(set(value)) < len(value):
            raise refused("charter.SeatsOrderRepeats")
        return value


class CalendarTable(Table):
    """``[calendar]``."""

    summit: DayOfYear
    reminders: DaysBefore = list(DAYS_BEFORE)


class AfterAdoptionTable(Table):
    """``[after_adoption]``."""

    answer: Period = AfterAdoption().answer
    answers: DaysBefore = list(AfterAdoption().answers)
    contributions: DaysBefore = list(AfterAdoption().contributions)
    authorisations: DaysBefore = list(AfterAdoption().authorisations)
    awaited: DaysBefore = list(AfterAdoption().awaited)
    review: DaysBefore = list(AfterAdoption().review)


class ConsultationTable(Table):
    """``[consultation]``: the body is that of the kind where none is named."""

    kind: str
    body: str | None = None
    time: Period = timedelta(hours=24)


LATEST_DIGEST: Final = timedelta(days=6)
"""How late a digest may be at the most: it is of the week before the next one."""


class DigestTable(Table):
    """``[digest]``."""

    day: Weekday = 0
    at: TimeOfDay = DigestRule().at
    late: Period = DigestRule().late

    @field_validator("late")
    @classmethod
    def _before_the_next(cls, value: timedelta) -> timedelta:
        if value > LATEST_DIGEST:
            raise refused("charter.DigestTooLate")
        return value


class BodyTable(Table):
    """``[bodies.NAME]``."""

    title: WordingTable
    seats: Annotated[int | None, Field(ge=1, le=1000)] = None
    permanent_veto: bool = False
    chair: ChairTable | None = None
    rotation: DayOfYear | None = None
    at_large: AtLargeTable | None = None

    @field_validator("rotation")
    @classmethod
    def _rotation_of_seats(cls, value: YearlyDay | None, info: ValidationInfo) -> YearlyDay | None:
        if value is not None and "seats" in info.data and info.data["seats"] is None:
            raise refused("charter.RotationWithoutSeats")
        return value

    @field_validator("at_large")
    @classmethod
    def _at_large_where_rotating(cls, value: AtLargeTable | None, info: ValidationInfo) -> AtLargeTable | None:
        if value is not None and "rotation" in info.data and info.data["rotation"] is None:
            raise refused("charter.SeatsWithoutRotation")
        return value


def _of_a_fixed_chair(value: str | None, info: ValidationInfo) -> str | None:
    if value is not None and info.data.get("by") in {ChairBy.ROTATING, ChairBy.ELECTED}:
        raise refused("charter.OfficerNotTaken")
    return value
