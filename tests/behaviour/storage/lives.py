"""The lives of motions, event by event: seconded, amended and voted twice; in silence; called live; by note verbale."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.addresses import Account
from bot.domain.ballot import Choice
from bot.domain.calling import Answer
from bot.domain.chairing import Office
from bot.domain.charter import Procedure
from bot.domain.course import Bearing, EndedAs, TextCause, Treatment
from bot.domain.credentials import Letter, Role
from bot.domain.electorate import Elector
from bot.domain.events import (
    AmendmentDeclined,
    BallotCast,
    BallotRetracted,
    CastingVoteAwaited,
    CastingVoteCast,
    ConsensusAsked,
    ConsensusBroken,
    ContestSettled,
    CredentialEnded,
    CredentialGiven,
    CredentialReminded,
    DebateAdjourned,
    DebateResumed,
    DelegationContested,
    DelegationEmptied,
    DraftCleared,
    DraftCommented,
    DraftTabled,
    Event,
    InvitationMade,
    InvitationRevoked,
    InvitationUsed,
    KindChanged,
    MemberRecused,
    MemberStatusChanged,
    MotionDecided,
    MotionEnded,
    MotionHeld,
    MotionScheduled,
    MotionSeconded,
    MotionTabled,
    NoteConfirmed,
    NoteContested,
    NoteDiscarded,
    NoteEntered,
    ObjectionRaised,
    ObjectionWithdrawn,
    OfficeTaken,
    PreferencesSet,
    RollCallBegun,
    RulingGiven,
    RulingOverturned,
    SilenceBegun,
    TextChanged,
    TurnTaken,
    VoteExplained,
    VoteLost,
    VotingOpened,
    VotingReopened,
)
from bot.domain.ids import BodyName, KindName, MemberCode, MotionNumber
from bot.domain.membership import Status
from bot.domain.rules import Outcome, Reason, Standing, Tally
from bot.domain.voting_rules import VotingRules

COUNCIL = BodyName("council")
EST, LVA, LTU = MemberCode("EST"), MemberCode("LVA"), MemberCode("LTU")
CLERK, SECOND_CLERK = Account("console:clerk"), Account("console:second.clerk")
HEAD = Account("console:head")
NEWCOMER = Account("console:newcomer")
REASONS = (Reason(option=1, clause="x", base=None, needed=Fraction(2), had=Fraction(1, 2), met=False),)
TALLY = Tally(yes=1, no=1, abstain=0, silent=1, not_entitled=0, vacant=12)


class Life:
    """The events of one motion, with its number and the instants filled in."""

    def __init__(self, number: int, now: datetime, rules: VotingRules) -> None:
        self.motion, self.now, self.rules = MotionNumber(number), now, rules
        self.later, self.latest = now + timedelta(days=1), now + timedelta(days=4)

    def tabled(self, **more: object) -> MotionTabled:
        """Table the motion."""
        told = MotionTabled(
            motion=self.motion,
            kind=KindName("resolution"),
            body=COUNCIL,
            title="A life",
            text="1. One.\n2. Two.",
            mover=EST,
            concerned=None,
            sponsors=(),
            document="",
            impact="",
            urgent=False,
            tabled_at=self.now,
            opens_at=self.later,
            closes_at=self.latest,
        )
        return replace(told, **more)  # type: ignore[arg-type]

    def opened(self, rules: VotingRules | None = None, length: timedelta | None = None) -> VotingOpened:
        """Open its vote."""
        roll = tuple(Elector(member=state, standing=Standing.ENTITLED) for state in (EST, LTU, LVA))
        return VotingOpened(motion=self.motion, rules=rules or self.rules, electors=roll, silence_length=length)

    def cast(self, member: MemberCode, choice: Choice, previous: Choice | None = None) -> BallotCast:
        """Cast a ballot."""
        return BallotCast(
            motion=self.motion,
            member=member,
            choice=choice,
            previous=previous,
            account=HEAD,
            role=Role.HEAD,
            cast_at=self.now,
            explanation="",
        )

    def decided(self, outcome: Outcome, **more: object) -> MotionDecided:
        """Decide it."""
        told = MotionDecided(motion=self.motion, outcome=outcome, reasons=REASONS, tally=TALLY, decided_at=self.latest)
        return replace(told, **more)  # type: ignore[arg-type]


def every_life(now: datetime, rules: VotingRules, *, entry: int) -> tuple[Event, ...]:
    """Give motions from 11 on whose events are of every kind there is; ``entry`` is the number of the first."""
    told: list[Event] = [*_debated(now, rules), *_in_silence(now, rules), *_called(now, rules)]
    told += _noted(now, rules, entry=entry + len(told))
    return (*told, *_presided(now), *_delegated(now, entry=entry + len(told) + len(_presided(now))))


def _debated(now: datetime, rules: VotingRules) -> tuple[Event, ...]:
    main, amendment, draft = (Life(number, now, rules) for number in (11, 12, 13))
    of: dict[str, Any] = {"motion": main.motion}
    at: dict[str, Any] = {"opens_at": main.later, "closes_at": main.latest}
    return (
        draft.tabled(draft=True),
        DraftCommented(motion=draft.motion, member=LVA, account=HEAD, text="Later.", at=now),
        DraftCleared(motion=draft.motion, member=LVA, account=HEAD, at=now),
        DraftTabled(motion=draft.motion, tabled_at=now, **at),
        main.tabled(seconds_needed=1, seconds_until=main.later),
        MotionSeconded(**of, member=LVA, account=HEAD, seconded_at=now),
        MotionScheduled(**of, **at, reason="seconded"),
        DebateAdjourned(**of, at=now, until=None, reason="Lunch.", **at),
        DebateResumed(**of, at=now, **at),
        amendment.tabled(bearing=Bearing.AMENDMENT, parent=main.motion, text="1. Uno.\n2. Two."),
        MotionHeld(**of, held_by=(amendment.motion,), under_vote=None),
        AmendmentDeclined(motion=amendment.motion, at=now),
        MotionEnded(motion=amendment.motion, how=EndedAs.ACCEPTED, at=now, reason="", by_motion=None),
        TextChanged(**of, text="1. Uno.", cause=TextCause.ACCEPTED, by_motion=amendment.motion, at=now),
        MotionHeld(**of, held_by=(), under_vote=None),
        KindChanged(
            **of, kind=KindName("statement"), body=COUNCIL, procedure=Procedure.VOTE, challenge=draft.motion, **at
        ),
        ConsensusAsked(**of, member=EST, until=main.later, at=now),
        ConsensusBroken(**of, member=LTU, reason="Not so.", at=now),
        MemberRecused(**of, member=LTU, reason="A party.", by_motion=None, at=now),
        main.opened(),
        VoteExplained(**of, member=LVA, account=HEAD, text="Because.", at=now),
        main.cast(EST, Choice.YES),
        BallotRetracted(**of, member=EST, previous=Choice.YES, account=HEAD, role=Role.HEAD, at=now),
        main.cast(EST, Choice.NO),
        main.cast(LVA, Choice.YES),
        VotingReopened(
            **of, reason="tie", closes_at=main.latest, reasons=REASONS, tally=TALLY, at=now + timedelta(hours=1)
        ),
        main.cast(LVA, Choice.YES),
        VoteLost(
            **of,
            member=LVA,
            standing=Standing.ABEYANCE,
            treatment=Treatment.REMOVED,
            ballot=Choice.YES,
            reason="Suspended.",
            at=now,
        ),
        CastingVoteAwaited(**of, until=main.latest, reasons=REASONS, tally=TALLY),
        CastingVoteCast(**of, member=EST, choice=Choice.YES, account=HEAD, at=now),
        main.decided(Outcome.ADOPTED, serial=1, year=2026, takes_effect_at=main.latest),
        MotionEnded(**of, how=EndedAs.RESCINDED, at=now, reason="No more.", by_motion=draft.motion),
    )


def _in_silence(now: datetime, rules: VotingRules) -> tuple[Event, ...]:
    life = Life(14, now, rules)
    silent = replace(rules, adopt="no objection", procedure=Procedure.SILENCE)
    of = {"motion": life.motion}
    return (
        life.tabled(procedure=Procedure.SILENCE),
        life.opened(silent, timedelta(hours=72)),
        SilenceBegun(**of, delivered_at=now, closes_at=life.latest),
        ObjectionRaised(**of, member=LVA, account=HEAD, role=Role.HEAD, text="No.", amendment="1. Otherwise.", at=now),
        ObjectionWithdrawn(**of, member=LVA, account=HEAD, at=now),
        life.decided(Outcome.ADOPTED, without_vote=True, reasons=()),
    )


def _called(now: datetime, rules: VotingRules) -> tuple[Event, ...]:
    life = Life(15, now, rules)
    of = {"motion": life.motion}
    return (
        life.tabled(),
        life.opened(),
        RollCallBegun(**of, order=(LTU, LVA, EST), seed="a1", limit=timedelta(seconds=90), at=now),
        TurnTaken(**of, member=LTU, answer=Answer.PASSED, at=now),
        TurnTaken(**of, member=LVA, answer=Answer.MISSED, at=now + timedelta(seconds=90)),
        life.cast(EST, Choice.YES),
        TurnTaken(**of, member=EST, answer=Answer.VOTED, at=now + timedelta(seconds=91)),
    )


def _noted(now: datetime, rules: VotingRules, *, entry: int) -> tuple[Event, ...]:
    life = Life(16, now, rules)
    of, note = {"motion": life.motion}, entry + 3
    entered = NoteEntered(
        **of,
        member=LVA,
        choice=Choice.NO,
        sender="Ministry",
        reference="12/2026",
        received_at=now,
        file="https://example.org/note.pdf",
        revokes=True,
        officer=CLERK,
        at=now,
    )
    return (
        life.tabled(),
        life.opened(),
        life.cast(LVA, Choice.YES),
        entered,
        NoteConfirmed(
            **of,
            member=LVA,
            note=note,
            previous=Choice.YES,
            officer=SECOND_CLERK,
            at=now,
            contestable_until=now + timedelta(hours=2),
        ),
        NoteContested(**of, member=LVA, note=note, account=HEAD, reason="Not ours.", at=now),
        replace(entered, member=LTU, revokes=False),
        NoteDiscarded(**of, member=LTU, note=note + 3, reason="Not confirmed.", at=now),
    )


def _presided(now: datetime) -> tuple[Event, ...]:
    return (
        MemberStatusChanged(member=LTU, status=Status.SUSPENDED, since=now, motion=MotionNumber(11), reason="Vote."),
        OfficeTaken(body=COUNCIL, office=Office.CHAIR, member=EST, since=now, motion=MotionNumber(11)),
        RulingGiven(
            number=1, body=COUNCIL, member=EST, account=HEAD, motion=MotionNumber(11), text="In order.", at=now
        ),
        RulingOverturned(number=1, by_motion=MotionNumber(12), at=now),
    )


def _delegated(now: datetime, *, entry: int) -> tuple[Event, ...]:
    until = now + timedelta(days=40)
    letter = Letter(issuer="Ministry", dated=date(2026, 11, 20), file="https://example.org/letter.pdf")
    held: dict[str, Any] = {"account": NEWCOMER, "role": Role.DELEGATE, "member": LTU, "until": until}
    made = InvitationMade(
        digest="0" * 64, member=LTU, role=Role.HEAD, account=HEAD, expires_at=now + timedelta(hours=72), at=now
    )
    return (
        made,
        replace(made, digest="f" * 64, role=Role.OBSERVER),
        InvitationUsed(invitation=entry, account=NEWCOMER, member=LTU, role=Role.HEAD, at=now),
        InvitationRevoked(invitation=entry + 1, at=now),
        CredentialGiven(**held, since=now, full_powers=True, nationality=None, letter=letter),
        CredentialReminded(**held, due_at=until - timedelta(days=30)),
        PreferencesSet(account=NEWCOMER, language="fr", zone="Europe/Vilnius"),
        CredentialEnded(**held, due_at=until + timedelta.resolution),
        DelegationEmptied(member=LTU, at=until),
        DelegationContested(member=LTU, by_member=EST, account=HEAD, reason="Two of them.", at=now),
        ContestSettled(member=LTU, motion=MotionNumber(11), account=CLERK, at=now),
        DelegationContested(member=LVA, by_member=None, account=CLERK, reason="Two of them.", at=now),
    )
