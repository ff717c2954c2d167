"""A small charter for tests, and the ways to change one of its lines."""

from adapters.cli.terminal import fault_sentence
from bot.charters.faults import CharterFaults
from bot.charters.load import parse_charter

SMALL = """\
[charter]
version = 1
title = { en = "League", fr = "Ligue" }
weights = ["population"]

[rights]
active = ["vote", "propose"]
candidate = ["attend"]

[bodies.assembly]
title = { en = "Assembly", fr = "Assemblée" }

[bodies.council]
title = { en = "Council", fr = "Conseil" }
seats = 15

[defaults]
debate = "72h"
voting = "72h"
reminders = ["24h", "1h"]

[kinds.sanctions]
title = { en = "Sanctions", fr = "Sanctions" }
body = "council"
adopt = "at least 10 of 15 seats"

[kinds.procedure]
title = { en = "Procedure", fr = "Procédure" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 1/2 of entitled members voted"
"""

SANCTIONS = 'adopt = "at least 10 of 15 seats"'
"""The line of the sanctions' rule in SMALL, to be replaced."""


def changed(old: str, new: str) -> str:
    """Give SMALL with one text replaced, which must be there once."""
    if SMALL.count(old) != 1:
        raise ValueError(f"{old!r} is not in the charter once")
    return SMALL.replace(old, new)


def faults(text: str) -> list[tuple[int, str, str]]:
    """Give line, place and message of each fault of a charter; none where it has no fault."""
    try:
        parse_charter(text)
    except CharterFaults as found:
        return [(fault.line, fault.where, fault.message_id) for fault in found.faults]
    return []


def sentences(text: str) -> list[str]:
    """Give the sentence of each fault of a charter, as the terminal says it."""
    try:
        parse_charter(text)
    except CharterFaults as found:
        return [fault_sentence(fault) for fault in found.faults]
    return []
