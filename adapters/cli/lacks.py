"""What an alliance lacks before it can vote, as ``doctor`` tells it: each with the command that gives it.

An alliance needs an officer who opens motions, a member and somebody who votes for it, and a channel for motions. What
lies on a platform that is not set does not count: nobody can act from there.
"""

from collections.abc import Iterator
from typing import Final

from adapters.cli.findings import Finding, wrong
from adapters.cli.looking import Look
from adapters.cli.terminal import SAY
from bot.domain.addresses import Platform, Purpose
from bot.domain.credentials import Role
from bot.domain.ids import AllianceCode

ACCOUNTS: Final = {
    Platform.SLACK: "slack:TEAM:USER",
    Platform.DISCORD: "discord:USER",
    Platform.CONSOLE: "console:NAME",
}
CHANNELS: Final = {
    Platform.SLACK: "slack:TEAM:CHANNEL",
    Platform.DISCORD: "discord:GUILD:CHANNEL",
    Platform.CONSOLE: "console:main",
}
"""How an address is written, by platform; the words in capitals stand for ids."""


def lacks_findings(look: Look, code: AllianceCode) -> Iterator[Finding]:
    """Tell of each thing without which nobody can open a motion, vote on it or see it."""
    yield from _people(look, code)
    yield from _channels(look, code)


def _people(look: Look, code: AllianceCode) -> Iterator[Finding]:
    every = look.uow.credentials.every(code)
    acting = {held.role for held in every if held.valid_at(look.now) and held.account.platform in look.met_on}
    where, account = _platforms(look), ACCOUNTS[_example(look)]
    if Role.SECRETARIAT not in acting:
        command = _command(look, code, f"credential add {account} --secretariat")
        yield wrong("doctor.no_secretariat", alliance=code, platforms=where, command=command)
    members = look.uow.roster.on(code, look.now)
    if not members:
        yield wrong("doctor.no_member", alliance=code, command=_command(look, code, "import roster FILE"))
    elif not any(role.casts_ballots for role in acting):
        command = _command(look, code, f"credential add {account} --member {members[0].code} --role head")
        yield wrong("doctor.no_voter", alliance=code, platforms=where, command=command)


def _channels(look: Look, code: AllianceCode) -> Iterator[Finding]:
    linked = [found for found in look.uow.channels.linked(code) if found.channel.platform in look.met_on]
    missing = look.wanted - {found.channel.platform for found in linked}
    for platform in sorted(missing):
        yield wrong(
            "doctor.no_channel", alliance=code, platform=platform, command=_linking(look, code, CHANNELS[platform])
        )
    if not missing and all(found.purpose is not Purpose.MOTIONS for found in linked):
        yield wrong("doctor.no_motions", alliance=code, command=_linking(look, code, CHANNELS[_example(look)]))


def _linking(look: Look, code: AllianceCode, channel: str) -> str:
    return _command(look, code, f"link {channel} --purpose {Purpose.MOTIONS}")


def _command(look: Look, code: AllianceCode, arguments: str) -> str:
    """Write a command as it is typed; the alliance is named only where there are several."""
    several = len(look.uow.alliances.codes()) > 1
    return f"plenary {arguments} --alliance {code}" if several else f"plenary {arguments}"


def _example(look: Look) -> Platform:
    """Give the platform of which a command's addresses are."""
    return next((each for each in (Platform.SLACK, Platform.DISCORD) if each in look.wanted), Platform.CONSOLE)


def _platforms(look: Look) -> tuple[str, ...]:
    return tuple(SAY.words(f"Platform.{platform.value}") for platform in sorted(look.met_on))
