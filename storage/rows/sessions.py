"""Rows of sessions, and of who was present at one when the roll was called on a motion."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from storage.columns import CODE, RECORD, counted, instant, number, sized, words
from storage.rows.table import Row


class SessionRow(Row, table=True):
    """A session, as ``bot.domain.sessions`` has it; ``over_at`` is when it was closed or cancelled, None before."""

    __tablename__: ClassVar[str] = "session"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        Index("ix_session_ahead", "alliance", "over_at"),
        *counted("session", number=1),
        *sized("session", body=(1, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    body: str = Field(sa_column=words(CODE))
    over_at: datetime | None = Field(sa_column=instant(optional=True))
    state: str = Field(sa_column=words(RECORD))


class SessionRollRow(Row, table=True):
    """Who was present at a session when the roll was called there on a motion; ``present`` is canonical JSON."""

    __tablename__: ClassVar[str] = "session_roll"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"]),
        ForeignKeyConstraint(["alliance", "session"], ["session.alliance", "session.number"]),
        *counted("session_roll", session=1),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    session: int = Field(sa_column=number())
    present: str = Field(sa_column=words(RECORD))
