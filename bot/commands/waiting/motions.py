"""What waits for a delegation on motions: ballots, objections, seconds, amendments, notes, and drafts to clear."""

from collections.abc import Iterator

from bot.cards.waiting import Waiting, on_motion
from bot.commands.context import Context
from bot.commands.waiting.callers import holds, votes_for
from bot.domain.course import Bearing
from bot.domain.credentials import Role
from bot.domain.drafts import clearing_of
from bot.domain.elections import is_ranked
from bot.domain.electorate import belongs_to
from bot.domain.events import AmendmentDeclined
from bot.domain.ids import MemberCode
from bot.domain.membership import Right
from bot.domain.motion import Motion
from bot.domain.phases import Phase


def ballots_to_cast(context: Context) -> Iterator[Waiting]:
    """Give the votes that run without the ballot of the caller's state, and the silences that it may break."""
    member = votes_for(context)
    for motion in () if member is None else context.uow.motions.in_vote(context.alliance.code):
        phase = motion.phase(context.now)
        if member is None or phase not in {Phase.VOTING, Phase.SILENCE} or not _may_act(context, motion, member.code):
            continue
        if phase is Phase.VOTING and _called(context, motion, member.code):
            yield _ballot(motion)
        if phase is Phase.SILENCE and motion.silence_runs:
            yield on_motion(
                motion,
                what="silence",
                at=motion.closes_at,
                command=f"/motion object M-{motion.number}",
            )


def _may_act(context: Context, motion: Motion, member: MemberCode) -> bool:
    """Tell whether a member is on the roll of a motion, has its vote still, and has cast no ballot."""
    elector = context.uow.motions.elector(context.alliance.code, motion.number, member)
    if elector is None or not elector.entitled or motion.course.has_lost_vote(member):
        return False
    return context.uow.ballots.of_member(context.alliance.code, motion.number, member) is None


def _called(context: Context, motion: Motion, member: MemberCode) -> bool:
    """Tell whether it is a member's turn: in a live roll call only the state that is called has its own."""
    call = motion.course.call
    turn = None if call is None else call.standing(context.now)
    return call is None or (turn is not None and turn.member == member)


def _ballot(motion: Motion) -> Waiting:
    ranked = is_ranked(motion)
    return on_motion(
        motion,
        what="ranking" if ranked else "ballot",
        at=motion.voted_until,
        command=f"/vote rank M-{motion.number} …" if ranked else f"/vote M-{motion.number} yes | no | abstain",
    )


def questions_to_answer(context: Context) -> Iterator[Waiting]:
    """Give the chair's questions of consensus to which the caller's state may object."""
    member, charter = votes_for(context), context.alliance.charter
    if member is None or not charter.grants(member.status, Right.VOTE):
        return
    for motion in context.uow.motions.under_way(context.alliance.code):
        question = motion.course.question
        if question is None or motion.phase(context.now) is not Phase.DEBATE or question.until < context.now:
            continue
        if belongs_to(charter.bodies[motion.body], member):
            yield on_motion(
                motion,
                what="consensus",
                at=question.until,
                command=f"/motion object M-{motion.number}",
            )


def proposals_to_second(context: Context) -> Iterator[Waiting]:
    """Give the proposals of others that lack seconds, where the caller's state has given none."""
    member = votes_for(context)
    if member is None or not context.alliance.charter.grants(member.status, Right.SECOND):
        return
    for motion in context.uow.motions.under_way(context.alliance.code):
        seconding = motion.course.seconding
        if seconding is None or motion.phase(context.now) is not Phase.PROPOSED or motion.mover == member.code:
            continue
        if member.code not in seconding.by:
            yield on_motion(
                motion,
                what="second",
                at=seconding.until,
                command=f"/motion second M-{motion.number}",
            )


def amendments_to_answer(context: Context) -> Iterator[Waiting]:
    """Give the amendments to the caller's own motions that it has neither taken in nor left to the vote."""
    member = votes_for(context)
    if member is None and not holds(context, Role.SECRETARIAT):
        return
    mover = None if member is None else member.code
    for motion in context.uow.motions.under_way(context.alliance.code):
        if motion.course.bearing is Bearing.AMENDMENT and motion.awaits_turn and _awaits(context, motion, mover):
            yield on_motion(
                motion,
                what="amendment",
                command=f"/motion accept M-{motion.number}",
            )


def _awaits(context: Context, amendment: Motion, mover: MemberCode | None) -> bool:
    """Tell whether ``mover``, None for the secretariat, has still to say what it makes of an amendment to its text."""
    code, parent = context.alliance.code, amendment.course.parent
    text = None if parent is None else context.uow.motions.get(code, parent)
    if text is None or text.mover != mover or text.rules is not None or text.course.under_vote is not None:
        return False
    acts = context.uow.journal.acts_on(code, amendment)
    return not any(isinstance(act.event, AmendmentDeclined) for act in acts)


def notes_to_contest(context: Context) -> Iterator[Waiting]:
    """Give the votes by note verbale in the name of the caller's state that it may still contest."""
    member = votes_for(context)
    for motion in () if member is None else context.uow.motions.in_vote(context.alliance.code):
        for note in context.uow.ballots.notes(context.alliance.code, motion.number):
            until = note.contestable_until
            if member is not None and note.stands and note.member == member.code and until and until >= context.now:
                yield on_motion(
                    motion,
                    what="contest",
                    at=until,
                    choice=note.choice,
                    command=f"/vote contest M-{motion.number}",
                )


def drafts_to_clear(context: Context) -> Iterator[Waiting]:
    """Give the drafts that the caller, a political director, has not cleared as they are."""
    held = context.credential
    if held is None or not holds(context, Role.POLITICAL_DIRECTOR) or not context.sees_drafts:
        return
    for motion in context.uow.motions.under_way(context.alliance.code):
        if motion.phase(context.now) is not Phase.DRAFT:
            continue
        acts = context.uow.journal.acts_on(context.alliance.code, motion)
        if held.member not in clearing_of(act.event for act in acts).cleared:
            yield on_motion(
                motion,
                what="draft",
                command=f"/motion clear M-{motion.number} | comment M-{motion.number}",
            )
