"""The pages of members: who is on the roster, and what is on record of one."""

from dataclasses import dataclass
from typing import Final

from bot.cards.card import Card
from bot.cards.members import flags_of
from bot.cards.names import alphabetically
from bot.cards.picture import Picture
from bot.commands.context import Context
from bot.commands.member.roster import card_of_member
from bot.commands.standing.dossiers import reviews_under_way
from bot.commands.standing.outlook import falling_members
from bot.domain.elections import is_ranked
from bot.domain.errors import Refusal
from bot.domain.ids import MemberCode, MotionNumber
from bot.pages.listing import Listed, listed
from bot.pages.pictures import member_picture
from bot.ports import Part, Sought

LATEST: Final = 20
"""Motions and votes that a member's page names; the page of decisions finds the others."""


@dataclass(kw_only=True, eq=False)
class NoSuchMember(Refusal):
    """No state of this code is on the roster."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A state on the roster, with its status, since when, its flags, and the end of its term."""

    member: MemberCode
    flag: str
    name: str
    status: str
    since: str
    flags: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How a member voted on a motion that has a result."""

    motion: Listed
    choice: str
    told: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """All that is on record of a member, as far as anyone may see it."""

    member: MemberCode
    card: Card
    moved: tuple[Listed, ...]
    votes: tuple[Vote, ...]
    figures: Picture | None


def members_page(context: Context) -> tuple[Row, ...]:
    """Give the states on the roster by their names."""
    uow, code, say, members = context.uow, context.alliance.code, context.interpreter, context.members()
    dossiers = {found.member: found for found in uow.standing.dossiers(code)}
    reviews = {each.member: each for each in reviews_under_way(uow, context.alliance, dossiers.values())}
    falling = falling_members(uow, context.alliance, now=context.now)

    def row(member: MemberCode) -> Row:
        found, dossier = members[member], dossiers.get(member)
        term = None if dossier is None else dossier.term
        return Row(
            member=member,
            flag=found.flag,
            name=found.name_in(say.language),
            status=say.words("card.roster.is", status=found.status),
            since=say.day(found.since),
            flags=" · ".join(flags_of(dossier, reviews.get(member), say, falling=member in falling)),
            term="" if term is None else say.day(term.ends_at),
        )

    return tuple(row(member) for member in alphabetically(members, members, say))


def member_page(context: Context, member: MemberCode) -> MemberPage:
    """Gather the page of a member; raise NoSuchMember where none of that code is on the roster."""
    uow, code, members = context.uow, context.alliance.code, context.members()
    if member not in members:
        raise NoSuchMember(value=member)
    moved = uow.motions.past(code, Sought(member=member), Part(limit=LATEST)).motions
    return MemberPage(
        member=member,
        card=card_of_member(context, member, votes=False),
        moved=tuple(listed(motion, context) for motion in moved),
        votes=_votes(context, member),
        figures=member_picture(context, member),
    )


def _votes(context: Context, member: MemberCode) -> tuple[Vote, ...]:
    uow, code, say = context.uow, context.alliance.code, context.interpreter
    told: list[Vote] = []
    for ballot in uow.ballots.told(code, member, Part(limit=LATEST)):
        motion = uow.motions.get(code, MotionNumber(ballot.motion))
        if motion is not None and not is_ranked(motion):
            choice = ballot.choice
            told.append(
                Vote(
                    motion=listed(motion, context),
                    choice=choice.value,
                    told=say.words(f"Choice.{choice.value}"),
                    explanation=ballot.explanation,
                )
            )
    return tuple(told)
