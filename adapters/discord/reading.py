"""What an interaction says, read without the library's memory: who, where, and what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import discord

from adapters.discord.attachments import ATTACHMENT, TextFile, file_of
from adapters.discord.commands import path_of
from adapters.discord.forms import read_answers, read_id
from adapters.discord.options import read_option
from adapters.discord.shortcuts import MESSAGE, read_shortcut
from bot.commands.register import REGISTRY
from bot.dispatch import Chosen, Invocation, Pressed, Request
from bot.domain.addresses import Account, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """An option that a person is typing into."""

    path: str
    option: str
    typed: str


def invocation_of(interaction: discord.Interaction, received_at: datetime) -> Invocation | None:
    """Give the act of a command, a button or a form; None where it is none of ours.

    Raises MessageTooLong where a command was given on a message that it cannot take.
    """
    request = _request(interaction)
    return None if request is None else act_of(interaction, received_at, request)


def act_of(interaction: discord.Interaction, received_at: datetime, request: Request) -> Invocation:
    """Give an act of the person, where they did it."""
    return Invocation(
        key=f"discord:{interaction.id}",
        account=account_of(interaction),
        channel=channel_of(interaction),
        received_at=received_at,
        request=request,
        locale=interaction.locale.value,
        takes_form=interaction.type is not discord.InteractionType.modal_submit,
    )


def account_of(interaction: discord.Interaction) -> Account:
    """Give the person's account."""
    return Account.parse(f"discord:{interaction.user.id}")


def channel_of(interaction: discord.Interaction) -> Channel | None:
    """Give the channel, for a thread the one it hangs on; None in direct messages."""
    if interaction.guild_id is None or interaction.channel_id is None:
        return None
    place = interaction.channel
    number = place.parent_id if isinstance(place, discord.Thread) else interaction.channel_id
    return Channel.parse(f"discord:{interaction.guild_id}:{number}")


def typing_of(interaction: discord.Interaction) -> Typing | None:
    """Give the option that a person is typing into."""
    data = _data(interaction)
    for subcommand in data.get("options", ()):
        for option in subcommand.get("options", ()):
            if option.get("focused"):
                path = path_of(data["name"], subcommand["name"])
                return Typing(path=path, option=option["name"], typed=str(option["value"]))
    return None


def file_in(interaction: discord.Interaction) -> TextFile | None:
    """Give the file that came with a typed command."""
    data = _data(interaction)
    if interaction.type is not discord.InteractionType.application_command or data.get("type") == MESSAGE:
        return None
    return file_of(REGISTRY.get(_command(data).path), data)


def _request(interaction: discord.Interaction) -> Request | None:
    data = _data(interaction)
    match interaction.type:
        case discord.InteractionType.application_command:
            return _command(data)
        case discord.InteractionType.component:
            return Pressed(action=data["custom_id"])
        case discord.InteractionType.modal_submit:
            return _form(data["custom_id"], data["components"])
        case _:
            return None


def _data(interaction: discord.Interaction) -> Mapping[str, Any]:
    """Give what the interaction says as Discord sent it; the library types it for each kind apart."""
    return cast("Mapping[str, Any]", interaction.data or {})


def _command(data: Mapping[str, Any]) -> Chosen:
    if data.get("type") == MESSAGE:
        path, values = read_shortcut(data)
        return Chosen(path=path, values=values)
    subcommand: Mapping[str, Any] = next(iter(data.get("options", ())), {"name": ""})
    given = (option for option in subcommand.get("options", ()) if option.get("type") != ATTACHMENT)
    values = {option["name"]: read_option(option) for option in given}
    return Chosen(path=path_of(data["name"], subcommand["name"]), values=values)


def _form(custom_id: str, components: Iterable[Mapping[str, Any]]) -> Chosen:
    """Give what a form says; one of another version names no command, and is answered so."""
    path, carried = read_id(custom_id) or (custom_id, {})
    return Chosen(path=path, values={**carried, **read_answers(components)})
