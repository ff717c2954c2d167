"""What Discord takes, each limit with the page of discord/discord-api-docs that states it."""

from datetime import timedelta
from typing import Final, Literal

EMBEDS: Final = 10
"""Embeds in a message (Create Message)."""
EMBED_TOTAL: Final = 6000
"""Characters in all embeds of a message together (Message, Embed Limits)."""
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
EMBED_FOOTER: Final = 2048
"""The parts of an embed (Message, Embed Limits)."""

ALT_TEXT: Final = 1024
"""Characters of an attachment's description (Message, Attachment Object)."""

ROWS: Final = 5
BUTTONS_IN_ROW: Final = 5
BUTTON_LABEL: Final = 80
CUSTOM_ID: Final = 100
SELECT_OPTIONS: Final = 25
SELECT_TEXT: Final = 100
"""Buttons and selects (Component Reference)."""

MODAL_TITLE: Final = 45
MODAL_FIELDS: Final = 5
LABEL: Final = 45
LABEL_DESCRIPTION: Final = 100
TEXT_INPUT: Final = 4000
FEWEST_RADIOS, RADIOS = 2, 10
"""Modals (Receiving and Responding, Modal; Component Reference, Label, Text Input and Radio Group)."""

COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_TOTAL: Final = 8000
"""Characters of names, descriptions and values in one command; of translations the longest counts."""
OPTION_LENGTH: Final = 6000
CHOICES: Final = 25
CHOICE_LENGTH: Final = 100
"""Application commands (Application Command Object)."""

NONCE: Final = 25
"""Characters of a message's nonce (Create Message)."""

THREAD_NAME: Final = 100
"""Characters of a thread's name (Start Thread from Message)."""
ARCHIVED_AFTER: Final[Literal[10080]] = 10080
"""Minutes without a post until a thread is archived: the most there is, a week (Channel, Thread Metadata)."""

SUGGEST_WITHIN: Final = timedelta(seconds=2)
"""An interaction is dead after three seconds (Receiving and Responding); one is left for the way."""

BETWEEN_SESSIONS: Final = timedelta(seconds=5)
"""How far apart the shards that share a turn may begin their sessions (Gateway, Rate Limiting: max_concurrency)."""
AFTER_A_SESSION: Final = timedelta(seconds=1)
"""How long a shard waits before another session: one to five seconds after one was invalidated (Gateway, Resuming)."""
