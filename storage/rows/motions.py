"""Rows of the votes: motions with their frozen rules and results, the frozen roll, the ballots, the deadlines."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from bot.domain.ballot import Choice
from bot.domain.course import Bearing
from bot.domain.credentials import Role
from bot.domain.deadlines import Due
from bot.domain.rules import Outcome, Standing
from storage.columns import (
    ADDRESS,
    CODE,
    NAME,
    PROSE,
    RECORD,
    TITLE,
    counted,
    instant,
    number,
    one_of,
    reference,
    sized,
    words,
)
from storage.rows.table import Row

_IN_VOTE = "rules IS NOT NULL AND outcome IS NULL"


class MotionRow(Row, table=True):
    """A motion with its frozen rules and its result; what the clock must do to it is in the deadlines.

    ``sponsors``, ``rules``, ``reasons``, ``tally`` and ``course`` are canonical JSON. What is looked for stands beside
    the course in columns of its own: what the motion bears on, and the number of an adopted text.
    """

    __tablename__: ClassVar[str] = "motion"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        ForeignKeyConstraint(["alliance", "mover"], ["member.alliance", "member.code"]),
        CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (reasons IS NULL)"
            " AND (outcome IS NULL) = (tally IS NULL)",
            name="ck_motion_decided",
        ),
        Index("ix_motion_parent", "alliance", "parent"),
        Index("ix_motion_past", "alliance", "outcome", "kind", "body", "decided_at", "mover", "concerned", "number"),
        Index("ix_motion_in_vote", "alliance", sqlite_where=text(_IN_VOTE), postgresql_where=text(_IN_VOTE)),
        *counted("motion", number=1),
        *sized("motion", kind=(1, CODE), body=(1, CODE), title=(1, TITLE), text=(0, PROSE)),
        *sized("motion", document=(0, PROSE), impact=(0, PROSE), extended_for=(1, PROSE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    number: int = Field(sa_column=number(key=True))
    kind: str = Field(sa_column=words(CODE))
    body: str = Field(sa_column=words(CODE))
    title: str = Field(sa_column=words(TITLE))
    text: str = Field(sa_column=words(PROSE))
    mover: str | None = Field(sa_column=words(CODE, optional=True))
    concerned: str | None = Field(sa_column=words(CODE, optional=True))
    sponsors: str = Field(sa_column=words(RECORD))
    document: str = Field(sa_column=words(PROSE))
    impact: str = Field(sa_column=words(PROSE))
    urgent: bool
    tabled_at: datetime = Field(sa_column=instant())
    opens_at: datetime = Field(sa_column=instant())
    closes_at: datetime = Field(sa_column=instant())
    extended_for: str | None = Field(sa_column=words(PROSE, optional=True))
    settled_until: datetime | None = Field(sa_column=instant(optional=True))
    awaits_return: bool
    reminded_at: datetime | None = Field(sa_column=instant(optional=True))
    rules: str | None = Field(sa_column=words(RECORD, optional=True))
    outcome: Outcome | None = Field(sa_column=one_of(Outcome, "ck_motion_outcome", optional=True))
    reasons: str | None = Field(sa_column=words(RECORD, optional=True))
    tally: str | None = Field(sa_column=words(RECORD, optional=True))
    decided_at: datetime | None = Field(sa_column=instant(optional=True))
    without_vote: bool
    parent: int | None = Field(sa_column=reference())
    bearing: Bearing | None = Field(sa_column=one_of(Bearing, "ck_motion_bearing", optional=True))
    serial: int | None = Field(sa_column=reference())
    year: int | None = Field(sa_column=reference())
    course: str = Field(sa_column=words(RECORD))


class ElectorRow(Row, table=True):
    """One member on the frozen roll of a motion; ``weights`` is canonical JSON."""

    __tablename__: ClassVar[str] = "elector"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"]),
        *sized("elector", member=(1, CODE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    standing: Standing = Field(sa_column=one_of(Standing, "ck_elector_standing"))
    permanent: bool
    weights: str = Field(sa_column=words(RECORD))


class BallotRow(Row, table=True):
    """The ballot of one member on one motion: its key makes a second one impossible."""

    __tablename__: ClassVar[str] = "ballot"
    __table_args__ = (
        ForeignKeyConstraint(
            ["alliance", "motion", "member"], ["elector.alliance", "elector.motion", "elector.member"]
        ),
        *sized("ballot", account=(1, ADDRESS), explanation=(0, PROSE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE, key=True))
    choice: Choice = Field(sa_column=one_of(Choice, "ck_ballot_choice"))
    account: str = Field(sa_column=words(ADDRESS))
    role: Role = Field(sa_column=one_of(Role, "ck_ballot_role"))
    cast_at: datetime = Field(sa_column=instant())
    explanation: str = Field(sa_column=words(PROSE))


class StatementRow(Row, table=True):
    """An explanation of vote or a reservation, as its member put it on record; ``seq`` is its entry."""

    __tablename__: ClassVar[str] = "statement"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "motion"], ["motion.alliance", "motion.number"]),
        ForeignKeyConstraint(["alliance", "member"], ["member.alliance", "member.code"]),
        *counted("statement", seq=1),
        *sized("statement", text=(1, PROSE)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    seq: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE))
    text: str = Field(sa_column=words(PROSE))
    at: datetime = Field(sa_column=instant())


class NoteRow(Row, table=True):
    """A vote by note verbale; ``seq`` is the entry in which it was entered.

    ``replaced`` is the ballot that it took the place of, canonical JSON, so that it stands again where the note is
    contested.
    """

    __tablename__: ClassVar[str] = "note"
    __table_args__ = (
        ForeignKeyConstraint(
            ["alliance", "motion", "member"], ["elector.alliance", "elector.motion", "elector.member"]
        ),
        *counted("note", seq=1),
        *sized("note", sender=(1, NAME), reference=(1, NAME), file=(1, PROSE), officer=(1, ADDRESS)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    motion: int = Field(sa_column=number(key=True))
    seq: int = Field(sa_column=number(key=True))
    member: str = Field(sa_column=words(CODE))
    choice: Choice = Field(sa_column=one_of(Choice, "ck_note_choice"))
    sender: str = Field(sa_column=words(NAME))
    reference: str = Field(sa_column=words(NAME))
    received_at: datetime = Field(sa_column=instant())
    file: str = Field(sa_column=words(PROSE))
    revokes: bool
    officer: str = Field(sa_column=words(ADDRESS))
    entered_at: datetime = Field(sa_column=instant())
    confirmed_by: str | None = Field(sa_column=words(ADDRESS, optional=True))
    confirmed_at: datetime | None = Field(sa_column=instant(optional=True))
    contestable_until: datetime | None = Field(sa_column=instant(optional=True))
    ended_at: datetime | None = Field(sa_column=instant(optional=True))
    ended_for: str | None = Field(sa_column=words(PROSE, optional=True))
    replaced: str | None = Field(sa_column=words(RECORD, optional=True))


class DeadlineRow(Row, table=True):
    """Something that the clock must do; the row is gone once it has been done. See ``bot.domain.deadlines``."""

    __tablename__: ClassVar[str] = "deadline"
    __table_args__ = (
        ForeignKeyConstraint(["alliance"], ["alliance.code"]),
        Index("ix_deadline_due", "due_at", "alliance"),
        *sized("deadline", subject=(1, ADDRESS)),
    )

    alliance: str = Field(sa_column=words(CODE, key=True))
    subject: str = Field(sa_column=words(ADDRESS, key=True))
    what: Due = Field(sa_column=one_of(Due, "ck_deadline_what", key=True))
    due_at: datetime = Field(sa_column=instant(key=True))
