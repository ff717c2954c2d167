"""The effect of events on what follows adopted motions."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.events import ImplementationEvent
from bot.domain.ids import AllianceCode
from bot.domain.implementation import Implementation
from bot.domain.implementation_evolution import implementation_after
from bot.domain.journal import canonical
from storage.deadlines import change_deadlines
from storage.decoding import read
from storage.rows import ImplementationRow, table
from storage.statements import EffectMissed, one_row, touch_one

_ROWS = table(ImplementationRow)
_ROW = select(_ROWS).where(_ROWS.c.alliance == bindparam("of_alliance"), _ROWS.c.motion == bindparam("of_motion"))


def project_implementation(connection: Connection, alliance: AllianceCode, event: ImplementationEvent) -> None:
    """Write what an event changes; raise EffectMissed where it does not fit what is stored."""
    found = one_row(connection, ImplementationRow, _ROW, of_alliance=alliance, of_motion=event.motion)
    before = Implementation(motion=event.motion) if found is None else read(Implementation, found.state)
    try:
        after = implementation_after(before, event)
    except ValueError as misfit:
        raise EffectMissed(table=_ROWS.name, touched=0) from misfit
    key: dict[str, Any] = {"alliance": alliance, "motion": event.motion}
    if found is None:
        connection.execute(insert(_ROWS), key | {"state": canonical(after)})
    else:
        of_motion = (_ROWS.c.alliance == alliance) & (_ROWS.c.motion == event.motion)
        touch_one(connection, update(_ROWS).where(of_motion).values(state=canonical(after)), _ROWS)
    change_deadlines(connection, alliance, after.subject, before.deadlines(), after.deadlines())
