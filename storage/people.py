"""Alliances, their roster, credentials and channels, read from the tables."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from itertools import zip_longest
from typing import Any, cast

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.ids import AllianceCode, BodyName, MemberCode, WeightName
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Member, StatusPeriod, Tenure
from bot.ports import LinkedChannel
from storage.mapping import alliance_of, credential_of, member_of, period_of
from storage.rows import (
    AccountRow,
    AllianceRow,
    ChannelRow,
    CredentialRow,
    MemberRow,
    SeatRow,
    StatusRow,
    WeightRow,
    table,
)
from storage.statements import all_rows, one_row

_ALLIANCES, _CHANNELS, _ACCOUNTS = table(AllianceRow), table(ChannelRow), table(AccountRow)
_CREDENTIALS = table(CredentialRow)
_MEMBERS, _STATUSES, _SEATS, _WEIGHTS = table(MemberRow), table(StatusRow), table(SeatRow), table(WeightRow)
_ALLIANCE = select(_ALLIANCES).where(_ALLIANCES.c.code == bindparam("code"))
_OF_CHANNEL = select(_CHANNELS.c.alliance).where(_CHANNELS.c.channel == bindparam("channel"))
_OF_ACCOUNT = select(_ACCOUNTS.c.alliance).where(_ACCOUNTS.c.account == bindparam("account"))
_CREDENTIAL = (
    select(_CREDENTIALS)
    .where(_CREDENTIALS.c.alliance == bindparam("alliance"), _CREDENTIALS.c.account == bindparam("account"))
    .order_by(_CREDENTIALS.c.seq.desc())
    .limit(1)
)
_LATER = _CREDENTIALS.alias("later")
_REPLACED = select(_LATER.c.seq).where(
    _LATER.c.alliance == _CREDENTIALS.c.alliance,
    _LATER.c.account == _CREDENTIALS.c.account,
    _LATER.c.seq > _CREDENTIALS.c.seq,
)
_LATEST = (
    select(_CREDENTIALS)
    .where(_CREDENTIALS.c.alliance == bindparam("alliance"), ~_REPLACED.exists())
    .order_by(_CREDENTIALS.c.account)
)
_OF_MEMBER = _LATEST.where(_CREDENTIALS.c.member == bindparam("member"))
_LINKED = select(_CHANNELS).where(_CHANNELS.c.alliance == bindparam("alliance")).order_by(_CHANNELS.c.seq)

_AT = bindparam("at", type_=_STATUSES.c.since.type)
_ENROLLED = select(_MEMBERS).where(_MEMBERS.c.alliance == bindparam("alliance")).order_by(_MEMBERS.c.code)
_BEGUN = (
    select(_STATUSES)
    .where(_STATUSES.c.alliance == bindparam("alliance"), _STATUSES.c.since <= _AT)
    .order_by(_STATUSES.c.since, _STATUSES.c.seq)
)
_TIMELINE = (
    select(_STATUSES)
    .where(_STATUSES.c.alliance == bindparam("alliance"), _STATUSES.c.member == bindparam("of"))
    .order_by(_STATUSES.c.since, _STATUSES.c.seq)
)
_SEATED = (_SEATS.c.since <= _AT) & or_(_SEATS.c.until.is_(None), _SEATS.c.until > _AT)
_HELD = select(_SEATS).where(_SEATS.c.alliance == bindparam("alliance"), _SEATED).order_by(_SEATS.c.body)
_WEIGHED = select(_WEIGHTS).where(_WEIGHTS.c.alliance == bindparam("alliance")).order_by(_WEIGHTS.c.name)


def _one_member() -> Select[Any]:
    """Make the statement of one state with its status, seats and weights: few rows, and one way to the database."""
    row = _MEMBERS
    begun = _STATUSES.alias("begun")
    since = select(func.max(begun.c.since)).where(
        begun.c.alliance == row.c.alliance, begun.c.member == row.c.code, begun.c.since <= _AT
    )
    status = (_STATUSES.c.alliance == row.c.alliance) & (_STATUSES.c.member == row.c.code)
    seats = (_SEATS.c.alliance == row.c.alliance) & (_SEATS.c.member == row.c.code) & _SEATED
    weights = (_WEIGHTS.c.alliance == row.c.alliance) & (_WEIGHTS.c.member == row.c.code)
    return (
        select(
            row,
            _STATUSES.c.status,
            _STATUSES.c.since,
            _STATUSES.c.cause,
            _STATUSES.c.motion,
            _STATUSES.c.review,
            _SEATS.c.body,
            _SEATS.c.tenure,
            _WEIGHTS.c.name.label("weight"),
            _WEIGHTS.c.value,
        )
        .select_from(row.join(_STATUSES, status).outerjoin(_SEATS, seats).outerjoin(_WEIGHTS, weights))
        .where(row.c.alliance == bindparam("alliance"), row.c.code == bindparam("code"))
        .where(_STATUSES.c.since == since.scalar_subquery())
        .order_by(_STATUSES.c.seq.desc(), _SEATS.c.body, _WEIGHTS.c.name)
    )


_MEMBER = _one_member()


class StoredAlliances:
    """The alliances of this deployment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def codes(self) -> tuple[AllianceCode, ...]:
        """Give the codes of all alliances, in order."""
        codes = self._connection.scalars(select(_ALLIANCES.c.code).order_by(_ALLIANCES.c.code))
        return tuple(AllianceCode(code) for code in codes)

    def get(self, code: AllianceCode) -> Alliance | None:
        """Give an alliance with its charter in force; None before one has been applied."""
        found = one_row(self._connection, AllianceRow, _ALLIANCE, code=code)
        return None if found is None else alliance_of(found)

    def of_channel(self, channel: Channel) -> AllianceCode | None:
        """Give the one alliance a channel is linked to."""
        code = self._connection.scalar(_OF_CHANNEL, {"channel": channel.text})
        return None if code is None else AllianceCode(code)

    def of_account(self, account: Account) -> AllianceCode | None:
        """Give the one alliance an account holds or has held a credential in."""
        code = self._connection.scalar(_OF_ACCOUNT, {"account": account.text})
        return None if code is None else AllianceCode(code)


class StoredRoster:
    """The members of an alliance on any date, from dated periods."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on(self, alliance: AllianceCode, at: datetime) -> tuple[Member, ...]:
        """Give every state on the roster at ``at``, by code; states enrolled later are not in it."""
        connection = self._connection
        begun = all_rows(connection, StatusRow, _BEGUN, alliance=alliance, at=at)
        statuses: dict[str, StatusRow] = {}
        for period in begun:
            left = period.coming and statuses[period.member].status not in MEMBERS_OF_THE_ALLIANCE
            if not left:  # what was to come of itself to a state that has left by then does not come
                statuses[period.member] = period
        seats: defaultdict[str, dict[BodyName, Tenure]] = defaultdict(dict)
        for seat in all_rows(connection, SeatRow, _HELD, alliance=alliance, at=at):
            seats[seat.member][BodyName(seat.body)] = seat.tenure
        weights: defaultdict[str, dict[WeightName, Fraction]] = defaultdict(dict)
        for weight in all_rows(connection, WeightRow, _WEIGHED, alliance=alliance):
            weights[weight.member][WeightName(weight.name)] = weight.value
        return tuple(
            member_of(row, statuses[row.code], weights=weights.get(row.code, {}), seats=seats.get(row.code, {}))
            for row in all_rows(connection, MemberRow, _ENROLLED, alliance=alliance)
            if row.code in statuses
        )

    def member(self, alliance: AllianceCode, code: MemberCode, at: datetime) -> Member | None:
        """Give one state as it stands at ``at``; None where it was not on the roster then."""
        found = self._connection.execute(_MEMBER, {"alliance": alliance, "code": code, "at": at}).all()
        if not found:
            return None
        weights = {WeightName(row.weight): row.value for row in found if row.weight is not None}
        seats = {BodyName(row.body): row.tenure for row in found if row.body is not None}
        return member_of(cast("MemberRow", found[0]), cast("StatusRow", found[0]), weights=weights, seats=seats)

    def timeline(self, alliance: AllianceCode, code: MemberCode) -> tuple[StatusPeriod, ...]:
        """Give the statuses that a state has had, has and is set to have, in their order."""
        rows = all_rows(self._connection, StatusRow, _TIMELINE, alliance=alliance, of=code)
        ends = [row.since for row in rows[1:]]
        return tuple(period_of(row, until) for row, until in zip_longest(rows, ends))


class StoredCredentials:
    """Who may act for whom: the latest credential of an account is the one that counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_account(self, alliance: AllianceCode, account: Account) -> Credential | None:
        """Give the account's latest credential, valid or not."""
        latest = one_row(self._connection, CredentialRow, _CREDENTIAL, alliance=alliance, account=account.text)
        return None if latest is None else credential_of(latest)

    def of_member(self, alliance: AllianceCode, member: MemberCode, at: datetime) -> tuple[Credential, ...]:
        """Give the credentials of a member's delegation that hold at ``at``, by account."""
        found = self._read(_OF_MEMBER, alliance=alliance, member=member)
        return tuple(credential for credential in found if credential.valid_at(at))

    def every(self, alliance: AllianceCode) -> tuple[Credential, ...]:
        """Give the latest credential of every account, by account."""
        return self._read(_LATEST, alliance=alliance)

    def _read(self, statement: Select[Any], **values: object) -> tuple[Credential, ...]:
        return tuple(credential_of(row) for row in all_rows(self._connection, CredentialRow, statement, **values))


class StoredChannels:
    """The channels linked to an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def linked(self, alliance: AllianceCode) -> tuple[LinkedChannel, ...]:
        """Give the linked channels in the order of linking."""
        return tuple(
            LinkedChannel(channel=Channel(link.channel), purpose=link.purpose)
            for link in all_rows(self._connection, ChannelRow, _LINKED, alliance=alliance)
        )
