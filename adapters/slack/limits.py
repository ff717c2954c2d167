"""What Slack takes at the most, each number with its source.

Reference: docs.slack.dev/reference/block-kit. SDK: the validators of slack_sdk.models. Issue: a thread of
Slack's own repositories.
"""

from datetime import timedelta
from typing import Final

HEADER: Final = 150
"""Reference and SDK: a header block."""
SECTION: Final = 3000
"""Reference and SDK: the text of a section block."""
FIELD: Final = 2000
"""Reference: one text of a section's fields."""
FIELDS: Final = 10
"""Reference: fields in one section."""
CONTEXT: Final = 2000
"""No limit is documented for a text in a context block; Slack takes this much."""
ALL_BLOCKS: Final = 13_200
"""Issue bolt-js#2509: all characters of a message's blocks together, else ``msg_blocks_too_long``."""
ALT_TEXT: Final = 1000
"""files.getUploadURLExternal: the description of an image; an image block takes 2000 (reference)."""
MESSAGE_BLOCKS: Final = 50
"""Reference: blocks in one message."""
FALLBACK: Final = 4000
"""Reference, chat.postMessage: what the top-level text should keep to."""
ACTIONS: Final = 25
"""Reference and SDK: elements of one actions block."""
BUTTON: Final = 75
"""Reference and SDK: the label of a button."""
ACTION_ID: Final = 255
"""SDK: action_id, block_id and callback_id."""

BUTTON_VALUE: Final = 2000
"""Reference and SDK: what a button carries."""
VIEW_BLOCKS: Final = 100
"""Reference: blocks in a modal and in the App Home."""

SHORTCUT_NAME: Final = 24
SHORTCUT_DESCRIPTION: Final = 150
"""App manifest reference: features.shortcuts."""

MODAL_TITLE: Final = 24
"""Reference: the title, the submit and the close text of a modal."""
LABEL: Final = 2000
"""Reference: the label and the hint of an input block."""
FIELD_ERROR: Final = 2000
"""No limit is documented for an error of a field; Slack takes as much as for a label."""
INPUT: Final = 3000
"""Reference: what a plain text input takes."""
OPTIONS: Final = 100
"""Reference and SDK: options of a static select."""
SUGGESTIONS: Final = OPTIONS
"""Reference, block_suggestion payload: options in one answer."""
OPTION_TEXT: Final = 75
"""Reference and SDK: how an option reads."""
OPTION_VALUE: Final = 150
"""SDK: what an option sends."""
PRIVATE_METADATA: Final = 3000
"""Reference: what a view carries for the app."""

ACKNOWLEDGEMENT: Final = timedelta(seconds=3)
"""docs.slack.dev, acknowledging requests: after that the person sees an error."""
POST_PACE: Final = timedelta(seconds=1)
"""docs.slack.dev/apis/web-api/rate-limits: one message a second in one channel."""
HISTORY_PAGE: Final = 100
"""conversations.history: messages on one page; new apps outside the Marketplace get fewer."""

MANIFEST_DESCRIPTION: Final = 140
"""App manifest reference: display_information.description."""
COMMAND_DESCRIPTION: Final = 2000
"""App manifest reference: a slash command's description."""
USAGE_HINT: Final = 1000
"""App manifest reference: a slash command's usage hint."""
