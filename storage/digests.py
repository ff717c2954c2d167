"""The weekly digests of an alliance, read from the tables."""

from sqlalchemy import Connection, bindparam, select

from bot.domain.addresses import Account
from bot.domain.digests import Digest
from bot.domain.ids import AllianceCode, MemberCode
from storage.decoding import read
from storage.rows import DigestRefusalRow, DigestRow, table
from storage.statements import all_rows, one_row

_DIGESTS, _REFUSALS = table(DigestRow), table(DigestRefusalRow)
_EVERY = select(_DIGESTS).where(_DIGESTS.c.alliance == bindparam("alliance")).order_by(_DIGESTS.c.member)
_ONE = _EVERY.where(_DIGESTS.c.member == bindparam("of"))
_REFUSED = select(_REFUSALS.c.account).where(_REFUSALS.c.alliance == bindparam("alliance"))


class StoredDigests:
    """The weekly digests of an alliance, and who wants none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_member(self, alliance: AllianceCode, member: MemberCode) -> Digest | None:
        """Give the digest of a delegation; None where it has never had one."""
        found = one_row(self._connection, DigestRow, _ONE, alliance=alliance, of=member)
        return None if found is None else read(Digest, found.state)

    def every(self, alliance: AllianceCode) -> tuple[Digest, ...]:
        """Give the digest of every delegation, by the code of its member."""
        return tuple(
            read(Digest, row.state) for row in all_rows(self._connection, DigestRow, _EVERY, alliance=alliance)
        )

    def refused(self, alliance: AllianceCode) -> frozenset[Account]:
        """Give the people that want no digest."""
        return frozenset(Account(text) for text in self._connection.scalars(_REFUSED, {"alliance": alliance}))
