"""Binding acts: who may bind a state, and the confirmation that names it (spec: membership, delegations).

For the commands that bind: ``/member apply, declare, withdraw``, joining a coalition, contributions, authorisations,
requests for support. Such a command is for ``Caller.HEAD``, and the last of its options is ``CONFIRM``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.action import ACTION_LIMIT, action
from bot.cards.card import Card
from bot.cards.receipts import binding_card
from bot.commands.context import Context
from bot.commands.options import CONFIRM
from bot.commands.refusals import DelegationOnly
from bot.domain.delegations import FullPowersNeeded
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode


@dataclass(kw_only=True, eq=False)
class BindingNotConfirmed(Refusal):
    """A binding act that was asked for and not confirmed."""

    command: str
    member: MemberCode


def check_full_powers(context: Context) -> MemberCode:
    """Give the member that the caller may bind; raise FullPowersNeeded, or DelegationOnly for who acts for none."""
    credential = context.credential
    if credential is None or credential.member is None:
        raise DelegationOnly(command=context.command.name)
    if not credential.binds:
        raise FullPowersNeeded(command=context.command.name, member=credential.member)
    return credential.member


def confirm(
    context: Context, *, member: MemberCode, act: str, values: Mapping[str, object], confirmed: bool | None
) -> Card | None:
    """Ask for the second tap before an act binds ``member``: give the card that asks, None where it was confirmed.

    ``act`` says what would be done, in the caller's language; ``values`` are what the command was given, by option;
    ``confirmed`` is its option ``confirm``. Raise BindingNotConfirmed where that was no. The handler checks everything
    else first, so that nobody confirms what is refused.
    """
    if confirmed is False:
        raise BindingNotConfirmed(command=context.command.name, member=member)
    if confirmed:
        return None
    given = (values.get(option.name, "") for option in context.command.options if option.name != CONFIRM.name)
    button = action(context.command.path, *given, "yes")
    return binding_card(
        context.member(member),
        act,
        button if len(button) <= ACTION_LIMIT else None,
        f"{context.command.name} … {CONFIRM.name}:yes",
        context.interpreter,
    )
