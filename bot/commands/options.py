"""Options that commands of several nouns share."""

from typing import Final

from bot.commands.registry import Option, OptionType

MEMBER: Final = Option(name="member", type=OptionType.MEMBER, required=True)
