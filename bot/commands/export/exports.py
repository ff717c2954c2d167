"""The content of each file that the record is exported as.

A journal names the account of each act and holds drafts, so it is not for everybody; and it is exported up to the first
ballot that is kept back (``horizon``).
"""

from itertools import islice

from bot.commands.context import Context
from bot.commands.export.feed import due_dates, feed
from bot.commands.export.forms import Export, FileForm
from bot.commands.export.horizon import entries_told
from bot.commands.export.sheets import SHEETS
from bot.commands.export.writing import as_csv, as_json, as_popolo


def exported(export: Export, form: FileForm, context: Context) -> str:
    """Give the content of a file, as the record stands."""
    uow, alliance, now = context.uow, context.alliance, context.now
    match export:
        case Export.POPOLO:
            return as_popolo(SHEETS["motions"](uow, alliance, now), SHEETS["roll-calls"](uow, alliance, now), alliance)
        case Export.CALENDAR:
            return feed(alliance, due_dates(context), context.interpreter.language).decode()
        case Export.JOURNAL:
            entries = islice(uow.journal.entries(alliance.code), entries_told(context))
            return "".join(f"{entry.body}\n" for entry in entries)
        case _:
            sheet = SHEETS[export.value](uow, alliance, now)
            return as_csv(sheet) if form is FileForm.CSV else as_json(sheet, alliance)
