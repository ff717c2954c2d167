"""Delegations read from the tables: codes, contests, how people are spoken to; and wrong codes, which it counts."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from bot.domain.addresses import Account
from bot.domain.delegations import TRIES_WITHIN, Contest, Invitation, Preferences
from bot.domain.ids import AllianceCode, MemberCode
from storage.mapping import contest_of, invitation_of, preferences_of
from storage.rows import CodeTryRow, DelegationRow, InvitationRow, PreferenceRow, table
from storage.statements import all_rows, one_row, upserting
from storage.writes import Writes

_INVITATIONS, _DELEGATIONS = table(InvitationRow), table(DelegationRow)
_PREFERENCES, _TRIES = table(PreferenceRow), table(CodeTryRow)
_BY_DIGEST: Final = select(_INVITATIONS).where(_INVITATIONS.c.digest == bindparam("digest"))
_OF_MEMBER: Final = (
    select(_INVITATIONS)
    .where(_INVITATIONS.c.alliance == bindparam("alliance"), _INVITATIONS.c.member == bindparam("member"))
    .order_by(_INVITATIONS.c.seq)
)
_EVERY: Final = (
    select(_DELEGATIONS).where(_DELEGATIONS.c.alliance == bindparam("alliance")).order_by(_DELEGATIONS.c.member)
)
_PREFERENCE: Final = select(_PREFERENCES).where(
    _PREFERENCES.c.alliance == bindparam("alliance"), _PREFERENCES.c.account == bindparam("account")
)
_TRIED: Final = select(_TRIES.c.at).where(_TRIES.c.account == bindparam("account")).order_by(_TRIES.c.at)


class StoredDelegations:
    """The delegations of an alliance as wholes, and its people's own choices."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes

    def invitation(self, digest: str) -> tuple[AllianceCode, Invitation] | None:
        """Find the code that has a digest, and the alliance that it is of."""
        found = one_row(self._connection, InvitationRow, _BY_DIGEST, digest=digest)
        return None if found is None else (AllianceCode(found.alliance), invitation_of(found))

    def invitations(self, alliance: AllianceCode, member: MemberCode) -> tuple[Invitation, ...]:
        """Give the codes for a member's delegation, used ones too, in the order in which they were given."""
        found = all_rows(self._connection, InvitationRow, _OF_MEMBER, alliance=alliance, member=member)
        return tuple(invitation_of(row) for row in found)

    def contests(self, alliance: AllianceCode) -> tuple[Contest, ...]:
        """Give the delegations that are contested, by member."""
        found = (contest_of(row) for row in all_rows(self._connection, DelegationRow, _EVERY, alliance=alliance))
        return tuple(contest for contest in found if contest is not None)

    def emptied(self, alliance: AllianceCode) -> frozenset[MemberCode]:
        """Give the members of which it has been told that nobody may vote for them."""
        rows = all_rows(self._connection, DelegationRow, _EVERY, alliance=alliance)
        return frozenset(MemberCode(row.member) for row in rows if row.emptied_at is not None)

    def preferences(self, alliance: AllianceCode, account: Account) -> Preferences:
        """Give in what language and zone a person wants to be spoken to."""
        found = one_row(self._connection, PreferenceRow, _PREFERENCE, alliance=alliance, account=account.text)
        return Preferences() if found is None else preferences_of(found)

    def tries(self, account: Account) -> tuple[datetime, ...]:
        """Give when an account tried a wrong code, as far as that is kept."""
        return tuple(self._connection.scalars(_TRIED, {"account": account.text}))

    def tried(self, account: Account, at: datetime) -> None:
        """Count a wrong code of an account; what is too old to matter is dropped."""
        self._connection.execute(delete(_TRIES).where(_TRIES.c.at <= at - TRIES_WITHIN))
        counted = upserting(_TRIES, self._connection.dialect.name).on_conflict_do_nothing()
        self._connection.execute(counted, {"account": account.text, "at": at})
        self._writes.happened()
