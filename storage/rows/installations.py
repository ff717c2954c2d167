"""Rows of the installations of a platform's app. ``facts`` holds tokens: these tables are in no backup."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import CODE, KEY, PROSE, instant, sized, words
from storage.rows.table import Row


class InstallationRow(Row, table=True):
    """An installation in a workspace or an organisation; ``holder`` is empty for the app's own."""

    __tablename__: ClassVar[str] = "installation"
    __table_args__ = sized("installation", place=(1, CODE), holder=(0, CODE), organisation=(0, CODE))

    place: str = Field(sa_column=words(CODE, key=True))
    holder: str = Field(sa_column=words(CODE, key=True))
    organisation: str = Field(sa_column=words(CODE))
    installed_at: datetime = Field(sa_column=instant())
    facts: str = Field(sa_column=words(PROSE))


class InstallationBegunRow(Row, table=True):
    """An installation under way: the state by which its end is known again, and until when it may come."""

    __tablename__: ClassVar[str] = "installation_begun"
    __table_args__ = sized("installation_begun", state=(1, KEY))

    state: str = Field(sa_column=words(KEY, key=True))
    until: datetime = Field(sa_column=instant())
