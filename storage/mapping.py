"""Turns rows into values of the domain, so that no row leaves ``storage``."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.charters.load import parse_charter
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.ballot import Ballot
from bot.domain.charter import Charter
from bot.domain.credentials import Credential
from bot.domain.electorate import Elector
from bot.domain.ids import AllianceCode, BodyName, KindName, MemberCode, MotionNumber, WeightName
from bot.domain.motion import Motion, Result, VotingRules
from bot.domain.rules import Reason, Tally
from storage.decoding import UnreadableRecord, read
from storage.rows import AllianceRow, BallotRow, CredentialRow, ElectorRow, MotionRow


@lru_cache(maxsize=64)
def _charter(text: str) -> Charter:
    return parse_charter(text)


@lru_cache(maxsize=1024)
def _rules(text: str) -> VotingRules:
    return read(VotingRules, text)


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


def credential_of(row: CredentialRow) -> Credential:
    """Give a credential."""
    return Credential(
        account=Account(row.account),
        role=row.role,
        member=_member(row.member),
        since=row.since,
        until=row.until,
        revoked_at=row.revoked_at,
    )


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
        sponsors=read(tuple[MemberCode, ...], row.sponsors),
        document=row.document,
        impact=row.impact,
        urgent=row.urgent,
        tabled_at=row.tabled_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        extended_for=row.extended_for,
        rules=None if row.rules is None else _rules(row.rules),
        result=_result(row),
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
    )


def elector_of(row: ElectorRow) -> Elector:
    """Give one member of a frozen roll."""
    return Elector(
        member=MemberCode(row.member),
        standing=row.standing,
        permanent=row.permanent,
        weights=weights_of(row.weights),
    )


def weights_of(text: str) -> Mapping[WeightName, Fraction]:
    """Give the weights in a canonical text."""
    return read(dict[WeightName, Fraction], text)


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


def _member(code: str | None) -> MemberCode | None:
    return None if code is None else MemberCode(code)
