"""Terms of membership: drawn by lot, called to mind, reviewed, renewed, or gone on with."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.deadlines import Due
from bot.domain.ids import MemberCode
from bot.domain.terms import TermCause, first_terms
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.membership import BY_VOTE, TALLINN, dossier, status, wait_until
from tests.behaviour.world import World

MEMBERS = ("BRA", "EST", "FIN", "LVA", "POL")
"""The active members of the suite's roster."""


@pytest.fixture
async def drawn(house: World) -> World:
    """Give a house whose founders have drawn their first terms."""
    await house.apply(BY_VOTE)
    await house.front.say(SECRETARY, "/term draw")
    return house


async def of_years(world: World, years: int) -> str:
    """Give a member that drew a term of so many years, and may be asked about by Estonia's head."""
    ends = {code: (await dossier(world, code)).term for code in MEMBERS if code != "EST"}
    last = 2026 + years
    return next(code for code, term in ends.items() if term is not None and term.ends_at.year == last)


async def review_time(world: World, member: str) -> None:
    """Wait until the review of a member's renewal has opened: from then on a vote on it can be called."""
    term = (await dossier(world, member)).term
    assert term is not None
    assert term.review_at is not None
    await wait_until(world, term.review_at)


async def test_first_terms_are_drawn_half_for_one_year_half_for_two(house: World) -> None:
    """Not all end on one night, and anybody can draw again from the seed on record (spec: membership, terms)."""
    await house.apply(BY_VOTE)
    answer = await house.front.say(SECRETARY, "/term draw")
    seed = re.search(r"[0-9a-f]{64}", answer)
    assert seed is not None
    terms = {code: (await dossier(house, code)).term for code in MEMBERS}
    assert sorted(term.ends_at.year for term in terms.values() if term is not None) == [2027, 2027, 2028, 2028, 2028]
    again = first_terms([MemberCode(code) for code in MEMBERS], seed.group(), 2)
    assert {code: term.ends_at.year - 2026 for code, term in terms.items() if term is not None} == again
    ends = {term.ends_at for term in terms.values() if term is not None}
    assert datetime(2027, 11, 22, 21, 59, 59, 999999, tzinfo=UTC) in ends  # the day before, 24:00 in Tallinn
    assert "Every member has its term already" in await house.front.say(SECRETARY, "/term draw")
    assert (await dossier(house, "HUN")).term is None
    assert await house.sound()


async def test_draw_is_the_secretariats_and_needs_rules(house: World) -> None:
    """A charter that says nothing of membership has no terms."""
    assert "charter says nothing" in await house.front.say(SECRETARY, "/term draw")
    await house.apply(BY_VOTE)
    assert "not done" in await house.front.say(EST_HEAD, "/term draw")
    assert "No term ends by then" in await house.front.say(STRANGER, "/term list")


async def test_reminders_come_on_their_days_each_once_and_in_order(drawn: World) -> None:
    """180, 90, 30, 7 and 1 days before and on the day, at nine, to the delegation and the secretariat."""
    member = await of_years(drawn, 1)
    person = {"BRA": BRA, "FIN": FIN, "LVA": LVA, "POL": POL}[member]
    term = (await dossier(drawn, member)).term
    assert term is not None
    assert [reminder.days for reminder in term.reminders] == [180, 90, 30, 7, 1, 0]
    for reminder in term.reminders:
        before = len(await reminded(drawn, member))
        await drawn.pass_time(reminder.at - timedelta(seconds=10) - drawn.clock.now())
        assert len(await reminded(drawn, member)) == before
        await wait_until(drawn, reminder.at)
        told = await reminded(drawn, member)
        assert len(told) == before + 1
        word = {0: "ends today", 1: "ends tomorrow"}.get(reminder.days, f"in {reminder.days} days")
        assert word in told[-1]
    await drawn.settle()
    assert sum("ends today" in text for text in await drawn.front.direct(person)) == 1
    assert sum("ends today" in text for text in await drawn.front.direct(SECRETARY)) >= 1
    assert await drawn.sound()


async def reminded(world: World, member: str) -> list[str]:
    """Give the reminders that the delegation has, as text."""
    await world.settle()
    person = {"BRA": BRA, "FIN": FIN, "LVA": LVA, "POL": POL, "EST": EST_HEAD}[member]
    return [text for text in await world.front.direct(person) if "term of" in text.lower() and "ends" in text]


async def test_reminders_that_were_slept_through_are_each_posted_once_as_late(drawn: World) -> None:
    """A bot that slept through several posts each of them, in order, and says that they are late."""
    member = await of_years(drawn, 1)
    term = (await dossier(drawn, member)).term
    assert term is not None
    await wait_until(drawn, term.reminders[3].at)
    told = await reminded(drawn, member)
    days = [f"{reminder.at.astimezone(ZoneInfo(TALLINN)):%a %-d %b %Y}" for reminder in term.reminders[:3]]
    assert [f"due on {day}" in text for day, text in zip(days, told, strict=False)] == [True, True, True]
    assert ["late" in text for text in told] == [True, True, True, False]
    await drawn.pass_time(timedelta(hours=1))
    assert await reminded(drawn, member) == told
    assert await drawn.sound()


async def test_review_of_the_renewal_opens_by_itself_and_an_undecided_term_goes_on(drawn: World) -> None:
    """Nobody loses membership because nobody has decided (spec: membership, terms)."""
    member = await of_years(drawn, 1)
    term = (await dossier(drawn, member)).term
    assert term is not None
    assert term.review_at is not None
    await wait_until(drawn, term.review_at)
    await drawn.settle()
    assert any("for the renewal of its term" in text for text in await drawn.front.posts())
    assert "for the renewal" in await drawn.front.say(STRANGER, f"/review show {member}")
    await wait_until(drawn, term.ended_at)
    running = (await dossier(drawn, member)).term
    assert running is not None
    assert running.overrun
    assert await status(drawn, member) == "active"
    assert "goes on until" in await drawn.front.say(STRANGER, f"/term show {member}")
    assert await drawn.sound()


async def test_a_third_of_members_puts_a_renewal_to_the_vote(drawn: World) -> None:
    """At least 1/3 of members in good standing call it: two of five; the motion opens by itself."""
    member = await of_years(drawn, 2)
    callers = [person for person in (EST_HEAD, LVA, FIN, BRA, POL) if person.member != member]
    assert "once its review opens" in await drawn.front.say(callers[0], f"/term call-vote {member}")
    await review_time(drawn, member)
    first = await drawn.front.say(callers[0], f"/term call-vote {member}")
    assert "1 of the 2 members" in first
    assert "counts once" in await drawn.front.say(callers[0], f"/term call-vote {member}")
    assert "M-1 puts it to the vote" in await drawn.front.say(callers[1], f"/term call-vote {member}")
    motion = await drawn.motion(1)
    assert (motion.kind, motion.concerned) == ("non-renewal", member)
    assert "already, by M-1" in await drawn.front.say(callers[2], f"/term call-vote {member}")
    assert (await dossier(drawn, member)).vote == 1
    assert await drawn.sound()


async def test_calls_that_are_refused(drawn: World) -> None:
    """Not on oneself, not by a suspended member, not without a term."""
    assert "only the other members" in (await drawn.front.say(EST_HEAD, "/term call-vote EST")).lower()
    assert "good standing" in await drawn.front.say(HUN, "/term call-vote EST")
    assert "no term" in await drawn.front.say(EST_HEAD, "/term call-vote HUN")


async def test_member_that_a_vote_does_not_renew_is_expired(drawn: World) -> None:
    """Non-renewal adopted: the member leaves at the end of its term, and not before."""
    await review_time(drawn, "POL")
    await drawn.front.say(EST_HEAD, "/term call-vote POL")
    await drawn.front.say(LVA, "/term call-vote POL")
    await drawn.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    assert await status(drawn, "POL") == "active"
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    assert await status(drawn, "POL", term.ended_at) == "expired"
    await wait_until(drawn, term.ended_at)
    assert await status(drawn, "POL") == "expired"
    assert "Decided by M-1" in await drawn.front.say(STRANGER, "/member show POL")
    assert (await dossier(drawn, "POL")).term is None
    assert await drawn.sound()


async def test_member_that_a_vote_keeps_is_renewed_at_the_end_of_its_term(drawn: World) -> None:
    """The vote decides in the place of the finding; the next term begins the day after."""
    before = (await dossier(drawn, "POL")).term
    assert before is not None
    await review_time(drawn, "POL")
    await drawn.front.say(EST_HEAD, "/term call-vote POL")
    await drawn.front.say(LVA, "/term call-vote POL")
    await drawn.decide(1, est="no", lva="no", fin="no", bra="no")
    await wait_until(drawn, before.ended_at)
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    assert (term.starts_at, term.cause, term.overrun) == (before.ended_at, TermCause.RENEWAL, False)
    assert await drawn.sound()


async def test_vote_that_missed_its_quorum_takes_no_membership(drawn: World) -> None:
    """The term goes on until it is decided."""
    before = (await dossier(drawn, "POL")).term
    assert before is not None
    await review_time(drawn, "POL")
    await drawn.front.say(EST_HEAD, "/term call-vote POL")
    await drawn.front.say(LVA, "/term call-vote POL")
    await drawn.decide(1, est="yes")
    await wait_until(drawn, before.ended_at)
    assert await status(drawn, "POL") == "active"
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    assert term.overrun
    await drawn.front.say(SECRETARY, '/motion open non-renewal "Again" "Shall Poland go?" concerns:POL')
    await drawn.decide(2, est="no", lva="no", fin="no", bra="no")
    term = (await dossier(drawn, "POL")).term
    assert term is not None
    assert not term.overrun
    assert term.starts_at.astimezone(UTC).date() >= before.ended_at.date()
    assert await drawn.sound()


async def test_terms_are_listed_by_their_ends(drawn: World) -> None:
    """Anyone may ask, also for those that end by a day."""
    every = await drawn.front.say(STRANGER, "/term list")
    assert all(name in every for name in ("Estonia", "Latvia", "Finland", "Brazil", "Poland"))
    soon = await drawn.front.say(STRANGER, "/term list 2027-12-31")
    assert sum(name in soon for name in ("Estonia", "Latvia", "Finland", "Brazil", "Poland")) == 2
    assert "no term is running" in (await drawn.front.say(STRANGER, "/term show HUN")).lower()


async def test_clock_forgets_no_term_and_repeats_none(drawn: World) -> None:
    """Once everything due is done, nothing of it is due any more."""
    await drawn.pass_time(timedelta(days=900))
    now = drawn.clock.now()
    left = await drawn.house.writer.read(lambda uow: uow.deadlines.of_kind(drawn.code, Due.TERM))
    assert [deadline for deadline in left if deadline.at <= now] == []
    entries = await drawn.entries()
    await drawn.pass_time(timedelta(hours=1))
    assert await drawn.entries() == entries
    assert await drawn.sound()
