"""What waits for whoever holds an office: the chair of a body, the secretariat, the review body."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from bot.cards.names import with_flag
from bot.cards.waiting import Waiting, on_motion, on_request
from bot.commands.conduct.consulting import chair_for, tabled_since
from bot.commands.conduct.elections import election_under_way
from bot.commands.conduct.presiding import presiding_over
from bot.commands.context import Context
from bot.commands.standing.tabled import motion_about
from bot.commands.waiting.callers import holds, votes_for
from bot.domain.calendar import next_rotation
from bot.domain.consultation import URGENT_FOR, RequestState
from bot.domain.council import vacant_at
from bot.domain.credentials import Role
from bot.domain.membership import Status
from bot.domain.phases import Phase
from bot.domain.review import ReviewPhase
from bot.locales.catalogue import Value

DECIDED_WITHIN: Final = timedelta(days=60)
"""For how long after a vote the secretariat is told what it could still do about its result."""

ROTATION_AHEAD: Final = timedelta(days=60)
"""How long before a rotation the secretariat is told that its seats are still to be given."""


def ties_to_break(context: Context) -> Iterator[Waiting]:
    """Give the ties that wait for the casting vote of the caller, as the chair."""
    member = votes_for(context)
    for motion in () if member is None else context.uow.motions.in_vote(context.alliance.code):
        awaited = motion.course.casting_vote
        if member is None or awaited is None or awaited.choice is not None or awaited.until < context.now:
            continue
        if presiding_over(context.uow, context.alliance, motion, now=context.now) == member.code:
            yield on_motion(
                motion,
                what="casting",
                at=awaited.until,
                command=f"/chair cast M-{motion.number} yes | no",
            )


def requests_to_answer(context: Context) -> Iterator[Waiting]:
    """Give the requests for support on which the caller, as the chair, is to convene."""
    member = votes_for(context)
    for request in () if member is None else context.uow.requests.every(context.alliance.code):
        if member is None or not request.open or request.until < context.now:
            continue
        if chair_for(context.uow, context.alliance, request, now=context.now) == member.code:
            named = with_flag(context.members(), request.member, context.interpreter)
            yield on_request(
                request,
                named,
                what="convene",
                at=request.until,
                command=f"/alliance convene Q-{request.number}",
            )


def requests_of_nobody(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the requests for support on which nobody presides to convene."""
    uow, alliance = context.uow, context.alliance
    for request in uow.requests.every(alliance.code) if holds(context, Role.SECRETARIAT) else ():
        if request.open and chair_for(uow, alliance, request, now=context.now) is None:
            named = with_flag(context.members(), request.member, context.interpreter)
            yield on_request(
                request,
                named,
                what="convene_vacant",
                at=request.until,
                command=f"/motion open {request.kind} … concerns:{request.member} urgent:yes",
            )


def requests_to_follow(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the requests on which the chair has convened, and no motion is on the table yet."""
    uow, alliance = context.uow, context.alliance
    for request in uow.requests.every(alliance.code) if holds(context, Role.SECRETARIAT) else ():
        if request.state is not RequestState.CONVENED or request.at + URGENT_FOR < context.now:
            continue
        if tabled_since(uow, alliance, request) is None:
            named = with_flag(context.members(), request.member, context.interpreter)
            yield on_request(
                request,
                named,
                what="follow",
                at=request.at + URGENT_FOR,
                command=f"/motion open {request.kind} … concerns:{request.member} urgent:yes",
            )


def motions_to_handle(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the drafts to table, the votes that missed their quorum, and what elected to a seat."""
    charter, alliance = context.alliance.charter, context.alliance.code
    if not holds(context, Role.SECRETARIAT):
        return
    filled = {seat.motion for seat in context.uow.council.seats(alliance)}
    since = context.now - DECIDED_WITHIN
    for motion in (*context.uow.motions.under_way(alliance), *context.uow.motions.decided_since(alliance, since)):
        kind = charter.kinds.get(motion.kind)
        match motion.phase(context.now):
            case Phase.DRAFT:
                yield on_motion(motion, what="table", command=f"/motion table M-{motion.number}")
            case Phase.NO_QUORUM if motion.course.round == 1 and not motion.course.holds_parent:
                yield on_motion(motion, what="again", command=f"/motion vote M-{motion.number}")
            case Phase.ADOPTED if kind is not None and kind.fills is not None and motion.number not in filled:
                yield on_motion(motion, what="fill", command=f"/council fill M-{motion.number}")
            case _:
                continue


def notes_to_confirm(context: Context) -> Iterator[Waiting]:
    """Give an officer the votes by note verbale that another one has entered."""
    if not holds(context, Role.SECRETARIAT):
        return
    members = context.members()
    for motion in context.uow.motions.in_vote(context.alliance.code):
        for note in context.uow.ballots.notes(context.alliance.code, motion.number):
            if note.awaits_confirmation and note.officer != context.account:
                named = with_flag(members, note.member, context.interpreter)
                yield on_motion(
                    motion,
                    what="note",
                    at=motion.declared_at,
                    member=named,
                    command=f"/vote confirm M-{motion.number} {note.member}",
                )


def members_to_look_after(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the candidates without a motion, contested delegations, and those with nobody to vote."""
    if not holds(context, Role.SECRETARIAT):
        return
    uow, alliance, say, members = context.uow, context.alliance, context.interpreter, context.members()
    rules = alliance.charter.membership
    for member in members.values() if rules is not None else ():
        if rules is None or member.status is not Status.CANDIDATE:
            continue
        if motion_about(uow, alliance, rules.admission, member.code) is None:
            facts = {"member": with_flag(members, member.code, say)}
            command = f"/motion open {rules.admission} … concerns:{member.code}"
            yield Waiting(what="admission", facts=facts, command=command)
    for contest in uow.delegations.contests(alliance.code):
        facts = {"member": with_flag(members, contest.member, say)}
        yield Waiting(what="settle", facts=facts, command=f"/delegate settle {contest.member} …")
    for code in sorted(uow.delegations.emptied(alliance.code)):
        facts = {"member": with_flag(members, code, say)}
        yield Waiting(what="empty", facts=facts, command=f"/delegate invite {code} head")


def seats_to_give(context: Context) -> Iterator[Waiting]:
    """Give the secretariat the rotations for which no election has been called and no seat been given."""
    if not holds(context, Role.SECRETARIAT):
        return
    uow, alliance = context.uow, context.alliance
    seats = uow.council.seats(alliance.code)
    for body in alliance.charter.bodies.values():
        rotation = next_rotation(body, after=context.now, zone=alliance.time_zone)
        if body.at_large is None or rotation is None or rotation > context.now + ROTATION_AHEAD:
            continue
        if vacant_at(seats, body, rotation) and election_under_way(uow, alliance, body.name) is None:
            facts = {"body": body.title.in_language(context.interpreter.language)}
            yield Waiting(what="rotate", at=rotation, facts=facts, command="/council rotate")


def reviews_to_judge(context: Context) -> Iterator[Waiting]:
    """Give a reviewer the findings and the confirmations that wait for its opinion."""
    held = context.credential
    if held is None or not holds(context, Role.REVIEWER):
        return
    members = context.members()
    for review in context.uow.standing.reviews(context.alliance.code):
        if not held.judges(review.member):
            continue
        named = with_flag(members, review.member, context.interpreter)
        facts: Mapping[str, Value] = {"member": named, "review": review.number}
        phase = review.phase(context.now)
        if phase is ReviewPhase.JUDGING and all(each.account != context.account for each in review.opinions):
            yield Waiting(what="finding", at=review.due_at, facts=facts, command=f"/review find {review.member}")
        if phase is ReviewPhase.CONFIRMING and all(each.account != context.account for each in review.verdicts):
            yield Waiting(what="confirm", facts=facts, command=f"/review confirm {review.member}")


def benchmarks_to_judge(context: Context) -> Iterator[Waiting]:
    """Give a reviewer the benchmarks of suspended members that it has not held met."""
    held = context.credential
    if held is None or not holds(context, Role.REVIEWER):
        return
    members = context.members()
    for dossier in context.uow.standing.dossiers(context.alliance.code):
        for benchmark in dossier.open_benchmarks if dossier.status is Status.SUSPENDED else ():
            if held.judges(dossier.member) and context.account.text not in benchmark.judges:
                named = with_flag(members, dossier.member, context.interpreter)
                yield Waiting(
                    what="benchmark_met",
                    at=benchmark.due_at,
                    facts={"member": named, "number": benchmark.number},
                    command=f"/review benchmark-meet {dossier.member} {benchmark.number}",
                )
