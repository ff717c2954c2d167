"""Validation of request bodies against Discord's own OpenAPI file (draft 2020-12).

The file is looked for at `PLENARY_DISCORD_OPENAPI`, in `tests/data/` and beside the checkout in
`shared/data/`. When it is absent only this part is skipped, except where `CI` is set: there its absence is
an error. `format` is not checked, and an id may be a number where the file says text: Discord takes both,
and discord.py sends numbers.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.servers.discord.refusals import Json, Problem

FILE_NAME = "discord-openapi.json"
DOCUMENT_URI = "urn:discord"
CODES = {
    "required": "BASE_TYPE_REQUIRED",
    "maxLength": "BASE_TYPE_BAD_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_BAD_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "maximum": "NUMBER_TYPE_MAX",
    "minimum": "NUMBER_TYPE_MIN",
    "enum": "BASE_TYPE_CHOICES",
    "const": "BASE_TYPE_CHOICES",
    "oneOf": "UNION_TYPE_CHOICES",
    "anyOf": "UNION_TYPE_CHOICES",
    "pattern": "STRING_TYPE_REGEX",
    "uniqueItems": "SET_TYPE_ALREADY_CONTAINS_VALUE",
}


_Documents = Registry[bool | Mapping[str, Any]]


class OpenApi:
    """Discord's description of its API, with one compiled validator for each operation that was used."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8").replace('"#/components/', f'"{DOCUMENT_URI}#/components/')
        document = json.loads(text)
        document["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        self._paths: Json = document["paths"]
        self._registry: _Documents = Registry().with_resource(
            DOCUMENT_URI, Resource.from_contents(document, default_specification=DRAFT202012)
        )
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}

    def problems(self, method: str, template: str, body: object) -> list[Problem]:
        """Return what the description finds wrong with the body of `method template`."""
        validator = self._validator(method, template)
        if validator is None:
            return []
        return [_problem(error) for error in _leaves(validator.iter_errors(body))]

    def _validator(self, method: str, template: str) -> Draft202012Validator | None:
        key = (method.lower(), template)
        if key not in self._validators:
            operation = self._paths.get(template, {}).get(key[0], {})
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            self._validators[key] = (
                Draft202012Validator(content["schema"], registry=self._registry) if content else None
            )
        return self._validators[key]


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Replace each failed union by the errors of the member that was meant."""
    for error in errors:
        meant = _meant(error) if error.validator in {"oneOf", "anyOf"} else []
        if meant:
            yield from _leaves(meant)
        else:
            yield error


def _meant(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the one member whose `type` fits the value, else nothing."""
    members: dict[int | str, list[ValidationError]] = {}
    for child in error.context or ():
        members.setdefault(child.schema_path[0], []).append(child)
    fitting = [errors for errors in members.values() if not any(_is_about_kind(child) for child in errors)]
    return fitting[0] if len(fitting) == 1 else []


def _is_about_kind(error: ValidationError) -> bool:
    if not error.path:
        return error.validator == "type"
    return error.path[-1] == "type" and len(error.path) == 1


def _problem(error: ValidationError) -> Problem:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        path.append(error.message.split("'")[1])
    return Problem(tuple(path), CODES.get(str(error.validator), "BASE_TYPE_BAD_TYPE"), error.message[:300])


@cache
def discord_openapi() -> OpenApi | None:
    """Load the file once; `None` when it is absent.

    Raises `FileNotFoundError` when it is absent and `CI` is set.
    """
    for path in _places():
        if path.is_file():
            return OpenApi(path)
    if os.environ.get("CI"):
        raise FileNotFoundError(f"{FILE_NAME} is needed in CI: {[str(path) for path in _places()]}")
    return None


def _places() -> list[Path]:
    named = os.environ.get("PLENARY_DISCORD_OPENAPI")
    checkout = Path(__file__).resolve().parents[3]
    places = [checkout / "tests" / "data" / FILE_NAME, checkout.parent / "shared" / "data" / FILE_NAME]
    return [Path(named), *places] if named else places
