"""From the tables of a charter file that has passed every check to the typed Charter."""

from collections.abc import Iterable, Mapping

from bot.charters.constitution import (
    AfterAdoptionTable,
    AtLargeTable,
    BodyTable,
    CalendarTable,
    ChairTable,
    ConsultationTable,
    DigestTable,
    OutageTable,
    ProcedureTable,
    SessionTable,
    WordingTable,
    WorkingHoursTable,
)
from bot.charters.criteria import typed_criteria
from bot.charters.shapes import CharterTable, KindTable, LateQuorumTable, UrgencyTable
from bot.charters.statutes import MembershipTable, ReviewTable
from bot.domain.charter import (
    AfterAdoption,
    AtLarge,
    Body,
    Chairing,
    Charter,
    Consultation,
    DigestRule,
    Kind,
    LateQuorum,
    RulesOfProcedure,
    Seconds,
    SessionRules,
    Summit,
    Urgency,
)
from bot.domain.ids import BodyName, KindName, MemberCode, WeightName
from bot.domain.outages import OutageRule
from bot.domain.rules import parse_quorum
from bot.domain.statutes import Declaration, MembershipRules, ReviewRules
from bot.domain.titles import Wording
from bot.domain.working_hours import WorkingHours


def typed_charter(text: str, whole: CharterTable, kinds: Mapping[str, KindTable]) -> Charter:
    """Build the charter of ``text`` from its tables, the kinds with their defaults filled in."""
    weights = tuple(whole.charter.weights)
    return Charter(
        title=_wording(whole.charter.title),
        text=text,
        bodies={BodyName(name): _typed_body(name, table) for name, table in whole.bodies.items()},
        kinds={KindName(name): _kind(name, table, weights, whole.bodies[table.body]) for name, table in kinds.items()},
        weights=weights,
        rights={status: frozenset(rights) for status, rights in whole.rights.items()},
        mid_vote_loss=whole.charter.mid_vote_loss,
        outage=_outage(whole.charter.outage),
        procedure=_procedure(whole.procedure),
        membership=_membership(whole.membership),
        working_hours=_working_hours(whole.charter.working_hours),
        criteria=typed_criteria(whole.criteria),
        summit=_summit(whole.calendar),
        after_adoption=_after_adoption(whole.after_adoption),
        session=_session(whole.session, weights),
        consultation=_consultation(whole.consultation, kinds),
        digest=_digest(whole.digest),
    )


def _typed_body(name: str, table: BodyTable) -> Body:
    return Body(
        name=BodyName(name),
        title=_wording(table.title),
        seats=table.seats,
        permanent_veto=table.permanent_veto,
        chairing=_chairing(table.chair),
        rotation=table.rotation,
        at_large=_at_large(table.at_large),
    )


def _at_large(table: AtLargeTable | None) -> AtLarge | None:
    if table is None:
        return None
    return AtLarge(
        by=table.by,
        term=table.term,
        immediate_reelection=table.immediate_reelection,
        kind=None if table.kind is None else KindName(table.kind),
        order=tuple(MemberCode(code) for code in table.order),
        reminders=_longest_first(table.reminders),
    )


def _summit(table: CalendarTable | None) -> Summit | None:
    return None if table is None else Summit(day=table.summit, reminders=_longest_first(table.reminders))


def _after_adoption(table: AfterAdoptionTable) -> AfterAdoption:
    return AfterAdoption(
        answer=table.answer,
        answers=_longest_first(table.answers),
        contributions=_longest_first(table.contributions),
        authorisations=_longest_first(table.authorisations),
        awaited=tuple(sorted(set(table.awaited))),
        review=_longest_first(table.review),
    )


def _session(table: SessionTable, weights: tuple[WeightName, ...]) -> SessionRules:
    return SessionRules(
        notice=table.notice,
        urgent_notice=table.urgent_notice,
        attendance=table.attendance,
        reminders=tuple(sorted(set(table.reminders), reverse=True)),
        quorum=None if table.quorum is None else parse_quorum(table.quorum, weights=weights),
        enforced=table.enforced,
    )


def _consultation(table: ConsultationTable | None, kinds: Mapping[str, KindTable]) -> Consultation | None:
    if table is None:
        return None
    body = kinds[table.kind].body if table.body is None else table.body
    return Consultation(body=BodyName(body), kind=KindName(table.kind), time=table.time)


def _digest(table: DigestTable | None) -> DigestRule | None:
    return None if table is None else DigestRule(day=table.day, at=table.at, late=table.late)


def _longest_first(days: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(days), reverse=True))


def _chairing(table: ChairTable | None) -> Chairing | None:
    if table is None:
        return None
    chair, vice = (None if code is None else MemberCode(code) for code in (table.chair, table.vice))
    return Chairing(by=table.by, chair=chair, vice=vice, first_month=table.first_month)


def _procedure(table: ProcedureTable) -> RulesOfProcedure:
    return RulesOfProcedure(
        kind=None if table.kind is None else KindName(table.kind),
        second_vote=table.second_vote,
        casting_vote=table.casting_vote,
        declaration=table.declaration,
        contest=table.contest,
        consensus=table.consensus,
        call=table.call,
        reconsideration=table.reconsideration,
    )


def _membership(table: MembershipTable | None) -> MembershipRules | None:
    if table is None:
        return None
    signed = table.declaration
    return MembershipRules(
        **{key: KindName(kind) for key, kind in table.kinds},
        term=table.term,
        term_at_risk=table.term_at_risk,
        reminders=tuple(sorted(table.reminders, reverse=True)),
        review_before=table.review_before,
        objectors=table.objectors,
        withdrawal=table.withdrawal,
        declaration=None if signed is None else Declaration(version=signed.version, en=signed.en, fr=signed.fr),
        review=_review(table.review),
    )


def _review(table: ReviewTable) -> ReviewRules:
    return ReviewRules(
        panel=table.panel,
        finding=table.finding,
        reply=table.reply,
        fails=table.fails,
        notice=table.notice,
        meets=table.meets,
        objection=table.objection,
        reminders=tuple(sorted(table.reminders, reverse=True)),
    )


def _working_hours(table: WorkingHoursTable | None) -> WorkingHours | None:
    if table is None:
        return None
    return WorkingHours(days=frozenset(table.days), opens=table.opens, closes=table.closes)


def _kind(name: str, table: KindTable, weights: tuple[WeightName, ...], body: BodyTable) -> Kind:
    return Kind(
        name=KindName(name),
        title=_wording(table.title),
        body=BodyName(table.body),
        procedure=table.procedure,
        adopt=table.rule(weights, body),
        quorum=table.quorum_rule(weights, body),
        tie=table.tie,
        effect=table.effect,
        coalition=table.coalition,
        concerned=table.concerned,
        names_member=table.names_member,
        impact=table.impact,
        seconds=Seconds(needed=table.seconds.needed, within=table.seconds.within),
        notice=table.notice,
        debate=table.debate,
        voting=table.voting,
        urgent=_urgency(table.urgent),
        changeable=table.changeable,
        closing=table.close,
        min_open=table.min_open,
        live_tally=table.live_tally,
        late_quorum=_late_quorum(table.late_quorum),
        reminders=tuple(sorted(set(table.reminders), reverse=True)),
        notes=table.notes,
        takes_effect=table.takes_effect,
        confers=table.confers,
        refuses=table.refuses,
        elects=table.elects,
        fills=None if table.fills is None else BodyName(table.fills),
        authorisations=table.authorisations,
    )


def _wording(table: WordingTable) -> Wording:
    return Wording(en=table.en, fr=table.fr)


def _urgency(table: UrgencyTable | None) -> Urgency | None:
    if table is None:
        return None
    return Urgency(voting=table.voting, requested_by=table.requested_by, always=table.always)


def _outage(table: OutageTable) -> OutageRule:
    return OutageRule(tolerance=table.tolerance, share=table.share, longest=table.longest, extension=table.extension)


def _late_quorum(table: LateQuorumTable | None) -> LateQuorum | None:
    return None if table is None else LateQuorum(window=table.window, extension=table.extension)
