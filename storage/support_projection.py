"""The effect on the tables of what happens to requests for support."""

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.consultation import RequestEvent, SupportRequest, made, request_after, subject_of
from bot.domain.events import SupportRequested
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from storage.deadlines import change_deadlines
from storage.decoding import read
from storage.rows import SupportRequestRow, table
from storage.statements import EffectMissed, one_row, touch_one

_REQUESTS = table(SupportRequestRow)
_REQUEST = select(_REQUESTS).where(
    _REQUESTS.c.alliance == bindparam("of_alliance"), _REQUESTS.c.number == bindparam("of_request")
)


def project_support(connection: Connection, alliance: AllianceCode, event: RequestEvent) -> None:
    """Write what an event makes of a request; raise EffectMissed where it does not fit what is stored."""
    if isinstance(event, SupportRequested):
        request = made(event)
        key = {"alliance": alliance, "number": request.number, "member": request.member}
        connection.execute(insert(_REQUESTS), key | {"state": canonical(request)})
        change_deadlines(connection, alliance, subject_of(request.number), (), request.deadlines())
        return
    found = one_row(connection, SupportRequestRow, _REQUEST, of_alliance=alliance, of_request=event.request)
    if found is None:
        raise EffectMissed(table=_REQUESTS.name, touched=0)
    before = read(SupportRequest, found.state)
    try:
        changed = request_after(before, event)
    except EventDoesNotFit as misfit:
        raise EffectMissed(table=_REQUESTS.name, touched=0) from misfit
    of_request = (_REQUESTS.c.alliance == alliance) & (_REQUESTS.c.number == event.request)
    touch_one(connection, update(_REQUESTS).where(of_request).values(state=canonical(changed)), _REQUESTS)
    change_deadlines(connection, alliance, subject_of(event.request), before.deadlines(), changed.deadlines())
