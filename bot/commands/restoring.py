"""What the house does when its record has been read back from a copy: say so, and trust nothing that came after it."""

from datetime import datetime

from bot.commands.administration import TERMINAL
from bot.commands.conduct.opening import opened
from bot.commands.conduct.owing import owe_card, renew
from bot.commands.conduct.sessions import renew_invitations, show_session
from bot.domain.deadlines import Due
from bot.domain.events import RecordRestored
from bot.domain.ids import AllianceCode
from bot.domain.notices import RequestCard, RestoredNotice
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
    _show_again(uow, code, now)


def _show_again(uow: UnitOfWork, code: AllianceCode, now: datetime) -> None:
    """Have the cards of what is under way say what is on record: they show what is not, or not any more."""
    alliance = uow.alliances.get(code)
    if alliance is None:
        return
    for deadline in (*uow.deadlines.of_kind(code, Due.OPENING), *uow.deadlines.of_kind(code, Due.CLOSING)):
        owe_card(uow, alliance, opened(uow, alliance, deadline.motion), due=now)
    for session in uow.sessions.ahead(code):
        show_session(uow, alliance, session, now=now)
        renew_invitations(uow, alliance, session, now=now)
    for request in uow.requests.every(code):
        if request.open:
            renew(uow, alliance, RequestCard(request=request.number), now=now)
