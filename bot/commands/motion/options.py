"""Options that several commands on motions share."""

from typing import Final

from bot.commands.registry import TEXT_LIMIT, TITLE_LIMIT, Option, OptionType

MOTION: Final = Option(name="motion", type=OptionType.MOTION, required=True)
REASON: Final = Option(name="reason", type=OptionType.LONG_TEXT, required=True, limit=1000)
REASON_IF_ANY: Final = Option(name="reason", type=OptionType.LONG_TEXT, limit=1000)

PARTICULARS: Final = (
    Option(name="kind", type=OptionType.KIND, required=True),
    Option(name="title", type=OptionType.TEXT, required=True, limit=TITLE_LIMIT),
    Option(name="text", type=OptionType.LONG_TEXT, required=True, limit=TEXT_LIMIT),
    Option(name="body", type=OptionType.BODY),
    Option(name="concerns", type=OptionType.MEMBER),
)
"""What whoever tables a motion says of it first."""

PAPERS: Final = (
    Option(name="trigger", type=OptionType.TEXT, limit=500),
    Option(name="document", type=OptionType.LINK, limit=500),
    Option(name="impact", type=OptionType.LONG_TEXT, limit=1000),
)
