"""Alliances, their roster, credentials and channels, read from the tables."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, select

from bot.domain.addresses import Account, Channel
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential
from bot.domain.ids import AllianceCode, BodyName, MemberCode, WeightName
from bot.domain.membership import Member, Tenure
from bot.ports import LinkedChannel
from storage.mapping import alliance_of, credential_of
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
_ALLIANCE = select(_ALLIANCES).where(_ALLIANCES.c.code == bindparam("code"))
_OF_CHANNEL = select(_CHANNELS.c.alliance).where(_CHANNELS.c.channel == bindparam("channel"))
_OF_ACCOUNT = select(_ACCOUNTS.c.alliance).where(_ACCOUNTS.c.account == bindparam("account"))
_CREDENTIAL = (
    select(_CREDENTIALS)
    .where(_CREDENTIALS.c.alliance == bindparam("alliance"), _CREDENTIALS.c.account == bindparam("account"))
    .order_by(_CREDENTIALS.c.seq.desc())
    .limit(1)
)


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
        return self._read(alliance, at, None)

    def member(self, alliance: AllianceCode, code: MemberCode, at: datetime) -> Member | None:
        """Give one state as it stands at ``at``; None where it was not on the roster then."""
        return next(iter(self._read(alliance, at, code)), None)

    def _read(self, alliance: AllianceCode, at: datetime, only: MemberCode | None) -> tuple[Member, ...]:
        """Read the whole roster, or ``only`` one state of it."""
        row = table(MemberRow)
        members = _of(row.c.code, row.c.alliance, alliance, only).order_by(row.c.code)
        statuses = self._statuses(alliance, at, only)
        seats, weights = self._seats(alliance, at, only), self._weights(alliance, only)
        return tuple(
            Member(
                code=MemberCode(member.code),
                name=member.name,
                name_fr=member.name_fr,
                flag=member.flag,
                status=statuses[member.code].status,
                since=statuses[member.code].since,
                weights=weights.get(member.code, {}),
                seats=seats.get(member.code, {}),
                term_start=member.term_start,
                term_end=member.term_end,
            )
            for member in all_rows(self._connection, MemberRow, members)
            if member.code in statuses
        )

    def _statuses(self, alliance: AllianceCode, at: datetime, only: MemberCode | None) -> Mapping[str, StatusRow]:
        row = table(StatusRow)
        begun = _of(row.c.member, row.c.alliance, alliance, only).where(row.c.since <= at).order_by(row.c.since)
        return {period.member: period for period in all_rows(self._connection, StatusRow, begun)}

    def _seats(
        self, alliance: AllianceCode, at: datetime, only: MemberCode | None
    ) -> Mapping[str, Mapping[BodyName, Tenure]]:
        row = table(SeatRow)
        held = _of(row.c.member, row.c.alliance, alliance, only).where(
            row.c.since <= at, row.c.until.is_(None) | (row.c.until > at)
        )
        seats: defaultdict[str, dict[BodyName, Tenure]] = defaultdict(dict)
        for seat in all_rows(self._connection, SeatRow, held.order_by(row.c.body)):
            seats[seat.member][BodyName(seat.body)] = seat.tenure
        return seats

    def _weights(self, alliance: AllianceCode, only: MemberCode | None) -> Mapping[str, Mapping[WeightName, Fraction]]:
        row = table(WeightRow)
        every = _of(row.c.member, row.c.alliance, alliance, only).order_by(row.c.name)
        weights: defaultdict[str, dict[WeightName, Fraction]] = defaultdict(dict)
        for weight in all_rows(self._connection, WeightRow, every):
            weights[weight.member][WeightName(weight.name)] = weight.value
        return weights


def _of(member: Column[str], owner: Column[str], alliance: AllianceCode, only: MemberCode | None) -> Select[Any]:
    rows = select(member.table).where(owner == alliance)
    return rows if only is None else rows.where(member == only)


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
        found = self._read(_latest(alliance).where(_CREDENTIALS.c.member == member))
        return tuple(credential for credential in found if credential.valid_at(at))

    def every(self, alliance: AllianceCode) -> tuple[Credential, ...]:
        """Give the latest credential of every account, by account."""
        return self._read(_latest(alliance))

    def _read(self, statement: Select[Any]) -> tuple[Credential, ...]:
        return tuple(credential_of(row) for row in all_rows(self._connection, CredentialRow, statement))


def _latest(alliance: AllianceCode) -> Select[Any]:
    row, later = _CREDENTIALS, _CREDENTIALS.alias("later")
    replaced = select(later.c.seq).where(
        later.c.alliance == row.c.alliance, later.c.account == row.c.account, later.c.seq > row.c.seq
    )
    return select(row).where(row.c.alliance == alliance, ~replaced.exists()).order_by(row.c.account)


class StoredChannels:
    """The channels linked to an alliance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def linked(self, alliance: AllianceCode) -> tuple[LinkedChannel, ...]:
        """Give the linked channels in the order of linking."""
        links = select(_CHANNELS).where(_CHANNELS.c.alliance == alliance).order_by(_CHANNELS.c.seq)
        return tuple(
            LinkedChannel(channel=Channel(link.channel), purpose=link.purpose)
            for link in all_rows(self._connection, ChannelRow, links)
        )
