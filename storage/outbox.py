"""The outbox: what is owed to the platforms, claimed under a lease and settled by whoever holds the claim.

New posts of one address are written in the order in which they were owed: a post waits until every earlier
one of its address has been written or given up. Edits of posts that exist neither wait nor hold others up, so
that an edit whose answer was lost does not keep a result back for a lease.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
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
from bot.ports import Address, DeadLetter, Delivery, Post
from storage.columns import UtcDateTime
from storage.decoding import UnreadableRecord, read
from storage.rows import OutboxRow, PostState, table
from storage.rows.delivery import AddressKind
from storage.statements import all_rows, one_row, upserting
from storage.threads import thread_of
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
        free = select(row.c.id, row.c.due_at).where(row.c.due_at <= now, row.c.platform.in_(platforms), _free(row))
        picked = free.order_by(row.c.due_at, row.c.id).limit(limit).with_for_update(skip_locked=True, of=row)
        due = {number: at for number, at in self._connection.execute(picked)}  # noqa: C416 (rows are no pairs)
        if not due:
            return ()
        taken = (
            update(row)
            .where(row.c.id.in_(due))
            .values(
                state=PostState.SENDING,
                owner=owner,
                attempts=row.c.attempts + 1,
                first_try_at=func.coalesce(row.c.first_try_at, literal(now, UtcDateTime())),
                due_at=now + lease,
                again_at=None,
            )
            .returning(row)
        )
        found = all_rows(self._connection, OutboxRow, taken)
        self._writes.happened()
        in_order = sorted(found, key=lambda each: each.id)
        return tuple(post for each in in_order if (post := self._readable(each, due[each.id])) is not None)

    def _readable(self, found: OutboxRow, due_at: datetime) -> Post | None:
        """Give a claimed row as a post; one that this version cannot read becomes a dead letter."""
        try:
            post = _post(found, due_at)
        except UnreadableRecord as unknown:
            row = table(OutboxRow)
            dead = update(row).where(row.c.id == found.id)
            self._settle(dead.values(state=PostState.DEAD, due_at=None, owner=None, reason=str(unknown)))
            return None
        return replace(post, thread=thread_of(self._connection, post))

    def delivered(self, post: Post, *, owner: str, message: str, at: datetime) -> None:
        """Mark the claimed revision shown; a revision raised meanwhile makes the post due again.

        Nothing happens where the claim has been lost to someone else.
        """
        row = table(OutboxRow)
        newer = row.c.revision > post.revision
        self._settle(
            _claimed(post, owner).values(
                state=case((newer, PostState.PENDING.value), else_=PostState.SHOWN.value),
                due_at=case((newer, func.coalesce(row.c.again_at, literal(at, UtcDateTime()))), else_=null()),
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

    def dropped(self, post: Post, *, owner: str) -> None:
        """Take a claimed post out of the outbox: what it would say has been overtaken."""
        row = table(OutboxRow)
        self._connection.execute(delete(row).where(_held(post, owner)))
        self._writes.happened()

    def deliveries(self, alliance: AllianceCode, key: str) -> tuple[Delivery, ...]:
        """Tell what has become of a notice at each address to which it is owed."""
        row = table(OutboxRow)
        owed = select(row).where(row.c.alliance == alliance, row.c.key == key).order_by(row.c.id)
        return tuple(
            Delivery(
                to=_address(found),
                shown_at=found.shown_at if found.shown_revision >= found.revision else None,
                dead=found.state is PostState.DEAD,
            )
            for found in all_rows(self._connection, OutboxRow, owed)
        )

    def revive(self, to: Address, *, due: datetime, dead: bool = True) -> None:
        """Make what was put off at an address, and its ``dead`` letters, due again at ``due``.

        Their attempts are kept.
        """
        row = table(OutboxRow)
        put_off = and_(row.c.state == PostState.PENDING, row.c.attempts > 0, row.c.due_at > due)
        waiting = update(row).where(
            row.c.address_kind == _kind(to),
            row.c.address == to.text,
            or_(row.c.state == PostState.DEAD, put_off) if dead else put_off,
        )
        self._settle(waiting.values(state=PostState.PENDING, due_at=due))

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

    def dead(self) -> tuple[DeadLetter, ...]:
        """Give the dead letters, oldest first."""
        row = table(OutboxRow)
        wanted = select(row).where(row.c.state == PostState.DEAD).order_by(row.c.id)
        return tuple(_letter(found) for found in all_rows(self._connection, OutboxRow, wanted))

    def dead_letter(self, number: int) -> DeadLetter | None:
        """Give one dead letter; None where the post is none, or none any more."""
        row = table(OutboxRow)
        wanted = select(row).where(row.c.id == number, row.c.state == PostState.DEAD)
        found = one_row(self._connection, OutboxRow, wanted)
        return None if found is None else _letter(found)

    def doubt(self, *, since: datetime) -> int:
        """Have every unwritten post looked for before it is written; give how many there are.

        For a start after a silence since ``since``: another copy of the record may have written them meanwhile.
        """
        row = table(OutboxRow)
        unwritten = update(row).where(row.c.due_at.is_not(None), row.c.message.is_(None), row.c.attempts == 0)
        return self._connection.execute(unwritten.values(attempts=1, first_try_at=since)).rowcount

    def pull_in(self, now: datetime, *, latest: datetime) -> int:
        """Bring posts due after ``latest`` forward to ``now``, for a clock that has gone back; give how many."""
        row = table(OutboxRow)
        pulled = self._connection.execute(update(row).where(row.c.due_at > latest).values(due_at=now)).rowcount
        if pulled:
            self._writes.happened()
        return pulled

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
    return update(table(OutboxRow)).where(_held(post, owner))


def _held(post: Post, owner: str) -> ColumnElement[bool]:
    row = table(OutboxRow)
    return and_(row.c.id == post.id, row.c.owner == owner, row.c.attempts == post.attempts)


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


def _letter(row: OutboxRow) -> DeadLetter:
    return DeadLetter(
        number=row.id, alliance=AllianceCode(row.alliance), to=_address(row), key=row.key, reason=row.reason or ""
    )


def _address(row: OutboxRow) -> Address:
    return Account(row.address) if row.address_kind is AddressKind.ACCOUNT else Channel(row.address)


def _kind(to: Address) -> AddressKind:
    return AddressKind.ACCOUNT if isinstance(to, Account) else AddressKind.CHANNEL


def _post(row: OutboxRow, due_at: datetime) -> Post:
    kind = _NOTICES.get(row.notice)
    if kind is None or row.first_try_at is None:
        raise UnreadableRecord(found=f"notice {row.notice}")
    return Post(
        id=row.id,
        alliance=AllianceCode(row.alliance),
        to=_address(row),
        key=row.key,
        notice=read(kind, row.facts),
        revision=row.revision,
        attempts=row.attempts,
        due_at=due_at,
        first_try_at=row.first_try_at,
        message=row.message,
    )
