"""The seats, who stands for them, and the elections by ranked ballots, read from the tables."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.domain.council import Nomination, Seat
from bot.domain.elections import Count, Election, Ranking
from bot.domain.ids import AllianceCode, BodyName, MemberCode, MotionNumber
from storage.decoding import read
from storage.rows import ElectionRow, NominationRow, RankingRow, SeatRow, table
from storage.statements import all_rows


class StoredCouncil:
    """The seats and the elections of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seats(self, alliance: AllianceCode) -> tuple[Seat, ...]:
        """Give every time that a member has held, holds or will hold a seat, in order."""
        row = table(SeatRow)
        wanted = select(row).where(row.c.alliance == alliance).order_by(row.c.body, row.c.since, row.c.member)
        return tuple(_seat(found) for found in all_rows(self._connection, SeatRow, wanted))

    def nominations(self, alliance: AllianceCode, body: BodyName) -> tuple[Nomination, ...]:
        """Give every nomination for seats of a body, in the order in which they were made."""
        row = table(NominationRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.body == body).order_by(row.c.seq)
        return tuple(_nomination(found) for found in all_rows(self._connection, NominationRow, wanted))

    def elections(self, alliance: AllianceCode, body: BodyName) -> tuple[Election, ...]:
        """Give the elections to seats of a body, in the order of their motions."""
        row = table(ElectionRow)
        return self._elections(select(row).where(row.c.alliance == alliance, row.c.body == body).order_by(row.c.motion))

    def election(self, alliance: AllianceCode, motion: MotionNumber) -> Election | None:
        """Give the election that a motion is; None where it is none."""
        row = table(ElectionRow)
        found = self._elections(select(row).where(row.c.alliance == alliance, row.c.motion == motion))
        return found[0] if found else None

    def rankings(self, alliance: AllianceCode, motion: MotionNumber) -> Mapping[MemberCode, Ranking]:
        """Give the ranked ballots of an election, by member."""
        row = table(RankingRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.motion == motion).order_by(row.c.member)
        cast = all_rows(self._connection, RankingRow, wanted)
        return {MemberCode(found.member): read(tuple[MemberCode, ...], found.ranking) for found in cast}

    def _elections(self, wanted: Select[Any]) -> tuple[Election, ...]:
        return tuple(_election(found) for found in all_rows(self._connection, ElectionRow, wanted))


def _seat(row: SeatRow) -> Seat:
    return Seat(
        body=BodyName(row.body),
        member=MemberCode(row.member),
        tenure=row.tenure,
        since=row.since,
        until=row.until,
        motion=_number(row.motion),
    )


def _nomination(row: NominationRow) -> Nomination:
    return Nomination(body=BodyName(row.body), member=MemberCode(row.member), at=row.at, motion=_number(row.motion))


def _election(row: ElectionRow) -> Election:
    return Election(
        motion=MotionNumber(row.motion),
        body=BodyName(row.body),
        seats=row.seats,
        candidates=read(tuple[MemberCode, ...], row.candidates),
        since=row.since,
        until=row.until,
        count=None if row.result is None else read(Count, row.result),
    )


def _number(value: int | None) -> MotionNumber | None:
    return None if value is None else MotionNumber(value)
