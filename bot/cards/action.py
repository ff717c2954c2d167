"""What a button carries: a command's path and its values in order, ``v1:vote.cast:12:yes``.

Nothing about a button is kept in memory, so it works after a restart and on any replica. The id is at most 100
characters (Discord's custom_id); values are percent-encoded, so a colon in one cannot forge another.
"""

from typing import Final
from urllib.parse import quote, unquote

ACTION_LIMIT: Final = 100
VERSION: Final = "v1"


def action(path: str, *values: object) -> str:
    """Write the id of a button that says the command ``path`` with ``values`` for its first options."""
    return ":".join((VERSION, path, *(quote(str(value), safe="") for value in values)))


def read_action(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Read a button's id back into a path and values; None where it is none of ours."""
    version, _, rest = text.partition(":")
    if version != VERSION or not rest or len(text) > ACTION_LIMIT:
        return None
    path, *values = rest.split(":")
    return path, tuple(unquote(value) for value in values)
