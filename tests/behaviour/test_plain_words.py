"""What is said to people is true, plain, and in their own language: answers, refusals, buttons, news."""

from datetime import timedelta
from typing import Final

import pytest

from bot.domain.delegations import TRIES
from bot.domain.membership import Status
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    FIN,
    HUN,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.chamber import ELECTED, change, elect
from tests.behaviour.membership import BY_VOTE, dossier
from tests.behaviour.world import World

NEW: Final = Person(name="new", number=90, role=None)

REFUSED: Final = [
    (STRANGER, "/member roster 1900-01-01", "“1900-01-01” is too far off for “on”. Give a time between 2016-11-"),
    (STRANGER, "/council show 9999-12-31", "“9999-12-31” is too far off"),
    (STRANGER, "/member roster 3661d", "“3661d” is too far off"),
    (STRANGER, "/member roster whenever", "cannot be read as a time"),
    (REVIEWER, '/review find EST meets "why" more', "What stands in brackets is given by name (evidence:…)."),
    (EST_HEAD, "/motion decline M-3 too far", "Put quotation marks around texts with spaces. The command is typed so"),
    (STRANGER, "/member list zombie", "candidate, active, suspended, refused, expired, or withdrawn."),
    (REVIEWER, "/review find EST bad why", "It takes meets, at risk, or fails."),
    (SECRETARY, '/motion open resolution "T" "x" urgent:perhaps', "It takes yes or no."),
    (STRANGER, "/vote dance", " or "),
    (EST_HEAD, '/review open EST "why"', "/review open is for the secretariat and the review body."),
    (EST_HEAD, "/review find EST meets why", "/review find is for the review body."),
    (STRANGER, "/alliance help review dance", "It takes /review criteria, /review show, "),
]


@pytest.mark.parametrize(("person", "line", "told"), REFUSED)
async def test_refusal_tells_what_is_taken(house: World, person: Person, line: str, told: str) -> None:
    """What, why, and what to do instead."""
    answer = await house.front.say(person, line)
    assert "not done" in answer
    assert told in " ".join(answer.replace("│", " ").split())
    assert await house.sound()


async def test_refusal_in_french_names_french_words_alone(house: World) -> None:
    """A reader of French is given words to type in French, and a list of which one is chosen."""
    await house.front.say(EST_HEAD, "/delegate settings fr")

    async def told(line: str) -> str:
        return " ".join((await house.front.say(EST_HEAD, line)).replace("│", " ").split())

    assert "candidat, actif, suspendu, refusé, expiré ou retiré" in await told("/member list zombie")
    assert "72h, 3j ou vendredi 17:00" in await told("/member roster whenever")
    assert "trop loin pour « on »" in await told("/member roster 9999-12-31")
    assert "Aucun membre n’a ce statut" in await told("/member list refusé")


async def test_list_of_a_status_that_nobody_has_says_so(house: World) -> None:
    """The roster is not empty: nobody on it has that status."""
    assert "No member has that status." in await house.front.say(STRANGER, "/member list expired")
    assert "No state is on the roster then." in await house.front.say(STRANGER, "/member roster 2020-01-01")


async def test_help_takes_a_command_without_quotes_and_a_noun_alone(house: World) -> None:
    """The words of a command are one name; a noun lists its commands."""
    assert "evidence" in await house.front.say(STRANGER, "/alliance help review find")
    assert "evidence" in await house.front.say(STRANGER, "/alliance help /review find")
    of_noun = await house.front.say(STRANGER, "/alliance help council")
    assert "/council rotate" in of_noun
    assert "/motion open" not in of_noun


async def test_notice_names_its_day_before_it_is_confirmed(house: World) -> None:
    """The second tap is on a date, at 24:00 of the day that the notice ends with; the flag says what comes."""
    await house.apply(BY_VOTE)
    asked = " ".join((await house.front.say(LVA, "/member withdraw")).replace("│", " ").split())
    assert "leave the alliance on Tue 23 Nov 2027, 24:00 EET, when its notice of 12 months has run" in asked
    await house.front.say(LVA, "/member withdraw confirm:yes")
    listed = " ".join((await house.front.say(STRANGER, "/member show LVA")).replace("│", " ").split())
    assert "leaves on Tue 23 Nov 2027, 24:00 EET" in listed
    assert await house.sound()


async def test_terms_that_are_drawn_are_told_in_one_post(house: World) -> None:
    """Everyone is told once, with the table and the seed; each delegation of its own term."""
    await house.apply(BY_VOTE)
    before = len(await house.front.posts())
    await house.front.say(SECRETARY, "/term draw")
    await house.settle()
    (post,) = (await house.front.posts())[before:]
    for name in ("Brazil", "Estonia", "Finland", "Latvia", "Poland"):
        assert name in post
    assert "Drawn from the seed" in post
    for person in (BRA, EST_HEAD, EST_DELEGATE, FIN, LVA, POL):
        (told,) = await house.front.direct(person)
        assert "membership of" in told
    assert len(await house.front.direct(SECRETARY)) == 1
    assert await house.front.direct(HUN) == []
    assert await house.sound()


async def test_terms_that_end_together_are_listed_by_name(house: World) -> None:
    """By their ends, and then as a reader looks for them."""
    await house.apply(BY_VOTE)
    await house.front.say(SECRETARY, "/term draw")
    terms = {code: (await dossier(house, code)).term for code in ("BRA", "EST", "FIN", "LVA", "POL")}
    names = {"BRA": "Brazil", "EST": "Estonia", "FIN": "Finland", "LVA": "Latvia", "POL": "Poland"}
    ends = {names[code]: term.ends_at for code, term in terms.items() if term is not None}
    listed = await house.front.say(STRANGER, "/term list")
    assert sorted(ends, key=listed.index) == sorted(ends, key=lambda name: (ends[name], name))


async def test_second_head_is_told_to_whoever_names_one(house: World) -> None:
    """A delegation may have two; whoever makes it so has to know."""
    invited = await house.front.say(SECRETARY, "/delegate invite LVA head")
    assert "has a head of delegation already: console:lva" in " ".join(invited.replace("│", " ").split())
    assert "already" not in await house.front.say(SECRETARY, "/delegate invite LVA delegate")
    appointed = await house.front.say(SECRETARY, "/delegate appoint console:new LVA head")
    assert "has a head of delegation already" in appointed
    again = await house.front.say(SECRETARY, "/delegate appoint console:other LVA head")
    assert "has heads of delegation already: console:lva and console:new" in " ".join(again.replace("│", " ").split())
    assert await house.sound()


async def test_end_that_an_appointment_lifts_is_told(house: World) -> None:
    """A second appointment without a day takes the first one's end away: nobody is to find that out later."""
    first = await house.front.say(SECRETARY, "/delegate appoint console:new LVA delegate until:2027-01-31")
    assert "ran until" not in first
    second = await house.front.say(SECRETARY, "/delegate appoint console:new LVA alternate")
    assert "ran until Sun 31 Jan 2027, 23:59 EET" in second
    assert "ran until" not in await house.front.say(SECRETARY, "/delegate appoint console:new LVA delegate")
    assert await house.sound()


async def test_nationality_of_a_reviewer_is_told_by_name_where_it_is_on_the_roster(house: World) -> None:
    """A code is for machines."""
    listed = await house.front.say(STRANGER, "/delegate list")
    assert "Poland" in next(line for line in listed.splitlines() if "console:reviewer.pol" in line)


async def test_election_by_ranked_ballots_seats_its_winners_itself(house: World) -> None:
    """There is nothing to record: the refusal says where the winners are."""
    await house.apply(ELECTED)
    await change(house, "HUN", Status.ACTIVE)
    called = " ".join((await elect(house, POL)).replace("│", " ").split())
    assert "There are fewer candidates than seats: 2 seats stay vacant." in called
    told = await house.front.say(SECRETARY, "/council fill M-1")
    assert "its result seats the winners by itself" in told
    assert await house.sound()


async def test_wrong_codes_are_counted_until_a_time_of_the_alliance(house: World) -> None:
    """An instant in a refusal is in the alliance's zone, where there is one."""
    answer = ""
    for _ in range(TRIES + 1):
        house.clock.advance(timedelta(seconds=1))
        answer = await house.front.say(NEW, "/delegate claim AAAA-BBBB-CCCC-DDDD")
    assert "Try again after" in answer
    assert "EET" in answer
