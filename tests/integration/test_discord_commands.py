"""What people type, pick and choose on Discord, through the real discord.py, as the door hears it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.clock import SystemClock
from bot.dispatch import Chosen
from tests.integration.discord_world import COUNCIL, DiscordWorld, told
from tests.integration.test_discord_adapter import AMINA, Person, Recorder
from tests.servers.discord import Message, Upload

LUC = Person(name="luc", number=2)


@pytest.fixture
def door() -> Recorder:
    return Recorder()


@pytest.fixture
async def world(door: Recorder) -> AsyncIterator[DiscordWorld]:
    async with DiscordWorld(door, SystemClock(), published=True) as opened:
        opened.user(LUC, locale="fr")
        yield opened
        assert opened.server.violations == []


async def _written(world: DiscordWorld, content: str) -> Message:
    """Have somebody write an ordinary message in the council's channel."""
    return await world.server.say(world.user(AMINA), world.server.world.channel(COUNCIL), content)


async def test_french_names_come_back_as_the_register_has_them(world: DiscordWorld, door: Recorder) -> None:
    """A person types what their window shows; the bot hears one name, whatever the language."""
    typed = [
        ("vote", {"exprimer": {"motion": "M-1", "vote": "yes", "explication": "pour la paix"}}),
        ("appel-nominal", {"passer": {"motion": "M-1"}}),
        ("motion-2", {"commenter": {"motion": "M-1", "texte": "non"}}),
    ]
    for name, options in typed:
        delivery = await world.server.slash_command(user=world.user(LUC), guild=world.guild, name=name, options=options)
        await delivery.answer()
    assert [heard.request for heard in door.heard] == [
        Chosen(path="vote.cast", values={"motion": "M-1", "ballot": "yes", "explanation": "pour la paix"}),
        Chosen(path="rollcall.pass", values={"motion": "M-1"}),
        Chosen(path="motion.comment", values={"motion": "M-1", "text": "non"}),
    ]
    assert {heard.locale for heard in door.heard} == {"fr"}


async def test_names_of_another_language_are_not_offered(world: DiscordWorld) -> None:
    """Whoever reads English types the English name, and only that one."""
    with pytest.raises(LookupError):
        await world.server.slash_command(
            user=world.user(AMINA), guild=world.guild, name="vote", options={"exprimer": {"motion": "M-1"}}
        )


async def test_french_option_is_completed_under_its_own_name(world: DiscordWorld) -> None:
    """What a person types into has the register's name too."""
    delivery = await world.server.autocomplete(
        user=world.user(LUC),
        guild=world.guild,
        name="mandat",
        options={"afficher": {"member": "est"}},
        focused="member",
    )
    [choice] = await delivery.suggestions()
    assert choice["name"].startswith("term.show member est")


async def test_person_is_picked_from_a_list(world: DiscordWorld, door: Recorder) -> None:
    """The picker sends an id: no name is read, and nobody is mixed up."""
    picked = world.user(LUC)
    await world.say(AMINA, f"/delegate appoint <@{picked.id}> EST delegate")
    assert door.heard[0].request == Chosen(
        path="delegate.appoint", values={"user": f"discord:{picked.id}", "member": "EST", "role": "delegate"}
    )


async def test_person_of_another_platform_is_written_into_the_form(world: DiscordWorld, door: Recorder) -> None:
    """Nobody on Slack can be picked here: without a person a form asks for the account."""
    delivery = await world.server.slash_command(
        user=world.user(AMINA),
        guild=world.guild,
        name="delegate",
        options={"appoint": {"member": "EST", "role": "delegate"}},
    )
    form = await delivery.form()
    assert form.inputs["user"]["required"]
    await (await world.server.submit_modal(world.user(AMINA), form, {"user": "slack:T1:U2"})).answer()
    assert door.heard[0].request == Chosen(
        path="delegate.appoint", values={"user": "slack:T1:U2", "member": "EST", "role": "delegate"}
    )


async def test_number_is_typed_as_digits(world: DiscordWorld, door: Recorder) -> None:
    """Discord itself refuses letters and what is too large."""
    await world.say(AMINA, "/motion separate M-1 3")
    assert door.heard[0].request == Chosen(path="motion.separate", values={"motion": "M-1", "paragraph": "3"})
    for wrong in ("three", 0, 1_000_000):
        with pytest.raises(LookupError):
            await world.server.slash_command(
                user=world.user(AMINA),
                guild=world.guild,
                name="motion",
                options={"separate": {"motion": "M-1", "paragraph": wrong}},
            )


async def test_motion_begins_from_a_message(world: DiscordWorld, door: Recorder) -> None:
    """Its text fills the form as it was written; what the motion needs besides is asked for."""
    message = await _written(world, "1. The *skies* are open.\n2. <@5> reports.")
    shown = await world.say_on(AMINA, message, "Open a motion")
    assert [line.partition(":")[0] for line in shown.splitlines()] == ["/motion open", "Kind", "Title", "Text"]
    assert "Recorded" in await world.fill(AMINA, {"kind": "M-1", "title": "Skies"})
    assert door.heard[0].request == Chosen(
        path="motion.open",
        values={"kind": "M-1", "title": "Skies", "text": "1. The *skies* are open.\n2. <@5> reports."},
    )


async def test_french_name_of_a_command_on_a_message_is_the_same_command(world: DiscordWorld) -> None:
    """The menu of a message is in the reader's language."""
    message = await _written(world, "1. Le ciel est ouvert.")
    assert (await world.say_on(LUC, message, "Proposer une motion")).startswith("/motion propose\n")


async def test_form_of_a_message_survives_a_restart(world: DiscordWorld, door: Recorder) -> None:
    """The text is in the form, and the form's id says what it is for."""
    await world.say_on(AMINA, await _written(world, "1. The skies are open."), "Propose a motion")
    await world.restart()
    await world.fill(AMINA, {"kind": "M-1", "title": "Skies"})
    assert door.heard[0].request == Chosen(
        path="motion.propose", values={"kind": "M-1", "title": "Skies", "text": "1. The skies are open."}
    )


async def test_message_as_long_as_a_form_takes_fits(world: DiscordWorld, door: Recorder) -> None:
    """4,000 characters, which is also the most that a message can have."""
    text = "x" * 4000
    await world.say_on(AMINA, await _written(world, text), "Open a motion")
    await world.fill(AMINA, {"kind": "M-1", "title": "Skies"})
    assert door.heard[0].request == Chosen(path="motion.open", values={"kind": "M-1", "title": "Skies", "text": text})


async def test_message_over_the_limit_is_refused_in_words(world: DiscordWorld, door: Recorder) -> None:
    """What, why and what to do, privately; nothing is cut off."""
    told = await world.say_on(AMINA, await _written(world, "x" * 4001), "Open a motion")
    assert "This message has 4,001 characters, and /motion open takes 4,000 from a message." in told
    told = await world.say_on(LUC, await _written(world, "x" * 4001), "Ouvrir une motion")
    assert "Ce message compte" in told
    assert door.heard == []


async def test_message_without_text_opens_an_empty_form(world: DiscordWorld) -> None:
    """A picture alone says nothing: its text is asked for like everything else."""
    delivery = await world.send_on(AMINA, await _written(world, ""), "Open a motion")
    form = await delivery.form()
    assert form.inputs["text"].get("value") is None
    assert form.inputs["text"]["required"]


async def test_few_answers_are_radio_buttons_and_one_is_a_box(door: Recorder) -> None:
    """All in sight, one tap each; without the box a binding act asks again."""
    async with DiscordWorld(door, SystemClock()) as world:
        delivery = await world.send(AMINA, "/vote cast M-1")
        form = await delivery.form()
        assert {name: part["type"] for name, part in form.inputs.items()} == {"motion": 4, "ballot": 21, "confirm": 22}
        answers: list[tuple[dict[str, object], dict[str, str]]] = [
            ({"ballot": "abstain"}, {"ballot": "abstain"}),
            ({"ballot": "no", "confirm": "yes"}, {"ballot": "no", "confirm": "yes"}),
        ]
        for filled, heard in answers:
            await (await world.server.submit_modal(world.user(AMINA), form, filled)).answer()
            assert door.heard[-1].request == Chosen(path="vote.cast", values={"motion": "M-1", **heard})
        for wrong in ({}, {"ballot": "perhaps"}):
            with pytest.raises(LookupError):
                await world.server.submit_modal(world.user(AMINA), form, wrong)
        assert world.server.violations == []


# Texts that come as files.

SKIES = "1. The skies are open.\n2. So is the sea: «é»."


async def _open(world: DiscordWorld, upload: Upload, **values: str) -> str:
    """Open a motion with a file for its text; give the private answer as text."""
    given = {"kind": "resolution", "title": "Skies", "file": upload, **values}
    delivery = await world.server.slash_command(
        user=world.user(AMINA), guild=world.guild, name="motion", options={"open": given}
    )
    return told(await delivery.answer())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_text_comes_as_a_file(world: DiscordWorld, door: Recorder, encoding: str) -> None:
    """No form is asked for: the file's text is the option's, without the mark that editors put before it."""
    await _open(world, Upload(name="skies.txt", content=SKIES.encode(encoding)))
    assert door.heard[0].request == Chosen(
        path="motion.open", values={"kind": "resolution", "title": "Skies", "text": SKIES}
    )


async def test_act_with_a_file_is_acknowledged_before_it_is_read(world: DiscordWorld, door: Recorder) -> None:
    """Discord waits three seconds; a file may take longer."""
    door.gate.clear()
    given = {"kind": "resolution", "title": "Skies", "file": Upload(name="skies.txt", content=b"1.")}
    delivery = await world.server.slash_command(
        user=world.user(AMINA), guild=world.guild, name="motion", options={"propose": given}
    )
    assert (await delivery.acknowledgement()).kind == 5
    door.gate.set()
    await delivery.answer()


BAD_FILES = {
    "not text": (Upload(name="skies.docx", content=b"PK\x03\x04\xff\xfe"), "not plain text in UTF-8"),
    "too large": (Upload(name="skies.txt", content=b"x" * 16_001), "has 16,001 bytes"),
    "gone": (Upload(name="skies.txt", content=b"1.", url="{gone}"), "did not hand over the file"),
    "elsewhere": (Upload(name="skies.txt", content=b"1.", url="http://127.0.0.1:9/x"), "did not hand over the file"),
    "not https": (Upload(name="x.txt", content=b"1.", url="http://cdn.discordapp.com/x"), "did not hand over the file"),
    "no address": (Upload(name="x.txt", content=b"1.", url="http://[x"), "did not hand over the file"),
}


@pytest.mark.parametrize("case", BAD_FILES)
async def test_file_that_gives_no_text_is_refused_in_words(world: DiscordWorld, door: Recorder, case: str) -> None:
    """What is wrong and what to do; nothing reaches the house."""
    upload, why = BAD_FILES[case]
    if case == "gone":
        upload = replace(upload, url=f"{world.server.uploads.base_url}/attachments/1/gone.txt")
    assert why in await _open(world, upload)
    assert door.heard == []
    fetched = {"not text", "gone"}
    assert len(world.server.uploads.read) == int(case in fetched)


async def test_file_beside_a_written_text_is_refused(world: DiscordWorld, door: Recorder) -> None:
    """Which of the two is meant is not guessed."""
    answer = await _open(world, Upload(name="skies.txt", content=b"1."), text="2.")
    assert "You gave the option text and a file for it as well." in answer
    assert door.heard == []


async def test_file_with_a_long_text_is_judged_by_the_house(world: DiscordWorld, door: Recorder) -> None:
    """Characters are counted where every front's are; the adapter only leaves out what cannot be short enough."""
    await _open(world, Upload(name="skies.txt", content=b"x" * 16_000))
    request = door.heard[0].request
    assert isinstance(request, Chosen)
    assert len(request.values["text"]) == 16_000
