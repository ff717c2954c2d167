"""The option tree of a slash command as a Discord client builds it from what the user typed.

When the command is published, its description decides the types and refuses, as the client does, what a user
could not send; otherwise the types follow from the Python values.
"""

from collections.abc import Callable, Mapping, Sequence

from tests.servers.discord.messages import User
from tests.servers.discord.refusals import Json
from tests.servers.discord.uploads import Upload
from tests.servers.discord.world import Channel, Guild, Role

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 6, 7, 8, 10, 11
KINDS: tuple[tuple[type, int], ...] = (
    (bool, BOOLEAN),  # before int, as each bool is an int
    (int, INTEGER),
    (float, NUMBER),
    (User, USER),
    (Channel, CHANNEL),
    (Role, ROLE),
    (Upload, ATTACHMENT),
)
PYTHON: Mapping[int, type] = {STRING: str, INTEGER: int, USER: str, ATTACHMENT: str}
"""What a value of a published option is when it is sent."""
Keep = Callable[[Upload], Json]
"""Takes a file in, and gives Discord's attachment object for it."""
Options = Mapping[str, object] | Sequence[Json]


class OptionTree:
    """Builds `options` and `resolved` of one invocation."""

    def __init__(self, guild: Guild | None, focused: str | None, locale: str, keep: Keep) -> None:
        self._guild = guild
        self._focused = focused
        self._locale = locale
        self._keep = keep
        self.resolved: dict[str, Json] = {}

    def build(self, typed: Options, described: Sequence[Json] | None) -> list[Json]:
        """Return Discord's list of options; raises `LookupError` for what a user could not send."""
        if not isinstance(typed, Mapping):
            return list(typed)
        if described is not None:
            self._check_complete(typed, described)
        return [self._option(name, value, _described(described, name, self._locale)) for name, value in typed.items()]

    def _option(self, name: str, value: object, description: Json | None) -> Json:
        """Return one option, under its own name: what a person's window calls it is not sent."""
        name = description["name"] if description else name
        if isinstance(value, Mapping):
            deeper = any(isinstance(inner, Mapping) for inner in value.values())
            kind = description["type"] if description else (GROUP if deeper else SUBCOMMAND)
            inside = None if description is None else description.get("options") or []
            return {"name": name, "type": kind, "options": self.build(value, inside)}
        kind = description["type"] if description else _kind(value)
        option: Json = {"name": name, "type": kind, "value": self._value(value)}
        if name == self._focused:
            return {**option, "focused": True}
        if description is not None:
            _check_value(option, description)
        return option

    def _value(self, value: object) -> object:
        match value:
            case User():
                self._resolve("users", value.id, value.json())
                if self._guild is not None:
                    member = self._guild.member(value).json(permissions=True)
                    self._resolve("members", value.id, {key: member[key] for key in member if key != "user"})
                return str(value.id)
            case Channel():
                self._resolve("channels", value.id, value.json() | {"permissions": "0"})
                return str(value.id)
            case Upload():
                kept = self._keep(value)
                self._resolve("attachments", int(kept["id"]), kept)
                return kept["id"]
            case Role():
                self._resolve("roles", value.id, value.json())
                return str(value.id)
            case _:
                return value

    def _resolve(self, group: str, identifier: int, thing: Json) -> None:
        self.resolved.setdefault(group, {})[str(identifier)] = thing

    def _check_complete(self, typed: Mapping[str, object], described: Sequence[Json]) -> None:
        required = [one for one in described if one.get("required")]
        missing = {one["name"] for one in required if not any(is_called(one, name, self._locale) for name in typed)}
        if missing and self._focused is None:
            raise LookupError(f"required options are missing: {sorted(missing)}")


def _described(described: Sequence[Json] | None, name: str, locale: str) -> Json | None:
    if described is None:
        return None
    for option in described:
        if is_called(option, name, locale):
            return option
    raise LookupError(f"no option {name!r} among {[option['name'] for option in described]}")


def is_called(thing: Json, name: str, locale: str) -> bool:
    """Tell whether a command or an option goes by a name in a person's window, or by its own."""
    return name in {thing["name"], (thing.get("name_localizations") or {}).get(locale)}


def _kind(value: object) -> int:
    return next((kind for python, kind in KINDS if isinstance(value, python)), STRING)


def _check_value(option: Json, description: Json) -> None:
    value = option["value"]
    wanted = PYTHON.get(option["type"])
    if wanted is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
        raise LookupError(f"{option['name']!r} takes {wanted.__name__}, not {value!r}")
    choices = [choice["value"] for choice in description.get("choices") or []]
    if choices and value not in choices:
        raise LookupError(f"{value!r} is not a choice of {option['name']!r}: {choices}")
    if isinstance(value, str):
        least, most = description.get("min_length") or 0, description.get("max_length") or 6000
        if not least <= len(value) <= most:
            raise LookupError(f"{option['name']!r} takes {least} to {most} characters")
    elif isinstance(value, int | float):
        least, most = description.get("min_value"), description.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise LookupError(f"{option['name']!r} takes {least} to {most}")
