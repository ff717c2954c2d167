"""What Slack's refusals mean for a post: try later, never, or look first whether it was written.

Final is only what nobody can mend: a place, a post or a person that is gone, and a body that Slack does not take.
Only an answer proves anything. A refusal in words proves that nothing was posted; no answer, or a failure on
Slack's side, proves nothing. Sources: docs.slack.dev/reference/methods, the error lists of chat.postMessage,
chat.update, conversations.open and conversations.history.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.domain.blockages import Obstacle
from bot.ports import Postponed, Uncertain, Undeliverable, Vanished

log: Final = logging.getLogger(__name__)

SHORT_PAUSE: Final = timedelta(seconds=5)
LONG_PAUSE: Final = timedelta(minutes=15)
"""For an app that somebody has to install."""
PAUSE_FOR_A_PERSON: Final = timedelta(minutes=1)
"""For what somebody has to set right: a scope, a channel without the bot in it. It grows with the attempts."""

OUR_DEFECTS: Final = frozenset(
    {
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text",
        "invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data",
        "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "invalid_post_type",
        "missing_post_type", "too_many_attachments", "edit_window_closed", "cant_update_message",
    }
)  # fmt: skip
BODY_REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format"})
"""Slack does not take the blocks of a post; so it says too of a picture that it has not looked through yet."""
POST_IS_GONE: Final = "message_not_found"
CHANNEL_IS_GONE: Final = "channel_not_found"
PLACE_IS_GONE: Final[Mapping[str, Obstacle]] = {
    CHANNEL_IS_GONE: Obstacle.GONE,
    "method_not_supported_for_channel_type": Obstacle.GONE,
    "team_not_found": Obstacle.GONE,
    "is_archived": Obstacle.ARCHIVED,
    "is_inactive": Obstacle.ARCHIVED,
    "cannot_dm_bot": Obstacle.PERSON_CLOSED,
    "user_disabled": Obstacle.PERSON_GONE,
    "user_not_found": Obstacle.PERSON_GONE,
    "user_not_visible": Obstacle.PERSON_GONE,
    "users_not_found": Obstacle.PERSON_GONE,
}
NOT_A_MEMBER: Final = "not_in_channel"
NOT_KNOWN_HERE: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""A person who may be known in another workspace of the same organisation."""
SOMEBODY_MUST_ACT: Final = frozenset(
    {
        "access_denied", "access_limited", "accesslimited", "channel_is_limited_access", "ekm_access_denied",
        "enterprise_is_restricted", "messages_tab_disabled", "missing_scope", "no_permission",
        "not_allowed_token_type", "not_in_channel", "org_login_required", "restricted_action",
        "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "team_access_not_granted",
        "two_factor_setup_required",
    }
)  # fmt: skip
NO_THREAD: Final = frozenset(
    {"cannot_reply_to_message", "restricted_action_non_threadable_channel", "thread_not_found"}
)  # fmt: skip
"""There is no thread to write in or to read: the post above it is gone, or the channel takes none."""
TOKEN_IS_DEAD: Final = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
)  # fmt: skip
"""Slack takes the token for nothing any more. What is owed is tried again as soon as Slack is served again."""
SLACKS_TROUBLE: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
BUSY: Final = frozenset({"ratelimited", "rate_limited"})
SERVER_ERRORS: Final = 500

Outcome = Postponed | Undeliverable | Uncertain


def outcome_of(fault: Exception, *, writes: bool) -> Outcome:
    """Give what a fault of a call means. ``writes`` says whether the call itself posts something."""
    match fault:
        case SlackApiError():
            return _answered(fault, writes=writes)
        case aiohttp.ClientConnectorError():
            return Postponed(pause=SHORT_PAUSE, reason="cannot connect to Slack")
        case _:
            return _unknown(type(fault).__name__, writes=writes)


def passes(fault: Exception) -> bool:
    """Tell whether what ails a call that reads passes by itself."""
    if isinstance(fault, SlackApiError) and error_of(fault) in TOKEN_IS_DEAD:
        return False
    outcome = outcome_of(fault, writes=False)
    return isinstance(outcome, Postponed) and outcome.obstacle is None


def error_of(fault: SlackApiError) -> str:
    """Give the code of a refusal; empty where Slack gave none."""
    data = getattr(fault.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""


def status_of(fault: SlackApiError) -> int:
    """Give the status of the answer that refused; 0 where Slack gave none."""
    return int(getattr(fault.response, "status_code", 0) or getattr(fault.response, "status", 0) or 0)


def _answered(fault: SlackApiError, *, writes: bool) -> Outcome:
    status, error = status_of(fault), error_of(fault)
    if status == 429 or error in BUSY:
        return Postponed(pause=_retry_after(fault), reason="ratelimited")
    if status >= SERVER_ERRORS or not error or error in SLACKS_TROUBLE:
        return _unknown(error or f"status {status}", writes=writes)
    if error in TOKEN_IS_DEAD:
        return Postponed(pause=SHORT_PAUSE, reason=error)
    if error == POST_IS_GONE:
        return Vanished(reason=error)
    if error in PLACE_IS_GONE or error in NO_THREAD:
        return Undeliverable(reason=error, obstacle=PLACE_IS_GONE.get(error))
    if error in OUR_DEFECTS:
        log.error("slack_refused_a_post", extra={"reason": error, "details": _details(fault)})
        return Undeliverable(reason=error)
    known = error in SOMEBODY_MUST_ACT
    log.error("slack_asked_for_an_operator", extra={"reason": error, "known": known, "details": _details(fault)})
    obstacle = Obstacle.REMOVED if error == NOT_A_MEMBER else Obstacle.FORBIDDEN
    return Postponed(pause=PAUSE_FOR_A_PERSON, reason=error, obstacle=obstacle)


def _unknown(reason: str, *, writes: bool) -> Outcome:
    return Uncertain(reason=reason) if writes else Postponed(pause=SHORT_PAUSE, reason=reason)


def _retry_after(fault: SlackApiError) -> timedelta:
    headers = getattr(fault.response, "headers", {})
    seconds = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else SHORT_PAUSE


def _details(fault: SlackApiError) -> list[str]:
    """Give Slack's own words on a refused body: places and limits, never the text itself."""
    data = getattr(fault.response, "data", None)
    metadata = data.get("response_metadata") if isinstance(data, Mapping) else None
    return [str(line)[:200] for line in (metadata or {}).get("messages", ())][:5]
