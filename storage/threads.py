"""Under which message a post is written: that of the post of its own channel whose key its notice names.

Posts of one address are written in the order in which they were owed, and a card is owed before what belongs in its
thread, so the message is known by then. Where it was never written, the post stands by itself. One that was given up
later still has its thread: what had been written there before is looked for there.
"""

from sqlalchemy import Connection, select

from bot.domain.addresses import Account
from bot.ports import Post
from storage.rows import OutboxRow, table
from storage.rows.delivery import AddressKind


def thread_of(connection: Connection, post: Post) -> str | None:
    """Give the platform's id of the message in whose thread a post is written; None where it stands by itself."""
    key = post.notice.thread_of
    if key is None or isinstance(post.to, Account):
        return None
    row = table(OutboxRow)
    message = select(row.c.message).where(
        row.c.alliance == post.alliance,
        row.c.address_kind == AddressKind.CHANNEL,
        row.c.address == post.to.text,
        row.c.key == key,
    )
    return connection.scalar(message)
