"""What the tables of a charter must agree on with one another, and what they may not mean as they stand.

Each table has passed its own checks when it comes here. A disagreement is a fault; a doubt is a warning. What an
earlier release took for sound is never more than a doubt: the charter of an alliance is read from its record each time,
and an upgrade must not make it unreadable.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from pydantic_core import PydanticCustomError

from bot.charters.constitution import WorkingHoursTable
from bot.charters.faults import CharterFault, fault_at
from bot.charters.lines import LineFinder, Path
from bot.charters.sentences import Ground, read_quorum
from bot.charters.shapes import CharterTable, KindTable
from bot.domain.chairing import Office
from bot.domain.charter import Body, ChairBy, Charter, Concerned, Kind, Procedure
from bot.domain.membership import Status
from bot.domain.rules import Attendance, Tie, quorum_rewards_absence, sentence_warnings

LONGEST_SILENCE: Final = 522
"""How many weeks a silence may last in working hours: ten years, as any duration of a charter."""

_ANY_DAY: Final = date(2027, 1, 1)


def charter_disagreements(
    whole: CharterTable, kinds: Mapping[str, KindTable], finder: LineFinder
) -> Iterator[CharterFault]:
    """Give what the kinds that are sound in themselves disagree on with the rest of the charter."""
    yield from _procedure_faults(whole, kinds, finder)
    yield from _membership_faults(whole, kinds, finder)
    yield from _seats_faults(whole, kinds, finder)
    yield from _session_faults(whole, finder)
    yield from _consultation_faults(whole, kinds, finder)
    for name, kind in kinds.items():
        if kind.notes and kind.procedure is not Procedure.VOTE:
            yield fault_at(("kinds", name, "notes"), finder, "charter.NotesWithoutVote")
        hours = whole.charter.working_hours
        if kind.procedure is Procedure.SILENCE and hours is not None and _weeks(kind.voting, hours) > LONGEST_SILENCE:
            yield fault_at(("kinds", name, "voting"), finder, "charter.SilenceTooLong")


def _procedure_faults(
    whole: CharterTable, kinds: Mapping[str, KindTable], finder: LineFinder
) -> Iterator[CharterFault]:
    """Give why the kind for what comes up in the course of another motion cannot be that.

    The body of the other motion decides by its rule, so that the rule must stand in every body.
    """
    name = whole.procedure.kind
    kind = None if name is None else kinds.get(name)
    if kind is None or name is None:
        return
    if kind.procedure is not Procedure.VOTE:
        yield fault_at(("procedure", "kind"), finder, "charter.ProcedureKindNotVoted", kind=name)
        return
    if kind.names_member or kind.impact:
        yield fault_at(("procedure", "kind"), finder, "charter.ProcedureKindAsksMore", kind=name)
    for body, table in whole.bodies.items():
        try:
            kind.rule(tuple(whole.charter.weights), table)
            kind.quorum_rule(tuple(whole.charter.weights), table)
        except PydanticCustomError:
            facts = {"kind": name, "body": body}
            yield fault_at(("procedure", "kind"), finder, "charter.ProcedureKindNotForBody", **facts)


CONFERRED: Final = {
    "admission": Status.ACTIVE,
    "suspension": Status.SUSPENDED,
    "reinstatement": Status.ACTIVE,
    "non_renewal": Status.EXPIRED,
    "lifting": Status.ACTIVE,
}
"""The status that the motion of each key of ``[membership]`` confers."""


def _membership_faults(
    whole: CharterTable, kinds: Mapping[str, KindTable], finder: LineFinder
) -> Iterator[CharterFault]:
    """Give why a kind that decides on membership cannot be that: there is none, or it confers another status."""
    for key, name in () if whole.membership is None else whole.membership.kinds:
        path: Path = ("membership", key)
        if name not in whole.kinds:
            yield fault_at(path, finder, "charter.MembershipKindNotKnown", kind=name, known=tuple(whole.kinds))
        elif name in kinds and kinds[name].confers is not CONFERRED[key]:
            yield fault_at(path, finder, "charter.MembershipKindConfers", kind=name, status=CONFERRED[key].value)


def _seats_faults(whole: CharterTable, kinds: Mapping[str, KindTable], finder: LineFinder) -> Iterator[CharterFault]:
    """Give why the kind that elects to the seats of a body cannot be that."""
    for body, table in whole.bodies.items():
        name = None if table.at_large is None else table.at_large.kind
        path: Path = ("bodies", body, "at_large")
        if name is None:
            continue
        if name not in whole.kinds:
            yield fault_at(path, finder, "charter.SeatsKindNotKnown", kind=name, known=tuple(whole.kinds))
        elif name in kinds and kinds[name].procedure is not Procedure.RANKED:
            yield fault_at(path, finder, "charter.SeatsKindNotRanked", kind=name)


def _session_faults(whole: CharterTable, finder: LineFinder) -> Iterator[CharterFault]:
    """Give why the quorum of sessions cannot be that: it must stand in every body, and count who is present."""
    sentence, path = whole.session.quorum, ("session", "quorum")
    if sentence is None:
        return
    for name, body in whole.bodies.items():
        ground = Ground(known=True, seats=body.seats, veto=body.permanent_veto, weights=tuple(whole.charter.weights))
        try:
            quorum = read_quorum(sentence, ground)
        except PydanticCustomError as fault:
            if fault.type == "charter.RuleUnreadable":
                yield fault_at(path, finder, fault.type, **(fault.context or {}))
                return
            yield fault_at(path, finder, "charter.SessionQuorumNotForBody", body=name)
            return
        if quorum.attendance is not Attendance.PRESENT:
            yield fault_at(path, finder, "charter.SessionQuorumCountsVotes")
            return


def _consultation_faults(
    whole: CharterTable, kinds: Mapping[str, KindTable], finder: LineFinder
) -> Iterator[CharterFault]:
    """Give why a request for support cannot be dealt with as it says: its draft opens by itself, with what is known."""
    table = whole.consultation
    if table is None:
        return
    path: Path = ("consultation", "kind")
    kind = kinds.get(table.kind)
    if kind is None:
        return
    if kind.procedure is not Procedure.VOTE or kind.urgent is None:
        yield fault_at(path, finder, "charter.ConsultationKindNotUrgent", kind=table.kind)
    elif kind.concerned is Concerned.NONE:
        yield fault_at(path, finder, "charter.ConsultationKindOnNobody", kind=table.kind)
    elif kind.impact or kind.confers or kind.elects or kind.fills:
        yield fault_at(path, finder, "charter.ConsultationKindAsksMore", kind=table.kind)


def _weeks(period: timedelta, hours: WorkingHoursTable) -> int:
    """Give how many whole weeks ``period`` lasts where only working hours count."""
    window = datetime.combine(_ANY_DAY, hours.closes) - datetime.combine(_ANY_DAY, hours.opens)
    return period // (window * len(hours.days))


def doubts_of(charter: Charter, finder: LineFinder) -> Iterator[CharterFault]:
    """Give what a charter may not mean as written."""
    for kind in charter.kinds.values():
        yield from _doubts_of_rule(kind, finder)
        yield from _doubts_of_urgency(kind, finder)
        if kind.tie is Tie.CHAIR and charter.bodies[kind.body].chairing is None:
            yield fault_at(("kinds", kind.name, "tie"), finder, "charter.TieWithoutChair", body=kind.body)
    for body in charter.bodies.values():
        if body.permanent_veto and body.seats is None:
            yield fault_at(("bodies", body.name, "permanent_veto"), finder, "charter.VetoWithoutSeats")
        if body.chairing is not None and body.chairing.by is ChairBy.ELECTED and not _elects_chair(charter, body):
            yield fault_at(("bodies", body.name, "chair"), finder, "charter.NobodyElectsChair", body=body.name)


def _doubts_of_urgency(kind: Kind, finder: LineFinder) -> Iterator[CharterFault]:
    """Give what nobody waits for where a kind is always urgent: no seconds, no debate, no notice, nobody to ask."""
    if kind.urgent is None or not kind.urgent.always:
        return
    path: Path = ("kinds", kind.name, "urgent")
    waits = {"seconds": bool(kind.seconds.needed), "notice": bool(kind.notice), "debate": bool(kind.debate)}
    if any(waits.values()):
        keys = tuple(key for key, given in waits.items() if given)
        yield fault_at(path, finder, "charter.WaitsThoughUrgent", keys=keys)
    if kind.urgent.requested_by:
        yield fault_at(path, finder, "charter.NobodyNeedAsk")


def _elects_chair(charter: Charter, body: Body) -> bool:
    return any(kind.elects is Office.CHAIR and kind.body == body.name for kind in charter.kinds.values())


def _doubts_of_rule(kind: Kind, finder: LineFinder) -> Iterator[CharterFault]:
    for key, sentence in (("adopt", kind.adopt), ("quorum", kind.quorum)):
        for warning in () if sentence is None else sentence_warnings(sentence):
            yield fault_at(("kinds", kind.name, key), finder, "charter.RoundedShare", warning=warning)
    if kind.adopt is not None and quorum_rewards_absence(kind.adopt, kind.quorum):
        yield fault_at(("kinds", kind.name, "quorum"), finder, "charter.QuorumRewardsAbsence")
