"""``/term``: how long members are members, and what renews or ends that."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.card import Card, Tone
from bot.cards.members import called_card, drawn_card, term_card, terms_card
from bot.commands.context import Context
from bot.commands.options import MEMBER
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.standing.dossiers import dossier_of, rules_of_membership
from bot.commands.standing.findings import put_renewal_to_vote
from bot.commands.standing.telling import tell, tell_everyone
from bot.commands.standing.terms import begin_term
from bot.domain.errors import Refusal
from bot.domain.events import RenewalCalled, TermsDrawn
from bot.domain.membership import Member, Status
from bot.domain.renewal import check_may_call, enough, in_good_standing
from bot.domain.terms import TermCause, first_terms


@dataclass(kw_only=True, eq=False)
class NobodyToDraw(Refusal):
    """A drawing of first terms where every member has its term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTerms:
    """Anyone asks which terms end, and when."""

    before: datetime | None = None


def list_terms(request: ListTerms, context: Context) -> Card:
    """List the running terms by their ends."""
    members, code = context.members(), context.alliance.code
    running = [found for found in context.uow.standing.dossiers(code) if found.term is not None]
    return terms_card(running, members, context.interpreter, before=request.before, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTerm:
    """Anyone asks for the term of one member."""

    member: Member


def show_term(request: ShowTerm, context: Context) -> Card:
    """Tell the term of a member, what reminds of its end, and how its renewal stands."""
    dossier = dossier_of(context.uow, context.alliance, request.member.code)
    return term_card(request.member, dossier, context.members(), context.interpreter, now=context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallVote:
    """A delegation wants the renewal of another member put to the vote."""

    member: Member


def call_vote(request: CallVote, context: Context) -> Card:
    """Record the call; enough of them open the motion of non-renewal."""
    rules = rules_of_membership(context.alliance, context.command.name)
    _, caller = context.delegation(context.command.name)
    uow, alliance, member = context.uow, context.alliance, request.member.code
    standing = in_good_standing(alliance.charter, context.members().values())
    check_may_call(dossier_of(uow, alliance, member), caller, standing, now=context.now)
    event = RenewalCalled(member=member, by_member=caller, account=context.account, at=context.now)
    tell(uow, alliance, member, event, now=context.now, by=context.account.text)
    callers = dossier_of(uow, alliance, member).callers
    motion = None
    if enough(callers, standing, rules.objectors):
        motion = put_renewal_to_vote(uow, alliance, rules, member, now=context.now).number
    return called_card(request.member, callers, standing, rules.objectors, motion, context.interpreter)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawTerms:
    """The secretariat draws the first terms of the founders by lot."""


def draw_terms(request: DrawTerms, context: Context) -> Card:  # noqa: ARG001 - it asks for nothing
    """Draw a first term for every member that has none; the seed is the hash of the record's last entry."""
    rules = rules_of_membership(context.alliance, context.command.name)
    uow, alliance = context.uow, context.alliance
    without = [
        found.member
        for found in uow.standing.dossiers(alliance.code)
        if found.term is None and found.status is Status.ACTIVE
    ]
    if not without:
        raise NobodyToDraw
    seed, start = uow.journal.head(alliance.code).hash, context.now.astimezone(alliance.time_zone).date()
    drawn = first_terms(without, seed, rules.term)
    for member in without:
        begin_term(
            uow,
            alliance,
            rules,
            member,
            start=start,
            years=drawn[member],
            cause=TermCause.LOT,
            now=context.now,
            by=context.account.text,
            seed=seed,
        )
    event = TermsDrawn(
        seed=seed,
        years=rules.term,
        short=tuple(code for code in sorted(drawn) if drawn[code] != rules.term),
        long=tuple(code for code in sorted(drawn) if drawn[code] == rules.term),
    )
    tell_everyone(uow, alliance, event, now=context.now, by=context.account.text)
    return replace(drawn_card(event, context.members(), context.interpreter), tone=Tone.SUCCESS)


COMMANDS = (
    Command(
        noun="term",
        verb="list",
        callers=frozenset({Caller.ANYONE}),
        options=(Option(name="before", type=OptionType.CLOSING_MOMENT),),
        request=ListTerms,
        handler=list_terms,
    ),
    Command(
        noun="term",
        verb="show",
        callers=frozenset({Caller.ANYONE}),
        options=(MEMBER,),
        request=ShowTerm,
        handler=show_term,
    ),
    Command(
        noun="term",
        verb="call-vote",
        callers=frozenset({Caller.DELEGATION}),
        options=(MEMBER,),
        request=CallVote,
        handler=call_vote,
        writes=True,
        public=True,
    ),
    Command(
        noun="term",
        verb="draw",
        callers=frozenset({Caller.SECRETARIAT}),
        options=(),
        request=DrawTerms,
        handler=draw_terms,
        writes=True,
        public=True,
    ),
)
