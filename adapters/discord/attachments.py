"""A text that comes as a file: the option for it, and what is read of it.

What people type or fill in is at most 3,000 characters long, and a longer text comes from a file or a message (spec:
commands, text form). Such a file is plain text in UTF-8. Discord keeps it, and sends its address and size with the act.
Sources: Application Commands, Option Type; Message, Attachment Object; Reference, CDN Endpoints.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.http import HTTPClient, Route

from adapters.discord.wording import Json, Translations, described, named
from bot.commands.registry import FORM_LIMIT, Command, Option, OptionType
from bot.dispatch import Chosen
from bot.domain.errors import Refusal

ATTACHMENT: Final = 11
NAME: Final = "file"
BYTES_IN_CHARACTER: Final = 4
"""The most that UTF-8 takes for one."""
CDN: Final = "cdn.discordapp.com"
READ_WITHIN: Final = timedelta(seconds=10)


@dataclass(kw_only=True, eq=False)
class FileTooLarge(Refusal):
    """A file of more bytes than the longest text can have."""

    size: int
    limit: int


@dataclass(kw_only=True, eq=False)
class FileNotText(Refusal):
    """A file that is not plain text in UTF-8."""


@dataclass(kw_only=True, eq=False)
class FileNotRead(Refusal):
    """A file that Discord did not hand over, or that is not where Discord keeps files."""


@dataclass(kw_only=True, eq=False)
class FileBesideText(Refusal):
    """A file and a written text for the same option."""

    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file that came with an act, and the option that its text fills."""

    option: Option
    url: str
    size: int


def filled_by_file(command: Command) -> Option | None:
    """Give the option that a file may fill: the text that a command needs, where it may be longer than a form."""
    if command.option(NAME) is not None:
        return None
    long = (option for option in command.options if option.type is OptionType.LONG_TEXT and option.required)
    return next((option for option in long if option.limit > FORM_LIMIT), None)


def file_option(translated: Translations) -> Json:
    """Give the option that takes a file."""
    return {
        "type": ATTACHMENT,
        **named(NAME, f"name.option.{NAME}", translated),
        **described("discord.option.file", translated),
        "required": False,
    }


def file_of(command: Command | None, data: Mapping[str, Any]) -> TextFile | None:
    """Find the file that came with a command."""
    option = None if command is None else filled_by_file(command)
    subcommand: Mapping[str, Any] = next(iter(data.get("options", ())), {})
    sent = next((each for each in subcommand.get("options", ()) if each.get("type") == ATTACHMENT), None)
    if option is None or sent is None:
        return None
    found = data.get("resolved", {}).get("attachments", {}).get(str(sent["value"]), {})
    return TextFile(option=option, url=str(found.get("url", "")), size=int(found.get("size", 0)))


async def with_text(chosen: Chosen, file: TextFile, http: HTTPClient) -> Chosen:
    """Give a command with the text of its file; raise FileBesideText where that is written too, or as ``text_of``."""
    name = file.option.name
    if chosen.values.get(name, "").strip():
        raise FileBesideText(option=name)
    return Chosen(path=chosen.path, values={**chosen.values, name: await text_of(file, http)})


async def text_of(file: TextFile, http: HTTPClient) -> str:
    """Read a file; raise FileTooLarge, FileNotRead or FileNotText.

    Only what Discord keeps is fetched: an address elsewhere would have the bot ask whatever it names.
    """
    if file.size > file.option.limit * BYTES_IN_CHARACTER:
        raise FileTooLarge(size=file.size, limit=file.option.limit)
    if not _is_of_discord(file.url):
        raise FileNotRead
    try:
        async with asyncio.timeout(READ_WITHIN.total_seconds()):
            content = await http.get_from_cdn(file.url)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as lost:
        raise FileNotRead from lost
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise FileNotText from other


def _is_of_discord(address: str) -> bool:
    """Tell whether an address is on Discord's file servers, or where the settings have its API."""
    try:
        url = yarl.URL(address)
    except ValueError:
        return False
    own = yarl.URL(Route.BASE)
    return (url.scheme, url.host, url.port) in {("https", CDN, 443), (own.scheme, own.host, own.port)}
