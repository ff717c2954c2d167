"""What members have committed themselves to, and how far they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.cards.card import Card, Table
from bot.cards.names import with_flag
from bot.domain.dossier import Commitment, Dossier
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.review import subject_of
from bot.locales.catalogue import Interpreter


def commitments_card(
    dossiers: Iterable[Dossier], members: Mapping[MemberCode, Member], say: Interpreter, *, now: datetime
) -> Card:
    """List commitments by member and number, with their days and the last word on each."""
    columns = tuple(say.words(f"card.commitment.{name}") for name in ("member", "number", "text", "due", "state"))
    rows = tuple(
        (
            with_flag(members, dossier.member, say),
            str(each.number),
            _what(each),
            say.day(each.due_at),
            _state(each, say, now),
        )
        for dossier in dossiers
        for each in dossier.commitments
    )
    return Card(
        title=say.words("card.commitment.title"),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=() if rows else say.say("card.commitment.none"),
    )


def _what(commitment: Commitment) -> str:
    """Give the words of a commitment, with what shows that it is done and the review that it answers."""
    review = "" if commitment.review is None else subject_of(commitment.review)
    return " ".join((commitment.text, *(f"({more})" for more in (commitment.indicator, review) if more)))


def _state(commitment: Commitment, say: Interpreter, now: datetime) -> str:
    if commitment.done_at is not None:
        return say.words("card.commitment.done", at=commitment.done_at)
    if commitment.overdue(now):
        return say.words("card.commitment.overdue")
    if commitment.progress:
        return say.words("card.commitment.progress", text=commitment.progress[-1].text)
    return say.words("card.commitment.pending")
