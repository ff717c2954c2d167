"""The beginning of a silence period: once every delegation has the text.

Spec: rules, silence procedure. The period counts from the last delivery to the delegations, which is an event of its
own. A delegation has the text once one of its people has been written to; where none of them can be, once the card
stands in a channel on a platform where it has an account.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.moving import counting_of
from bot.commands.conduct.opening import CLOCK, open_voting, opened
from bot.commands.conduct.owing import owe_card, renew
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.charter import Procedure
from bot.domain.deadlines import Due
from bot.domain.events import SilenceBegun
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.motion import Motion
from bot.domain.notices import MotionCard, SilenceNotice
from bot.ports import Delivery, UnitOfWork


def begin_where_delivered(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> None:
    """Let the period run from the last delivery, where every delegation has been given the text and it does not yet."""
    silence = motion.course.silence
    if silence is None or not motion.awaits_delivery:
        return
    delivered = list(_deliveries(uow, alliance, motion, now=now))
    if not delivered or any(at is None for at in delivered):
        return
    last = max(at for at in delivered if at is not None)
    closes_at = counting_of(alliance, motion).after(last, silence.length)
    event = SilenceBegun(motion=motion.number, delivered_at=last, closes_at=closes_at)
    entry = uow.record(alliance.code, event, at=now, by=CLOCK)
    begun = opened(uow, alliance, motion.number)
    renew(uow, alliance, SilenceNotice(motion=motion.number), now=now)
    owe_card(uow, alliance, begun, due=now)
    announce(uow, alliance, begun, entry, now=now)


def tell_of_silences(
    uow: UnitOfWork, alliance: AllianceCode, account: Account, member: MemberCode, *, now: datetime
) -> None:
    """Give the texts of the silence procedures that run to someone who has come to a delegation since."""
    for motion in uow.motions.in_vote(alliance):
        elector = uow.motions.elector(alliance, motion.number, member)
        if motion.course.silence is not None and elector is not None and elector.entitled:
            uow.outbox.owe(alliance, SilenceNotice(motion=motion.number), account, due=now)


def look_again(uow: UnitOfWork, alliance: Alliance, *, now: datetime) -> None:
    """Take up what waits to start or to run, after a change of credentials or channels that it may have waited for."""
    for deadline in uow.deadlines.of_kind(alliance.code, Due.OPENING):
        motion = opened(uow, alliance, deadline.motion)
        if motion.course.procedure is Procedure.SILENCE and motion.due_to_open(now):
            owe_card(uow, alliance, open_voting(uow, alliance, motion, now=now), due=now)
    for motion in uow.motions.in_vote(alliance.code):
        if motion.awaits_delivery:
            owe_card(uow, alliance, motion, due=now)
            begin_where_delivered(uow, alliance, motion, now=now)


def _deliveries(uow: UnitOfWork, alliance: Alliance, motion: Motion, *, now: datetime) -> Iterator[datetime | None]:
    """Give for each entitled member when it had the text; None where it has not."""
    told = uow.outbox.deliveries(alliance.code, SilenceNotice(motion=motion.number).key)
    cards = uow.outbox.deliveries(alliance.code, MotionCard(motion=motion.number).key)
    for elector in uow.motions.electors(alliance.code, motion.number):
        if elector.entitled and not motion.course.has_lost_vote(elector.member):
            yield _given(uow, alliance, elector.member, told, cards, now=now)


def _given(
    uow: UnitOfWork,
    alliance: Alliance,
    member: MemberCode,
    told: Iterable[Delivery],
    cards: Iterable[Delivery],
    *,
    now: datetime,
) -> datetime | None:
    """Give when a member had the text: by its last delivery, so that none of its people learns of it later."""
    held = uow.credentials.of_member(alliance.code, member, now)
    accounts = {credential.account for credential in held if credential.role.casts_ballots}
    own = [each for each in told if isinstance(each.to, Account) and each.to in accounts]
    if any(each.waits for each in own):
        return None
    shown = [each.shown_at for each in own if each.shown_at is not None]
    if not shown:
        platforms = {account.platform for account in accounts}
        shown = [each.shown_at for each in cards if each.shown_at is not None and each.to.platform in platforms]
    return max(shown, default=None)
