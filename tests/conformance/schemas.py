"""The official telemetry v3 schemas: JSON Schema draft 4, which refer to each other as `resource:` addresses."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

DATA = Path(__file__).parents[1] / "data" / "Sunbird-Obsrv+sunbird-data-pipeline"
FOLDER = DATA / "telemetry-3.0-schemas"
ADDRESS = "resource:/schemas/telemetry/3.0/"


@cache
def _registry() -> Registry[Any]:
    found: Registry[Any] = Registry()
    for path in FOLDER.glob("*.json"):
        # Their own `id`s are names of fields, many of them twice: they are known by where they lie.
        schema = _without_ids(json.loads(path.read_text("utf-8")))
        found = found.with_resource(ADDRESS + path.name, DRAFT4.create_resource(schema))
    return found


def _without_ids(value: Any) -> Any:
    """A schema without `id`, where that is an address and not the description of a property of that name."""
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_ids(one) for name, one in value.items() if not (name == "id" and isinstance(one, str))}


@cache
def _validator(name: str) -> Draft4Validator:
    return Draft4Validator({"$ref": f"{ADDRESS}{name}.json"}, registry=_registry())


def problems(event: Any) -> list[str]:
    """What the schemas say against an event; nothing when it is good by its own and by that of all events."""
    name = str(event.get("eid", "")).lower()
    found = []
    for schema in (name, "event", "envelope"):
        found += [f"{schema}: {error.message[:200]}" for error in _validator(schema).iter_errors(event)]
    return found
