"""What the core needs of the world outside, as Protocols. ``storage`` and ``adapters`` fill them.

The unit of work is one transaction. State changes in it through ``record`` alone: the event goes into the journal and
its effect into the tables together. What must be said goes into the outbox of the same transaction.
"""

from bot.ports.delivery import (
    Address,
    Answered,
    Answers,
    DeadLetter,
    Delivery,
    Notifier,
    Outbox,
    Post,
    Postponed,
    Uncertain,
    Undeliverable,
    check_not_late,
)
from bot.ports.record import (
    Act,
    Alliances,
    Ballots,
    Channels,
    Council,
    Credentials,
    Deadlines,
    Head,
    Journal,
    LinkedChannel,
    Motions,
    Presidency,
    Roster,
)
from bot.ports.running import (
    Clock,
    Leases,
    Liveness,
    Observer,
    Reach,
    Unobserved,
)
from bot.ports.work import (
    NotRecorded,
    OutcomeUnknown,
    RecordRefused,
    UnitOfWork,
    Writer,
)

__all__ = [
    "Act",
    "Address",
    "Alliances",
    "Answered",
    "Answers",
    "Ballots",
    "Channels",
    "Clock",
    "Council",
    "Credentials",
    "DeadLetter",
    "Deadlines",
    "Delivery",
    "Head",
    "Journal",
    "Leases",
    "LinkedChannel",
    "Liveness",
    "Motions",
    "NotRecorded",
    "Notifier",
    "Observer",
    "Outbox",
    "OutcomeUnknown",
    "Post",
    "Postponed",
    "Presidency",
    "Reach",
    "RecordRefused",
    "Roster",
    "Uncertain",
    "Undeliverable",
    "UnitOfWork",
    "Unobserved",
    "Writer",
    "check_not_late",
]
