"""Whether the ballots still to come can change a result.

A yes never makes a clause harder to meet and a no never makes it easier, whatever the rule (see
``counting``), and any ballot brings a quorum nearer. So two supposed counts settle every way the
outstanding members may still act: the rule at its worst is all of them voting no, the quorum at its worst
all of them silent, and both are at their best with all of them voting yes.
"""

from enum import StrEnum
from typing import assert_never

from bot.domain.ballot import Choice
from bot.domain.rules.adoption import Counts, adopts, reaches_quorum
from bot.domain.rules.counting import Count
from bot.domain.rules.roll import RollCall, Tie


class Certainty(StrEnum):
    """What the outstanding ballots can still do to a result."""

    CARRY = "carry"
    FAIL = "fail"
    OPEN = "open"


def running_certainty(roll_call: RollCall, counts: Counts) -> Certainty:
    """Tell whether a running vote is certain to carry, certain to fail or open; exactly, in linear time.

    Outstanding are the members without a ballot and, unless ballots are final, all others of the
    electorate, who may change or retract theirs. A casting vote or a second vote that may yet decide a
    tie leaves it open.
    """
    if not can_adopt(roll_call, counts):
        return Certainty.FAIL
    quorum = reaches_quorum(roll_call.quorum, supposing(counts, None, final=roll_call.final), vacant=roll_call.vacant)
    worst = supposing(counts, Choice.NO, final=roll_call.final)
    tie_adopts = roll_call.tie is Tie.CHAIR and roll_call.casting_vote is Choice.YES
    carries = adopts(roll_call.rule, worst, vacant=roll_call.vacant, tie_adopts=tie_adopts)
    return Certainty.CARRY if quorum and carries else Certainty.OPEN


def can_adopt(roll_call: RollCall, counts: Counts) -> bool:
    """Tell whether any way of acting leads to adoption, or to a tie that may yet."""
    best = supposing(counts, Choice.YES, final=roll_call.final)
    return reaches_quorum(roll_call.quorum, best, vacant=roll_call.vacant) and adopts(
        roll_call.rule, best, vacant=roll_call.vacant, tie_adopts=tie_may_adopt(roll_call)
    )


def tie_may_adopt(roll_call: RollCall) -> bool:
    """Tell whether a tie could still end in adoption."""
    match roll_call.tie:
        case Tie.REJECT:
            return False
        case Tie.CHAIR:
            return roll_call.casting_vote in {None, Choice.YES}
        case Tie.SECOND_VOTE:
            return True
        case _:
            assert_never(roll_call.tie)


def supposing(counts: Counts, choice: Choice | None, *, final: bool) -> Counts:
    """Count as if all outstanding members cast this ballot, or with None stayed away."""
    return {measure: _supposed(counted, choice, final=final) for measure, counted in counts.items()}


def _supposed(counted: Count, choice: Choice | None, *, final: bool) -> Count:
    cast = {
        Choice.YES: counted.yes if final else 0,
        Choice.NO: counted.no if final else 0,
        Choice.ABSTAIN: counted.abstain if final else 0,
    }
    attending = counted.attending if final else counted.marked
    if choice is not None:
        cast[choice] += counted.entitled - sum(cast.values())
        attending = counted.entitled
    return Count(
        everyone=counted.everyone,
        members=counted.members,
        standing=counted.standing,
        entitled=counted.entitled,
        marked=counted.marked,
        attending=attending,
        yes=cast[Choice.YES],
        no=cast[Choice.NO],
        abstain=cast[Choice.ABSTAIN],
        scale=counted.scale,
        sizes=counted.sizes,
    )
