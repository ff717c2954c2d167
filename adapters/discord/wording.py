"""The words of published commands in each language: Discord shows a person's own, and sends back the English ones.

Source: Application Commands, Localization.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from adapters.discord import limits
from adapters.discord.escaping import fitted
from bot.locales.catalogue import LANGUAGES, Catalogue, catalogue

Json = dict[str, Any]
Translations = Mapping[str, Catalogue]
"""Catalogues beside the English one, by Discord's name of the language (Reference, Locales)."""


def translations() -> Translations:
    """Give the catalogues of the house beside the English one, those that are there."""
    others = (language for language in LANGUAGES if language != "en")
    return {name: catalogue(name) for name in others if files("bot.locales").joinpath(f"{name}.po").is_file()}


def named(name: str, message_id: str, translated: Translations, *, suffix: str = "") -> Json:
    """Give the name of a command, a sub-command or an option, as it is sent back and as it is shown."""
    return {"name": name, **_localized("name", message_id, limits.COMMAND_NAME, translated, suffix)}


def described(message_id: str, translated: Translations) -> Json:
    """Give what is read beside a name."""
    return {"description": _english(message_id, limits.COMMAND_DESCRIPTION)} | _localized(
        "description", message_id, limits.COMMAND_DESCRIPTION, translated
    )


def read_as(message_id: str, limit: int, translated: Translations) -> Json:
    """Give a name that is only read: that of a choice, or of a message command, which may have spaces."""
    return {"name": _english(message_id, limit), **_localized("name", message_id, limit, translated)}


def _english(message_id: str, limit: int) -> str:
    return fitted(catalogue("en").pattern(message_id), limit)


def _localized(what: str, message_id: str, limit: int, translated: Translations, suffix: str = "") -> Json:
    found = {name: f"{fitted(one.pattern(message_id), limit)}{suffix}" for name, one in translated.items()}
    return {f"{what}_localizations": found} if found else {}
