"""What a handler knows of the act beside its request: who, for whom, when, in which alliance, in which transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.commands.conduct.announcing import announce
from bot.commands.conduct.deadlines import settle
from bot.commands.conduct.owing import owe_card
from bot.commands.conduct.presiding import presiding_member, presiding_over
from bot.commands.refusals import (
    ChairVacant,
    DelegationOnly,
    NotPresiding,
    PhaseForbids,
    RightLacking,
    RoleCastsNoBallots,
    UnknownMember,
    UnknownMotion,
)
from bot.commands.registry import Command, Registry
from bot.domain.addresses import Account
from bot.domain.alliance import Alliance
from bot.domain.credentials import Credential, Role
from bot.domain.elections import NotForElections, is_ranked
from bot.domain.events import Event, MotionEvent
from bot.domain.ids import BodyName, MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.motion import Motion
from bot.domain.objections import check_no_question
from bot.locales.catalogue import Interpreter
from bot.ports import NoPages, Pages, UnitOfWork

NOT_FOR_ELECTIONS: Final = frozenset(
    {
        "motion.amend",
        "motion.separate",
        "motion.order",
        "motion.challenge",
        "motion.consensus",
        "motion.correct",
        "motion.forward",
        "motion.reconsider",
        "motion.rescind",
        "motion.take-over",
        "rollcall.call",
    }
)
"""Acts that an election by ranked ballots does not know: it has no text to change and no rule to adopt by."""


NO_PAGES: Final = NoPages()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One act in one transaction. ``now`` is when the front received it; ``credential`` is valid then, or None."""

    uow: UnitOfWork
    alliance: Alliance
    account: Account
    credential: Credential | None
    now: datetime
    interpreter: Interpreter
    registry: Registry
    command: Command
    pages: Pages = NO_PAGES

    def record(self, event: Event) -> int:
        """Record an event as this caller's act; give its entry in the journal."""
        return self.uow.record(self.alliance.code, event, at=self.now, by=self.account.text)

    def announced(self, motion: Motion, event: MotionEvent) -> int:
        """Record an event of a motion as this caller's act, and tell everyone of it; give its entry in the journal."""
        entry = self.record(event)
        announce(self.uow, self.alliance, motion, entry, now=self.now)
        return entry

    def carried_out(self, motion: Motion, event: MotionEvent) -> Motion:
        """Record an event of a motion, tell everyone, and make its card current; give the motion as it then is."""
        self.announced(motion, event)
        owe_card(self.uow, self.alliance, motion, due=self.now)
        return self.motion(motion.number)

    def motion(self, number: MotionNumber) -> Motion:
        """Give a motion; raise UnknownMotion where none bears the number, or a draft that is not for the caller."""
        motion = self.uow.motions.get(self.alliance.code, number)
        if motion is None or not self.sees(motion):
            raise UnknownMotion(motion=number)
        return motion

    def sees(self, motion: Motion) -> bool:
        """Tell whether the caller may know of a motion."""
        return self.sees_drafts or not motion.course.draft

    @property
    def sees_drafts(self) -> bool:
        """Whether drafts, and what is said of them, are for the caller: an officer, a member's political director."""
        if self.credential is None or self.credential.role is not Role.POLITICAL_DIRECTOR:
            return self.credential is not None and self.credential.role is Role.SECRETARIAT
        return self.credential.member is not None and self.member(self.credential.member).belongs

    def bring_up(self, number: MotionNumber) -> Motion:
        """Give the motion that the command is about, as the clock has it by now.

        Raise UnknownMotion, PhaseForbids where the command cannot be used where the motion stands, or ConsensusStands
        where it has to wait for the answer to the chair's question.
        """
        motion = settle(self.uow, self.alliance, self.motion(number), now=self.now)
        if is_ranked(motion) and self.command.path in NOT_FOR_ELECTIONS:
            raise NotForElections(motion=number, command=self.command.name)
        phases, phase = self.command.phases, motion.phase(self.now)
        if phases is not None and phase not in phases:
            allowed = tuple(each for each in type(phase) if each in phases)
            raise PhaseForbids(command=self.command.name, motion=number, phase=phase, allowed=allowed)
        if not self.command.under_question:
            check_no_question(motion)
        return motion

    def speaking(self, language: str) -> Interpreter:
        """Give who speaks the language named, or else the caller's, with the times of the alliance's zone.

        So whoever asks for a document in a language has the same one.
        """
        return Interpreter(language or self.interpreter.language, self.alliance.time_zone)

    def page_of(self, motion: Motion) -> str:
        """Give the address of a motion's page on the web, where the caller may have it; empty where there is none."""
        known = self.credential is not None
        return "" if motion.course.draft else self.pages.motion(self.alliance.code, motion.number, known=known)

    def members(self) -> dict[MemberCode, Member]:
        """Give the states by their codes, as they are now."""
        return {member.code: member for member in self.uow.roster.on(self.alliance.code, self.now)}

    def member(self, code: MemberCode) -> Member:
        """Give a state of the roster; raise UnknownMember where there is none of that code."""
        member = self.uow.roster.member(self.alliance.code, code, self.now)
        if member is None:
            raise UnknownMember(value=code, nearest="")
        return member

    def delegation(self, command: str) -> tuple[Credential, MemberCode]:
        """Give the caller's credential and its member, if it votes for one."""
        if self.credential is None or self.credential.member is None:
            raise DelegationOnly(command=command)
        if not self.credential.role.casts_ballots:
            raise RoleCastsNoBallots(member=self.credential.member)
        return self.credential, self.credential.member

    def check_right(self) -> None:
        """Raise RightLacking where the status of the caller's member does not carry what the command takes."""
        code = None if self.credential is None else self.credential.member
        if code is None or self.command.right is None:
            return
        member = self.member(code)
        if not self.alliance.charter.grants(member.status, self.command.right):
            raise RightLacking(member=code, right=self.command.right, status=member.status)

    def chair(self, body: BodyName, *, concerned: MemberCode | None = None) -> MemberCode:
        """Give the caller's member, if it presides over ``body`` where ``concerned`` is concerned.

        Raise ChairVacant where nobody presides, NotPresiding where another member does.
        """
        chair = presiding_member(self.uow, self.alliance, body, concerned=concerned, now=self.now)
        return self._presiding(chair, body)

    def _presiding(self, chair: MemberCode | None, body: BodyName) -> MemberCode:
        _, code = self.delegation(self.command.name)
        if chair is None:
            raise ChairVacant(body=body, command=self.command.name)
        if chair != code:
            raise NotPresiding(body=body, command=self.command.name, chair=chair)
        return code

    def chair_of(self, motion: Motion) -> MemberCode:
        """Give the caller's member, if it presides over a motion; raise as ``chair`` does."""
        return self._presiding(presiding_over(self.uow, self.alliance, motion, now=self.now), motion.body)

    def presides(self, motion: Motion) -> MemberCode | None:
        """Let the secretariat or the chair act on a motion: give the chair's member, None for the secretariat.

        Raise as ``chair`` does.
        """
        if self.credential is not None and self.credential.role is Role.SECRETARIAT:
            return None
        return self.chair_of(motion)
