"""The running house as ``doctor`` looks at it: who serves what, what is overdue, what waits, what the clock says.

What the settings do not name is left alone: whoever takes a token away ends with that all that its platform asked for.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfoNotFoundError

from adapters.cli.findings import Finding, fine, of_alliance, refused, wrong
from adapters.cli.lacks import lacks_findings
from adapters.cli.looking import Look
from bot.domain.addresses import Account, Platform
from bot.domain.blockages import Blockage, Obstacle, Place, Workspace
from bot.domain.errors import Refusal
from bot.domain.ids import AllianceCode
from bot.jobs.alarms import addresses_of
from bot.jobs.heartbeat import BEAT
from bot.ports import Reach

LATE: Final = timedelta(minutes=5)
"""A deadline or a post that is overdue for longer is held up by something that does not pass by itself."""
MISSED: Final = 2
"""Beats after which a platform that was not heard of is out of reach, as for the decision rules."""
RECENT: Final = timedelta(days=7)
SOON: Final = timedelta(days=14)
SHOWN: Final = 10
"""How many outages or dead letters are told one by one."""


def house_findings(look: Look, sound: Iterable[AllianceCode]) -> Iterator[Finding]:
    """Look at what all alliances share; ``sound`` are those whose journals can be trusted."""
    yield fine("doctor.running" if look.running else "doctor.not_running")
    yield from _clock(look, sound)
    yield from _platforms(look)
    yield from _outages(look)
    yield from _posts(look)
    yield from _dead_letters(look)


def alliance_findings(look: Look, code: AllianceCode) -> Iterator[Finding]:
    """Look at what is one alliance's own."""
    try:
        alliance = look.uow.alliances.get(code)
    except ZoneInfoNotFoundError:
        yield wrong("doctor.zone", alliance=code)
        return
    except Refusal as refusal:
        yield of_alliance(code, refused(refusal))
        return
    if alliance is None:
        yield wrong("doctor.no_charter", alliance=code)
        return
    yield from lacks_findings(look, code)
    yield from _tokens(look, code)
    yield from _blockages(look, code)
    yield from _overdue(look, code)
    yield from _credentials(look, code)


def _clock(look: Look, sound: Iterable[AllianceCode]) -> Iterator[Finding]:
    """Tell of a clock that went back: deadlines come late by it, and the record looks disordered."""
    entries = (look.uow.journal.last_instant(code) for code in sound)
    beats = (each.seen_at for each in look.uow.liveness.reach().values())
    latest = max((at for at in (*entries, *beats) if at is not None), default=look.now)
    ahead = latest - look.now
    if ahead > BEAT:
        yield wrong("doctor.clock", minutes=-(-ahead // timedelta(minutes=1)), latest=latest)


def _platforms(look: Look) -> Iterator[Finding]:
    """Tell of each platform that is served, and who serves Discord where only one of several bots may."""
    for platform, reach in sorted(look.uow.liveness.reach().items()):
        if reach.served and platform in look.wanted:
            yield _platform(reach, look)
    leader = look.uow.leases.holder(Platform.DISCORD)
    if leader is not None:
        yield fine("doctor.leader", owner=leader)


def _platform(reach: Reach, look: Look) -> Finding:
    if reach.trouble is not None:
        return wrong("doctor.trouble", platform=reach.platform, since=reach.seen_at or look.now, trouble=reach.trouble)
    if reach.seen_at is None:
        return wrong("doctor.never_reached", platform=reach.platform)
    if look.now - reach.seen_at > MISSED * BEAT:
        return wrong("doctor.not_reached", platform=reach.platform, since=reach.seen_at)
    return fine("doctor.reached", platform=reach.platform)


def _outages(look: Look) -> Iterator[Finding]:
    """Tell of the latest outages that are over: they may explain a deadline that moved."""
    ended = [
        each
        for each in look.uow.liveness.outages(since=look.now - RECENT, now=look.now)
        if not each.lasting and each.platform is not Platform.CONSOLE
    ]
    for outage in ended[-SHOWN:]:
        yield fine("doctor.outage", platform=outage.platform, since=outage.since, until=outage.until)


def _posts(look: Look) -> Iterator[Finding]:
    """Tell what waits; posts for a platform that is not set are told of by their channel alone."""
    count = look.uow.outbox.waiting()
    oldest = look.uow.outbox.next_due(platforms=look.wanted) if look.wanted else None
    if oldest is not None and look.now - oldest > LATE:
        yield wrong("doctor.posts_late.running" if look.running else "doctor.posts_late", count=count, oldest=oldest)
    else:
        yield fine("doctor.waiting", count=count)


def _dead_letters(look: Look) -> Iterator[Finding]:
    letters = [letter for letter in look.uow.outbox.dead() if letter.to.platform in look.asked_for]
    for letter in letters[-SHOWN:]:
        kind = "doctor.dead.person" if isinstance(letter.to, Account) else "doctor.dead.channel"
        yield wrong(kind, address=letter.to.text, key=letter.key, reason=letter.reason)
    if len(letters) > SHOWN:
        yield wrong("doctor.dead.more", count=len(letters) - SHOWN)


def _tokens(look: Look, code: AllianceCode) -> Iterator[Finding]:
    """Tell of channels on a platform that is not set; where a bot has served it, its token was taken away since."""
    linked = {found.channel.platform for found in look.uow.channels.linked(code)}
    for platform in (Platform.SLACK, Platform.DISCORD):
        if platform in linked and platform not in look.wanted:
            served = platform in look.uow.liveness.reach()
            yield (fine if served else wrong)(
                "doctor.token_taken" if served else "doctor.no_token", alliance=code, platform=platform
            )


def _blockages(look: Look, code: AllianceCode) -> Iterator[Finding]:
    """Tell of each place that is closed to the bot until somebody acts; the secretariat has been told too.

    Nobody has to do anything about a place that nothing is posted to any more: a person who acts for nobody, a channel
    that is not linked or that was replaced, a platform that is not set.
    """
    closed = look.uow.blockages.every_open(code)
    shut = frozenset(found.place for found in closed)
    in_use = _in_use(look, code)
    for found in closed:
        if found.platform not in look.wanted or found.place not in in_use or _is_replaced(look, found, shut):
            continue
        yield wrong("doctor.blocked", alliance=code, place=str(found.place), since=found.since, reason=found.reason)


def _in_use(look: Look, code: AllianceCode) -> frozenset[Place]:
    """Give the places that something is posted to: channels, people, their workspaces, and every platform."""
    addresses = addresses_of(look.uow, code, look.now)
    return frozenset({*addresses, *map(Workspace.of, addresses), *Platform})


def _is_replaced(look: Look, found: Blockage, shut: frozenset[Place]) -> bool:
    """Tell whether a channel that is gone has another, open one of its platform linked for what it was for."""
    if found.obstacle is not Obstacle.GONE:
        return False
    linked = look.uow.channels.linked(found.alliance)
    purposes = {each.purpose for each in linked if each.channel == found.place}
    return any(
        each.purpose in purposes and each.channel.platform is found.platform and each.channel not in shut
        for each in linked
    )


def _overdue(look: Look, code: AllianceCode) -> Iterator[Finding]:
    overdue = look.uow.deadlines.due(code, look.now - LATE, limit=1)
    for deadline in overdue:
        told = "doctor.overdue.running" if look.running else "doctor.overdue"
        yield wrong(told, alliance=code, motion=deadline.motion, at=deadline.at)


def _credentials(look: Look, code: AllianceCode) -> Iterator[Finding]:
    """Tell of credentials that run out soon, so that nobody finds out with a ballot in hand."""
    ending = [
        held
        for held in look.uow.credentials.every(code)
        if held.until is not None and held.valid_at(look.now) and held.until - look.now <= SOON
    ]
    if ending:
        first = min(ending, key=lambda held: (held.until or look.now, held.account.text))
        yield fine(
            "doctor.ending", alliance=code, count=len(ending), account=first.account.text, until=first.until or look.now
        )
