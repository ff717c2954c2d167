"""What is kept of members beside their status, and their reviews, read from the tables."""

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.dossier import Dossier
from bot.domain.ids import AllianceCode, MemberCode, ReviewNumber
from bot.domain.review import Review
from storage.mapping import dossier_of, review_of
from storage.rows import DossierRow, ReviewRow, table
from storage.statements import all_rows, one_row

_DOSSIERS, _REVIEWS = table(DossierRow), table(ReviewRow)
_OF_ALLIANCE = select(_DOSSIERS).where(_DOSSIERS.c.alliance == bindparam("alliance")).order_by(_DOSSIERS.c.member)
_OF_MEMBER = _OF_ALLIANCE.where(_DOSSIERS.c.member == bindparam("of"))
_EVERY = select(_REVIEWS).where(_REVIEWS.c.alliance == bindparam("alliance")).order_by(_REVIEWS.c.number)
_ONE = _EVERY.where(_REVIEWS.c.number == bindparam("which"))
_OPEN = _EVERY.where(_REVIEWS.c.member == bindparam("of"), _REVIEWS.c.closed_at.is_(None))
_LAST = select(func.max(_REVIEWS.c.number)).where(_REVIEWS.c.alliance == bindparam("alliance"))


class StoredStanding:
    """The dossiers and the reviews of an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def dossier(self, alliance: AllianceCode, member: MemberCode) -> Dossier | None:
        """Give what is kept of a member; None for a state that is not on the roster."""
        found = one_row(self._connection, DossierRow, _OF_MEMBER, alliance=alliance, of=member)
        return None if found is None else dossier_of(found)

    def dossiers(self, alliance: AllianceCode) -> tuple[Dossier, ...]:
        """Give every dossier, by the code of its member."""
        return tuple(dossier_of(row) for row in all_rows(self._connection, DossierRow, _OF_ALLIANCE, alliance=alliance))

    def review(self, alliance: AllianceCode, number: ReviewNumber) -> Review | None:
        """Give one review."""
        found = one_row(self._connection, ReviewRow, _ONE, alliance=alliance, which=number)
        return None if found is None else review_of(found)

    def open_review(self, alliance: AllianceCode, member: MemberCode) -> Review | None:
        """Give the review of a member that is under way; None where there is none."""
        found = one_row(self._connection, ReviewRow, _OPEN, alliance=alliance, of=member)
        return None if found is None else review_of(found)

    def reviews(self, alliance: AllianceCode) -> tuple[Review, ...]:
        """Give every review, in the order of their numbers."""
        return tuple(review_of(row) for row in all_rows(self._connection, ReviewRow, _EVERY, alliance=alliance))

    def next_review(self, alliance: AllianceCode) -> ReviewNumber:
        """Give the number that the next review will bear."""
        last = self._connection.scalar(_LAST, {"alliance": alliance})
        return ReviewNumber((last or 0) + 1)
