"""Rows of the delivery: what is owed to the platforms, and the first answer to each act.

A post is due while ``due_at`` is set. It is ``pending`` until it is claimed, ``sending`` while a claim's
lease runs or after it ran out, then ``shown`` or ``dead``. ``due_at`` of a claimed post is the end of its
lease, so that an attempt that was killed becomes due again by itself. ``again_at`` is when a change made
during the attempt is to be shown.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.domain.addresses import Platform
from storage.columns import (
    ADDRESS,
    CODE,
    KEY,
    NAME,
    PROSE,
    RECORD,
    counted,
    instant,
    number,
    one_of,
    row_id,
    sized,
    words,
)
from storage.rows.table import Row


class PostState(StrEnum):
    """Where a post stands on its way to its address."""

    PENDING = "pending"
    SENDING = "sending"
    SHOWN = "shown"
    DEAD = "dead"


class AddressKind(StrEnum):
    """What an address is: accounts and channels can be written alike."""

    ACCOUNT = "account"
    CHANNEL = "channel"


_DUE = "due_at IS NOT NULL"
_UNWRITTEN = "due_at IS NOT NULL AND message IS NULL"
_DEAD = "state = 'dead'"


class OutboxRow(Row, table=True):
    """A notice owed to one address. ``notice`` is the name of its kind, ``facts`` its canonical JSON."""

    __tablename__: ClassVar[str] = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        UniqueConstraint("alliance", "address_kind", "address", "key"),
        CheckConstraint("(state IN ('pending', 'sending')) = (due_at IS NOT NULL)", name="ck_outbox_due"),
        CheckConstraint("(state = 'sending') = (owner IS NOT NULL)", name="ck_outbox_owner"),
        CheckConstraint("shown_revision <= revision", name="ck_outbox_revisions"),
        Index("ix_outbox_due", "due_at", "id", sqlite_where=text(_DUE), postgresql_where=text(_DUE)),
        Index(
            "ix_outbox_unwritten",
            "address_kind",
            "address",
            "id",
            sqlite_where=text(_UNWRITTEN),
            postgresql_where=text(_UNWRITTEN),
        ),
        Index("ix_outbox_dead", "id", sqlite_where=text(_DEAD), postgresql_where=text(_DEAD)),
        *counted("outbox", revision=1, shown_revision=0, attempts=0),
        *sized("outbox", address=(1, ADDRESS), key=(1, KEY), notice=(1, CODE), owner=(1, NAME), message=(1, NAME)),
    )

    id: int = Field(sa_column=row_id())
    alliance: str = Field(sa_column=words(CODE))
    address_kind: AddressKind = Field(sa_column=one_of(AddressKind, "ck_outbox_address_kind"))
    address: str = Field(sa_column=words(ADDRESS))
    platform: Platform = Field(sa_column=one_of(Platform, "ck_outbox_platform"))
    key: str = Field(sa_column=words(KEY))
    notice: str = Field(sa_column=words(CODE))
    facts: str = Field(sa_column=words(RECORD))
    revision: int = Field(sa_column=number())
    shown_revision: int = Field(sa_column=number())
    state: PostState = Field(sa_column=one_of(PostState, "ck_outbox_state"))
    due_at: datetime | None = Field(sa_column=instant(optional=True))
    again_at: datetime | None = Field(sa_column=instant(optional=True))
    owner: str | None = Field(sa_column=words(NAME, optional=True))
    attempts: int = Field(sa_column=number())
    first_try_at: datetime | None = Field(sa_column=instant(optional=True))
    shown_at: datetime | None = Field(sa_column=instant(optional=True))
    message: str | None = Field(sa_column=words(NAME, optional=True))
    reason: str | None = Field(sa_column=words(PROSE, optional=True))


class AnswerRow(Row, table=True):
    """The answer first given to an act, under the key by which the act can be known again."""

    __tablename__: ClassVar[str] = "answer"
    __table_args__ = (Index("ix_answer_given_at", "given_at"), *sized("answer", key=(1, KEY)))

    key: str = Field(sa_column=words(KEY, key=True))
    card: str = Field(sa_column=words(RECORD))
    given_at: datetime = Field(sa_column=instant())
