"""What the house does when its record has been read back from a copy: say so, and trust nothing that came after it."""

from datetime import datetime

from bot.commands.administration import TERMINAL
from bot.domain.events import RecordRestored
from bot.domain.ids import AllianceCode
from bot.domain.notices import RestoredNotice
from bot.domain.restoration import numbers_after
from bot.ports import UnitOfWork


def carry_on(uow: UnitOfWork, *, copied_at: datetime, now: datetime) -> None:
    """Record the restore in every alliance and tell every linked channel.

    Posts that were not written when the copy was made may have been written since: they are looked for first.
    """
    uow.outbox.doubt(since=copied_at)
    for code in uow.alliances.codes():
        _carry_on(uow, code, copied_at, now)


def _carry_on(uow: UnitOfWork, code: AllianceCode, copied_at: datetime, now: datetime) -> None:
    uow.lock(code)
    numbers_from = numbers_after(uow.motions.next_number(code), copied_at=copied_at, restored_at=now)
    event = RecordRestored(copied_at=copied_at, restored_at=now, numbers_from=numbers_from)
    uow.record(code, event, at=now, by=TERMINAL)
    notice = RestoredNotice(copied_at=copied_at, restored_at=now, numbers_from=numbers_from)
    for linked in uow.channels.linked(code):
        uow.outbox.owe(code, notice, linked.channel, due=now)
