"""The effect on the tables of what happens to requests for support."""

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.consultation import RequestEvent, SupportRequest, made, request_after, subject_of
from bot.domain.deadlines import Due
from bot.domain.events import SupportRequested
from bot.domain.evolution import EventDoesNotFit
from bot.domain.ids import AllianceCode
from bot.domain.journal import canonical
from storage.decoding import read
from storage.rows import DeadlineRow, SupportRequestRow, table
from storage.statements import EffectMissed, one_row, touch_one

_REQUESTS, _DEADLINES = table(SupportRequestRow), table(DeadlineRow)
_REQUEST = select(_REQUESTS).where(
    _REQUESTS.c.alliance == bindparam("of_alliance"), _REQUESTS.c.number == bindparam("of_request")
)


def project_support(connection: Connection, alliance: AllianceCode, event: RequestEvent) -> None:
    """Write what an event makes of a request; raise EffectMissed where it does not fit what is stored."""
    if isinstance(event, SupportRequested):
        request = made(event)
        key = {"alliance": alliance, "number": request.number, "member": request.member}
        connection.execute(insert(_REQUESTS), key | {"state": canonical(request)})
        _write_deadlines(connection, alliance, request)
        return
    found = one_row(connection, SupportRequestRow, _REQUEST, of_alliance=alliance, of_request=event.request)
    if found is None:
        raise EffectMissed(table=_REQUESTS.name, touched=0)
    try:
        changed = request_after(read(SupportRequest, found.state), event)
    except EventDoesNotFit as misfit:
        raise EffectMissed(table=_REQUESTS.name, touched=0) from misfit
    of_request = (_REQUESTS.c.alliance == alliance) & (_REQUESTS.c.number == event.request)
    touch_one(connection, update(_REQUESTS).where(of_request).values(state=canonical(changed)), _REQUESTS)
    _write_deadlines(connection, alliance, changed)


def _write_deadlines(connection: Connection, alliance: AllianceCode, request: SupportRequest) -> None:
    """Write down what the clock must do about a request as it now is."""
    of_request = (_DEADLINES.c.subject == subject_of(request.number)) & (_DEADLINES.c.what == Due.REQUEST)
    connection.execute(delete(_DEADLINES).where(_DEADLINES.c.alliance == alliance, of_request))
    rows = [
        {"alliance": alliance, "subject": each.subject, "what": each.what, "due_at": each.at}
        for each in sorted(request.deadlines())
    ]
    if rows:
        connection.execute(insert(_DEADLINES), rows)
