"""The outbox: what is owed to the platforms, claimed under a lease and settled by whoever holds the claim.

New posts of one address are written in the order in which they were owed: a post waits until every earlier
one of its address has been written or given up. Edits of posts that exist neither wait nor hold others up, so
that an edit whose answer was lost does not keep a result back for a lease.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import Insert, Update

from bot.domain.addresses import Account, Channel, Platform
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from bot.domain.notices import NOTICES, Notice
from bot.ports import Address, Post
from storage.decoding import UnreadableRecord, read
from storage.rows import OutboxRow, PostState, table
from storage.rows.delivery import AddressKind
from storage.statements import all_rows, upserting
from storage.writes import Writes

_NOTICES: Mapping[str, type[Notice]] = {notice.__name__: notice for notice in NOTICES}


class StoredOutbox:
    """What is owed to the platforms."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def owe(self, alliance: AllianceCode, notice: Notice, to: Address, *, due: datetime) -> None:
        """Owe ``notice`` to an address, not before ``due``.

        Where it is owed already, raise its revision so that it is made current: a post still waiting keeps
        the earlier due, one whose last attempt was put off keeps its own, one being sent becomes due again
        once it is delivered. A dead letter gets another try, which counts as one more attempt, so that a post
        that may exist is looked for.
        """
        values = {
            "alliance": alliance,
            "address_kind": _kind(to),
            "address": to.text,
            "platform": to.platform,
            "key": notice.key,
            "notice": type(notice).__name__,
            "facts": canonical(notice),
            "due_at": due,
            "revision": 1,
            "shown_revision": 0,
            "state": PostState.PENDING,
            "attempts": 0,
        }
        self._connection.execute(_owing(self._connection.dialect.name), values)
        self._writes.happened()

    def claim(
        self, *, owner: str, now: datetime, lease: timedelta, limit: int, platforms: frozenset[Platform]
    ) -> tuple[Post, ...]:
        """Take posts for ``platforms`` that are due, oldest first; no one else gets them for ``lease``."""
        row = table(OutboxRow)
        free = select(row.c.id).where(row.c.due_at <= now, row.c.platform.in_(platforms), _free(row))
        due = free.order_by(row.c.due_at, row.c.id).limit(limit).with_for_update(skip_locked=True).cte("due")
        taken = (
            update(row)
            .where(row.c.id.in_(select(due.c.id)))
            .values(
                state=PostState.SENDING,
                owner=owner,
                attempts=row.c.attempts + 1,
                first_try_at=func.coalesce(row.c.first_try_at, now),
                due_at=now + lease,
                again_at=None,
            )
            .returning(row)
        )
        found = all_rows(self._connection, OutboxRow, taken)
        if found:
            self._writes.happened()
        return tuple(
            post for each in sorted(found, key=lambda each: each.id) if (post := self._readable(each)) is not None
        )

    def _readable(self, found: OutboxRow) -> Post | None:
        """Give a claimed row as a post; one that this version cannot read becomes a dead letter."""
        try:
            return _post(found)
        except UnreadableRecord as unknown:
            row = table(OutboxRow)
            dead = update(row).where(row.c.id == found.id)
            self._settle(dead.values(state=PostState.DEAD, due_at=None, owner=None, reason=str(unknown)))
            return None

    def delivered(self, post: Post, *, owner: str, message: str, at: datetime) -> None:
        """Mark the claimed revision shown; a revision raised meanwhile makes the post due again.

        Nothing happens where the claim has been lost to someone else.
        """
        row = table(OutboxRow)
        newer = row.c.revision > post.revision
        self._settle(
            _claimed(post, owner).values(
                state=case((newer, PostState.PENDING.value), else_=PostState.SHOWN.value),
                due_at=case((newer, func.coalesce(row.c.again_at, at)), else_=null()),
                again_at=None,
                shown_revision=post.revision,
                owner=None,
                attempts=0,
                first_try_at=None,
                shown_at=at,
                message=message,
                reason=None,
            )
        )

    def postponed(self, post: Post, *, owner: str, until: datetime, reason: str) -> None:
        """Give a claimed post back, due at ``until``: it is certain that nothing was posted."""
        self._settle(_claimed(post, owner).values(state=PostState.PENDING, due_at=until, owner=None, reason=reason))

    def abandoned(self, post: Post, *, owner: str, reason: str) -> None:
        """Put a claimed post among the dead letters."""
        self._settle(_claimed(post, owner).values(state=PostState.DEAD, due_at=None, owner=None, reason=reason))

    def revive(self, to: Address, *, due: datetime) -> None:
        """Make the dead letters of an address due again at ``due``, with their attempts kept."""
        row = table(OutboxRow)
        letters = update(row).where(
            row.c.address_kind == _kind(to), row.c.address == to.text, row.c.state == PostState.DEAD
        )
        self._settle(letters.values(state=PostState.PENDING, due_at=due))

    def next_due(self, *, platforms: frozenset[Platform] | None = None) -> datetime | None:
        """Give the earliest instant at which a post, of ``platforms`` where named, is due.

        A post that waits for an earlier one of its address does not count: it is due once that one is
        settled.
        """
        row = table(OutboxRow)
        earliest = select(func.min(row.c.due_at)).where(row.c.due_at.is_not(None), _free(row))
        if platforms is not None:
            earliest = earliest.where(row.c.platform.in_(platforms))
        return cast("datetime | None", self._connection.scalar(earliest))

    def waiting(self) -> int:
        """Count the posts not yet shown in their latest revision."""
        row = table(OutboxRow)
        return self._connection.scalars(select(func.count()).where(row.c.due_at.is_not(None))).one()

    def dead(self) -> tuple[tuple[str, str, str], ...]:
        """Give the dead letters as (address, key, reason), oldest first."""
        row = table(OutboxRow)
        found = self._connection.execute(
            select(row.c.address, row.c.key, row.c.reason).where(row.c.state == PostState.DEAD).order_by(row.c.id)
        )
        return tuple((address, key, reason or "") for address, key, reason in found)

    def _settle(self, change: Update) -> None:
        if self._connection.execute(change).rowcount:
            self._writes.happened()


@cache
def _owing(dialect: str) -> Insert:
    """Make the statement that owes a post or raises its revision; it is given its row when it runs."""
    row = table(OutboxRow)
    owed = upserting(row, dialect)
    due = owed.excluded.due_at
    settled = row.c.due_at.is_(None)
    sooner = and_(row.c.state == PostState.PENDING, row.c.attempts == 0, row.c.due_at > due)
    again = and_(row.c.state == PostState.SENDING, or_(row.c.again_at.is_(None), row.c.again_at > due))
    return owed.on_conflict_do_update(
        index_elements=[row.c.alliance, row.c.address_kind, row.c.address, row.c.key],
        set_={
            "revision": row.c.revision + 1,
            "facts": owed.excluded.facts,
            "state": case((settled, PostState.PENDING.value), else_=row.c.state),
            "due_at": case((or_(settled, sooner), due), else_=row.c.due_at),
            "again_at": case((again, due), else_=row.c.again_at),
        },
    )


def _claimed(post: Post, owner: str) -> Update:
    """Change the row of a claim still held.

    The count of attempts tells a claim that was lost from a later one of the same owner.
    """
    row = table(OutboxRow)
    return update(row).where(row.c.id == post.id, row.c.owner == owner, row.c.attempts == post.attempts)


def _free(row: FromClause) -> ColumnElement[bool]:
    """Whether no earlier post of the address is still to be written first."""
    earlier = table(OutboxRow).alias("earlier")
    waits = exists().where(
        and_(
            earlier.c.address_kind == row.c.address_kind,
            earlier.c.address == row.c.address,
            earlier.c.id < row.c.id,
            earlier.c.due_at.is_not(None),
            earlier.c.message.is_(None),
        )
    )
    return or_(row.c.message.is_not(None), ~waits)


def _kind(to: Address) -> AddressKind:
    return AddressKind.ACCOUNT if isinstance(to, Account) else AddressKind.CHANNEL


def _post(row: OutboxRow) -> Post:
    kind = _NOTICES.get(row.notice)
    if kind is None or row.first_try_at is None:
        raise UnreadableRecord(found=f"notice {row.notice}")
    return Post(
        id=row.id,
        alliance=AllianceCode(row.alliance),
        to=Account(row.address) if row.address_kind is AddressKind.ACCOUNT else Channel(row.address),
        key=row.key,
        notice=read(kind, row.facts),
        revision=row.revision,
        attempts=row.attempts,
        first_try_at=row.first_try_at,
        message=row.message,
    )
