"""A motion before the house: the rules and the roll that are frozen for its vote, and the count.

Spec: rules, deciding. The kind decides the rule; what a motion bears on may ask for more, or for another one.
"""

from collections.abc import Collection, Iterable, Sequence

from bot.domain.ballot import Ballot, Choice
from bot.domain.charter import Charter, Closing, Concerned, Kind, Procedure
from bot.domain.course import Bearing
from bot.domain.electorate import Elector, freeze_electorate
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.rules import (
    Decision,
    Quorum,
    RollCall,
    Rule,
    RuleSentenceError,
    Tie,
    Voter,
    decide,
    parse_quorum,
    parse_rule,
    reinforced,
)
from bot.domain.sequels import has_own_text
from bot.domain.voting_rules import VotingRules

TWO_THIRDS = "at least 2/3 of members present and voting"
"""What decides on another's recusal, and the least that takes a decision up again (decision rules, deciding)."""

TAKEN_PART = "more for than against"
"""What an election by ranked ballots needs to elect: a ballot. Each ranking counts as one in favour, none against."""


def freeze_rules(charter: Charter, motion: Motion, decision: VotingRules | None = None) -> VotingRules:
    """Give the rules under which a motion will be voted, whatever becomes of the charter later.

    The kind decides the rule; what a motion bears on may ask for more. A decision that is taken up again is so by the
    rule by which it was taken, ``decision``, whatever the charter says by now; by that of its kind where the body has
    changed so that the former cannot be applied. Raises LookupError where the kind has no rule.
    """
    kind = charter.kinds[motion.kind]
    bearing, alone = motion.course.bearing, has_own_text(motion)
    rule, quorum = _own_rule(charter, motion, kind, decision)
    ranked = motion.course.procedure is Procedure.RANKED
    return VotingRules(
        adopt=str(_adopting(rule, bearing)),
        quorum=None if quorum is None else str(quorum),
        tie=kind.tie if not ranked and (bearing is None or not bearing.incidental) else Tie.REJECT,
        seats=charter.bodies[motion.body].seats,
        changeable=kind.changeable,
        closing=Closing.DEADLINE if ranked else kind.closing,
        min_open=kind.min_open,
        live_tally=kind.live_tally and not ranked,
        late_quorum=kind.late_quorum,
        mid_vote_loss=charter.mid_vote_loss,
        effect=kind.effect,
        coalition=kind.coalition and alone,
        reminders=kind.reminders,
        outage=charter.outage,
        procedure=motion.course.procedure,
        declaration=charter.procedure.declaration if kind.notes else None,
        contest=charter.procedure.contest,
        second_vote=charter.procedure.second_vote,
        casting_vote=charter.procedure.casting_vote,
        takes_effect=kind.takes_effect if alone else None,
        confers=kind.confers if alone else None,
        refuses=kind.refuses if alone else None,
        elects=kind.elects if alone else None,
        authorisations=kind.authorisations if alone else None,
    )


def rules_of(charter: Charter, motion: Motion) -> VotingRules:
    """Give the rules of a motion: those frozen for its vote, or where it came to none those that it would have had."""
    return motion.rules or freeze_rules(charter, motion)


def _own_rule(charter: Charter, motion: Motion, kind: Kind, decision: VotingRules | None) -> tuple[Rule, Quorum | None]:
    """Give rule and quorum of the decision that is taken up again, while the body can still be measured by them."""
    if motion.course.procedure is Procedure.RANKED:
        return parse_rule(TAKEN_PART), kind.quorum
    if kind.adopt is None:
        raise LookupError(kind.name)
    seats = charter.bodies[motion.body].seats
    if decision is None or (decision.seats is not None and seats is None):
        return kind.adopt, kind.quorum
    try:
        rule = parse_rule(decision.adopt, seats=seats, weights=charter.weights)
        quorum = parse_quorum(decision.quorum, seats=seats, weights=charter.weights) if decision.quorum else None
    except RuleSentenceError:
        return kind.adopt, kind.quorum
    return rule, quorum


def _adopting(rule: Rule, bearing: Bearing | None) -> Rule:
    match bearing:
        case Bearing.RECUSAL:
            return parse_rule(TWO_THIRDS)
        case Bearing.RECONSIDERATION | Bearing.RESCISSION:
            return reinforced(rule)
        case _:
            return rule


def excludes_concerned(kind: Kind, motion: Motion) -> bool:
    """Tell whether the member that a motion is about has no vote on it: the kind says so, or its recusal is voted."""
    return kind.concerned is Concerned.EXCLUDED or motion.course.bearing is Bearing.RECUSAL


def freeze_roll(charter: Charter, motion: Motion, roster: Iterable[Member]) -> tuple[Elector, ...]:
    """Give the roll of the body that decides a motion, from the roster at the instant voting opens."""
    excluded = excludes_concerned(charter.kinds[motion.kind], motion)
    return freeze_electorate(
        charter=charter,
        body=charter.bodies[motion.body],
        excluded=motion.concerned if excluded else None,
        recused=motion.course.recused,
        roster=roster,
    )


def roll_call(
    rules: VotingRules,
    motion: Motion,
    electors: Sequence[Elector],
    ballots: Sequence[Ballot],
    *,
    closed: bool,
    present: Collection[MemberCode] = (),
) -> RollCall:
    """Put the frozen roll and the ballots before the rule, as the decision rules take them.

    ``present``: members that answered a live roll call, whether or not they cast a ballot. A second vote that ties
    again is not adopted (decision rules, deciding 3).
    """
    choices: dict[MemberCode, Choice] = {ballot.member: ballot.choice for ballot in ballots}
    casting = motion.course.casting_vote
    return RollCall(
        rule=rules.rule,
        quorum=rules.quorum_rule,
        seats=rules.seats,
        voters=tuple(
            Voter(
                member=elector.member,
                standing=elector.standing,
                permanent=elector.permanent,
                weights={str(name): value for name, value in elector.weights.items()},
                choice=choices.get(elector.member),
                present=elector.member in present,
            )
            for elector in electors
        ),
        concerned=motion.concerned,
        tie=Tie.REJECT if rules.tie is Tie.SECOND_VOTE and motion.course.round > 1 else rules.tie,
        casting_vote=None if casting is None else casting.choice,
        closed=closed,
        final=not rules.changeable or motion.course.call is not None,
    )


def count(
    rules: VotingRules,
    motion: Motion,
    electors: Sequence[Elector],
    ballots: Sequence[Ballot],
    *,
    present: Collection[MemberCode] = (),
) -> Decision:
    """Decide the motion on the ballots there are, by its own frozen rule."""
    return decide(roll_call(rules, motion, electors, ballots, closed=True, present=present))


def numbered(charter: Charter, motion: Motion) -> bool:
    """Tell whether an adopted motion is a text that bears a number of its kind: Resolution 7 (2026).

    Neither what bears on another motion is, nor a question of procedure, nor an election by ranked ballots.
    """
    if motion.course.procedure is Procedure.RANKED:
        return False
    return has_own_text(motion) and motion.kind != charter.procedure.kind
