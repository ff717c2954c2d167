"""States that come and go of their own word, and the roster on any day (spec: membership, status of a member)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.accession import end_of_notice
from bot.domain.ids import MemberCode
from tests.behaviour.cast import EST_DELEGATE, EST_HEAD, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.membership import BY_NOTICE, BY_VOTE, dossier, status, wait_until
from tests.behaviour.world import World


@pytest.fixture
async def ruled(house: World) -> World:
    """Give a house whose charter has rules on membership."""
    await house.apply(BY_VOTE)
    return house


async def test_notice_runs_twelve_months_and_is_on_the_roster_of_its_end(ruled: World) -> None:
    """A member leaves when its own notice has run; it votes until then (spec: status of a member)."""
    front = ruled.front
    asked = await front.say(POL, "/member withdraw")
    assert "Poland" in asked
    assert await status(ruled, "POL") == "active"
    assert "leaves on Tue 23 Nov 2027, 24:00" in await front.say(POL, "/member withdraw confirm:yes")
    move = (await dossier(ruled, "POL")).coming[0]
    assert move.at == datetime(2027, 11, 23, 22, 0, tzinfo=UTC)  # 24:00 of 23 November in Tallinn
    assert await status(ruled, "POL", move.at) == "withdrawn"
    roster = await front.say(STRANGER, "/member roster 2027-12-01")
    assert "By its own notice" in roster
    assert "This day is to come" in roster
    assert "given notice already" in await front.say(POL, "/member withdraw confirm:yes")
    await wait_until(ruled, move.at)
    assert await status(ruled, "POL") == "withdrawn"
    assert (await dossier(ruled, "POL")).term is None
    assert await ruled.sound()


async def test_notice_is_taken_back_until_it_has_run(ruled: World) -> None:
    """Revocable until it ends; afterwards there is nothing to take back."""
    await ruled.front.say(POL, "/member withdraw confirm:yes")
    assert "Poland" in await ruled.front.say(POL, "/member take-back")
    await ruled.front.say(POL, "/member take-back confirm:yes")
    assert (await dossier(ruled, "POL")).coming == ()
    await ruled.pass_time(timedelta(days=400))
    assert await status(ruled, "POL") == "active"
    assert "nothing to take back" in await ruled.front.say(POL, "/member take-back confirm:yes")
    assert await ruled.sound()


async def test_state_that_left_applies_again_and_is_admitted_with_a_term(ruled: World) -> None:
    """Withdrawn, candidate, active: each with its cause; the first term begins on the day of the admission."""
    await ruled.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(ruled, (await dossier(ruled, "POL")).coming[0].at)
    assert "nothing to apply for" in await ruled.front.say(EST_HEAD, "/member apply confirm:yes")
    await ruled.front.say(POL, "/member apply confirm:yes")
    assert await status(ruled, "POL") == "candidate"
    await ruled.front.say(SECRETARY, '/motion open admission "Poland" "Back in." concerns:POL')
    await ruled.decide(1, est="yes", lva="yes", fin="yes", bra="yes")
    assert await status(ruled, "POL") == "active"
    term = (await dossier(ruled, "POL")).term
    assert term is not None
    decided = (await ruled.motion(1)).result
    assert decided is not None
    assert term.starts_at <= decided.decided_at < term.starts_at + timedelta(days=1)
    shown = await ruled.front.say(STRANGER, "/member show POL")
    for cause in ("Entered on the roster", "By its own notice", "By its own application", "Decided by M-1"):
        assert cause in shown
    assert await ruled.sound()


async def test_application_is_taken_back(ruled: World) -> None:
    """The candidate ends its application itself."""
    await ruled.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(ruled, (await dossier(ruled, "POL")).coming[0].at)
    await ruled.front.say(POL, "/member apply confirm:yes")
    await ruled.front.say(POL, "/member take-back confirm:yes")
    assert await status(ruled, "POL") == "withdrawn"
    assert await ruled.sound()


async def test_declaration_is_read_then_signed_by_who_may_bind_the_state(ruled: World) -> None:
    """Text, version, who and when (spec: criteria); a second signature of one version is refused."""
    asked = await ruled.front.say(LVA, "/member declare")
    assert "We govern by law." in asked
    assert (await dossier(ruled, "LVA")).signed is None
    assert "Version 2026, signed" in await ruled.front.say(LVA, "/member declare confirm:yes")
    assert "signed version 2026" in await ruled.front.say(LVA, "/member declare confirm:yes")
    assert "not signed" in await ruled.front.say(STRANGER, "/member show EST")
    assert "not done" in await ruled.front.say(EST_DELEGATE, "/member declare confirm:yes")
    assert "not done" in await ruled.front.say(SECRETARY, "/member declare confirm:yes")
    assert "not done" in await ruled.front.say(LVA, "/member declare confirm:no")
    assert await ruled.sound()


async def test_acts_that_the_charter_or_the_status_forbids(house: World) -> None:
    """Without rules nothing is signed or noticed; a candidate gives no notice."""
    assert "charter says nothing" in await house.front.say(POL, "/member withdraw confirm:yes")
    await house.apply(BY_VOTE.split("[membership.declaration]")[0] + "[membership.review]\n")
    assert "asks for no declaration" in await house.front.say(POL, "/member declare confirm:yes")
    await house.front.say(POL, "/member withdraw confirm:yes")
    await wait_until(house, (await dossier(house, "POL")).coming[0].at)
    assert "Only a member" in await house.front.say(POL, "/member withdraw confirm:yes")
    assert await house.sound()


async def test_member_that_leaves_takes_what_was_coming_with_it(house: World) -> None:
    """A suspension at the end of a notice is no more once the member has gone."""
    await house.apply(BY_NOTICE)
    await house.front.say(POL, "/member withdraw confirm:yes")
    leaves = (await dossier(house, "POL")).coming[0].at
    await wait_until(house, leaves)
    assert (await dossier(house, "POL")).coming == ()
    poland = MemberCode("POL")
    timeline = await house.house.writer.read(lambda uow: uow.roster.timeline(house.code, poland))
    assert [period.status.value for period in timeline] == ["active", "withdrawn"]
    assert await house.sound()


async def test_members_are_listed_by_status(ruled: World) -> None:
    """Anyone may ask; a status nobody has gives an empty list, a word that is none is refused."""
    every = await ruled.front.say(STRANGER, "/member list")
    assert all(name in every for name in ("Estonia", "Hungary", "Poland"))
    only = await ruled.front.say(STRANGER, "/member list suspended")
    assert "Hungary" in only
    assert "Estonia" not in only
    assert "No member has that status" in await ruled.front.say(STRANGER, "/member list refused")
    assert "not done" in await ruled.front.say(STRANGER, "/member list asleep")
    past = await ruled.front.say(STRANGER, "/member roster 2020-01-01")
    assert "No state is on the roster then" in past


@pytest.mark.parametrize(
    ("given", "months", "ends"),
    [
        ("2026-11-23T09:00:00+00:00", 12, "2027-11-23T22:00:00+00:00"),
        ("2028-02-29T09:00:00+00:00", 12, "2029-02-28T22:00:00+00:00"),
        ("2026-10-31T09:00:00+00:00", 6, "2027-04-30T21:00:00+00:00"),
        ("2026-12-31T22:30:00+00:00", 1, "2027-02-01T22:00:00+00:00"),
    ],
)
def test_notice_has_run_at_the_end_of_its_day(given: str, months: int, ends: str) -> None:
    """So many months later to the day, or the last of a shorter month, at 24:00 in the alliance's zone."""
    zone = ZoneInfo("Europe/Tallinn")
    assert end_of_notice(datetime.fromisoformat(given), months, zone) == datetime.fromisoformat(ends)
