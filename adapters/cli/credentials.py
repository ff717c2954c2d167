"""Who may act for whom: ``credential add``, ``list``, ``revoke``."""

from datetime import datetime
from typing import Annotated

import typer

from adapters.cli.addresses import account_given
from adapters.cli.cells import WrongCell, read_state
from adapters.cli.terminal import (
    CLOCK,
    SAY,
    AllianceOption,
    JsonOption,
    day_given,
    fail,
    guarded,
    in_zone,
    looking,
    show,
    show_json,
    told,
    working,
)
from bot.commands.administration import give_credential, revoke_credential
from bot.domain.addresses import Account
from bot.domain.calendar import last_instant
from bot.domain.credentials import Credential, Role
from bot.domain.ids import MemberCode
from bot.domain.letters import read_letter, written_letter
from bot.locales.catalogue import Interpreter

credential_app = typer.Typer(help=told("cli.credential.help"), no_args_is_help=True)


@credential_app.command("add", help=told("cli.credential.add.help"))
@guarded
def add_credential(
    account: str,
    secretariat: Annotated[bool, typer.Option("--secretariat", help=told("cli.credential.secretariat"))] = False,
    reviewer: Annotated[bool, typer.Option("--reviewer", help=told("cli.credential.reviewer"))] = False,
    member: Annotated[str | None, typer.Option(metavar="CODE", help=told("cli.credential.member"))] = None,
    role: Annotated[
        str, typer.Option(metavar="head|delegate|alternate", help=told("cli.credential.role"))
    ] = "delegate",
    until: Annotated[str | None, typer.Option(metavar="DATE", help=told("cli.credential.until"))] = None,
    national: Annotated[str | None, typer.Option(metavar="CODE", help=told("cli.credential.national"))] = None,
    letter: Annotated[
        str | None, typer.Option(metavar="ISSUER,DATE[,LINK]", help=told("cli.credential.letter"))
    ] = None,
    full_powers: Annotated[bool, typer.Option("--full-powers", help=told("cli.credential.full_powers"))] = False,
    alliance: AllianceOption = None,
) -> None:
    """Give an account the right to act."""
    if sum((secretariat, reviewer, member is not None)) != 1:
        fail(SAY.words("cli.credential.one_of"))
    if reviewer is not (national is not None):
        fail(SAY.words("cli.credential.national_needed" if reviewer else "cli.credential.national_idle"))
    given = _role(role, secretariat=secretariat, reviewer=reviewer)
    day = None if until is None else day_given("--until", until)
    with working(alliance) as (uow, found):
        give_credential(
            uow,
            found.code,
            account=account_given(account),
            role=given,
            member=None if member is None else MemberCode(member.upper()),
            until=None if day is None else last_instant(day, found.time_zone),
            now=CLOCK.now(),
            full_powers=full_powers,
            nationality=None if national is None else _state(national),
            letter=None if letter is None else read_letter(letter),
        )
    show("cli.credential.added", account=account, role=given, member=(member or "").upper())


@credential_app.command("list", help=told("cli.credential.list.help"))
@guarded
def list_credentials(alliance: AllianceOption = None, json: JsonOption = False) -> None:
    """Tell who may act for whom."""
    now = CLOCK.now()
    with looking(alliance) as (uow, found):
        credentials = uow.credentials.every(found.code)
    if json:
        show_json({"credentials": [_row(held, now) for held in credentials]})
        return
    for held in credentials:
        typer.echo(_line(held, in_zone(), now))


def _row(held: Credential, now: datetime) -> dict[str, object]:
    return {
        "account": held.account.text,
        "role": held.role.value,
        "member": held.member,
        "until": None if held.until is None else held.until.isoformat(),
        "valid": held.valid_at(now),
        "full_powers": held.full_powers,
        "nationality": held.nationality,
        "letter": None if held.letter is None else written_letter(held.letter),
    }


def _line(held: Credential, say: Interpreter, now: datetime) -> str:
    """Write a credential on one line: account, role, member, and what limits or proves it."""
    more = (
        "" if held.until is None else say.words("cli.credential.runs", until=held.until),
        "" if held.valid_at(now) else say.words("cli.credential.not_valid"),
        "" if held.nationality is None else say.words("cli.credential.is_national", nationality=held.nationality),
        "" if held.letter is None else written_letter(held.letter),
    )
    told = "  ".join(part for part in more if part)
    return f"{held.account.text:<40} {held.role.value:<20} {held.member or '':<4} {told}".rstrip()


@credential_app.command("revoke", help=told("cli.credential.revoke.help"))
@guarded
def remove_credential(account: str, alliance: AllianceOption = None) -> None:
    """Take an account's right at once."""
    with working(alliance) as (uow, found):
        revoke_credential(uow, found.code, account=Account.parse(account), now=CLOCK.now())
    show("cli.credential.revoked", account=account)


def _state(code: str) -> MemberCode:
    try:
        return read_state(code)
    except WrongCell as wrong:
        fail(SAY.words(wrong.message_id, **wrong.facts))


def _role(name: str, *, secretariat: bool, reviewer: bool) -> Role:
    if secretariat:
        return Role.SECRETARIAT
    if reviewer:
        return Role.REVIEWER
    accepted = {role.value: role for role in Role if role.of_delegation}
    if name not in accepted:
        fail(SAY.words("cli.credential.unknown_role", value=name, accepted=tuple(accepted)))
    return accepted[name]
