"""The effect on the tables of what happens to the weekly digests."""

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.digests import Digest, DigestEvent, digest_after, subject_of
from bot.domain.events import DigestChosen
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from storage.deadlines import change_deadlines
from storage.decoding import read
from storage.rows import DigestRefusalRow, DigestRow, table
from storage.statements import EffectMissed, one_row, touch_one, upserting

_DIGESTS, _REFUSALS = table(DigestRow), table(DigestRefusalRow)
_DIGEST = select(_DIGESTS).where(
    _DIGESTS.c.alliance == bindparam("of_alliance"), _DIGESTS.c.member == bindparam("of_member")
)


def project_digest(connection: Connection, alliance: AllianceCode, event: DigestEvent) -> None:
    """Write what an event makes of a digest; raise EffectMissed where it does not fit what is stored."""
    found = one_row(connection, DigestRow, _DIGEST, of_alliance=alliance, of_member=event.member)
    before = Digest(member=event.member) if found is None else read(Digest, found.state)
    try:
        after = digest_after(before, event)
    except EventDoesNotFit as misfit:
        raise EffectMissed(table=_DIGESTS.name, touched=0) from misfit
    key = {"alliance": alliance, "member": event.member}
    if found is None:
        connection.execute(insert(_DIGESTS), key | {"state": canonical(after)})
    else:
        of = (_DIGESTS.c.alliance == alliance) & (_DIGESTS.c.member == event.member)
        touch_one(connection, update(_DIGESTS).where(of).values(state=canonical(after)), _DIGESTS)
    change_deadlines(connection, alliance, subject_of(event.member), before.deadlines(), after.deadlines())


def project_choice(connection: Connection, alliance: AllianceCode, event: DigestChosen) -> None:
    """Keep who wants no digest."""
    if event.wanted:
        of = (_REFUSALS.c.alliance == alliance) & (_REFUSALS.c.account == event.account.text)
        connection.execute(delete(_REFUSALS).where(of))
        return
    refuses = {"alliance": alliance, "account": event.account.text}
    connection.execute(upserting(_REFUSALS, connection.dialect.name).on_conflict_do_nothing(), refuses)
