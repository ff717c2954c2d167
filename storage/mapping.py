"""Turns rows into values of the domain, so that no row leaves ``storage``."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.charters.load import parse_charter
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot, Statement
from bot.domain.chairing import Term
from bot.domain.charter import Charter
from bot.domain.course import Course
from bot.domain.credentials import Credential, Letter
from bot.domain.delegations import Contest, Invitation, Preferences
from bot.domain.dossier import Dossier
from bot.domain.electorate import Elector
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode, MotionNumber, ReviewNumber, WeightName
from bot.domain.membership import Member, StatusPeriod, Tenure
from bot.domain.motion import Motion
from bot.domain.note_verbale import NoteVerbale
from bot.domain.review import Review
from bot.domain.rules import Reason, Tally
from bot.domain.ruling import Ruling
from bot.domain.voting_rules import Result, VotingRules
from storage.decoding import UnreadableRecord, read
from storage.rows import (
    AllianceRow,
    BallotRow,
    CredentialRow,
    DelegationRow,
    DossierRow,
    ElectorRow,
    InvitationRow,
    MemberRow,
    MotionRow,
    NoteRow,
    OfficeRow,
    PreferenceRow,
    ReviewRow,
    RulingRow,
    StatementRow,
    StatusRow,
)


@lru_cache(maxsize=64)
def _charter(text: str) -> Charter:
    return parse_charter(text)


@lru_cache(maxsize=1024)
def _rules(text: str) -> VotingRules:
    return read(VotingRules, text)


@lru_cache(maxsize=1024)
def _course(text: str) -> Course:
    return read(Course, text)


@lru_cache(maxsize=1024)
def _dossier(text: str) -> Dossier:
    return read(Dossier, text)


@lru_cache(maxsize=256)
def _review(text: str) -> Review:
    return read(Review, text)


@lru_cache(maxsize=4096)
def _weights(text: str) -> Mapping[WeightName, Fraction]:
    return MappingProxyType(read(dict[WeightName, Fraction], text))


@lru_cache(maxsize=1024)
def _sponsors(text: str) -> tuple[MemberCode, ...]:
    return read(tuple[MemberCode, ...], text)


def alliance_of(row: AllianceRow) -> Alliance | None:
    """Give an alliance with its charter in force; None before one has been applied."""
    if row.charter is None:
        return None
    return Alliance(
        code=AllianceCode(row.code),
        name=row.name,
        time_zone=ZoneInfo(row.time_zone),
        language=row.language,
        charter=_charter(row.charter),
    )


def member_of(
    row: MemberRow,
    status: StatusRow,
    *,
    weights: Mapping[WeightName, Fraction],
    seats: Mapping[BodyName, Tenure],
) -> Member:
    """Give a state as its status, weights and seats make it."""
    return Member(
        code=MemberCode(row.code),
        name=row.name,
        name_fr=row.name_fr,
        flag=row.flag,
        status=status.status,
        since=status.since,
        weights=weights,
        seats=seats,
        term_start=row.term_start,
        term_end=row.term_end,
        cause=status.cause,
        motion=_number(status.motion),
        review=None if status.review is None else ReviewNumber(status.review),
    )


def period_of(row: StatusRow, until: datetime | None) -> StatusPeriod:
    """Give a time in which a state had one status, up to ``until``."""
    return StatusPeriod(
        status=row.status,
        since=row.since,
        until=until,
        cause=row.cause,
        motion=_number(row.motion),
        review=None if row.review is None else ReviewNumber(row.review),
        entry=row.seq,
        coming=row.coming,
    )


def credential_of(row: CredentialRow) -> Credential:
    """Give a credential."""
    return Credential(
        account=Account(row.account),
        role=row.role,
        member=_member(row.member),
        since=row.since,
        until=row.until,
        revoked_at=row.revoked_at,
        full_powers=row.full_powers,
        nationality=_member(row.nationality),
        letter=None if row.letter is None else read(Letter, row.letter),
        told_until=row.told_until,
    )


def invitation_of(row: InvitationRow) -> Invitation:
    """Give a one-time code, as far as it is recorded."""
    return Invitation(
        entry=row.seq,
        member=MemberCode(row.member),
        role=row.role,
        issuer=Account(row.issuer),
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def contest_of(row: DelegationRow) -> Contest | None:
    """Give the contest of a delegation; None where it is not contested."""
    if row.contested_at is None:
        return None
    return Contest(
        member=MemberCode(row.member),
        since=row.contested_at,
        by_member=_member(row.contested_by),
        reason=row.reason,
    )


def preferences_of(row: PreferenceRow) -> Preferences:
    """Give how a person wants to be spoken to."""
    return Preferences(language=row.language, zone=row.zone)


def motion_of(row: MotionRow) -> Motion:
    """Give a motion with its frozen rules and its result, where it has them."""
    return Motion(
        number=MotionNumber(row.number),
        kind=KindName(row.kind),
        body=BodyName(row.body),
        title=row.title,
        text=row.text,
        mover=_member(row.mover),
        concerned=_member(row.concerned),
        sponsors=_sponsors(row.sponsors),
        document=row.document,
        impact=row.impact,
        urgent=row.urgent,
        tabled_at=row.tabled_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        extended_for=row.extended_for,
        settled_until=row.settled_until,
        awaits_return=row.awaits_return,
        reminded_at=row.reminded_at,
        rules=None if row.rules is None else _rules(row.rules),
        result=_result(row),
        course=_course(row.course),
    )


def _result(row: MotionRow) -> Result | None:
    if row.outcome is None:
        return None
    if row.reasons is None or row.tally is None or row.decided_at is None:
        raise UnreadableRecord(found=f"half a result of motion {row.number}")
    return Result(
        outcome=row.outcome,
        reasons=read(tuple[Reason, ...], row.reasons),
        tally=read(Tally, row.tally),
        decided_at=row.decided_at,
        without_vote=row.without_vote,
    )


def elector_of(row: ElectorRow) -> Elector:
    """Give one member of a frozen roll."""
    return Elector(
        member=MemberCode(row.member),
        standing=row.standing,
        permanent=row.permanent,
        weights=_weights(row.weights),
    )


def ballot_of(row: BallotRow) -> Ballot:
    """Give a ballot."""
    return Ballot(
        motion=MotionNumber(row.motion),
        member=MemberCode(row.member),
        choice=row.choice,
        account=Account(row.account),
        role=row.role,
        cast_at=row.cast_at,
        explanation=row.explanation,
    )


def statement_of(row: StatementRow) -> Statement:
    """Give an explanation of vote."""
    return Statement(
        motion=MotionNumber(row.motion), entry=row.seq, member=MemberCode(row.member), text=row.text, at=row.at
    )


def note_of(row: NoteRow) -> NoteVerbale:
    """Give a vote by note verbale."""
    return NoteVerbale(
        motion=MotionNumber(row.motion),
        entry=row.seq,
        member=MemberCode(row.member),
        choice=row.choice,
        sender=row.sender,
        reference=row.reference,
        received_at=row.received_at,
        file=row.file,
        revokes=row.revokes,
        officer=Account(row.officer),
        entered_at=row.entered_at,
        confirmed_by=None if row.confirmed_by is None else Account(row.confirmed_by),
        confirmed_at=row.confirmed_at,
        contestable_until=row.contestable_until,
        ended_at=row.ended_at,
        ended_for=row.ended_for,
    )


def term_of(row: OfficeRow) -> Term:
    """Give a term of office."""
    return Term(
        office=row.office,
        body=BodyName(row.body),
        member=MemberCode(row.member),
        since=row.since,
        motion=_number(row.motion),
    )


def dossier_of(row: DossierRow) -> Dossier:
    """Give what is kept of a member."""
    return _dossier(row.state)


def review_of(row: ReviewRow) -> Review:
    """Give a review."""
    return _review(row.state)


def ruling_of(row: RulingRow) -> Ruling:
    """Give a ruling of a chair."""
    return Ruling(
        number=row.number,
        body=BodyName(row.body),
        member=MemberCode(row.member),
        motion=_number(row.motion),
        text=row.text,
        given_at=row.given_at,
        overturned_by=_number(row.overturned_by),
    )


def _number(value: int | None) -> MotionNumber | None:
    return None if value is None else MotionNumber(value)


def _member(code: str | None) -> MemberCode | None:
    return None if code is None else MemberCode(code)
