"""The suite's charter with rules on membership: by votes, or by notice."""

from datetime import UTC, datetime, timedelta

from bot.domain.dossier import Dossier
from bot.domain.ids import MemberCode
from tests.behaviour.charter import CHARTER
from tests.behaviour.world import World

_KINDS = """
[kinds.reinstatement]
title = { en = "Reinstatement", fr = "Rétablissement" }
body = "assembly"
adopt = "at least 2/3 of other members in good standing"
effect = "binding"
concerned = "excluded"
names_member = true
confers = "active"

[kinds.non-renewal]
title = { en = "Non-renewal", fr = "Non-renouvellement" }
body = "assembly"
adopt = "at least 2/3 of all other members"
quorum = "at least 1/2 of entitled members voted"
effect = "binding"
concerned = "excluded"
names_member = true
confers = "expired"

[kinds.lifting]
title = { en = "Lifting", fr = "Levée" }
body = "assembly"
adopt = "at least 2/3 of other members in good standing"
effect = "binding"
concerned = "excluded"
names_member = true
confers = "active"
"""

_RULES = """
[membership]
admission = "admission"
suspension = "suspension"
reinstatement = "reinstatement"
non_renewal = "non-renewal"
lifting = "lifting"

[membership.declaration]
version = "2026"
en = "We govern by law."
fr = "Nous gouvernons selon le droit."

[membership.review]
"""

BY_VOTE = f'{CHARTER}{_KINDS}{_RULES}fails = "vote"\nmeets = "vote"\n'
"""A confirmed finding opens a motion."""

BY_NOTICE = f'{CHARTER}{_KINDS}{_RULES}fails = "notice"\nnotice = "30d"\nmeets = "notice"\nobjection = "14d"\n'
"""A confirmed finding has its effect at the end of a notice."""

TALLINN = "Europe/Tallinn"


async def dossier(world: World, member: str) -> Dossier:
    """Give what is kept of a member."""
    found = await world.house.writer.read(lambda uow: uow.standing.dossier(world.code, MemberCode(member)))
    assert found is not None
    return found


async def status(world: World, member: str, at: datetime | None = None) -> str:
    """Give the status of a member now, or at an instant."""
    when = at or world.clock.now()
    found = await world.house.writer.read(lambda uow: uow.roster.member(world.code, MemberCode(member), when))
    assert found is not None
    return found.status.value


async def wait_until(world: World, at: datetime) -> None:
    """Let the time pass up to an instant, and one second more."""
    await world.pass_time(at + timedelta(seconds=1) - world.clock.now())


def day(text: str) -> datetime:
    """Give noon of a day in UTC."""
    return datetime.fromisoformat(f"{text}T12:00:00").replace(tzinfo=UTC)
