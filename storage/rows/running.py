"""Rows of the running house: when each platform was in reach, its outages, and who leads."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from bot.domain.addresses import Platform
from storage.columns import CODE, NAME, PROSE, instant, one_of, sized, words
from storage.rows.table import Row


class LivenessRow(Row, table=True):
    """What is known of a platform; ``served`` while this deployment is configured for it."""

    __tablename__: ClassVar[str] = "liveness"

    platform: Platform = Field(sa_column=one_of(Platform, "ck_liveness_platform", key=True))
    served: bool
    seen_at: datetime | None = Field(sa_column=instant(optional=True))
    trouble: str | None = Field(sa_column=words(PROSE, optional=True))


class OutageRow(Row, table=True):
    """A time during which a platform was out of reach."""

    __tablename__: ClassVar[str] = "outage"

    platform: Platform = Field(sa_column=one_of(Platform, "ck_outage_platform", key=True))
    since: datetime = Field(sa_column=instant(key=True))
    until: datetime = Field(sa_column=instant())


class LeaseRow(Row, table=True):
    """Who leads in something, and until when unless it says so again; ``until`` is the database's own time."""

    __tablename__: ClassVar[str] = "lease"
    __table_args__ = sized("lease", name=(1, CODE), owner=(1, NAME))

    name: str = Field(sa_column=words(CODE, key=True))
    owner: str = Field(sa_column=words(NAME))
    until: datetime = Field(sa_column=instant())
