"""What waits for a delegation on its own state: its term, its review, what it has promised, its people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.cards.waiting import Waiting
from bot.commands.context import Context
from bot.commands.waiting.callers import binds, votes_for
from bot.domain.credentials import REMINDED_BEFORE, Credential, Role
from bot.domain.dossier import Dossier
from bot.domain.membership import MEMBERS_OF_THE_ALLIANCE, Right, Status
from bot.domain.review import ReviewPhase

TERM_AHEAD: Final = timedelta(days=180)
"""How long before its end a term is told of: as long as its first reminder."""


def _dossier(context: Context) -> Dossier | None:
    member = votes_for(context)
    return None if member is None else context.uow.standing.dossier(context.alliance.code, member.code)


def term_ending(context: Context) -> Iterator[Waiting]:
    """Give the end of the term of the caller's state, from its first reminder on."""
    dossier = _dossier(context)
    if dossier is None or dossier.term is None or dossier.status not in MEMBERS_OF_THE_ALLIANCE:
        return
    if context.now <= dossier.term.ends_at <= context.now + TERM_AHEAD:
        yield Waiting(what="term", at=dossier.term.ends_at, command=f"/term show {dossier.member}")


def finding_to_reply_to(context: Context) -> Iterator[Waiting]:
    """Give the finding to which the caller's state may still reply."""
    member, charter = votes_for(context), context.alliance.charter
    if member is None or binds(context) is None or not charter.grants(member.status, Right.ANSWER):
        return
    review = context.uow.standing.open_review(context.alliance.code, member.code)
    if review is None or review.made is None or review.phase(context.now) is not ReviewPhase.REPLYING:
        return
    yield Waiting(
        what="reply",
        at=review.made.reply_until,
        facts={"review": review.number, "finding": review.made.finding},
        command="/review reply",
    )


def promises(context: Context) -> Iterator[Waiting]:
    """Give the commitments and benchmarks of the caller's state that are still to be met, and those it owes."""
    dossier = _dossier(context)
    if dossier is None:
        return
    for commitment in dossier.pending_commitments:
        yield Waiting(
            what="commitment",
            at=commitment.due_at,
            facts={"number": commitment.number, "text": commitment.text},
            command=f"/commitment done {commitment.number}",
        )
    if dossier.owes_commitments:
        yield Waiting(what="commitments", command="/commitment add")
    for benchmark in dossier.open_benchmarks if dossier.status is Status.SUSPENDED else ():
        yield Waiting(
            what="benchmark",
            at=benchmark.due_at,
            facts={"number": benchmark.number, "text": benchmark.text},
            command=f"/review show {dossier.member}",
        )


def declaration_to_sign(context: Context) -> Iterator[Waiting]:
    """Give the declaration where the charter asks for one that the caller's state has not signed."""
    dossier, rules = _dossier(context), context.alliance.charter.membership
    if dossier is None or rules is None or rules.declaration is None or binds(context) is None:
        return
    signed = None if dossier.signed is None else dossier.signed.version
    if dossier.status in {*MEMBERS_OF_THE_ALLIANCE, Status.CANDIDATE} and signed != rules.declaration.version:
        yield Waiting(what="declaration", facts={"version": rules.declaration.version}, command="/member declare")


def credentials_ending(context: Context) -> Iterator[Waiting]:
    """Give the caller's own credential where it ends soon; to a head, those of its whole delegation."""
    held = context.credential
    if held is None:
        return
    people: tuple[Credential, ...] = (held,)
    if held.role is Role.HEAD and held.member is not None:
        people = context.uow.credentials.of_member(context.alliance.code, held.member, context.now)
    for each in people:
        if each.until is not None and each.until <= context.now + REMINDED_BEFORE[0]:
            own = "credential" if each.account == context.account else "credential_of"
            yield Waiting(
                what=own,
                at=each.until,
                facts={"account": each.account.text, "role": each.role},
                command=f"/delegate list {each.member or ''}".rstrip(),
            )
