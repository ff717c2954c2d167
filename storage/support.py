"""The requests for support of an alliance, read from the tables."""

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.consultation import SupportRequest
from bot.domain.ids import AllianceCode, RequestNumber
from storage.decoding import read
from storage.rows import SupportRequestRow, table
from storage.statements import all_rows, one_row
from storage.votes import numbers_from

_REQUESTS = table(SupportRequestRow)
_EVERY = select(_REQUESTS).where(_REQUESTS.c.alliance == bindparam("alliance")).order_by(_REQUESTS.c.number)
_ONE = _EVERY.where(_REQUESTS.c.number == bindparam("which"))
_LAST = select(func.max(_REQUESTS.c.number)).where(_REQUESTS.c.alliance == bindparam("alliance"))


class StoredRequests:
    """The requests for support of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alliance: AllianceCode, number: RequestNumber) -> SupportRequest | None:
        """Give one request."""
        found = one_row(self._connection, SupportRequestRow, _ONE, alliance=alliance, which=number)
        return None if found is None else read(SupportRequest, found.state)

    def every(self, alliance: AllianceCode) -> tuple[SupportRequest, ...]:
        """Give every request, in the order of their numbers."""
        found = all_rows(self._connection, SupportRequestRow, _EVERY, alliance=alliance)
        return tuple(read(SupportRequest, row.state) for row in found)

    def next_number(self, alliance: AllianceCode) -> RequestNumber:
        """Give the number that the next request will bear."""
        last = self._connection.scalar(_LAST, {"alliance": alliance})
        return RequestNumber(max((last or 0) + 1, numbers_from(self._connection, alliance)))
