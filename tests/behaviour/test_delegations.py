"""Delegations: who gives and takes credentials, one-time codes, contests, and how a person is spoken to."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Final

import pytest

from bot.cards.card import Card, Tone
from bot.commands.administration import give_credential
from bot.dispatch import Invocation, Typed
from bot.domain.addresses import Account
from bot.domain.credentials import Role
from bot.domain.delegations import CODE_HOLDS, TRIES
from bot.domain.phases import Phase
from bot.locales.phrase import words
from tests.behaviour.cast import (
    BRA,
    EST_DELEGATE,
    EST_HEAD,
    EST_OBSERVER,
    LVA,
    POL,
    REVIEWER,
    SECRETARY,
    STRANGER,
    Person,
)
from tests.behaviour.world import START, World, found

NEW: Final = Person(name="new", number=90, role=None)
SECOND: Final = timedelta(seconds=1)
_KEYS: Final[Iterator[int]] = count(1)


async def direct(house: World, account: str, line: str, *, key: str | None = None) -> Card:
    """Say a line by direct message; give the answer."""
    reply = await house.house.dispatcher(
        Invocation(
            key=key or f"direct:{next(_KEYS)}",
            account=Account.parse(account),
            channel=None,
            received_at=house.clock.now(),
            request=Typed(line=line),
            locale="en",
        )
    )
    assert isinstance(reply, Card)
    return reply


def told(card: Card) -> str:
    """Give what a card says, its fields too."""
    fields = (f"{field.name}: {words(field.value)}" for field in card.fields)
    return "\n".join((card.title, *(words(each) for each in card.paragraphs), *fields, words(card.footer)))


def code_in(answer: str) -> str:
    """Find the one-time code in an answer."""
    found = re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", answer)
    assert found is not None, answer
    return found.group()


async def role_of(house: World, account: str) -> tuple[str, str | None] | None:
    """Give the role and the member of the valid credential that an account holds."""
    held = await house.house.writer.read(lambda uow: uow.credentials.of_account(house.code, Account.parse(account)))
    if held is None or not held.valid_at(house.clock.now()):
        return None
    return held.role.value, held.member


async def test_code_credentials_a_stranger_by_direct_message(house: World) -> None:
    """The code is told to its giver alone; the stranger who has it is let in, and nothing else opens."""
    assert "belongs to no alliance" in told(await direct(house, "discord:7", "/alliance info"))
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    answer = told(await direct(house, "discord:7", f"/delegate claim {code.lower().replace('-', ' ')!r}"))
    assert "You act for 🇪🇪\u00a0Estonia (delegate)" in answer
    assert await role_of(house, "discord:7") == ("delegate", "EST")
    assert "Test alliance" in told(await direct(house, "discord:7", "/alliance info"))
    await house.settle()
    assert any("discord:7 has used your one-time code" in post for post in await house.front.direct(EST_HEAD))


async def test_code_is_nowhere_but_in_its_first_answer(house: World) -> None:
    """Neither the journal nor the answers that are kept hold it; a second delivery does not show it again."""
    first = await direct(house, "console:est.head", "/delegate invite EST delegate", key="K1")
    code = code_in(told(first))
    again = await direct(house, "console:est.head", "/delegate invite EST delegate", key="K1")
    assert "shown only once" in told(again)
    with house.database.connection() as connection:
        bodies = [row.body for row in connection.exec_driver_sql("SELECT body FROM journal")]
        answers = [row.card for row in connection.exec_driver_sql("SELECT card FROM answer")]
    for plain in (code, code.replace("-", "")):
        assert not any(plain in text for text in (*bodies, *answers))
    assert "You act for" in told(await direct(house, "discord:7", f"/delegate claim {code}"))


async def test_claim_delivered_twice_is_one(house: World) -> None:
    """A redelivered claim gets its first answer, not that the code was used."""
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST observer"))
    first = await direct(house, "discord:7", f"/delegate claim {code}", key="K2")
    before = await house.entries()
    assert await direct(house, "discord:7", f"/delegate claim {code}", key="K2") == first
    assert await house.entries() == before


async def test_code_on_every_front(world: World) -> None:
    """In the linked channel of every front a stranger uses a code, and acts for the member from then on."""
    code = code_in(await world.front.say(LVA, "/delegate invite LVA delegate"))
    assert "You act for" in await world.front.say(STRANGER, f"/delegate claim {code}")
    await world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    assert "Latvia: yes" in await world.front.say(STRANGER, "/vote M-1 yes")


@pytest.mark.parametrize("how", ["used", "expired", "cancelled", "giver revoked"])
async def test_code_that_holds_no_longer_is_refused(house: World, how: str) -> None:
    """A code used twice, expired, taken back, or whose giver has lost its right; each with its own sentence."""
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    expected = {
        "used": "That code was used",
        "expired": "That code could be used until",
        "cancelled": "has been taken back",
        "giver revoked": "has been taken back",
    }
    match how:
        case "used":
            await direct(house, "discord:8", f"/delegate claim {code}")
        case "expired":
            house.clock.advance(CODE_HOLDS + SECOND)
        case "cancelled":
            assert "1 code is taken back" in await house.front.say(EST_HEAD, "/delegate cancel EST")
        case _:
            await house.front.say(SECRETARY, "/delegate revoke console:est.head")
    before = await house.entries()
    refused = await direct(house, "discord:7", f"/delegate claim {code}")
    assert refused.tone is Tone.REFUSAL
    assert expected[how] in told(refused)
    assert await role_of(house, "discord:7") is None
    assert await house.entries() == before


async def test_code_holds_through_its_last_instant(house: World) -> None:
    """Until and including the instant that was told."""
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    house.clock.advance(CODE_HOLDS)
    assert "You act for" in told(await direct(house, "discord:7", f"/delegate claim {code}"))


async def test_code_for_one_state_is_nothing_to_another(house: World) -> None:
    """One account acts for one member: a delegate of Latvia, an officer, and one of another alliance are refused."""
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    assert "You act for Latvia already" in await house.front.say(LVA, f"/delegate claim {code}")
    assert "You act for the alliance already" in await house.front.say(REVIEWER, f"/delegate claim {code}")
    assert await role_of(house, "console:lva") == ("head", "LVA")
    assert "You act for" in told(await direct(house, "discord:7", f"/delegate claim {code}"))


async def test_account_of_another_alliance_cannot_use_a_code(house: World) -> None:
    """An account belongs to one alliance for good."""
    other = found(house.database, name="Other alliance", now=START)
    with house.database.transaction() as uow:
        give_credential(
            uow, other, account=Account("discord:7"), role=Role.OBSERVER, member=None, until=None, now=START
        )
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    assert "belongs to the alliance other-alliance" in told(await direct(house, "discord:7", f"/delegate claim {code}"))
    refused = await house.front.say(SECRETARY, "/delegate appoint discord:7 EST delegate")
    assert "serves another alliance" in refused
    assert "other-alliance" not in refused


async def test_guessing_is_limited_by_account(house: World) -> None:
    """After five wrong codes within an hour even the right one is refused; others go on, and the hour passes."""
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    for number in range(TRIES):
        house.clock.advance(SECOND)
        assert "No such code" in told(await direct(house, "discord:7", f"/delegate claim WRONG-{number}"))
    for place in ("direct", "channel"):
        refused = await direct(house, "discord:7", f"/delegate claim {code}")
        assert "5 wrong codes within an hour" in told(refused), place
    other = code_in(await house.front.say(EST_HEAD, "/delegate invite EST delegate"))
    assert "You act for" in told(await direct(house, "discord:8", f"/delegate claim {other}"))
    house.clock.advance(timedelta(hours=1))
    assert "You act for" in told(await direct(house, "discord:7", f"/delegate claim {code}"))


async def test_wrong_code_delivered_twice_counts_once(house: World) -> None:
    """A platform that repeats an act guesses no second time."""
    for _ in range(TRIES + 1):
        await direct(house, "discord:7", "/delegate claim WRONG", key="K3")
    assert "No such code" in told(await direct(house, "discord:7", "/delegate claim WRONG-2"))


async def test_revoked_person_comes_back_by_a_code(house: World) -> None:
    """An account that has lost its credential may be invited again, by direct message too."""
    await house.front.say(SECRETARY, "/delegate revoke @est.delegate")
    assert "revoked" in told(await direct(house, "console:est.delegate", "/alliance info"))
    code = code_in(await house.front.say(EST_HEAD, "/delegate invite EST alternate"))
    assert "You act for" in told(await direct(house, "console:est.delegate", f"/delegate claim {code}"))
    assert await role_of(house, "console:est.delegate") == ("alternate", "EST")


async def test_last_officer_stays(house: World) -> None:
    """A house without a secretariat could table nothing: the last officer cannot end its own credential."""
    assert "last officer" in await house.front.say(SECRETARY, "/delegate revoke @secretary")
    assert await role_of(house, "console:secretary") == ("secretariat", None)


async def test_head_manages_its_own_delegation(world: World) -> None:
    """On every front: a head appoints with letter and end, the person acts at once; then it is revoked at once."""
    account = world.front.account(STRANGER).text
    line = f'/delegate appoint {account} EST delegate until:2027-03-01 letter:"MFA, 2026-11-20, https://mfa.example/1"'
    answer = await world.front.say(EST_HEAD, line)
    assert "now acts for" in answer
    assert "MFA, 2026-11-20" in answer
    await world.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    assert "Estonia: yes" in await world.front.say(STRANGER, "/vote M-1 yes")
    listed = await world.front.say(LVA, "/delegate list EST")
    assert account in listed
    assert "MFA" in listed
    assert "is revoked" in await world.front.say(EST_HEAD, f"/delegate revoke {account}")
    assert "has been revoked" in await world.front.say(STRANGER, "/vote M-1 no")
    assert await world.ballots() == {"EST": "yes"}


@pytest.mark.parametrize(
    ("person", "line", "refused"),
    [
        (EST_HEAD, "/delegate appoint console:new LVA delegate", "manage the delegation of Estonia alone"),
        (EST_HEAD, "/delegate appoint console:new EST head", "A head does not appoint or revoke a head"),
        (EST_HEAD, "/delegate revoke console:est.head", "A head does not appoint or revoke a head"),
        (EST_HEAD, "/delegate revoke console:lva", "manage the delegation of Estonia alone"),
        (EST_HEAD, "/delegate revoke console:secretary", "manage the delegation of Estonia alone"),
        (EST_HEAD, "/delegate revoke console:new", "holds no valid credential"),
        (EST_HEAD, "/delegate invite EST head", "A head does not appoint or revoke a head"),
        (EST_HEAD, "/delegate invite LVA delegate", "manage the delegation of Estonia alone"),
        (EST_HEAD, "/delegate cancel LVA", "manage the delegation of Estonia alone"),
        (EST_HEAD, "/delegate cancel EST", "No code for Estonia is open"),
        (EST_HEAD, "/delegate appoint console:lva EST delegate", "holds a credential already"),
        (EST_HEAD, "/delegate appoint console:est.head EST delegate", "A head does not appoint or revoke a head"),
        (EST_HEAD, "/delegate appoint console:new EST delegate until:2026-01-01", "That day is over"),
        (EST_HEAD, "/delegate appoint console:new EST observer powers:yes", "not for this role (observer)"),
        (EST_HEAD, "/delegate appoint console:new EST delegate letter:MFA", "is not a letter"),
        (EST_HEAD, '/delegate appoint console:new EST delegate letter:"MFA, 2026-13-01"', "is not a letter"),
        (EST_HEAD, "/delegate appoint new EST delegate", "names no account"),
        (EST_HEAD, "/delegate appoint <@U1> EST delegate", "names no account"),
        (EST_HEAD, "/delegate appoint console:new EST secretariat", "secretariat"),
        (EST_DELEGATE, "/delegate appoint console:new EST delegate", "for the head of the delegation"),
        (EST_OBSERVER, "/delegate invite EST delegate", "does not cast ballots"),
        (REVIEWER, "/delegate revoke console:lva", "is for delegations"),
        (STRANGER, "/delegate appoint console:new EST delegate", "holds no credential"),
        (STRANGER, "/delegate settings fr", "holds no credential"),
        (EST_HEAD, "/delegate settings de", "en, english"),
        (EST_HEAD, "/delegate settings zone:Mars/Olympus", "is not a time zone"),
        (EST_HEAD, '/delegate contest EST "No."', "does not contest itself"),
        (EST_HEAD, "/delegate settle LVA M-1", "is for the secretariat"),
        (SECRETARY, "/delegate settle LVA M-1", "is not contested"),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
async def test_acts_on_delegations_that_are_refused(house: World, person: Person, line: str, refused: str) -> None:
    """Each refusal says why, and nothing is recorded."""
    before = await house.entries()
    answer = await house.front.say(person, line)
    assert refused in answer
    assert "not done" in answer
    assert await house.entries() == before


async def test_full_powers_do_not_manage(house: World) -> None:
    """Who may bind the state does not for that say who acts for it."""
    await house.front.say(EST_HEAD, "/delegate appoint @new EST delegate powers:yes")
    assert "delegate, full powers" in await house.front.say(NEW, "/delegate list EST")
    assert "Only its head of delegation" in await house.front.say(NEW, "/delegate appoint @other EST delegate")


async def test_secretariat_appoints_heads_and_whom_it_appoints_is_told(house: World) -> None:
    """The secretariat gives any credential of a delegation; the person and the head of its delegation hear of it."""
    assert "head of delegation" in await house.front.say(SECRETARY, "/delegate appoint @new EST head")
    await house.settle()
    for person in (NEW, EST_HEAD):
        assert any("console:new now acts for" in post for post in await house.front.direct(person))
    await house.front.say(SECRETARY, "/delegate revoke @new")
    await house.settle()
    assert any("console:new has been revoked" in post for post in await house.front.direct(NEW))


async def test_expired_and_revoked_accounts_may_be_appointed_again(house: World) -> None:
    """Within the same alliance the latest credential counts, for another member too."""
    await house.front.say(SECRETARY, "/delegate appoint @new EST delegate until:1h")
    house.clock.advance(timedelta(hours=1) + SECOND)
    assert "now acts for" in await house.front.say(SECRETARY, "/delegate appoint @new LVA alternate")
    await house.front.say(SECRETARY, "/delegate revoke @new")
    assert "now acts for" in await house.front.say(SECRETARY, "/delegate appoint @new EST observer")
    assert await role_of(house, "console:new") == ("observer", "EST")


async def test_credential_is_replaced_before_its_end(house: World) -> None:
    """A new one for the same member takes the place of the old; a ballot between them stands."""
    await house.front.say(EST_HEAD, "/delegate appoint @est.other EST delegate until:5d powers:yes")
    await house.front.say(EST_HEAD, "/delegate appoint @est.other EST observer")
    assert await role_of(house, "console:est.other") == ("observer", "EST")
    await house.pass_time(timedelta(days=6))
    await house.settle()
    assert not any("ends " in post for post in await house.front.direct(EST_HEAD))


async def test_list_names_everyone_and_who_has_nobody(house: World) -> None:
    """Every member of the alliance, the offices too; a member left with none is shown as such."""
    await house.front.say(SECRETARY, "/delegate revoke @pol")
    listed = await house.front.say(STRANGER, "/delegate list")
    assert re.search(r"Poland.*nobody", listed)
    assert not re.search(r"Estonia.*nobody", listed)
    assert "console:est.observer" in listed
    assert "console:secretary" in listed
    one = await house.front.say(STRANGER, "/delegate list POL")
    assert "nobody" in one
    assert "console:lva" not in one


async def test_settings_speak_to_the_person_alone(house: World) -> None:
    """Private replies and direct messages come in the chosen language and zone; the card in the channel does not."""
    assert "English (not chosen by you)" in await house.front.say(EST_HEAD, "/delegate settings")
    answer = await house.front.say(EST_HEAD, "/delegate settings fr zone:America/Sao_Paulo")
    assert "Vos réglages" in answer
    assert "America/Sao_Paulo" in answer
    assert "06:00" in answer
    await house.front.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    receipt = await house.front.say(EST_HEAD, "/vote M-1 yes")
    assert "Vote enregistré" in receipt
    assert "06:00 -03" in " ".join(receipt.split())
    assert "n’est pas un" in await house.front.say(EST_HEAD, "/delegate settings zone:Mars")
    assert "Vote recorded" not in await house.front.say(EST_HEAD, "/vote M-1 no")
    await house.front.say(SECRETARY, "/delegate revoke @est.other")
    await house.settle()
    assert any("a été révoquée" in post for post in await house.front.direct(EST_HEAD))
    assert not any("Vote" in post and "Ouverte" in post for post in await house.front.posts())
    assert any("Open skies" in post and "EET" in post for post in await house.front.posts())


async def test_settings_are_taken_back_by_auto(house: World) -> None:
    """One may be left open again and the other kept."""
    await house.front.say(EST_HEAD, "/delegate settings fr zone:Asia/Tokyo")
    answer = await house.front.say(EST_HEAD, "/delegate settings zone:auto")
    assert "Europe/Tallinn (non choisi par vous)" in answer
    answer = await house.front.say(EST_HEAD, "/delegate settings auto")
    assert "English (not chosen by you)" in answer


async def test_contested_delegation_keeps_its_rights_until_the_body_decides(house: World) -> None:
    """It votes on; the list shows the contest; the motion that decides it ends it, and no other does."""
    contest = '/delegate contest POL "Two governments."'
    assert "contested by 🇧🇷\u00a0Brazil" in await house.front.say(BRA, contest)
    assert "has been contested since" in await house.front.say(SECRETARY, contest)
    await house.settle()
    for person in (POL, SECRETARY):
        assert any("contested by" in post and "Two governments." in post for post in await house.front.direct(person))
    listed = await house.front.say(STRANGER, "/delegate list POL")
    assert "Two governments." in listed
    assert "console:pol" in listed
    await house.front.say(SECRETARY, '/motion open order "Who is Poland" "1. They are."')
    assert "has not been decided" in await house.front.say(SECRETARY, "/delegate settle POL M-1")
    await house.decide(1, est="yes", lva="yes", pol="no", fin="yes")
    assert await house.phase(1) is Phase.ADOPTED
    assert "contested no longer" in await house.front.say(SECRETARY, "/delegate settle POL M-1")
    assert "Two governments." not in await house.front.say(STRANGER, "/delegate list POL")


async def test_contest_is_ended_by_a_motion_about_it_alone(house: World) -> None:
    """Not by one decided before, nor by one that names another member."""
    await house.front.say(SECRETARY, '/motion open order "Old" "1. Old."')
    await house.decide(1, est="yes", lva="yes", fin="yes")
    house.clock.advance(SECOND)
    await house.front.say(SECRETARY, '/delegate contest POL "Two governments."')
    assert "before the delegation" in await house.front.say(SECRETARY, "/delegate settle POL M-1")
    await house.front.say(SECRETARY, '/motion open support "Help" "1. Help." concerns:BRA')
    await house.decide(2, est="yes", lva="yes", fin="yes")
    assert "another member" in await house.front.say(SECRETARY, "/delegate settle POL M-2")
