"""``/vote rank``: a seat's ranked ballot in an election."""

from dataclasses import dataclass

from bot.cards.card import Card
from bot.cards.elections import ranking_receipt
from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.owing import CARD_PAUSE, owe_card, owe_delegation
from bot.commands.context import Context
from bot.commands.registry import Caller, Command, Option, OptionType
from bot.commands.vote.casting import keep_quorum_open
from bot.domain.elections import Election, NotAnElection, check_may_rank_again, check_ranks
from bot.domain.events import RankingCast
from bot.domain.ids import MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.notices import ReceiptNotice
from bot.domain.permissions import check_may_vote

RANKING_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCandidates:
    """A delegate casts its member's ranked ballot: the candidates, the most preferred first."""

    election: MotionNumber
    names: tuple[Member, ...]


def rank_candidates(request: RankCandidates, context: Context) -> Card:
    """Record the ranking, or raise why not; give the receipt."""
    credential, member = context.delegation(context.command.name)
    motion = settle(context.uow, context.alliance, context.motion(request.election), now=context.now)
    election = _election(motion, context)
    elector = context.uow.motions.elector(context.alliance.code, motion.number, member)
    check_may_vote(motion, elector, member, context.now)
    ranking = tuple(each.code for each in request.names)
    check_ranks(election, ranking)
    earlier = context.uow.ballots.of_member(context.alliance.code, motion.number, member)
    before = context.uow.council.rankings(context.alliance.code, motion.number).get(member)
    check_may_rank_again(motion, earlier, before, ranking, role=credential.role, now=context.now)
    event = RankingCast(
        motion=motion.number,
        member=member,
        ranking=ranking,
        previous=before,
        account=context.account,
        role=credential.role,
        cast_at=context.now,
    )
    notice = ReceiptNotice(motion=motion.number, member=member, entry=context.record(event))
    owe_card(context.uow, context.alliance, motion, due=context.now + CARD_PAUSE)
    owe_delegation(context.uow, context.alliance, member, notice, now=context.now, voters=False, but=context.account)
    if earlier is None:
        motion = keep_quorum_open(motion, member, context)
    return ranking_receipt(motion, event, context.members(), context.interpreter)


def _election(motion: Motion, context: Context) -> Election:
    election = context.uow.council.election(context.alliance.code, motion.number)
    if election is None:
        raise NotAnElection(motion=motion.number)
    return election


COMMANDS = (
    Command(
        noun="vote",
        verb="rank",
        callers=frozenset({Caller.DELEGATION}),
        options=(
            Option(name="election", type=OptionType.MOTION, required=True),
            Option(name="names", type=OptionType.MEMBERS, required=True, limit=RANKING_LIMIT),
        ),
        request=RankCandidates,
        handler=rank_candidates,
        writes=True,
    ),
)
