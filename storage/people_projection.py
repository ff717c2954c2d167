"""The effect of events on people and delegations: credentials and their reminders, codes, contests, preferences."""

from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.credentials import Credential
from bot.domain.deadlines import Due
from bot.domain.events import (
    ContestSettled,
    CredentialEnded,
    CredentialGiven,
    CredentialReminded,
    CredentialRevoked,
    DelegationContested,
    DelegationEmptied,
    InvitationMade,
    InvitationRevoked,
    InvitationUsed,
    PreferencesSet,
)
from bot.domain.ids import AllianceCode, MemberCode
from bot.domain.journal import canonical
from storage.mapping import credential_of
from storage.rows import (
    AccountRow,
    CredentialRow,
    DeadlineRow,
    DelegationRow,
    InvitationRow,
    PreferenceRow,
    table,
)
from storage.statements import EffectMissed, one_row, touch_one, upserting

_CREDENTIALS, _DEADLINES = table(CredentialRow), table(DeadlineRow)
_DELEGATIONS, _INVITATIONS = table(DelegationRow), table(InvitationRow)

PeopleEvent = (
    CredentialGiven
    | CredentialRevoked
    | CredentialReminded
    | CredentialEnded
    | InvitationMade
    | InvitationUsed
    | InvitationRevoked
    | DelegationEmptied
    | DelegationContested
    | ContestSettled
    | PreferencesSet
)
"""The events that change what is known of an alliance's people."""


def project_people(connection: Connection, alliance: AllianceCode, seq: int, event: PeopleEvent) -> None:
    """Write the effect of an event on people; raise EffectMissed where it does not fit what is stored."""
    match event:
        case CredentialGiven():
            _give(connection, alliance, seq, event)
        case CredentialRevoked() | CredentialReminded() | CredentialEnded():
            _change(connection, alliance, event)
        case InvitationMade() | InvitationUsed() | InvitationRevoked():
            _invite(connection, alliance, seq, event)
        case DelegationEmptied() | DelegationContested() | ContestSettled():
            _note(connection, alliance, event)
        case PreferencesSet():
            of = {"alliance": alliance, "account": event.account.text}
            wanted = {"language": event.language, "zone": event.zone}
            put = upserting(table(PreferenceRow), connection.dialect.name).values(of | wanted)
            connection.execute(put.on_conflict_do_update(index_elements=["alliance", "account"], set_=wanted))


def _give(connection: Connection, alliance: AllianceCode, seq: int, event: CredentialGiven) -> None:
    account = upserting(table(AccountRow), connection.dialect.name).on_conflict_do_nothing()
    connection.execute(account, {"account": event.account.text, "alliance": alliance})
    values = {
        "alliance": alliance,
        "account": event.account.text,
        "seq": seq,
        "role": event.role,
        "member": event.member,
        "since": event.since,
        "until": event.until,
        "revoked_at": None,
        "full_powers": event.full_powers,
        "nationality": event.nationality,
        "letter": None if event.letter is None else canonical(event.letter),
        "told_until": None,
    }
    connection.execute(insert(_CREDENTIALS), values)
    given = Credential(
        account=event.account, role=event.role, member=event.member, since=event.since, until=event.until
    )
    _write_deadlines(connection, alliance, given)
    if event.member is not None and event.role.casts_ballots:
        filled = (_DELEGATIONS.c.alliance == alliance) & (_DELEGATIONS.c.member == event.member)
        connection.execute(update(_DELEGATIONS).where(filled).values(emptied_at=None))


def _change(
    connection: Connection, alliance: AllianceCode, event: CredentialRevoked | CredentialReminded | CredentialEnded
) -> None:
    """Change the latest credential of an account, and what the clock has to do about it."""
    of_account = (_CREDENTIALS.c.alliance == alliance) & (_CREDENTIALS.c.account == event.account.text)
    latest = select(_CREDENTIALS).where(of_account).order_by(_CREDENTIALS.c.seq.desc()).limit(1)
    found = one_row(connection, CredentialRow, latest)
    if found is None or found.revoked_at is not None:
        raise EffectMissed(table=_CREDENTIALS.name, touched=0)
    held = credential_of(found)
    if isinstance(event, CredentialRevoked):
        changed, values = replace(held, revoked_at=event.at), {"revoked_at": event.at}
    else:
        if event.due_at not in held.ending:
            raise EffectMissed(table=_CREDENTIALS.name, touched=0)
        changed, values = replace(held, told_until=event.due_at), {"told_until": event.due_at}
    touch_one(
        connection, update(_CREDENTIALS).where(of_account, _CREDENTIALS.c.seq == found.seq).values(values), _CREDENTIALS
    )
    _write_deadlines(connection, alliance, changed)


def _write_deadlines(connection: Connection, alliance: AllianceCode, held: Credential) -> None:
    """Write down what the clock must do about an account's latest credential, in the place of what it had to do."""
    of_account = (_DEADLINES.c.alliance == alliance) & (_DEADLINES.c.subject == held.account.text)
    connection.execute(delete(_DEADLINES).where(of_account, _DEADLINES.c.what == Due.CREDENTIAL))
    rows = [
        {"alliance": alliance, "subject": each.subject, "what": each.what, "due_at": each.at}
        for each in held.deadlines()
    ]
    if rows:
        connection.execute(insert(_DEADLINES), rows)


def _invite(
    connection: Connection,
    alliance: AllianceCode,
    seq: int,
    event: InvitationMade | InvitationUsed | InvitationRevoked,
) -> None:
    if isinstance(event, InvitationMade):
        values = {
            "alliance": alliance,
            "seq": seq,
            "digest": event.digest,
            "member": event.member,
            "role": event.role,
            "issuer": event.account.text,
            "expires_at": event.expires_at,
            "used_at": None,
            "revoked_at": None,
        }
        connection.execute(insert(_INVITATIONS), values)
        return
    still_open = _INVITATIONS.c.used_at.is_(None) & _INVITATIONS.c.revoked_at.is_(None)
    of = (_INVITATIONS.c.alliance == alliance) & (_INVITATIONS.c.seq == event.invitation)
    done = {"used_at": event.at} if isinstance(event, InvitationUsed) else {"revoked_at": event.at}
    touch_one(connection, update(_INVITATIONS).where(of, still_open).values(done), _INVITATIONS)


def _note(
    connection: Connection,
    alliance: AllianceCode,
    event: DelegationEmptied | DelegationContested | ContestSettled,
) -> None:
    """Write what is to be known of a delegation as a whole."""
    _begin_delegation(connection, alliance, event.member)
    of = (_DELEGATIONS.c.alliance == alliance) & (_DELEGATIONS.c.member == event.member)
    match event:
        case DelegationEmptied():
            change = update(_DELEGATIONS).where(of, _DELEGATIONS.c.emptied_at.is_(None)).values(emptied_at=event.at)
        case DelegationContested():
            told = {"contested_at": event.at, "contested_by": event.by_member, "reason": event.reason}
            change = update(_DELEGATIONS).where(of, _DELEGATIONS.c.contested_at.is_(None)).values(told)
        case ContestSettled():
            ended = {"contested_at": None, "contested_by": None, "reason": ""}
            change = update(_DELEGATIONS).where(of, _DELEGATIONS.c.contested_at.is_not(None)).values(ended)
    touch_one(connection, change, _DELEGATIONS)


def _begin_delegation(connection: Connection, alliance: AllianceCode, member: MemberCode) -> None:
    """Make sure that a member's delegation has its row."""
    values = {
        "alliance": alliance,
        "member": member,
        "contested_at": None,
        "contested_by": None,
        "reason": "",
        "emptied_at": None,
    }
    connection.execute(upserting(_DELEGATIONS, connection.dialect.name).on_conflict_do_nothing(), values)
