"""``/member apply``, ``declare``, ``withdraw`` and ``take-back``: binding acts of a state's head of delegation."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.members import declaration_card
from bot.commands.binding import check_full_powers, confirm
from bot.commands.conduct.ending import end_motion
from bot.commands.conduct.membership import change_status
from bot.commands.context import Context
from bot.commands.member.roster import card_of_member
from bot.commands.options import CONFIRM
from bot.commands.registry import Caller, Command
from bot.commands.standing.dossiers import dossier_of, rules_of_membership
from bot.commands.standing.moves import lift_move, set_move
from bot.commands.standing.tabled import motion_about
from bot.commands.standing.telling import tell
from bot.domain.accession import check_may_apply, check_may_withdraw, end_of_notice, taken_back, to_sign
from bot.domain.course import EndedAs
from bot.domain.events import DeclarationSigned
from bot.domain.ids import MemberCode
from bot.domain.membership import Cause, Status
from bot.locales.phrase import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyAgain:
    """A state that was a member, or was refused, applies again."""

    confirm: bool | None = None


def apply_again(request: ApplyAgain, context: Context) -> Card:
    """Make the state a candidate; the secretariat then opens the motion of admission."""
    member = check_full_powers(context)
    check_may_apply(dossier_of(context.uow, context.alliance, member))
    asked = _ask(context, member, context.interpreter.words("act.apply"), request.confirm)
    if asked is not None:
        return asked
    _change(context, member, Status.CANDIDATE)
    return card_of_member(context, member)


def _change(context: Context, member: MemberCode, status: Status) -> None:
    change_status(
        context.uow,
        context.alliance,
        member,
        status,
        motion=None,
        reason=Cause.APPLICATION.value,
        since=context.now,
        now=context.now,
        cause=Cause.APPLICATION,
        by=context.account.text,
    )


def _ask(context: Context, member: MemberCode, act: str, confirmed: bool | None) -> Card | None:
    """Ask for the second tap that a binding act takes; ``act`` says in words what would be done."""
    return confirm(context, member=member, act=act, values={}, confirmed=confirmed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDeclaration:
    """A state signs the declaration."""

    confirm: bool | None = None


def sign_declaration(request: SignDeclaration, context: Context) -> Card:
    """Show the text of the declaration, and record the signature once it is confirmed."""
    rules, member = rules_of_membership(context.alliance, context.command.name), check_full_powers(context)
    declaration = to_sign(rules, dossier_of(context.uow, context.alliance, member))
    asked = _ask(context, member, context.interpreter.words("act.declare"), request.confirm)
    if asked is not None:
        return declaration_card(asked, declaration, context.interpreter)
    event = DeclarationSigned(member=member, version=declaration.version, account=context.account, at=context.now)
    tell(context.uow, context.alliance, member, event, now=context.now, by=context.account.text, public=True)
    return card_of_member(context, member)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice:
    """A member gives notice that it leaves."""

    confirm: bool | None = None


def give_notice(request: GiveNotice, context: Context) -> Card:
    """Have the member leave when the notice of the charter has run; it keeps its rights and duties until then."""
    rules, member = rules_of_membership(context.alliance, context.command.name), check_full_powers(context)
    check_may_withdraw(dossier_of(context.uow, context.alliance, member))
    ends_at = end_of_notice(context.now, rules.withdrawal, context.alliance.time_zone)
    act = words(context.interpreter.say_count("act.withdraw", rules.withdrawal, ends_at=ends_at))
    asked = _ask(context, member, act, request.confirm)
    if asked is not None:
        return asked
    set_move(
        context.uow,
        context.alliance,
        member,
        Status.WITHDRAWN,
        at=ends_at,
        cause=Cause.NOTICE,
        now=context.now,
        by=context.account.text,
    )
    return card_of_member(context, member)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """A state takes back its notice, or its application."""

    confirm: bool | None = None


def take_back(request: TakeBack, context: Context) -> Card:
    """End a notice of withdrawal before it has run, or an application before it is decided."""
    member = check_full_powers(context)
    notice = taken_back(dossier_of(context.uow, context.alliance, member))
    act = context.interpreter.words("act.take_back" if notice else "act.take_back_application")
    asked = _ask(context, member, act, request.confirm)
    if asked is not None:
        return asked
    if notice is None:
        _end_admission(context, member)
        _change(context, member, Status.WITHDRAWN)
    else:
        by = context.account.text
        lift_move(context.uow, context.alliance, member, notice, cause=Cause.NOTICE, now=context.now, by=by)
    return card_of_member(context, member)


def _end_admission(context: Context, member: MemberCode) -> None:
    """End the motion of admission that is on the table: there is nobody to admit any more."""
    rules = context.alliance.charter.membership
    motion = None if rules is None else motion_about(context.uow, context.alliance, rules.admission, member)
    if motion is not None:
        reason, by = context.interpreter.words("about.application_taken_back"), context.account.text
        end_motion(context.uow, context.alliance, motion, how=EndedAs.VOID, reason=reason, now=context.now, by=by)


COMMANDS = tuple(
    Command(
        noun="member",
        verb=verb,
        callers=frozenset({Caller.HEAD}),
        options=(CONFIRM,),
        request=request,
        handler=handler,
        writes=True,
        public=True,
    )
    for verb, request, handler in (
        ("apply", ApplyAgain, apply_again),
        ("declare", SignDeclaration, sign_declaration),
        ("withdraw", GiveNotice, give_notice),
        ("take-back", TakeBack, take_back),
    )
)
