"""Where an act comes from: a linked channel, an unlinked one, direct messages, another alliance's channel."""

from datetime import timedelta

from bot.cards.card import Card
from bot.commands.administration import link_channel, revoke_credential
from bot.dispatch import Chosen, Invocation, Pressed, Request, Typed
from bot.domain.addresses import Channel, Purpose
from bot.locales.phrase import words
from tests.behaviour.cast import EST_HEAD, LVA, SECRETARY, STRANGER, Person
from tests.behaviour.world import World, found

RESOLUTION = '/motion open resolution "Open skies" "1. The skies are open."'


async def act(world: World, person: Person, request: Request, channel: Channel | None, locale: str = "en") -> str:
    """Act in a place; give the reply as text."""
    reply = await world.house.dispatcher(
        Invocation(
            key=f"{person.name}:{request}:{channel}:{locale}",
            account=world.front.account(person),
            channel=channel,
            received_at=world.clock.now(),
            request=request,
            locale=locale,
        )
    )
    assert isinstance(reply, Card)
    return " ".join((reply.title, *map(words, reply.paragraphs)))


async def test_direct_messages_serve_whoever_holds_a_credential(house: World) -> None:
    """A delegate may vote and look in direct messages; a stranger is told where to go."""
    await house.front.say(SECRETARY, RESOLUTION)
    assert "yes, on" in await act(house, EST_HEAD, Typed(line="/vote M-1 yes"), None)
    assert "Open skies" in await act(house, EST_HEAD, Typed(line="/motion show M-1"), None)
    assert "belongs to no alliance" in await act(house, STRANGER, Typed(line="/motion show M-1"), None)


async def test_revoked_account_sees_nothing_outside_linked_channels(house: World) -> None:
    """What is open to anyone is so in a linked channel; elsewhere it takes a valid credential."""
    await house.front.say(SECRETARY, RESOLUTION)
    account = house.front.account(LVA)
    await house.house.writer.write(
        lambda uow: revoke_credential(uow, house.code, account=account, now=house.clock.now())
    )
    house.clock.advance(timedelta(seconds=1))
    assert "has been revoked" in await act(house, LVA, Typed(line="/motion show M-1"), None)
    assert "has been revoked" in await act(house, LVA, Typed(line="/motion list"), Channel("console:elsewhere"))
    vote = Chosen(path="vote.cast", values={})
    typing = Invocation(key="", account=account, channel=None, received_at=house.clock.now(), request=vote)
    assert await house.house.dispatcher.suggest(typing, "vote.cast", "motion") == ()
    shown = await act(house, LVA, Typed(line="/alliance info"), house.front.channel)
    assert "You hold no credential here" in shown


async def test_delegate_of_another_alliance_is_kept_out(house: World) -> None:
    """A channel belongs to one alliance: whoever acts in another may look there, and do nothing."""
    other = found(house.database, name="Other alliance", now=house.clock.now())
    elsewhere = Channel("console:other")
    await house.house.writer.write(
        lambda uow: link_channel(uow, other, channel=elsewhere, purpose=Purpose.MOTIONS, now=house.clock.now())
    )
    refused = await act(house, SECRETARY, Typed(line=RESOLUTION), elsewhere)
    assert "Your account acts in Test alliance, not in Other alliance" in refused
    await house.front.say(SECRETARY, RESOLUTION)
    assert "acts in Test alliance" in await act(house, EST_HEAD, Typed(line="/vote M-1 yes"), elsewhere)
    assert "There is no motion M-1" in await act(house, EST_HEAD, Typed(line="/motion show M-1"), elsewhere)
    assert await house.ballots() == {}


async def test_forged_buttons_forms_and_options_are_refused(house: World) -> None:
    """An id, a path or an option that this house never wrote does nothing and is told so."""
    await house.front.say(SECRETARY, RESOLUTION)
    before = await house.entries()
    for request in (
        Pressed(action="v1:vote.steal:1"),
        Pressed(action="v2:vote.cast:1:yes"),
        Pressed(action="v1:vote.cast:1:yes:x:yes:more"),
        Chosen(path="vote.steal", values={}),
        Chosen(path="vote.cast", values={"motion": "1", "ballot": "yes", "member": "LVA"}),
    ):
        assert "not one of this version" in await act(house, EST_HEAD, request, house.front.channel)
    assert "is not a ballot" in await act(house, EST_HEAD, Pressed(action="v1:vote.cast:1:aye%21"), house.front.channel)
    assert await house.entries() == before


async def test_stale_button_after_the_result_is_answered(house: World) -> None:
    """A button on an old card is told what became of the motion."""
    await house.front.say(SECRETARY, RESOLUTION)
    await house.pass_time(timedelta(hours=73))
    told = await act(house, EST_HEAD, Pressed(action="v1:vote.cast:1:yes"), house.front.channel)
    assert "M-1 is decided (Not adopted)" in told


async def test_french_reader_is_answered_in_french(house: World) -> None:
    """Private replies are in the reader's language."""
    await house.front.say(SECRETARY, RESOLUTION)
    told = await act(house, EST_HEAD, Typed(line="/vote M-1 oui"), house.front.channel, locale="fr")
    assert "Estonie" in told
    assert "oui" in told


async def test_empty_line_is_told_what_there_is(house: World) -> None:
    """Nothing typed is answered with the commands, in the reader's language."""
    assert "Nothing was typed. The commands are /alliance" in await act(
        house, EST_HEAD, Typed(line=" "), house.front.channel
    )
    assert "Rien n’a été saisi" in await act(house, EST_HEAD, Typed(line=" "), house.front.channel, locale="fr-CA")
