"""What of the record is exported as a file, and in which forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.errors import Refusal


class Export(StrEnum):
    """What is exported."""

    MOTIONS = "motions"
    ROLL_CALLS = "roll-calls"
    MEMBERS = "members"
    TERMS = "terms"
    CONTRIBUTIONS = "contributions"
    COMMITMENTS = "commitments"
    AUTHORISATIONS = "authorisations"
    POPOLO = "popolo"
    CALENDAR = "calendar"
    JOURNAL = "journal"


class FileForm(StrEnum):
    """The form of a file, which is the ending of its name."""

    CSV = "csv"
    JSON = "json"
    LINES = "jsonl"
    CALENDAR = "ics"


FORMS: Final[Mapping[Export, tuple[FileForm, ...]]] = {
    **dict.fromkeys(Export, (FileForm.CSV, FileForm.JSON)),
    Export.POPOLO: (FileForm.JSON,),
    Export.CALENDAR: (FileForm.CALENDAR,),
    Export.JOURNAL: (FileForm.LINES,),
}
"""The forms of each; the first is taken where none is named."""


@dataclass(kw_only=True, eq=False)
class FormNotWritten(Refusal):
    """A form in which something is not exported."""

    export: Export
    value: str
    accepted: tuple[str, ...]


def form_of(export: Export, asked: FileForm | None) -> FileForm:
    """Give the form to write in; raise FormNotWritten where that is none of its forms."""
    if asked is not None and asked not in FORMS[export]:
        raise FormNotWritten(export=export, value=asked.value, accepted=tuple(each.value for each in FORMS[export]))
    return asked or FORMS[export][0]
