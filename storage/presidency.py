"""Who was elected to preside, and what the chairs have ruled, read from the tables."""

from sqlalchemy import Connection, select

from bot.domain.chairing import Term
from bot.domain.ids import AllianceCode, BodyName
from bot.domain.ruling import Ruling
from storage.mapping import ruling_of, term_of
from storage.rows import OfficeRow, RulingRow, table
from storage.statements import all_rows, one_row


class StoredPresidency:
    """The terms of office and the rulings of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def terms(self, alliance: AllianceCode, body: BodyName) -> tuple[Term, ...]:
        """Give the terms of office that elections to the chair of a body began, in their order."""
        row = table(OfficeRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.body == body).order_by(row.c.seq)
        return tuple(term_of(found) for found in all_rows(self._connection, OfficeRow, wanted))

    def rulings(self, alliance: AllianceCode) -> tuple[Ruling, ...]:
        """Give every ruling, in the order of their numbers."""
        row = table(RulingRow)
        wanted = select(row).where(row.c.alliance == alliance).order_by(row.c.number)
        return tuple(ruling_of(found) for found in all_rows(self._connection, RulingRow, wanted))

    def ruling(self, alliance: AllianceCode, number: int) -> Ruling | None:
        """Give the ruling of a number; None where there is no such ruling."""
        row = table(RulingRow)
        wanted = select(row).where(row.c.alliance == alliance, row.c.number == number)
        found = one_row(self._connection, RulingRow, wanted)
        return None if found is None else ruling_of(found)
