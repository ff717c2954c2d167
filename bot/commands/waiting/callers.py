"""Who asks what waits for it: the member that it votes for or acts for, its office."""

from bot.cards.names import with_flag
from bot.commands.context import Context
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from bot.domain.membership import Member


def votes_for(context: Context) -> Member | None:
    """Give the member for which the caller casts ballots; None for anyone else."""
    held = context.credential
    if held is None or held.member is None or not held.role.casts_ballots:
        return None
    return context.member(held.member)


def binds(context: Context) -> MemberCode | None:
    """Give the member that the caller may bind: its head, or who holds full powers."""
    held = context.credential
    return None if held is None or not held.binds else held.member


def holds(context: Context, role: Role) -> bool:
    """Tell whether the caller holds a role."""
    return context.credential is not None and context.credential.role is role


def acts_for(context: Context) -> str:
    """Say for whom the caller acts: a member, an office, or nobody."""
    say, credential = context.interpreter, context.credential
    if credential is None:
        return say.words("card.info.you_nobody")
    if credential.member is None:
        return say.words("card.info.you_officer", role=credential.role)
    member = with_flag(context.members(), credential.member, say)
    return say.words("card.info.you", member=member, role=credential.role)
