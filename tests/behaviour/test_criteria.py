"""Figures come in, move standings, and show how each member stands by the charter (spec: criteria, reviews)."""

from datetime import timedelta

import pytest

from adapters.cli.indices import read_figures
from bot.commands.administration import enrol_members, link_channel
from bot.commands.figures import ImportedFigures, import_figures
from bot.domain.addresses import Channel, Purpose
from bot.domain.criteria import Turn
from bot.domain.events import DeclarationSigned, IndicesImported, IndicesMoved
from bot.domain.ids import MemberCode
from bot.domain.review import ReviewCause
from bot.ports import UnitOfWork
from storage.decoding import read_entry
from tests.behaviour.cast import EST_HEAD, EST_OBSERVER, POL, REVIEWER, SECRETARY, STRANGER
from tests.behaviour.charter import CHARTER
from tests.behaviour.membership import BY_VOTE
from tests.behaviour.world import World, enrolled

CRITERIA = """
[criteria.freedom]
title = { en = "Freedom", fr = "Liberté" }
index = "fh_total"
status = ["Free"]
at_least = 70
trend = { points = 5, years = 3 }

[criteria.full]
title = { en = "Full democracy", fr = "Démocratie pleine" }
index = "eiu_democracy_index"
above = 8.0
max_age = 1

[criteria.law]
title = { en = "Rule of law", fr = "État de droit" }
judged = true

[criteria.declaration]
title = { en = "Declaration", fr = "Déclaration" }
declaration = true
"""
HEADER = "iso3,year,index,score,status,low,high,source"


async def bring_in(house: World, *rows: str) -> ImportedFigures:
    """Import figures, each row without its status, bounds and source where it has none."""
    lines = [row if row.count(",") == 7 else row + "," * (6 - row.count(",")) + ",Test" for row in rows]
    read = read_figures("\n".join((HEADER, *lines)).encode(), this_year=house.clock.now().year)

    def use_case(uow: UnitOfWork) -> ImportedFigures:
        alliance = uow.alliances.get(house.code)
        assert alliance is not None
        return import_figures(uow, alliance, read.rows, now=house.clock.now())

    return await house.house.writer.write(use_case)


async def recorded(house: World, kind: type) -> list[object]:
    """Give the events of one kind, in the order of the journal."""
    entries = await house.house.writer.read(lambda uow: tuple(uow.journal.entries(house.code)))
    return [event for event in (read_entry(entry.body).event for entry in entries) if isinstance(event, kind)]


async def told_of(house: World, state: str) -> str:
    """Give the answer to a question for the criteria, on one line."""
    answer = await house.front.say(EST_HEAD, f"/review criteria {state}")
    return " ".join(answer.replace("│", " ").split())


def moves(done: ImportedFigures) -> list[tuple[str, Turn]]:
    """Give each movement of an import: the member, and how it moved."""
    return [(moved.member, each.turn) for moved in done.moved for each in moved.movements]


FREE = "EST,2024,fh_total,94,Free"
EST_2025 = "EST,2025,fh_total,95,Free"


async def test_criteria_are_told_with_rule_figure_year_and_source(world: World) -> None:
    """The main path: figures come in, and anyone sees how a member stands by them, with a picture."""
    await world.apply(CHARTER + CRITERIA)
    await bring_in(world, FREE, "EST,2025,fh_total,69,Partly Free,,,Freedom House", "EST,2025,eiu_democracy_index,8.13")
    told = await told_of(world, "EST")
    assert "Criteria: 🇪🇪" in told
    assert "As of 2026, a criterion is not met." in told
    assert "Not met. Freedom House, points: 69 (Partly Free) in 2025. At risk: it fell by 25, from 94 (Free)" in told
    assert "Rule: at least 70, status Free, at risk at a fall of 5 within 3 years, figures at most 2 years old." in told
    assert "Source: Freedom House." in told
    assert "Met. EIU, Democracy Index: 8.13 in 2025. Rule: above 8, figures at most 1 year old. Source: Test." in told
    assert "Judged by the review body" in told
    assert "Unknown. Rule: the member has signed the declaration. Nothing is on record, so it is unknown." in told


async def test_anyone_in_a_linked_channel_may_ask(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    for person in (STRANGER, EST_OBSERVER, REVIEWER, SECRETARY):
        assert "Criteria: 🇵🇱" in await house.front.say(person, "/review criteria Poland")


async def test_state_that_is_not_on_the_roster_is_refused(house: World) -> None:
    assert "not done" in await house.front.say(EST_HEAD, "/review criteria Atlantis")


async def test_charter_without_criteria_says_so(house: World) -> None:
    assert "The charter names no criteria of membership." in await told_of(house, "EST")


async def test_what_is_missing_or_too_old_is_unknown_and_no_pass(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "EST,2024,eiu_democracy_index,9.9", "EST,2023,fh_total,99,Free")
    told = await told_of(house, "EST")
    assert "no criterion is known to be failed, but not all is known" in told
    assert "Unknown. EIU, Democracy Index: 9.9 in 2024. That is too old in 2026, so it is unknown." in told
    assert "Unknown. Freedom House, points: 99 (Free) in 2023. That is too old in 2026" in told
    assert "Unknown. Freedom House, points: no figure. Rule:" in await told_of(house, "LVA")


async def test_figure_grows_old_by_itself(house: World) -> None:
    """What is met today is unknown once the year has turned, without any act."""
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, FREE)
    assert "Met. Freedom House, points: 94 (Free) in 2024. Rule:" in await told_of(house, "EST")
    await house.pass_time(timedelta(days=60))
    assert "That is too old in 2027, so it is unknown." in await told_of(house, "EST")


async def test_console_tells_a_picture_in_words_and_in_blocks(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "EST,2023,fh_total,90", "EST,2024,fh_total,40", "EST,2025,fh_total,10")
    told = await told_of(house, "EST")
    assert "Democracy indices of Estonia. Freedom House, points: 90 in 2023, 10 in 2025; lowest 10 in 2025" in told
    assert "The charter’s line is at 70." in told
    assert "2023 █▄▁ 2025" in told


# What an import records.


async def test_one_entry_is_recorded_for_each_state_index_and_source(house: World) -> None:
    before = await house.entries()
    done = await bring_in(house, FREE, EST_2025, "POL,2025,fh_total,82,Free", "EST,2025,eiu_democracy_index,8.1")
    assert (done.new, done.changed, done.same) == (4, (), 0)
    assert await house.entries() == before + 3
    events = await recorded(house, IndicesImported)
    assert [len(event.readings) for event in events if isinstance(event, IndicesImported)] == [1, 2, 1]


async def test_same_file_again_records_nothing(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, FREE, "POL,2025,fh_total,50,Partly Free")
    before = await house.entries()
    done = await bring_in(house, FREE, "POL,2025,fh_total,50,Partly Free")
    assert (done.new, done.changed, done.same, done.moved) == (0, (), 2, ())
    assert await house.entries() == before


async def test_changed_figure_is_told_with_what_it_was_and_its_entry_holds_both(house: World) -> None:
    await bring_in(house, FREE, EST_2025)
    done = await bring_in(house, FREE.replace("94", "93"), EST_2025)
    [change] = done.changed
    assert [change.before.score, change.after.score] == [94, 93]
    assert (done.same, done.new) == (1, 0)
    event = (await recorded(house, IndicesImported))[-1]
    assert isinstance(event, IndicesImported)
    assert [reading.score for reading in event.readings] == [93]
    assert [reading.score for reading in event.replaced] == [94]


async def test_another_source_is_a_change_that_says_the_same(house: World) -> None:
    await bring_in(house, FREE)
    [change] = (await bring_in(house, f"{FREE},,,Another")).changed
    assert change.says_the_same
    await house.apply(CHARTER + CRITERIA)
    assert "Source: Another." in await told_of(house, "EST")


async def test_figures_of_other_states_are_left_out_and_counted(house: World) -> None:
    done = await bring_in(house, FREE, "AUT,2025,fh_total,90", "AUT,2024,fh_total,91", "ARG,2025,fh_total,85")
    assert done.left_out == {"AUT": 2, "ARG": 1}
    assert done.new == 1


# Whose standing moves.


async def test_first_import_judges_the_latest_year_alone(house: World) -> None:
    """A fall of long ago is no news; what is failed today is."""
    await house.apply(CHARTER + CRITERIA)
    done = await bring_in(
        house,
        "EST,2015,fh_total,30,Not Free",
        FREE,
        "POL,2024,fh_total,69,Partly Free",
        "LVA,2023,fh_total,10,Not Free",
    )
    assert moves(done) == [("POL", Turn.FOUND)]


async def test_member_newly_failing_and_falling_is_told_to_secretariat_and_reviewers(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "POL,2023,fh_total,80,Free", "POL,2024,fh_total,80,Free", FREE)
    done = await bring_in(house, "POL,2025,fh_total,68,Partly Free", EST_2025)
    assert moves(done) == [("POL", Turn.FAILED), ("POL", Turn.FELL)]
    [event] = await recorded(house, IndicesMoved)
    assert isinstance(event, IndicesMoved)
    assert event.member == "POL"
    await house.settle()
    for person in (SECRETARY, REVIEWER):
        [news] = await house.front.direct(person)
        told = " ".join(news.replace("│", " ").split())
        assert "The figures imported show that 🇵🇱 Poland fails a criterion, or has fallen." in told
        assert "68 (Partly Free) in 2025, which does not keep the charter’s line; 80 (Free) in 2024 did." in told
        assert "it fell by 12, from 80 (Free) in 2024 to 68 (Partly Free) in 2025." in told
    assert await house.front.direct(POL) == []
    assert not any("Poland" in post for post in await house.front.posts())
    assert "at risk" in await house.front.say(STRANGER, "/member show POL")
    assert "at risk" in await house.front.say(STRANGER, "/member list")
    assert "at risk" not in await house.front.say(STRANGER, "/member show EST")


async def test_review_channel_is_told_in_place_of_the_reviewers(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    channel = Channel("console:reviews")
    now = house.clock.now()
    await house.house.writer.write(
        lambda uow: link_channel(uow, house.code, channel=channel, purpose=Purpose.REVIEWS, now=now)
    )
    await bring_in(house, "POL,2025,fh_total,30,Not Free")
    await house.settle()
    assert await house.front.direct(REVIEWER) == []
    shown = house.front.notifier.shown(channel)  # type: ignore[attr-defined]
    assert ["30 (Not Free) in 2025" in " ".join(post.split()) for post in shown] == [True]


async def test_correction_of_a_figure_moves_a_standing_too(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "POL,2025,fh_total,72,Free")
    assert moves(await bring_in(house, "POL,2025,fh_total,67,Free")) == [("POL", Turn.FAILED)]


async def test_whoever_fails_already_moves_no_more(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "POL,2024,fh_total,60,Partly Free")
    assert moves(await bring_in(house, "POL,2025,fh_total,58,Partly Free")) == []


@pytest.mark.parametrize("status", ["candidate", "refused", "expired", "withdrawn"])
async def test_state_that_is_no_member_is_held_to_nothing(house: World, status: str) -> None:
    """Its figures are kept and shown; nobody is told of them."""
    await house.apply(CHARTER + CRITERIA)
    now = house.clock.now()
    row = ("LTU", "Lithuania", "Lituanie", "🇱🇹", status, 2_800_000, "")
    await house.house.writer.write(lambda uow: enrol_members(uow, house.code, [enrolled(row, now)], now=now))
    done = await bring_in(house, "LTU,2025,fh_total,20,Not Free")
    assert (done.new, done.moved) == (1, ())
    assert "Not met. Freedom House, points: 20 (Not Free) in 2025." in await told_of(house, "LTU")


async def test_suspended_member_is_held_to_the_criteria(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    assert moves(await bring_in(house, "HUN,2025,fh_total,65,Partly Free")) == [("HUN", Turn.FOUND)]


async def test_figures_of_a_member_are_its_own(house: World) -> None:
    await bring_in(house, FREE, "POL,2025,fh_total,82,Free")
    figures = await house.house.writer.read(lambda uow: uow.figures.of_member(house.code, MemberCode("POL")))
    assert [(figure.member, figure.year) for figure in figures] == [("POL", 2025)]
    assert [figure.score for figure in figures] == [82]


# What follows: reviews.


async def open_reviews(house: World) -> list[tuple[str, ReviewCause]]:
    """Give the reviews under way: of whom, and why."""
    reviews = await house.house.writer.read(lambda uow: uow.standing.reviews(house.code))
    return [(review.member, review.cause) for review in reviews if review.closed_at is None]


async def test_import_opens_the_review_of_a_member_that_moved_with_the_reasons(house: World) -> None:
    await house.apply(BY_VOTE + CRITERIA)
    await bring_in(house, "POL,2024,fh_total,80,Free", FREE)
    assert await open_reviews(house) == []
    await bring_in(house, "POL,2025,fh_total,68,Partly Free", EST_2025)
    assert await open_reviews(house) == [("POL", ReviewCause.INDICES)]
    await house.settle()
    [news] = [post for post in await house.front.posts() if "R-1" in post]
    told = " ".join(news.replace("│", " ").split())
    assert "because a published index fell or fails" in told
    assert "68 (Partly Free) in 2025, which does not keep the charter’s line; 80 (Free) in 2024 did." in told


async def test_member_under_review_stays_under_that_one(house: World) -> None:
    await house.apply(BY_VOTE + CRITERIA)
    await house.front.say(SECRETARY, '/review open POL "An election was put off."')
    await bring_in(house, "POL,2025,fh_total,68,Partly Free")
    assert await open_reviews(house) == [("POL", ReviewCause.WORD)]
    assert len(await recorded(house, IndicesMoved)) == 1


async def test_suspended_member_is_reviewed_when_its_plan_says(house: World) -> None:
    """The figures of Hungary, suspended, are told of and open no review."""
    await house.apply(BY_VOTE + CRITERIA)
    assert moves(await bring_in(house, "HUN,2025,fh_total,65,Partly Free")) == [("HUN", Turn.FOUND)]
    assert await open_reviews(house) == []


async def test_charter_without_rules_on_membership_opens_no_review(house: World) -> None:
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "POL,2025,fh_total,30,Not Free")
    assert await open_reviews(house) == []
    assert len(await recorded(house, IndicesMoved)) == 1


@pytest.mark.parametrize(
    ("version", "told"), [(None, "Not met. Rule:"), ("2026", "Met. Rule:"), ("2020", "Not met. Rule:")]
)
async def test_declaration_counts_in_the_version_in_force(house: World, version: str | None, told: str) -> None:
    await house.apply(BY_VOTE + CRITERIA)
    if version is not None:
        account, now = house.front.account(EST_HEAD), house.clock.now()
        event = DeclarationSigned(member=MemberCode("EST"), version=version, account=account, at=now)
        await house.house.writer.write(lambda uow: uow.record(house.code, event, at=now, by="test"))
    assert f"{told} the member has signed the declaration." in await told_of(house, "EST")
