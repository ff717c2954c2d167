"""Rows of the people and states: the roster as dated periods, credentials, linked channels."""

from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from bot.domain.addresses import Purpose
from bot.domain.credentials import Role
from bot.domain.membership import Cause, Status, Tenure
from storage.columns import (
    ADDRESS,
    CODE,
    NAME,
    RECORD,
    counted,
    exact,
    instant,
    number,
    one_of,
    reference,
    sized,
    words,
)
from storage.rows.table import Row


def _of_alliance() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance"], ["alliance.code"])


def _of_member() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"])


class MemberRow(Row, table=True):
    """A state that is or was on the roster: what does not depend on the date asked for."""

    __tablename__: ClassVar[str] = "member"
    __table_args__ = (
        _of_alliance(),
        *sized("member", code=(1, CODE), name=(1, NAME), name_fr=(0, NAME), flag=(0, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    code: str = Field(sa_column=words(CODE, key=True))
    name: str = Field(sa_column=words(NAME))
    name_fr: str = Field(sa_column=words(NAME))
    flag: str = Field(sa_column=words(CODE))
    term_start: datetime | None = Field(sa_column=instant(optional=True))
    term_end: datetime | None = Field(sa_column=instant(optional=True))


class StatusRow(Row, table=True):
    """A period during which a member had one status; it runs until the next one of the member starts.

    ``coming`` marks one that is set for a day to come and may still be lifted. ``seq`` is its entry in the journal.
    """

    __tablename__: ClassVar[str] = "status_period"
    __table_args__ = (_of_member(), *counted("status_period", seq=1))

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    since: datetime = Field(sa_column=instant(key=True))
    status: Status = Field(sa_column=one_of(Status, "ck_status_period_status"))
    cause: Cause = Field(sa_column=one_of(Cause, "ck_status_period_cause"))
    motion: int | None = Field(sa_column=reference())
    review: int | None = Field(sa_column=reference())
    seq: int = Field(sa_column=number(key=True))
    coming: bool


class SeatRow(Row, table=True):
    """A period during which a member held a seat of a body; ``until`` is its first instant without it.

    ``motion`` elected it; none where the seat came with the roster, or in turn.
    """

    __tablename__: ClassVar[str] = "seat_period"
    __table_args__ = (_of_member(), *sized("seat_period", body=(1, CODE)))

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    body: str = Field(sa_column=words(CODE, key=True))
    since: datetime = Field(sa_column=instant(key=True))
    until: datetime | None = Field(sa_column=instant(optional=True))
    tenure: Tenure = Field(sa_column=one_of(Tenure, "ck_seat_period_tenure"))
    motion: int | None = Field(sa_column=reference())


class WeightRow(Row, table=True):
    """One weight of a member."""

    __tablename__: ClassVar[str] = "weight"
    __table_args__ = (_of_member(), *sized("weight", name=(1, CODE), value=(1, NAME)))

    alliance: str = Field(sa_column=words(CODE, key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    name: str = Field(sa_column=words(CODE, key=True))
    value: Fraction = Field(sa_column=exact())


class AccountRow(Row, table=True):
    """The one alliance an account holds or has held a credential in."""

    __tablename__: ClassVar[str] = "account"
    __table_args__ = (
        _of_alliance(),
        UniqueConstraint("alliance", "account"),
        *sized("account", account=(1, ADDRESS)),
    )

    account: str = Field(sa_column=words(ADDRESS, key=True))
    alliance: str = Field(sa_column=words(CODE))


class CredentialRow(Row, table=True):
    """A credential as it was given; the latest of an account, by ``seq``, is the one that counts."""

    __tablename__: ClassVar[str] = "credential"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "account"], ["account.alliance", "account.account"]),
        _of_member(),
        Index("ix_credential_member", "alliance", "member"),
        *counted("credential", seq=1),
        *sized("credential", nationality=(1, CODE), letter=(1, RECORD)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    account: str = Field(sa_column=words(ADDRESS, key=True))
    seq: int = Field(sa_column=number(key=True))
    role: Role = Field(sa_column=one_of(Role, "ck_credential_role"))
    member: str | None = Field(sa_column=words(CODE, optional=True))
    since: datetime = Field(sa_column=instant())
    until: datetime | None = Field(sa_column=instant(optional=True))
    revoked_at: datetime | None = Field(sa_column=instant(optional=True))
    full_powers: bool = Field(sa_column=Column(Boolean, nullable=False))
    nationality: str | None = Field(sa_column=words(CODE, optional=True))
    letter: str | None = Field(sa_column=words(RECORD, optional=True))
    told_until: datetime | None = Field(sa_column=instant(optional=True))


class ChannelRow(Row, table=True):
    """A channel, the one alliance it is linked to and its purpose; ``seq`` is the latest link's entry."""

    __tablename__: ClassVar[str] = "channel"
    __table_args__ = (
        _of_alliance(),
        Index("ix_channel_alliance", "alliance", "seq"),
        *counted("channel", seq=1),
        *sized("channel", channel=(1, ADDRESS)),
    )

    channel: str = Field(sa_column=words(ADDRESS, key=True))
    alliance: str = Field(sa_column=words(CODE))
    purpose: Purpose = Field(sa_column=one_of(Purpose, "ck_channel_purpose"))
    seq: int = Field(sa_column=number())
