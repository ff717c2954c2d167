"""An election by ranked ballots as people see it: its card, its details, its result, and the receipt of a ballot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.cards.action import action
from bot.cards.boards import board_of
from bot.cards.buttons import details_button
from bot.cards.card import Button, Card, Emphasis, Field, Table, Tone
from bot.cards.following import statements_field
from bot.cards.names import alphabetically, codes_of, list_of, with_flag
from bot.cards.results import result_card
from bot.cards.times import times
from bot.cards.views import MotionView
from bot.domain.elections import Count, CountRound, Election
from bot.domain.electorate import Elector
from bot.domain.events import RankingCast
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.phases import Phase
from bot.domain.rules import Outcome, decimal_text
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

ROUNDS: Final = 40
"""Rounds of a count that a card shows: as many as an alliance of forty could have."""


def election_card(view: MotionView, election: Election, title: str, tone: Tone, say: Interpreter) -> Card:
    """Give the one card of an election that stays current in a channel; it never tells who is ahead."""
    return Card(
        title=title,
        tone=tone,
        paragraphs=tuple(_what(view, election, say)),
        fields=(*times(view, say), *_candidates(view, election, say), *_turnout(view, say)),
        buttons=_buttons(view, say),
        footer=say.say("card.motion.changeable" if view.rules.changeable else "card.motion.final")
        if view.running
        else (),
    )


def election_details(view: MotionView, election: Election, title: str, tone: Tone, say: Interpreter) -> Card:
    """Give everything of an election: once it is decided every ballot as it was cast, and the rounds of the count."""
    electors = {elector.member: elector for elector in view.electors}
    columns = tuple(say.words(f"card.details.{name}") for name in ("state", "code", "ballot"))
    rows = tuple(_row(view, electors[code], say) for code in alphabetically(view.members, electors, say))
    return Card(
        title=title,
        tone=tone,
        paragraphs=(*_what(view, election, say), *_count_in_words(view, election, say)),
        fields=(*times(view, say), *_candidates(view, election, say), *_rounds(election.count, say)),
        table=Table(columns=columns, rows=rows),
        buttons=tuple(button for button in _buttons(view, say) if "motion.show" not in button.action),
    )


def election_result(view: MotionView, election: Election, say: Interpreter) -> Card:
    """Announce who was elected, with the quota and the rounds; or that nobody was, and why."""
    motion, result = view.motion, view.motion.result
    elected = result is not None and result.outcome is Outcome.ADOPTED
    return Card(
        title=say.words(
            "card.election.elected" if elected else "card.election.nobody", motion=motion.number, title=motion.title
        ),
        tone=Tone.SUCCESS if elected else Tone.FAILURE,
        paragraphs=tuple(_count_in_words(view, election, say)),
        fields=(*_rounds(election.count, say), *_turnout(view, say), *statements_field(view, say)),
        buttons=(details_button(motion, say),),
        footer=say.say("card.result.footer", closes_at=motion.vote_ended_at),
    )


def announcement(view: MotionView, say: Interpreter) -> Card:
    """Announce a result: who was elected, or what was decided."""
    if view.election is not None:
        return election_result(view, view.election, say)
    return replace(result_card(view, say), picture=board_of(view, say))


def _what(view: MotionView, election: Election, say: Interpreter) -> Iterator[Phrase]:
    body = view.alliance.charter.bodies[election.body].title.in_language(say.language)
    if election.since is None:
        yield say.say_count("card.election.vacant", election.seats, body=body, until=election.until)
    else:
        yield say.say_count("card.election.term", election.seats, body=body, since=election.since, until=election.until)
    yield say.say("card.election.how")


def _candidates(view: MotionView, election: Election, say: Interpreter) -> Iterator[Field]:
    name = say.words("card.election.candidates", count=len(election.candidates))
    yield Field(name=name, value=(list_of(view.members, election.candidates, say),), wide=True)


def _turnout(view: MotionView, say: Interpreter) -> Iterator[Field]:
    """Tell who has cast a ballot and who has not, never how."""
    if view.motion.rules is None:
        return
    entitled = sum(elector.entitled for elector in view.electors)
    told = say.say("card.election.turnout", cast=len(view.ballots), entitled=entitled)
    yield Field(name=say.words("card.motion.turnout"), value=told)
    for group, codes in (("voted", tuple(view.ballots)), ("waiting" if view.running else "silent", view.silent)):
        if codes:
            name = say.words(f"card.result.group.{group}", count=len(codes))
            yield Field(name=name, value=(codes_of(view.members, codes),), wide=True)


def _row(view: MotionView, elector: Elector, say: Interpreter) -> tuple[str, str, str]:
    ranking = view.rankings.get(elector.member)
    if not elector.entitled:
        told = say.words(f"Standing.{elector.standing.value}")
    elif ranking is None:
        told = say.words("card.details.no_ballot")
    else:
        told = " > ".join(ranking) if view.motion.result is not None else say.words("card.details.voted")
    return with_flag(view.members, elector.member, say), elector.member, told


def _count_in_words(view: MotionView, election: Election, say: Interpreter) -> Iterator[Phrase]:
    """Say who was elected and what has come of the other seats."""
    result, count = view.motion.result, election.count
    if result is None:
        return
    if count is None:
        yield say.say("card.result.follows.no_quorum")
        return
    if count.elected:
        since = election.begins(result.decided_at)
        yield say.say("card.election.those", members=list_of(view.members, count.elected, say), since=since)
    elif election.candidates == count.excluded:
        yield say.say("card.election.none_able")
    elif count.seats:
        yield say.say("card.election.no_ballots")
    if count.quota is None and count.elected:
        yield say.say("card.election.uncontested")
    elif count.quota is not None:
        yield say.say_count("card.election.quota", count.quota)
    if count.unfilled:
        yield say.say_count("card.council.unfilled", count.unfilled)
    if count.seats < election.seats:
        yield say.say("card.election.fewer", seats=count.seats, called=election.seats)
    if count.excluded:
        yield say.say("card.election.excluded", members=list_of(view.members, count.excluded, say))
    if any(each.tied for each in count.rounds):
        yield say.say("card.election.lots", seed=count.seed)


def _rounds(count: Count | None, say: Interpreter) -> Iterator[Field]:
    """Give the rounds of a count, one on a line, in exact figures."""
    if count is None or not count.rounds:
        return
    told = "\n".join(_round(number, each, say) for number, each in enumerate(count.rounds[:ROUNDS], 1))
    yield Field(name=say.words("card.election.rounds"), value=(told,), wide=True)


def _round(number: int, each: CountRound, say: Interpreter) -> str:
    by_votes = sorted(each.totals.items(), key=lambda item: (-item[1], item[0]))
    votes = ", ".join(f"{code} {decimal_text(had)}" for code, had in by_votes)
    if each.exhausted:
        votes = say.words("card.election.with_exhausted", votes=votes, exhausted=decimal_text(each.exhausted))
    if each.elected:
        return say.words("card.election.round_elected", number=number, votes=votes, codes=", ".join(each.elected))
    how = "round_lot" if each.tied else "round_eliminated"
    return say.words(f"card.election.{how}", number=number, votes=votes, code=each.eliminated)


def _buttons(view: MotionView, say: Interpreter) -> tuple[Button, ...]:
    details = details_button(view.motion, say)
    match view.phase:
        case Phase.VOTING:
            return (rank_button(view.motion, say), details)
        case Phase.DRAFT | Phase.DEBATE | Phase.POSTPONED:
            return (details,)
        case _:
            return ()


def rank_button(motion: Motion, say: Interpreter) -> Button:
    """Give the button that asks for a ranked ballot; a form takes the names."""
    label = say.words("button.rank")
    return Button(label=label, action=action("vote.rank", motion.number), emphasis=Emphasis.PRIMARY)


def called_card(view: MotionView, left_out: Sequence[MemberCode], say: Interpreter) -> Card:
    """Tell the secretariat what it has opened, and who stands and is left out since it could not be elected now."""
    motion, election = view.motion, view.election
    if election is None:
        raise LookupError(motion.number)
    opens = "open" if view.running else "later"
    told = say.say(f"card.election.called_{opens}", opens_at=motion.opens_at, closes_at=motion.closes_at)
    few, short = len(election.candidates) <= election.seats, election.seats - len(election.candidates)
    out = list_of(view.members, left_out, say)
    return Card(
        title=say.words("card.election.called", motion=motion.number),
        tone=Tone.SUCCESS,
        paragraphs=(
            *_what(view, election, say),
            told,
            *((say.say("card.election.few"),) if few else ()),
            *((say.say_count("card.election.short", short),) if short > 0 else ()),
            *((say.say("card.election.left_out", members=out),) if out else ()),
        ),
        fields=tuple(_candidates(view, election, say)),
        buttons=(details_button(motion, say),),
    )


def ranking_receipt(motion: Motion, event: RankingCast, members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """Confirm a ranked ballot: state, election, the names in order, time, who cast it, until when it may change."""
    order = "\n".join(f"{place}. {with_flag(members, code, say)}" for place, code in enumerate(event.ranking, 1))
    message = "card.election.ranked" if event.previous is None else "card.election.ranked_again"
    changeable = motion.rules is not None and motion.rules.changeable
    cast_by = say.say("card.receipt.caster", role=event.role, platform=event.account.platform)
    return Card(
        title=say.words("card.receipt.title", motion=motion.number),
        tone=Tone.SUCCESS,
        paragraphs=(say.say(message, member=with_flag(members, event.member, say), title=motion.title), (order,)),
        fields=(
            Field(name=say.words("card.receipt.at"), value=(say.moment(event.cast_at),)),
            Field(name=say.words("card.receipt.by"), value=cast_by),
        ),
        footer=say.say("card.receipt.changeable", closes_at=motion.closes_at)
        if changeable
        else say.say("card.receipt.final"),
    )
