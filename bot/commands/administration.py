"""What an operator does from the terminal: found an alliance, enrol its members, give credentials, link channels.

Each is an act like any other: checked whole, recorded in the journal, in one transaction.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.commands.conduct.delegations import flag_where_empty
from bot.commands.conduct.digests import keep_digest, keep_digests
from bot.commands.conduct.opening import open_what_is_due
from bot.commands.conduct.silence import look_again, tell_of_silences
from bot.commands.conduct.yearly import keep_calendar
from bot.commands.zones import check_zone
from bot.domain.addresses import Account, Channel, Purpose
from bot.domain.alliance import LONGEST_CODE, Alliance
from bot.domain.charter import Charter
from bot.domain.council import free_from
from bot.domain.credentials import Letter, Role
from bot.domain.delegations import check_powers
from bot.domain.errors import Refusal
from bot.domain.events import (
    AllianceFounded,
    ChannelLinked,
    CharterApplied,
    CredentialGiven,
    CredentialRevoked,
    MemberEnrolled,
    SigningKeySet,
)
from bot.domain.ids import AllianceCode, BodyName, MemberCode
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE
from bot.domain.terms import TermCause, term_between
from bot.locales.catalogue import LANGUAGES
from bot.ports import UnitOfWork

TERMINAL: Final = "terminal"
"""Who acts when an operator does."""

NAME_LIMIT: Final = 150
FAR_AHEAD: Final = timedelta(days=36_525)
"""Far enough to see every state that has ever been entered on a roster."""


@dataclass(kw_only=True, eq=False)
class AllianceExists(Refusal):
    """A second alliance with the same code."""

    alliance: str


@dataclass(kw_only=True, eq=False)
class UnknownLanguage(Refusal):
    """A language that the house does not speak."""

    value: str
    accepted: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class AllianceNameUnusable(Refusal):
    """A name without a letter or a digit, or too long to show."""

    value: str
    limit: int


@dataclass(kw_only=True, eq=False)
class NotOnTheRoster(Refusal):
    """A credential for a state that is not on the roster."""

    value: str


@dataclass(kw_only=True, eq=False)
class AccountTaken(Refusal):
    """An account that already holds a credential: one account acts for one member of one alliance."""

    account: str
    alliance: str
    role: Role


@dataclass(kw_only=True, eq=False)
class AccountElsewhere(Refusal):
    """An account that acts, or has acted, in another alliance: it belongs to that one for good."""

    account: str
    alliance: str


@dataclass(kw_only=True, eq=False)
class UntilPast(Refusal):
    """A credential that would have run out already."""

    until: datetime


@dataclass(kw_only=True, eq=False)
class NoCredential(Refusal):
    """A revocation for an account that holds no credential."""

    account: str


@dataclass(kw_only=True, eq=False)
class ChannelTaken(Refusal):
    """A channel that belongs to another alliance."""

    channel: str
    alliance: str


@dataclass(kw_only=True, eq=False)
class SeatsOverfilled(Refusal):
    """More holders than the body has seats."""

    body: BodyName
    seats: int
    held: int


@dataclass(kw_only=True, eq=False)
class AlreadyEnrolled(Refusal):
    """States that are on the roster already, with other particulars."""

    members: tuple[str, ...]


def code_of(name: str) -> AllianceCode:
    """Make an alliance's code from its name: lower-case letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return AllianceCode(re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_CODE])


def found_alliance(
    uow: UnitOfWork,
    *,
    name: str,
    time_zone: str,
    language: str,
    charter: Charter,
    now: datetime,
    public_key: str = "",
) -> AllianceCode:
    """Found an alliance under a charter; give its code. ``public_key`` checks the signatures of its checkpoints."""
    code = check_founding(name=name, time_zone=time_zone, language=language)
    if code in uow.alliances.codes():
        raise AllianceExists(alliance=code)
    event = AllianceFounded(code=code, name=name, time_zone=time_zone, language=language, public_key=public_key)
    uow.record(code, event, at=now, by=TERMINAL)
    uow.record(code, CharterApplied(text=charter.text), at=now, by=TERMINAL)
    house = uow.alliances.get(code)
    if house is not None:
        keep_calendar(uow, house, now=now)
    return code


def check_founding(*, name: str, time_zone: str, language: str) -> AllianceCode:
    """Check what an alliance is founded with, before anything is written; give its code."""
    code = code_of(name)
    if not code or len(name) > NAME_LIMIT or not name.isprintable():
        raise AllianceNameUnusable(value=name, limit=NAME_LIMIT)
    check_zone(time_zone)
    if language not in LANGUAGES:
        raise UnknownLanguage(value=language, accepted=LANGUAGES)
    return code


def enrol_members(uow: UnitOfWork, alliance: AllianceCode, members: Sequence[MemberEnrolled], *, now: datetime) -> int:
    """Enter states on the roster; give how many are new. Any that is there already refuses the whole.

    Votes that are due to open are opened first, so that no roll holds a state entered after its instant.
    """
    uow.lock(alliance)
    house = uow.alliances.get(alliance)
    if house is None:
        raise LookupError(alliance)
    open_what_is_due(uow, house, until=now, now=now)
    known = uow.roster.on(alliance, now + FAR_AHEAD)
    again = tuple(enrolled.member for enrolled in members if enrolled.member in {member.code for member in known})
    if again:
        raise AlreadyEnrolled(members=again)
    seats = uow.council.seats(alliance)
    for body in house.charter.bodies.values():
        given = sum(body.name in new.seats for new in members)
        if body.seats is not None and given > free_from(seats, body, now):
            held = body.seats - free_from(seats, body, now) + given
            raise SeatsOverfilled(body=body.name, seats=body.seats, held=held)
    for enrolled in members:
        uow.record(alliance, _watched(house, enrolled, now=now), at=now, by=TERMINAL)
    keep_calendar(uow, house, now=now)
    keep_digests(uow, house, now=now)
    return len(members)


def _watched(alliance: Alliance, enrolled: MemberEnrolled, *, now: datetime) -> MemberEnrolled:
    """Give an enrolment with what reminds of the end of its term, where the charter has rules for it."""
    rules, start, end = alliance.charter.membership, enrolled.term_start, enrolled.term_end
    if rules is None or start is None or end is None or enrolled.status not in MEMBERS_OF_THE_ALLIANCE:
        return enrolled
    zone = alliance.time_zone
    term = term_between(
        start.astimezone(zone).date(),
        end.astimezone(zone).date(),
        cause=TermCause.ENROLMENT,
        rules=rules,
        zone=zone,
        now=now,
    )
    return replace(enrolled, reminders=term.reminders, review_at=term.review_at, watched=True)


def give_credential(
    uow: UnitOfWork,
    alliance: AllianceCode,
    *,
    account: Account,
    role: Role,
    member: MemberCode | None,
    until: datetime | None,
    now: datetime,
    by: str = TERMINAL,
    full_powers: bool = False,
    nationality: MemberCode | None = None,
    letter: Letter | None = None,
) -> int:
    """Give an account the right to act, and give the entry of that in the journal.

    Raise where it has one already, where the state is not on the roster, or where the role takes no full powers.
    """
    uow.lock(alliance)
    if until is not None and until <= now:
        raise UntilPast(until=until)
    check_powers(role, full_powers=full_powers)
    _check_free(uow, alliance, account, now)
    if member is not None and uow.roster.member(alliance, member, now) is None:
        raise NotOnTheRoster(value=member)
    event = CredentialGiven(
        account=account,
        role=role,
        member=member,
        since=now,
        until=until,
        full_powers=full_powers,
        nationality=nationality,
        letter=letter,
    )
    entry = uow.record(alliance, event, at=now, by=by)
    if member is not None and role.casts_ballots:
        tell_of_silences(uow, alliance, account, member, now=now)
        _look_again(uow, alliance, now=now)
    house = uow.alliances.get(alliance)
    if member is not None and role is Role.HEAD and house is not None:
        keep_digest(uow, house, member, now=now)
    return entry


def _check_free(uow: UnitOfWork, alliance: AllianceCode, account: Account, now: datetime) -> None:
    holder = uow.alliances.of_account(account)
    if holder is None:
        return
    credential = uow.credentials.of_account(holder, account)
    if holder != alliance:
        raise AccountElsewhere(account=account.text, alliance=holder)
    if credential is not None and credential.valid_at(now):
        raise AccountTaken(account=account.text, alliance=holder, role=credential.role)


def revoke_credential(
    uow: UnitOfWork, alliance: AllianceCode, *, account: Account, now: datetime, by: str = TERMINAL
) -> int:
    """Take an account's right at once, and give the entry of that in the journal; ballots already cast stand.

    The secretariat is told of a member that is left without anybody who may vote for it.
    """
    uow.lock(alliance)
    credential = uow.credentials.of_account(alliance, account)
    if credential is None or not credential.valid_at(now):
        raise NoCredential(account=account.text)
    entry = uow.record(alliance, CredentialRevoked(account=account, at=now), at=now, by=by)
    house = uow.alliances.get(alliance)
    if house is not None:
        flag_where_empty(uow, house, credential, now=now, by=by)
        look_again(uow, house, now=now)
        if credential.member is not None and credential.role is Role.HEAD:
            keep_digest(uow, house, credential.member, now=now)
    return entry


def _look_again(uow: UnitOfWork, alliance: AllianceCode, *, now: datetime) -> None:
    """Let a silence procedure go on that may have waited for what has just changed."""
    house = uow.alliances.get(alliance)
    if house is not None:
        look_again(uow, house, now=now)


def set_signing_key(uow: UnitOfWork, alliance: AllianceCode, *, public_key: str, now: datetime) -> bool:
    """Have another key sign the checkpoints from now on; tell whether it is another. The record keeps both."""
    uow.lock(alliance)
    if uow.checkpoints.public_key(alliance) == public_key:
        return False
    uow.record(alliance, SigningKeySet(public_key=public_key), at=now, by=TERMINAL)
    return True


def link_channel(uow: UnitOfWork, alliance: AllianceCode, *, channel: Channel, purpose: Purpose, now: datetime) -> None:
    """Bind a channel to the alliance for a purpose.

    Linking it again changes the purpose, and tries once more what could not be posted there.
    """
    uow.lock(alliance)
    holder = uow.alliances.of_channel(channel)
    if holder is not None and holder != alliance:
        raise ChannelTaken(channel=channel.text, alliance=holder)
    uow.record(alliance, ChannelLinked(channel=channel, purpose=purpose), at=now, by=TERMINAL)
    uow.outbox.revive(channel, due=now)
    _look_again(uow, alliance, now=now)
