"""The rules for messages and modals that Discord enforces and its OpenAPI file lacks.

Sources: docs "Message", "Embed Limits", "Component Reference", "Modals". Left out: rules for stickers,
polls, media galleries and files, and Discord's checks of addresses.
"""

from collections.abc import Iterator, Sequence

from tests.servers.discord.refusals import EmptyMessage, Json, Problem, demand

CONTENT_LENGTH = 2000
EMBEDS = 10
EMBED_TOTAL = 6000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
AUTHOR = 256
ROWS = 5
BUTTONS_IN_ROW = 5
CUSTOM_ID = 100
BUTTON_LABEL = 80
SELECT_OPTIONS = 25
PLACEHOLDER = 150
MODAL_TITLE = 45
TEXT_INPUT = 4000
COMPONENTS_V2 = 40
DISPLAYED_TEXT = 4000
CHOICES = 25
CHOICE_LENGTH = 100

IS_COMPONENTS_V2 = 1 << 15
ROW, BUTTON, TEXT_INPUT_KIND, TEXT_DISPLAY, LABEL = 1, 2, 4, 10, 18
SELECTS = frozenset({3, 5, 6, 7, 8})
LINK, PREMIUM = 5, 6


def too_long(path: tuple[str, ...], text: object, limit: int, least: int = 0) -> Iterator[Problem]:
    """Find a text outside its length; absent or null counts as empty."""
    length = len(text) if isinstance(text, str) else 0
    if not least <= length <= limit:
        bounds = f"between {least} and {limit}" if least else f"{limit} or fewer"
        yield Problem(path, "BASE_TYPE_BAD_LENGTH", f"Must be {bounds} in length.")


def too_many(path: tuple[str, ...], things: Sequence[object], limit: int, least: int = 0) -> Iterator[Problem]:
    """Find a list outside its length."""
    if not least <= len(things) <= limit:
        yield Problem(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {limit} in length.")


def demand_message(body: Json, base: tuple[str, ...] = ()) -> None:
    """Refuse a message body that breaks a rule; what is absent is not checked."""
    found = [*too_long(("content",), body.get("content"), CONTENT_LENGTH), *_embeds(body.get("embeds") or [])]
    if (body.get("flags") or 0) & IS_COMPONENTS_V2:
        found += _components_v2(body)
    else:
        found += _rows(body.get("components") or [])
    found += _custom_ids(body.get("components") or [])
    demand([Problem(base + problem.path, problem.code, problem.message) for problem in found])


def demand_something(body: Json, *, files: int = 0) -> None:
    """Refuse a message in which there is nothing to see."""
    parts = ("embeds", "components", "attachments", "sticker_ids", "poll")
    if not (files or (body.get("content") or "").strip() or any(body.get(part) for part in parts)):
        raise EmptyMessage


def demand_modal(data: Json) -> None:
    """Refuse a modal with a bad title, number of rows, identifier or text field."""
    base = ("data",)
    components: list[Json] = data.get("components") or []
    found = [
        *too_long((*base, "title"), data.get("title"), MODAL_TITLE, 1),
        *too_long((*base, "custom_id"), data.get("custom_id"), CUSTOM_ID, 1),
        *too_many((*base, "components"), components, ROWS, 1),
    ]
    for path, component in walk(components, (*base, "components")):
        if component.get("type") == TEXT_INPUT_KIND:
            found += _text_input(path, component)
    found += [Problem(base + problem.path, problem.code, problem.message) for problem in _custom_ids(components)]
    demand(found)


def demand_choices(data: Json) -> None:
    """Refuse autocomplete choices that are too many, too long or without a name."""
    choices: list[Json] = data.get("choices") or []
    found = [*too_many(("data", "choices"), choices, CHOICES)]
    for number, choice in enumerate(choices):
        path = ("data", "choices", str(number))
        found += too_long((*path, "name"), choice.get("name"), CHOICE_LENGTH, 1)
        if isinstance(choice.get("value"), str):
            found += too_long((*path, "value"), choice["value"], CHOICE_LENGTH)
    demand(found)


def walk(components: Sequence[Json], base: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield every component with its place, the outer ones first."""
    for number, component in enumerate(components):
        path = (*base, str(number))
        yield path, component
        yield from walk(component.get("components") or [], (*path, "components"))
        for name in ("accessory", "component"):
            inner = component.get(name)
            if isinstance(inner, dict):
                yield (*path, name), inner


def _embeds(embeds: Sequence[Json]) -> Iterator[Problem]:
    yield from too_many(("embeds",), embeds, EMBEDS)
    for number, embed in enumerate(embeds):
        yield from _embed(("embeds", str(number)), embed)
    if sum(len(text) for embed in embeds for text in embed_texts(embed)) > EMBED_TOTAL:
        sentence = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        yield Problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", sentence)


def _embed(path: tuple[str, ...], embed: Json) -> Iterator[Problem]:
    fields: list[Json] = embed.get("fields") or []
    yield from too_long((*path, "title"), embed.get("title"), EMBED_TITLE)
    yield from too_long((*path, "description"), embed.get("description"), EMBED_DESCRIPTION)
    yield from too_long((*path, "footer", "text"), (embed.get("footer") or {}).get("text"), FOOTER)
    yield from too_long((*path, "author", "name"), (embed.get("author") or {}).get("name"), AUTHOR)
    yield from too_many((*path, "fields"), fields, EMBED_FIELDS)
    for number, field in enumerate(fields):
        place = (*path, "fields", str(number))
        yield from too_long((*place, "name"), field.get("name"), FIELD_NAME, 1)
        yield from too_long((*place, "value"), field.get("value"), FIELD_VALUE, 1)


def embed_texts(embed: Json) -> list[str]:
    """Return the texts of an embed that count towards the 6000, from top to bottom."""
    fields: list[Json] = embed.get("fields") or []
    texts = [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
    texts += [field.get(key) for field in fields for key in ("name", "value")]
    texts.append((embed.get("footer") or {}).get("text"))
    return [text for text in texts if text]


def _rows(rows: Sequence[Json]) -> Iterator[Problem]:
    yield from too_many(("components",), rows, ROWS)
    for number, row in enumerate(rows):
        path = ("components", str(number))
        if row.get("type") == ROW:
            yield from _row(path, row)
        else:
            yield Problem((*path, "type"), "UNION_TYPE_CHOICES", "Value of field 'type' must be one of (1,).")


def _row(path: tuple[str, ...], row: Json) -> Iterator[Problem]:
    inside: list[Json] = row.get("components") or []
    selects = [part for part in inside if part.get("type") in SELECTS]
    if selects and len(inside) > 1:
        yield Problem((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select fills its row.")
    yield from too_many((*path, "components"), inside, BUTTONS_IN_ROW, 1)
    for number, part in enumerate(inside):
        yield from _control((*path, "components", str(number)), part)


def _control(path: tuple[str, ...], part: Json) -> Iterator[Problem]:
    if part.get("type") == BUTTON:
        yield from _button(path, part)
    elif part.get("type") in SELECTS:
        yield from too_long((*path, "custom_id"), part.get("custom_id"), CUSTOM_ID, 1)
        yield from too_long((*path, "placeholder"), part.get("placeholder"), PLACEHOLDER)
        if part["type"] == 3:
            yield from _options((*path, "options"), part.get("options") or [])


def _button(path: tuple[str, ...], button: Json) -> Iterator[Problem]:
    yield from too_long((*path, "label"), button.get("label"), BUTTON_LABEL)
    if button.get("style") == LINK:
        if not button.get("url") or button.get("custom_id"):
            yield Problem((*path, "url"), "BASE_TYPE_REQUIRED", "A link button needs a url and no custom_id.")
    elif button.get("style") != PREMIUM:
        yield from too_long((*path, "custom_id"), button.get("custom_id"), CUSTOM_ID, 1)
        if not button.get("label") and not button.get("emoji"):
            yield Problem((*path, "label"), "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji.")


def _options(path: tuple[str, ...], options: Sequence[Json]) -> Iterator[Problem]:
    yield from too_many(path, options, SELECT_OPTIONS, 1)
    values = [option.get("value") for option in options]
    for number, value in enumerate(values):
        if value in values[:number]:
            place = (*path, str(number), "value")
            yield Problem(place, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Used already.")


def _text_input(path: tuple[str, ...], field: Json) -> Iterator[Problem]:
    yield from too_long((*path, "custom_id"), field.get("custom_id"), CUSTOM_ID, 1)
    yield from too_long((*path, "value"), field.get("value"), TEXT_INPUT)
    yield from too_long((*path, "placeholder"), field.get("placeholder"), 100)
    if (field.get("max_length") or 1) > TEXT_INPUT:
        yield Problem((*path, "max_length"), "NUMBER_TYPE_MAX", f"At most {TEXT_INPUT}.")


def _custom_ids(components: Sequence[Json]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, component in walk(components, ("components",)):
        custom_id = component.get("custom_id")
        if custom_id and custom_id in seen:
            sentence = "Component custom id cannot be duplicated"
            yield Problem((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", sentence)
        seen.add(custom_id or "")


def _components_v2(body: Json) -> Iterator[Problem]:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            yield Problem((name,), code, f"`{name}` is not allowed with V2.")
    parts = list(walk(body.get("components") or [], ("components",)))
    yield from too_many(("components",), parts, COMPONENTS_V2)
    shown = sum(len(part.get("content") or "") for _, part in parts if part.get("type") == TEXT_DISPLAY)
    if shown > DISPLAYED_TEXT:
        yield Problem(("components",), "COMPONENT_MAX_TOTAL_TEXT", f"At most {DISPLAYED_TEXT} characters.")
    for path, part in parts:
        if part.get("type") == ROW:
            yield from _row(path, part)
        elif path[-1] == "accessory":
            yield from _control(path, part)
