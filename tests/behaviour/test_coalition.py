"""Coalitions: who joins, with a reservation, in parts; who declines; who is reminded (spec: after adoption)."""

from datetime import timedelta

from bot.domain.coalition import Stance
from bot.domain.ids import MemberCode
from bot.domain.phases import Phase
from tests.behaviour.cast import BRA, EST_DELEGATE, EST_HEAD, EST_OTHER, FIN, HUN, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.charter import CHARTER
from tests.behaviour.implementing import OPERATION, OPERATION_KIND, adopted, after_adoption, flat
from tests.behaviour.membership import BY_VOTE, dossier, wait_until
from tests.behaviour.world import World
from tests.integration.discord_world import DiscordWorld
from tests.integration.slack_world import SlackWorld

LONG = "Latvia takes part as far as its constitution and the decisions of its parliament allow, and not by sea."
"""A reservation that no button can carry to a second tap."""


async def result_of(house: World) -> str:
    """Give the announcement of the result as it now stands."""
    await house.settle()
    return next(post for post in await house.front.posts() if "Adopted: M-1" in post)


async def test_member_joins_by_the_buttons_of_the_result(house: World) -> None:
    """Join, then a second tap that names the state; the card carries the count and stays current."""
    await adopted(house)
    before = await result_of(house)
    assert "0 of 5 members have joined. 5 have not answered." in before
    asked = await house.front.press(EST_HEAD, "Adopted: M-1", "Join")
    assert "Estonia" in asked
    assert (await after_adoption(house)).answers == ()
    shown = await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "1 of 5 members has joined. 4 have not answered." in shown
    await house.front.say(LVA, "/coalition decline 1 confirm:yes")
    await house.front.say(BRA, '/coalition reserve M-1 "Without troops." confirm:yes')
    now = await result_of(house)
    assert "2 of 5 members have joined. 1 of them with a reservation. 1 has declined. 2 have not answered." in flat(now)
    roster = await house.front.say(STRANGER, "/coalition show M-1")
    assert "Reservation of 🇧🇷\xa0Brazil" in roster
    assert "Without troops." in roster
    assert "no answer yet" in roster
    assert "Hungary" not in roster
    history = await house.front.say(STRANGER, "/motion history M-1")
    assert "Estonia joins." in history
    assert await house.sound()


async def test_delegation_hears_of_the_answer_of_its_head(house: World) -> None:
    """It binds the state, so all of its people know; the others have the card."""
    await adopted(house)
    await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    await house.settle()
    assert any("Estonia joins." in text for text in await house.front.direct(EST_OTHER))
    assert not any("Estonia joins." in text for text in await house.front.direct(LVA))


async def test_member_joins_only_some_paragraphs(house: World) -> None:
    """Its answer names them; what the text does not have is refused."""
    await house.front.say(SECRETARY, '/motion open resolution "Help" "1. We help." closes:72h')
    await house.decide(1, est="yes", lva="yes", fin="yes")
    assert "no paragraph “7”" in await house.front.say(EST_HEAD, '/coalition join M-1 paragraphs:"1, 7" confirm:yes')
    assert "no paragraph “one”" in await house.front.say(EST_HEAD, "/coalition join M-1 paragraphs:one confirm:yes")
    shown = await house.front.say(EST_HEAD, "/coalition join M-1 paragraphs:1 confirm:yes")
    assert "joins (paragraph 1)" in shown
    answer = (await after_adoption(house)).answer(MemberCode("EST"))
    assert answer is not None
    assert answer.paragraphs == (1,)
    assert await house.sound()


async def test_member_changes_its_answer_and_leaves(house: World) -> None:
    """What it promised stays on the record; everything it answered is in the history."""
    await adopted(house)
    await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "has answered so already" in await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    await house.front.say(EST_HEAD, "/contribution add M-1 '5 million EUR' 30d confirm:yes")
    assert "0 of 5" in await house.front.say(EST_HEAD, "/coalition decline M-1 confirm:yes")
    found = await after_adoption(house)
    assert [each.stance for each in found.answers] == [Stance.DECLINED]
    assert len(found.contributions) == 1
    history = await house.front.say(STRANGER, "/motion history M-1")
    assert "leaves the coalition" in history
    assert await house.sound()


async def test_answers_that_are_refused(house: World) -> None:
    """Not without full powers, not before the adoption, not where no coalition is asked for, not once it is closed."""
    front = house.front
    await front.say(SECRETARY, '/motion open resolution "Help" "1. We help."')
    assert "not done" in await front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "M-9" in await front.say(EST_HEAD, "/coalition join M-9 confirm:yes")
    await house.decide(1, est="yes", lva="yes", fin="yes")
    assert "not done" in await front.say(EST_DELEGATE, "/coalition join M-1")
    assert "not done" in await front.say(SECRETARY, "/coalition join M-1")
    assert "not done" in await front.say(HUN, "/coalition join M-1")
    assert "binds nobody" in await front.say(EST_HEAD, '/coalition abstain M-1 "We stand aside."')
    assert "Nothing was done in the name of" in await front.say(EST_HEAD, "/coalition join M-1 confirm:no")
    await front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "Closed on" in await front.say(SECRETARY, '/coalition close M-1 "All are in."')
    assert "was closed by" in await front.say(LVA, "/coalition join M-1 confirm:yes")
    assert "was closed by" in await front.say(SECRETARY, '/coalition close M-1 "Again."')
    assert "0 of 5" in await front.say(EST_HEAD, "/coalition decline M-1 confirm:yes")
    await front.say(SECRETARY, '/motion open declaration "Word" "A word." closes:72h')
    await house.decide(2, est="yes", lva="yes", fin="yes", pol="yes")
    assert "asks nobody to join" in await front.say(EST_HEAD, "/coalition join M-2 confirm:yes")
    assert "Nobody is asked to join" in await front.say(STRANGER, "/coalition show M-2")
    assert await house.sound()


async def test_constructive_abstention_from_a_binding_text(house: World) -> None:
    """Not bound, and it will not hinder; its declaration is on the record."""
    await house.apply(OPERATION)
    await adopted(house, "operation")
    shown = await house.front.say(EST_HEAD, '/coalition abstain M-1 "We will not stand in the way." confirm:yes')
    assert "abstains constructively" in shown
    assert "Declaration of 🇪🇪\xa0Estonia" in shown
    assert await house.sound()


async def test_members_that_have_not_answered_are_reminded_and_no_others(house: World) -> None:
    """7, 3 and 1 days before the answer is asked for; once each, whoever has answered hears no more."""
    await adopted(house)
    await house.front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    found = await after_adoption(house)
    assert [reminder.days for reminder in found.reminders] == [7, 3, 1]
    await wait_until(house, found.reminders[0].at)
    await house.front.say(LVA, "/coalition decline M-1 confirm:yes")
    for reminder in found.reminders[1:]:
        await wait_until(house, reminder.at)
    await house.settle()
    counts = []
    for person in (EST_HEAD, LVA, POL):
        told = await house.front.direct(person)
        counts.append(sum("Not answered yet" in text for text in told))
    assert counts == [0, 1, 3]
    assert await house.sound()


async def test_late_reminders_say_so_and_come_in_order(house: World) -> None:
    """A house that slept through them posts each once."""
    await adopted(house)
    found = await after_adoption(house)
    await house.pass_time(found.reminders[-1].at + timedelta(hours=1) - house.clock.now())
    await house.settle()
    told = [text for text in await house.front.direct(FIN) if "Not answered yet" in text]
    assert len(told) == 3
    assert ["comes late" in text for text in told] == [True, True, True]
    assert await house.sound()


async def test_text_with_a_trigger_waits_until_the_chair_records_that_it_is_met(house: World) -> None:
    """If supply is cut off: in effect when the body finds it met."""
    await adopted(house, more='trigger:"supply is cut off"')
    assert "“supply is cut off”. Not met" in await result_of(house)
    assert "not done" in await house.front.say(LVA, "/motion trigger M-1 yes")
    assert "Found on" in await house.front.say(EST_HEAD, "/motion trigger M-1 yes")
    assert "stands on the record" in await house.front.say(EST_HEAD, "/motion trigger M-1 yes")
    assert "Found on" in await result_of(house)
    await house.front.say(EST_HEAD, "/motion trigger M-1 no")
    assert (await after_adoption(house)).trigger_met_at is None
    assert await house.sound()


async def test_implementation_is_followed_up_and_looked_at_again(house: World) -> None:
    """Notes of the secretariat, and a day that is called to mind before it comes."""
    await adopted(house)
    front = house.front
    assert "Give a note, a day, or both" in await front.say(SECRETARY, "/motion follow-up M-1")
    assert "is over" in await front.say(SECRETARY, "/motion follow-up M-1 review:2020-01-01")
    assert "waits for nothing" in await front.say(EST_HEAD, "/motion trigger M-1 yes")
    shown = await front.say(SECRETARY, '/motion follow-up M-1 text:"Half of it is there." review:60d')
    assert "Half of it is there." in shown
    found = await after_adoption(house)
    assert [reminder.days for reminder in found.review_reminders] == [30, 7, 1, 0]
    for reminder in found.review_reminders:
        await wait_until(house, reminder.at)
    await house.settle()
    told = [text for text in await front.direct(SECRETARY) if "looked at again" in text]
    assert len(told) == 4
    assert await house.sound()


async def test_every_front_has_the_buttons_the_form_and_the_amounts(world: World) -> None:
    """The same acts on Slack, on Discord and at the console, on both databases; the last word is a form's."""
    front = world.front
    await front.say(SECRETARY, '/motion open resolution "Help" "1. The members help."')
    for person in (EST_HEAD, LVA, BRA):
        await front.say(person, "/vote cast M-1 yes")
    await world.pass_time(timedelta(hours=73))
    await world.settle()
    assert "Estonia" in await front.press(EST_HEAD, "Adopted: M-1", "Join")
    await front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    assert "reserv" in (await front.press(LVA, "Adopted: M-1", "Join with a reservation")).lower()
    if isinstance(front, SlackWorld | DiscordWorld):
        await front.fill(LVA, {"text": LONG, "confirm": "yes"})
    else:
        await front.say(LVA, f'/coalition reserve M-1 "{LONG}" confirm:yes')
    await front.say(EST_HEAD, '/contribution add M-1 "1,200,000.50 EUR" 2027-06-01 confirm:yes')
    await world.settle()
    (result,) = [post for post in await front.posts() if "Adopted: M-1" in post]
    told = flat(result)
    assert "2 of 5 members have joined. 1 of them with a reservation." in told
    assert "1,200,000.50 EUR promised by 1 member." in told
    assert LONG[-20:] in flat(await front.say(STRANGER, "/coalition show M-1"))


async def test_text_that_was_rescinded_is_left_and_joined_no_more(house: World) -> None:
    """What members joined stands until they withdraw it; nobody is reminded, and nothing is in effect by it."""
    front = house.front
    await house.apply(OPERATION)
    await adopted(house, "operation")
    for head in (EST_HEAD, LVA):
        await front.say(head, "/coalition join M-1 confirm:yes")
        await front.say(head, '/authorisation record M-1 given Parliament today "1" confirm:yes')
    assert (await after_adoption(house)).in_effect
    await front.say(LVA, '/motion rescind M-1 "It has served."')
    await house.decide(2, est="yes", lva="yes", fin="yes", bra="yes", pol="yes")
    assert (await house.motion(1)).phase(house.clock.now()) is Phase.RESCINDED
    await house.settle()
    assert not (await after_adoption(house)).in_effect
    assert any("No longer in effect" in text for text in await front.direct(EST_HEAD))
    assert "Not in effect" in flat(await front.say(STRANGER, "/motion show M-1"))
    assert "not done" in await front.say(BRA, "/coalition join M-1 confirm:yes")
    assert "has not joined" in await front.say(BRA, "/coalition decline M-1 confirm:yes")
    await front.say(EST_HEAD, "/coalition decline M-1 confirm:yes")
    assert (await after_adoption(house)).members == ("LVA",)
    assert "has not joined" in await front.say(
        EST_HEAD, '/authorisation record M-1 given Parliament today "2" confirm:yes'
    )
    for reminder in (await after_adoption(house)).reminders:
        await wait_until(house, reminder.at)
    await house.settle()
    assert not any("Not answered yet" in text for text in await front.direct(BRA))
    assert await house.sound()


async def test_member_that_leaves_the_alliance_leaves_its_coalitions(house: World) -> None:
    """It counts no more, nor does the leave of its parliament; a suspended one keeps its obligations."""
    front = house.front
    await house.apply(f"{BY_VOTE}{OPERATION_KIND}")
    await adopted(house, "operation")
    for head in (EST_HEAD, POL):
        await front.say(head, "/coalition join M-1 confirm:yes")
        await front.say(head, '/authorisation record M-1 given Parliament today "1" confirm:yes')
    assert (await after_adoption(house)).in_effect
    await front.say(POL, "/member withdraw confirm:yes")
    await wait_until(house, (await dossier(house, "POL")).coming[0].at)
    await house.settle()
    found = await after_adoption(house)
    assert found.members == ("EST",)
    assert not found.in_effect
    assert "not done" in await front.say(POL, '/coalition abstain M-1 "Words." confirm:yes')
    assert "1 of 4 members has joined" in flat(await front.say(STRANGER, "/coalition show M-1"))
    assert await house.sound()


async def test_states_that_are_not_asked_do_not_answer_either(house: World) -> None:
    """Neither the suspended nor the member that the text is about: their words are not the coalition's."""
    front = house.front
    await house.apply(
        OPERATION.replace(
            "coalition = true\nauthorisations", 'coalition = true\nconcerned = "excluded"\nauthorisations'
        )
    )
    await front.say(SECRETARY, '/motion open operation "Help" "1. The members help." concerns:BRA')
    await house.decide(1, est="yes", lva="yes", fin="yes", pol="yes")
    for person in (HUN, BRA):
        assert "is not asked to join" in await front.say(person, '/coalition abstain M-1 "Words." confirm:yes')
        assert "is not asked to join" in await front.say(person, "/coalition decline M-1 confirm:yes")
    assert (await after_adoption(house)).answers == ()
    assert await house.sound()


async def test_clock_goes_on_where_a_later_charter_knows_the_kind_no_more(house: World) -> None:
    """What was adopted under the earlier one is called to mind all the same, and can be looked at."""
    front = house.front
    await house.apply(OPERATION)
    await adopted(house, "operation")
    for head in (EST_HEAD, LVA):
        await front.say(head, "/coalition join M-1 confirm:yes")
        await front.say(head, '/authorisation record M-1 given Parliament today "1" until:20d confirm:yes')
    await house.apply(CHARTER)
    assert (await after_adoption(house)).in_effect
    await house.pass_time(timedelta(days=21))
    assert not (await after_adoption(house)).in_effect
    now = house.clock.now()
    assert await house.house.writer.read(lambda uow: uow.deadlines.due(house.code, now, limit=9)) == ()
    assert "operation" in await front.say(STRANGER, "/motion show M-1")
    assert "adopted" in await front.say(STRANGER, "/motion list")
    assert await house.sound()


async def test_words_of_what_followed_are_in_the_history(house: World) -> None:
    """A reservation, a note, why it was closed, the conditions of a parliament: all can be read again."""
    front = house.front
    await house.apply(OPERATION)
    await adopted(house, "operation")
    await front.say(EST_HEAD, '/coalition reserve M-1 "Not by sea." confirm:yes')
    await front.say(
        EST_HEAD, '/authorisation record M-1 given Riigikogu today "1" conditions:"No ground troops." confirm:yes'
    )
    await front.say(EST_HEAD, "/contribution add M-1 '5 EUR' 30d note:Tents confirm:yes")
    await front.say(EST_HEAD, '/contribution withdraw M-1 1 "They burnt." confirm:yes')
    await front.say(SECRETARY, '/motion follow-up M-1 text:"Half is there."')
    await front.say(SECRETARY, '/coalition close M-1 "All are in."')
    history = flat(await front.say(STRANGER, "/motion history M-1"))
    for said in ("Not by sea.", "No ground troops.", "Tents", "They burnt.", "Half is there.", "All are in."):
        assert said in history
    await house.settle()
    told = (*await front.posts(), *await front.thread("Kind"))
    assert any("No ground troops." in text and "Riigikogu" in text for text in told)


async def test_second_tap_says_all_that_it_binds_to(house: World) -> None:
    """Paragraphs, words, the day and its last one."""
    front = house.front
    await house.apply(OPERATION)
    await adopted(house, "operation")
    asked = flat(await front.say(EST_HEAD, '/coalition reserve M-1 "Not by sea." paragraphs:1'))
    assert "in paragraphs 1 alone" in asked
    assert "“Not by sea.”" in asked
    await front.say(EST_HEAD, '/coalition reserve M-1 "Not by sea." paragraphs:1 confirm:yes')
    asked = flat(await front.say(EST_HEAD, "/coalition join M-1"))
    assert "takes the place of its answer so far: joins with a reservation (paragraph 1)" in asked
    await front.say(EST_HEAD, "/coalition join M-1 confirm:yes")
    asked = flat(
        await front.say(
            EST_HEAD, '/authorisation record M-1 given Riigikogu 2026-11-20 "412 OE" until:2027-12-31 conditions:"No."'
        )
    )
    for said in ("given, by Riigikogu on 20 Nov 2026 (412 OE)", "until Fri 31 Dec 2027", "“No.”"):
        assert said in asked


async def test_text_with_a_trigger_is_in_effect_once_it_is_met_and_authorised(house: World) -> None:
    """Both; a kind whose texts take effect by themselves takes no trigger."""
    front = house.front
    await house.apply(
        OPERATION.replace(
            'body = "assembly"\nadopt = "more than 1/2 of entitled members"\neffect',
            'body = "council"\nadopt = "at least 3 of 5 seats"\neffect',
        )
    )
    await adopted(house, "operation", more="trigger:war")
    for head in (EST_HEAD, LVA):
        await front.say(head, "/coalition join M-1 confirm:yes")
        await front.say(head, '/authorisation record M-1 given Parliament today "1" confirm:yes')
    assert not (await after_adoption(house)).in_effect
    await front.say(EST_HEAD, "/motion trigger M-1 yes")
    assert (await after_adoption(house)).in_effect
    await front.say(EST_HEAD, "/motion trigger M-1 no")
    assert not (await after_adoption(house)).in_effect
    await house.apply(CHARTER.replace("[kinds.declaration]", '[kinds.declaration]\ntakes_effect = "24h"'))
    assert "take effect by themselves" in await front.say(
        SECRETARY, '/motion open declaration "Word" "A word." trigger:war'
    )
    assert await house.sound()


async def test_member_says_why_it_declines(house: World) -> None:
    """If it wants to: its words stand in the roster, and everyone is told."""
    await adopted(house)
    shown = flat(await house.front.say(LVA, '/coalition decline M-1 "Our budget is spent." confirm:yes'))
    assert "Why 🇱🇻 Latvia declines Our budget is spent." in shown
    assert "Our budget is spent." in await house.front.say(STRANGER, "/motion history M-1")
    assert await house.sound()
