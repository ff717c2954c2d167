"""Options that commands of several nouns share."""

from typing import Final

from bot.commands.registry import Option, OptionType

MEMBER: Final = Option(name="member", type=OptionType.MEMBER, required=True)

CONFIRM: Final = Option(name="confirm", type=OptionType.YES_NO)
"""The last option of a command that binds a state: its second tap."""
